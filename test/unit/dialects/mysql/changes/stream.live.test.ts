import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { connect, query } from '../../../../../src/dialects/mysql/connect.js'
import { parsePosition, positionText } from '../../../../../src/dialects/mysql/log-position.js'
import { available, startMariadb, type TestServer } from '../../../../support/servers.js'
import { changesSince, headOf, mappingOf, openFor, Recorder, run } from './support.js'

describe.skipIf(!available('mariadb'))('changes of a MariaDB', () => {
  let server: TestServer
  let shop: Endpoint
  let tables: readonly TableMapping[]
  let from: string

  beforeAll(async () => {
    server = await startMariadb()
    shop = { ...server.endpoint, database: 'shop' }
    await run(server.endpoint, 'CREATE DATABASE shop', 'CREATE DATABASE elsewhere')
    await run(
      shop,
      'CREATE TABLE a (id INT PRIMARY KEY, name VARCHAR(50), amount DECIMAL(10,2))',
      'CREATE TABLE b (id BIGINT UNSIGNED PRIMARY KEY, at DATETIME(3))',
      'CREATE TABLE elsewhere.c (id INT PRIMARY KEY)',
    )
    tables = await mappingOf(shop, 'shop')
    expect(tables.map((table) => table.source.table)).toEqual(['a', 'b'])
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    await run(shop, 'DELETE FROM a', 'DELETE FROM b')
    from = await headOf(server.endpoint)
  })

  const story = async (...statements: readonly string[]): Promise<string[]> => {
    await run(shop, ...statements)
    return (await changesSince(server.endpoint, tables, from)).story
  }

  /** Files that someone still reads stay. */
  const purged = async (file: string): Promise<void> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const session = await connect(server.endpoint)
      await query(session, `PURGE BINARY LOGS TO '${file}'`)
      const first = (await query(session, 'SHOW BINARY LOGS'))[0]?.[0]
      session.driver.destroy()
      if (first === file) return
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error('the log was not purged')
  }

  it('come as whole transactions in commit order', async () => {
    const seen = await story(
      "INSERT INTO a VALUES (1, 'one', 1.5), (2, NULL, -0.01)",
      'BEGIN',
      "UPDATE a SET name = 'two' WHERE id = 2",
      "INSERT INTO b VALUES (18446744073709551615, '2024-02-29 12:34:56.789')",
      'COMMIT',
      'DELETE FROM a WHERE id = 1',
    )
    expect(seen).toEqual([
      ...['[', '0 + 1,one,1.50', '0 + 2,NULL,-0.01', ']'],
      ...['[', '0 ~ 2,NULL,-0.01 > 2,two,-0.01', '1 + 18446744073709551615,2024-02-29 12:34:56.789000', ']'],
      ...['[', '0 - 1,one,1.50', ']'],
    ])
  })

  it('leave out what other tables, other schemas and settings do', async () => {
    const seen = await story(
      'INSERT INTO elsewhere.c VALUES (1)',
      "INSERT INTO a VALUES (1, 'x', 0)",
      'CREATE TEMPORARY TABLE t (id INT)',
      'DROP TEMPORARY TABLE t',
      "CREATE USER somebody IDENTIFIED BY 'secret'",
      'DROP USER somebody',
      'DELETE FROM elsewhere.c',
    )
    expect(seen).toEqual(['[', '0 + 1,x,0.00', ']'])
  })

  it('show a truncation in a transaction of its own, and definitions between transactions', async () => {
    const seen = await story(
      "INSERT INTO a VALUES (1, 'x', 0)",
      'TRUNCATE TABLE a',
      "ALTER TABLE b COMMENT = 'of b'",
      'CREATE TABLE d (id INT PRIMARY KEY)',
      'DROP TABLE d',
      "INSERT INTO b VALUES (1, '2024-01-01')",
    )
    expect(seen.map((one) => one.replace(/ \/\*.*/, ''))).toEqual([
      ...['[', '0 + 1,x,0.00', ']', '[', '0 truncate', ']', "! 1 ALTER TABLE b COMMENT = 'of b'"],
      ...['!  CREATE TABLE d (id INT PRIMARY KEY)', '!  DROP TABLE `d`'],
      ...['[', '1 + 1,2024-01-01 00:00:00', ']'],
    ])
  })

  it('stop at a statement that changed rows by its text', async () => {
    const wrong = story("SET SESSION binlog_format = 'STATEMENT'", "INSERT INTO a VALUES (9, 'x', 0)")
    await expect(wrong).rejects.toMatchObject({ code: 'XW-S0417', retryable: false })
  })

  it('stop at a prepared transaction', async () => {
    const xa = ["XA START 'one'", "INSERT INTO a VALUES (9, 'x', 0)", "XA END 'one'", "XA PREPARE 'one'"]
    await expect(story(...xa, "XA COMMIT 'one'")).rejects.toMatchObject({ code: 'XW-S0419' })
  })

  it('stop when columns have changed places since, and when one has another type', async () => {
    await run(shop, 'CREATE TABLE e (id INT PRIMARY KEY, p INT, q INT)')
    const [mapped] = (await mappingOf(shop, 'shop')).filter((table) => table.source.table === 'e')
    const after = async (...statements: readonly string[]) => {
      const start = await headOf(server.endpoint)
      await run(shop, ...statements)
      return changesSince(server.endpoint, [mapped!], start)
    }
    const swapped = after('INSERT INTO e VALUES (1, 2, 3)', 'ALTER TABLE e MODIFY p INT AFTER q')
    await expect(swapped).rejects.toMatchObject({ code: 'XW-S0418' })
    await run(shop, 'ALTER TABLE e MODIFY p INT AFTER id')
    const wider = after('INSERT INTO e VALUES (2, 2, 3)', 'ALTER TABLE e MODIFY q BIGINT')
    await expect(wider).rejects.toMatchObject({ code: 'XW-S0418' })
    await run(shop, 'DROP TABLE e')
  })

  it('are refused when the log does not reach back so far, or belongs to another server', async () => {
    await run(shop, "INSERT INTO a VALUES (1, 'x', 0)", 'FLUSH BINARY LOGS')
    const end = parsePosition(await headOf(server.endpoint))!
    await purged(end.file)
    const forgotten = changesSince(server.endpoint, tables, from)
    await expect(forgotten).rejects.toMatchObject({ code: 'XW-S0407', retryable: false })
    const foreign = positionText({ ...end, gtids: '', server: 'another' })
    const fromForeign = openFor(server.endpoint, tables, foreign).then(async (stream) => {
      await stream.pump(new Recorder(), { until: positionText({ ...end, offset: end.offset + 1 }) })
    })
    await expect(fromForeign).rejects.toMatchObject({ code: 'XW-S0408' })
    await expect(openFor(server.endpoint, tables, 'nowhere')).rejects.toMatchObject({ code: 'XW-S0407' })
  })

  it('go to one reader of a name: the older one is told so', async () => {
    const [older, newer] = [
      await openFor(server.endpoint, tables, from, 'same'),
      await openFor(server.endpoint, tables, from, 'same'),
    ]
    const told = expect(older.pump(new Recorder())).rejects.toMatchObject({ code: 'XW-S0415', retryable: false })
    await new Promise((done) => setTimeout(done, 300))
    const stop = new AbortController()
    const going = newer.pump(new Recorder(), { signal: stop.signal })
    await told
    stop.abort()
    await going
    await Promise.all([older.close(), newer.close()])
  })
})
