import type { LogicalType } from '../../core/ir/types.js'
import type { ColumnMapping, TableMapping } from '../../core/mapping/mapping.js'
import type { ProofStep, RowValues } from '../../core/prove/runner.js'
import { pick } from './random.js'
import { type Interest, isDocument } from './subjects.js'
import { around, beside, edgeValues, heldBy, heldOnBothSides, hidesBlanks, isJson } from './values.js'

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
  /** Columns, lower case, in which no two rows may be made equal: see `Questions.choosing`. */
  readonly choosing: ReadonlySet<string>
}

/** A parameter with the values that are worth trying. */
export interface Slot {
  readonly name: string
  readonly type: LogicalType
  /** Columns whose values it takes. */
  readonly columns: readonly { readonly sample: TableSample; readonly column: string }[]
  /** The code reads it as a document: nothing else is tried. */
  readonly document: boolean
  /** It may become the number of a row: the source draws its next one after it, and no rollback takes that back. */
  readonly numbered: boolean
  /** It is compared by less and greater. */
  readonly ranged: boolean
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

/**
 * The tuple of row `at`: values that stand in one row where several parameters look at one table, that of `prefer` first.
 * Parameters without a column go through their own values, each at its own pace.
 */
export function baseTuple(slots: readonly Slot[], at: number, prefer?: TableSample): Tuple {
  return slots.map((slot, index) => {
    const columns = [...slot.columns].sort((a, b) => Number(b.sample === prefer) - Number(a.sample === prefer))
    for (const { sample, column } of columns) {
      const row = sample.rows[at % Math.max(1, sample.rows.length)]
      const fitted = takenBy(slot, row?.[column])
      if (fitted !== undefined) return fitted
    }
    const own = [...new Set([...slot.branch, ...slot.edges])]
    return own[(at * (2 * index + 1) + 3 * index) % Math.max(1, own.length)] ?? null
  })
}

/** A value of a row as the parameter takes it. */
function takenBy(slot: Slot, text: string | null | undefined): string | undefined {
  if (text === undefined || text === null || (slot.document && !isJson(text))) return undefined
  return heldBy(slot.type, text)
}

/**
 * The tuple with what is compared by less and greater moved up or down by the least step: on the other side of what it is
 * compared with. Undefined: nothing moves.
 */
export function moved(slots: readonly Slot[], tuple: Tuple, step: 'up' | 'down'): Tuple | undefined {
  const found = tuple.map((text, at) => {
    const slot = slots[at]
    return text === null || !slot?.ranged ? text : (beside(slot.type, text, step) ?? text)
  })
  return found.some((text, at) => text !== tuple[at]) ? found : undefined
}

const replaced = (tuple: Tuple, at: number, text: string | null): Tuple =>
  tuple.map((one, index) => (index === at ? text : one))

export function* bases(slots: readonly Slot[], count: number): Generator<Tuple> {
  for (let at = 0; at < count; at++) {
    const tuple = baseTuple(slots, at)
    yield tuple
    const other = moved(slots, tuple, at % 2 === 0 ? 'up' : 'down')
    if (other) yield other
  }
}

/** NULL for each parameter, for each two and for all. */
export function* nulls(slots: readonly Slot[]): Generator<Tuple> {
  for (const index of slots.keys()) yield replaced(baseTuple(slots, index), index, null)
  if (slots.length > 1) yield slots.map(() => null)
  if (slots.length > 2)
    for (const [index, at] of [...slots.keys()].entries())
      yield baseTuple(slots, index).map((text, place) =>
        place === at || place === (at + 1) % slots.length ? null : text,
      )
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
      const same = base[a] == null ? null : (heldBy(second.type, base[a]) ?? null)
      if (same !== null) yield replaced(base, b, same)
    }
}

/** Parameters that look at one column take values of rows beside each other: two accounts, a node and its parent. */
export function* apart(slots: readonly Slot[], count: number): Generator<Tuple> {
  const turns = slots.map((slot, at) => slots.slice(0, at).filter((one) => meetsSame(one, slot)).length)
  if (turns.every((turn) => turn === 0)) return
  for (let at = 0; at < count; at++) {
    const own = baseTuple(slots, at)
    yield own.map((text, index) => (turns[index] ? (baseTuple(slots, at + turns[index])[index] ?? text) : text))
  }
}

const meetsSame = (a: Slot, b: Slot): boolean =>
  a.columns[0] !== undefined &&
  a.columns[0].sample === b.columns[0]?.sample &&
  a.columns[0].column === b.columns[0].column

/** Numbers that do not go into each other: quotients with a fraction, products that are no power of ten. */
const unevenNumbers = ['2', '3', '7', '5', '11', '-8', '13', '4'] as const

