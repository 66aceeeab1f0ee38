import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { statementsOf } from '../../../../../src/dialects/mysql/demo/shop.js'
import { packageRoot } from '../../../../../src/rules/assets.js'
import { available, connectMysql, startMariadb } from '../../../../support/servers.js'

describe.skipIf(!available('mariadb'))('the shop for newer servers', () => {
  it('is accepted by MariaDB statement by statement', async () => {
    const server = await startMariadb()
    const client = await connectMysql(server.endpoint)
    const file = join(packageRoot, 'fixtures/databases/shop/mariadb.sql')
    for (const statement of statementsOf(readFileSync(file, 'utf8'))) await client.query(statement)
    const [rows] = await client.query('SELECT number, gross, label FROM invoices ORDER BY number')
    expect(rows).toHaveLength(3)
    await client.end()
    await server.stop()
  })
})
