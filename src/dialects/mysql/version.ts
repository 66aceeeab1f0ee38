import type { ServerVersion } from '../../core/ir/schema.js'

/** What a script without any sign of its server is taken for. */
export const defaultVersion: ServerVersion = { flavour: 'mysql', major: 8, minor: 0, patch: 36, raw: '8.0.36' }

/**
 * Reads `VERSION()`, the header of a dump or `--from-version`: `8.0.36`, `5.6.24-log`, `10.11.4-MariaDB-1~deb12u1`,
 * `5.5.5-10.6.12-MariaDB` (the prefix that old replicas want), `mariadb 11.4`. Anything else gives the default.
 */
export function parseVersion(text: string): ServerVersion {
  const raw = text.trim()
  const mariadb = /mariadb/i.test(raw)
  const numbers =
    /(\d+)\.(\d+)(?:\.(\d+))?/.exec(mariadb ? raw.replace(/^5\.5\.5-(?=\d)/, '') : raw) ?? /(\d+)()()/.exec(raw)
  if (!numbers) return defaultVersion
  const [major, minor, patch] = numbers.slice(1, 4).map((digits) => Number(digits || 0))
  return {
    // No MySQL has a major number of 10 or more, and no MariaDB that we read has less.
    flavour: mariadb || (major ?? 0) >= 10 ? 'mariadb' : 'mysql',
    major: major ?? 0,
    minor: minor ?? 0,
    patch: patch ?? 0,
    raw,
  }
}

/** Whether a server is at least this version of its own flavour: `atLeast(v, { mysql: [8, 0, 13], mariadb: [10, 2, 1] })`. */
export function atLeast(
  version: ServerVersion,
  needed: Readonly<Partial<Record<'mysql' | 'mariadb', readonly [number, number, number]>>>,
): boolean {
  const least = version.flavour === 'mariadb' ? needed.mariadb : needed.mysql
  if (!least) return false
  const have = [version.major, version.minor, version.patch]
  for (const [i, number] of least.entries()) {
    const own = have[i] ?? 0
    if (own !== number) return own > number
  }
  return true
}

const serverLine = /^(?:--|#|\/\*)?\s*Server version:?\s+(\S[^\r\n]*)/im
const distribution = /^(?:--|\/\*!?\S*)\s*(MySQL|MariaDB) dump [\d.]+\s+Distrib ([^,\s]+)/im

/** The server that a dump says it came from. mysqldump, mariadb-dump, phpMyAdmin and HeidiSQL write a header line. */
export function versionInHeader(head: string): ServerVersion | undefined {
  const line = serverLine.exec(head)?.[1]
  if (line !== undefined && /\d/.test(line)) return parseVersion(line)
  const tool = distribution.exec(head)
  return tool?.[2] === undefined ? undefined : parseVersion(`${tool[2]} ${tool[1]}`)
}
