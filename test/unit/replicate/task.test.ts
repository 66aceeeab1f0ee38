import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, Position, RefusedChange } from '../../../src/core/data/changes.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import type { AppliedCounts, ProgressEvent } from '../../../src/core/progress/progress.js'
import type { Loader, ReplicateRequest } from '../../../src/replicate/request.js'
import { replicate } from '../../../src/replicate/task.js'
import { takeTask } from '../../../src/replicate/task-lock.js'
import { MemorySource } from '../../support/replication/memory-source.js'
import { deleted, fieldsOf, gone, inserted, MemoryTarget, updated } from '../../support/replication/memory-target.js'

let folder: string
let source: MemorySource
let target: MemoryTarget
/** What was asked of the loader and of what follows the load. */
let calls: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-task-'))
  source = new MemorySource()
  target = new MemoryTarget()
  calls = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const endpoint: Endpoint = {
  ...{ dialect: 'memory', host: 'none', port: 0, user: 'nobody', tls: { mode: 'disable' }, parameters: {} },
}
const tables: readonly TableMapping[] = [
  { source: { schema: 'shop', table: 'items' }, target: { schema: 'shop', table: 'items' }, columns: [], key: ['key'] },
]

/** The rows that the first events of the log leave. */
function rowsAfter(events: number): Map<string, string> {
  const rows = new Map<string, string>()
  for (const event of source.log.slice(0, events))
    if (event.kind === 'transaction') for (const change of event.changes) enact(rows, change)
  return rows
}

function enact(rows: Map<string, string>, change: Change): void {
  if (change.kind === 'truncate') rows.clear()
  if (change.kind === 'update' || change.kind === 'delete') rows.delete(fieldsOf(change.before)[0])
  if (change.kind === 'insert' || change.kind === 'update') rows.set(...fieldsOf(change.after))
}

const expected = () => Object.fromEntries([...rowsAfter(source.log.length)].sort())

/** A load that reads one state, while `during` happens behind it. */
const consistent =
  (during: () => void = () => undefined): Loader =>
  async (manner) => {
    calls.push(`load ${manner}`)
    const at = source.log.length
    target.state = { ...target.state, rows: rowsAfter(at) }
    during()
    return String(at)
  }

const request = (load: Loader = consistent(), options: ReplicateRequest['options'] = {}): ReplicateRequest => ({
  ...{ task: 'shop', folder, tables, reader: 'r', load },
  source: { changes: source, endpoint },
  target: { changes: target, endpoint },
  complete: async (what) => void calls.push(`complete ${what}`),
  options: { untilCaughtUp: true, ...options, limits: { retryWait: 1, ...options?.limits } },
})

const never: Loader = async () => {
  throw new Error('it was loaded twice')
}

