import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import { ownProcess } from '../../../src/core/process/identity.js'
import type { EndpointRecord, TaskRecord } from '../../../src/project/model.js'
import { openProject } from '../../../src/project/sqlite-store.js'
import { demand, moveTask, settled, taskOf } from '../../../src/project/states.js'
import { taskStatistics } from '../../../src/project/statistics.js'
import type { ProjectStore } from '../../../src/project/store.js'

let folder: string
let store: ProjectStore
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'crosswalk-project-')), 'new')
  store = openProject(folder)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const endpoint: EndpointRecord = {
  ...{ name: 'src', role: 'source', engine: 'x', url: 'x://u@h/d?passwordVariable=P', tls: 'verify-full' },
  ...{ version: '1.2', testedAt: 5 },
}

const task = (name: string, more: Partial<TaskRecord> = {}): TaskRecord => ({
  ...{
    name,
    source: 'src',
    target: 'dst',
    kind: 'full-load-and-cdc',
    status: 'ready',
    stopReason: null,
    lastFailure: null,
  },
  ...{
    createdAt: 1,
    freshStartAt: null,
    startedAt: null,
    stoppedAt: null,
    fullLoadStartedAt: null,
    fullLoadFinishedAt: null,
  },
  ...{ owner: null, stopAsked: false, words: { schema: ['shop'], validate: true } },
  ...more,
})

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof OperationError) return error.code
    throw error
  }
  return 'none'
}

describe('the store of a project', () => {
  it('keeps endpoints and tasks, and shows them to another process at once; nobody else may read the file', () => {
    store.saveEndpoint(endpoint)
    expect(store.addTask(task('a'))).toBe(true)
    expect(store.addTask(task('a', { kind: 'cdc' }))).toBe(false)
    const other = openProject(folder)
    expect(other.endpoints()).toEqual([endpoint])
    expect(other.task('a')).toEqual(task('a'))
    other.close()
    expect(statSync(join(folder, 'crosswalk.db')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('changes only the columns of a table that are named, so that two processes may write', () => {
    const other = openProject(folder)
    store.saveTables('a', [{ SchemaName: 's', TableName: 't', FullLoadRows: 7, TableState: 'Full load' }])
    other.saveTables('a', [{ SchemaName: 's', TableName: 't', ValidationState: 'Validated' }])
    store.saveTables('a', [{ SchemaName: 's', TableName: 't', FullLoadRows: 9 }])
    expect(other.tables('a')).toMatchObject([
      { FullLoadRows: 9, TableState: 'Full load', ValidationState: 'Validated', Inserts: 0 },
    ])
    store.clearTables('a')
    expect(other.tables('a')).toEqual([])
    other.close()
  })

  it('is refused when it is no store, or of another version (XW-S0712)', () => {
    store.close()
    writeFileSync(join(folder, 'crosswalk.db'), 'no database, but more than a hundred bytes'.repeat(9))
    rmSync(join(folder, 'crosswalk.db-wal'), { force: true })
    rmSync(join(folder, 'crosswalk.db-shm'), { force: true })
    expect(codeOf(() => openProject(folder))).toBe('XW-S0712')
    rmSync(join(folder, 'crosswalk.db'))
    store = openProject(folder)
  })
})

describe('a task', () => {
  it('is started by one of two processes only (XW-S0711)', () => {
    store.addTask(task('a'))
    const seen = taskOf(store, 'a')
    const running = { startedAt: 7, owner: ownProcess() }
    expect(moveTask(store, seen, 'starting', running).status).toBe('starting')
    expect(codeOf(() => moveTask(store, seen, 'starting', { ...running, startedAt: 8 }))).toBe('XW-S0711')
  })

  it('that nobody runs any more has failed, and can be resumed', () => {
    store.addTask(task('a'))
    const starting = moveTask(store, taskOf(store, 'a'), 'starting', { startedAt: 7, owner: '999999999 1' })
    moveTask(store, starting, 'running')
    const found = taskOf(store, 'a')
    expect(found).toMatchObject({ status: 'failed', stopReason: 'RECOVERABLE_ERROR', owner: null })
    expect(() => demand(found, 'resume')).not.toThrow()
    expect(moveTask(store, found, 'starting', { startedAt: 9, owner: ownProcess() }).status).toBe('starting')
    expect(settled(task('b', { status: 'running', owner: ownProcess() })).status).toBe('running')
  })

  test.each([
    ['start', 'stopped'],
    ['resume', 'ready'],
    ['stop', 'stopped'],
    ['delete', 'running'],
  ] as const)('cannot be asked to %s when it is %s (XW-S0711)', (verb, status) => {
    expect(codeOf(() => demand(task('a', { status, owner: ownProcess() }), verb))).toBe('XW-S0711')
  })

  it('that does not exist is told (XW-S0710)', () => {
    expect(codeOf(() => taskOf(store, 'none'))).toBe('XW-S0710')
  })

  it('keeps a wish to stop until it starts again', () => {
    store.addTask(task('a', { status: 'running', owner: ownProcess(), startedAt: 1 }))
    store.askToStop('a')
    const running = taskOf(store, 'a')
    expect(running.stopAsked).toBe(true)
    expect(moveTask(store, running, 'stopped', { owner: null }) && store.task('a')?.stopAsked).toBe(true)
    moveTask(store, taskOf(store, 'a'), 'starting', { startedAt: 2, owner: ownProcess(), stopAsked: false })
    expect(store.task('a')?.stopAsked).toBe(false)
  })

  it('has the statistics of its tables', () => {
    store.saveTables('a', [
      { SchemaName: 's', TableName: 't', TableState: 'Table completed', FullLoadRows: 10, FullLoadExpectedRows: 10 },
      { SchemaName: 's', TableName: 'u', TableState: 'Full load', FullLoadRows: 20, FullLoadExpectedRows: 90 },
      { SchemaName: 's', TableName: 'v', TableState: 'Table error' },
    ])
    const statistics = taskStatistics(task('a', { status: 'running', startedAt: 1000 }), store.tables('a'), 3500)
    expect(statistics).toMatchObject({
      FullLoadProgressPercent: 30,
      ElapsedTimeMillis: 2500,
      TablesLoaded: 1,
      TablesLoading: 1,
      TablesErrored: 1,
    })
    expect(statistics.StartDate).toBe('1970-01-01T00:00:01.000Z')
  })
})
