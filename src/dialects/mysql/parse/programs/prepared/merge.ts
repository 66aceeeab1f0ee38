import type { Expr, VariableRef } from '../../../../../core/ir/expr.js'
import { type Ident, ident, noOrigin } from '../../../../../core/ir/names.js'
import { type Effects, isUnsafe, type Known } from './known.js'
import { isValue, type Piece } from './pieces.js'

type Ways = readonly (readonly Piece[] | undefined)[]

/** What is known behind branches: where they differ, `selector` says which one was taken. */
export interface Merged {
  readonly known: Known
  readonly chooses: boolean
}

/**
 * @param base what is known behind branches that may have done anything
 * @param ends what is known at the end of each branch, by the number of the selector; undefined where a branch leads elsewhere
 */
export function merged(base: Known, ends: readonly (Known | undefined)[], selector: Ident, unsafe: Effects): Merged {
  const texts = new Map(base.texts)
  const prepared = new Map(base.prepared)
  let chooses = false
  const take = (ways: Ways, whole?: Expr): readonly Piece[] => {
    const made = oneOf(ways, selector, whole)
    if (made.some((piece) => 'choice' in piece && piece.choice.selector === selector)) chooses = true
    return made
  }
  for (const key of keysOf(ends, (end) => end.texts)) {
    if (texts.has(key) || isUnsafe(key, unsafe)) continue
    const variable = variableOf(key)
    const ways = ends.map((end) => end && (end.texts.get(key) ?? [{ value: variable }]))
    if (!ways.every((way) => way === undefined || isValue(way))) texts.set(key, take(ways, variable))
  }
  for (const name of keysOf(ends, (end) => end.prepared)) {
    const ways = ends.map((end) => end && (end.prepared.get(name) ?? 'unknown'))
    if (!prepared.has(name) && !ways.includes('unknown'))
      prepared.set(name, take(ways.map((way) => (way === 'unknown' ? undefined : way))))
  }
  return { known: { texts, prepared }, chooses }
}

const keysOf = (
  ends: readonly (Known | undefined)[],
  of: (end: Known) => ReadonlyMap<string, unknown>,
): ReadonlySet<string> => new Set(ends.flatMap((end) => (end ? [...of(end).keys()] : [])))

const variableOf = (key: string): VariableRef => ({
  kind: 'variable',
  scope: key.startsWith('@') ? 'user' : 'local',
  name: ident(key.replace(/^@/, '')),
  origin: noOrigin,
})

/** What all begin with stays in front of what is chosen. */
function oneOf(ways: Ways, selector: Ident, whole?: Expr): readonly Piece[] {
  const known = ways.flatMap((way) => (way ? [way] : []))
  const [first = []] = known
  let same = 0
  while (same < first.length && known.every((way) => isSame(way[same], first[same]))) same++
  if (known.every((way) => way.length === same)) return first
  const rest = ways.map((way) => way?.slice(same))
  return [...first.slice(0, same), { choice: { selector, ways: rest, ...(whole && same === 0 ? { whole } : {}) } }]
}

function isSame(one: Piece | undefined, other: Piece | undefined): boolean {
  if (!one || !other) return false
  if (one === other) return true
  if ('text' in one) return 'text' in other && one.text === other.text
  if ('value' in one) return 'value' in other && one.value === other.value
  return 'choice' in one && 'choice' in other && one.choice === other.choice
}
