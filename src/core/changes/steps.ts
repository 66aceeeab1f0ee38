import type { Reference } from './reference.js'

/** What is to be done with the rows of one table, as far as its order matters. */
export interface TableWork {
  readonly table: number
  /** Its changes must be applied one by one. */
  readonly ordered: boolean
  readonly deletes: boolean
  readonly updates: boolean
  readonly inserts: boolean
  /** Columns that updates (or inserts over rows that are there) change, by their places. */
  readonly changed: readonly boolean[]
  /** Rows went in between, even if they are there again in the end. */
  readonly hadDeletes: boolean
  /** Inserts may meet rows that are there, and change them. */
  readonly overwrites: boolean
  /** A value of a row may have to be free before another row takes it. */
  readonly otherUniques: boolean
}

export type Step =
  | { readonly kind: 'delete' | 'update' | 'insert'; readonly table: number }
  | { readonly kind: 'ordered'; readonly tables: readonly number[] }

type Edge = readonly [before: string, after: string]

const rank = { delete: 0, ordered: 1, update: 2, insert: 3 } as const

/**
 * The order in which sets of rows are written so that every foreign key holds at the end of each statement: parents are
 * there before their children come or point at them, and go when no child is left. What has no such order, or depends on
 * what the engine does on its own with the rows of other tables, is done in the order of the changes, in one step.
 */
export function planSteps(works: readonly TableWork[], references: readonly Reference[]): readonly Step[] {
  const ordered = orderedTables(works, references)
  const steps = stepsOf(works, ordered)
  const hard = edges(works, ordered, references)
  const soft = uniqueEdges(works, ordered)
  return (
    sorted(steps, [...hard, ...soft]) ??
    sorted(steps, hard) ?? [{ kind: 'ordered', tables: works.map((work) => work.table) }]
  )
}

/** Tables whose changes must keep their order among each other. */
function orderedTables(works: readonly TableWork[], references: readonly Reference[]): ReadonlySet<number> {
  const byTable = new Map(works.map((work) => [work.table, work]))
  const ordered = new Set(works.filter((work) => work.ordered).map((work) => work.table))
  const join = (...tables: (number | null)[]): boolean => {
    const size = ordered.size
    for (const table of tables) if (table !== null && byTable.has(table)) ordered.add(table)
    return ordered.size > size
  }
  for (let grew = true; grew; ) {
    grew = false
    for (const reference of references) {
      const { child, parent } = reference
      const work = parent === null ? undefined : byTable.get(parent)
      if (!work || parent === null) continue
      const acts = reference.actsOnDelete && (work.hadDeletes || ordered.has(parent))
      const moves = ordered.has(parent)
        ? reference.actsOnUpdate
        : reference.parentColumns.some((column) => work.changed[column] && !work.overwrites)
      const follows = ordered.has(parent) && child !== null && repoints(byTable.get(child), reference)
      if ((acts || moves || follows) && join(child, parent)) grew = true
    }
  }
  return ordered
}

/** Whether rows of the child that are there may come to point at other parents. */
const repoints = (work: TableWork | undefined, reference: Reference): boolean =>
  work !== undefined && reference.childColumns.some((column) => work.changed[column])

function stepsOf(works: readonly TableWork[], ordered: ReadonlySet<number>): readonly Step[] {
  const steps: Step[] = works
    .filter((work) => !ordered.has(work.table))
    .flatMap(({ table, deletes, updates, inserts }): Step[] => [
      ...(deletes ? [{ kind: 'delete', table } as const] : []),
      ...(updates ? [{ kind: 'update', table } as const] : []),
      ...(inserts ? [{ kind: 'insert', table } as const] : []),
    ])
  if (ordered.size > 0) steps.push({ kind: 'ordered', tables: [...ordered].sort((a, b) => a - b) })
  return steps
}

const nameOf = (step: Step): string => (step.kind === 'ordered' ? 'ordered' : `${step.kind} ${step.table}`)

function edges(
  works: readonly TableWork[],
  ordered: ReadonlySet<number>,
  references: readonly Reference[],
): readonly Edge[] {
  const name = (kind: 'delete' | 'update' | 'insert', table: number): string =>
    ordered.has(table) ? 'ordered' : `${kind} ${table}`
  return references.flatMap((reference): readonly Edge[] => {
    const { child, parent } = reference
    if (child === null || parent === null) return []
    const work = works.find((candidate) => candidate.table === child)
    const turns: (readonly Edge[])[] = []
    if (repoints(work, reference)) {
      turns.push([
        [name('insert', parent), name('update', child)],
        [name('update', child), name('delete', parent)],
      ])
      if (work?.overwrites) turns.push([[name('insert', child), name('delete', parent)]])
    }
    // Within one statement the rows of a table may refer to each other.
    const own: readonly Edge[] =
      child === parent
        ? []
        : [
            [name('delete', child), name('delete', parent)],
            [name('insert', parent), name('insert', child)],
          ]
    return [...own, ...turns.flat()]
  })
}

/** A unique value is freed before it is taken again. */
const uniqueEdges = (works: readonly TableWork[], ordered: ReadonlySet<number>): readonly Edge[] =>
  works
    .filter((work) => work.otherUniques && !ordered.has(work.table))
    .flatMap(({ table }): readonly Edge[] => [
      [`delete ${table}`, `update ${table}`],
      [`delete ${table}`, `insert ${table}`],
      [`update ${table}`, `insert ${table}`],
    ])

/** Steps in an order that keeps every edge; undefined when there is none. Without an edge deletes go first and inserts last. */
function sorted(steps: readonly Step[], all: readonly Edge[]): readonly Step[] | undefined {
  const waiting = new Map(steps.map((step) => [nameOf(step), step]))
  const known = all.filter(([before, after]) => before !== after && waiting.has(before) && waiting.has(after))
  const done: Step[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ([name]) => !known.some(([before, after]) => after === name && waiting.has(before)),
    )
    const [next] = ready.sort(([, a], [, b]) => rank[a.kind] - rank[b.kind])
    if (!next) return undefined
    waiting.delete(next[0])
    done.push(next[1])
  }
  return done
}
