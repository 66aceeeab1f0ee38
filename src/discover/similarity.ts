import type { SchemaFamily } from '../core/fleet/fleet.js'

export interface Shaped {
  readonly id: string
  readonly parts: readonly string[]
}

/** Hashes of a schema that are compared: the smallest of it. Up to so many parts the comparison is exact. */
const sketchSize = 512

/** From this share of common definitions on, two schemas are one application's. */
const near = 0.7

/**
 * Families of schemas: those that are linked by a likeness of at least `near`. Likeness is the share of definitions that both
 * have among those that either has (Jaccard), for large schemas estimated on the smallest hashes of the two (bottom-k sketch).
 */
export function familiesOf(schemas: readonly Shaped[]): readonly SchemaFamily[] {
  const sketches = schemas
    .filter(({ parts }) => parts.length > 0)
    .map(({ id, parts }) => ({ id, sketch: sketch(parts) }))
  const groups: { readonly members: { id: string; sketch: readonly string[] }[]; likeness: number }[] = []
  for (const one of sketches) {
    const linked = groups.flatMap((group) => {
      const likeness = Math.max(...group.members.map((member) => likenessOf(member.sketch, one.sketch)))
      return likeness >= near ? [{ group, likeness }] : []
    })
    const merged = {
      members: [...linked.flatMap(({ group }) => group.members), one],
      likeness: Math.min(1, ...linked.map(({ group, likeness }) => Math.min(group.likeness, likeness))),
    }
    for (const { group } of linked) groups.splice(groups.indexOf(group), 1)
    groups.push(merged)
  }
  return groups
    .filter(({ members }) => members.length > 1)
    .map(({ members, likeness }) => ({
      kind: likeness === 1 ? ('copies' as const) : ('near copies' as const),
      members: members.map(({ id }) => id).sort(),
      likeness: Math.floor(likeness * 1000) / 1000,
    }))
    .sort((a, b) => b.members.length - a.members.length || ((a.members[0] ?? '') < (b.members[0] ?? '') ? -1 : 1))
}

const sketch = (parts: readonly string[]): readonly string[] => [...new Set(parts)].sort().slice(0, sketchSize)

export function likenessOf(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a), new Set(b)]
  const union = [...new Set([...a, ...b])].sort().slice(0, sketchSize)
  return union.length === 0 ? 0 : union.filter((part) => left.has(part) && right.has(part)).length / union.length
}
