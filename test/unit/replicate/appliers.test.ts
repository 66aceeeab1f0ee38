import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { groupsOf } from '../../../src/core/changes/groups.js'
import type { Reference } from '../../../src/core/changes/reference.js'
import type { Change } from '../../../src/core/data/changes.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import type { ReplicateRequest } from '../../../src/replicate/request.js'
import { replicate } from '../../../src/replicate/task.js'
import { MemorySource } from '../../support/replication/memory-source.js'
import { deleted, inserted, MemoryTarget, updated } from '../../support/replication/memory-target.js'

let folder: string
let source: MemorySource
let target: MemoryTarget
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-appliers-'))
  source = new MemorySource()
  target = new MemoryTarget()
  target.groups = [0, 1, 2]
  expected.clear()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const endpoint: Endpoint = {
  ...{ dialect: 'memory', host: 'none', port: 0, user: 'nobody', tls: { mode: 'disable' }, parameters: {} },
}
const tables = ['a', 'b', 'c'].map(
  (table): TableMapping => ({
    source: { schema: 'shop', table },
    target: { schema: 'shop', table },
    columns: [],
    key: ['key'],
  }),
)

const request = (options: ReplicateRequest['options'] = {}): ReplicateRequest => ({
  ...{ task: 'shop', folder, tables, reader: 'r' },
  load: async () => String(source.log.length),
  source: { changes: source, endpoint },
  target: { changes: target, endpoint },
  complete: async () => undefined,
  options: {
    ...{ untilCaughtUp: true, appliers: 2, ...options },
    limits: { retryWait: 1, sharedChanges: 6, batchChanges: 40, ...options?.limits },
  },
})

const expected = new Map<string, string>()

/** What happens to some rows of all tables, transaction by transaction; what is left of them is expected. */
function happens(transactions: number): void {
  for (const end = source.log.length + transactions; source.log.length < end; ) {
    const at = source.log.length
    const changes = tables.flatMap(({ source: { table } }, place): readonly Change[] => {
      const key = `${table}${at % 7}`
      const before = expected.get(key)
      if (before === undefined) return put(key, String(at), [inserted(key, String(at), place)])
      if (at % 5 === 0) return put(key, undefined, [deleted(key, before, place)])
      return put(key, String(at), [updated(key, before, String(at), place)])
    })
    source.commit(...changes)
  }
}

function put(key: string, value: string | undefined, changes: readonly Change[]): readonly Change[] {
  if (value === undefined) expected.delete(key)
  else expected.set(key, value)
  return changes
}

const rows = () => Object.fromEntries([...expected].sort())

describe('appliers side by side', () => {
  it('share large batches by groups of tables; the checkpoint of the task comes behind them', async () => {
    await replicate(request())
    happens(60)
    await replicate(request())
    expect(target.rows).toEqual(rows())
    expect(new Set(target.applied.map(({ place }) => place))).toEqual(new Set(['part1', 'part2', 'checkpoint']))
    expect(target.applied.filter(({ place, count }) => place === 'checkpoint' && count > 6)).toEqual([])
    expect(target.state.checkpoint).toMatchObject({ position: '60', transactions: 60 })
  })

  it('do nothing where all tables are bound, where batches are small, and where they are not asked for', async () => {
    await replicate(request())
    happens(60)
    target.groups = [0, 0, 0]
    await replicate(request())
    happens(60)
    target.groups = [0, 1, 2]
    await replicate(request({ limits: { sharedChanges: 1000 } }))
    happens(60)
    await replicate(request({ appliers: 1 }))
    expect(new Set(target.applied.map(({ place }) => place))).toEqual(new Set(['checkpoint']))
    expect(target.state.checkpoint).toMatchObject({ position: '180', changes: 540 })
  })

  it('are exact when the target breaks off in front of a commit, or behind it', async () => {
    await replicate(request())
    happens(60)
    target.faults.push('before', 'after', undefined, 'after', 'before', undefined, 'after', 'after', 'before')
    await replicate(request())
    expect(target.rows).toEqual(rows())
  })

  it.each([1, 2])('are exact when the process dies at any commit, whoever goes on with %i', async (appliers) => {
    await replicate(request())
    happens(60)
    const open = target.open.bind(target)
    for (let left = 0, done = false; !done; left++) {
      let commits = 0
      target.open = async (...given) => {
        const applier = await open(...given)
        const apply: typeof applier.apply = async (...batch) => {
          if (commits++ === left % 7) throw new Error('killed in front of a commit')
          const outcome = await applier.apply(...batch)
          if (commits++ === left % 7) throw new Error('killed behind a commit')
          return outcome
        }
        return { ...applier, apply }
      }
      done = await replicate(request({ appliers: left % 2 === 0 ? 2 : appliers })).then(
        () => true,
        (error: Error) => {
          expect(error.message).toMatch(/killed/)
          return false
        },
      )
      expect(left).toBeLessThan(200)
    }
    expect(target.rows).toEqual(rows())
    expect(target.state.checkpoint).toMatchObject({ position: '60' })
  })

  it.each([true, false])(
    'leave a change that is refused to the task, which finds it alone (told which: %s)',
    async (tells) => {
      target.tells = tells
      await replicate(request())
      happens(30)
      source.commit(inserted('c99', '1', 2), deleted('gone', '1', 1), inserted('a99', '1', 0))
      const good = rows()
      await expect(replicate(request())).rejects.toMatchObject({ code: tells ? 'XW-S0603' : 'XW-S0608' })
      // Whatever had come further stays there, and is left out when it comes again.
      expect(Object.entries(target.rows).filter(([key]) => key.startsWith('b'))).toEqual(
        Object.entries(good).filter(([key]) => key.startsWith('b')),
      )
      expect(target.state.checkpoint).toMatchObject({ position: '30' })
      target.state.rows.set('gone', '1')
      await replicate(request())
      expect(target.rows).toEqual({ ...good, a99: '1', c99: '1' })
    },
  )

  it('forget what they had when the task begins anew', async () => {
    await replicate(request())
    happens(60)
    await replicate(request())
    source.log.length = 0
    expected.clear()
    target.state.rows.clear()
    await replicate(request({ restart: true }))
    expect(target.state).toMatchObject({ part1: null, part2: null })
    happens(60)
    await replicate(request())
    expect(target.rows).toEqual(rows())
  })
})

describe('groups of tables', () => {
  const bound = (child: number | null, parent: number | null): Reference => ({
    ...{ child, parent, childColumns: [], parentColumns: [], actsOnDelete: false, actsOnUpdate: false },
  })
  const shape = (groups: readonly number[]) => groups.map((group) => groups.indexOf(group))

  it('are what foreign keys bind, over other tables too; tables that are one are in one', () => {
    expect(shape(groupsOf(['a', 'b', 'c', 'd'], []))).toEqual([0, 1, 2, 3])
    expect(shape(groupsOf(['a', 'b', 'c', 'd', 'e'], [bound(0, 1), bound(3, 4), bound(1, 4)]))).toEqual([0, 0, 2, 0, 0])
    expect(shape(groupsOf(['a', 'b', 'a'], []))).toEqual([0, 1, 0])
  })

  it('hold all that is bound to tables outside of the task', () => {
    expect(shape(groupsOf(['a', 'b', 'c', 'd'], [bound(0, null), bound(null, 2), bound(null, null)]))).toEqual([
      0, 1, 0, 3,
    ])
  })
})
