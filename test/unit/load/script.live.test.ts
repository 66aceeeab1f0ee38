import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { missingPackages, type Servers, startServers } from '../../../bench/load/servers.js'
import { convert } from '../../../src/convert/pipeline.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import { source } from '../../../src/dialects/mysql/data/source.js'
import { scriptParser } from '../../../src/dialects/mysql/parse/script-parser.js'
import { connect } from '../../../src/dialects/postgres/connect.js'
import { target } from '../../../src/dialects/postgres/data/target.js'
import { dialect as postgres } from '../../../src/dialects/postgres/index.js'
import { loadDialect } from '../../../src/dialects/registry.js'
import { type LoadOptions, type LoadRequest, load } from '../../../src/load/load.js'

const missing = missingPackages(false)
if (missing.length > 0) process.stderr.write(`\nSKIPPED: live script tests need ${missing.join(' ')}\n\n`)

const folder = mkdtempSync(join(tmpdir(), 'crosswalk-scripts-'))
const path = join(folder, 'seed.sql')
let servers: Servers
let into: pg.Client
let pgAt: Endpoint

const psql = async (statement: string) => (await into.query<Record<string, string | null>>(statement)).rows

/** Runs statements on the source's own server; rows as texts. */
function original(statements: string): readonly (readonly string[])[] {
  const socket = join(servers.folder, 'source.sock')
  const options = ['--no-defaults', '-u', 'root', '-S', socket, '--default-character-set=utf8mb4', '-N', '-B', 'app']
  const output = execFileSync('mariadb', options, {
    input: `SET time_zone = '+00:00'; ${statements}`,
    encoding: 'utf8',
  })
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
}

/** Reads and converts a script, makes the tables, and says how to load it. */
async function prepared(script: string, options: LoadOptions = {}): Promise<LoadRequest> {
  writeFileSync(path, script)
  const bytes = Buffer.from(script)
  const file = {
    path,
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
  const read = await scriptParser.readScript([file], { defaultSchema: 'app' })
  const from = await loadDialect('mysql')
  if (!from) throw new Error('no such dialect')
  const { catalog, sources, statements, data } = read.value
  const targetVersion = postgres.defaultVersion
  const common = { source: catalog, sources, statements, findings: read.findings }
  const conversion = await convert({ ...common, from, to: postgres, targetVersion })
  const tables = (await psql("SELECT 1 FROM pg_namespace WHERE nspname = 'app'")).length > 0
  if (!tables) for (const { phase, sql } of conversion.statements) if (phase === 'pre-data') await psql(sql)
  return {
    mapping: conversion.mapping,
    source: { kind: 'script', connector: source, segments: data },
    target: { connector: target, endpoint: pgAt },
    options: { rejectFolder: folder, ...options },
  }
}

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof OperationError ? error.code : error
}

