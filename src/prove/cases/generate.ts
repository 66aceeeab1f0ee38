import type { LogicalType } from '../../core/ir/types.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { ProofStep, RowValues } from '../../core/prove/runner.js'
import { pick } from './random.js'
import type { Interest } from './subjects.js'
import { around, edgeValues, heldBy, hidesBlanks } from './values.js'

/** One case: changes that make a state, then the step that is compared. */
export interface ProofCase {
  readonly setup: readonly ProofStep[]
  readonly step: ProofStep
}

/** Rows of a table that cases are made from, first those that branches ask about. */
export interface TableSample {
  readonly table: TableMapping
  readonly rows: readonly RowValues[]
  /** Columns that the code speaks of, with what it asks about them; by source name. */
  readonly asked: ReadonlyMap<string, Interest>
}

/** A parameter with the values that are worth trying. */
export interface Slot {
  readonly name: string
  readonly type: LogicalType
  /** Columns whose values it takes. */
  readonly columns: readonly { readonly sample: TableSample; readonly column: string }[]
  /** Values of its own branches, and those of branches that depend on it. */
  readonly branch: readonly string[]
  readonly near: readonly string[]
  readonly edges: readonly string[]
}

/** A value for each slot. */
export type Tuple = readonly (string | null)[]

/** Takes from several queues in turn until there is enough; `weights` say how many from each at a time. */
export function interleave<T>(
  queues: readonly { readonly items: Iterator<T>; readonly weight: number }[],
  enough: (item: T) => boolean,
): void {
  const open = [...queues]
  while (open.length > 0) {
    for (const queue of [...open]) {
      for (let taken = 0; taken < queue.weight; taken++) {
        const next = queue.items.next()
        if (next.done) {
          open.splice(open.indexOf(queue), 1)
          break
        }
        if (enough(next.value)) return
      }
    }
  }
}

/** The tuple of row `at`: values that stand in one row where several parameters look at one table. */
export function baseTuple(slots: readonly Slot[], at: number): Tuple {
  return slots.map((slot) => {
    for (const { sample, column } of slot.columns) {
      const row = sample.rows[at % Math.max(1, sample.rows.length)]
      const text = row?.[column]
      const fitted = text === undefined || text === null ? undefined : heldBy(slot.type, text)
      if (fitted !== undefined) return fitted
    }
    const own = [...slot.branch, ...slot.edges]
    return own[at % Math.max(1, own.length)] ?? null
  })
}

const replaced = (tuple: Tuple, at: number, text: string | null): Tuple =>
  tuple.map((one, index) => (index === at ? text : one))

export function* bases(slots: readonly Slot[], count: number): Generator<Tuple> {
  for (let at = 0; at < count; at++) yield baseTuple(slots, at)
}

/** One parameter at a time takes each of some values; the others come from a row. */
export function* oneAtATime(
  slots: readonly Slot[],
  values: (slot: Slot) => readonly (string | null)[],
): Generator<Tuple> {
  const lists = slots.map(values)
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let at = 0; at < longest; at++) {
    for (const [index, list] of lists.entries()) {
      const value = list[at]
      if (value !== undefined) yield replaced(baseTuple(slots, at), index, value)
    }
  }
}

/** Parameters of like types take the same value, so that comparisons between them can hold. */
export function* alike(slots: readonly Slot[]): Generator<Tuple> {
  for (const [a, first] of slots.entries())
    for (const [b, second] of slots.entries()) {
      if (a >= b || first.type.kind !== second.type.kind) continue
      const base = baseTuple(slots, a + b)
      yield replaced(base, b, base[a] ?? null)
      const other = baseTuple(slots, a + b + 1)
      yield replaced(replaced(base, a, base[b] ?? null), b, other[a] ?? null)
    }
}

export function* anyhow(slots: readonly Slot[], random: () => number): Generator<Tuple> {
  if (slots.length === 0) return
  for (let round = 0; round < 1_000; round++)
    yield slots.map((slot) => {
      const chance = random()
      if (chance < 0.06) return null
      if (chance < 0.4 && slot.branch.length > 0) return pick(slot.branch, random) ?? null
      if (chance < 0.5 && slot.near.length > 0) return pick(slot.near, random) ?? null
      const from = chance < 0.8 ? pick(slot.columns, random) : undefined
      const text = from && pick(from.sample.rows, random)?.[from.column]
      const fitted = text === undefined || text === null ? undefined : heldBy(slot.type, text)
      return fitted ?? pick(slot.edges, random) ?? null
    })
}

/** Changes of one column of one row to values that the code asks about: a state in which another branch is taken. */
export function* states(
  samples: readonly TableSample[],
): Generator<{ readonly step: ProofStep; readonly row: number }> {
  const lists = samples.flatMap((sample) => {
    if (sample.table.key.length === 0) return []
    return [...sample.asked].map(([column, interest]) => ({
      sample,
      column,
      values: stateValues(sample, column, interest),
    }))
  })
  const longest = Math.max(0, ...lists.map(({ values }) => values.length))
  for (let at = 0; at < longest; at++)
    for (const { sample, column, values } of lists) {
      const value = values[at]
      const row = sample.rows.length === 0 ? undefined : sample.rows[at % sample.rows.length]
      if (value === undefined || row === undefined || row[column] === value) continue
      yield {
        row: at % sample.rows.length,
        step: { kind: 'update', table: sample.table, key: keyIn(sample.table, row), values: { [column]: value } },
      }
    }
}

/** A table without its rows, and a table without the one row that the case is about. */
export function* absences(
  samples: readonly TableSample[],
): Generator<{ readonly step: ProofStep; readonly row: number }> {
  for (const sample of samples) {
    const row = sample.rows[0]
    if (row && sample.table.key.length > 0)
      yield { row: 0, step: { kind: 'delete', table: sample.table, key: keyIn(sample.table, row) } }
  }
}

export function keyIn(table: TableMapping, row: RowValues): RowValues {
  return Object.fromEntries(table.key.map((name) => [name, row[name] ?? null]))
}

/** What a column may be set to: values of branches first, then NULL and the edges of its type. */
export function stateValues(
  { table, rows }: TableSample,
  column: string,
  interest: Interest,
): readonly (string | null)[] {
  const mapping = table.columns.find(({ source }) => source.name === column)
  if (mapping === undefined || mapping.source.generated || table.key.includes(column)) return []
  const { type, nullable } = mapping.source
  const direct = interest.direct.flatMap(({ value, how }) => around(type, value, how))
  const indirect = interest.indirect.flatMap(({ value, how }) => around(type, value, how))
  const text = rows.map((row) => row[column]).find((one) => typeof one === 'string' && one !== '')
  const variants = type.kind === 'text' && typeof text === 'string' ? [text.toUpperCase(), `${text} `, ''] : []
  const edges = edgeValues(type).slice(0, 9)
  const other = rows.at(-1)?.[column]
  return [
    ...new Set([
      ...direct.slice(0, 3),
      ...(nullable ? [null] : []),
      ...direct.slice(3),
      ...(typeof other === 'string' ? [other] : []),
      ...indirect.slice(0, 6),
      ...variants.flatMap((one) => heldBy(type, one) ?? []),
      ...edges,
    ]),
  ].filter((one) => one === null || !hidesBlanks(type, one))
}
