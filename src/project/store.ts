import type { EndpointRecord, TableGroup, TableStatistics, TaskRecord } from './model.js'

/** What has become of one table: only the columns that changed. */
export type TableChange = Pick<TableStatistics, 'SchemaName' | 'TableName'> & Partial<TableStatistics>

/** Some of the tables of a task. */
export interface TablePage {
  /** Those behind this one, in the order of their names. */
  readonly after?: readonly [schema: string, table: string]
  /** Those that changed at this time or later, ms since 1970. */
  readonly since?: number
  readonly limit: number
}

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
  tablePage(task: string, page: TablePage): readonly TableStatistics[]
  /** Tables of all tasks counted by state: cheap, however many there are. */
  tableGroups(): readonly TableGroup[]
  /** Another number whenever another process has written. */
  revision(): number
  /** Adds tables that are new, and changes the columns that are named; others may be another process's. */
  saveTables(task: string, changes: readonly TableChange[]): void
  /** Forgets all tables of a task. */
  clearTables(task: string): void
  close(): void
}
