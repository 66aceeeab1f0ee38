import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { available, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { startProxy } from '../../mysql/changes/proxy.js'
import { ask, begin, changesSince, mappingOf, openFor, Recorder, run } from './support.js'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe.skipIf(!available('postgres15'))('the stream of a PostgreSQL', () => {
  let server: TestServer
  let source: Endpoint
  let tables: readonly TableMapping[]
  let from: string

  beforeAll(async () => {
    server = await startPostgres15()
    source = server.endpoint
    await run(source, 'CREATE TABLE a (id int PRIMARY KEY, note text)', 'CREATE DATABASE elsewhere')
    tables = await mappingOf(source, 'a')
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    await run(source, 'TRUNCATE a')
    from = await begin(source, tables)
  })

  const confirmed = (): Promise<string | null> =>
    ask(source, 'SELECT confirmed_flush_lsn::text FROM pg_replication_slots')

  /** `count` transactions of `rows` rows each, from `first` on. */
  const fill = (first: number, count: number, rows = 3): Promise<void> => {
    const one = (at: number): string =>
      `INSERT INTO a SELECT n, repeat('x', n % 3000) FROM generate_series(${at * rows + 1}, ${(at + 1) * rows}) n`
    return run(source, ...Array.from({ length: count }, (_, at) => one(first + at)))
  }

  const ids = (sink: Recorder): number[] =>
    sink.story.flatMap((one) => (one.startsWith('0 + ') ? [Number(/\d+$/.exec(one.split(',')[0]!)![0])] : []))

  const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

  it('goes on where it was after every kind of loss, without a gap or a repetition', async () => {
    await fill(0, 500)
    const whole = await changesSince(source, tables, from)
    const proxy = await startProxy(source)
    let left = 70_000
    let cuts = 0
    proxy.tamper = (bytes) => {
      left -= bytes.length
      if (left > 0 || cuts >= 12) return bytes
      cuts++
      left = 70_000 + cuts * 7919
      return null
    }
    const stream = await openFor(proxy.endpoint, tables, from)
    const sink = new Recorder()
    await stream.pump(sink, { until: await changeSource.head(source) })
    await stream.close()
    await proxy.close()
    expect(cuts).toBeGreaterThan(3)
    expect(ids(sink)).toEqual(upTo(1500))
    expect(sink.story).toEqual(whole.story)
  })

  it('goes on when its process on the server is ended, and when the server crashes', async () => {
    const stream = await openFor(source, tables, from)
    const sink = new Recorder()
    const reading = stream.pump(sink)
    reading.catch(() => undefined)
    await fill(0, 5)
    await run(source, 'SELECT pg_terminate_backend(pid) FROM pg_stat_replication; SELECT pg_sleep(0.1)')
    await fill(5, 5)
    await until(() => ids(sink).length >= 30)
    await server.restart?.('crash')
    await fill(10, 5)
    await until(() => ids(sink).length >= 45)
    await stream.close()
    await reading
    expect(ids(sink)).toEqual(upTo(45))
  })

  it('begins a transaction anew that was cut in the middle', async () => {
    await fill(0, 1, 20_000)
    const proxy = await startProxy(source)
    const stream = await openFor(proxy.endpoint, tables, from)
    const sink = new Recorder()
    let changes = 0
    let cut = false
    sink.onChange = () => {
      changes++
      if (cut || changes < 5000) return
      cut = true
      proxy.cut()
    }
    await stream.pump(sink, { until: await changeSource.head(source) })
    await stream.close()
    await proxy.close()
    expect(changes).toBeGreaterThan(20_000)
    expect(ids(sink)).toEqual(upTo(20_000))
  })

  it('waits while the sink is full, longer than the server waits for a sign of life', async () => {
    await run(source, "ALTER SYSTEM SET wal_sender_timeout = '1s'", 'SELECT pg_reload_conf()')
    await fill(0, 50)
    const stream = await openFor(source, tables, from)
    const sink = new Recorder()
    sink.onChange = () => {
      if (sink.seen.length === 18) sink.full = true
    }
    const reading = stream.pump(sink, { until: await changeSource.head(source) })
    await pause(3000)
    expect(sink.seen).toHaveLength(18)
    sink.release?.()
    await reading
    await stream.close()
    expect(ids(sink)).toEqual(upTo(150))
    await run(source, 'ALTER SYSTEM RESET wal_sender_timeout', 'SELECT pg_reload_conf()')
  })

  it('releases the log up to what is confirmed, and no further, whatever was read', async () => {
    await run(source, "ALTER SYSTEM SET wal_sender_timeout = '1s'", 'SELECT pg_reload_conf()')
    const before = await confirmed()
    const stream = await openFor(source, tables, from)
    const sink = new Recorder()
    const reading = stream.pump(sink)
    await fill(0, 10)
    await until(() => ids(sink).length === 30)
    await pause(2000)
    expect(await confirmed()).toBe(before)
    const commits = sink.seen.flatMap((one) => (one.kind === 'commit' ? [one.mark.position] : []))
    stream.confirm(commits[4]!)
    await until(async () => (await confirmed()) !== before)
    expect(await confirmed()).toBe(commits[4]!.split(';')[0])
    await stream.close()
    await reading
    const again = await changesSince(source, tables, commits[4]!)
    expect(ids(again)).toEqual(upTo(30).slice(15))
    await run(source, 'ALTER SYSTEM RESET wal_sender_timeout', 'SELECT pg_reload_conf()')
  })

  it('passes what others write, so that the log of a quiet database is released too', async () => {
    const stream = await openFor(source, tables, from)
    const sink = new Recorder()
    const reading = stream.pump(sink)
    const before = await confirmed()
    await run({ ...source, database: 'elsewhere' }, 'CREATE TABLE t AS SELECT generate_series(1, 10000)')
    const end = await changeSource.head({ ...source, database: 'elsewhere' })
    await until(() => sink.passedUpTo !== null && changeSource.reached(sink.passedUpTo.position, end))
    stream.confirm(sink.passedUpTo!.position)
    await until(async () => (await confirmed()) !== before)
    await stream.close()
    await reading
    expect(sink.seen).toEqual([])
    await run({ ...source, database: 'elsewhere' }, 'DROP TABLE t')
  })

  it('does not go on where the slot is gone, was made anew, or belongs to another server', async () => {
    const read = async (position: string): Promise<void> => {
      const stream = await openFor(source, tables, position)
      await stream.pump(new Recorder(), { signal: AbortSignal.timeout(5000) }).finally(() => stream.close())
    }
    const lost = (position = from) => expect(read(position)).rejects
    await fill(0, 1)
    const [lsn, timeline, system] = from.split(';')
    await lost(`${lsn};${timeline};99`).toMatchObject({ code: 'XW-S0441', retryable: false })
    await lost(`FFFFFF/0;${timeline};${system}`).toMatchObject({ code: 'XW-S0441' })
    await lost(`${lsn};7;${system}`).toMatchObject({ code: 'XW-S0441' })
    await lost('nowhere').toMatchObject({ code: 'XW-S0407' })
    const name = await ask(source, 'SELECT slot_name FROM pg_replication_slots')
    await run(source, `SELECT pg_drop_replication_slot('${name}')`)
    await lost().toMatchObject({ code: 'XW-S0441', retryable: false })
    expect(await ask(source, 'SELECT count(*) FROM pg_replication_slots')).toBe('0')
    await run(source, `SELECT pg_create_logical_replication_slot('${name}', 'pgoutput')`)
    await lost().toMatchObject({ code: 'XW-S0441', retryable: false })
  })

  it('does not go on where the server has removed log that the slot needed', async () => {
    await run(source, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "ALTER SYSTEM SET max_wal_size = '32MB'")
    await run(source, 'SELECT pg_reload_conf()')
    for (let round = 0; round < 4; round++)
      await run(
        source,
        'CREATE TABLE t AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 30000) n',
        'DROP TABLE t',
        'SELECT pg_switch_wal()',
        'CHECKPOINT',
      )
    expect(await ask(source, 'SELECT wal_status FROM pg_replication_slots')).toBe('lost')
    await expect(changesSince(source, tables, from)).rejects.toMatchObject({ code: 'XW-S0441', retryable: false })
    await run(
      source,
      'ALTER SYSTEM RESET max_slot_wal_keep_size',
      'ALTER SYSTEM RESET max_wal_size',
      'SELECT pg_reload_conf()',
    )
  })

  it('waits for the reader that has its slot, and takes over when that one is gone', async () => {
    const [first, second] = [await openFor(source, tables, from), await openFor(source, tables, from)]
    const sinks = [new Recorder(), new Recorder()] as const
    const reading = first.pump(sinks[0])
    await fill(0, 1)
    await until(() => ids(sinks[0]).length === 3)
    const waiting = second.pump(sinks[1], { until: await changeSource.head(source) })
    await pause(500)
    expect(sinks[1].seen).toEqual([])
    await first.close()
    await reading
    await waiting
    await second.close()
    expect(ids(sinks[1])).toEqual(upTo(3))
  })

  it('is told apart from another reader of the same name', async () => {
    const [first, second] = [await openFor(source, tables, from), await openFor(source, tables, from)]
    const reading = first.pump(new Recorder())
    await until(async () => (await ask(source, 'SELECT active::text FROM pg_replication_slots')) === 'true')
    const busy = changeSource.forget?.(source, 'test')
    await expect(busy).rejects.toMatchObject({ code: 'XW-S0442' })
    await first.close()
    await reading
    await second.close()
    await changeSource.forget?.(source, 'test')
    expect(await ask(source, 'SELECT count(*) FROM pg_replication_slots')).toBe('0')
    expect(await ask(source, 'SELECT count(*) FROM pg_publication')).toBe('0')
    await changeSource.forget?.(source, 'test')
  })
})

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await what()) return
    await pause(50)
  }
  throw new Error('it did not come to that')
}
