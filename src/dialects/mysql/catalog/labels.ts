import { type Finding, finding, type Report } from '../../../core/findings/finding.js'
import { dotted, partId } from '../../../core/ir/names.js'
import type { Catalog, Column, Table } from '../../../core/ir/schema.js'
import type { EnumType } from '../../../core/ir/types.js'
import { query, quoteName, type Row, type Session } from '../connect.js'
import { isRefusal } from '../connect-errors.js'

/**
 * Definitions are kept in utf8mb3, so a character beyond U+FFFF in a label is shown as `?`, in every view of the schema.
 * Only a row that holds the label gives it whole. Labels that no row holds stay as shown, and are named.
 */
export async function withTrueLabels(
  session: Session,
  catalog: Catalog,
  signal: AbortSignal | undefined,
): Promise<Report<Catalog>> {
  const findings: Finding[] = []
  const schemas: Catalog['schemas'][number][] = []
  for (const schema of catalog.schemas) {
    const objects: (typeof schema.objects)[number][] = []
    for (const object of schema.objects) {
      signal?.throwIfAborted()
      objects.push(object.kind === 'table' ? await tableWithLabels(session, object, findings) : object)
    }
    schemas.push({ ...schema, objects })
  }
  return { value: { ...catalog, schemas }, findings }
}

async function tableWithLabels(session: Session, table: Table, findings: Finding[]): Promise<Table> {
  if (!table.columns.some((column) => hasHidden(column) || hasHiddenDefault(column))) return table
  const columns: Column[] = []
  for (const column of table.columns) {
    if (hasHidden(column)) columns.push(await columnWithLabels(session, table, column, findings))
    else columns.push(hasHiddenDefault(column) ? await columnWithDefault(session, table, column, findings) : column)
  }
  return { ...table, columns }
}

const hasHiddenDefault = ({ type, default: shown }: Column): boolean =>
  shown?.kind === 'literal' &&
  shown.of === 'text' &&
  // Bytes are shown as if they were text, and what is none is lost.
  (type.logical.kind === 'binary'
    ? !/^[ ->@-~]*$/.test(shown.text)
    : type.logical.kind === 'text' && shown.text.includes('?'))

/** What the server will not show stays as it is. */
function nothingIfRefused(error: unknown): Row[] {
  if (isRefusal(error)) return []
  throw error
}

/**
 * The default of a column itself is whole, and DEFAULT() gives it: also where no row is, for an outer join has one, but then
 * of columns that may be null only. A default that stays as shown is named.
 */
async function columnWithDefault(session: Session, table: Table, column: Column, findings: Finding[]): Promise<Column> {
  const shown = column.default
  if (shown?.kind !== 'literal') return column
  const from = `${quoteName(table.name.schema?.text ?? '')}.${quoteName(table.name.name.text)}`
  const isBinary = column.type.logical.kind === 'binary'
  const value = `DEFAULT(t.${quoteName(column.name.text)})`
  const asked = `SELECT ${isBinary ? `HEX(${value})` : `CONVERT(${value} USING utf8mb4)`} FROM`
  const ask = async (rest: string): Promise<string | undefined> =>
    (await query(session, `${asked} ${rest}`).catch(() => []))[0]?.[0] ?? undefined
  const text = (await ask(`(SELECT 1) one LEFT JOIN ${from} t ON FALSE`)) ?? (await ask(`${from} t LIMIT 1`))
  if (text === undefined) findings.push(hiddenLabelFinding(table, column, [shown.text]))
  if (text === undefined) return column
  return { ...column, default: isBinary ? { ...shown, of: 'binary', text: text.toLowerCase() } : { ...shown, text } }
}

const hiddenLabels = ({ type }: Column): readonly number[] =>
  type.logical.kind === 'enum' ? [...type.logical.values.keys()].filter((at) => isHidden(type.logical, at)) : []

const isHidden = (type: Column['type']['logical'], at: number): boolean =>
  type.kind === 'enum' && (type.values[at]?.includes('?') ?? false)

const hasHidden = (column: Column): boolean => hiddenLabels(column).length > 0

async function columnWithLabels(session: Session, table: Table, column: Column, findings: Finding[]): Promise<Column> {
  const type = column.type.logical
  if (type.kind !== 'enum') return column
  const values = [...type.values]
  const unknown: string[] = []
  for (const at of hiddenLabels(column)) {
    const found = await labelInUse(session, table, column, type, at)
    if (found === undefined) unknown.push(values[at] ?? '')
    else values[at] = found
  }
  if (unknown.length > 0) findings.push(hiddenLabelFinding(table, column, unknown))
  return withLabels(column, type, values)
}

function hiddenLabelFinding(table: Table, column: Column, labels: readonly string[]): Finding {
  const part = partId(table.id, 'column', column.name.text)
  const data = { table: dotted(table.name), column: column.name.text, labels: labels.join(', ') }
  return finding('XW-D0701', { object: table.id, part, origin: column.origin }, data)
}

/** The label at a place as a row holds it; undefined when no row does, or when none may be read. */
async function labelInUse(
  session: Session,
  table: Table,
  column: Column,
  type: EnumType,
  at: number,
): Promise<string | undefined> {
  const name = quoteName(column.name.text)
  const from = `${quoteName(table.name.schema?.text ?? '')}.${quoteName(table.name.name.text)}`
  // A set's label is asked for where it stands alone or beside others: the bit of its place says where in the text.
  const mask = 1n << BigInt(at)
  const where = type.set ? `CAST(${name} AS UNSIGNED) & ${mask} <> 0` : `${name}+0=${at + 1}`
  const before = type.set ? `BIT_COUNT(CAST(${name} AS UNSIGNED) & ${mask - 1n})` : '0'
  const asked = `SELECT CONVERT(${name} USING utf8mb4),${before} FROM ${from} WHERE ${where} LIMIT 1`
  const row = (await query(session, asked).catch(nothingIfRefused))[0]
  const text = row?.[0] ?? undefined
  return type.set ? text?.split(',')[Number(row?.[1])] : text
}

function withLabels(column: Column, type: EnumType, values: readonly string[]): Column {
  const native = `${type.set ? 'set' : 'enum'}(${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')})`
  const logical = { ...type, values }
  const changed = { ...column, type: { ...column.type, logical, native } }
  const shown = column.default
  if (shown?.kind !== 'literal' || shown.of !== 'text') return changed
  // Two labels may look the same: then the default stays as shown.
  const places = [...type.values.keys()].filter((at) => type.values[at] === shown.text)
  const label = places.length === 1 ? values[places[0] ?? 0] : undefined
  return label === undefined ? changed : { ...changed, default: { ...shown, text: label } }
}
