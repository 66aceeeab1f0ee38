import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'
import { largestBody, readJson } from './bodies.js'
import { serveConsole } from './console-files.js'
import type { Context } from './context.js'
import { callerOf, checkOrigin, checkRight, checkType, type Names } from './guard.js'
import { securityHeaders } from './headers.js'
import { Refused } from './operations.js'
import { invalid, type Problem, problemOf } from './problem.js'
import type { Route } from './route.js'
import { routes } from './routes/all.js'

export interface AppOptions {
  readonly context: Context
  /** Known once it listens. */
  readonly names: () => Names
  /** What is no answer but a defect of ours. */
  readonly onDefect: (error: unknown) => void
}

/** The HTTP side of the server; `inject` of it answers without a network. */
export function createApp({ context, names, onDefect }: AppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: largestBody,
    // A body or a header that never ends holds no connection for ever.
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 500 },
    // An address that cannot be read, or is too long, comes here before any hook.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void answerProblem(reply.headers(securityHeaders), problemOf(invalid('its address cannot be read'))),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
    try {
      done(null, readJson(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error('unknown'))
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    checkOrigin(request, names())
  })
  app.setNotFoundHandler((_, reply) => answerProblem(reply, problemOf(new OperationError('XW-S0907', {}))))
  app.setErrorHandler((error, request, reply) => {
    const problem = problemFor(error)
    if (problem.status >= 500 && problem.code === 'XW-S0002') onDefect(error)
    audit(context, request, problem.status, problem.code)
    return answerProblem(reply, problem)
  })
  for (const route of routes) register(app, route, context)
  serveConsole(app)
  return app
}

function register(app: FastifyInstance, route: Route, context: Context): void {
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    onRequest: async (request) => {
      const caller = callerOf(request, context)
      if (route.needs !== 'nobody') checkRight(caller, route.needs, request)
      checkType(request)
    },
    handler: async (request, reply) => {
      const caller = callerOf(request, context) ?? { role: 'viewer', by: 'token', from: request.ip }
      const { params, query, body } = request
      const result = await route.handle({ params, query, body, caller, reply }, context)
      if (route.needs !== 'nobody') audit(context, request, route.answer.status, null)
      if (reply.sent) return reply
      return reply.code(route.answer.status).send(result ?? (route.answer.status === 204 ? undefined : {}))
    },
  })
}

/** Whoever changes something, or tries to, is written down. */
function audit(context: Context, request: FastifyRequest, status: number, code: string | null): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const caller = callerOf(request, context)
  const path = request.url.split('?')[0]?.slice(0, 300) ?? ''
  const who = { role: caller?.role ?? 'nobody', by: caller?.by ?? 'nothing', from: request.ip }
  context.audit.add({ ...who, method: request.method, path, status, code })
}

function problemFor(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  if (error instanceof OperationError) return problemOf(error)
  if (error instanceof z.ZodError) return problemOf(invalid(firstIssue(error)))
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return problemOf(new OperationError('XW-S0904', {}))
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problemOf(new OperationError('XW-S0906', { limit: '10 MB' }))
  if (code.startsWith('FST_ERR_CTP')) return problemOf(invalid('it cannot be read'))
  if (code === 'FST_ERR_NOT_FOUND') return problemOf(new OperationError('XW-S0907', {}))
  return problemOf(error)
}

/** What was sent is not repeated: it may hold what must not be shown. */
function firstIssue({ issues }: z.ZodError): string {
  const [first] = issues
  if (!first) return 'it does not fit its schema'
  const where = first.path.map(String).join('.').slice(0, 100)
  return `${where === '' ? 'the request' : where}: ${first.code === 'unrecognized_keys' ? 'unknown members' : first.message.slice(0, 200)}`
}

const answerProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  if (problem.retryable || problem.status === 429) reply.header('retry-after', '5')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
