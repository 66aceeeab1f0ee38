import type { ServerVersion } from '../../core/ir/schema.js'

/** The oldest server for which statements are emitted, and the newest whose facilities are known. */
export const oldestMajor = 13
export const newestMajor = 18

/**
 * Reads `15`, `15.4`, `PostgreSQL 15.4 (Debian …)` or the digits of `server_version_num` (`150004`).
 * Throws a RangeError when there is no number in it: the text comes from a command line or a server, never from a schema.
 */
export function parseVersion(text: string): ServerVersion {
  const packed = /^\s*(\d{5,6})\s*$/.exec(text)
  if (packed?.[1] !== undefined) return fromNumber(Number(packed[1]), text)
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text)
  if (match?.[1] === undefined) throw new RangeError(`no version number in ${JSON.stringify(text)}`)
  const part = (index: number) => Number(match[index] ?? 0)
  return { flavour: 'postgres', major: part(1), minor: part(2), patch: part(3), raw: text.trim() }
}

/** `server_version_num` holds major × 10000 + minor since version 10. */
function fromNumber(number: number, raw: string): ServerVersion {
  return { flavour: 'postgres', major: Math.floor(number / 10_000), minor: number % 10_000, patch: 0, raw: raw.trim() }
}

/** The oldest that its makers still maintain: what is emitted for it runs on every later one. */
export const defaultVersion: ServerVersion = { flavour: 'postgres', major: 15, minor: 0, patch: 0, raw: '15' }
