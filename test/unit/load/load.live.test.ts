import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { missingPackages, type Servers, startServers } from '../../../bench/load/servers.js'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { LogicalType } from '../../../src/core/ir/types.js'
import type { SequenceMapping, TableMapping } from '../../../src/core/mapping/mapping.js'
import { close, connect, query, type Session } from '../../../src/dialects/mysql/connect.js'
import { source } from '../../../src/dialects/mysql/data/source.js'
import { connect as connectTarget } from '../../../src/dialects/postgres/connect.js'
import { target } from '../../../src/dialects/postgres/data/target.js'
import { type LoadOptions, type LoadRequest, load } from '../../../src/load/load.js'

const missing = missingPackages(false)
if (missing.length > 0) process.stderr.write(`\nSKIPPED: live load tests need ${missing.join(' ')}\n\n`)

let servers: Servers
let my: Endpoint
let pgAt: Endpoint
let from: Session
let into: pg.Client
const rejectFolder = mkdtempSync(join(tmpdir(), 'crosswalk-rejects-'))

const sql = (statement: string) => query(from, statement)
const psql = async (statement: string) => (await into.query<Record<string, string | null>>(statement)).rows

const int = (bits: 8 | 16 | 24 | 32 | 64 = 32, signed = true): LogicalType => ({ kind: 'integer', bits, signed })
const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
const binary: LogicalType = { kind: 'binary', padded: true }

function tableOf(name: string, columns: Readonly<Record<string, LogicalType>>, key: readonly string[]): TableMapping {
  return {
    source: { schema: 'd', table: name },
    target: { schema: 'd', table: name },
    key,
    columns: Object.entries(columns).map(([column, type]) => {
      const side = { name: column, type, native: '', nullable: true, generated: false }
      return { source: side, target: side }
    }),
  }
}

const request = (
  tables: readonly TableMapping[],
  options: LoadOptions = {},
  sequences: readonly SequenceMapping[] = [],
): LoadRequest => ({
  mapping: { tables, sequences },
  source: { kind: 'live', connector: source, endpoint: my },
  target: { connector: target, endpoint: pgAt },
  options: { rejectFolder, ...options },
})

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof OperationError ? error.code : error
}

