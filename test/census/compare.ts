import type { TableMapping } from '../../src/core/mapping/mapping.js'
import type { Answers, PartName } from './answers.js'
import { sameValue, typeProblem } from './column-types.js'
import type { ColumnFacts, DatabaseFacts, ForeignKeyFacts, IndexFacts, TableFacts } from './facts.js'

/** One thing that is not on the target as it is in the source, and that the ledger calls converted. */
export interface Difference {
  readonly object: string
  readonly part: string
  readonly what: string
}

export interface Pair {
  readonly source: DatabaseFacts
  readonly target: DatabaseFacts
  readonly answers: Answers
}

type Say = (part: PartName | null, what: string) => void

/** Everything of one database that differs and is not named by the ledger. */
export function unnamedDifferences(pair: Pair): readonly Difference[] {
  const { source, target, answers } = pair
  const differences: Difference[] = []
  const sayOf =
    (object: string): Say =>
    (part, what) => {
      if (!answers.covers(object, part)) differences.push({ object, part: part?.name ?? part?.kinds[0] ?? '', what })
    }
  const reached = new Set<string>()
  for (const table of source.tables) {
    const object = `${source.schema}.${table.name}`
    const mapped = answers.mapping.tables.find(
      (one) => one.source.schema === source.schema && one.source.table === table.name,
    )
    const other = target.tables.find((one) => one.name === mapped?.target.table)
    if (!mapped || !other) {
      sayOf(object)(null, 'the table is not on the target')
      continue
    }
    reached.add(other.name)
    compareTable({ table, other, mapped, pair, object, say: sayOf(object) })
  }
  compareViews(pair, sayOf)
  compareSequences(pair, sayOf)
  for (const extra of target.tables.filter((one) => !reached.has(one.name)))
    differences.push({ object: `target ${target.schema}.${extra.name}`, part: '', what: 'no table of the source' })
  return differences
}

interface TablePair {
  readonly table: TableFacts
  readonly other: TableFacts
  readonly mapped: TableMapping
  readonly pair: Pair
  readonly object: string
  readonly say: Say
}

function compareTable(both: TablePair): void {
  const { table, other, say, pair, object } = both
  compareName(table.name, other.name, () => pair.answers.mentions(object, null), say)
  if (table.comment !== other.comment) say(null, `comment ${quote(table.comment)} is ${quote(other.comment)}`)
  if (table.partitions !== other.partitions)
    say({ kinds: ['partitioning', 'partition'] }, `${table.partitions} partitions are ${other.partitions}`)
  compareColumns(both)
  compareIndexes(both)
  compareForeignKeys(both)
  compareChecks(both)
  const numbered = table.columns.find((column) => column.numbered)
  if (numbered && table.next !== other.next)
    say({ kinds: ['column'], name: numbered.name }, `the counter gives ${table.next}, on the target ${other.next}`)
}

/** Names are folded to lower case; anything else is a change that a finding must name. */
function compareName(source: string, target: string, mentioned: () => boolean, say: Say): void {
  if (target !== source.toLowerCase() && !mentioned()) say(null, `the name ${quote(source)} is ${quote(target)}`)
}

const columnPart = (name: string): PartName => ({ kinds: ['column'], name })

const targetColumn = (mapped: TableMapping, name: string): string =>
  mapped.columns.find((one) => one.source.name === name)?.target.name ?? `(${name} is not mapped)`

function compareColumns({ table, other, mapped, pair, object, say }: TablePair): void {
  const order = table.columns.map((column) => targetColumn(mapped, column.name))
  const present = other.columns.map((column) => column.name)
  const expected = order.filter((name) => present.includes(name))
  if (JSON.stringify(expected) !== JSON.stringify(present)) say(null, `columns ${order} are ${present}`)
  for (const column of table.columns) {
    const part = columnPart(column.name)
    const found = other.columns.find((one) => one.name === targetColumn(mapped, column.name))
    if (!found) {
      say(part, 'the column is not on the target')
      continue
    }
    compareName(
      column.name,
      found.name,
      () => pair.answers.mentions(object, part),
      (_, what) => say(part, what),
    )
    const isJson = table.checks.some((check) => /^json_valid\(/i.test(check.text) && check.column === column.name)
    for (const what of columnProblems(column, found, isJson)) say(part, what)
  }
}

/** A default that is the time: the servers were asked one after the other, so their clocks may differ by some seconds. */
function momentsApart(a: string | null | undefined, b: string | null | undefined): boolean {
  const [first, second] = [a, b].map((text) => /^(\d{4}-\d\d-\d\d )?(\d\d):(\d\d):(\d\d)/.exec(text ?? ''))
  if (!first || !second || first[1] !== second[1]) return false
  const seconds = (parts: RegExpExecArray) => Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4])
  return Math.abs(seconds(first) - seconds(second)) <= 30
}

function columnProblems(source: ColumnFacts, target: ColumnFacts, isJson: boolean): readonly string[] {
  const type = typeProblem(source, target, isJson)
  return [
    ...(type === null ? [] : [type]),
    ...flags.flatMap((flag) => (source[flag] === target[flag] ? [] : [`${flag} ${source[flag]} is ${target[flag]}`])),
    ...(source.comment === target.comment ? [] : [`comment ${quote(source.comment)} is ${quote(target.comment)}`]),
    ...(sameValue(isJson ? 'text' : source.type, source.fallback, target.fallback) ||
    sameBytes(source.fallback, target.fallback, target.type) ||
    momentsApart(source.fallback, target.fallback)
      ? []
      : [`default ${quote(source.fallback)} of ${source.type} is ${quote(target.fallback)}`]),
  ]
}

