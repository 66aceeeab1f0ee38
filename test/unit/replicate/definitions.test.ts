import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import type {
  Carried,
  CarryManner,
  Definitions,
  Followed,
  Reloader,
  ReplicateOptions,
} from '../../../src/replicate/request.js'
import { replicate } from '../../../src/replicate/task.js'
import { MemorySource } from '../../support/replication/memory-source.js'
import { inserted, MemoryTarget } from '../../support/replication/memory-target.js'

const endpoint: Endpoint = {
  ...{ dialect: 'memory', host: 'none', port: 0, user: 'nobody', tls: { mode: 'disable' }, parameters: {} },
}
const tables: readonly TableMapping[] = [
  { source: { schema: 'shop', table: 'items' }, target: { schema: 'shop', table: 'items' }, columns: [], key: ['key'] },
]

/** The memo lists the statements that were carried over. */
class ListedDefinitions implements Definitions {
  known: readonly string[] = []
  changed = false

  async begun(): Promise<void> {
    if (this.changed) throw new OperationError('XW-S0622', { task: 'shop' })
  }

  restore(memo: string | null): Followed {
    if (memo !== null) this.known = JSON.parse(memo)
    return { tables, shapes: [{ columns: [] }] }
  }

  read(): Followed {
    return { tables, shapes: [{ columns: [] }] }
  }

  async carry({ sql }: { readonly sql: string }, { byHand }: CarryManner): Promise<Carried> {
    if (sql === 'inexact' && !byHand) return { kind: 'stop', reason: 'it is not exact' }
    const memo = JSON.stringify([...this.known, sql])
    return {
      kind: 'define',
      statements: byHand || sql === 'nothing' ? [] : [sql],
      memo,
      renamed: new Map(),
      findings: [],
    }
  }

  carried(memo: string): Followed {
    return this.restore(memo)
  }
}

let folder: string
let source: MemorySource
let target: MemoryTarget
let definitions: ListedDefinitions
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-definitions-'))
  source = new MemorySource()
  target = new MemoryTarget()
  definitions = new ListedDefinitions()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (
  options: ReplicateOptions = {},
  during: () => void = () => undefined,
  position: () => string | null = () => '0',
  reloader?: Reloader,
) =>
  replicate({
    ...{ task: 'shop', folder, tables, reader: 'r', definitions, ...(reloader ? { reloader } : {}) },
    source: { changes: source, endpoint },
    target: { changes: target, endpoint },
    load: async () => {
      during()
      return position()
    },
    complete: async () => undefined,
    options: { untilCaughtUp: true, ...options, limits: { retryWait: 1 } },
  })

const change = (sql: string, ofTables: readonly number[] = [0]) =>
  source.log.push({ kind: 'definition', sql, tables: ofTables })

const memo = (...known: readonly string[]): string =>
  JSON.stringify({ definitions: JSON.stringify(known), wanted: [], begun: [] })

