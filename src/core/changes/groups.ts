import type { Reference } from './reference.js'

/**
 * Per table a number, the same for those that foreign keys bind to each other, over others too, and for those that are one
 * and the same by their names: their changes must keep their order. What is bound to tables outside of the task is one
 * group, for nobody knows how those are bound.
 */
export function groupsOf(names: readonly string[], references: readonly Reference[]): readonly number[] {
  const outside = names.length
  const groups = [...names.map((name) => names.indexOf(name)), outside]
  for (const { child, parent } of references) {
    const [one, other] = [groups[child ?? outside], groups[parent ?? outside]]
    if (one !== other) for (const [at, group] of groups.entries()) if (group === one) groups[at] = other ?? group
  }
  return groups.slice(0, outside)
}
