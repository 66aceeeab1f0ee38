import type { ServerVersion } from '../../core/ir/schema.js'

/** What a script is taken for: scripts do not say which server they are for. */
export const defaultVersion: ServerVersion = { flavour: 'oracle', major: 19, minor: 0, patch: 0, raw: '19.0.0' }

/** Reads `--from-version` or a banner: `19c`, `21.3`, `Oracle Database 19c Enterprise Edition Release 19.0.0.0.0`. */
export function parseVersion(text: string): ServerVersion {
  const raw = text.trim()
  const numbers = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(raw) ?? /(\d+)()()/.exec(raw)
  if (!numbers) return defaultVersion
  const [major, minor, patch] = numbers.slice(1, 4).map((digits) => Number(digits || 0))
  return { flavour: 'oracle', major: major ?? 0, minor: minor ?? 0, patch: patch ?? 0, raw }
}
