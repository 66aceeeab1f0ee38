import type { Side } from '../../../core/data/comparer.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { CallArgument, ProofStep, RowValues } from '../../../core/prove/runner.js'
import { quoteName } from '../connect.js'
import { literalOf } from './literals.js'

/** What a step is for this engine: statements before, the one that counts, and the one that reads OUT parameters. */
export interface StepSql {
  readonly before: readonly string[]
  readonly main: string
  readonly after?: string
}

export function stepSql(step: ProofStep, side: Side): StepSql {
  switch (step.kind) {
    case 'call':
      return callSql(step, side)
    case 'view':
      return { before: [], main: `SELECT * FROM ${dotted(step.name[side])}` }
    case 'variable':
      return { before: [], main: `SET @${quoteName(step.name)} = ${literalOf(step.value)}` }
    case 'insert': {
      const columns = Object.keys(step.values)
      const values = columns.map((column) => columnLiteral(step.table, column, step.values[column] ?? null))
      const list = columns.map((column) => nameOf(step.table, column, side)).join(', ')
      return {
        before: [],
        main: `INSERT INTO ${tableName(step.table, side)} (${list}) VALUES (${values.join(', ')})`,
      }
    }
    case 'update': {
      const set = pairs(step.table, step.values, side).map(([name, value]) => `${name} = ${value}`)
      return {
        before: [],
        main: `UPDATE ${tableName(step.table, side)} SET ${set.join(', ')} WHERE ${where(step.table, step.key, side)}`,
      }
    }
    case 'delete':
      return {
        before: [],
        main: `DELETE FROM ${tableName(step.table, side)} WHERE ${where(step.table, step.key, side)}`,
      }
  }
}

type CallStep = Extract<ProofStep, { kind: 'call' }>

/** What the side calls by that name. */
export const formOf = ({ form, targetForm }: CallStep, side: Side): CallStep['form'] =>
  side === 'target' ? (targetForm ?? form) : form

function callSql(step: CallStep, side: Side): StepSql {
  const name = dotted(step.name[side])
  if (formOf(step, side) === 'function')
    return { before: [], main: `SELECT ${name}(${step.args.map(literalOf).join(', ')}) AS result` }
  const outs = step.args.filter((arg) => arg.mode !== 'in')
  const args = step.args.map((arg) => (arg.mode === 'in' ? literalOf(arg) : variableOf(arg)))
  return {
    before: outs.map((arg) => `SET ${variableOf(arg)} = ${arg.mode === 'inout' ? literalOf(arg) : 'NULL'}`),
    main: `CALL ${name}(${args.join(', ')})`,
    ...(outs.length > 0
      ? { after: `SELECT ${outs.map((arg) => `${variableOf(arg)} AS ${quoteName(arg.name)}`).join(', ')}` }
      : {}),
  }
}

const variableOf = (arg: CallArgument): string => `@${quoteName(`crosswalk_${arg.name}`)}`

export const dotted = (name: { readonly schema: string; readonly name: string }): string =>
  `${quoteName(name.schema)}.${quoteName(name.name)}`

export const tableName = (table: TableMapping, side: Side): string =>
  `${quoteName(table[side].schema)}.${quoteName(table[side].table)}`

export const nameOf = (table: TableMapping, column: string, side: Side): string =>
  quoteName(table.columns.find((one) => one.source.name === column)?.[side].name ?? column)

function columnLiteral(table: TableMapping, column: string, text: string | null): string {
  const mapping = table.columns.find((one) => one.source.name === column)
  return literalOf({ type: mapping?.source.type ?? { kind: 'opaque' }, text })
}

const pairs = (table: TableMapping, values: RowValues, side: Side): readonly (readonly [string, string])[] =>
  Object.entries(values).map(
    ([column, text]) => [nameOf(table, column, side), columnLiteral(table, column, text)] as const,
  )

const where = (table: TableMapping, key: RowValues, side: Side): string =>
  pairs(table, key, side)
    .map(([name, value]) => `${name} <=> ${value}`)
    .join(' AND ')
