import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, Position } from '../../../src/core/data/changes.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { TableMapping, TableName } from '../../../src/core/mapping/mapping.js'
import type { Reloader, ReplicateOptions } from '../../../src/replicate/request.js'
import { replicate } from '../../../src/replicate/task.js'
import { MemorySource } from '../../support/replication/memory-source.js'
import { fieldsOf, inserted, MemoryTarget, updated } from '../../support/replication/memory-target.js'

const endpoint: Endpoint = {
  ...{ dialect: 'memory', host: 'none', port: 0, user: 'nobody', tls: { mode: 'disable' }, parameters: {} },
}
const tableOf = (table: string): TableMapping => ({
  ...{ source: { schema: 'shop', table }, target: { schema: 'shop', table }, columns: [], key: ['key'] },
})
/** Keys of rows of `notes` begin with n. */
const tables = [tableOf('items'), tableOf('notes')]

let folder: string
let source: MemorySource
let target: MemoryTarget
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-reload-'))
  source = new MemorySource()
  target = new MemoryTarget()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The rows that the first events of the log leave. */
function rowsAfter(events: number): Map<string, string> {
  const rows = new Map<string, string>()
  for (const event of source.log.slice(0, events))
    for (const change of event.kind === 'transaction' ? event.changes : [])
      if (change.kind === 'insert' || change.kind === 'update') rows.set(...fieldsOf(change.after))
  return rows
}

const expected = () => Object.fromEntries([...rowsAfter(source.log.length)].sort())

/** Reads one state of `notes`; `during` happens when the table is empty, and behind that state. */
const reloader = (during: () => void | Promise<void> = () => undefined, position?: null): Reloader => ({
  async load() {
    const rows = new Map([...target.state.rows].filter(([key]) => !key.startsWith('n')))
    target.state = { ...target.state, rows }
    const at = source.log.length
    await during()
    const read = [...rowsAfter(at)].filter(([key]) => key.startsWith('n'))
    target.state = { ...target.state, rows: new Map([...target.state.rows, ...read]) }
    return position === null ? null : String(at)
  },
  keys: async () => ({ drop: ['drop the keys'], add: ['add the keys'] }),
})

const run = (given: Reloader, options: ReplicateOptions = {}) =>
  replicate({
    ...{ task: 'shop', folder, tables, reader: 'r', reloader: given },
    source: { changes: source, endpoint },
    target: { changes: target, endpoint },
    load: async (): Promise<Position> => String(source.log.length),
    complete: async () => undefined,
    options: { untilCaughtUp: true, ...options, limits: { retryWait: 1 } },
  })

const commit = (...changes: readonly Change[]) => source.commit(...changes)

