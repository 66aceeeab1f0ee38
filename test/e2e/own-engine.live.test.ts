import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { available, connectMysql, startMariadb, type TestServer } from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { buildProgram, noStack, run, runJson, start, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const code = `
  CREATE FUNCTION doubled(n INT) RETURNS INT DETERMINISTIC RETURN n * 2;
  CREATE VIEW rich AS SELECT id, doubled(id) AS twice FROM customers WHERE credit > 100;
  CREATE TRIGGER named BEFORE INSERT ON customers FOR EACH ROW SET NEW.name = COALESCE(NEW.name, 'nobody');
  ALTER TABLE customers ADD KEY (name)`

describe.skipIf(!available('mariadb'))('from one server of an engine to another', () => {
  let source: TestServer
  let target: OwnServer
  let [from, to]: mysql.Connection[] = []
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startMariadb(), ownMariadb()])
    await target.start()
    from = await connectMysql(source.endpoint)
    to = await connectMysql(target.endpoint)
  })
  afterAll(async () => {
    await Promise.allSettled([from?.end(), to?.end()])
    await Promise.all([source?.stop(), target?.stop()])
  })

  const url = ({ endpoint }: { endpoint: TestServer['endpoint'] }, database: string) =>
    `mysql://root@127.0.0.1:${endpoint.port}/${database}`
  const wordsOf = (database: string) => {
    const project = join(folder, database)
    mkdirSync(project, { recursive: true })
    return [url(source, database), url(target, database), '--project', project]
  }
  const ask = async (client: mysql.Connection | undefined, sql: string): Promise<unknown[]> => {
    const [rows] = (await client?.query(sql)) ?? []
    return Array.isArray(rows) ? rows.flat() : []
  }

  it('migrate copies schema, rows, code and counters, and finds nothing to do a second time', async () => {
    await from?.query(`${shopSchema('moved')}; ${code}; CREATE SEQUENCE tickets START WITH 7; DO NEXTVAL(tickets)`)
    const words = ['migrate', ...wordsOf('moved')]
    const first = await runJson(words)
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    expect(first.value).toMatchObject({
      load: { read: 80_500, written: 80_500, rejected: 0 },
      validation: { differing: 0 },
    })
    const sums = 'CHECKSUM TABLE moved.customers, moved.orders, moved.order_lines, moved.accounts, moved.ledger'
    expect(await ask(to, sums)).toEqual(await ask(from, sums))
    await to?.query('USE moved')
    for (const object of ['TABLE customers', 'TABLE order_lines', 'VIEW rich', 'FUNCTION doubled']) {
      const [kind, name] = object.split(' ')
      const show = `SHOW CREATE ${kind} moved.${name}`
      const plain = (rows: unknown[]) => rows.map((value) => String(value).replace(/ AUTO_INCREMENT=\d+/, ''))
      expect(plain(await ask(to, show))).toEqual(plain(await ask(from, show)))
    }
    expect(Number((await ask(to, 'SELECT NEXTVAL(moved.tickets)'))[0])).toBeGreaterThan(7)
    expect((await run(words)).code).toBe(0)
  })

  it('replicate keeps in step under writers and kill −9, and cutover makes what waited', async () => {
    await from?.query(`${shopSchema('followed')}; ${code}`)
    const words = wordsOf('followed')
    const caughtUp = ['replicate', ...words, '--until', 'caught-up']
    const writing = new Workload({ ...source.endpoint, database: 'followed' }, { writers: 3, large: 5000 })
    const loaded = await runJson(caughtUp)
    expect({ code: loaded.code, err: loaded.err }).toMatchObject({ code: 0 })
    expect(await ask(to, 'SHOW TRIGGERS FROM followed')).toEqual([])
    for (const pause of [900, 1500, 700]) {
      const following = start(['replicate', ...words])
      await sleep(pause)
      following.child.kill('SIGKILL')
      noStack(await following.ended)
    }
    await writing.stop()
    const ended = await run(caughtUp)
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(await ask(to, 'SELECT SUM(balance) FROM followed.accounts')).toEqual(['500000'])
    const done = await run(['cutover', ...words, '--quiet', '1'])
    expect({ code: done.code, err: done.err }).toMatchObject({ code: 0 })
    const sums =
      'CHECKSUM TABLE followed.customers, followed.orders, followed.order_lines, followed.accounts, followed.ledger'
    expect(await ask(to, sums)).toEqual(await ask(from, sums))
    await to?.query("INSERT INTO followed.customers (email) VALUES ('after@cutover')")
    expect(await ask(to, "SELECT name FROM followed.customers WHERE email = 'after@cutover'")).toEqual(['nobody'])
    const highest = 'SELECT MAX(id) FROM followed.customers'
    expect(Number((await ask(to, highest))[0])).toBeGreaterThan(Number((await ask(from, highest))[0]))
  })
})
