import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partId } from '../../../../../src/core/ir/names.js'
import type { Catalog } from '../../../../../src/core/ir/schema.js'
import { mysqlProfiler } from '../../../../../src/dialects/mysql/data/profile.js'
import { readScript } from '../../../../../src/dialects/mysql/parse/script-parser.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'

const ddl = `CREATE TABLE facts (
  id INT PRIMARY KEY, flag TINYINT(1), stars TINYINT(1), never TINYINT(1), ti TIME, far TIME, e ENUM('a','b'), d DATE, dt DATETIME,
  u BIGINT UNSIGNED, code VARCHAR(20), t TEXT, b LONGBLOB, UNIQUE KEY code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE gone (id INT PRIMARY KEY, flag TINYINT(1));
CREATE TABLE plain (id INT PRIMARY KEY);
`

export function describeProfile(name: ServerName): void {
  describe.skipIf(!available(name))(`data profile on ${name}`, () => {
    let server: TestServer
    let catalog: Catalog

    beforeAll(async () => {
      server = await startServer(name)
      const client = await connectMysql(server.endpoint)
      await client.query(ddl)
      await client.query(`SET sql_mode = 'ALLOW_INVALID_DATES';
        INSERT INTO facts VALUES
          (1, 1, 5, NULL, '24:00:00', '24:00:01', 'a', '2024-01-31', '2024-01-31 00:00:00', 9223372036854775808, 'a', 'x', 'abc'),
          (2, 0, 1, NULL, '00:00:00', '-00:00:01', 'zzz', '0000-00-00', '2010-00-00 00:00:00', 1, 'b ', 'a\\0b', NULL),
          (3, NULL, 0, NULL, NULL, NULL, NULL, '2023-02-30', NULL, NULL, NULL, NULL, REPEAT('x', 70000));
        DROP TABLE gone`)
      await client.end()
      const bytes = Buffer.from(ddl)
      const file = {
        path: 'facts.sql',
        size: bytes.length,
        chunks: async function* () {
          yield bytes
        },
      }
      catalog = (await readScript([file], { defaultSchema: 'test' })).value.catalog
    })
    afterAll(() => server?.stop())

    const table = () => catalog.schemas[0]!.objects.find((object) => object.name.name.text === 'facts')!

    it('answers what types alone leave open', async () => {
      const { value } = await mysqlProfiler.profile(server.endpoint, catalog)
      const fact = (column: string) => value.get(partId(table().id, 'column', column))
      expect(fact('flag')).toEqual({ onlyZeroOne: true })
      expect(fact('stars')).toEqual({ onlyZeroOne: false })
      expect(fact('never'), 'a column without values says nothing').toBeUndefined()
      expect(fact('ti')).toEqual({ timeWithinDay: true })
      expect(fact('far')).toEqual({ timeWithinDay: false })
      expect(fact('e')).toEqual({ enumErrors: 1 })
      expect(fact('d')).toEqual({ zeroDates: 2 })
      expect(fact('dt')).toEqual({ zeroDates: 1 })
      expect(fact('u')).toEqual({ maxUnsigned: '9223372036854775808' })
      expect(fact('code')).toEqual({ nulBytes: 0, trailingBlanks: 1 })
      expect(fact('t')).toMatchObject({ nulBytes: 1 })
      expect(fact('b')).toEqual({ longest: 70_000 })
    })

    it('reports U+0000 in text and a table it could not read, and goes on', async () => {
      const { findings } = await mysqlProfiler.profile(server.endpoint, catalog)
      expect(findings.map((one) => [one.code, one.data])).toEqual([
        ['XW-D0602', { rows: 1, table: 'test.facts', column: 't' }],
        ['XW-D0604', { table: 'test.gone', reason: expect.any(String) }],
      ])
    })

    it('passes over a table above the limit, and says so', async () => {
      const { value, findings } = await mysqlProfiler.profile(server.endpoint, catalog, { maxRows: 1 })
      expect(value.size).toBe(0)
      expect(findings[0]).toMatchObject({ code: 'XW-D0600', data: { table: 'test.facts', limit: 1 } })
    })
  })
}