describe('a change of definitions', () => {
  it('is made behind every row in front of it and in front of every row behind it', async () => {
    await run()
    source.commit(inserted('a', '1'))
    change('first')
    source.commit(inserted('b', '1'))
    change('second')
    change('third')
    source.commit(inserted('c', '1'))
    const result = await run()
    expect(target.state.defined).toEqual(['first on a', 'second on a b', 'third on a b'])
    expect(target.rows).toEqual({ a: '1', b: '1', c: '1' })
    expect(result).toMatchObject({ position: '6', transactions: 3 })
    expect(result.findings.map(({ code, data }) => [code, data])).toEqual(
      ['first', 'second', 'third'].map((statement) => ['XW-S0620', { statement, count: 1 }]),
    )
  })

  it.each(['before', 'after'] as const)('is made once when the target is lost %s its commit', async (fault) => {
    await run()
    change('first')
    source.commit(inserted('a', '1'))
    target.faults.push(fault)
    await run()
    expect(target.state).toMatchObject({ defined: ['first on '], memo: memo('first') })
    expect(target.rows).toEqual({ a: '1' })
  })

  it('that cannot be carried over stops the task in front of it, until somebody has seen to the target', async () => {
    await run()
    for (const sql of ['inexact', 'impossible']) {
      source.commit(inserted(sql, '1'))
      change(sql)
      source.commit(inserted(`behind ${sql}`, '1'))
      const reason = sql === 'inexact' ? 'it is not exact' : 'the target refuses it: it is impossible'
      await expect(run()).rejects.toMatchObject({ code: 'XW-S0602', data: { statement: sql, reason } })
      expect(Object.keys(target.rows)).not.toContain(`behind ${sql}`)
      await run({ passDefinition: true })
      expect(Object.keys(target.rows)).toContain(`behind ${sql}`)
    }
    expect(target.state).toMatchObject({ defined: [], memo: memo('inexact', 'impossible') })
  })

  it('is passed over once, and the next one stops the task', async () => {
    await run()
    change('inexact')
    change('inexact')
    await expect(run()).rejects.toMatchObject({ code: 'XW-S0602', data: { position: '0' } })
    await expect(run({ passDefinition: true })).rejects.toMatchObject({ code: 'XW-S0602', data: { position: '1' } })
    await run({ passDefinition: true })
    expect(target.state.memo).toBe(memo('inexact', 'inexact'))
  })

  it('stops the task that was told to, and is remembered where it is of other tables', async () => {
    await run()
    source.log.push({ kind: 'definition', sql: 'nothing', tables: [], creates: 'fresh', ofTables: true })
    change('first')
    await expect(run({ onDefinition: 'stop' })).rejects.toMatchObject({ code: 'XW-S0602' })
    expect(target.state.memo).toBe(memo('nothing'))
    await run()
    expect(target.state).toMatchObject({ defined: ['first on '], memo: memo('nothing', 'first') })
  })

  it.each([
    ['in one state', () => String(source.log.length)],
    ['in several', () => null],
  ])('while rows are loaded %s is an end: nobody knows which rows are of which shape', async (_, position) => {
    const during = (): void => {
      change('first')
      source.commit(inserted('a', '1'))
    }
    await expect(run({}, during, position)).rejects.toMatchObject({
      ...{ code: 'XW-S0621', data: { tables: 'shop.items', statement: 'first' } },
    })
    expect(target.state.defined).toEqual([])
  })

  it('behind the state that was loaded is carried over', async () => {
    await run({}, () => change('first'))
    expect(target.state.defined).toEqual(['first on '])
  })

  it('that a load of the table failed over is carried over, and the table is loaded behind it', async () => {
    await run()
    const loads: string[] = []
    const reloader: Reloader = {
      async load() {
        loads.push(definitions.known.join(' '))
        if (loads.length === 1) {
          for (let n = 0; n < 50; n++) source.commit(inserted(`r${n}`, '1'))
          change('first')
        }
        if (!definitions.known.includes('first')) throw new OperationError('XW-S0206', { endpoint: 'it', reason: 'no' })
        return String(source.log.length)
      },
      keys: async () => ({ drop: [], add: [] }),
    }
    await run({ reload: ['shop.items'] }, undefined, undefined, reloader)
    expect(loads).toEqual(['', 'first'])
    expect(target.state.defined).toEqual(['first on '])
    const failing = { ...reloader, load: () => Promise.reject(new OperationError('XW-S0002', { problem: 'no' })) }
    await expect(run({ reload: ['shop.items'] }, undefined, undefined, failing)).rejects.toMatchObject({
      code: 'XW-S0002',
    })
  })

  it('between the conversion and the place where the task begins is an end', async () => {
    definitions.changed = true
    await expect(run()).rejects.toMatchObject({ code: 'XW-S0622' })
    expect(target.state.checkpoint).toBeNull()
  })
})
