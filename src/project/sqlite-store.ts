import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'
import { makeFolder } from '../core/process/make-folder.js'
import {
  type EndpointRecord,
  newTable,
  stopReasons,
  type TableStatistics,
  type TaskRecord,
  tableStates,
  taskKinds,
  taskStatuses,
  validationStates,
} from './model.js'
import type { ProjectStore, TableChange } from './store.js'

const fileName = 'crosswalk.db'
const version = 1

const truth = z.preprocess((value) => value === 1 || value === true, z.boolean())
const time = z.number().nullable()

const endpointRow = z.strictObject({
  name: z.string(),
  role: z.enum(['source', 'target']),
  engine: z.string(),
  url: z.string(),
  tls: z.string(),
  version: z.string().nullable(),
  testedAt: time,
})

const taskRow = z.strictObject({
  name: z.string(),
  source: z.string(),
  target: z.string(),
  kind: z.enum(taskKinds),
  words: z.preprocess((text) => JSON.parse(String(text)), z.record(z.string(), z.unknown())),
  status: z.enum(taskStatuses),
  stopReason: z.enum(stopReasons).nullable(),
  lastFailure: z.string().nullable(),
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
const tableRow = z.strictObject({
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

const endpointColumns = Object.keys(endpointRow.shape)
const taskColumns = Object.keys(taskRow.shape)
const tableColumns = Object.keys(tableRow.shape)

const definitions = `
  CREATE TABLE endpoint (${endpointColumns.join(', ')}, PRIMARY KEY (name)) WITHOUT ROWID;
  CREATE TABLE task (${taskColumns.join(', ')}, PRIMARY KEY (name)) WITHOUT ROWID;
  CREATE TABLE table_statistics (task, ${tableColumns.join(', ')}, PRIMARY KEY (task, SchemaName, TableName)) WITHOUT ROWID;
  PRAGMA user_version = ${version};`

export const hasProject = (folder: string): boolean => existsSync(join(folder, fileName))

/**
 * Opens the store of a project folder, and makes it when there is none.
 * @throws OperationError XW-S0712 when the file is not one of ours, or of a later version
 */
export function openProject(folder: string): ProjectStore {
  const path = join(folder, fileName)
  makeFolder(folder, 0o700)
  try {
    const database = new Database(path)
    chmodSync(path, 0o600)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL;')
    prepare(database, path)
    return new SqliteStore(database, path)
  } catch (error) {
    if (error instanceof OperationError) throw error
    throw broken(path, error)
  }
}

function prepare(database: Database.Database, path: string): void {
  const known = (): number =>
    z.object({ user_version: z.number() }).parse(database.prepare('PRAGMA user_version').get()).user_version
  if (known() === 0) {
    // Two processes may begin at once; the second finds what the first has made.
    database.exec('BEGIN IMMEDIATE')
    if (known() === 0) database.exec(definitions)
    database.exec('COMMIT')
  }
  if (known() !== version) throw broken(path, new Error(`its version is ${known()}, this program knows ${version}`))
}

const broken = (path: string, error: unknown) =>
  new OperationError(
    'XW-S0712',
    { path, problem: error instanceof Error ? error.message : String(error) },
    { cause: error },
  )

class SqliteStore implements ProjectStore {
  readonly #database: Database.Database
  readonly #path: string

  constructor(database: Database.Database, path: string) {
    this.#database = database
    this.#path = path
  }

  endpoints(): readonly EndpointRecord[] {
    return this.#rows(endpointRow, 'SELECT * FROM endpoint ORDER BY name')
  }

  endpoint(name: string): EndpointRecord | undefined {
    return this.#rows(endpointRow, 'SELECT * FROM endpoint WHERE name = ?', name)[0]
  }

  saveEndpoint(endpoint: EndpointRecord): void {
    this.#put('INSERT OR REPLACE', 'endpoint', endpointColumns, endpoint)
  }

  removeEndpoint(name: string): void {
    this.#run('DELETE FROM endpoint WHERE name = ?', name)
  }

  tasks(): readonly TaskRecord[] {
    return this.#rows(taskRow, 'SELECT * FROM task ORDER BY name')
  }

  task(name: string): TaskRecord | undefined {
    return this.#rows(taskRow, 'SELECT * FROM task WHERE name = ?', name)[0]
  }

  addTask(task: TaskRecord): boolean {
    return this.#put('INSERT OR IGNORE', 'task', taskColumns, { ...task, words: JSON.stringify(task.words) }) === 1
  }

  replaceTask(before: TaskRecord, after: TaskRecord): boolean {
    const columns = taskColumns.filter((name) => name !== 'name' && name !== 'stopAsked')
    const values = columns.map((name) => (name === 'words' ? JSON.stringify(after.words) : field(after, name)))
    const starts = after.status === 'starting' ? ', stopAsked = 0' : ''
    const changed = this.#run(
      `UPDATE task SET ${columns.map((name) => `${name} = ?`).join(', ')}${starts}
        WHERE name = ? AND (status = ? OR status IN ('starting', 'running', 'stopping')) AND startedAt IS ?`,
      ...[...values, before.name, before.status, before.startedAt],
    )
    return changed === 1
  }

  removeTask(name: string): void {
    this.clearTables(name)
    this.#run('DELETE FROM task WHERE name = ?', name)
  }

  askToStop(name: string): void {
    this.#run('UPDATE task SET stopAsked = 1 WHERE name = ?', name)
  }

  tables(task: string): readonly TableStatistics[] {
    const sql = `SELECT ${tableColumns.join(', ')} FROM table_statistics WHERE task = ? ORDER BY SchemaName, TableName`
    return this.#rows(tableRow, sql, task)
  }

  saveTables(task: string, changes: readonly TableChange[]): void {
    if (changes.length === 0) return
    this.#guard(() => {
      this.#database.exec('BEGIN IMMEDIATE')
      try {
        for (const change of changes) this.#saveTable(task, change)
        this.#database.exec('COMMIT')
      } catch (error) {
        this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }

  #saveTable(task: string, change: TableChange): void {
    const { SchemaName, TableName, ...more } = change
    const fresh = { task, ...newTable(SchemaName, TableName, Date.now()) }
    this.#put('INSERT OR IGNORE', 'table_statistics', ['task', ...tableColumns], fresh)
    const names = tableColumns.filter((name) => name in more)
    if (names.length === 0) return
    const sql = `UPDATE table_statistics SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE task = ? AND SchemaName = ? AND TableName = ?`
    this.#run(sql, ...names.map((name) => field(more, name)), task, SchemaName, TableName)
  }

  clearTables(task: string): void {
    this.#run('DELETE FROM table_statistics WHERE task = ?', task)
  }

  close(): void {
    this.#database.close()
  }

  #put(how: 'INSERT OR REPLACE' | 'INSERT OR IGNORE', table: string, columns: readonly string[], row: object): number {
    const holes = columns.map(() => '?').join(', ')
    const sql = `${how} INTO ${table} (${columns.join(', ')}) VALUES (${holes})`
    return this.#run(sql, ...columns.map((name) => field(row, name)))
  }

  #run(sql: string, ...values: readonly Cell[]): number {
    return this.#guard(() => this.#database.prepare(sql).run(...values).changes)
  }

  #rows<T>(schema: z.ZodType<T>, sql: string, ...values: readonly Cell[]): readonly T[] {
    return this.#guard(() =>
      this.#database
        .prepare(sql)
        .all(...values)
        .map((row) => schema.parse(plain(row))),
    )
  }

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw broken(this.#path, error)
    }
  }
}

type Cell = string | number | null

/** A field of a record as SQLite holds it. */
function field(record: object, name: string): Cell {
  const value: unknown = Reflect.get(record, name)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** The row without what the driver adds to it. */
const plain = (row: unknown): unknown => {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== '_metadata'))
}
