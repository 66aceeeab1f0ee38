import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/data/changes.js'
import { TransactionAssembler } from '../../../src/replicate/assembler.js'
import { Backlog } from '../../../src/replicate/backlog.js'
import { recover } from '../../../src/replicate/recovery.js'
import { Spool, SpoolDamage } from '../../../src/replicate/spool.js'
import { decodeRecord, encodeRecord, type SpoolRecord } from '../../../src/replicate/spool-records.js'
import { type Item, ItemReader } from '../../../src/replicate/transactions.js'
import { deleted, fieldsOf, inserted, updated } from '../../support/replication/memory-target.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const reached = (position: string, goal: string): boolean => Number(position) >= Number(goal)
const limits = { memoryBytes: 1e6, transactionBytes: 20_000 }
const segments = (): string[] => readdirSync(folder).sort()
const onlySegment = (): string => join(folder, segments()[0] ?? '')

/** Caches transactions of one insert each, whose marks are the numbers given. */
function cached(positions: readonly number[], from = '0'): void {
  const spool = new Spool(folder)
  const assembler = new TransactionAssembler(new Backlog(), spool, { ...limits, tail: from })
  assembler.caching = true
  for (const position of positions) {
    assembler.begin()
    assembler.change(inserted(`k${position}`, 'v'))
    assembler.commit({ position: String(position), at: 1 })
  }
  spool.close()
}

async function itemsOf(spool: Spool, backlog: Backlog): Promise<readonly Item[]> {
  const reader = new ItemReader(backlog, spool)
  const items: Item[] = []
  for (let item = await reader.next(); item; item = await reader.next()) items.push(item)
  return items
}

/** What a new start finds: where the log is to be read on, and the keys of what is to be applied. */
async function recovered(from: string): Promise<{ tail: string; keys: readonly string[] }> {
  const spool = new Spool(folder)
  const backlog = new Backlog()
  const { tail } = await recover(spool, backlog, { from, transactionBytes: limits.transactionBytes, reached })
  const items = await itemsOf(spool, backlog)
  spool.close()
  const keys = items.flatMap((item) =>
    item.kind === 'transaction'
      ? (item.changes ?? []).map((one) => (one.kind === 'insert' ? fieldsOf(one.after)[0] : ''))
      : [],
  )
  return { tail, keys }
}

describe('a record of the cache', () => {
  const refused = { kind: 'update', table: 3, code: 'XW-D0101', column: 'd' } as const
  const records: readonly SpoolRecord[] = [
    { kind: 'change', change: inserted('a', 'ä', 7) },
    { kind: 'change', change: updated('a', 'b', 'c') },
    { kind: 'change', change: deleted('a', '') },
    { kind: 'change', change: { kind: 'truncate', table: 2 } },
    { kind: 'refused', change: { ...refused, row: { key: { id: '1', b: null }, bytes: Buffer.from([0, 255]) } } },
    { kind: 'refused', change: { ...refused, row: { key: {}, bytes: null } } },
    { kind: 'commit', mark: { position: 'f:1;0-1-2', at: 12 } },
    { kind: 'passed', mark: { position: 'f:2', at: 13 } },
    { kind: 'chain', after: 'f:3' },
  ]
  it.each(records)('reads back as it was written: %o', (record) => {
    expect(decodeRecord(encodeRecord(record), 0)).toEqual(record)
  })
  it('is not taken when a single bit of it is wrong', () => {
    const sound = encodeRecord({ kind: 'change', change: updated('key', 'before', 'after') })
    for (let bit = 32; bit < sound.length * 8; bit++) {
      const wrong = Buffer.from(sound)
      wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(decodeRecord(wrong, 0)).toBeNull()
    }
  })
})

