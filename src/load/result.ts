import type { ChangedValues, RejectCode } from '../core/data/reject.js'
import type { ChunkResult } from '../core/data/stream.js'
import { type Finding, finding } from '../core/findings/finding.js'
import { noOrigin, type ObjectId, objectId, qname } from '../core/ir/names.js'
import type { TableMapping } from '../core/mapping/mapping.js'

/** What became of one table. Rows of earlier runs of the same load are counted in. */
export interface TableLoad {
  readonly table: TableMapping
  readonly read: number
  readonly written: number
  readonly rejected: number
  /** As they came from the source. */
  readonly bytes: number
  /** From the start of its first chunk to the end of its last, in this run. */
  readonly seconds: number
  /** Chunks that an earlier run had done. */
  readonly chunksBefore: number
  readonly chunks: number
}

export interface LoadResult {
  readonly tables: readonly TableLoad[]
  readonly read: number
  readonly written: number
  /** Not zero: the caller's exit code is 3. */
  readonly rejected: number
  readonly bytes: number
  readonly seconds: number
  /** Where the source's change log stood, when all tables were read in one state. */
  readonly position: string | null
  readonly findings: readonly Finding[]
}

/** Collects the chunks of one table. */
export interface TableTally {
  readonly table: TableMapping
  read: number
  written: number
  rejected: number
  bytes: number
  chunks: number
  chunksBefore: number
  started: number
  ended: number
  readonly rejects: Map<string, { code: RejectCode; column: string; count: number }>
  readonly changed: Map<string, { value: ChangedValues; count: number }>
}

export function createTally(table: TableMapping): TableTally {
  return {
    table,
    read: 0,
    written: 0,
    rejected: 0,
    bytes: 0,
    chunks: 0,
    chunksBefore: 0,
    started: 0,
    ended: 0,
    rejects: new Map(),
    changed: new Map(),
  }
}

export function addChunk(tally: TableTally, result: ChunkResult): void {
  tally.read += result.read
  tally.written += result.written
  tally.rejected += result.rejected
  tally.bytes += result.bytes
  for (const { code, column } of result.rejects) countReject(tally, code, column ?? '*', 1)
  if (result.rejectsNotKept > 0) countReject(tally, 'XW-D0111', '*', result.rejectsNotKept)
  for (const value of result.changed) {
    const key = `${value.column} ${value.code} ${value.became}`
    const found = tally.changed.get(key)
    if (found) found.count += value.count
    else tally.changed.set(key, { value, count: value.count })
  }
}

function countReject(tally: TableTally, code: RejectCode, column: string, count: number): void {
  const found = tally.rejects.get(`${code} ${column}`)
  if (found) found.count += count
  else tally.rejects.set(`${code} ${column}`, { code, column, count })
}

export const tableLoad = (tally: TableTally): TableLoad => ({
  table: tally.table,
  read: tally.read,
  written: tally.written,
  rejected: tally.rejected,
  bytes: tally.bytes,
  seconds: Math.max(0, tally.ended - tally.started) / 1000,
  chunks: tally.chunks,
  chunksBefore: tally.chunksBefore,
})

export const dottedSource = (table: TableMapping): string => `${table.source.schema}.${table.source.table}`

export const tableObject = (table: TableMapping): ObjectId =>
  objectId('table', qname(table.source.schema, table.source.table))

/** What a person must know of the table's load. */
export function tableFindings(tally: TableTally): readonly Finding[] {
  const at = { object: tableObject(tally.table), origin: noOrigin }
  const table = dottedSource(tally.table)
  const rejects = [...tally.rejects.values()].map(({ code, column, count }) =>
    finding('XW-D0009', at, { count, table, reason: code, column }),
  )
  const changes = [...tally.changed.values()].map(({ value, count }) =>
    finding('XW-D0008', at, { count, table, column: value.column, became: value.became, reason: value.code }),
  )
  const resumed =
    tally.chunksBefore > 0 && tally.chunksBefore < tally.chunks
      ? [finding('XW-D0005', at, { table, done: tally.chunksBefore, chunks: tally.chunks })]
      : []
  return [...rejects, ...changes, ...resumed]
}
