import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RejectRecord } from '../../../../../src/core/data/reject.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { source } from '../../../../../src/dialects/mysql/data/source.js'
import { target } from '../../../../../src/dialects/mysql/load/target.js'
import { load } from '../../../../../src/load/load.js'
import { casesOf, fillCases, sourceSchema, tableName } from '../../../../fidelity/run.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'
import { mappedInto } from './support.js'

/** Values that cannot be stored anew: a label that the definition does not have. */
const unstorable = new Set(["'nothing of it'"])

/** Every type and edge value from a server into tables of the same definitions, compared by the server's own checksums. */
export function describeOwnValues(name: ServerName): void {
  const flavour = name === 'mariadb' ? 'mariadb' : 'mysql'
  describe.skipIf(!available(name))(`values from ${name} into the same engine`, () => {
    let server: TestServer
    let folder: string
    beforeAll(async () => {
      server = await startServer(name)
      await fillCases(server, flavour)
      await moreCases(server)
      folder = mkdtempSync(join(tmpdir(), 'crosswalk-own-values-'))
    })
    afterAll(async () => {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    describe.each([
      ['as files', 1],
      ['as statements', 0],
    ] as const)('%s', (_, files) => {
      let rejects: ReadonlyMap<string, readonly RejectRecord[]>
      let into: string
      beforeAll(async () => {
        into = `into_${files}`
        const client = await connectMysql(server.endpoint)
        await client.query(`SET GLOBAL local_infile = ${files}; CREATE DATABASE ${into}`)
        const mapped = await mappedInto(server, sourceSchema, into)
        for (const { source: from } of mapped)
          await client.query(`CREATE TABLE ${into}.${from.table} LIKE ${sourceSchema}.${from.table}`)
        await client.end()
        const rejectFolder = join(folder, into)
        await load({
          mapping: { tables: mapped, sequences: [] },
          source: { kind: 'live', connector: source, endpoint: server.endpoint },
          target: { connector: target, endpoint: server.endpoint },
          options: { workers: 2, rejectFolder },
        })
        rejects = readRejects(rejectFolder, mapped)
      })

      it.each(casesOf(flavour).map(([at, one]) => [one.type.slice(0, 60), tableName(at), one.values] as const))(
        'keeps every value of %s',
        async (_type, table, values) => {
          const ids = values.flatMap(({ value }, at) => (unstorable.has(value) ? [String(at + 1)] : []))
          expect(rejects.get(table)?.map((one) => [one.key['id'], one.code]) ?? []).toEqual(
            ids.map((id) => [id, 'XW-D0105']),
          )
          await expectEqual(server, into, table, ids)
        },
      )

      it.each(['every_byte', 'own_numbers', 'without_key', 'pages'])('keeps %s', async (table) => {
        expect(rejects.get(table) ?? []).toEqual([])
        await expectEqual(server, into, table, [])
      })
    })
  })
}

/** Every byte in every place where text may hold it, numbers that the engine gives, rows that are equal. */
export async function moreCases(server: TestServer): Promise<void> {
  const client = await connectMysql(server.endpoint)
  await client.query(`USE ${sourceSchema}; SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'`)
  await client.query(`CREATE TABLE every_byte (id INT PRIMARY KEY, l VARCHAR(10) CHARACTER SET latin1, b VARBINARY(10), c BINARY(3), u VARCHAR(10) CHARACTER SET utf8mb4)
    ENGINE=InnoDB`)
  for (let byte = 0; byte < 256; byte++) {
    const two = byte.toString(16).padStart(2, '0')
    const text = `CONVERT(CONVERT(0x61${two}62 USING latin1) USING utf8mb4)`
    await client.query(`INSERT INTO every_byte VALUES (${byte}, 0x61${two}62, 0x${two}27${two}5c, 0x${two}, ${text})`)
  }
  await client.query('CREATE TABLE own_numbers (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=InnoDB')
  await client.query('INSERT INTO own_numbers VALUES (0, 1), (5, 2), (-3, 3)')
  await client.query('CREATE TABLE without_key (a INT, b VARCHAR(5)) ENGINE=InnoDB')
  await client.query("INSERT INTO without_key VALUES (1, 'x'), (1, 'x'), (NULL, NULL), (NULL, NULL), (2, 'X')")
  await client.query('CREATE TABLE pages (id INT PRIMARY KEY, body LONGBLOB) ENGINE=InnoDB')
  for (let at = 0; at < 6; at++)
    await client.query(`INSERT INTO pages VALUES (${at}, REPEAT(0x275c0a00, ${100_000 * at}))`)
  await client.end()
}

/** The server's own checksum of all rows, and byte for byte, but for those that were set aside. */
async function expectEqual(server: TestServer, into: string, table: string, without: readonly string[]): Promise<void> {
  const client = await connectMysql(server.endpoint)
  await client.query(`USE ${sourceSchema}`)
  if (without.length > 0)
    await client.query(
      `CREATE TABLE IF NOT EXISTS kept_${table} AS SELECT * FROM ${table} WHERE id NOT IN (${without})`,
    )
  const from = without.length > 0 ? `kept_${table}` : table
  const [rows] = await client.query(`CHECKSUM TABLE ${sourceSchema}.${from}, ${into}.${table}`)
  const [count] = await client.query(`SELECT COUNT(*) FROM ${into}.${table}`)
  await client.end()
  const sums = Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row[1] : row)) : []
  expect(sums[1]).toBe(sums[0])
  expect(Number(Array.isArray(count) && Array.isArray(count[0]) ? count[0][0] : 0)).toBeGreaterThan(0)
}

function readRejects(folder: string, mapped: readonly TableMapping[]): ReadonlyMap<string, readonly RejectRecord[]> {
  const files = readdirSync(folder, { withFileTypes: true }).map((entry) => entry.name)
  return new Map(
    mapped.flatMap(({ source: from }) => {
      const own = files.filter((file) => file.includes(`.${from.table}.`))
      const lines = own.flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
      return own.length === 0 ? [] : [[from.table, lines.map((line): RejectRecord => JSON.parse(line))] as const]
    }),
  )
}
