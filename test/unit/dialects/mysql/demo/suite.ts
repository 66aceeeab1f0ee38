import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basicSteps } from '../../../../../src/dialects/mysql/demo/fill-basics.js'
import { salesSteps } from '../../../../../src/dialects/mysql/demo/fill-sales.js'
import { fillShop, shopRows } from '../../../../../src/dialects/mysql/demo/shop.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'

export function describeShop(name: ServerName): void {
  describe.skipIf(!available(name))(`the demo shop on ${name}`, () => {
    let server: TestServer
    let client: mysql.Connection
    let seconds = 0

    beforeAll(async () => {
      server = await startServer(name)
      client = await connectMysql(server.endpoint)
      await client.query('CREATE DATABASE shop CHARACTER SET utf8mb4; USE shop')
      const began = Date.now()
      await fillShop({ ...server.endpoint, database: 'shop' })
      seconds = (Date.now() - began) / 1000
    })
    afterAll(async () => {
      await client?.end()
      await server?.stop()
    })

    const column = async (sql: string): Promise<string[]> => {
      const [rows] = await client.query<mysql.RowDataPacket[][]>(sql)
      return rows.map((row) => String(row[0]))
    }

    it('is full in a minute on a busy machine (six seconds on four idle cores)', () => expect(seconds).toBeLessThan(60))

    it('holds as many rows in each table as it says', async () => {
      const steps = [...basicSteps, ...salesSteps]
      for (const { table, rows } of steps) {
        expect([table, ...(await column(`SELECT COUNT(*) FROM \`${table}\``))]).toEqual([table, String(rows)])
      }
      expect(shopRows).toBeGreaterThan(1_000_000)
      const tables = await column(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop' AND table_type = 'BASE TABLE'",
      )
      expect(tables.sort()).toEqual(steps.map((step) => step.table).sort())
    })

    it('breaks none of its foreign keys', async () => {
      const [keys] = await client.query<mysql.RowDataPacket[][]>(
        `SELECT constraint_name, table_name, referenced_table_name, GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR '\\n'),
           GROUP_CONCAT(referenced_column_name ORDER BY ordinal_position SEPARATOR '\\n')
         FROM information_schema.key_column_usage WHERE table_schema = 'shop' AND referenced_table_name IS NOT NULL GROUP BY 1, 2, 3`,
      )
      expect(keys.length).toBeGreaterThan(25)
      for (const [constraint, table, parent, from, to] of keys) {
        const children = String(from).split('\n')
        const parents = String(to).split('\n')
        const on = children.map((name, at) => `c.\`${name}\` = p.\`${parents[at]}\``).join(' AND ')
        const known = children.map((name) => `c.\`${name}\` IS NOT NULL`).join(' AND ')
        const orphans = await column(
          `SELECT COUNT(*) FROM \`${table}\` c LEFT JOIN \`${parent}\` p ON ${on} WHERE ${known} AND p.\`${parents[0]}\` IS NULL`,
        )
        expect([constraint, ...orphans]).toEqual([constraint, '0'])
      }
    })

    it('has every column type that a MySQL 5.6 knows, and ten views that answer', async () => {
      const types = await column(
        "SELECT DISTINCT data_type FROM information_schema.columns WHERE table_schema = 'shop'",
      )
      for (const type of everyType) expect(types).toContain(type)
      const views = await column("SELECT table_name FROM information_schema.views WHERE table_schema = 'shop'")
      expect(views.length).toBeGreaterThanOrEqual(10)
      for (const view of views) await client.query(`SELECT * FROM \`${view}\` LIMIT 1`)
    })
  })
}

const everyType = [
  ...[
    'tinyint',
    'smallint',
    'mediumint',
    'int',
    'bigint',
    'decimal',
    'float',
    'double',
    'bit',
    'year',
    'date',
    'datetime',
    'timestamp',
  ],
  ...[
    'time',
    'char',
    'varchar',
    'tinytext',
    'text',
    'mediumtext',
    'longtext',
    'binary',
    'varbinary',
    'tinyblob',
    'blob',
    'mediumblob',
  ],
  ...[
    'longblob',
    'enum',
    'set',
    'geometry',
    'point',
    'linestring',
    'polygon',
    'multipoint',
    'multilinestring',
    'multipolygon',
  ],
]
