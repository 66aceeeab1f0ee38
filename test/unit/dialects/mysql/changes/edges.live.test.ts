import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { available } from '../../../../support/servers.js'
import { type OwnServer, ownMariadb } from './own-server.js'
import { changesSince, headOf, mappingOf, openFor, Recorder, run } from './support.js'

const options = ['--log-bin=binlog', '--binlog-format=ROW', '--max-allowed-packet=1G'] as const

describe.skipIf(!available('mariadb'))('unusual images, transactions and ends of a log', () => {
  let server: OwnServer

  beforeAll(async () => {
    server = await ownMariadb()
    await server.start(...options)
    await run(server.endpoint, 'CREATE DATABASE shop')
  })
  afterAll(() => server?.stop())

  const mapped = async (name: string): Promise<TableMapping> => {
    const found = (await mappingOf(server.endpoint, 'shop')).find((table) => table.source.table === name)
    if (!found) throw new Error(`no table ${name}`)
    return found
  }

  const storyOf = async (table: TableMapping, ...statements: readonly string[]): Promise<string[]> => {
    const from = await headOf(server.endpoint)
    await run({ ...server.endpoint, database: 'shop' }, ...statements)
    return (await changesSince(server.endpoint, [table], from)).story
  }

  it('leave out what did not change when the server logs no more than that', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.i (id INT PRIMARY KEY, a INT, b TEXT, c INT)')
    const table = await mapped('i')
    const changes = ["INSERT INTO i (id, b) VALUES (1, 'x')", 'UPDATE i SET c = 3', 'DELETE FROM i']
    expect(await storyOf(table, "SET SESSION binlog_row_image = 'MINIMAL'", ...changes)).toEqual([
      ...['[', '0 + 1,?,x,?', ']', '[', '0 ~ 1,?,?,? > ?,?,?,3', ']', '[', '0 - 1,?,?,?', ']'],
    ])
    expect(await storyOf(table, "SET SESSION binlog_row_image = 'NOBLOB'", ...changes)).toEqual([
      ...['[', '0 + 1,NULL,x,NULL', ']', '[', '0 ~ 1,NULL,?,NULL > 1,NULL,?,3', ']', '[', '0 - 1,NULL,?,3', ']'],
    ])
  })

  it('hold no generated columns, and find the others behind them', async () => {
    await run(
      server.endpoint,
      `CREATE TABLE shop.g (id INT PRIMARY KEY, v INT AS (id * 2) VIRTUAL, a INT, s INT AS (id * 3) STORED, hidden INT INVISIBLE DEFAULT 9, z VARCHAR(5))`,
    )
    const table = await mapped('g')
    const seen = await storyOf(
      table,
      "INSERT INTO g (id, a, z) VALUES (1, 10, 'z')",
      'UPDATE g SET a = NULL',
      'DELETE FROM g',
    )
    expect(seen).toEqual([
      ...['[', '0 + 1,10,9,z', ']', '[', '0 ~ 1,10,9,z > 1,NULL,9,z', ']', '[', '0 - 1,NULL,9,z', ']'],
    ])
  })

  it('come in the order of the mapping, by their names where the log has them', async () => {
    await run(server.endpoint, "SET GLOBAL binlog_row_metadata = 'FULL'")
    await run(server.endpoint, 'CREATE TABLE shop.o (id INT PRIMARY KEY, p INT, q INT, r VARCHAR(9))')
    const table = await mapped('o')
    const seen = await storyOf(
      table,
      "INSERT INTO o VALUES (1, 2, 3, 'r')",
      'ALTER TABLE o MODIFY p INT AFTER r, MODIFY id INT AFTER p',
      'INSERT INTO o (id, p, q, r) VALUES (2, 20, 30, NULL)',
      'UPDATE o SET p = 21 WHERE id = 2',
    )
    await run(server.endpoint, "SET GLOBAL binlog_row_metadata = 'NO_LOG'")
    expect(seen.filter((one) => !one.startsWith('!'))).toEqual([
      ...['[', '0 + 1,2,3,r', ']', '[', '0 + 2,20,30,NULL', ']', '[', '0 ~ 2,20,30,NULL > 2,21,30,NULL', ']'],
    ])
  })

  it('do not hold what was taken back to a savepoint, or as a whole', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.s (id INT PRIMARY KEY) ENGINE=InnoDB')
    const seen = await storyOf(
      await mapped('s'),
      ...['BEGIN', 'INSERT INTO s VALUES (1)', 'SAVEPOINT x', 'INSERT INTO s VALUES (2)', 'ROLLBACK TO x', 'COMMIT'],
      ...['BEGIN', 'INSERT INTO s VALUES (3)', 'ROLLBACK'],
    )
    expect(seen).toEqual(['[', '0 + 1', ']'])
  })

  it('may be longer than a packet', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.l (id INT PRIMARY KEY, t LONGTEXT, b LONGBLOB)')
    const seen = await storyOf(
      await mapped('l'),
      "INSERT INTO l VALUES (1, REPEAT('é', 17000000), REPEAT(0x00FF, 10000000))",
      "INSERT INTO l VALUES (2, 'short', 0x01)",
      // With its head, an event of exactly one packet of full length and an empty one.
      ...Array.from(
        { length: 3 },
        (_, at) => `INSERT INTO l VALUES (${3 + at}, REPEAT('x', ${0xffffff - 45 - at}), NULL)`,
      ),
    )
    const shapes = seen.filter((one) => one.startsWith('0')).map((one) => [one.slice(0, 7), one.length])
    const x = (at: number): number => 0xffffff - 45 - at + '0 + 3,,NULL'.length
    expect(shapes).toEqual([
      ['0 + 1,é', '0 + 1,,'.length + 17_000_000 + 2 + 40_000_000],
      ['0 + 2,s', '0 + 2,short,\\x01'.length],
      ...[0, 1, 2].map((at) => [`0 + ${3 + at},x`, x(at)]),
    ])
  })

  it('go on when the server was killed in between, without a gap or a repetition', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.k (id INT PRIMARY KEY AUTO_INCREMENT, t VARCHAR(200))')
    const table = await mapped('k')
    const from = await headOf(server.endpoint)
    const stop = new AbortController()
    const sink = new Recorder()
    const stream = await openFor(server.endpoint, [table], from)
    const pumped = stream.pump(sink, { signal: stop.signal })
    const rows = Array.from({ length: 500 }, () => "('row')").join()
    for (let round = 0; round < 3; round++) {
      await run(server.endpoint, `INSERT INTO shop.k (t) VALUES ${rows}`, `INSERT INTO shop.k (t) VALUES ${rows}`)
      await server.kill()
      await server.start(...options)
    }
    await run(server.endpoint, "INSERT INTO shop.k (t) VALUES ('last')")
    for (let waited = 0; waited < 300 && !sink.story.join().includes('last'); waited++)
      await new Promise((done) => setTimeout(done, 100))
    stop.abort()
    await pumped
    await stream.close()
    const ids = sink.story.filter((one) => one.startsWith('0 +')).map((one) => Number(/\d+(?=,)/.exec(one)?.[0]))
    expect(ids).toHaveLength(3001)
    expect(new Set(ids).size).toBe(3001)
    expect(sink.story.filter((one) => one === ']')).toHaveLength(7)
  })

  it('are told where the log has got to while nothing happens for us', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.n (id INT PRIMARY KEY)')
    const from = await headOf(server.endpoint)
    const stop = new AbortController()
    const sink = new Recorder()
    const stream = await openFor(server.endpoint, [await mapped('n')], from)
    const pumped = stream.pump(sink, { signal: stop.signal })
    await run(
      server.endpoint,
      'FLUSH BINARY LOGS',
      'CREATE DATABASE other',
      'CREATE TABLE other.t (id INT)',
      'INSERT INTO other.t VALUES (1)',
    )
    const head = await headOf(server.endpoint)
    for (let waited = 0; waited < 100 && sink.passedUpTo?.position !== head; waited++)
      await new Promise((done) => setTimeout(done, 100))
    stop.abort()
    await pumped
    await stream.close()
    expect(sink.passedUpTo?.position).toBe(head)
    expect(sink.story).toEqual([])
  })
})
