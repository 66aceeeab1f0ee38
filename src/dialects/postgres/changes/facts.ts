import type pg from 'pg'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { moneyScale, type NamedType, readNamedTypes, readTables, type SourceTable, tableKey } from './catalogue.js'
import type { Control } from './control.js'
import { binaryWay, nameOf, textWay, typeNotReadable } from './plans.js'
import { notPublished, readPublication } from './publication.js'
import type { StreamTable } from './row-plan.js'

/** What of the server holds while a stream is open. */
export interface StreamFacts {
  /** Of slot and publication. */
  readonly name: string
  /** Values come in binary form. */
  readonly binary: boolean
  readonly moneyScale: number
  readonly isExact: boolean
}

/** @throws OperationError when a table is not there or not published, or its values can be taken in no form */
export async function readFacts(
  endpoint: Endpoint,
  control: Control,
  tables: readonly StreamTable[],
  name: string,
): Promise<StreamFacts> {
  return control.ask(async (client) => {
    const { found, isExact } = await checkLogged(client, endpoint, tables, name)
    const columns = await typesOf(client, tables, found)
    const scale = await moneyScale(client)
    return { name, moneyScale: scale, isExact, binary: await isBinary(client, columns, scale) }
  })
}

export interface LoggedTables {
  readonly found: ReadonlyMap<string, SourceTable>
  readonly isExact: boolean
}

/**
 * Whether all changes of the tables are in the log as things stand. What takes them out of it leaves no word there.
 * @throws OperationError that names the first table whose changes are not
 */
export async function checkLogged(
  client: pg.Client,
  endpoint: Endpoint,
  tables: readonly StreamTable[],
  name: string,
): Promise<LoggedTables> {
  const mappings = tables.map((table) => table.mapping)
  const publication = await readPublication(client, name, mappings)
  if (!publication) throw notPublished(endpoint, name, mappings[0], 'there is no such publication')
  for (const [index, reason] of publication.missing) throw notPublished(endpoint, name, mappings[index], reason)
  const found = await readTables(client, mappings)
  for (const table of tables) {
    const known = found.get(tableKey(table.mapping.source.schema, table.mapping.source.table))
    if (!known) throw notPublished(endpoint, name, table.mapping, 'there is no such table')
    if (known.persistence !== 'p') throw notLogged(endpoint, nameOf(table))
  }
  return { found, isExact: publication.isExact }
}

export const notLogged = (endpoint: Endpoint, table: string): OperationError =>
  new OperationError('XW-S0409', { endpoint: endpointName(endpoint), table, setting: 'it is UNLOGGED' })

interface TypedColumn {
  readonly table: StreamTable
  readonly index: number
  readonly name: string
  readonly named: NamedType
}

async function typesOf(
  client: pg.Client,
  tables: readonly StreamTable[],
  found: LoggedTables['found'],
): Promise<readonly TypedColumn[]> {
  const columns = tables.flatMap((table) => {
    const known = found.get(tableKey(table.mapping.source.schema, table.mapping.source.table))
    return table.columns.flatMap(({ source }, index) => {
      const column = known?.columns.find((one) => one.name === source.name)
      return column ? [{ table, index, name: source.name, column }] : []
    })
  })
  const types = await readNamedTypes(
    client,
    columns.map(({ column }) => column),
  )
  return columns.flatMap(({ table, index, name }, at) => {
    const named = types[at]
    return named ? [{ table, index, name, named }] : []
  })
}

/** @throws OperationError XW-S0421 that names a column whose values cannot be taken */
async function isBinary(client: pg.Client, columns: readonly TypedColumn[], scale: number): Promise<boolean> {
  const { rows } = await client.query<{ number: string }>(
    "SELECT pg_catalog.current_setting('server_version_num') AS number",
  )
  const ways = columns.map(({ table, index, named }) => {
    const writer = table.writer.columns[index]
    const target = table.columns[index]?.target.type
    if (!writer || !target) return { binary: false, text: false }
    const binary = binaryWay(named.type, writer, target, { moneyScale: scale }) !== undefined
    return { binary, text: textWay(named.type, writer, target) !== undefined }
  })
  const form = commonForm(ways, Number(rows[0]?.number) >= 140_000)
  if (typeof form === 'string') return form === 'binary'
  const column = columns[form.fault]
  if (!column) throw new Error('a column at fault is one of those that were asked about')
  throw typeNotReadable(column.table, column.name, column.named.shown)
}

export interface ReadableForms {
  readonly binary: boolean
  readonly text: boolean
}

/** The server sends all values in one form: that which each column can be taken in, else which column is at fault. */
export function commonForm(
  columns: readonly ReadableForms[],
  mayBeBinary: boolean,
): 'binary' | 'text' | { readonly fault: number } {
  if (mayBeBinary && columns.every(({ binary }) => binary)) return 'binary'
  if (columns.every(({ text }) => text)) return 'text'
  const unreadable = columns.findIndex(({ binary, text }) => !text && !(mayBeBinary && binary))
  return { fault: unreadable >= 0 ? unreadable : columns.findIndex(({ binary }) => !binary) }
}