const rejected = (table: string) =>
  readFileSync(join(folder, `app.${table}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).code)

describe.skipIf(missing.length > 0)('load of a script written by hand', () => {
  beforeAll(async () => {
    servers = await startServers()
    const tls = { mode: 'disable' } as const
    const at = { host: '127.0.0.1', user: 'bench', database: 'postgres', tls, parameters: {} }
    pgAt = { ...at, dialect: 'postgres', port: servers.targetPort }
    into = await connect(pgAt, { role: 'target' })
    const socket = join(servers.folder, 'source.sock')
    execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-e', 'CREATE DATABASE app'])
  })

  afterAll(async () => {
    await into?.end()
    await servers?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    original('DROP DATABASE app; CREATE DATABASE app CHARACTER SET utf8mb4')
    await psql('DROP SCHEMA IF EXISTS app CASCADE')
    await psql('DROP SCHEMA IF EXISTS crosswalk CASCADE')
  })

  /** The script leaves the same rows on its own server as its load leaves on the target. */
  async function sameRows(script: string, table: string, columns: readonly string[]) {
    const request = await prepared(script)
    const result = await load(request)
    original(script)
    const list = columns.join(', ')
    const expected = original(`SELECT ${list} FROM ${table} ORDER BY 1, 2`)
    const found = await psql(`SELECT ${list} FROM app.${table} ORDER BY 1, 2`)
    expect(found.map((row) => Object.values(row).map((value) => value ?? 'NULL'))).toEqual(expected)
    return result
  }

  it('gives columns that a statement leaves out what the server would give them', async () => {
    const ddl = `CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, n varchar(10) NOT NULL DEFAULT 'it''s',
      d datetime DEFAULT '2020-02-03 04:05:06', e enum('p','q') NOT NULL, f int DEFAULT -5, h varchar(3) DEFAULT 0,
      j decimal(5,2) NOT NULL DEFAULT 1.5, k binary(3) DEFAULT 'ab', l char(6) DEFAULT 'x ', u varchar(8)) AUTO_INCREMENT=7;`
    const rows = `INSERT INTO a (n) VALUES ('one'),('two'); INSERT INTO a () VALUES (); INSERT INTO a VALUES ();
      INSERT INTO a (u, e, id) VALUES ('ü', 'q', 40), ('v', DEFAULT, DEFAULT), ('w', 2, NULL), ('0', 1, 0);
      INSERT INTO a VALUES (NULL, DEFAULT, NULL, 'p', 1, 'x', 2.25, UNHEX('6162'), 'ab  ', NULL);`
    const columns = ['id', 'n', 'd', 'e', 'f', 'h', 'j', 'l', 'u', 'length(k)']
    const result = await sameRows(ddl + rows, 'a', columns)
    expect([result.read, result.rejected]).toEqual([9, 0])
  })

  it('makes the numbers that the server makes, also where rows bring their own', async () => {
    const script = `CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, n int);
      INSERT INTO a (n) VALUES (1),(2); INSERT INTO a VALUES (NULL,3),(100,4),(NULL,5),(50,6),(NULL,7);
      INSERT INTO a (n) VALUES (8); INSERT INTO a VALUES (9,9),(NULL,10),(200,11); INSERT INTO a (n) VALUES (12);
      ALTER TABLE a AUTO_INCREMENT = 5000; INSERT INTO a (n) VALUES (13);
      SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO a VALUES (0,14),(NULL,15);`
    expect((await sameRows(script, 'a', ['id', 'n'])).rejected).toBe(0)
  })

  it('makes the same numbers whichever chunk is loaded first', async () => {
    const lines = Array.from({ length: 40_000 }, (_, at) => `INSERT INTO a (n) VALUES ('${'x'.repeat(1400)}${at}');`)
    const request = await prepared(`CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, n text);\n${lines.join('\n')}`)
    const result = await load(request)
    expect([result.written, result.tables[0]!.chunks]).toEqual([40_000, 3])
    const wrong = await psql("SELECT id FROM app.a WHERE ltrim(n, 'x')::int <> id - 1")
    expect(wrong).toEqual([])
  })

  it('keeps the first row of INSERT IGNORE and the last of REPLACE, by every unique key and its collation', async () => {
    const script = `CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, t varchar(20) COLLATE utf8mb4_general_ci, UNIQUE (t));
      INSERT IGNORE INTO a (t) VALUES ('x'),('X'),('y '),('y'),('é'),('e'),('z'); INSERT INTO a (t) VALUES ('w');
      INSERT IGNORE INTO a VALUES (NULL,'Z'),(70,'q'),(NULL,'w'),(NULL,'v'); INSERT IGNORE INTO a VALUES (500,'x');
      INSERT INTO a (t) VALUES ('u'); REPLACE INTO a (t) VALUES ('x'),('t'); REPLACE INTO a VALUES (70,'r');`
    const result = await sameRows(script, 'a', ['id', 't'])
    expect([result.read, result.written, result.rejected]).toEqual([17, 9, 8])
    expect(rejected('a').sort()).toEqual([...Array<string>(6).fill('XW-D0117'), 'XW-D0118', 'XW-D0118'])
  })

  it('sets rows aside whose clause would change another', async () => {
    const request = await prepared(`CREATE TABLE a (id int PRIMARY KEY, n int);
      INSERT INTO a VALUES (1, 1); INSERT INTO a VALUES (1, 2), (2, 2) ON DUPLICATE KEY UPDATE n = n + 1;`)
    const result = await load(request)
    expect([result.read, result.written, result.rejected]).toEqual([3, 2, 1])
    expect(rejected('a')).toEqual(['XW-D0119'])
    expect(await psql('SELECT id::text, n::text FROM app.a ORDER BY 1')).toEqual([
      { id: '1', n: '1' },
      { id: '2', n: '2' },
    ])
  })

  it('computes the time, and says so; sets aside what only a server could compute, or what has no default', async () => {
    const request =
      await prepared(`CREATE TABLE a (id int, d datetime DEFAULT CURRENT_TIMESTAMP, e date, t timestamp(3) NULL, n int NOT NULL);
      SET time_zone = '+14:00'; INSERT INTO a (id, e, t, n) VALUES (1, CURDATE(), NOW(3), 1), (2, NULL, NULL, 1 + 1);
      INSERT INTO a (id) VALUES (3);`)
    const result = await load(request)
    expect([result.written, result.rejected]).toEqual([1, 2])
    expect(rejected('a').sort()).toEqual(['XW-D0112', 'XW-D0120'])
    expect(result.findings.map(({ code, data }) => [code, code === 'XW-D0011' ? data : {}])).toContainEqual([
      'XW-D0011',
      expect.objectContaining({ table: 'app.a' }),
    ])
    // The wall clock of the session for DATETIME and DATE, the instant itself for TIMESTAMP.
    const hours = "round(extract(epoch FROM d - (now() AT TIME ZONE 'UTC')) / 3600)::text AS wall"
    const off = '(abs(extract(epoch FROM now() - t)) < 60)::text AS instant, (e = d::date)::text AS day'
    expect(await psql(`SELECT ${hours}, ${off} FROM app.a`)).toEqual([{ wall: '14', instant: 'true', day: 'true' }])
  })

  it('tells how far it is inside a chunk, and learns from the rows how many there will be', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, at) => `(${at},'${'y'.repeat(20)}')`)
    const request = await prepared(
      `CREATE TABLE a (id int PRIMARY KEY, n text); INSERT INTO a VALUES ${rows.join(',')};`,
    )
    const events: { rows: number; totalRows: number; bytes: number }[] = []
    await load({ ...request, onProgress: (event) => event.kind === 'table' && void events.push(event) })
    const inside = events.filter((event) => event.rows > 0 && event.rows < 1_000_000)
    expect(inside.length).toBeGreaterThan(0)
    for (const { totalRows, bytes } of inside) {
      expect(bytes).toBeGreaterThan(0)
      expect(Math.abs(totalRows - 1_000_000)).toBeLessThan(50_000)
    }
  })

  it('refuses to go on with another script than the one it began with', async () => {
    const script = 'CREATE TABLE a (id int PRIMARY KEY, n int); INSERT INTO a VALUES (1, 1), (2, 2);'
    await load(await prepared(script))
    await psql('UPDATE crosswalk.load_table SET finished_at = NULL')
    expect((await load(await prepared(script))).written).toBe(2)
    for (const other of [
      script.replace('2, 2', '2, 3'),
      `${script}INSERT INTO a VALUES (3, 3);`,
      `-- ${script}`.replace('-- ', ' '),
    ]) {
      await psql('UPDATE crosswalk.load_table SET finished_at = NULL')
      expect(await codeOf(load(await prepared(other)))).toBe('XW-D0012')
    }
    expect((await load(await prepared(script.replace('2, 2', '2, 3'), { restart: true }))).written).toBe(2)
  })
})
