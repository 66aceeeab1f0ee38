import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Change } from '../../../src/core/data/changes.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import type { Definitions, Followed, Loader, LoadListener, ReplicateRequest } from '../../../src/replicate/request.js'
import { replicate } from '../../../src/replicate/task.js'
import { MemorySource } from '../../support/replication/memory-source.js'
import { deleted, fieldsOf, inserted, MemoryTarget, updated } from '../../support/replication/memory-target.js'

let folder: string
let source: MemorySource
let target: MemoryTarget
let calls: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-handover-'))
  source = new MemorySource()
  target = new MemoryTarget()
  calls = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const endpoint: Endpoint = {
  ...{ dialect: 'memory', host: 'none', port: 0, user: 'nobody', tls: { mode: 'disable' }, parameters: {} },
}
const tableOf = (name: string): TableMapping => ({
  ...{ source: { schema: 'shop', table: name }, target: { schema: 'shop', table: name }, columns: [], key: ['key'] },
})
const small = tableOf('small')
const big = tableOf('big')
const kept = tableOf('kept')
const tables = [small, big, kept]
/** Keys begin with the letter of their table. */
const letterOf = (table: TableMapping): string => table.source.table.slice(0, 1)

/** What the first events of the log leave in one table, or in all. */
function rowsAfter(events: number, table?: TableMapping): Map<string, string> {
  const rows = new Map<string, string>()
  for (const event of source.log.slice(0, events))
    if (event.kind === 'transaction') for (const change of event.changes) enact(rows, change)
  return new Map([...rows].filter(([key]) => !table || key.startsWith(letterOf(table))))
}

function enact(rows: Map<string, string>, change: Change): void {
  if (change.kind === 'update' || change.kind === 'delete') rows.delete(fieldsOf(change.before)[0])
  if (change.kind === 'insert' || change.kind === 'update') rows.set(...fieldsOf(change.after))
}

const expected = () => Object.fromEntries([...rowsAfter(source.log.length)].sort())

/** The table is emptied, and gets the rows of one place in the log. */
function loadTable(table: TableMapping, at: number): void {
  const others = [...target.state.rows].filter(([key]) => !key.startsWith(letterOf(table)))
  target.state = { ...target.state, rows: new Map([...others, ...rowsAfter(at, table)]) }
}

const request = (load: Loader, more: Partial<ReplicateRequest> = {}): ReplicateRequest => ({
  ...{ task: 'shop', folder, tables, reader: 'r', load },
  source: { changes: source, endpoint },
  target: { changes: target, endpoint },
  complete: async (what) => void calls.push(`complete ${what}`),
  handover: {
    may: (table) => table !== kept,
    complete: async (some) => {
      calls.push(`complete ${some.map((table) => table.source.table).join(' ')}`)
      return some
    },
  },
  options: { untilCaughtUp: true, limits: { retryWait: 1 } },
  ...more,
})

/** Every change of definitions goes to the target as it is. */
const definitions = (): Definitions => {
  const followed: Followed = { tables, shapes: tables.map(() => ({ columns: [] })) }
  return {
    begun: async () => undefined,
    restore: () => followed,
    read: () => followed,
    carried: () => followed,
    async carry({ sql }) {
      calls.push(sql)
      return { kind: 'define', statements: [sql], memo: sql, renamed: new Map(), findings: [] }
    },
  }
}

async function until(fact: () => boolean): Promise<void> {
  for (let left = 400; !fact(); left--) {
    if (left === 0) throw new Error('it did not come about')
    await sleep(5)
  }
}

it('gives a table its changes while another one is still loaded, and keeps back the rest of their transactions', async () => {
  source.commit(inserted('s1', '1'), inserted('b1', '1', 1), inserted('k1', '1', 2))
  const load: Loader = async (_manner, _signal, { emptied, loaded, eager }) => {
    emptied()
    expect(eager).toBe(true)
    for (const table of [small, kept]) loadTable(table, 1)
    loaded(small, '1')
    loaded(kept, '1')
    source.commit(updated('s1', '1', '2'), updated('b1', '1', '2', 1), updated('k1', '1', '2', 2))
    await until(() => target.rows['s1'] === '2')
    expect(target.rows).toEqual({ s1: '2', k1: '1' })
    expect(target.state.checkpoint).toBeNull()
    loadTable(big, 1)
    return '1'
  }
  const result = await replicate(request(load))
  expect(target.rows).toEqual({ s1: '2', b1: '2', k1: '2' })
  // Foreign keys can only be made when all tables have come to one place.
  expect(calls).toEqual(['complete small', 'complete keys', 'complete all'])
  expect(result).toMatchObject({ changes: 3, transactions: 1 })
  expect(target.state.lane).toBeNull()
  expect(target.applied.every(({ overlapping }) => !overlapping)).toBe(true)
})