export function* uneven(slots: readonly Slot[]): Generator<Tuple> {
  const numeric = slots.filter(
    ({ type }) => type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'float',
  )
  if (numeric.length < 2 || slots.some(({ columns }) => columns.length > 0)) return
  for (let at = 0; at < unevenNumbers.length; at++)
    yield baseTuple(slots, at).map((text, index) => {
      const slot = slots[index]
      const number = unevenNumbers[(at + index) % unevenNumbers.length] ?? '1'
      return slot && numeric.includes(slot) ? (heldBy(slot.type, number) ?? text) : text
    })
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
      const fitted = takenBy(slot, text)
      return fitted ?? pick(slot.edges, random) ?? null
    })
}

/** A change that makes a state, and the row that it is about. */
export interface State {
  readonly steps: readonly ProofStep[]
  readonly row: number
  readonly sample: TableSample
}

/** Changes of one column of one row to values that the code asks about: a state in which another branch is taken. */
export function* states(samples: readonly TableSample[]): Generator<State> {
  const lists = samples.flatMap((sample) => {
    if (locating(sample.table).length === 0) return []
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
      yield { sample, row: at % sample.rows.length, steps: [updateOf(sample.table, row, { [column]: value })] }
    }
}

/** A column takes the very value of the parameter that it is compared with, where their types alone keep them apart. */
export function* equalised(slots: readonly Slot[]): Generator<State & { readonly tuple: Tuple }> {
  for (let at = 0; at < 4; at++)
    for (const [index, slot] of slots.entries())
      for (const { sample, column } of slot.columns) {
        const row = sample.rows[at]
        const type = sample.table.columns.find(({ source }) => source.name === column)?.source.type
        if (
          row === undefined ||
          type === undefined ||
          locating(sample.table).length === 0 ||
          sample.table.key.includes(column)
        )
          continue
        const tuple = baseTuple(slots, at, sample)
        const text = tuple[index]
        const value = typeof text === 'string' ? heldBy(type, text) : undefined
        if (value === undefined || value === row[column]) continue
        yield { sample, row: at, tuple, steps: [updateOf(sample.table, row, { [column]: value })] }
      }
}

/** Rows are written again as they are, the first ones last: an engine that gives rows as they lie gives them in another order. */
export function* rewritten(samples: readonly TableSample[]): Generator<State> {
  for (const sample of samples) {
    const column = sample.table.columns.find(
      ({ source }) => !source.generated && !sample.table.key.includes(source.name),
    )
    if (column === undefined || locating(sample.table).length === 0 || sample.rows.length < 2) continue
    const name = column.source.name
    for (const row of [0, 1, 2]) {
      const rows = sample.rows.slice(row, row + 4)
      if (rows.length < 2 && row > 0) continue
      yield { sample, row, steps: rows.map((one) => updateOf(sample.table, one, { [name]: one[name] ?? null })) }
    }
  }
}

/** A table without the row that the case is about. */
export function* absences(samples: readonly TableSample[]): Generator<State> {
  for (const sample of samples) {
    const row = sample.rows[0]
    if (row && locating(sample.table).length > 0)
      yield { sample, row: 0, steps: [{ kind: 'delete', table: sample.table, key: keyIn(sample.table, row) }] }
  }
}

export const updateOf = (table: TableMapping, row: RowValues, values: RowValues): ProofStep => ({
  kind: 'update',
  table,
  key: keyIn(table, row),
  values,
})

export const keyIn = (table: TableMapping, row: RowValues): RowValues =>
  Object.fromEntries(locating(table).map((name) => [name, row[name] ?? null]))

const plainKinds: ReadonlySet<string> = new Set(['integer', 'decimal', 'year', 'date', 'timestamp', 'bits', 'boolean'])

/** Columns by which a row is found again: those of the key, else all whose values are compared alike on both sides. */
export function locating(table: TableMapping): readonly string[] {
  if (table.key.length > 0) return table.key
  const plain = table.columns.filter(({ source }) => plainKinds.has(source.type.kind))
  const found = plain.length > 0 ? plain : table.columns.filter(({ source }) => source.type.kind === 'text')
  return found.map(({ source }) => source.name)
}

/** What a column may be set to: values of branches first, then NULL and the edges of its type. */
export function stateValues(
  { table, rows, choosing }: TableSample,
  column: string,
  interest: Interest,
): readonly (string | null)[] {
  const mapping = table.columns.find(({ source }) => source.name === column)
  if (mapping === undefined || mapping.source.generated || table.key.includes(column)) return []
  const { type, nullable } = mapping.source
  const document = isDocument(interest)
  const ties = (text: string): boolean =>
    choosing.has(column.toLowerCase()) && rows.some((row) => sameValue(row[column] ?? null, text))
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
  ].filter((one) => one === null || (!ties(one) && mayHold(mapping, document, one)))
}

const mayHold = (column: ColumnMapping, document: boolean, text: string): boolean =>
  !hidesBlanks(column.source.type, text) && heldOnBothSides(column, text) && (!document || isJson(text))

const sameValue = (a: string | null, b: string): boolean =>
  a === b || (a !== null && a !== '' && b !== '' && Number(a) === Number(b))
