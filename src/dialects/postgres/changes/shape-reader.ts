import type pg from 'pg'
import type { DescribedTable } from '../../../core/data/changes.js'
import type { ShapeEffect, ShapeReader } from '../../../core/dialect/definitions.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { connect, endOf } from '../connect.js'
import { tableMapping } from '../copy/mapping.js'
import { readTables } from '../copy/tables.js'
import { operationErrorOf } from '../errors.js'
import { type DefinedColumn, type DefinedTable, readDefined } from './defined-tables.js'
import { type KeptTable, NotTold, refuseNamesakes, shapeChanges } from './shape-changes.js'

export const shapeReader: ShapeReader = {
  keep: (endpoint, tables, signal) =>
    asking(endpoint, signal, async (client) => {
      const defined = await readDefined(
        client,
        tables.map(({ source }) => source),
      )
      return JSON.stringify(defined.map(keptOf))
    }),
  shapes: (kept, tables) => {
    const all: readonly KeptTable[] = JSON.parse(kept)
    return tables.map(({ source, columns }) => {
      const known = all.find(({ schema, table }) => schema === source.schema && table === source.table)
      return {
        columns: columns.map(({ source: { name, type } }) => {
          const number = known?.columns.find((column) => column.name === name)?.number
          return { name, type, ...(number === undefined ? {} : { number }) }
        }),
      }
    })
  },
  compare: (endpoint, kept, described, { seenTo, signal }) =>
    asking(endpoint, signal, async (client) => {
      try {
        return await compare(client, JSON.parse(kept), described, seenTo)
      } catch (error) {
        if (!(error instanceof NotTold)) throw error
        return { kind: 'refused', reason: error.message }
      }
    }),
}

async function asking<T>(
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(endpoint, {
    ...{ role: 'source', application: 'crosswalk changes' },
    ...(signal ? { signal } : {}),
  })
  try {
    // What both queries say is of one moment.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await ask(client)
  } catch (error) {
    throw operationErrorOf(endpoint, error, 'reading definitions') ?? error
  } finally {
    await endOf(client)
  }
}

const keptOf = ({ schema, table, file, columns }: Omit<DefinedTable, 'kind'>): KeptTable => ({
  ...{ schema, table, file },
  columns: columns.map(({ number, name, native }) => ({ number, name, native })),
})

async function compare(
  client: pg.Client,
  all: readonly KeptTable[],
  described: DescribedTable,
  seenTo: boolean,
): Promise<ShapeEffect> {
  const isIt = ({ schema, table }: KeptTable): boolean => schema === described.schema && table === described.table
  const before = all.find(isIt)
  const [now] = await readDefined(client, [described])
  if (!before || now?.kind !== 'r')
    throw new NotTold('of partitions, and of tables with other names, the log does not tell')
  const columns = described.columns.map((column, at) => sameColumn(now.columns[at], column))
  refuseNamesakes(before, columns)
  const statements = seenTo ? [] : shapeChanges(before, now, columns)
  // Rows that were written anew for a change that the log still has to tell of must be noticed then.
  const isAll = now.columns.length === columns.length
  const after = keptOf({ ...now, columns, file: isAll ? now.file : before.file })
  const kept = JSON.stringify(all.map((one) => (isIt(one) ? after : one)))
  return { kind: 'changed', statements, kept, table: await mappingOf(client, now, columns) }
}

/** The catalogue may have more by now, which stands behind the others. Anything else is a change of which the log still has to tell. */
function sameColumn(
  now: DefinedColumn | undefined,
  { name, native }: DescribedTable['columns'][number],
): DefinedColumn {
  if (now?.name === name && now.native === native) return now
  throw once(name)
}

const once = (column: string): NotTold =>
  new NotTold(`the definition has changed once more since then (column ${column})`)

async function mappingOf(
  client: pg.Client,
  { schema, table }: DefinedTable,
  columns: readonly DefinedColumn[],
): Promise<TableMapping> {
  const run = async (text: string, values: readonly string[]) =>
    (await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })).rows
  const found = (await readTables(run, [schema])).find(({ name }) => name === table)
  if (!found) throw new NotTold('it is gone')
  const mapping = tableMapping(found)
  const names = new Set(columns.map(({ name }) => name))
  const there = mapping.columns.filter(({ source }) => source.generated || names.has(source.name))
  const gone = mapping.uniques?.flat().find((name) => !there.some(({ source }) => source.name === name))
  if (gone !== undefined) throw once(gone)
  return { ...mapping, columns: there }
}