it('lets a table that comes later catch up with those in front of it', async () => {
  source.commit(inserted('s1', '0'), inserted('b1', '0', 1))
  const load: Loader = async (_manner, _signal, { emptied, loaded }) => {
    emptied()
    loadTable(small, 1)
    loaded(small, '1')
    for (let n = 0; n < 10; n++) source.commit(updated('s1', `${n}`, `${n + 1}`), updated('b1', `${n}`, `${n + 1}`, 1))
    await until(() => target.rows['s1'] === '10')
    loadTable(big, 1)
    loaded(big, '1')
    await until(() => target.rows['b1'] === '10')
    source.commit(updated('b1', '10', '11', 1))
    await until(() => target.rows['b1'] === '11')
    loadTable(kept, 1)
    return '1'
  }
  await replicate(request(load))
  expect(target.rows).toEqual(expected())
})

it('has foreign keys made before a change of definitions that came during the load, which then goes on among the rows', async () => {
  source.commit(inserted('s1', '1'))
  const load: Loader = async (_manner, _signal, { emptied, loaded }) => {
    emptied()
    for (const table of tables) loadTable(table, 1)
    loaded(small, '1')
    source.commit(updated('s1', '1', '2'), inserted('k1', '1', 2))
    await until(() => target.rows['s1'] === '2')
    source.log.push({ kind: 'definition', sql: 'change', tables: [0], ofTables: true })
    source.commit(inserted('s3', '1'))
    await sleep(20)
    return '1'
  }
  await replicate({ ...request(load), definitions: definitions() })
  expect(calls).toEqual(['complete small', 'complete keys', 'complete all', 'change'])
  expect(target.state.defined).toEqual(['change on s1 k1'])
  expect(target.rows).toEqual(expected())
})

it('leaves what it may not judge to who applies the log in order', async () => {
  source.commit(inserted('s1', '1'))
  const load: Loader = async (_manner, _signal, { emptied, loaded }) => {
    emptied()
    for (const table of tables) loadTable(table, 1)
    loaded(small, '1')
    source.commit(updated('s1', '1', '2'))
    await until(() => target.rows['s1'] === '2')
    source.commit(deleted('s9', '1'))
    source.commit(updated('s1', '2', '3'))
    await sleep(400)
    return '1'
  }
  await expect(replicate(request(load))).rejects.toMatchObject({ code: 'XW-S0603' })
  expect(target.rows).toEqual({ s1: '2' })
  const options = { untilCaughtUp: true, onRefused: 'set-aside', limits: { retryWait: 1 } } as const
  await replicate(request(async () => null, { options }))
  expect(target.rows).toEqual({ s1: '3' })
  expect(target.state.exceptions).toHaveLength(1)
})

it('is gone on with after a stop: what was handed over is left alone, and misses nothing', async () => {
  source.commit(inserted('s1', '1'), inserted('b1', '1', 1))
  const stopped: Loader = async (_manner, _signal, { emptied, loaded }) => {
    emptied()
    loadTable(small, 1)
    loaded(small, '1')
    source.commit(updated('s1', '1', '2'))
    await until(() => target.rows['s1'] === '2')
    throw new Error('stopped')
  }
  await expect(replicate(request(stopped))).rejects.toThrow('stopped')
  source.commit(updated('s1', '2', '3'), updated('b1', '1', '2', 1))
  const resumed: Loader = async (manner, _signal, { emptied, without }) => {
    emptied()
    expect([manner, ...without]).toEqual(['resume', 'shop.small'])
    loadTable(big, 3)
    loadTable(kept, 3)
    return '3'
  }
  await replicate(request(resumed))
  expect(target.rows).toEqual({ s1: '3', b1: '2' })
})

