import type { ProofStep, RowValues } from '../../core/prove/runner.js'
import type { RowEvent } from '../code/effects.js'
import { keyIn, locating, type ProofCase, stateValues, type TableSample, updateOf } from './generate.js'
import { pick } from './random.js'
import { bareRow, copiedRow, madeUpRow, numbersFor, type SeedPlace } from './seed.js'

export interface TriggerPlace {
  readonly place: SeedPlace
  readonly sample: TableSample
  readonly random: () => number
}

/** Changes of the trigger's table that make it run, one queue for each event. */
export function* triggerSteps(event: RowEvent, at: TriggerPlace): Generator<ProofCase> {
  if (event === 'delete') yield* deletes(at)
  else for (const step of event === 'insert' ? inserts(at) : updates(at)) yield { setup: [], step }
}

function* inserts({ place, sample, random }: TriggerPlace): Generator<ProofStep> {
  const { mapping: table } = place
  const row = (at: number): RowValues => {
    const given = sample.rows.length === 0 ? undefined : sample.rows[at % sample.rows.length]
    return given ? copiedRow(place, given, at) : withoutNumbers(place, madeUpRow(place, at))
  }
  for (let at = 0; at < 3; at++) yield { kind: 'insert', table, values: row(at) }
  let at = 3
  for (const [column, value] of askedValues(sample)) {
    const base = row(at)
    if (column in base) yield { kind: 'insert', table, values: { ...base, [column]: value } }
    at++
  }
  const all = [...askedValues(sample)]
  for (let round = 0; round < 200; round++) {
    const base = { ...row(at++) }
    for (let change = 0; change < 2; change++) {
      const [column, value] = pick(all, random) ?? []
      if (column !== undefined && column in base) base[column] = value ?? null
    }
    yield { kind: 'insert', table, values: base }
  }
}

const withoutNumbers = (place: SeedPlace, row: RowValues): RowValues =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !place.numbered.has(column)))

function* updates({ sample, random }: TriggerPlace): Generator<ProofStep> {
  const { table, rows } = sample
  if (locating(table).length === 0 || rows.length === 0) return
  const rowAt = (at: number): RowValues => rows[at % rows.length] ?? {}
  const all = [...askedValues(sample)]
  const others = table.columns.filter(({ source }) => !source.generated && !table.key.includes(source.name))
  let at = 0
  for (const [column, value] of all) {
    yield { kind: 'update', table, key: keyIn(table, rowAt(at)), values: { [column]: value } }
    at++
  }
  for (const { source } of others.slice(0, 4)) {
    const row = rowAt(at++)
    yield { kind: 'update', table, key: keyIn(table, row), values: { [source.name]: row[source.name] ?? null } }
  }
  for (let round = 0; round < 200; round++) {
    const values: Record<string, string | null> = {}
    for (let change = 0; change < 2; change++) {
      const [column, value] = pick(all, random) ?? []
      if (column !== undefined) values[column] = value ?? null
    }
    if (Object.keys(values).length > 0) yield { kind: 'update', table, key: keyIn(table, rowAt(at++)), values }
  }
}

/**
 * A column is changed, and then changed again or written as it is, while the others are emptied: what the code compares with
 * old values, and what it fills in.
 */
export function* updatesAfterUpdates(sample: TableSample): Generator<ProofCase> {
  const { table, rows } = sample
  if (locating(table).length === 0 || rows.length === 0) return
  const lists = [...sample.asked]
    .sort(([, a], [, b]) => b.direct.length - a.direct.length)
    .map(([column, interest]) => ({ column, values: stateValues(sample, column, interest) }))
    .filter(({ values }) => values.length > 0)
  const emptied = (but: string): RowValues =>
    Object.fromEntries(
      lists.flatMap(({ column, values }) => (column !== but && values.includes(null) ? [[column, null]] : [])),
    )
  let at = 0
  for (const [first, second] of pairsOfPlaces)
    for (const { column, values } of lists) {
      const [before, after] = [values[first % values.length], values[second % values.length]]
      const row = rows[at++ % rows.length] ?? {}
      if (before === undefined || after === undefined) continue
      yield {
        setup: [updateOf(table, row, { [column]: before })],
        step: updateOf(table, row, { ...emptied(column), [column]: after }),
      }
    }
}

/** Places of the first value and of the second in the list of values worth trying. */
const pairsOfPlaces = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 2],
  [2, 0],
  [0, 3],
  [3, 1],
  [2, 2],
] as const

/** Rows that are there, and rows made for the purpose: nothing points at those. */
function* deletes({ place, sample }: TriggerPlace): Generator<ProofCase> {
  const { table, rows } = sample
  if (locating(table).length === 0) return
  const made = freshRows(place, sample)
  for (let at = 0; at < 200; at++) {
    const row = rows[at]
    if (row) yield { setup: [], step: { kind: 'delete', table, key: keyIn(table, row) } }
    const next = made.next()
    if (!next.done)
      yield {
        setup: [{ kind: 'insert', table, values: next.value }],
        step: { kind: 'delete', table, key: keyIn(table, next.value) },
      }
    if (!row && next.done) return
  }
}

function* freshRows(place: SeedPlace, sample: TableSample): Generator<RowValues> {
  let at = 0
  const row = (): RowValues => {
    const given = sample.rows[at % Math.max(1, sample.rows.length)]
    const base = given ? copiedRow(place, given, at) : madeUpRow(place, at)
    return { ...base, ...numbersFor(place, at++) }
  }
  yield row()
  yield row()
  yield bareRow(place, row())
  for (const [column, value] of askedValues(sample)) {
    yield { ...row(), [column]: value }
    if (at % 4 === 0) yield { ...bareRow(place, row()), [column]: value }
  }
}

/** Values of the columns that the code speaks of, columns in turn. */
function* askedValues(sample: TableSample): Generator<readonly [string, string | null]> {
  const lists = [...sample.asked].map(([column, interest]) => [column, stateValues(sample, column, interest)] as const)
  const longest = Math.max(0, ...lists.map(([, values]) => values.length))
  for (let at = 0; at < longest; at++)
    for (const [column, values] of lists) {
      const value = values[at]
      if (value !== undefined) yield [column, value]
    }
}
