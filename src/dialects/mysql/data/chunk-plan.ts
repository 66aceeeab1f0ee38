import type { Chunk } from '../../../core/data/connector.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, quoteName, type Session } from '../connect.js'
import { beyond, type KeyOrder, keyOrder } from './key-range.js'

export const tableName = (table: TableMapping): string =>
  `${quoteName(table.source.schema)}.${quoteName(table.source.table)}`

const whole: readonly Chunk[] = [{ index: 0, from: null, to: null }]

/** A key is sparse when fewer than one value in this many is used; then equal steps would make unequal chunks. */
const sparse = 4n

/** Key ranges of about `rowsPerChunk` rows. The outer ends are open, so that nothing can lie outside. */
export async function planChunks(
  session: Session,
  table: TableMapping,
  rowsPerChunk: number,
  estimatedRows: number,
): Promise<readonly Chunk[]> {
  const order = keyOrder(table)
  if (!order) return whole
  const step = BigInt(Math.max(1, Math.round(rowsPerChunk)))
  if (isInteger(table)) {
    const bounds = await integerBounds(session, table, step, BigInt(Math.max(0, Math.round(estimatedRows))))
    if (bounds) return chunksBetween(bounds.map((bound) => [bound]))
  } else if ((await countUpTo(session, table, step)) < step) return whole
  return chunksBetween(await walk(session, table, order, step))
}

function chunksBetween(bounds: readonly (readonly string[])[]): readonly Chunk[] {
  const starts = [null, ...bounds]
  return starts.map((from, index) => ({ index, from, to: starts[index + 1] ?? null }))
}

function isInteger(table: TableMapping): boolean {
  const only = table.key.length === 1 && table.columns.find((column) => column.source.name === table.key[0])
  return only !== false && only?.source.type.kind === 'integer'
}

/** Inner bounds in equal steps, or undefined when the key is too sparse for that. */
async function integerBounds(
  session: Session,
  table: TableMapping,
  step: bigint,
  estimate: bigint,
): Promise<readonly string[] | undefined> {
  const name = quoteName(table.key[0] ?? '')
  const [row] = await query(session, `SELECT MIN(${name}), MAX(${name}) FROM ${tableName(table)}`)
  const [lowText, highText] = row ?? []
  if (lowText == null || highText == null) return []
  const low = BigInt(lowText)
  const range = BigInt(highText) - low + 1n
  if (range <= step) return []
  // There are no more rows than values of a unique key, whatever the estimate says.
  const likely = estimate < range ? estimate : range
  const rows = likely * sparse >= range ? likely : await countUpTo(session, table, null)
  if (rows <= step) return []
  if (rows * sparse < range) return undefined
  const width = (range * step) / rows
  const bounds: string[] = []
  for (let at = low + width; at < low + range; at += width) bounds.push(String(at))
  return bounds
}

/** Exact number of rows, or, with a limit, no more than the limit. */
async function countUpTo(session: Session, table: TableMapping, limit: bigint | null): Promise<bigint> {
  const inner = limit === null ? tableName(table) : `(SELECT 1 FROM ${tableName(table)} LIMIT ${limit}) AS some`
  const [row] = await query(session, `SELECT COUNT(*) FROM ${inner}`)
  return BigInt(row?.[0] ?? '0')
}

/** Walks along the key, in the server's own order, from one bound to the next. */
async function walk(
  session: Session,
  table: TableMapping,
  order: KeyOrder,
  step: bigint,
): Promise<readonly (readonly string[])[]> {
  const fetch = order.map((column) => column.fetch).join(', ')
  const by = order.map((column) => column.expression).join(', ')
  const bounds: string[][] = []
  for (;;) {
    const last = bounds[bounds.length - 1]
    const where = last ? ` WHERE ${beyond(order, last, '>', '>=')}` : ''
    const sql = `SELECT ${fetch} FROM ${tableName(table)}${where} ORDER BY ${by} LIMIT 1 OFFSET ${step}`
    const [row] = await query(session, sql)
    if (!row) return bounds
    const bound = row.map((value) => value ?? '')
    // An order in which no step leads further (it cannot be, with a unique key) must not become an endless loop.
    if (last && bound.every((value, at) => value === last[at])) return bounds
    bounds.push(bound)
  }
}
