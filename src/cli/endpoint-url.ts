import { readFileSync } from 'node:fs'
import type { Dialect } from '../core/dialect/dialect.js'
import type { Endpoint, Tls } from '../core/dialect/endpoint.js'
import { OperationError } from '../core/findings/operation-error.js'
import { dialectIds, dialectOfScheme } from '../dialects/registry.js'

const schemePattern = /^([a-z][a-z0-9+.-]*):\/\//i

export const looksLikeUrl = (text: string): boolean => schemePattern.test(text)

/**
 * Reads `scheme://user:password@host:port/database?sslmode=…`. A password may also come from `passwordFile=` in the URL
 * or from an environment variable: the one that the URL names (`passwordVariable=`), else the one given here. TLS is `verify-full` unless the server is on this
 * machine or the URL says otherwise; anything weaker has to be spelled out.
 */
export async function parseEndpoint(
  text: string,
  passwordVariable: string,
): Promise<{ readonly dialect: Dialect; readonly endpoint: Endpoint }> {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase() ?? ''
  const dialect = await dialectOfScheme(scheme)
  if (!dialect)
    throw usage(`no engine has URLs that begin with ${scheme}://; known engines: ${dialectIds().join(', ')}`)
  const url = parseUrl(text)
  const parameters = Object.fromEntries(url.searchParams)
  const socketPath = parameters['socket']
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost'
  const password = passwordOf(url, parameters, passwordVariable)
  const database = decodeURIComponent(url.pathname.replace(/^\//, ''))
  const endpoint: Endpoint = {
    dialect: dialect.id,
    host,
    port: url.port === '' ? dialect.defaultPort : Number(url.port),
    ...(socketPath ? { socketPath } : {}),
    user: decodeURIComponent(url.username) || (process.env['USER'] ?? 'root'),
    ...(password === undefined ? {} : { password }),
    ...(database === '' ? {} : { database }),
    tls: tlsOf(parameters, socketPath !== undefined || isLoopback(host)),
    parameters,
  }
  return { dialect, endpoint }
}

function parseUrl(text: string): URL {
  try {
    // An engine's scheme is not "special" to the URL parser, which would then not split host and port alike.
    return new URL(text.replace(schemePattern, 'http://'))
  } catch {
    // The text may hold a password: it is not repeated.
    throw usage('the URL cannot be read; expected scheme://user@host:port/database')
  }
}

/** Whether a URL says the password itself, and not where it is. */
export function holdsPassword(text: string): boolean {
  const url = parseUrl(text)
  return url.password !== '' || url.searchParams.has('password')
}

function passwordOf(url: URL, parameters: Readonly<Record<string, string>>, variable: string): string | undefined {
  if (url.password !== '') return decodeURIComponent(url.password)
  const file = parameters['passwordFile']
  if (file) return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  return process.env[parameters['passwordVariable'] ?? variable]
}

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const

function tlsOf(parameters: Readonly<Record<string, string>>, local: boolean): Tls {
  const asked = parameters['sslmode']
  const mode = tlsModes.find((known) => known === asked)
  if (asked !== undefined && mode === undefined) throw usage(`sslmode=${asked}: expected ${tlsModes.join(', ')}`)
  return {
    mode: mode ?? (local ? 'disable' : 'verify-full'),
    ...(parameters['sslrootcert'] ? { ca: parameters['sslrootcert'] } : {}),
    ...(parameters['sslcert'] ? { cert: parameters['sslcert'] } : {}),
    ...(parameters['sslkey'] ? { key: parameters['sslkey'] } : {}),
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host)

export const usage = (problem: string): OperationError<'XW-S0001'> => new OperationError('XW-S0001', { problem })