it('is known to the target alone: a task whose folder is lost behind the load goes on exactly', async () => {
  source.commit(inserted('s1', '1'))
  const load: Loader = async (_manner, _signal, { emptied, loaded }) => {
    emptied()
    for (const table of tables) loadTable(table, 1)
    loaded(small, '1')
    source.commit(updated('s1', '1', '2'), inserted('s2', '1'))
    await until(() => target.rows['s1'] === '2')
    return '1'
  }
  const complete = async (): Promise<void> => {
    throw new Error('stopped')
  }
  await expect(replicate(request(load, { complete }))).rejects.toThrow('stopped')
  rmSync(folder, { recursive: true })
  await replicate(request(async () => null))
  expect(target.rows).toEqual({ s1: '2', s2: '1' })
  expect(target.applied.every(({ overlapping }) => !overlapping)).toBe(true)
})

it('is not begun where it is not asked for', async () => {
  source.commit(inserted('s1', '1'))
  const load: Loader = async (_manner, _signal, { loaded, eager }) => {
    expect(eager).toBe(false)
    for (const table of tables) loadTable(table, 1)
    loaded(small, '1')
    source.commit(updated('s1', '1', '2'))
    await sleep(400)
    expect(target.rows).toEqual({ s1: '1' })
    return '1'
  }
  const { handover: _, ...without } = request(load)
  await replicate(without)
  expect(calls).toEqual(['complete all'])
  expect(target.rows).toEqual({ s1: '2' })
})

it('is exact whenever the load is stopped, whatever it had handed over', async () => {
  let seed = 4711
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % below
  }
  const rows = new Map<string, string>()
  const write = (): void => {
    const changes = Array.from({ length: 1 + random(4) }, (): Change => {
      const table = random(3)
      const key = `${'sbk'[table]}${random(6)}`
      const [before, value] = [rows.get(key), String(random(1e6))]
      const change =
        before === undefined
          ? inserted(key, value, table)
          : random(3) === 0
            ? deleted(key, before, table)
            : updated(key, before, value, table)
      enact(rows, change)
      return change
    })
    source.commit(...changes)
  }
  /** Some tables are read at one place; then it may be stopped. */
  const load =
    (stops: boolean, known: Set<string>): Loader =>
    async (manner, _signal, { emptied, loaded, without }: LoadListener) => {
      if (manner === 'restart') known.clear()
      emptied()
      for (let n = random(4); n > 0; n--) write()
      const at = source.log.length
      const isOne = known.size === without.size
      const left = tables.filter((table) => !without.has(`shop.${table.source.table}`) && !known.has(letterOf(table)))
      for (const table of left) {
        for (let n = random(4); n > 0; n--) write()
        loadTable(table, at)
        known.add(letterOf(table))
        if (random(4) > 0) loaded(table, String(at))
        for (let n = random(4); n > 0; n--) write()
        await sleep(random(2) * 3)
        if (stops && random(2) === 0) throw new Error('stopped')
      }
      return isOne ? String(at) : null
    }
  for (let round = 0; round < 40; round++) {
    rmSync(folder, { recursive: true, force: true })
    target = new MemoryTarget()
    source = new MemorySource()
    rows.clear()
    for (let n = 0; n < 5; n++) write()
    const oneState = random(2) === 0
    const knows = random(2) === 0
    const known = new Set<string>()
    const limits = { retryWait: 1, batchChanges: 1 + random(6), batchBytes: 200 + random(2000) }
    for (let tries = 0; ; tries++) {
      target.faults.push(...Array.from({ length: random(3) }, () => (['before', 'after'] as const)[random(2)]))
      const complete = async (): Promise<void> => {
        if (tries < 4 && random(2) === 0) throw new Error('stopped')
      }
      const more = {
        ...(knows ? { definitions: definitions() } : {}),
        oneState,
        complete,
        options: { untilCaughtUp: true, limits },
      }
      const ended = await replicate(request(load(tries < 4, known), more)).catch((error: unknown) => {
        if (!(error instanceof Error && error.message === 'stopped')) throw error
      })
      if (ended) break
      write()
    }
    expect({ round, rows: target.rows }).toEqual({ round, rows: expected() })
  }
})
