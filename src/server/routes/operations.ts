import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import { none, type Route, route } from '../route.js'
import { operation } from '../schemas.js'

/** What takes longer than a request, and those who watch. */
export const operationRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/operations', needs: 'read' },
    summary: 'what is and was under way since the server began, newest first; at most 200',
    ...{ params: none, query: none, body: none },
    answer: { status: 200, schema: z.object({ items: z.array(operation) }) },
    handle: (_, { operations }) => ({ items: operations.list() }),
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/operations/{id}', summary: 'one of them', needs: 'read' },
    ...{ params: z.strictObject({ id: z.uuid() }), query: none, body: none },
    answer: { status: 200, schema: operation },
    handle: ({ params }, { operations }) => {
      const found = operations.find(params.id)
      if (!found) throw new OperationError('XW-S0710', { what: 'operation', name: params.id })
      return found
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/events', needs: 'read' },
    summary: 'server-sent events: snapshot, task, gone, operation, and a beat every five seconds',
    ...{ params: none, query: none, body: none, answer: { status: 200, type: 'text/event-stream' } },
    handle: ({ reply, caller }, { hub, sessions }) => {
      const { raw } = reply
      const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const)
      const isAllowed = (): boolean => caller.session === undefined || sessions.find(caller.session) !== undefined
      if (!hub.hasRoom()) throw new OperationError('XW-S0909', { count: hub.size }, { retryable: true })
      reply.hijack()
      raw.writeHead(200, { ...Object.fromEntries(headers), 'content-type': 'text/event-stream; charset=utf-8' })
      hub.add(raw, isAllowed)
    },
  }),
]
