import type { FindingCode } from '../../src/core/findings/codes.generated.js'
import type { Finding } from '../../src/core/findings/finding.js'
import { type Facet, facetsOf } from './facets.js'
import { ancestorsOf, backTo } from './follow.js'
import type { Trip } from './trip.js'

export interface Difference {
  /** Id of the object or the part, as it was before the trip. */
  readonly of: string
  readonly what: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** All that differs between the two ends of a trip. Parts are found by what the conversions say of where they come from. */
export function differences({ before, after, legs }: Pick<Trip, 'before' | 'after' | 'legs'>): readonly Difference[] {
  const back = backTo(legs.map(({ conversion }) => ancestorsOf(conversion)))
  const old = byPlace(facetsOf(before))
  const fresh = byPlace(facetsOf(after).map((facet) => ({ ...facet, of: back(facet.of) })))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((place) => {
    const [was, is] = [old.get(place), fresh.get(place)]
    const facet = was ?? is
    if (!facet || was?.value === is?.value) return []
    return [{ of: facet.of, what: facet.what, before: was?.value, after: is?.value }]
  })
}

const byPlace = (facets: readonly Facet[]): ReadonlyMap<string, Facet> =>
  new Map(facets.map((facet) => [`${facet.of} ${facet.what}`, facet]))

/** Codes of what was said about one place, and about a table with all that is in it. */
export interface Said {
  at(of: string): ReadonlySet<FindingCode>
  within(table: string): ReadonlySet<FindingCode>
}

/** Whether something was said about the object or the part on the way, and what. */
export function saidOf({ legs, findings }: Trip): Said {
  const ancestors = legs.map(({ conversion }) => ancestorsOf(conversion))
  const codes = new Map<string, Set<FindingCode>>()
  const note = (of: string, code: FindingCode): void => void codes.set(of, (codes.get(of) ?? new Set()).add(code))
  const seen = new Set<Finding>()
  legs.forEach(({ conversion }, at) => {
    const back = backTo(ancestors.slice(0, at))
    for (const found of conversion.findings) {
      seen.add(found)
      note(back(found.part ?? found.object), found.code)
    }
  })
  const back = backTo(ancestors)
  for (const found of findings) if (!seen.has(found)) note(back(found.part ?? found.object), found.code)
  return {
    at: (of) => codes.get(of) ?? none,
    within: (table) =>
      new Set([...codes].flatMap(([of, own]) => (of === table || of.startsWith(`${table}/`) ? [...own] : []))),
  }
}

const none: ReadonlySet<FindingCode> = new Set()