describe.skipIf(missing.length > 0)('load from a live server', () => {
  beforeAll(async () => {
    servers = await startServers()
    execFileSync(
      'mariadb',
      [
        '--no-defaults',
        '-u',
        'root',
        '-S',
        join(servers.folder, 'source.sock'),
        '-e',
        "CREATE DATABASE d; CREATE USER t@'127.0.0.1' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO t@'127.0.0.1' WITH GRANT OPTION",
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const tls = { mode: 'disable' } as const
    my = {
      dialect: 'mysql',
      host: '127.0.0.1',
      port: servers.sourcePort,
      user: 't',
      password: 'pw',
      database: 'd',
      tls,
      parameters: {},
    }
    pgAt = {
      dialect: 'postgres',
      host: '127.0.0.1',
      port: servers.targetPort,
      user: 'bench',
      database: 'postgres',
      tls,
      parameters: {},
    }
    from = await connect(my)
    into = await connectTarget(pgAt, { role: 'target' })
  })

  afterAll(async () => {
    await close(from)
    await into.end()
    await servers.stop()
    rmSync(rejectFolder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    await sql('DROP DATABASE d')
    await sql('CREATE DATABASE d CHARACTER SET utf8mb4')
    await sql('USE d')
    await psql('DROP SCHEMA IF EXISTS d CASCADE')
    await psql('DROP SCHEMA IF EXISTS crosswalk CASCADE')
    await psql('CREATE SCHEMA d')
  })

  it('moves the edge values of every type exactly', async () => {
    await sql(`CREATE TABLE t (id bigint unsigned PRIMARY KEY, ti tinyint(1), mu mediumint unsigned zerofill, iu int unsigned, b bigint, de decimal(65,30), f float, db double, c char(5), vc varchar(50),
      l1 varchar(20) CHARACTER SET latin1, bi binary(4), bl blob, da date, dt datetime(6), ts timestamp(6) NULL, tm time(6), y year, en enum('a','c''x'), st set('x','y','z'), bt bit(9), js json, uu uuid, i6 inet6, \`__proto__\` int INVISIBLE)`)
    await psql(`CREATE TYPE d.en AS ENUM ('a', 'c''x')`)
    await psql(`CREATE TABLE d.t (id numeric(20) PRIMARY KEY, ti smallint, mu integer, iu bigint, b bigint, de numeric(65,30), f real, db double precision, c char(5), vc varchar(50), l1 varchar(20), bi bytea, bl bytea,
      da date, dt timestamp(6), ts timestamptz(6), tm interval, y smallint, en d.en, st text[], bt bit(9), js jsonb, uu uuid, i6 inet, "__proto__" integer)`)
    const columns = 'id,ti,mu,iu,b,de,f,db,c,vc,l1,bi,bl,da,dt,ts,tm,y,en,st,bt,js,uu,i6,`__proto__`'
    await sql(
      `INSERT INTO t (${columns}) VALUES (0,-128,0,0,-9223372036854775808,-${'9'.repeat(35)}.${'9'.repeat(30)},16777216,-1.7976931348623157e308,'ab  ','h€é😀','€','a',x'00ff','0001-01-01','1000-01-01 00:00:00.000001','1970-01-01 00:00:01','-838:59:59.999999',1901,'c''x','x,z',b'101','{"a": 1}','123e4567-e89b-12d3-a456-426614174000','2001:db8::1',7)`,
    )
    await sql(
      `INSERT INTO t (${columns}) VALUES (18446744073709551615,127,16777215,4294967295,9223372036854775807,0.${'0'.repeat(29)}1,3.4028234663852886e38,5e-324,'','','','','','9999-12-31','9999-12-31 23:59:59.999999','2038-01-19 03:14:07.999999','838:59:59.999999',2155,'a','',b'111111111','[]','00000000-0000-0000-0000-000000000000','::ffff:1.2.3.4',-1)`,
    )
    await sql('INSERT INTO t (id) VALUES (5)')
    const types: Record<string, LogicalType> = {
      id: int(64, false),
      ti: int(8),
      mu: int(24, false),
      iu: int(32, false),
      b: int(64),
      de: { kind: 'decimal', signed: true },
      f: { kind: 'float', bits: 32, signed: true },
      db: { kind: 'float', bits: 64, signed: true },
      c: text,
      vc: text,
      l1: text,
      bi: binary,
      bl: binary,
      da: { kind: 'date' },
      dt: { kind: 'timestamp', precision: 6, zone: 'none' },
      ts: { kind: 'timestamp', precision: 6, zone: 'session' },
      tm: { kind: 'time', precision: 6, zone: false, range: 'signed' },
      y: { kind: 'year' },
      en: { kind: 'enum', values: ['a', "c'x"], set: false },
      st: { kind: 'enum', values: ['x', 'y', 'z'], set: true },
      bt: { kind: 'bits', length: 9, varying: false },
      js: { kind: 'json', binary: false },
      uu: { kind: 'uuid' },
      i6: { kind: 'inet', version: 6 },
    }
    const table = tableOf('t', types, ['id'])
    const invisible = { name: '__proto__', type: int(), native: '', nullable: true, generated: false }
    const result = await load(
      request([{ ...table, columns: [...table.columns, { source: invisible, target: invisible }] }]),
    )
    expect([result.read, result.written, result.rejected]).toEqual([3, 3, 0])
    const rows = await psql('SELECT t::text AS t FROM d.t t ORDER BY id')
    expect(rows.map((row) => row['t'])).toEqual([
      `(0,-128,0,0,-9223372036854775808,-${'9'.repeat(35)}.${'9'.repeat(30)},1.6777216e+07,-1.7976931348623157e+308,"ab   ",h€é😀,€,"\\\\x61000000","\\\\x00ff",0001-01-01,"1000-01-01 00:00:00.000001","1970-01-01 00:00:01+00",-838:59:59.999999,1901,c'x,"{x,z}",000000101,"{""a"": 1}",123e4567-e89b-12d3-a456-426614174000,2001:db8::1,7)`,
      '(5,,,,,,,,,,,,,,,,,,,,,,,,)',
      `(18446744073709551615,127,16777215,4294967295,9223372036854775807,0.${'0'.repeat(29)}1,3.4028235e+38,5e-324,"     ","","","\\\\x00000000","\\\\x",9999-12-31,"9999-12-31 23:59:59.999999","2038-01-19 03:14:07.999999+00",838:59:59.999999,2155,a,{},111111111,[],00000000-0000-0000-0000-000000000000,::ffff:1.2.3.4,-1)`,
    ])
  })

  it('sets bad values aside, one row each, and keeps the rest', async () => {
    await sql("CREATE TABLE t (id int PRIMARY KEY, d date, x text, e enum('a'), j longtext)")
    await psql(`CREATE TYPE d.e AS ENUM ('a')`)
    await psql('CREATE TABLE d.t (id smallint PRIMARY KEY CHECK (id <> 13), d date, x text, e d.e, j jsonb)')
    await sql("INSERT INTO t SELECT seq, '2024-01-01', 'x', 'a', '{}' FROM seq_1_to_5000")
    await sql("UPDATE t SET d = '0000-00-00' WHERE id = 7")
    await sql("UPDATE t SET x = 'a\\0b' WHERE id = 8")
    await sql("UPDATE t SET e = 'zzz' WHERE id = 9")
    await sql("UPDATE t SET j = '{' WHERE id = 10")
    await sql('INSERT INTO t (id) VALUES (40000)')
    const columns = {
      id: int(),
      d: { kind: 'date' },
      x: text,
      e: { kind: 'enum', values: ['a'], set: false },
      j: text,
    } as const
    const result = await load(request([tableOf('t', columns, ['id'])]))
    expect([result.read, result.written, result.rejected]).toEqual([5001, 4995, 6])
    expect(
      result.findings
        .map(({ code, data }) => [code, Object.entries(data).find(([name]) => name === 'reason')?.[1]])
        .sort(),
    ).toEqual(
      ['XW-D0101', 'XW-D0103', 'XW-D0105', 'XW-D0106', 'XW-D0109', 'XW-D0110'].map((reason) => ['XW-D0009', reason]),
    )
    const lines = readFileSync(join(rejectFolder, 'd.t.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ key, code, column }) => [key.id, code, column]).sort()).toEqual([
      ['10', 'XW-D0109', 'j'],
      ['13', 'XW-D0110', null],
      ['40000', 'XW-D0106', 'id'],
      ['7', 'XW-D0101', 'd'],
      ['8', 'XW-D0103', 'x'],
      ['9', 'XW-D0105', 'e'],
    ])
    expect(Buffer.from(lines.find(({ code }) => code === 'XW-D0103').source, 'base64').toString('latin1')).toBe(
      '\x03a\0b',
    )
  })

  it('changes values only when a policy says so, and counts them', async () => {
    await sql('CREATE TABLE t (id int PRIMARY KEY, d date)')
    await psql('CREATE TABLE d.t (id int PRIMARY KEY, d date)')
    await sql("INSERT INTO t VALUES (1, '0000-00-00'), (2, '0000-00-00'), (3, '2024-01-01')")
    const result = await load(
      request([tableOf('t', { id: int(), d: { kind: 'date' } }, ['id'])], { policies: { zeroDates: 'null' } }),
    )
    expect(result.rejected).toBe(0)
    expect(result.findings.map(({ code, data }) => [code, data])).toEqual([
      ['XW-D0008', { count: 2, table: 'd.t', column: 'd', became: 'null', reason: 'XW-D0101' }],
    ])
    expect(await psql('SELECT id::text FROM d.t WHERE d IS NULL ORDER BY id')).toEqual([{ id: '1' }, { id: '2' }])
  })

  const keys: readonly [string, string, LogicalType, string, string, string][] = [
    [
      'unsigned 64-bit numbers up to the last',
      'k bigint unsigned',
      int(64, false),
      'numeric',
      'seq * 18446744073709551',
      'numbers',
    ],
    [
      'case-insensitive text with accents and blanks',
      'k varchar(40) COLLATE utf8mb4_general_ci',
      text,
      'text',
      "concat(elt(1 + seq % 4, 'É', 'a', '_', 'ß '), seq)",
      'text',
    ],
    ['bits', 'k bit(20)', { kind: 'bits', length: 20, varying: false }, 'bit(20)', 'seq * 997', 'bits'],
    ['padded bytes', 'k binary(6)', binary, 'bytea', 'unhex(lpad(hex(seq * 256), 8, 0))', 'bytes'],
    [
      'decimals below zero',
      'k decimal(20,4)',
      { kind: 'decimal', signed: true },
      'numeric',
      '(500.0 - seq) / 16',
      'decimals',
    ],
    ['sparse whole numbers', 'k bigint', int(64), 'bigint', '(cast(seq as signed) - 500) * 1000000007', 'sparse'],
  ]
  for (const [title, column, type, targetType, value] of keys)
    it(`cuts by ${title}: every row in exactly one chunk`, async () => {
      await sql(`CREATE TABLE t (${column} PRIMARY KEY)`)
      await psql(`CREATE TABLE d.t (k ${targetType} PRIMARY KEY)`)
      await sql(`INSERT INTO t SELECT ${value} FROM seq_1_to_1000`)
      const result = await load(request([tableOf('t', { k: type }, ['k'])], { rowsPerChunk: 37 }))
      expect([result.read, result.written, result.rejected]).toEqual([1000, 1000, 0])
      expect(result.tables[0]!.chunks).toBeGreaterThan(15)
    })

  it('cuts by composite keys: every row in exactly one chunk', async () => {
    await sql('CREATE TABLE t (a int, b varchar(10), c enum("z","a"), PRIMARY KEY (a, b, c))')
    await psql('CREATE TABLE d.t (a int, b text, c text, PRIMARY KEY (a, b, c))')
    await sql("INSERT INTO t SELECT seq % 7, concat('k', seq % 31), elt(1 + seq % 2, 'z', 'a') FROM seq_1_to_434")
    const columns = { a: int(), b: text, c: { kind: 'enum', values: ['z', 'a'], set: false } } as const
    const result = await load(request([tableOf('t', columns, ['a', 'b', 'c'])], { rowsPerChunk: 20 }))
    expect([result.read, result.written]).toEqual([434, 434])
    expect(result.tables[0]!.chunks).toBe(22)
  })

  describe('a load that is stopped', () => {
    const table = tableOf('t', { id: int(), x: text }, ['id'])
    const rows = async () => Number((await psql('SELECT count(*)::text AS n FROM d.t'))[0]!['n'])
    beforeEach(async () => {
      await sql('CREATE TABLE t (id int PRIMARY KEY, x text)')
      await psql('CREATE TABLE d.t (id int, x text)')
      await sql("INSERT INTO t SELECT seq, repeat('x', 200) FROM seq_1_to_200000")
    })

    /** Does something once the first chunk has been read. */
    const interrupted = (act: () => void): LoadRequest => {
      let done = false
      return {
        ...request([table], { rowsPerChunk: 5000 }),
        onProgress: (event) => {
          if (done || event.kind !== 'table' || event.rows < 20_000) return
          done = true
          act()
        },
      }
    }

    it('goes on where it was, without a row twice or lost', async () => {
      const stop = new AbortController()
      await expect(
        load({ ...interrupted(() => stop.abort(new Error('stopped'))), signal: stop.signal }),
      ).rejects.toThrow('stopped')
      const before = await rows()
      expect(before).toBeGreaterThan(0)
      expect(before).toBeLessThan(200_000)
      expect(
        await psql('SELECT sum(rows_written)::text AS n FROM crosswalk.load_chunk WHERE done_at IS NOT NULL'),
      ).toEqual([{ n: String(before) }])
      const result = await load(request([table], { rowsPerChunk: 777 }))
      expect([result.read, result.written, result.position]).toEqual([200_000, 200_000, null])
      expect(result.findings.map(({ code }) => code)).toEqual(['XW-D0005'])
      expect(await psql('SELECT count(*)::text AS n, count(DISTINCT id)::text AS d FROM d.t')).toEqual([
        { n: '200000', d: '200000' },
      ])
      const again = await load(request([table]))
      expect(again.written).toBe(200_000)
      expect(await rows()).toBe(200_000)
    })

    it('fails clearly when the source goes away, and goes on later', async () => {
      const killed = interrupted(() => {
        void sql("SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 't'").then(
          async (found) => {
            for (const [id] of found) await sql(`KILL ${id}`).catch(() => undefined)
          },
        )
      })
      expect(await codeOf(load(killed))).toBe('XW-S0205')
      await load(request([table]))
      expect(await psql('SELECT count(*)::text AS n, count(DISTINCT id)::text AS d FROM d.t')).toEqual([
        { n: '200000', d: '200000' },
      ])
    })

    it('fails clearly when the target goes away, and goes on later', async () => {
      const killed = interrupted(
        () =>
          void psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'crosswalk load'"),
      )
      expect(await codeOf(load(killed))).toBe('XW-S0106')
      await load(request([table]))
      expect(await psql('SELECT count(*)::text AS n, count(DISTINCT id)::text AS d FROM d.t')).toEqual([
        { n: '200000', d: '200000' },
      ])
    })
  })

  it('refuses tables that are missing, unfit, occupied or loaded by another mapping', async () => {
    await sql('CREATE TABLE t (id int PRIMARY KEY)')
    await sql('INSERT INTO t VALUES (1)')
    const table = tableOf('t', { id: int() }, ['id'])
    expect(await codeOf(load(request([table])))).toBe('XW-D0002')
    await psql('CREATE TABLE d.t (id point)')
    expect(await codeOf(load(request([table])))).toBe('XW-D0003')
    await psql('DROP TABLE d.t')
    await psql('CREATE TABLE d.t (id int)')
    await psql('INSERT INTO d.t VALUES (5)')
    expect(await codeOf(load(request([table])))).toBe('XW-D0001')
    await load(request([table], { restart: true }))
    expect(await psql('SELECT id::text FROM d.t')).toEqual([{ id: '1' }])
    expect(await codeOf(load(request([{ ...table, key: [] }])))).toBe('XW-D0006')
    await psql('TRUNCATE d.t')
    expect((await load(request([table]))).written).toBe(1)
  })

  it('sets sequences beyond every value that was ever used', async () => {
    await sql('CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 1002')
    await sql('INSERT INTO t VALUES (1000)')
    await psql('CREATE TABLE d.t (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)')
    const at = { kind: 'identity', schema: 'd', table: 't', column: 'id' } as const
    await load(request([tableOf('t', { id: int() }, ['id'])], {}, [{ source: at, target: at }]))
    expect(await psql('INSERT INTO d.t DEFAULT VALUES RETURNING id::text')).toEqual([{ id: '1002' }])
  })

  it('moves a row of many megabytes, and rows beside it', async () => {
    await sql('CREATE TABLE t (id int PRIMARY KEY, a longblob, b longtext)')
    await sql('SET GLOBAL max_allowed_packet = 1073741824')
    const big = await connect(my)
    await query(big, "INSERT INTO t SELECT seq, repeat('a', seq * 9000000), repeat('é', 100) FROM seq_0_to_4")
    await close(big)
    await psql('CREATE TABLE d.t (id int, a bytea, b text)')
    await load(request([tableOf('t', { id: int(), a: binary, b: text }, ['id'])], { workers: 1 }))
    const sums = 'SELECT id, length(a) AS n, md5(a) AS m, md5(b) AS b FROM'
    const expected = (await sql(`${sums} d.t ORDER BY id`)).map((row) => row.map(String))
    const found = await psql(`${sums} d.t ORDER BY id`)
    expect(found.map((row) => Object.values(row).map(String))).toEqual(expected)
  })

  it('says so when no lock could make one state of all tables', async () => {
    await sql('CREATE TABLE t (id int PRIMARY KEY)')
    await psql('CREATE TABLE d.t (id int)')
    await sql("CREATE OR REPLACE USER low@'127.0.0.1' IDENTIFIED BY 'pw'")
    await sql("GRANT SELECT ON d.* TO low@'127.0.0.1'")
    const low = { ...my, user: 'low' }
    const result = await load({
      ...request([tableOf('t', { id: int() }, ['id'])]),
      source: { kind: 'live', connector: source, endpoint: low },
    })
    expect([result.position, result.findings.map(({ code }) => code)]).toEqual([null, ['XW-D0004']])
    expect(await codeOf(connect({ ...low, database: 'mysql' }))).toBe('XW-S0208')
  })

  it('tells connection failures apart', async () => {
    expect(await codeOf(connect({ ...my, port: 1 }))).toBe('XW-S0201')
    expect(await codeOf(connect({ ...my, password: 'wrong' }))).toBe('XW-S0202')
    expect(await codeOf(connect({ ...my, tls: { mode: 'require' } }))).toBe('XW-S0203')
    expect(await codeOf(connect({ ...my, database: 'nowhere' }))).toBe('XW-S0207')
    expect(await codeOf(sql('SELEKT 1'))).toBe('XW-S0206')
    expect(await codeOf(sql('SELECT * FROM nowhere'))).toBe('XW-S0210')
    await sql("CREATE OR REPLACE USER one@'127.0.0.1' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1")
    const only = await connect({ ...my, user: 'one', database: 'information_schema' })
    expect(await codeOf(connect({ ...my, user: 'one', database: 'information_schema' }))).toBe('XW-S0209')
    await close(only)
  })
})
