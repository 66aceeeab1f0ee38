import type { ServerVersion } from '../../core/ir/schema.js'

/**
 * Whether a version is inside a range as the tables write it: `>=16`, `>=8.0.13 <9`, `flavour >=10.5`. Without a flavour word
 * every flavour of the dialect is meant; several ranges may be joined by `or`.
 */
export function versionMatches(range: string | undefined, version: ServerVersion | undefined): boolean {
  if (range === undefined || version === undefined) return true
  return range.split(/\s+or\s+/).some((part) => partMatches(part.trim(), version))
}

function partMatches(part: string, version: ServerVersion): boolean {
  return part.split(/\s+/).every((word) => {
    const bound = /^(>=|<=|<|>|=)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(word)
    if (bound === null) return word === version.flavour
    const order = compare(version, [bound[2], bound[3], bound[4]])
    return holds(bound[1] ?? '=', order)
  })
}

function compare(version: ServerVersion, bound: readonly (string | undefined)[]): number {
  const own = [version.major, version.minor, version.patch]
  for (const [i, value] of own.entries()) {
    const other = bound[i]
    if (other === undefined) return 0
    if (value !== Number(other)) return value - Number(other)
  }
  return 0
}

function holds(sign: string, order: number): boolean {
  if (sign === '>=') return order >= 0
  if (sign === '<=') return order <= 0
  if (sign === '<') return order < 0
  if (sign === '>') return order > 0
  return order === 0
}
