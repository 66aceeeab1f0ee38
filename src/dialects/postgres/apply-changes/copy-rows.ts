import type pg from 'pg'
import type { Tuple } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { CopyIn } from '../data/copy-in.js'
import { RowBuffer } from '../data/row-buffer.js'
import { PipelineFault } from './pipeline.js'
import type { ApplyTable } from './tables.js'

/** New rows in the format of the load. Rejects with a PipelineFault when one of them is refused. */
export async function copyRows(
  client: pg.Client,
  table: ApplyTable,
  place: number,
  rows: readonly Tuple[],
): Promise<void> {
  let copy: CopyIn | undefined
  try {
    copy = await CopyIn.open(client, table.copySql)
    const out = new RowBuffer(table.columns.length, 0)
    out.attach(copy)
    for (const row of rows) {
      out.beginRow()
      out.put(row, 0, row.length)
      out.endRow()
      if (out.full) await out.drained()
    }
    await out.flush()
    await copy.finish()
    if (copy.rows !== rows.length)
      throw new OperationError('XW-S0002', { problem: `${copy.rows} of ${rows.length} rows went into ${table.name}` })
  } catch (cause) {
    await copy?.cancel()
    if (cause instanceof OperationError) throw cause
    throw new PipelineFault(place, `rows of ${table.name} were refused`, { cause })
  }
}
