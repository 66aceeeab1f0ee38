import { chmodSync } from 'node:fs'
import Database from 'libsql'
import { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'
import { makeFolder } from '../core/process/make-folder.js'
import { type EndpointRecord, newTable, type TableGroup, type TableStatistics, type TaskRecord } from './model.js'
import { storePath } from './place.js'
import {
  type Cell,
  definitions,
  endpointColumns,
  endpointRow,
  field,
  groupQuery,
  groupRow,
  plain,
  tableColumns,
  tableRow,
  taskColumns,
  taskRow,
  version,
} from './rows.js'
import type { ProjectStore, TableChange, TablePage } from './store.js'

/**
 * Opens the store of a project folder, and makes it when there is none.
 * @throws OperationError XW-S0712 when the file is not one of ours, or of a later version
 */
export function openProject(folder: string): ProjectStore {
  const path = storePath(folder)
  makeFolder(folder, 0o700)
  try {
    const database = new Database(path)
    chmodSync(path, 0o600)
    database.exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
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

  tablePage(task: string, { after, since, limit }: TablePage): readonly TableStatistics[] {
    const [schema, table] = after ?? ['', '']
    const sql = `SELECT ${tableColumns.join(', ')} FROM table_statistics
      WHERE task = ? AND (SchemaName, TableName) > (?, ?) AND LastUpdateTime >= ? ORDER BY SchemaName, TableName LIMIT ?`
    return this.#rows(tableRow, sql, task, schema, table, since ?? 0, limit)
  }

  tableGroups(): readonly TableGroup[] {
    return this.#rows(groupRow, groupQuery)
  }

  revision(): number {
    return this.#rows(z.object({ data_version: z.number() }), 'PRAGMA data_version')[0]?.data_version ?? 0
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
