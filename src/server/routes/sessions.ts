import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import { cookieName } from '../guard.js'
import { none, type Route, route } from '../route.js'
import { session } from '../schemas.js'
import { roleOfToken } from '../tokens.js'

/** Sessions of the console. */
export const sessionRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/api/v1/session', summary: 'sign in: a token for a session', needs: 'nobody' },
    ...{ params: none, query: none, body: z.strictObject({ token: z.string().max(200) }) },
    answer: { status: 200, schema: session },
    handle: ({ body, reply, caller }, { sessions, tokens, isSecure, audit }) => {
      const seconds = sessions.wait()
      if (seconds > 0) throw new OperationError('XW-S0908', { seconds }, { retryable: true })
      const role = roleOfToken(tokens, body.token)
      if (!role) {
        sessions.failed()
        throw new OperationError('XW-S0900', {})
      }
      const { id, csrf } = sessions.open(role)
      reply.header('set-cookie', `${cookieName}=${id}; HttpOnly; SameSite=Strict; Path=/${isSecure ? '; Secure' : ''}`)
      const from = { role, by: 'session', from: caller.from }
      audit.add({ ...from, method: 'POST', path: '/api/v1/session', status: 200, code: null })
      return { role, csrf }
    },
  }),
  route({
    ...{ method: 'DELETE', path: '/api/v1/session', summary: 'sign out', needs: 'read' },
    ...{ params: none, query: none, body: none, answer: { status: 204 } },
    handle: ({ caller, reply }, { sessions }) => {
      if (caller.session !== undefined) sessions.close(caller.session)
      reply.header('set-cookie', `${cookieName}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`)
    },
  }),
]
