import type { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { Chunk } from '../../../core/data/connector.js'
import type { ValuePolicies } from '../../../core/data/reject.js'
import { type ChunkResult, type ChunkWriter, type ReadCounts, TargetRefusal } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { ControlNames } from '../control-tables.js'
import type { StatementAnswer, StatementConnection } from '../statement-connection.js'
import { warningOf } from '../writing-session.js'
import { loadFailure } from './load-errors.js'
import { markChunkSql } from './load-ledger.js'
import type { TargetTable } from './target-table.js'

/** What every writer of a chunk needs. */
export interface ChunkContext {
  readonly connection: StatementConnection
  readonly endpoint: Endpoint
  readonly control: ControlNames
  readonly table: TableMapping
  readonly target: TargetTable
  readonly chunk: Chunk
  readonly policies: ValuePolicies
  /** Longest message that the server takes, in bytes. */
  readonly longest: number
}

export type KeepRejects = Parameters<ChunkWriter['commit']>[1]

/** The transaction of a chunk. @throws OperationError */
export async function beginChunk({ connection, endpoint }: ChunkContext): Promise<void> {
  try {
    await connection.run('START TRANSACTION')
  } catch (error) {
    throw loadFailure(endpoint, error)
  }
}

/** Never throws: when the connection is gone, so is the transaction. */
export async function rollbackChunk({ connection }: ChunkContext): Promise<void> {
  await connection.run('ROLLBACK').catch(() => undefined)
}

/** The server bends values with no more than a warning where a statement may, as LOAD DATA LOCAL may: here no row may be bent or passed over. */
export async function checkAnswer(context: ChunkContext, answer: StatementAnswer, rows: number): Promise<void> {
  const warning = await warningOf(context.connection, answer)
  if (warning) {
    const cause = Object.assign(new Error(warning[2] ?? ''), { errno: Number(warning[1]) })
    throw new TargetRefusal(warning[2] ?? 'the server has warned', { cause })
  }
  if (answer.affected !== rows) throw new TargetRefusal(`the server has taken ${answer.affected} of ${rows} rows`)
}

export async function commitChunk(
  context: ChunkContext,
  notes: ChunkNotes,
  counts: ReadCounts,
  written: number,
  keep: KeepRejects,
): Promise<ChunkResult> {
  const { connection, control, table, chunk, endpoint } = context
  const result = { read: counts.rows, bytes: counts.bytes, written, rejected: notes.rejected }
  if (result.written + result.rejected !== result.read)
    throw new OperationError('XW-S0002', {
      problem: `chunk ${chunk.index} of ${table.source.schema}.${table.source.table}: ${result.read} rows read, ${written} written, ${notes.rejected} rejected`,
    })
  if (notes.rejects.length > 0) await keep(notes.rejects)
  try {
    const [mark] = await connection.run(markChunkSql(control, table, chunk, result))
    if (mark?.affected !== 1)
      throw new OperationError('XW-S0206', {
        endpoint: endpointName(endpoint),
        reason: `chunk ${chunk.index} of ${table.target.schema}.${table.target.table} was loaded by another run`,
      })
    await connection.run('COMMIT')
  } catch (error) {
    throw loadFailure(endpoint, error)
  }
  return {
    ...result,
    rejects: notes.rejects,
    rejectsNotKept: notes.rejected - notes.rejects.length,
    changed: notes.changed,
  }
}
