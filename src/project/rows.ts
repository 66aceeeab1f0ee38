import { z } from 'zod'
import { stopReasons, tableStates, taskKinds, taskStatuses, validationStates } from './model.js'

/** Of the file's form. */
export const version = 1

const truth = z.preprocess((value) => value === 1 || value === true, z.boolean())
const time = z.number().nullable()

export const endpointRow = z.strictObject({
  name: z.string(),
  role: z.enum(['source', 'target']),
  engine: z.string(),
  url: z.string(),
  tls: z.string(),
  version: z.string().nullable(),
  testedAt: time,
})

export const taskHead = {
  ...{ name: z.string(), source: z.string(), target: z.string(), kind: z.enum(taskKinds) },
  ...{ status: z.enum(taskStatuses), stopReason: z.enum(stopReasons).nullable(), lastFailure: z.string().nullable() },
}

export const taskRow = z.strictObject({
  ...taskHead,
  words: z.preprocess((text) => JSON.parse(String(text)), z.record(z.string(), z.unknown())),
  createdAt: z.number(),
  freshStartAt: time,
  startedAt: time,
  stoppedAt: time,
  fullLoadStartedAt: time,
  fullLoadFinishedAt: time,
  owner: z.string().nullable(),
  stopAsked: truth,
})

const count = z.number()
export const tableRow = z.strictObject({
  ...{ SchemaName: z.string(), TableName: z.string() },
  ...{ Inserts: count, Deletes: count, Updates: count, Ddls: count },
  ...{ AppliedInserts: count, AppliedDeletes: count, AppliedUpdates: count, AppliedDdls: count },
  ...{ FullLoadRows: count, FullLoadCondtnlChkFailedRows: count, FullLoadErrorRows: count },
  ...{ FullLoadStartTime: time, FullLoadEndTime: time, FullLoadReloaded: truth, LastUpdateTime: z.number() },
  TableState: z.enum(tableStates),
  ...{ ValidationPendingRecords: count, ValidationFailedRecords: count, ValidationSuspendedRecords: count },
  ...{ ValidationState: z.enum(validationStates), ValidationStateDetails: z.string().nullable() },
  ...{ FullLoadBytes: count, FullLoadExpectedRows: count },
})

export const groupRow = z.strictObject({
  ...{ task: z.string(), state: z.enum(tableStates), tables: count, rows: count, expectedRows: count, bytes: count },
  ...{ rowsAside: count, changesAside: count, mismatches: count },
})

/** `TableStatistics` of all tasks, summed up by state. */
export const groupQuery = `
  SELECT task, TableState AS state, count(*) AS tables, sum(FullLoadRows) AS rows,
         sum(max(FullLoadRows, FullLoadExpectedRows)) AS expectedRows, sum(FullLoadBytes) AS bytes, sum(FullLoadErrorRows) AS rowsAside,
         sum(Inserts + Updates + Deletes - AppliedInserts - AppliedUpdates - AppliedDeletes) AS changesAside,
         sum(ValidationFailedRecords) AS mismatches
    FROM table_statistics GROUP BY task, TableState ORDER BY task, TableState`

export const endpointColumns = Object.keys(endpointRow.shape)
export const taskColumns = Object.keys(taskRow.shape)
export const tableColumns = Object.keys(tableRow.shape)

export const definitions = `
  CREATE TABLE endpoint (${endpointColumns.join(', ')}, PRIMARY KEY (name)) WITHOUT ROWID;
  CREATE TABLE task (${taskColumns.join(', ')}, PRIMARY KEY (name)) WITHOUT ROWID;
  CREATE TABLE table_statistics (task, ${tableColumns.join(', ')}, PRIMARY KEY (task, SchemaName, TableName)) WITHOUT ROWID;
  PRAGMA user_version = ${version};`

export type Cell = string | number | null

/** A field of a record as SQLite holds it. */
export function field(record: object, name: string): Cell {
  const value: unknown = Reflect.get(record, name)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** The row without what the driver adds to it. */
export const plain = (row: unknown): unknown => {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== '_metadata'))
}
