import type { Side } from '../../../core/data/comparer.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { ProofStep, ProofValue, RowValues } from '../../../core/prove/runner.js'
import { names } from '../names.js'
import type { RoutineShape } from './shape.js'

type Change = Extract<ProofStep, { kind: 'insert' | 'update' | 'delete' }>
/** As the runtime function keeps it (see runtime/user_variable_name.sql), for the time of the transaction. */
export function variableSql({ name, value }: Extract<ProofStep, { kind: 'variable' }>): string {
  const setting = `crosswalk_var.v${Buffer.from(name.toLowerCase(), 'utf8').toString('hex')}`
  const held = value.text === null ? '' : `=${value.text}`
  return `SELECT pg_catalog.set_config(${quoteText(setting)}, ${quoteText(held)}, true)`
}

type CallStep = Extract<ProofStep, { kind: 'call' }>

export function changeSql(step: Change, side: Side): string {
  switch (step.kind) {
    case 'insert': {
      const columns = Object.keys(step.values)
      const list = columns.map((column) => nameOf(step.table, column, side)).join(', ')
      const values = columns.map((column) => columnLiteral(step.table, column, step.values[column] ?? null, side))
      // Numbers that the case names are kept, as on the source.
      return `INSERT INTO ${tableName(step.table, side)} (${list}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')})`
    }
    case 'update': {
      const set = Object.entries(step.values).map(
        ([column, text]) => `${nameOf(step.table, column, side)} = ${columnLiteral(step.table, column, text, side)}`,
      )
      return `UPDATE ${tableName(step.table, side)} SET ${set.join(', ')} WHERE ${where(step.table, step.key, side)}`
    }
    case 'delete':
      return `DELETE FROM ${tableName(step.table, side)} WHERE ${where(step.table, step.key, side)}`
  }
}

export function callSql(step: CallStep, shape: RoutineShape, side: Side): string {
  const name = dotted(step.name[side])
  const args = shape.params.map((param, at) => {
    const given = step.args[at]
    if (given === undefined || given.mode === 'out') return `NULL::${param.type}`
    return literalOf(given, param.type)
  })
  // A function names what it gives back in its own way; parameters that only go out are not said in a call of it.
  const list = shape.kind === 'procedure' ? args : args.filter((_, at) => shape.params[at]?.mode !== 'out')
  if (shape.kind === 'procedure') return `CALL ${name}(${list.join(', ')})`
  return shape.kind === 'rows'
    ? `SELECT * FROM ${name}(${list.join(', ')})`
    : `SELECT ${name}(${list.join(', ')}) AS result`
}

export const dotted = (name: { readonly schema: string; readonly name: string }): string =>
  `${names.quote(name.schema)}.${names.quote(name.name)}`

export const tableName = (table: TableMapping, side: Side): string =>
  `${names.quote(table[side].schema)}.${names.quote(table[side].table)}`

/** The value in the words of the target's type. */
export function literalOf({ type, text }: ProofValue, native: string): string {
  if (text === null) return `NULL::${native}`
  return `${quoteText(formOf(type, text, native))}::${native}`
}

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

function formOf(type: LogicalType, text: string, native: string): string {
  const base = native.toLowerCase()
  if (base === 'bytea') return type.kind === 'binary' || type.kind === 'geometry' ? `\\x${text}` : text
  if (base === 'boolean') return text === '0' ? 'f' : text === '1' ? 't' : text
  if (/^bit\b/.test(base) && /^\d+$/.test(text)) {
    const length = Number(/\((\d+)\)/.exec(base)?.[1] ?? 1)
    return BigInt(text).toString(2).padStart(length, '0')
  }
  if (base.endsWith('[]') && type.kind === 'enum') {
    const items = text === '' ? [] : text.split(',')
    return `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
  }
  return text
}

function columnOf(table: TableMapping, column: string): TableMapping['columns'][number] {
  const found = table.columns.find((one) => one.source.name === column)
  if (found === undefined) throw new Error(`${column} is no column of the mapping`)
  return found
}

export const nameOf = (table: TableMapping, column: string, side: Side): string =>
  names.quote(columnOf(table, column)[side].name)

/** On the source the column says what the constant is: the words of its type may be another name for it. */
export function columnLiteral(table: TableMapping, column: string, text: string | null, side: Side): string {
  const { source, target } = columnOf(table, column)
  if (side === 'target') return literalOf({ type: source.type, text }, target.native)
  return text === null ? 'NULL' : quoteText(formOf(source.type, text, source.native))
}

const where = (table: TableMapping, key: RowValues, side: Side): string =>
  Object.entries(key)
    .map(
      ([column, text]) =>
        `${nameOf(table, column, side)} IS NOT DISTINCT FROM ${columnLiteral(table, column, text, side)}`,
    )
    .join(' AND ')