describe('a task', () => {
  it('loads, then applies what changed since, and ends where the log ended', async () => {
    source.commit(inserted('a', '1'), inserted('b', '1'))
    const result = await replicate(
      request(
        consistent(() => {
          source.commit(updated('a', '1', '2'))
          source.commit(deleted('b', '1'), inserted('c', '1'))
        }),
      ),
    )
    expect(target.rows).toEqual({ a: '2', c: '1' })
    expect(calls).toEqual(['load first', 'complete all'])
    expect(result).toMatchObject({ ended: 'caught-up', loaded: true, transactions: 2, changes: 3, position: '3' })
  })

  it('tells what it read, and what it did to each table when that is on the target', async () => {
    const told: ProgressEvent[] = []
    const load = consistent(() => {
      source.commit(inserted('a', '1'), updated('a', '1', '2'))
      source.commit(deleted('a', '2'))
    })
    await replicate({ ...request(load), onProgress: (event) => void told.push(event) })
    const applied = told.flatMap((event) => (event.kind === 'applied' ? event.tables : []))
    const sum = (pick: (counts: AppliedCounts) => number) => applied.reduce((all, one) => all + pick(one), 0)
    expect([
      sum(({ applied: by }) => by.insert),
      sum(({ applied: by }) => by.update),
      sum(({ applied: by }) => by.delete),
    ]).toEqual([1, 1, 1])
    const last = told.filter((event) => event.kind === 'changes').at(-1)
    expect(last).toMatchObject({ captured: { transactions: 2, changes: 3 }, waitingBytes: 0, memoryBytes: 0 })
  })

  it('keeps its checkpoint where a source sends more than was asked for', async () => {
    source.commit(inserted('a', '1'))
    await replicate(request())
    source.sendsPast = 1
    source.commit(inserted('b', '1'))
    source.commit(inserted('c', '1'))
    expect(await replicate(request(never))).toMatchObject({ position: '3' })
    expect(await replicate(request(never))).toMatchObject({ position: '3', transactions: 0 })
    expect(target.rows).toEqual({ a: '1', b: '1', c: '1' })
  })

  it('goes on from the checkpoint, without a second load', async () => {
    source.commit(inserted('a', '1'))
    await replicate(request())
    source.commit(inserted('b', '1'))
    const result = await replicate(request(never))
    expect(target.rows).toEqual({ a: '1', b: '1' })
    expect(result).toMatchObject({ loaded: false, transactions: 1 })
    expect(calls).toEqual(['load first', 'complete all'])
  })

  it('goes on from the checkpoint when its folder is lost', async () => {
    await replicate(request())
    source.commit(inserted('b', '1'))
    rmSync(folder, { recursive: true })
    await replicate(request(never))
    expect(target.rows).toEqual({ b: '1' })
  })

  it('does not go on when its folder is lost and the target was just made in part', async () => {
    await replicate(request())
    rmSync(folder, { recursive: true })
    await expect(replicate({ ...request(never), newTarget: true })).rejects.toMatchObject({ code: 'XW-S0616' })
  })

  it('applies over loaded rows what they may have already, until the end of the load', async () => {
    source.commit(inserted('a', '1'))
    const torn: Loader = async () => {
      source.commit(inserted('b', '1'))
      source.commit(updated('a', '1', '2'))
      target.state = { ...target.state, rows: rowsAfter(3) }
      source.commit(deleted('b', '1'))
      return null
    }
    const running = replicate(request(torn))
    await running
    expect(target.rows).toEqual({ a: '2' })
    expect(target.applied.every(({ overlapping }) => overlapping)).toBe(true)
    source.commit(inserted('c', '1'))
    await replicate(request(never))
    expect(target.applied.at(-1)).toMatchObject({ overlapping: false })
  })

  it('that was stopped in its load starts where the first load began', async () => {
    source.commit(inserted('a', '1'))
    const stopped: Loader = async (_manner, _signal, { emptied }) => {
      emptied()
      target.state = { ...target.state, rows: rowsAfter(1) }
      source.commit(updated('a', '1', '2'))
      throw new Error('stopped')
    }
    await expect(replicate(request(stopped))).rejects.toThrow('stopped')
    source.commit(inserted('b', '1'))
    const resumed: Loader = async (manner) => {
      calls.push(manner)
      return null
    }
    await replicate(request(resumed))
    expect(calls).toEqual(['resume', 'complete keys', 'complete all'])
    expect(target.rows).toEqual({ a: '2', b: '1' })
  })

  it('loads anew after a stop, and refuses rows of several states, where only one state will do', async () => {
    source.commit(inserted('a', '1'))
    const stopped: Loader = async (_manner, _signal, { emptied }) => {
      emptied()
      throw new Error('stopped')
    }
    const ofSeveral: Loader = async (_manner, _signal, { emptied }) => {
      emptied()
      return null
    }
    await expect(replicate({ ...request(stopped), oneState: true })).rejects.toThrow('stopped')
    await expect(replicate({ ...request(ofSeveral), oneState: true })).rejects.toMatchObject({ code: 'XW-S0613' })
    source.commit(inserted('b', '1'))
    await replicate({ ...request(), oneState: true })
    expect(calls).toEqual(['load restart', 'complete all'])
    expect(target.rows).toEqual(expected())
  })

  it('that was stopped before its load had begun begins it as it was to: nothing of an earlier load is taken for its own', async () => {
    await replicate(request())
    source.commit(inserted('a', '1'))
    const stopped: Loader = async () => {
      throw new Error('stopped')
    }
    await expect(replicate(request(stopped, { restart: true }))).rejects.toThrow('stopped')
    source.commit(inserted('b', '1'))
    await replicate(request())
    expect(calls).toEqual(['load first', 'complete all', 'load restart', 'complete all'])
    expect(target.rows).toEqual(expected())
  })

  it('begins anew with restart: the checkpoint and the cached changes are forgotten', async () => {
    source.commit(inserted('a', '1'))
    await replicate(request())
    source.commit(inserted('b', '1'))
    await replicate(request(consistent(), { restart: true }))
    expect(calls).toEqual(['load first', 'complete all', 'load restart', 'complete all'])
    expect(target.rows).toEqual(expected())
  })

  it('ends after the batch in hand when it is told to stop', async () => {
    const stop = new AbortController()
    await replicate(request())
    const running = replicate({ ...request(never, { untilCaughtUp: false }), signal: stop.signal })
    source.commit(inserted('a', '1'))
    while (target.applied.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    stop.abort()
    expect(await running).toMatchObject({ ended: 'stopped', position: '1' })
  })

  it('is not run by two processes at once', async () => {
    const release = takeTask(folder, 'shop')
    await expect(replicate(request())).rejects.toMatchObject({ code: 'XW-S0604' })
    release()
    await replicate(request())
  })

  it('takes over from a process that is gone', async () => {
    writeFileSync(join(folder, 'lock'), '2 1\n')
    await replicate(request())
    expect(calls).toContain('load first')
  })

  it('does not go on with another mapping, a state that is not ours, or a target without its checkpoint', async () => {
    await replicate(request())
    const other = { ...request(never), tables: [{ ...tables[0]!, key: ['other'] }] }
    await expect(replicate(other)).rejects.toMatchObject({ code: 'XW-S0605' })
    target = new MemoryTarget()
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0609' })
    writeFileSync(join(folder, 'task.json'), '{"version": 9}')
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0606' })
  })
})

describe('sides that go away', () => {
  const manyCommits = (): void => {
    source.commit(inserted('n', '0'))
    for (let at = 1; at <= 30; at++) source.commit(updated('n', String(at - 1), String(at)), inserted(`k${at}`, 'v'))
  }

  it('the source, at every place of the log: what broke off comes again, and nothing twice', async () => {
    await replicate(request())
    manyCommits()
    const head = source.log.length
    source.breakAfter.push(...Array.from({ length: 12 }, (_, at) => at * 3 + 1))
    await replicate(request(never))
    expect(source.opened.length).toBeGreaterThan(5)
    expect(target.rows).toEqual(expected())
    expect(target.state.checkpoint).toMatchObject({ position: String(head), transactions: 31 })
  })

  it('the target, before and after its commit: each batch is there once', async () => {
    await replicate(request())
    manyCommits()
    target.faults.push('before', 'after', 'after', 'before', 'before', 'after')
    await replicate(request(never, { limits: { batchChanges: 4 } }))
    expect(target.rows).toEqual(expected())
    expect(target.state.checkpoint).toMatchObject({ transactions: 31, changes: 61 })
  })

  it('in the middle of the load: it is taken up again, or begun anew where only one state will do', async () => {
    source.commit(inserted('a', '1'))
    const broken: Loader = async (manner, _signal, { emptied }) => {
      calls.push(manner)
      emptied()
      if (calls.length < 3) throw gone()
      target.state = { ...target.state, rows: rowsAfter(1) }
      return null
    }
    await replicate(request(broken))
    expect(calls).toEqual(['first', 'resume', 'resume', 'complete keys', 'complete all'])
    calls = []
    const inOneState: Loader = async (manner, signal, listener) => {
      if (calls.length > 1) return consistent()(manner, signal, listener)
      calls.push(manner)
      throw gone()
    }
    await replicate({ ...request(inOneState, { restart: true }), oneState: true })
    expect(calls).toEqual(['restart', 'restart', 'load restart', 'complete all'])
    expect(target.rows).toEqual(expected())
  })

  it('the log was cut: the task ends', async () => {
    await replicate(request())
    source.commit(inserted('a', '1'))
    source.commit(inserted('b', '1'))
    source.oldest = 2
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0205', retryable: false })
  })

  it('the log went to another reader of its name: it is asked for again, unless that goes on', async () => {
    await replicate(request())
    manyCommits()
    source.breaks = () =>
      new OperationError('XW-S0415', { endpoint: 'memory', serverId: '7', reason: 'another one came' })
    source.breakAfter.push(4, 10)
    await replicate(request(never))
    expect(target.rows).toEqual(expected())
    source.breakAfter.push(...Array.from({ length: 20 }, () => 0))
    source.commit(inserted('last', '1'))
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0415' })
    expect(source.breakAfter).toHaveLength(15)
  })

  it('another run has the task since: the one that loses its log, or its target, ends', async () => {
    await replicate(request())
    manyCommits()
    const takenOver = () => void target.runs.set('shop', 1)
    source.breaks = () => {
      takenOver()
      return new OperationError('XW-S0415', { endpoint: 'memory', serverId: '7', reason: 'another one came' })
    }
    source.breakAfter.push(0)
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0121' })
    const open = target.open.bind(target)
    target.open = async (...given) => {
      const apply = async () => {
        takenOver()
        throw gone()
      }
      return { ...(await open(...given)), apply }
    }
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0121' })
    expect(target.rows).toEqual({})
  })

  it('somebody else has moved the checkpoint: the task ends', async () => {
    source.commit(inserted('a', '1'))
    await replicate(request())
    source.commit(inserted('b', '1'))
    const apply = target.open.bind(target)
    target.open = async (...given) => {
      const applier = await apply(...given)
      return {
        ...applier,
        apply: async () => {
          target.open = apply
          target.state.checkpoint = { position: '7', at: 0, transactions: 0, changes: 0 }
          throw gone()
        },
      }
    }
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0607' })
  })
})

describe('a change that cannot be applied', () => {
  const refused: RefusedChange = {
    ...{ kind: 'insert', table: 0, code: 'XW-D0101', column: 'd', row: { key: { id: '7' }, bytes: null } },
  }

  it('stops the task in front of its transaction, and says which it is', async () => {
    await replicate(request())
    source.commit(inserted('a', '1'))
    source.log.push({ kind: 'transaction', changes: [inserted('b', '1')], refused: [refused] })
    source.commit(inserted('c', '1'))
    const data = { table: 'shop.items', kind: 'insert', key: 'id=7', code: 'XW-D0101', position: '2' }
    await expect(replicate(request(never))).rejects.toMatchObject({ code: 'XW-S0603', data })
    expect(target.rows).toEqual({ a: '1' })
  })

  it('is set aside with the rest of its transaction applied, when that is wanted', async () => {
    await replicate(request())
    source.log.push({ kind: 'transaction', changes: [inserted('b', '1')], refused: [refused] })
    source.commit(inserted('c', '1'))
    const result = await replicate(request(never, { onRefused: 'set-aside' }))
    expect(result).toMatchObject({ setAside: 1, changes: 2 })
    expect(target.rows).toEqual({ b: '1', c: '1' })
    expect(target.state.exceptions).toMatchObject([{ code: 'XW-D0101', key: { id: '7' }, position: '1' }])
  })

  it.each([true, false])(
    'is found when the target refuses it (it says which: %s): what is in front is applied',
    async (tells) => {
      await replicate(request())
      target.tells = tells
      source.commit(inserted('a', '1'))
      source.commit(inserted('b', '1'), updated('missing', '1', '2'))
      source.commit(inserted('c', '1'))
      const code = tells ? 'XW-S0603' : 'XW-S0608'
      await expect(replicate(request(never))).rejects.toMatchObject({ code, data: { position: '2' } })
      expect(target.rows).toEqual({ a: '1' })
    },
  )

  it('of a batch is set aside alone, however many there are', async () => {
    await replicate(request())
    source.commit(inserted('a', '1'), updated('m1', '1', '2'), inserted('b', '1'), deleted('m2', '1'))
    source.commit(deleted('m3', '1'), inserted('c', '1'))
    const result = await replicate(request(never, { onRefused: 'set-aside' }))
    expect(result).toMatchObject({ setAside: 3, changes: 3 })
    expect(target.rows).toEqual({ a: '1', b: '1', c: '1' })
    expect(target.state.exceptions.map(({ key, kind }) => `${kind} ${key['key']}`)).toEqual([
      ...['update m1', 'delete m2', 'delete m3'],
    ])
  })
})

describe('a definition change', () => {
  const alter = { kind: 'definition', sql: 'ALTER TABLE items ADD x INT', tables: [0] } as const

  it('of a table stops the task behind everything in front of it and before anything behind it', async () => {
    await replicate(request())
    source.commit(inserted('a', '1'))
    source.log.push(alter)
    source.commit(inserted('b', '1'))
    const data = { tables: 'shop.items', position: '1' }
    for (const time of [1, 2]) {
      await expect(replicate(request(never)), `time ${time}`).rejects.toMatchObject({ code: 'XW-S0602', data })
      expect(target.rows).toEqual({ a: '1' })
    }
  })

  it('is passed over once when a person has seen to it', async () => {
    await replicate(request())
    source.log.push(alter)
    source.commit(inserted('b', '1'))
    await replicate(request(never, { passDefinition: true }))
    expect(target.rows).toEqual({ b: '1' })
    source.log.push(alter, alter)
    await expect(replicate(request(never, { passDefinition: true }))).rejects.toMatchObject({
      ...{ code: 'XW-S0602', data: { position: '3' } },
    })
  })

  it('during the load stops the task behind the rows in front of it', async () => {
    const load = consistent(() => {
      source.commit(inserted('a', '1'))
      source.log.push(alter)
      source.commit(inserted('b', '1'))
    })
    await expect(replicate(request(load))).rejects.toMatchObject({ code: 'XW-S0602' })
    expect(target.rows).toEqual({ a: '1' })
  })

  it('of other tables passes; a new table is told', async () => {
    await replicate(request())
    source.log.push({ kind: 'definition', sql: 'ALTER TABLE other ADD x INT', tables: [] })
    source.log.push({ kind: 'definition', sql: 'CREATE TABLE fresh (x INT)', tables: [], creates: 'fresh' })
    source.commit(inserted('b', '1'))
    const result = await replicate(request(never))
    expect(target.rows).toEqual({ b: '1' })
    expect(result.findings).toMatchObject([{ code: 'XW-S0601', data: { table: 'shop.fresh' } }])
  })
})

describe('batches', () => {
  it('hold whole transactions, and ordered mode is for those with nothing behind them', async () => {
    await replicate(request())
    for (let at = 0; at < 10; at++) source.commit(inserted(`a${at}`, '1'), inserted(`b${at}`, '1'))
    await replicate(request(never, { mode: 'ordered', limits: { batchChanges: 4 } }))
    expect(target.applied.map(({ count }) => count % 2)).not.toContain(1)
    expect(target.applied.map(({ mode }) => mode)).toContain('net')
    expect(target.applied.at(-1)?.mode).toBe('ordered')
    expect(target.rows).toEqual(expected())
  })

  it('pass a transaction that memory would not hold in pieces, through a full queue and a broken connection', async () => {
    await replicate(request())
    const rows = Array.from({ length: 5000 }, (_, at) => inserted(`k${at}`, 'x'.repeat(400)))
    source.commit(inserted('a', '1'))
    source.commit(...rows)
    for (let at = 0; at < 50; at++) source.commit(updated('a', String(at + 1), String(at + 2)))
    source.breakAfter.push(3000)
    const limits = { memoryBytes: 2000, transactionBytes: 1000, batchBytes: 1000 }
    await replicate(request(never, { limits }))
    expect(target.applied.some(({ count, pieces }) => count === 5000 && pieces > 1)).toBe(true)
    expect(target.rows).toEqual(expected())
  })

  it('do not hide where the log is when nothing in it is for us', async () => {
    await replicate(request())
    for (let at = 0; at < 5; at++) source.log.push({ kind: 'other' })
    const { position } = await replicate(request(never))
    expect(position).toBe('5')
    expect(target.applied).toEqual([])
  })
})

it('does not apply cached changes whose checksum is wrong, and reads them again at the next start', async () => {
  const big = 'x'.repeat(100_000)
  const load: Loader = async () => {
    for (let at = 0; at < 30; at++) source.commit(inserted(`k${at}`, big))
    const file = join(folder, 'changes', '00000001.changes')
    while (!existsSync(file) || statSync(file).size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const handle = openSync(file, 'r+')
    writeSync(handle, 'y', 60_000)
    closeSync(handle)
    return '0'
  }
  await expect(replicate(request(load))).rejects.toMatchObject({ code: 'XW-S0610' })
  expect(target.rows).toEqual({})
  await replicate(request(never))
  expect(target.rows).toEqual(expected())
})

const positionOf = (position: Position | null): number => Number(position)

it('random faults on both sides, many times: the target is the source', async () => {
  let seed = 12345
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % below
  }
  const rows = new Map<string, string>()
  const write = (): void => {
    const changes: Change[] = []
    for (let left = 1 + random(5); left > 0; left--) {
      const key = `k${random(30)}`
      const before = rows.get(key)
      const value = String(random(1e6))
      const change =
        before === undefined
          ? inserted(key, value)
          : random(4) === 0
            ? deleted(key, before)
            : updated(key, before, value)
      enact(rows, change)
      changes.push(change)
    }
    source.commit(...changes)
  }
  await replicate(request())
  for (let round = 0; round < 40; round++) {
    for (let at = random(40); at >= 0; at--) write()
    source.breakAfter.push(...Array.from({ length: random(3) }, () => random(60)))
    target.faults.push(...Array.from({ length: random(3) }, () => (['before', 'after'] as const)[random(2)]))
    const limits = { memoryBytes: 1500, transactionBytes: 700, batchChanges: 1 + random(20), linger: 0 }
    const { position } = await replicate(request(consistent(), { limits, mode: random(2) ? 'net' : 'ordered' }))
    expect(positionOf(position)).toBe(source.log.length)
    expect(target.rows).toEqual(Object.fromEntries([...rows].sort()))
    source.breakAfter.length = 0
    target.faults.length = 0
  }
  expect(calls).toEqual(['load first', 'complete all'])
})