const flags = ['nullable', 'generated', 'numbered', 'onUpdate'] as const

const sameBytes = (source: string | null, target: string | null, type: string): boolean =>
  type === 'bytea' && source?.toLowerCase() === target?.toLowerCase()

const signature = (index: IndexFacts, name: (column: string) => string): string => {
  const parts = index.parts.map((part) => {
    if (part === '?') return '?'
    return part.endsWith(' desc') ? `${name(part.slice(0, -5))} desc` : name(part)
  })
  return `${index.primary ? 'primary' : index.unique ? 'unique' : 'plain'}(${parts.join(', ')})`
}

function compareIndexes({ table, other, mapped, say }: TablePair): void {
  const left = new Map(other.indexes.map((index) => [index.name, signature(index, (name) => name)]))
  for (const index of table.indexes.map(ascendingKey)) {
    const wanted = signature(index, (name) => targetColumn(mapped, name))
    const found = [...left].find(([, present]) => present === wanted)
    if (found) left.delete(found[0])
    else say(indexPart(index), `${wanted} of ${index.method} is not on the target: ${[...left.values()].join(' ')}`)
  }
}

/** A primary key of the target has no directions. It is read backwards as well; the option with them has a finding of its own. */
const ascendingKey = (index: IndexFacts): IndexFacts =>
  index.primary ? { ...index, parts: index.parts.map((part) => part.replace(/ desc$/, '')) } : index

const indexPart = (index: IndexFacts): PartName =>
  index.primary ? { kinds: ['primaryKey'], name: 'primary key' } : { kinds: ['unique', 'index'], name: index.name }

function compareForeignKeys({ table, other, mapped, pair, say }: TablePair): void {
  const left = [...other.foreignKeys]
  for (const key of table.foreignKeys) {
    const wanted = expectedKey(key, mapped, pair.answers)
    const at = left.findIndex((one) => keyText(one) === keyText(wanted))
    if (at >= 0) left.splice(at, 1)
    else say({ kinds: ['foreignKey'], name: key.name }, `${keyText(wanted)} is not on the target: ${left.map(keyText)}`)
  }
  for (const extra of left) say(null, `foreign key of the target that the source has not: ${keyText(extra)}`)
}

function expectedKey(key: ForeignKeyFacts, mapped: TableMapping, answers: Answers): ForeignKeyFacts {
  const target = answers.mapping.tables.find((one) => `${one.source.schema}.${one.source.table}` === key.target)
  return {
    ...key,
    columns: key.columns.map((name) => targetColumn(mapped, name)),
    target: target ? `${target.target.schema}.${target.target.table}` : key.target,
    targetColumns: target ? key.targetColumns.map((name) => targetColumn(target, name)) : key.targetColumns,
  }
}

/** RESTRICT and NO ACTION are one in the source; on the target they differ only for deferred keys, which these are not. */
const actionText = (action: string): string => (action === 'RESTRICT' ? 'NO ACTION' : action)
const keyText = (key: ForeignKeyFacts): string =>
  `(${key.columns}) -> ${key.target}(${key.targetColumns}) update ${actionText(key.onUpdate)} delete ${actionText(key.onDelete)}`

/** Checks that a type brought with it are besides those of the source; JSON columns say by their type what a check said. */
function compareChecks({ table, other, mapped, say }: TablePair): void {
  const left = [...other.checks]
  for (const check of table.checks) {
    if (/^json_valid\(/i.test(check.text) && check.column !== null) continue
    const column = check.column === null ? null : targetColumn(mapped, check.column)
    const at = left.findIndex((one) =>
      column === null ? one.name.startsWith(check.name.toLowerCase().slice(0, 20)) : one.column === column,
    )
    if (at >= 0) left.splice(at, 1)
    else say({ kinds: ['check'], name: check.name }, `check ${check.name} (${check.text}) is not on the target`)
  }
}

function compareViews({ source, target, answers }: Pair, sayOf: (object: string) => Say): void {
  for (const view of source.views) {
    const object = `${source.schema}.${view.name}`
    const name = answers.targetOf('view', object)
    const found = target.views.find((one) => `${target.schema}.${one.name}` === name)
    if (!found) {
      sayOf(object)(null, 'the view is not on the target')
      continue
    }
    const expected = view.columns.map((column) => column.toLowerCase())
    if (JSON.stringify(expected) !== JSON.stringify(found.columns) && !answers.mentions(object, null))
      sayOf(object)(null, `view columns ${expected} are ${found.columns}`)
  }
}

function compareSequences({ source, target, answers }: Pair, sayOf: (object: string) => Say): void {
  for (const sequence of source.sequences) {
    const object = `${source.schema}.${sequence.name}`
    const name = answers.targetOf('sequence', object)
    const found = target.sequences.find((one) => `${target.schema}.${one.name}` === name)
    if (!found) sayOf(object)(null, 'the sequence is not on the target')
    else
      for (const fact of ['increment', 'cycles', 'next'] as const)
        if (sequence[fact] !== found[fact]) sayOf(object)(null, `${fact} ${sequence[fact]} is ${found[fact]}`)
  }
}

const quote = (text: string | null): string => (text === null ? 'none' : JSON.stringify(text))
