import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeTarget } from '../../../../../src/dialects/postgres/apply-changes/target.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { available, type ServerName, type TestServer } from '../../../../support/servers.js'
import { batchOf, tuple } from '../apply-changes/support.js'
import { begin, changesSince, mappingOf, openFor, Recorder, run } from './support.js'

export const streamSuite = (title: string, name: ServerName, start: () => Promise<TestServer>) =>
  describe.skipIf(!available(name))(title, () => {
    let server: TestServer
    let source: Endpoint
    let tables: readonly TableMapping[]
    let from: string

    beforeAll(async () => {
      server = await start()
      source = server.endpoint
      await run(
        source,
        'CREATE TABLE a (id int PRIMARY KEY, name text, amount numeric(10,2))',
        'CREATE TABLE b (id int8 PRIMARY KEY, at timestamp(3))',
        'CREATE TABLE whole (id int, name text, big text)',
        'ALTER TABLE whole REPLICA IDENTITY FULL; ALTER TABLE whole ALTER big SET STORAGE EXTERNAL',
        'CREATE TABLE big (id int PRIMARY KEY, n int, body text)',
        'ALTER TABLE big ALTER body SET STORAGE EXTERNAL',
        'CREATE TABLE coded (code text NOT NULL, id int PRIMARY KEY, UNIQUE (code))',
        'CREATE TABLE made (id int PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2) STORED)',
        'CREATE TABLE parts (id int, day date, n int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)',
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
        'CREATE TABLE parts_2 (n int, id int NOT NULL, day date NOT NULL)',
        "ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')",
        'CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE)',
        'CREATE TABLE elsewhere (id int PRIMARY KEY)',
      )
      tables = await mappingOf(source, 'a', 'b', 'whole', 'big', 'coded', 'made', 'parts', 'child')
    })
    afterAll(() => server?.stop())
    beforeEach(async () => {
      await run(source, 'TRUNCATE a, b, whole, big, coded, made, parts, child')
      from = await begin(source, tables)
    })

    const story = async (...statements: readonly string[]): Promise<string[]> => {
      await run(source, ...statements)
      return (await changesSince(source, tables, from)).story
    }

    it('come as whole transactions in commit order', async () => {
      const seen = await story(
        "INSERT INTO a VALUES (1, 'one', 1.5), (2, NULL, -0.01)",
        "BEGIN; UPDATE a SET name = 'two' WHERE id = 2; INSERT INTO b VALUES (9007199254740993, '2024-02-29 12:34:56.789'); COMMIT",
        'DELETE FROM a WHERE id = 1',
        "BEGIN; INSERT INTO a VALUES (3, 'never', 0); ROLLBACK",
        'INSERT INTO elsewhere VALUES (1)',
      )
      expect(seen).toEqual([
        ...['[', '0 + 1,one,1.50', '0 + 2,NULL,-0.01', ']'],
        ...['[', '0 ~ 2,?,? > 2,two,-0.01', '1 + 9007199254740993,2024-02-29 12:34:56.789000', ']'],
        ...['[', '0 - 1,?,?', ']'],
      ])
    })

    it('carry the old key where a key moves, and whole old rows where they are the identity', async () => {
      const seen = await story(
        "INSERT INTO a VALUES (1, 'one', 1)",
        'UPDATE a SET id = 5 WHERE id = 1',
        "INSERT INTO whole VALUES (1, 'x', 'y'), (1, 'x', 'y')",
        "UPDATE whole SET name = NULL WHERE ctid = '(0,1)'",
        'DELETE FROM whole WHERE name IS NULL',
      )
      expect(seen).toEqual([
        ...['[', '0 + 1,one,1.00', ']', '[', '0 ~ 1,?,? > 5,one,1.00', ']'],
        ...['[', '2 + 1,x,y', '2 + 1,x,y', ']', '[', '2 ~ 1,x,y > 1,NULL,y', ']', '[', '2 - 1,NULL,y', ']'],
      ])
    })

    it('leave out long values that were not changed, except where the old row has them', async () => {
      const long = 'x'.repeat(10_000)
      const seen = await story(
        `INSERT INTO big VALUES (1, 1, '${long}')`,
        'UPDATE big SET n = 2',
        `INSERT INTO whole VALUES (1, 'a', '${long}')`,
        "UPDATE whole SET name = 'b'",
      )
      expect(seen.filter((one) => one.includes('~')).map((one) => one.replaceAll(long, 'LONG'))).toEqual([
        '3 ~ 1,?,? > 1,2,?',
        '2 ~ 1,a,LONG > 1,b,LONG',
      ])
    })

    it('keep a long key that was not changed', async () => {
      await run(source, 'ALTER TABLE coded DROP CONSTRAINT coded_pkey, ALTER code SET STORAGE EXTERNAL')
      await run(source, 'ALTER TABLE coded ADD PRIMARY KEY (code)')
      const long = 'k'.repeat(2500)
      tables = (await mappingOf(source, 'coded')).concat(tables.filter((table) => table.source.table !== 'coded'))
      from = await begin(source, tables)
      const seen = await story(
        `INSERT INTO coded VALUES ('${long}', 1)`,
        'UPDATE coded SET id = 2',
        'DELETE FROM coded',
      )
      expect(seen.map((one) => one.replaceAll(long, 'LONG'))).toEqual([
        ...['[', '0 + LONG,1', ']', '[', '0 ~ LONG,? > LONG,2', ']', '[', '0 - LONG,?', ']'],
      ])
      tables = await mappingOf(source, 'a', 'b', 'whole', 'big', 'coded', 'made', 'parts', 'child')
    })

    it('leave generated columns to the target', async () => {
      expect(await story('INSERT INTO made (id, n) VALUES (1, 2)')).toEqual(['[', '5 + 1,2', ']'])
    })

    it('of partitions are those of their table, wherever their columns lie; a row that moves goes and comes', async () => {
      const seen = await story(
        "INSERT INTO parts VALUES (1, '2024-01-10', 7), (2, '2024-02-10', 8)",
        "UPDATE parts SET day = '2024-02-11' WHERE id = 1",
      )
      expect(seen).toEqual([
        ...['[', '6 + 1,2024-01-10,7', '6 + 2,2024-02-10,8', ']'],
        ...['[', '6 - 1,2024-01-10,?', '6 + 1,2024-02-11,7', ']'],
      ])
    })

    it('of foreign keys that act are there', async () => {
      const seen = await story("INSERT INTO a VALUES (1, 'x', 0)", 'INSERT INTO child VALUES (1, 1)', 'DELETE FROM a')
      expect(seen.slice(-4)).toEqual(['[', '0 - 1,?,?', '7 - 1,?', ']'])
    })

    it('show truncations, those too that cascade', async () => {
      const seen = await story("INSERT INTO a VALUES (1, 'x', 0)", 'TRUNCATE b, a RESTART IDENTITY CASCADE')
      expect(seen.slice(3).sort()).toEqual(['0 truncate', '1 truncate', '7 truncate', '[', ']'])
    })

    it('show the truncation of a partitioned table as one', async () => {
      const seen = await story("INSERT INTO parts VALUES (1, '2024-01-10', 7)", 'TRUNCATE parts')
      expect(seen).toEqual(['[', '6 + 1,2024-01-10,7', ']', '[', '6 truncate', ']'])
    })

    it('stop where a single partition is truncated: the target has no such part', async () => {
      await expect(story("INSERT INTO parts VALUES (1, '2024-01-10', 7)", 'TRUNCATE parts_1')).rejects.toMatchObject({
        code: 'XW-S0419',
        retryable: false,
      })
    })

    it('of a large transaction leave out what was rolled back in it', async () => {
      const seen = await story(
        'SET logical_decoding_work_mem = 64',
        `BEGIN; INSERT INTO a SELECT n, 'kept', 0 FROM generate_series(1, 20000) n; SAVEPOINT s;
       INSERT INTO a SELECT n, 'undone', 0 FROM generate_series(20001, 40000) n; ROLLBACK TO s;
       INSERT INTO a VALUES (40001, 'last', 0); COMMIT`,
      )
      expect(seen).toHaveLength(20_003)
      expect(seen.at(-2)).toBe('0 + 40001,last,0.00')
      expect(seen.filter((one) => one.includes('undone'))).toEqual([])
    })

    it('carry values of any length, and what follows them', async () => {
      const seen = await story(
        'INSERT INTO a SELECT n, repeat(chr(64 + n), n * 7000000), 0 FROM generate_series(1, 3) n',
        "INSERT INTO a SELECT n, 'short', 0 FROM generate_series(4, 3000) n",
      )
      const lengths = seen.slice(1, 4).map((one) => one.length)
      expect(lengths).toEqual([1, 2, 3].map((n) => '0 + 1,,0.00'.length + n * 7_000_000))
      expect(seen.slice(5)).toEqual(['[', ...Array.from({ length: 2997 }, (_, n) => `0 + ${n + 4},short,0.00`), ']'])
    })

    it('end where they were asked to, between two transactions, though more have committed', async () => {
      await run(source, "INSERT INTO a VALUES (1, 'before', 0)")
      const until = await changeSource.head(source)
      await run(source, "INSERT INTO a VALUES (2, 'behind', 0)", "INSERT INTO a VALUES (3, 'behind', 0)")
      const [stream, first, second] = [await openFor(source, tables, from), new Recorder(), new Recorder()]
      await stream.pump(first, { until })
      expect(first.story).toEqual(['[', '0 + 1,before,0.00', ']'])
      await stream.pump(second, { until: await changeSource.head(source) })
      expect(second.story).toEqual(['[', '0 + 2,behind,0.00', ']', '[', '0 + 3,behind,0.00', ']'])
      await stream.close()
    })

    it('of a prepared transaction come when it is committed', async () => {
      const seen = await story(
        "BEGIN; INSERT INTO a VALUES (1, 'first', 0); PREPARE TRANSACTION 'one'",
        "INSERT INTO a VALUES (2, 'second', 0)",
        "COMMIT PREPARED 'one'",
        "BEGIN; INSERT INTO a VALUES (3, 'never', 0); PREPARE TRANSACTION 'two'",
        "ROLLBACK PREPARED 'two'",
      )
      expect(seen).toEqual(['[', '0 + 2,second,0.00', ']', '[', '0 + 1,first,0.00', ']'])
    })

    it('that a task has written can be left out; those of users, of other tasks and without a mark never are', async () => {
      const [table] = tables
      if (!table) throw new Error('there is no table')
      const apply = async (id: number, task: string, user?: string): Promise<void> => {
        const at = { position: String(id), at: id }
        const to = await changeTarget.open(
          { ...source, ...(user ? { user } : {}) },
          { task, tables: [{ ...table, target: table.source }], policies: defaultPolicies },
        )
        const after = tuple(to.writers[0]!, [id, task, null])
        const batch = batchOf([{ kind: 'insert', table: 0, after }], at)
        await to.apply(batch, { mode: 'net', overlapping: false })
        await to.close()
      }
      await run(source, "INSERT INTO a VALUES (1, 'user', 0)")
      for (const [at, task] of ['way', 'way/part1', 'ways', 'another'].entries()) await apply(2 + at, task)
      await run(
        source,
        `CREATE ROLE plain LOGIN PASSWORD '${source.password ?? 'none'}'; GRANT ALL ON a TO plain; GRANT ALL ON DATABASE "${source.database}" TO plain`,
      )
      await run(source, 'GRANT ALL ON SCHEMA crosswalk TO plain; GRANT ALL ON ALL TABLES IN SCHEMA crosswalk TO plain')
      await apply(6, 'way', 'plain')
      const ids = async (...without: string[]) =>
        (await changesSince(source, tables, from, 'test', without)).story.flatMap(
          (line) => /^0 . (\d+)/.exec(line)?.[1] ?? [],
        )
      expect(await ids('way')).toEqual(['1', '4', '5', '6'])
      from = await begin(source, tables)
      await apply(7, 'way')
      await apply(8, 'another')
      expect(await ids()).toEqual(['7', '8'])
    })

    it('keep names and texts of any alphabet', async () => {
      await run(
        source,
        'CREATE SCHEMA "Größe 数"',
        'CREATE TABLE "Größe 数"."Tabelle ""ü""" ("schlüßel" int PRIMARY KEY, "值" text)',
      )
      const odd = await mappingOf(source, 'Größe 数.Tabelle "ü"')
      const start = await begin(source, odd, 'odd näme')
      await run(source, `INSERT INTO "Größe 数"."Tabelle ""ü""" VALUES (1, 'smile 😀')`)
      expect((await changesSince(source, odd, start, 'odd näme')).story).toEqual(['[', '0 + 1,smile 😀', ']'])
    })
  })
