import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import type { TableProgress } from '../../../src/core/progress/progress.js'
import { TaskRecorder } from '../../../src/project/recorder.js'
import { openProject } from '../../../src/project/sqlite-store.js'
import type { ProjectStore } from '../../../src/project/store.js'

let folder: string
let store: ProjectStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-recorder-'))
  store = openProject(folder)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const table = (name: string): TableMapping => ({
  ...{ source: { schema: 's', table: name }, target: { schema: 's', table: name }, columns: [], key: [] },
})
const loaded = (state: TableProgress['state'], rows: number, rejected = 0): TableProgress => ({
  ...{ kind: 'table', phase: 'load', table: 's.a', state, rows, totalRows: 10, exact: true, bytes: rows * 8, rejected },
})
const none = { insert: 0, update: 0, delete: 0, truncate: 0, definition: 0 }

it('what a task tells is in the file, in the words of AWS DMS, and counts go on over restarts', () => {
  const first = new TaskRecorder({ store, task: 't', onStopAsked: () => undefined })
  first.planned([table('a'), table('b')], [{ table: table('c'), reason: 'refused' }])
  expect(store.tables('t').map((one) => [one.TableName, one.TableState])).toEqual([
    ...[
      ['a', 'Before load'],
      ['b', 'Before load'],
      ['c', 'Table error'],
    ],
  ])
  first.onProgress(loaded('running', 4))
  first.flush()
  expect(store.tables('t')[0]).toMatchObject({ TableState: 'Full load', FullLoadRows: 4, FullLoadEndTime: null })
  first.onProgress(loaded('done', 9, 1))
  first.onProgress({
    kind: 'applied',
    phase: 'changes',
    tables: [{ table: 's.a', applied: { ...none, insert: 3, truncate: 1 }, setAside: { ...none, delete: 2 } }],
  })
  first.close()
  const second = new TaskRecorder({ store, task: 't', onStopAsked: () => undefined })
  second.onProgress({
    kind: 'applied',
    phase: 'changes',
    tables: [{ table: 's.a', applied: { ...none, insert: 1, delete: 5 }, setAside: none }],
  })
  second.close()
  expect(store.tables('t')[0]).toMatchObject({
    ...{ TableState: 'Table completed', FullLoadRows: 9, FullLoadErrorRows: 1, FullLoadReloaded: false },
    ...{ Inserts: 4, AppliedInserts: 4, Deletes: 7, AppliedDeletes: 5, Ddls: 1, FullLoadEndTime: expect.any(Number) },
  })
})

it('a table that gets its cached changes while others are loaded says so', () => {
  const recorder = new TaskRecorder({ store, task: 't', onStopAsked: () => undefined })
  recorder.planned([table('a'), table('b')], [])
  const told = (state: 'applying' | 'over', ...tables: string[]) => {
    recorder.onProgress({ kind: 'cached', phase: 'changes', state, tables })
    recorder.flush()
    return store.tables('t').map((one) => one.TableState)
  }
  recorder.onProgress(loaded('done', 9))
  expect(told('applying', 's.a')).toEqual(['Cached changes', 'Before load'])
  expect(told('over', 's.a', 's.b')).toEqual(['Table completed', 'Before load'])
  recorder.close()
})

it('a table that is loaded anew says so', () => {
  const recorder = new TaskRecorder({ store, task: 't', onStopAsked: () => undefined, reloading: true })
  recorder.onProgress(loaded('running', 1))
  recorder.close()
  expect(store.tables('t')[0]).toMatchObject({ TableState: 'Table is being reloaded', FullLoadReloaded: true })
})

it('a wish to stop reaches the run within moments, once', async () => {
  let told = 0
  store.addTask({
    ...{
      name: 't',
      source: 'a',
      target: 'b',
      kind: 'cdc',
      words: {},
      status: 'running',
      stopReason: null,
      lastFailure: null,
    },
    ...{
      createdAt: 1,
      freshStartAt: 1,
      startedAt: 1,
      stoppedAt: null,
      fullLoadStartedAt: null,
      fullLoadFinishedAt: null,
    },
    ...{ owner: null, stopAsked: false },
  })
  const recorder = new TaskRecorder({ store, task: 't', onStopAsked: () => void told++ })
  const other = openProject(folder)
  other.askToStop('t')
  other.close()
  await sleep(2500)
  recorder.close()
  expect(told).toBe(1)
})
