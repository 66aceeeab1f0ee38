import type pg from 'pg'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { NamedType } from './catalogue.js'
import { moneyScale, readNamedTypes, readTables, tableKey } from './catalogue.js'
import type { Control } from './control.js'
import { binaryWay, textWay, typeNotReadable } from './plans.js'
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
    const mappings = tables.map((table) => table.mapping)
    const publication = await readPublication(client, name, mappings)
    if (!publication) throw notPublished(endpoint, name, mappings[0], 'there is no such publication')
    for (const [index, reason] of publication.missing) throw notPublished(endpoint, name, mappings[index], reason)
    const columns = await typesOf(endpoint, client, tables, name)
    const scale = await moneyScale(client)
    return { name, moneyScale: scale, isExact: publication.isExact, binary: await isBinary(client, columns, scale) }
  })
}

interface TypedColumn {
  readonly table: StreamTable
  readonly index: number
  readonly name: string
  readonly named: NamedType
}

async function typesOf(
  endpoint: Endpoint,
  client: pg.Client,
  tables: readonly StreamTable[],
  publication: string,
): Promise<readonly TypedColumn[]> {
  const mappings = tables.map((table) => table.mapping)
  const found = await readTables(client, mappings)
  const columns = tables.flatMap((table) => {
    const known = found.get(tableKey(table.mapping.source.schema, table.mapping.source.table))
    if (!known) throw notPublished(endpoint, publication, table.mapping, 'there is no such table')
    return table.columns.flatMap(({ source }, index) => {
      const column = known.columns.find((one) => one.name === source.name)
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

/** One form for all columns: that which each of them can be taken in. */
async function isBinary(client: pg.Client, columns: readonly TypedColumn[], scale: number): Promise<boolean> {
  const { rows } = await client.query<{ number: string }>(
    "SELECT pg_catalog.current_setting('server_version_num') AS number",
  )
  const way = ({ table, index, named }: TypedColumn, as: 'binary' | 'text'): unknown => {
    const writer = table.writer.columns[index]
    if (!writer) return undefined
    return as === 'binary' ? binaryWay(named.type, writer, { moneyScale: scale }) : textWay(named.type, writer)
  }
  if (Number(rows[0]?.number) >= 140_000 && columns.every((column) => way(column, 'binary'))) return true
  const unreadable = columns.find((column) => !way(column, 'text'))
  if (unreadable) throw typeNotReadable(unreadable.table, unreadable.name, unreadable.named.shown)
  return false
}
