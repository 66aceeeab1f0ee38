import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Backlog } from '../../../src/replicate/backlog.js'
import { Batcher, Busy } from '../../../src/replicate/batcher.js'
import { Spool } from '../../../src/replicate/spool.js'
import { ItemReader } from '../../../src/replicate/transactions.js'

let folder = ''
let spool: Spool
let backlog: Backlog
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-batcher-'))
  spool = new Spool(folder)
  backlog = new Backlog()
})
afterEach(() => {
  spool.close()
  rmSync(folder, { recursive: true, force: true })
})

const batcher = (changes = 1000): Batcher =>
  new Batcher(
    new ItemReader(backlog, spool),
    backlog,
    { changes, bytes: 2 ** 20, linger: 5 },
    {
      treatment: () => 'exact',
      ended: () => false,
    },
  )

function commit(at: number): void {
  const change = { kind: 'insert', table: 0, after: Buffer.alloc(4) } as const
  backlog.push({ kind: 'transaction', changes: [change], refused: [], bytes: 100, mark: { position: `${at}`, at } })
}

const { signal } = new AbortController()

it('a batch is given soon when the target is idle', async () => {
  commit(1)
  expect(await batcher().next(signal)).toMatchObject({ kind: 'batch', count: 1 })
})

it('a batch goes on growing while the target is busy, and is given when it no longer is', async () => {
  let finish: () => void = () => undefined
  const busy = new Busy(
    new Promise<void>((resolve) => {
      finish = resolve
    }),
  )
  const next = batcher().next(signal, busy)
  for (let at = 1; at <= 3; at++) {
    commit(at)
    await sleep(20)
  }
  finish()
  expect(await next).toMatchObject({ kind: 'batch', count: 3, end: { position: '3' } })
})

it('a full batch is given while the target is still busy, to be made ready', async () => {
  const next = batcher(2).next(signal, new Busy(new Promise(() => undefined)))
  commit(1)
  commit(2)
  commit(3)
  expect(await next).toMatchObject({ kind: 'batch', count: 2, behind: true })
})

it('a target that has failed is not busy', async () => {
  const next = batcher().next(signal, new Busy(Promise.reject(new Error('refused'))))
  commit(1)
  expect(await next).toMatchObject({ kind: 'batch', count: 1 })
})
