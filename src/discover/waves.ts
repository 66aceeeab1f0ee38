import type { SchemaFamily, Wave, WaveMember } from '../core/fleet/fleet.js'

export interface Movable {
  readonly id: string
  readonly dependsOn: readonly string[]
  readonly effortMinutes: number
  readonly bytes: number
  /** Lines of code and objects: what is taken for the effort where nobody assessed it. */
  readonly weight: number
}

/**
 * Which schemas move together, and in which order: what needs another one moves with it or after it, those that need each
 * other move at once, little effort first, copies behind the one that was converted for them. A wave takes what
 * `waveMinutes` allow, and at least one group.
 */
export function planWaves(
  given: readonly Movable[],
  families: readonly SchemaFamily[],
  waveMinutes: number,
): readonly Wave[] {
  const ids = new Set(given.map(({ id }) => id))
  // What nobody plans to move holds nobody up.
  const all = given.map((one) => ({ ...one, dependsOn: one.dependsOn.filter((id) => ids.has(id)) }))
  const groups = togetherOf(all)
  const left = new Set(groups)
  const moved = new Set<string>()
  const waves: Wave[] = []
  let members: WaveMember[] = []
  let bytes = 0
  const close = (): void => {
    if (members.length === 0) return
    waves.push({ number: waves.length + 1, members, effortMinutes: sum(members), bytes })
    members = []
    bytes = 0
  }
  while (left.size > 0) {
    const ready = [...left].filter((group) => needsOf(group).every((id) => moved.has(id)))
    const priced = ready.map((group) => ({ group, members: group.map((one) => memberOf(one, group, families, moved)) }))
    const next = priced.sort(byEffort)[0]
    if (!next) throw new Error('a group of schemas needs itself')
    if (sum(members) + sum(next.members) > waveMinutes) close()
    members = [...members, ...next.members]
    bytes += next.group.reduce((total, one) => total + one.bytes, 0)
    for (const { id } of next.group) moved.add(id)
    left.delete(next.group)
  }
  close()
  return waves
}

type Group = readonly Movable[]

const sum = (members: readonly WaveMember[]): number =>
  members.reduce((total, { effortMinutes }) => total + effortMinutes, 0)

const needsOf = (group: Group): readonly string[] =>
  group.flatMap(({ dependsOn }) => dependsOn).filter((id) => !group.some((one) => one.id === id))

interface Priced {
  readonly group: Group
  readonly members: readonly WaveMember[]
}

function byEffort(a: Priced, b: Priced): number {
  const weight = (group: Group): number => group.reduce((total, one) => total + one.weight, 0)
  const first = (group: Group): string => group[0]?.id ?? ''
  return (
    sum(a.members) - sum(b.members) || weight(a.group) - weight(b.group) || (first(a.group) < first(b.group) ? -1 : 1)
  )
}

/** What is alike was converted before: only what differs is left to do. */
function memberOf(
  one: Movable,
  group: Group,
  families: readonly SchemaFamily[],
  moved: ReadonlySet<string>,
): WaveMember {
  const family = families.find(({ members }) => members.includes(one.id))
  const model = family?.members.find((id) => moved.has(id))
  const share = family && model !== undefined ? 1 - family.likeness : 1
  const partners = group.filter(
    ({ id, dependsOn }) => id !== one.id && (one.dependsOn.includes(id) || dependsOn.includes(one.id)),
  )
  return {
    id: one.id,
    effortMinutes: Math.round(one.effortMinutes * share),
    because: [
      ...one.dependsOn.filter((id) => moved.has(id)).map((id) => `needs ${id}, which has moved`),
      ...partners.map(({ id }) => `with ${id}: they need each other`),
      ...(model === undefined ? [] : [`${family?.kind === 'copies' ? 'a copy' : 'a near copy'} of ${model}`]),
    ],
  }
}

/** Strongly connected components (Tarjan), each in the order given. */
function togetherOf(all: readonly Movable[]): readonly Group[] {
  const byId = new Map(all.map((one) => [one.id, one]))
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: Movable[] = []
  const groups: Group[] = []
  const visit = (one: Movable): void => {
    index.set(one.id, index.size)
    low.set(one.id, index.get(one.id) ?? 0)
    stack.push(one)
    for (const id of one.dependsOn) {
      const other = byId.get(id)
      if (!other) continue
      if (!index.has(id)) visit(other)
      if (stack.includes(other)) low.set(one.id, Math.min(low.get(one.id) ?? 0, low.get(id) ?? 0))
    }
    if (low.get(one.id) === index.get(one.id))
      groups.push(stack.splice(stack.indexOf(one)).sort((a, b) => all.indexOf(a) - all.indexOf(b)))
  }
  for (const one of all) if (!index.has(one.id)) visit(one)
  return groups
}