describe('a table that is loaded again', () => {
  beforeEach(async () => {
    await run(reloader())
    commit(inserted('a', '1'), inserted('n1', '1', 1))
    await run(reloader())
    // Somebody has spoilt it.
    target.state.rows.set('n1', 'spoilt').set('n9', 'too much')
  })

  it('has what the source has, while all others are followed', async () => {
    commit(updated('a', '1', '2'), updated('n1', '1', '2', 1))
    const during = async () => {
      commit(updated('a', '2', '3'), updated('n1', '2', '3', 1), inserted('n2', '1', 1))
      while (target.rows['a'] !== '3') await new Promise((resolve) => setTimeout(resolve, 2))
      expect(target.rows).toEqual({ a: '3' })
      commit(updated('n2', '1', '2', 1))
    }
    const result = await run(reloader(during), { reload: ['shop.notes'] })
    await run(reloader())
    expect(target.rows).toEqual(expected())
    expect(target.state.defined.map((each) => each.split(' on ')[0])).toEqual(['drop the keys', 'add the keys'])
    expect(result.findings).toMatchObject([{ code: 'XW-S0627', data: { tables: 'shop.notes' } }])
  })

  it('is loaded together with what keys that act bind it to; they are there before the first change behind that', async () => {
    const asked: string[][] = []
    const together: Reloader = {
      async load(given) {
        asked.push(given.map(({ source: { table } }) => table))
        const rows = rowsAfter(source.log.length)
        const at = String(source.log.length)
        commit(inserted('n2', '1', 1), inserted('b', '1'))
        target.state = { ...target.state, rows }
        const end = String(source.log.length)
        while (target.state.checkpoint?.position !== end) await new Promise((resolve) => setTimeout(resolve, 2))
        return at
      },
      together: async (_, all) => all,
      keys: async () => ({ drop: ['drop the keys'], add: ['add the others'], acting: ['add those that act'] }),
    }
    const result = await run(together, { reload: ['shop.notes'] })
    await run(reloader())
    expect(asked).toEqual([['items', 'notes']])
    expect(target.rows).toEqual(expected())
    expect(target.state.defined.slice(1)).toEqual(['add those that act on a n1', 'add the others on a n1 n2 b'])
    expect(result.findings).toMatchObject([{ code: 'XW-S0627', data: { tables: 'shop.notes, shop.items' } }])
  })

  it('is in step only where all others have come to the state that was read', async () => {
    for (let n = 1; n <= 50; n++) commit(inserted(`a${n}`, '1'), inserted(`n${n + 1}`, '1', 1))
    await run(reloader(), { reload: ['shop.notes'] })
    const [joined, ...rows] = target.state.defined.at(-1)?.split(/ on | /) ?? []
    expect(joined).toBe('add')
    expect(rows).toContain('a50')
    expect(target.rows).toEqual(expected())
  })

  it('is loaded again from its beginning when the run ended meanwhile', async () => {
    const broken = reloader(() => {
      throw new OperationError('XW-S0002', { problem: 'no more' })
    })
    await expect(run(broken, { reload: ['shop.notes'] })).rejects.toMatchObject({ code: 'XW-S0002' })
    commit(updated('n1', '1', '2', 1), updated('a', '1', '2'))
    await run(reloader())
    expect(target.rows).toEqual(expected())
    expect(target.state.defined).toHaveLength(2)
    await run(reloader())
    expect(target.state.defined).toHaveLength(2)
  })

  it.each(['before', 'after'] as const)('is in step once when the target is lost %s a commit', async (fault) => {
    for (const at of [0, 1, 2]) {
      target.faults.push(...Array.from({ length: at }, () => undefined), fault)
      commit(updated('n1', String(at + 1), String(at + 2), 1), updated('a', String(at + 1), String(at + 2)))
      await run(
        reloader(() => commit(inserted(`n${at + 20}`, '1', 1))),
        { reload: ['shop.notes'] },
      )
      await run(reloader())
      expect(target.rows).toEqual(expected())
      target.faults.length = 0
    }
  })

  it('must have been read in one state', async () => {
    const several = reloader(undefined, null)
    await expect(run(several, { reload: ['shop.notes'] })).rejects.toMatchObject({ code: 'XW-S0613' })
    await run(reloader())
    expect(target.rows).toEqual(expected())
  })

  it('comes without its foreign keys when the target refuses them, and says so', async () => {
    const refusing = { ...reloader(), keys: async () => ({ drop: [], add: ['impossible'] }) }
    const result = await run(refusing, { reload: ['shop.notes'] })
    expect(result.findings.map(({ code }) => code)).toEqual(['XW-S0626', 'XW-S0627'])
    expect(target.rows).toEqual(expected())
  })

  describe('where the engine commits with a definition', () => {
    /** Tables whose foreign keys nobody looks at, for each time that the target was opened. */
    let aside: string[]
    beforeEach(() => {
      aside = []
      const open = target.open.bind(target)
      target.open = async (given, options: { task: string; reloaded?: readonly TableName[] }) => {
        if (!options.task.endsWith('/cached')) aside.push((options.reloaded ?? []).map(({ table }) => table).join(' '))
        return { ...(await open(given, options)), definesApart: true }
      }
    })

    it.each([undefined, 'before', 'after'] as const)(
      'keeps its foreign keys, at which nobody looks until it is in step (target lost %s a commit)',
      async (fault) => {
        for (const at of [0, 1, 2]) {
          target.faults.push(...Array.from({ length: at }, () => undefined), fault)
          commit(updated('n1', String(at + 1), String(at + 2), 1), updated('a', String(at + 1), String(at + 2)))
          const during = () => {
            expect(aside.at(-1)).toBe('notes')
            commit(inserted(`n${at + 20}`, '1', 1), updated('a', String(at + 2), String(at + 2)))
          }
          await run(reloader(during), { reload: ['shop.notes'] })
          expect(aside.at(-1)).toBe('')
          await run(reloader())
          expect(target.rows).toEqual(expected())
          target.faults.length = 0
        }
        expect(target.state.defined).toEqual([])
      },
    )

    it('is loaded again from its beginning when the run ended meanwhile, its keys aside from the first row on', async () => {
      const broken = reloader(() => {
        throw new OperationError('XW-S0002', { problem: 'no more' })
      })
      await expect(run(broken, { reload: ['shop.notes'] })).rejects.toMatchObject({ code: 'XW-S0002' })
      commit(updated('n1', '1', '2', 1), updated('a', '1', '2'))
      const during = () => expect(aside.at(-1)).toBe('notes')
      await run(reloader(during))
      expect(target.rows).toEqual(expected())
    })

    it('leaves no trace when it is refused', async () => {
      const open = target.open.bind(target)
      target.open = async (given, options: { task: string; reloaded?: readonly TableName[] }) => {
        if (options.reloaded?.length) throw new OperationError('XW-S0623', { tables: 'shop.notes', keys: 'k' })
        return open(given, options)
      }
      await expect(run(reloader(), { reload: ['shop.notes'] })).rejects.toMatchObject({ code: 'XW-S0623' })
      expect(target.rows).toMatchObject({ n9: 'too much' })
      await run(reloader())
    })
  })

  it('must be one of the task, on a target that can keep which it is', async () => {
    const unknown = { code: 'XW-S0624', data: { table: 'shop.none' } }
    await expect(run(reloader(), { reload: ['shop.none'] })).rejects.toMatchObject(unknown)
    const open = target.open.bind(target)
    target.open = async (...given) => {
      const { define: _define, ...rest } = await open(...given)
      return rest
    }
    await expect(run(reloader(), { reload: ['shop.notes'] })).rejects.toMatchObject({ code: 'XW-S0625' })
  })
})
