import type pg from 'pg'
import type { Chunk } from '../../../../core/data/connector.js'
import { comparison, type KeyOrder } from './key-order.js'

const whole: readonly Chunk[] = [{ index: 0, from: null, to: null }]

/** A key is sparse when fewer than one value in this many is used; then equal steps would make unequal chunks. */
const sparse = 4n

export interface PlanRequest {
  readonly client: pg.Client
  /** What stands behind FROM. */
  readonly from: string
  readonly order: KeyOrder | null
  readonly rowsPerChunk: number
  readonly estimatedRows: number
}

/** Key ranges of about `rowsPerChunk` rows. The outer ends are open, so that nothing can lie outside. */
export async function planChunks(request: PlanRequest): Promise<readonly Chunk[]> {
  const { order, rowsPerChunk, estimatedRows } = request
  if (!order) return whole
  const step = BigInt(Math.max(1, Math.round(rowsPerChunk)))
  if (order.isInteger) {
    const bounds = await integerBounds(request, order, step, BigInt(Math.max(0, Math.round(estimatedRows))))
    if (bounds) return chunksBetween(bounds.map((bound) => [bound]))
  } else if ((await countUpTo(request, step)) < step) return whole
  return chunksBetween(await walk(request, order, step))
}

function chunksBetween(bounds: readonly (readonly string[])[]): readonly Chunk[] {
  const starts = [null, ...bounds]
  return starts.map((from, index) => ({ index, from, to: starts[index + 1] ?? null }))
}

async function rowsOf(client: pg.Client, text: string): Promise<readonly (readonly (string | null)[])[]> {
  return (await client.query<(string | null)[]>({ text, rowMode: 'array' })).rows
}

/** Inner bounds in equal steps, or undefined when the key is too sparse for that. */
async function integerBounds(
  request: PlanRequest,
  { columns: [name = ''] }: KeyOrder,
  step: bigint,
  estimate: bigint,
): Promise<readonly string[] | undefined> {
  const { client, from } = request
  const [row] = await rowsOf(client, `SELECT pg_catalog.min(${name}), pg_catalog.max(${name}) FROM ${from}`)
  const [lowText, highText] = row ?? []
  if (lowText == null || highText == null) return []
  const low = BigInt(lowText)
  const range = BigInt(highText) - low + 1n
  if (range <= step) return []
  // There are no more rows than values of a unique key, whatever the estimate says.
  const likely = estimate < range ? estimate : range
  const rows = likely * sparse >= range ? likely : await countUpTo(request, null)
  if (rows <= step) return []
  if (rows * sparse < range) return undefined
  const width = (range * step) / rows
  const bounds: string[] = []
  for (let at = low + width; at < low + range; at += width) bounds.push(String(at))
  return bounds
}

/** Exact number of rows, or, with a limit, no more than the limit. */
async function countUpTo({ client, from }: PlanRequest, limit: bigint | null): Promise<bigint> {
  const inner = limit === null ? from : `(SELECT FROM ${from} LIMIT ${limit}) AS counted`
  const [row] = await rowsOf(client, `SELECT pg_catalog.count(*) FROM ${inner}`)
  return BigInt(row?.[0] ?? '0')
}

/** Walks along the key, in the server's own order, from one bound to the next. */
async function walk(
  { client, from }: PlanRequest,
  order: KeyOrder,
  step: bigint,
): Promise<readonly (readonly string[])[]> {
  const columns = order.columns.join(', ')
  const bounds: string[][] = []
  for (;;) {
    const last = bounds.at(-1)
    const where = last ? ` WHERE ${comparison(order, '>=', last)}` : ''
    const [row] = await rowsOf(
      client,
      `SELECT ${columns} FROM ${from}${where} ORDER BY ${columns} LIMIT 1 OFFSET ${step}`,
    )
    if (!row) return bounds
    const bound = row.map((value) => value ?? '')
    // An order in which no step leads further (it cannot be, with a unique key) must not become an endless loop.
    if (last && bound.every((value, at) => value === last[at])) return bounds
    bounds.push(bound)
  }
}
