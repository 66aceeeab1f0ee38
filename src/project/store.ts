import type { EndpointRecord, TableStatistics, TaskRecord } from './model.js'

/** What has become of one table: only the columns that changed. */
export type TableChange = Pick<TableStatistics, 'SchemaName' | 'TableName'> & Partial<TableStatistics>

/** What a project folder remembers. Every call is one transaction of its file; other processes see it at once. */
export interface ProjectStore {
  endpoints(): readonly EndpointRecord[]
  endpoint(name: string): EndpointRecord | undefined
  /** Takes the place of one with the same name. */
  saveEndpoint(endpoint: EndpointRecord): void
  removeEndpoint(name: string): void
  tasks(): readonly TaskRecord[]
  task(name: string): TaskRecord | undefined
  /** False: there is one with that name. */
  addTask(task: TaskRecord): boolean
  /** False: it is not any more what `before` says of status, owner and times. A wish to stop is kept. */
  replaceTask(before: TaskRecord, after: TaskRecord): boolean
  removeTask(name: string): void
  askToStop(name: string): void
  /** In the order of their names. */
  tables(task: string): readonly TableStatistics[]
  /** Adds tables that are new, and changes the columns that are named; others may be another process's. */
  saveTables(task: string, changes: readonly TableChange[]): void
  /** Forgets all tables of a task. */
  clearTables(task: string): void
  close(): void
}
