import type { Ident } from './names.js'

/**
 * Makes trees that live as long as a conversion as small as they can be, in place: equal names become one, lists take the
 * room that they need, empty ones none. Only for who has just made a tree that nobody else has seen. Measured on programs: a
 * third less memory.
 */
export function createCompactor(): <T extends object>(tree: T) => T {
  const idents = new Map<string, Ident>()
  const identOf = (found: Ident): Ident => {
    const key = found.quoted ? `"${found.text}` : found.text
    const known = idents.get(key)
    if (!known) idents.set(key, found)
    return known ?? found
  }
  const compact = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.length === 0 ? none : value.map(compact)
    if (isIdent(value)) return identOf(value)
    if (!isPlain(value)) return value
    const node = value as Record<string, unknown>
    for (const key in node) {
      if (key === 'origin') continue
      const own = node[key]
      const made = compact(own)
      if (made !== own) node[key] = made
    }
    return value
  }
  return (tree) => compact(tree) as typeof tree
}

/** Who would change it finds out. */
const none: readonly never[] = Object.freeze([])

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype

function isIdent(value: object): value is Ident {
  if (!('quoted' in value && 'text' in value) || 'kind' in value) return false
  return Object.keys(value).length === 2
}