describe('files of cached changes', () => {
  it('give everything to the next start when nothing was applied', async () => {
    cached([1, 2, 3])
    expect(await recovered('0')).toEqual({ tail: '3', keys: ['k1', 'k2', 'k3'] })
  })

  it('give what follows the checkpoint', async () => {
    cached([1, 2, 3])
    expect(await recovered('2')).toEqual({ tail: '3', keys: ['k3'] })
  })

  it('are removed when the target has all of it', async () => {
    cached([1, 2, 3])
    expect(await recovered('3')).toEqual({ tail: '3', keys: [] })
    expect(segments()).toEqual([])
  })

  it('are of no use when they begin behind the checkpoint', async () => {
    cached([5, 6], '4')
    expect(await recovered('3')).toEqual({ tail: '3', keys: [] })
  })

  it('are cut wherever they were torn: whole transactions in front of it are kept, the rest is read again', async () => {
    cached([1, 2, 3])
    const whole = readFileSync(onlySegment())
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(onlySegment(), whole.subarray(0, length))
      const { tail, keys } = await recovered('0')
      expect(keys).toEqual(['k1', 'k2', 'k3'].slice(0, Number(tail)))
      writeFileSync(join(folder, '00000001.changes'), whole)
    }
  })

  it('are cut in front of a bit that is wrong, and what stands behind it is read again', async () => {
    cached([1, 2, 3])
    const bytes = readFileSync(onlySegment())
    const at = bytes.lastIndexOf('k2')
    bytes[at] = (bytes[at] ?? 0) ^ 4
    writeFileSync(onlySegment(), bytes)
    expect(await recovered('0')).toEqual({ tail: '1', keys: ['k1'] })
    expect(await recovered('0')).toEqual({ tail: '1', keys: ['k1'] })
  })

  it('go on after a torn tail was cut', async () => {
    cached([1, 2])
    appendFileSync(onlySegment(), Buffer.from([9, 9, 9]))
    expect((await recovered('0')).tail).toBe('2')
    const spool = new Spool(folder)
    const backlog = new Backlog()
    const found = await recover(spool, backlog, { from: '0', transactionBytes: 1000, reached })
    const assembler = new TransactionAssembler(backlog, spool, { ...limits, ...found })
    assembler.caching = true
    assembler.begin()
    assembler.change(inserted('k3', 'v'))
    assembler.commit({ position: '3', at: 1 })
    spool.close()
    expect(await recovered('0')).toEqual({ tail: '3', keys: ['k1', 'k2', 'k3'] })
  })

  it('do not hide what was in memory between two cached transactions', async () => {
    const spool = new Spool(folder)
    const assembler = new TransactionAssembler(new Backlog(), spool, { ...limits, tail: '0' })
    const commit = (position: number, caching: boolean): void => {
      assembler.caching = caching
      assembler.begin()
      assembler.change(inserted(`k${position}`, 'v'))
      assembler.commit({ position: String(position), at: 1 })
    }
    commit(1, true)
    commit(2, false)
    commit(3, true)
    spool.close()
    expect(await recovered('1')).toEqual({ tail: '1', keys: [] })
  })

  it('give what follows a transaction that was in memory and is applied', async () => {
    const spool = new Spool(folder)
    const assembler = new TransactionAssembler(new Backlog(), spool, { ...limits, tail: '0' })
    for (const [position, caching] of [
      [1, true],
      [2, false],
      [3, true],
    ] as const) {
      assembler.caching = caching
      assembler.begin()
      assembler.change(inserted(`k${position}`, 'v'))
      assembler.commit({ position: String(position), at: 1 })
    }
    spool.close()
    expect(await recovered('2')).toEqual({ tail: '3', keys: ['k3'] })
  })

  it('are not bloated by what is not for us, and know where the log was left', async () => {
    const spool = new Spool(folder)
    const backlog = new Backlog()
    const assembler = new TransactionAssembler(backlog, spool, { ...limits, tail: '0' })
    assembler.caching = true
    const pass = (from: number): void => {
      for (let at = from; at < from + 500; at++) assembler.passed({ position: String(at), at: 1 })
    }
    pass(1)
    assembler.begin()
    assembler.change(inserted('k', 'v'))
    assembler.commit({ position: '501', at: 1 })
    pass(502)
    assembler.caching = false
    expect(spool.end.offset).toBeLessThan(400)
    const marks = (await itemsOf(spool, backlog)).map((item) => (item.kind === 'definition' ? '' : item.mark.position))
    expect(marks).toEqual(['500', '501', '1001'])
    spool.close()
    expect(await recovered('0')).toEqual({ tail: '1001', keys: ['k'] })
    expect(await recovered('500')).toEqual({ tail: '1001', keys: ['k'] })
  })

  it('hold a transaction that broke off no longer than until it comes again', async () => {
    const spool = new Spool(folder)
    const backlog = new Backlog()
    const assembler = new TransactionAssembler(backlog, spool, { ...limits, tail: '0' })
    assembler.caching = true
    assembler.begin()
    assembler.change(inserted('broken', 'v'))
    assembler.begin()
    assembler.change(inserted('whole', 'v'))
    assembler.commit({ position: '1', at: 1 })
    const [item] = await itemsOf(spool, backlog)
    expect(item).toMatchObject({ kind: 'transaction', count: 1 })
    spool.close()
    expect(await recovered('0')).toEqual({ tail: '1', keys: ['whole'] })
  })

  it('that are cut while they are read are told as damage', async () => {
    cached([1, 2])
    const spool = new Spool(folder)
    const { end } = spool
    truncateSync(onlySegment(), statSync(onlySegment()).size - 5)
    const read = async () => {
      for await (const _ of spool.read(spool.start, end));
    }
    await expect(read()).rejects.toThrow(SpoolDamage)
    spool.close()
  })
})

const imageOf = (change: Change): Buffer => (change.kind === 'insert' ? change.after : Buffer.alloc(8))

describe('a large transaction', () => {
  it('goes through files in pieces, over several segments, and its files are removed when it is applied', async () => {
    const spool = new Spool(folder)
    const backlog = new Backlog()
    const assembler = new TransactionAssembler(backlog, spool, { ...limits, tail: '0' })
    const value = 'x'.repeat(100_000)
    const rows = 1500
    assembler.begin()
    for (let row = 0; row < rows; row++) {
      assembler.change(inserted(`k${row}`, value))
      expect(backlog.memory).toBe(0)
    }
    assembler.commit({ position: '1', at: 1 })
    expect(segments().length).toBeGreaterThan(2)
    const [item] = await itemsOf(spool, backlog)
    if (item?.kind !== 'transaction') throw new Error('no transaction')
    expect(item).toMatchObject({ changes: null, count: rows })
    for (const time of [1, 2]) {
      let seen = 0
      for await (const piece of item.pieces()) {
        for (const change of piece) if (fieldsOf(imageOf(change))[0] === `k${seen}`) seen++
        expect(piece.length * value.length).toBeLessThan(5e6)
      }
      expect([time, seen]).toEqual([time, rows])
    }
    spool.release(item.place ?? spool.end)
    expect(segments()).toEqual([])
    spool.close()
  })
})
