import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownProcess } from '../../src/core/process/identity.js'
import { newTable, type TaskRecord } from '../../src/project/model.js'
import { openProject } from '../../src/project/sqlite-store.js'

export const tasks = 100
const tablesEach = 100
export const largeTask = 'large'
export const largeTables = 10_000

/** A project of a hundred tasks that run, with a hundred tables each, and one task of ten thousand. */
export function seedFleet(project: string): void {
  const store = openProject(project)
  const at = { version: '1', testedAt: null, tls: 'disable' }
  store.saveEndpoint({ ...at, name: 'src', role: 'source', engine: 'source', url: 'source://u@127.0.0.1:1/x' })
  store.saveEndpoint({ ...at, name: 'dst', role: 'target', engine: 'target', url: 'target://u@127.0.0.1:1/x' })
  for (let task = 0; task < tasks; task++) addTask(store, nameOf(task), tablesEach)
  addTask(store, largeTask, largeTables)
  store.close()
  for (let task = 0; task < tasks; task++) mkdirSync(join(project, 'tasks', nameOf(task)), { recursive: true })
}

const nameOf = (task: number): string => `task-${String(task).padStart(3, '0')}`

function addTask(store: ReturnType<typeof openProject>, name: string, tables: number): void {
  const now = Date.now()
  const task: TaskRecord = {
    ...{ name, source: 'src', target: 'dst', kind: 'full-load-and-cdc', words: {}, status: 'running' },
    ...{ stopReason: null, lastFailure: null, createdAt: now, freshStartAt: now, startedAt: now, stoppedAt: null },
    ...{ fullLoadStartedAt: now, fullLoadFinishedAt: null, owner: ownProcess(), stopAsked: false },
  }
  store.addTask(task)
  store.saveTables(
    name,
    Array.from({ length: tables }, (_, index) => ({
      ...newTable('shop', `table_${String(index).padStart(5, '0')}`, now),
      ...{ FullLoadExpectedRows: 1_000_000, TableState: 'Full load' as const, FullLoadStartTime: now },
    })),
  )
}

/** What every run tells in one second: all its tables, and its metrics. From a process of its own, as runs are. */
export function tellAll(project: string, round: number): void {
  const store = openProject(project)
  for (let task = 0; task < tasks; task++) {
    const name = nameOf(task)
    const changes = Array.from({ length: tablesEach }, (_, index) => ({
      ...{ SchemaName: 'shop', TableName: `table_${String(index).padStart(5, '0')}` },
      ...{ FullLoadRows: round * 1000 + task, LastUpdateTime: Date.now() },
    }))
    store.saveTables(name, changes)
    const metrics = [
      `crosswalk_full_load_rows_total{side="target",task="${name}"} ${round * 1000}`,
      `crosswalk_cdc_latency_target_seconds{task="${name}"} ${round % 50}`,
    ]
    writeFileSync(join(project, 'tasks', name, 'metrics.prom'), `${metrics.join('\n')}\n`)
  }
  store.close()
}
