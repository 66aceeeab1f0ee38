import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RejectRecord } from '../../../../../src/core/data/reject.js'
import type { SequenceMapping } from '../../../../../src/core/mapping/mapping.js'
import { source } from '../../../../../src/dialects/mysql/data/source.js'
import { target } from '../../../../../src/dialects/mysql/load/target.js'
import { load } from '../../../../../src/load/load.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../../support/servers.js'
import { mappedInto } from './support.js'

describe.skipIf(!available('mariadb'))('rows that the target refuses', () => {
  let server: TestServer
  let folder: string
  let into = 0
  beforeAll(async () => {
    server = await startMariadb()
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-load-refusals-'))
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const sql = async (text: string): Promise<unknown[][]> => {
    const client = await connectMysql(server.endpoint)
    const [rows] = await client.query(text)
    await client.end()
    return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row : [row])) : []
  }

  /** Loads a table `t` of one definition into a `t` of another; gives what arrived and what was set aside. */
  const moved = async (from: string, rows: string, to: string, before = '', user = server.endpoint) => {
    const [here, there] = [`from_${++into}`, `to_${into}`]
    await sql(
      `CREATE DATABASE ${here}; CREATE DATABASE ${there}; USE ${here}; CREATE TABLE t (${from}); INSERT INTO t VALUES ${rows};
       USE ${there}; ${before} CREATE TABLE t (${to})`,
    )
    const rejectFolder = join(folder, there)
    const result = await load({
      mapping: { tables: await mappedInto(server, here, there), sequences: [] },
      source: { kind: 'live', connector: source, endpoint: server.endpoint },
      target: { connector: target, endpoint: { ...user, database: there } },
      options: { workers: 2, rejectFolder, rowsPerChunk: 1000 },
    })
    const files = result.rejected > 0 ? readdirSync(rejectFolder) : []
    const lines = files.flatMap((file) => readFileSync(join(rejectFolder, file), 'utf8').trim().split('\n'))
    const aside = lines.map((line): RejectRecord => JSON.parse(line))
    return { result, there, aside: aside.map(({ key, code, column }) => [key['id'], code, column]) }
  }

  it('stand alone, with the reason, and all others arrive', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => `(${at}, ${at === 77 ? "'too long'" : "'ok'"})`).join(', ')
    const { result, aside, there } = await moved(
      'id INT PRIMARY KEY, v VARCHAR(20)',
      rows,
      'id INT PRIMARY KEY, v VARCHAR(5)',
    )
    expect(aside).toEqual([['77', 'XW-D0108', 'v']])
    expect(result).toMatchObject({ read: 300, written: 299, rejected: 1 })
    expect(await sql(`SELECT COUNT(*) FROM ${there}.t WHERE v = 'ok'`)).toEqual([['299']])
  })

  it.each([
    ['a number out of range', 'BIGINT', '300', 'TINYINT', 'XW-D0106'],
    ['digits after the point that would be rounded', 'DECIMAL(10,4)', '1.2345', 'DECIMAL(10,2)', 'XW-D0106'],
    ['digits of a second that would be rounded', 'DATETIME(3)', "'2024-01-01 00:00:00.500'", 'DATETIME', 'XW-D0106'],
    ['a moment that the type cannot hold', 'DATETIME', "'1960-01-01'", 'TIMESTAMP NULL', 'XW-D0101'],
    ['text that the character set cannot hold', 'VARCHAR(9)', "'😀'", 'VARCHAR(9) CHARACTER SET utf8mb3', 'XW-D0104'],
    ['text for another character set', 'VARCHAR(9)', "'я'", 'VARCHAR(9) CHARACTER SET latin1', 'XW-D0104'],
    ['NULL', 'INT', 'NULL', 'INT NOT NULL', 'XW-D0114'],
    ['a label that is not there', "ENUM('a','b')", "'b'", "ENUM('a')", 'XW-D0111'],
    ['what a check forbids', 'INT', '-1', 'INT, CHECK (v > 0)', 'XW-D0110'],
    ['text that is no JSON', 'TEXT', "'{'", 'JSON', 'XW-D0110'],
    ['blanks that would be cut', 'VARCHAR(9)', "'ab   '", 'VARCHAR(3)', 'XW-D0111'],
  ])('are those with %s', async (_, from, value, to, code) => {
    const { aside } = await moved(`id INT PRIMARY KEY, v ${from}`, `(1, ${value})`, `id INT PRIMARY KEY, v ${to}`)
    expect(aside.map((one) => one.slice(0, 2))).toEqual([['1', code]])
  })

  it('are those whose key another row has, and those without a parent', async () => {
    const twice = await moved('id INT PRIMARY KEY, v INT', '(1, 5), (2, 5), (3, 6)', 'id INT PRIMARY KEY, v INT UNIQUE')
    expect(twice.aside).toEqual([['2', 'XW-D0110', null]])
    const before = 'CREATE TABLE p (id INT PRIMARY KEY); INSERT INTO p VALUES (1);'
    const to = 'id INT PRIMARY KEY, v INT, FOREIGN KEY (v) REFERENCES p (id)'
    const child = await moved('id INT PRIMARY KEY, v INT', '(1, 1), (2, 7), (3, NULL)', to, before)
    expect(child.aside).toEqual([['2', 'XW-D0110', null]])
  })

  it('are none where the engine takes nothing back: that table is not begun', async () => {
    const refused = moved('id INT PRIMARY KEY', '(1)', 'id INT PRIMARY KEY', 'SET default_storage_engine = MyISAM;')
    await expect(refused).rejects.toMatchObject({ code: 'XW-D0014' })
  })

  it('are in tables of ours in the schema itself where no database may be made', async () => {
    await sql("CREATE USER narrow IDENTIFIED BY ''; GRANT ALL ON `to\\_%`.* TO narrow")
    const user = { ...server.endpoint, user: 'narrow' }
    await sql('DROP DATABASE IF EXISTS crosswalk')
    const { result, there } = await moved('id INT PRIMARY KEY', '(1), (2)', 'id INT PRIMARY KEY', '', user)
    expect(result.written).toBe(2)
    expect(await sql(`SELECT rows_written FROM ${there}.crosswalk_load_chunk`)).toEqual([['2']])
  })

  it('leave the next number where the source has it, and never where a row stands', async () => {
    await sql(
      'CREATE DATABASE numbers; CREATE TABLE numbers.t (id INT AUTO_INCREMENT PRIMARY KEY); CREATE SEQUENCE numbers.s',
    )
    const into = await target.open(
      { ...server.endpoint, database: 'numbers' },
      { connections: 1, policies: { zeroDates: 'reject', nulBytes: 'reject', enumErrors: 'reject' } },
    )
    const place = { kind: 'identity', schema: 'numbers', table: 't', column: 'id' } as const
    const sequence = { kind: 'sequence', schema: 'numbers', name: 's' } as const
    const next: readonly SequenceMapping[] = [
      { source: place, target: place, next: '41' },
      { source: sequence, target: sequence, next: '1001' },
    ]
    await into.setSequences(next)
    await into.close()
    expect(
      await sql('INSERT INTO numbers.t VALUES (NULL); SELECT MAX(id), NEXTVAL(numbers.s) FROM numbers.t'),
    ).toContainEqual([[41, '1001']])
  })
})
