import type { CommitMark } from '../../../core/data/changes.js'
import { stateSql } from './catalogue.js'
import type { TaskHold } from './checkpoint.js'
import type { MessageBuffer } from './messages.js'
import { counter } from './row-writer.js'
import type { StatementRun } from './statement-run.js'
import { statement } from './statements.js'

/** Names the statement that finds out whether the task is still ours. */
export const fenceTag = -2
/** What the server says when it is not: there was no row to divide by. */
export const fencedCode = '22012'

const noTag = -1
const [text, int8, oidArray] = [25, 20, 1028]

/** Moves the checkpoint of our own epoch; when there is none, it fails, so that nothing behind it is carried out. */
const fenceSql = `
  WITH moved AS (
    UPDATE crosswalk.checkpoint SET position = $3, committed_at = timestamptz 'epoch' + $4 * interval '1 millisecond',
      transactions = transactions + $5, changes = changes + $6, updated_at = pg_catalog.clock_timestamp()
    WHERE task = $1 AND epoch = $2 RETURNING 1)
  SELECT 1 / pg_catalog.count(*) FROM moved`

/** What every transaction with rows begins and ends with, in one pipeline with them. Lives as long as its connection. */
export class TransactionFrame {
  readonly #hold: TaskHold
  readonly #relations: Buffer
  readonly #begin = statement('BEGIN', [])
  readonly #fence = statement(fenceSql, [text, int8, text, int8, int8, int8])
  readonly #state = statement(stateSql, [oidArray])

  constructor(hold: TaskHold, relations: readonly string[]) {
    this.#hold = hold
    this.#relations = oids(relations)
  }

  /** First of all, so that a stranger ends before it has touched a row, and the next owner of the task waits for us. */
  open(
    { pipeline }: StatementRun,
    mark: CommitMark,
    counts: { readonly transactions: number; readonly changes: number },
  ) {
    pipeline.bind(this.#begin)
    pipeline.run(noTag, 'any', counter.helping)
    const out = pipeline.bind(this.#fence)
    value(out, Buffer.from(this.#hold.task))
    value(out, int64(this.#hold.epoch))
    value(out, Buffer.from(mark.position))
    for (const number of [Math.round(mark.at), counts.transactions, counts.changes]) value(out, int64(number))
    pipeline.run(fenceTag, 1, counter.helping)
  }

  /** Behind the rows: its answer is for `judgeState`. */
  watch({ pipeline }: StatementRun): void {
    value(pipeline.bind(this.#state), this.#relations)
    pipeline.run(noTag, 1, counter.helping)
  }
}

function value(out: MessageBuffer, bytes: Buffer): void {
  out.int32(bytes.length)
  out.put(bytes, 0, bytes.length)
}

function int64(number: number | string): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(number))
  return bytes
}

/** An array of one dimension in binary form. */
function oids(values: readonly string[]): Buffer {
  const words = [1, 0, 26, values.length, 1, ...values.flatMap((oid) => [4, Number(oid)])]
  const bytes = Buffer.alloc(words.length * 4)
  for (const [at, word] of words.entries()) bytes.writeUInt32BE(word, at * 4)
  return values.length > 0 ? bytes : Buffer.alloc(12)
}
