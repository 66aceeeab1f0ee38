import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import type { EndpointRecord } from '../../project/model.js'
import type { ProjectStore } from '../../project/store.js'
import { checkAddress } from '../addresses.js'
import type { Context } from '../context.js'
import { none, type Route, route } from '../route.js'
import { endpoint, name, named, operation } from '../schemas.js'

/** Milliseconds for connecting to a server and asking it. */
const patience = 60_000

const place = z.string().min(1).max(1000)
const added = z.strictObject({
  name,
  url: z.string().min(1).max(2000),
  role: z.enum(['source', 'target']),
  /** Environment variable, or file, that holds the password; the password itself is never taken. */
  passwordVariable: place.optional(),
  passwordFile: place.optional(),
  /** Connect now, and refuse what does not answer. */
  test: z.boolean().default(true),
})

export function endpointOf(store: ProjectStore, name: string): EndpointRecord {
  const record = store.endpoint(name)
  if (!record) throw new OperationError('XW-S0710', { what: 'endpoint', name })
  return record
}

/** Words of a command that works on the project. */
export const ofProject = ({ project }: Context): readonly string[] => [`--project=${project}`, '--json']

const shown = (record: EndpointRecord) => ({
  ...record,
  testedAt: record.testedAt === null ? null : new Date(record.testedAt).toISOString(),
})

const one = { status: 200, schema: endpoint } as const

/** Connections of the project. */
export const endpointRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/endpoints', summary: 'all endpoints', needs: 'read' },
    ...{ params: none, query: none, body: none },
    answer: { status: 200, schema: z.object({ items: z.array(endpoint) }) },
    handle: (_, { store }) => ({ items: store.endpoints().map(shown) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/endpoints', summary: 'remember a connection, once it works' },
    ...{ needs: 'administer', params: none, query: none, body: added, answer: { status: 201, schema: endpoint } },
    handle: async ({ body }, context) => {
      if (context.store.endpoint(body.name)) throw new OperationError('XW-S0713', { what: 'endpoint', name: body.name })
      await checkAddress(body.url)
      const words = [
        ...['endpoint', 'add', ...ofProject(context), `--role=${body.role}`],
        ...(body.passwordVariable === undefined ? [] : [`--password-env=${body.passwordVariable}`]),
        ...(body.passwordFile === undefined ? [] : [`--password-file=${body.passwordFile}`]),
        ...(body.test ? [] : ['--no-test']),
      ]
      await context.operations.now([...words, '--', body.name, body.url], patience)
      return shown(endpointOf(context.store, body.name))
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/endpoints/{name}', summary: 'one endpoint', needs: 'read' },
    ...{ params: named, query: none, body: none, answer: one },
    handle: ({ params }, { store }) => shown(endpointOf(store, params.name)),
  }),
  route({
    ...{ method: 'DELETE', path: '/api/v1/endpoints/{name}', summary: 'forget it', needs: 'administer' },
    ...{ params: named, query: none, body: none, answer: { status: 204 } },
    handle: async ({ params }, context) => {
      endpointOf(context.store, params.name)
      await context.operations.now(['endpoint', 'remove', ...ofProject(context), '--', params.name], patience)
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/endpoints/{name}/actions/test', needs: 'operate' },
    summary: 'connect, and check what a source needs for following its changes',
    ...{ params: named, query: none, body: none, answer: { status: 202, schema: operation } },
    handle: async ({ params, reply }, context) => {
      await checkAddress(endpointOf(context.store, params.name).url)
      const args = ['endpoint', 'test', ...ofProject(context), '--', params.name]
      const begun = context.operations.begin({ what: 'endpoint test', subject: params.name, args, limit: patience })
      reply.header('location', `/api/v1/operations/${begun.id}`)
      return begun
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/endpoints/{name}/grants', needs: 'read' },
    summary: 'the least rights that its account needs, as a script',
    ...{ params: named, query: none, body: none },
    answer: { status: 200, schema: z.object({ endpoint: z.string(), sql: z.string() }) },
    handle: async ({ params }, context) => {
      endpointOf(context.store, params.name)
      return context.operations.now(['endpoint', 'grants', ...ofProject(context), '--', params.name], patience)
    },
  }),
]
