import type { FastifyRequest } from 'fastify'
import { OperationError } from '../core/findings/operation-error.js'
import type { Caller } from './caller.js'
import type { Context } from './context.js'
import { may, type Right } from './rights.js'
import { isSame, roleOfToken } from './tokens.js'

/** Names and origins of the server, as a browser writes them. */
export interface Names {
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

/** @param port of the address it listens on; names that were given may come without one, from a proxy */
export function namesOf(port: number, given: readonly string[]): Names {
  const local = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`)
  const own = given.map((name) => name.toLowerCase())
  const hosts = [...local, ...own, ...own.map((name) => `${name}:${port}`)]
  return { hosts: new Set(hosts), origins: new Set(hosts.flatMap((host) => [`http://${host}`, `https://${host}`])) }
}

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Asked of every request, known address or not, before anything else: against names of strangers that point here. */
export function checkOrigin({ headers }: FastifyRequest, names: Names): void {
  if (!names.hosts.has((headers.host ?? '').toLowerCase())) throw new OperationError('XW-S0902', {})
  const { origin } = headers
  const site = headers['sec-fetch-site']
  const isForeign = origin !== undefined && !names.origins.has(origin.toLowerCase())
  // A link or a bookmark may open a page; nothing else may come from another site.
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  const isCross = site !== undefined && site !== 'same-origin' && site !== 'none' && !isLink
  if (isForeign || isCross) throw new OperationError('XW-S0903', {})
}

/** Who asks, by a bearer token or by the cookie of a session. */
export function callerOf(request: FastifyRequest, { tokens, sessions }: Context): Caller | undefined {
  const from = request.ip
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1]
    const role = token === undefined ? undefined : roleOfToken(tokens, token)
    return role && { role, by: 'token', from }
  }
  const session = sessions.find(cookieOf(request) ?? '')
  return session && { role: session.role, by: 'session', csrf: session.csrf, session: session.id, from }
}

export const cookieName = 'crosswalk_session'

const cookieOf = ({ headers }: FastifyRequest): string | undefined =>
  new RegExp(`(?:^|; )${cookieName}=([\\w-]{1,200})(?:;|$)`).exec(headers.cookie ?? '')?.[1]

/** What a route needs. @throws OperationError XW-S0900, XW-S0901, XW-S0903 */
export function checkRight(caller: Caller | undefined, needs: Right, request: FastifyRequest): Caller {
  if (!caller) throw new OperationError('XW-S0900', {})
  if (writes.has(request.method) && caller.by === 'session') {
    const given = request.headers['x-crosswalk-csrf']
    const proves = typeof given === 'string' && isSame(given, caller.csrf ?? '')
    if (request.headers.origin === undefined || !proves) throw new OperationError('XW-S0903', {})
  }
  if (!may(caller.role, needs)) throw new OperationError('XW-S0901', { role: caller.role, what: needs })
  return caller
}

/** Also of an empty body: a form of another page could send one. */
export function checkType({ method, headers }: FastifyRequest): void {
  if (method !== 'POST') return
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(headers['content-type'] ?? ''))
    throw new OperationError('XW-S0904', {})
}
