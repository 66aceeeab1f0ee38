import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RejectRecord } from '../core/data/reject.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { makeFolder } from '../core/process/make-folder.js'

/** Reject records as one JSON object per line, one file per target table. */
export interface RejectFiles {
  /** Lines of a chunk that is loaded again after a crash may come twice; `chunk` tells. */
  append(table: TableMapping, chunk: number, rejects: readonly RejectRecord[]): Promise<void>
  /** Removes what an earlier load of the table left. */
  forget(table: TableMapping): Promise<void>
  pathOf(table: TableMapping): string
}

export function rejectFiles(folder: string): RejectFiles {
  const pathOf = (table: TableMapping): string => join(folder, `${fileName(table)}.ndjson`)
  return {
    pathOf,
    async append(table, chunk, rejects) {
      const path = pathOf(table)
      const lines = rejects.map((reject) => `${JSON.stringify({ table: sourceOf(table), chunk, ...reject })}\n`)
      try {
        makeFolder(folder)
        await appendFile(path, lines.join(''))
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new OperationError('XW-S0020', { action: 'write', path, reason }, { cause })
      }
    },
    forget: (table) => rm(pathOf(table), { force: true }),
  }
}

const sourceOf = (table: TableMapping): string => `${table.source.schema}.${table.source.table}`

/** Names may hold anything; a file name may not, and must not leave the folder. */
const fileName = ({ target }: TableMapping): string =>
  `${target.schema}.${target.table}`.replace(
    /[^\p{L}\p{N}._ -]/gu,
    (character) => `%${character.codePointAt(0)?.toString(16)}`,
  )
