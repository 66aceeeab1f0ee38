import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import { openApi } from '../openapi.js'
import { metricsText } from '../prometheus.js'
import { may, rights, roles } from '../rights.js'
import { none, type Route, route } from '../route.js'

const text = { status: 200, type: 'text/plain' } as const

/** What the server is and how it is. */
export const metaRoutes = (all: () => readonly Route[]): readonly Route[] => [
  route({
    ...{ method: 'GET', path: '/healthz', summary: 'the process answers', needs: 'nobody' },
    ...{ params: none, query: none, body: none, answer: text },
    handle: ({ reply }) => reply.type('text/plain').send('ok\n'),
  }),
  route({
    ...{ method: 'GET', path: '/readyz', summary: 'the project can be read, and the server is not stopping' },
    ...{ needs: 'nobody', params: none, query: none, body: none, answer: text },
    handle: ({ reply }, { store, isStopping }) => {
      store.revision()
      return reply
        .code(isStopping() ? 503 : 200)
        .type('text/plain')
        .send(isStopping() ? 'stopping\n' : 'ready\n')
    },
  }),
  route({
    ...{ method: 'GET', path: '/metrics', summary: 'all tasks and the server, for Prometheus', needs: 'read' },
    ...{ params: none, query: none, body: none, answer: text },
    handle: async ({ reply }, context) => {
      const { text, type } = await metricsText(context)
      return reply.type(type).send(text)
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/meta', summary: 'version, and who asks', needs: 'read' },
    ...{ params: none, query: none, body: none },
    answer: {
      status: 200,
      schema: z.object({
        ...{ version: z.string(), role: z.enum(roles), rights: z.array(z.enum(rights)) },
        ...{ csrf: z.string().nullable(), project: z.string(), engines: z.array(z.string()) },
      }),
    },
    handle: ({ caller: { role, csrf = null } }, { version, project, engines }) => ({
      ...{ version, role, rights: rights.filter((right) => may(role, right)), csrf, project, engines },
    }),
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/openapi.json', summary: 'this document', needs: 'nobody' },
    ...{ params: none, query: none, body: none, answer: { status: 200 } },
    handle: (_, { version }) => openApi(all(), version),
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/findings/{code}', summary: 'what a code means', needs: 'read' },
    ...{ params: z.strictObject({ code: z.string().max(20) }), query: none, body: none },
    answer: {
      status: 200,
      schema: z.object({
        ...{ code: z.string(), name: z.string(), severity: z.string(), message: z.string() },
        ...{ explain: z.string(), remedy: z.array(z.string()) },
      }),
    },
    handle: ({ params }) => {
      const entry = catalogue().get(params.code)
      if (!entry) throw new OperationError('XW-S0710', { what: 'finding', name: params.code })
      const { code, name, severity, message, explain, remedy } = entry
      return { code, name, severity, message, explain, remedy }
    },
  }),
]
