import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  EmittedStatement,
  ProofSession,
  StatementId,
  StatementKind,
} from '../../../../../src/core/dialect/dialect.js'
import { noOrigin, type ObjectId, qname } from '../../../../../src/core/ir/names.js'
import { prover } from '../../../../../src/dialects/mysql/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/mysql/version.js'
import {
  available,
  connectMysql,
  startEmbeddedMysql,
  startMariadb,
  type TestServer,
} from '../../../../support/servers.js'

function statement(kind: StatementKind, name: string, sql: string, after: readonly string[] = []): EmittedStatement {
  return {
    ...{ id: `${kind}:${name}` as StatementId, kind, object: `${kind}:${name}` as ObjectId, sources: [], lines: [] },
    ...{ name: kind === 'schema' ? qname(undefined, name) : qname('shop', name), phase: 'pre-data', minimal: true },
    ...{ sql: `${sql};\n`, dependsOn: after.map((id) => id as StatementId) },
  }
}

const statements = [
  statement('schema', 'shop', 'CREATE DATABASE IF NOT EXISTS `shop` DEFAULT CHARACTER SET utf8mb4'),
  statement('table', 'good', 'CREATE TABLE `shop`.`good` (`id` int PRIMARY KEY) ENGINE=InnoDB', ['schema:shop']),
  statement('table', 'bad', 'CREATE TABLE `shop`.`bad` (`id` nosuchtype)', ['schema:shop']),
  statement('index', 'waits', 'ALTER TABLE `shop`.`bad` ADD KEY `waits` (`id`)', ['table:bad']),
]

describe.each([
  ['mariadb', 'mariadb 10.11', startMariadb],
  ['embedded-mysql', 'mysql 5.6', startEmbeddedMysql],
] as const)('a proof on a given server: %s', (name, version, start) => {
  describe.skipIf(!available(name))('of this machine', () => {
    let server: TestServer
    let session: ProofSession
    beforeAll(async () => {
      server = await start()
      session = await prover.open({ version: parseVersion(version), endpoint: server.endpoint })
    }, 120_000)
    afterAll(async () => {
      await session?.close()
      await server?.stop()
    })

    it('accepts, refuses in the words of the server, and blocks what waits', async () => {
      const results = await session.prove(statements)
      expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'refused', 'blocked'])
      expect(results[2]?.reason).toMatch(/nosuchtype|syntax/)
      expect(results[3]?.reason).toBe('table:bad')
    })

    it('accepts a program only when each of its statements can be prepared', async () => {
      const body = 'BEGIN\nSELECT COUNT(*) FROM `shop`.`good` INTO @n;\nUPDATE `shop`.`gone` SET `id` = p;\nEND'
      const program = {
        ...statement('procedure', 'p', '', ['schema:shop']),
        sql: `SET NAMES utf8mb4;\nDELIMITER $$\nCREATE PROCEDURE \`shop\`.\`p\`(IN p int)\n${body}$$\nDELIMITER ;\n`,
        probes: [
          'SELECT COUNT(*) FROM `shop`.`good`',
          'UPDATE `shop`.`gone` SET `id` = ?',
          'SELECT `no_column` FROM `shop`.`good` LIMIT ?',
          "SELECT 1 FROM `shop`.`good` WHERE `id` = 'a \\\\ b' ORDER BY `id` LIMIT ?",
          'SELECT `shop`.`no_function`(?)',
        ].map((sql, line) => ({ how: 'query' as const, sql, params: [], line, origin: noOrigin })),
      }
      const [, , result] = await session.prove([...statements.slice(0, 2), program])
      expect(result?.outcome).toBe('refused')
      expect(result?.refusals?.map(({ line }) => line)).toEqual([1, 2, 4])
      expect(result?.refusals?.[0]?.reason).toBe("Table 'shop.gone' doesn't exist")
    })

    it('says which server it was', () => {
      expect(session.standsIn).toBe(false)
      expect(session.engine).toMatch(name === 'mariadb' ? /^MariaDB \d+\.\d+\.\d+$/ : /^MySQL 5\.6\.\d+$/)
    })

    it('leaves nothing behind, and touches no database of the same name', async () => {
      const client = await connectMysql(server.endpoint)
      const databases = async () => JSON.stringify((await client.query('SHOW DATABASES'))[0])
      expect(await databases()).not.toContain('"shop"')
      await session.reset()
      expect(await databases()).not.toContain('crosswalk_proof')
      await client.end()
    })
  })
})

describe.skipIf(!available('mariadb'))('a proof without a server', () => {
  it('starts one of this machine, and says for what it stands in', async () => {
    const session = await prover.open({ version: parseVersion('mysql 8.4') })
    try {
      expect(session.standsIn).toBe(true)
      expect(session.engine).toMatch(/^MariaDB [\d.]+ in place of MySQL 8\.4$/)
      const sql = 'CREATE TABLE `shop`.`t` (`a` varchar(5)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin'
      const results = await session.prove([...statements.slice(0, 1), statement('table', 't', sql)])
      expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    } finally {
      await session.close()
    }
  })
})
