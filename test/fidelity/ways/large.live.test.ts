import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, run } from '../../e2e/support/cli.js'
import { available } from '../../support/servers.js'
import { type Servers, startServers } from './servers.js'

const folder = mkdtempSync(join(tmpdir(), 'crosswalk-ways-'))
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Beyond 16 MiB, where a packet of one protocol ends and another begins. */
const size = 16 * 1024 * 1024 + 1

const replicate = ({ source, target }: Servers, name: string) =>
  run(
    ['replicate', source.url, target.url, '--project', join(folder, name), '--until', 'caught-up', '--proof', 'none'],
    { limit: 120_000 },
  )

describe.skipIf(!available('mariadb') || !available('postgres15'))('values of more than 16 MiB', () => {
  const makes = {
    mysql: [
      'CREATE TABLE large (id int PRIMARY KEY, n int, b longblob, t longtext) DEFAULT CHARSET=utf8mb4',
      `INSERT INTO large VALUES (1, 0, REPEAT(0x005C27FF, ${Math.floor(size / 4)}), REPEAT('é', ${Math.floor(size / 2)}))`,
    ],
    postgres: [
      'CREATE TABLE large (id int PRIMARY KEY, n int, b bytea, t text)',
      `INSERT INTO large VALUES (1, 0, decode(repeat('005C27FF', ${Math.floor(size / 4)}), 'hex'), repeat('é', ${Math.floor(size / 2)}))`,
    ],
  } as const

  it.each([
    ['mysql', 'postgres'],
    ['postgres', 'mysql'],
  ] as const)('are loaded, changed beside and moved from %s to %s', async (from, to) => {
    const servers = await startServers(from, to)
    const { source, target } = servers
    try {
      for (const sql of makes[from]) await source.run(sql)
      const first = await replicate(servers, from)
      expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
      await source.run('INSERT INTO large SELECT 2, 0, b, t FROM large')
      await source.run('UPDATE large SET n = 1 WHERE id = 1')
      await source.run('UPDATE large SET id = 3 WHERE id = 1')
      const second = await replicate(servers, from)
      expect({ code: second.code, err: second.err }).toMatchObject({ code: 0 })
      const sums = 'SELECT id, n, MD5(b), MD5(t), OCTET_LENGTH(b), OCTET_LENGTH(t) FROM large ORDER BY id'
      const there = await target.rows(sums)
      expect(there).toEqual(await source.rows(sums))
      expect(there.map(([id, n]) => [id, n])).toEqual([
        ['2', '0'],
        ['3', '1'],
      ])
      expect(Number(there[0]?.[4])).toBeGreaterThan(size - 4)
    } finally {
      await servers.stop()
    }
  })
})

describe.skipIf(!available('postgres15'))('types that only one server can read', () => {
  it('are refused with their column, in front of any row', async () => {
    const servers = await startServers('postgres', 'postgres')
    const { source, target } = servers
    try {
      await source.run('CREATE TABLE named (id int PRIMARY KEY, v regclass)')
      await source.run("INSERT INTO named VALUES (1, 'pg_class')")
      const { code, err } = await replicate(servers, 'named')
      expect({ code, err }).toMatchObject({
        code: 4,
        err: expect.stringMatching(/XW-D0003: Column v of public\.named/),
      })
      expect(await target.rows('SELECT id FROM named')).toEqual([])
    } finally {
      await servers.stop()
    }
  })
})
