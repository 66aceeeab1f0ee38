import { createHash } from 'node:crypto'
import type { NameRules } from '../../core/dialect/dialect.js'

/** A name to be folded as the target folds names, or one that is taken as it is. */
export type Wish = string | { readonly exact: string }

/** Gives out names, each once per scope. A life cycle of one conversion. */
export interface NameAllocator {
  /** Names wanted in one scope, answered in the same order. Names that need no change come first, whatever their place. */
  takeAll(scope: string, wanted: readonly Wish[]): readonly string[]
  take(scope: string, wanted: string): string
  has(scope: string, name: string): boolean
  /** Folded names of the scope that nobody gets, in any spelling. */
  reserve(scope: string, names: ReadonlySet<string>): void
}

export function createNameAllocator(rules: NameRules, folding: 'lower' | 'keep'): NameAllocator {
  const taken = new Map<string, Set<string>>()
  const scopeOf = (scope: string): Set<string> => {
    const known = taken.get(scope) ?? new Set()
    taken.set(scope, known)
    return known
  }
  const kept = new Map<string, ReadonlySet<string>>()
  // In no spelling: an unquoted name would reach what the target keeps there, in silence.
  const isKept = (scope: string, name: string): boolean => kept.get(scope)?.has(rules.fold(name)) ?? false
  const wish = (name: Wish): string => {
    if (typeof name !== 'string') return name.exact
    return folding === 'lower' ? rules.fold(name) : name
  }
  const take = (scope: string, asked: Wish): string => {
    const names = scopeOf(scope)
    const wanted = textOf(asked)
    const found = firstFree(wanted, wish(asked), rules, names, isKept(scope, wanted))
    names.add(keyOf(found, rules))
    return found
  }
  return {
    take,
    takeAll: (scope, wanted) => {
      const settled = new Map<number, string>()
      const easy = (name: string): boolean => wish(name) === name && fits(name, rules) && !isKept(scope, name)
      const first = (name: Wish): boolean => (typeof name === 'string' ? easy(name) : true)
      const exactFirst = [...wanted.entries()].sort(
        ([, a], [, b]) => Number(typeof a === 'string') - Number(typeof b === 'string'),
      )
      for (const [index, name] of exactFirst) if (first(name)) settled.set(index, take(scope, name))
      return wanted.map((name, index) => settled.get(index) ?? take(scope, name))
    },
    reserve: (scope, names) => {
      kept.set(scope, names)
    },
    has: (scope, name) => taken.get(scope)?.has(keyOf(name, rules)) ?? false,
  }
}

/** Names that the target, or one of its servers, takes for the same. */
const keyOf = (name: string, { foldColumn }: NameRules): string => foldColumn?.(name) ?? name

const textOf = (name: Wish): string => (typeof name === 'string' ? name : name.exact)

/** The folded name, the name as written, else its beginning and a hash: the first that nobody has. A kept name always gets the hash. */
function firstFree(
  wanted: string,
  folded: string,
  rules: NameRules,
  taken: ReadonlySet<string>,
  isKept: boolean,
): string {
  for (const name of isKept ? [] : [folded, wanted])
    if (fits(name, rules) && !taken.has(keyOf(name, rules))) return name
  for (let round = 0; ; round++) {
    const name = shorten(folded, rules, hashOf(wanted, round))
    if (!taken.has(keyOf(name, rules))) return name
  }
}

const hashOf = (text: string, round: number): string =>
  createHash('sha256').update(`${round}:${text}`).digest('hex').slice(0, 8)

const sizeOf = (text: string, rules: NameRules): number =>
  rules.unit === 'bytes' ? Buffer.byteLength(text) : [...text].length

const fits = (name: string, rules: NameRules): boolean => name !== '' && sizeOf(name, rules) <= rules.maxLength

/** The beginning of the name, whole characters only, and a hash of all of it. */
export function shorten(name: string, rules: NameRules, hash: string): string {
  const room = rules.maxLength - hash.length - 1
  let kept = ''
  let size = 0
  for (const char of name) {
    size += sizeOf(char, rules)
    if (size > room) break
    kept += char
  }
  return `${kept}_${hash}`
}
