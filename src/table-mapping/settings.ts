import { type Finding, finding } from '../core/findings/finding.js'
import { dotted } from '../core/ir/names.js'
import type { Partition, Table } from '../core/ir/schema.js'
import type { TableSettingsRule } from './document.js'
import { wrong } from './unsupported.js'

/**
 * How single tables are to be loaded. Nothing of it can change which rows and values arrive, so it is said what is done instead.
 * @throws OperationError XW-S0704 when the table is not selected
 */
export const tableSettings = (rules: readonly TableSettingsRule[], tables: readonly Table[]): readonly Finding[] =>
  rules.flatMap((rule) => {
    const { 'schema-name': schema, 'table-name': name } = rule['object-locator']
    const table = tables.find((each) => dotted(each.name) === `${schema}.${name}`)
    if (!table)
      throw wrong(rule, `${schema}.${name} is no selected table; settings name one table exactly, without wildcards`)
    checkParallel(rule, table)
    return settingsOf(rule).map(([what, instead]) =>
      finding('XW-C0605', { object: table.id, origin: table.origin }, { rule: rule['rule-id'], what, instead }),
    )
  })

/**
 * Rows arrive whatever the ranges are; but ranges that mean nothing were meant for something else.
 * @throws OperationError XW-S0704
 */
function checkParallel(rule: TableSettingsRule, table: Table): void {
  const parallel = rule['parallel-load']
  const name = dotted(table.name)
  if (parallel?.type === 'ranges') {
    const { columns = [], boundaries = [] } = parallel
    if (columns.length === 0 || boundaries.length === 0) throw wrong(rule, 'ranges need columns and boundaries')
    const unknown = columns.find((each) => !table.columns.some((column) => column.name.text === each))
    if (unknown !== undefined) throw wrong(rule, `${name} has no column ${unknown}`)
    const odd = boundaries.find((each) => each.length !== columns.length)
    if (odd) throw wrong(rule, `the boundary ${odd.join(', ')} has not one value for each of ${columns.join(', ')}`)
  }
  if (parallel?.type !== 'partitions-list') return
  const { partitions = [], subpartitions = [] } = parallel
  if (partitions.length + subpartitions.length === 0) throw wrong(rule, 'partitions-list needs partitions')
  const there = new Set(partitionsOf(table.partitioning?.partitions ?? []))
  const missing = [...partitions, ...subpartitions].find((each) => !there.has(each))
  if (missing !== undefined) throw wrong(rule, `${name} has no partition ${missing}`)
}

const partitionsOf = (partitions: readonly Partition[]): readonly string[] =>
  partitions.flatMap(({ name, subpartitions }) => [name.text, ...partitionsOf(subpartitions)])

function settingsOf(rule: TableSettingsRule): readonly (readonly [what: string, instead: string])[] {
  const { 'parallel-load': parallel, 'lob-settings': lobs } = rule
  return [
    ...(parallel ? [parallelLoad(parallel.type)] : []),
    ...(lobs ? [lobSettings(lobs.mode, lobs['bulk-max-size'])] : []),
  ]
}

const inRanges =
  'every table is cut into ranges of its key by its size, and all workers share them; rows with NULL are moved too'

const parallelLoad = (type: string): readonly [string, string] =>
  type === 'none'
    ? ['a load in one piece', 'a large table is cut into ranges of its key']
    : [`parallel-load ${type}`, inRanges]

function lobSettings(mode: 'limited' | 'unlimited' | 'none', size: number | undefined): readonly [string, string] {
  const whole = 'every value is moved whole, whatever its length'
  if (mode === 'limited') return [`large values cut to ${size ?? 32} kB`, whole]
  if (mode === 'none') return ['no large values', `${whole}; remove-column leaves a column out`]
  return ['large values without a limit', whole]
}
