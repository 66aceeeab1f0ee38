import type { ProofStep, RowValues } from '../../core/prove/runner.js'
import type { RowEvent } from '../code/effects.js'
import { keyIn, type ProofCase, stateValues, type TableSample } from './generate.js'
import { pick } from './random.js'
import { copiedRow, madeUpRow, type SeedPlace } from './seed.js'

export interface TriggerPlace {
  readonly place: SeedPlace
  readonly sample: TableSample
  readonly random: () => number
}

/** Changes of the trigger's table that make it run, one queue for each event. */
export function* triggerSteps(event: RowEvent, at: TriggerPlace): Generator<ProofCase> {
  for (const step of event === 'insert' ? inserts(at) : event === 'update' ? updates(at) : deletes(at))
    yield { setup: [], step }
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
  if (table.key.length === 0 || rows.length === 0) return
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

function* deletes({ sample }: TriggerPlace): Generator<ProofStep> {
  if (sample.table.key.length === 0) return
  for (const row of sample.rows.slice(0, 12))
    yield { kind: 'delete', table: sample.table, key: keyIn(sample.table, row) }
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
