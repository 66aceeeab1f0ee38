import { z } from 'zod'
import { tableStates, validationStates } from '../project/model.js'
import { endpointRow, taskHead } from '../project/rows.js'
import { healths } from './cards.js'
import { roles } from './rights.js'

/** Names of endpoints and tasks: they are words of command lines and names of folders. */
export const name = z.string().regex(/^\w[\w.-]{0,59}$/, 'expected up to 60 letters, digits, _ . -')
export const named = z.strictObject({ name })
export const identified = z.strictObject({ id: z.string().regex(/^[\da-f]{16}$/) })

const time = z.string().nullable()
const count = z.number().int()

/** Its URL has no password. */
export const endpoint = z.object({ ...endpointRow.shape, testedAt: time })

export const sample = z.object({
  at: z.string(),
  sourceLagSeconds: z.number(),
  targetLagSeconds: z.number(),
  loadedRowsPerSecond: count,
  capturedChangesPerSecond: count,
  appliedChangesPerSecond: count,
  waitingChanges: z.number(),
  waitingBytes: z.number(),
  state: z.enum(['catching-up', 'in-sync', 'waiting']).nullable(),
})

export const movesShape = {
  cutover: z.enum(['begun', 'done']).nullable(),
  wayBack: z.enum(['open', 'returning', 'ended']).nullable(),
}

export const taskCard = z.object({
  ...taskHead,
  health: z.enum(healths),
  next: z.string(),
  ...movesShape,
  statistics: z.object({
    ...{ FullLoadProgressPercent: count, TablesLoaded: count, TablesLoading: count },
    ...{ TablesQueued: count, TablesErrored: count, FreshStartDate: time, StartDate: time, StopDate: time },
    ...{ FullLoadStartDate: time, FullLoadFinishDate: time },
  }),
  ...{ tables: count, rows: count, expectedRows: count, rowsAside: count, changesAside: count, mismatches: count },
  now: sample.nullable(),
})

export const tableStatistics = z.object({
  ...{ SchemaName: z.string(), TableName: z.string() },
  ...{ Inserts: count, Deletes: count, Updates: count, Ddls: count },
  ...{ AppliedInserts: count, AppliedDeletes: count, AppliedUpdates: count, AppliedDdls: count },
  ...{ FullLoadRows: count, FullLoadCondtnlChkFailedRows: count, FullLoadErrorRows: count },
  ...{ FullLoadStartTime: count.nullable(), FullLoadEndTime: count.nullable(), FullLoadReloaded: z.boolean() },
  ...{ LastUpdateTime: count, TableState: z.enum(tableStates) },
  ...{ ValidationPendingRecords: count, ValidationFailedRecords: count, ValidationSuspendedRecords: count },
  ...{ ValidationState: z.enum(validationStates), ValidationStateDetails: z.string().nullable() },
  ...{ FullLoadBytes: count, FullLoadExpectedRows: count },
})

export const operation = z.object({
  ...{ id: z.string(), what: z.string(), subject: z.string(), state: z.enum(['running', 'done', 'failed']) },
  ...{ startedAt: z.string(), endedAt: time, exit: count.nullable() },
  problem: z.looseObject({ code: z.string(), detail: z.string() }).nullable(),
  lines: z.array(z.string()),
})

export const session = z.object({ role: z.enum(roles), csrf: z.string() })

export const conversion = z.object({
  ...{ id: z.string(), name: z.string(), source: z.string().nullable(), from: z.string().nullable(), to: z.string() },
  ...{ startedAt: z.string(), isDone: z.boolean() },
})

/** Lists are bounded; `cursor` of one page asks for the next. */
export const limit = z.coerce.number().int().min(1).max(1000).default(100)
