import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogReader } from '../../../../../src/dialects/mysql/catalog/reader.js'
import { collationOf } from '../../../../../src/dialects/mysql/collations.js'
import { readScript } from '../../../../../src/dialects/mysql/parse/script-parser.js'
import { fileOf, plain } from '../parse/read-text.js'
import { hasMariadb, type Server, startMariadb } from './mariadb.js'

if (!hasMariadb) console.warn('SKIPPED: no mariadbd on this machine, the live catalogue reader is not tested')

const schema = `
CREATE DATABASE shop CHARACTER SET latin1; USE shop;
CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5; SELECT NEXTVAL(numbers);
CREATE TABLE customer (
  id int unsigned NOT NULL AUTO_INCREMENT, mail varchar(100) NOT NULL COLLATE latin1_general_cs DEFAULT 'it''s \\\\ "x"',
  bio text CHARACTER SET utf8mb4 COMMENT 'a ; b', born timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  age int GENERATED ALWAYS AS (length(mail)) STORED, kind enum('a','b''c') DEFAULT 'a', doc json, hidden int INVISIBLE DEFAULT (1 + 2),
  place point NOT NULL, flags set('x','y'), amount decimal(65,30) UNSIGNED ZEROFILL, addr inet6, u uuid DEFAULT uuid(),
  PRIMARY KEY (id), UNIQUE (mail), KEY (bio(20), born), SPATIAL KEY (place), FULLTEXT KEY ft (bio), CONSTRAINT pos CHECK (hidden > 0)
) AUTO_INCREMENT=77 COMMENT='ünïcode';
CREATE TABLE orders (id bigint PRIMARY KEY, c int unsigned, next_one bigint DEFAULT nextval(numbers), FOREIGN KEY (c) REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE parts (id int, d date NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (year(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
  (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE history (a int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;
CREATE TABLE \`we\`\`ird "name"\` (\`a b\` int, \`__proto__\` int, KEY \`k
x\` (\`a b\`));
CREATE VIEW v AS SELECT id, upper(mail) AS m, (SELECT count(*) FROM orders o WHERE o.c = customer.id) AS n FROM customer WHERE kind = 'a' WITH CHECK OPTION;
DELIMITER //
CREATE PROCEDURE p(IN x int) BEGIN SELECT x; SELECT ';'; END//
CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1//
CREATE TRIGGER t BEFORE INSERT ON customer FOR EACH ROW BEGIN SET NEW.kind = 'a'; END//
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders WHERE id < 0//
DELIMITER ;
`

/** Estimates and the server's own settings are known to a live reader only. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(plain(value)), (key, each) =>
    key === 'options' && Array.isArray(each)
      ? each.filter(({ key: name }) => !['mysql.table_rows', 'mysql.data_length', 'mysql.definer'].includes(name))
      : key === 'text' && typeof each === 'string' && /^\s*CREATE /i.test(each.replace(/\/\*!\d+|\*\//g, ''))
        ? 'program'
        : each,
  )
}

describe.skipIf(!hasMariadb)('reading a live MariaDB', () => {
  let server: Server
  beforeAll(async () => {
    server = await startMariadb()
    server.run(schema)
  })
  afterAll(() => server.stop())

  it('gives the same catalogue as reading its dump', async () => {
    const live = await catalogReader.read(server.endpoint, { schemas: ['shop'] })
    const dump = server.dump('--no-data', '--routines', '--events', '--triggers', '--databases', 'shop')
    const file = await readScript([fileOf('shop.sql', dump)], { defaultSchema: 'shop' })
    expect(live.findings.map((found) => found.code).filter((code) => code !== 'XW-R0001')).toEqual([])
    expect(file.findings.map((found) => found.code).filter((code) => code !== 'XW-R0001')).toEqual([])
    const byId = (report: typeof live) =>
      report.value.catalog.schemas
        .flatMap((each) => each.objects)
        // A server prints tables without regard to settings, and keeps no sql_mode with a view; a script is read under its own.
        .map((object) =>
          object.kind === 'table' || object.kind === 'view' ? { ...object, session: undefined } : object,
        )
        .map((object) => comparable(object) as { id: string })
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(live).map(({ id }) => id)).toEqual(byId(file).map(({ id }) => id))
    for (const [i, object] of byId(live).entries()) expect(object).toEqual(byId(file)[i])
  })

  it('reads a stored program under the sql_mode with which it was made', async () => {
    server.run(
      "CREATE DATABASE modes; USE modes; SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'; CREATE FUNCTION joined(a int) RETURNS text RETURN \"a\" || 'x'",
    )
    const { value } = await catalogReader.read(server.endpoint, { schemas: ['modes'] })
    const [routine] = value.catalog.schemas.flatMap((each) => each.objects)
    expect(routine?.kind === 'routine' && routine.program).toMatchObject({
      characteristics: { modes: ['ANSI_QUOTES', 'PIPES_AS_CONCAT'] },
      body: { kind: 'return', value: { op: 'concat', left: { kind: 'variable', scope: 'local' } } },
    })
  })

  it('knows settings, next values and estimates', async () => {
    const { value } = await catalogReader.read(server.endpoint, { schemas: [] })
    expect(value.catalog.schemas.map((each) => each.name.text)).toContain('shop')
    expect(value.catalog.schemas.map((each) => each.name.text)).not.toContain('mysql')
    expect(value.catalog.settings['lower_case_table_names']).toBe('0')
    const objects = value.catalog.schemas.flatMap((each) => each.objects)
    const customer = objects.find((each) => each.id === 'table:shop.customer')
    expect(customer?.kind === 'table' && customer.columns[0]?.identity?.sequence.next).toBe(77n)
    expect(customer?.options.map(({ key }) => key)).toContain('mysql.table_rows')
    const numbers = objects.find((each) => each.kind === 'sequence')
    expect(numbers?.kind === 'sequence' && numbers.sequence).toMatchObject({ start: 10n, increment: 5n })
  })

  it('reports what the account may not see', async () => {
    server.run(
      'CREATE USER weak@localhost; GRANT SELECT ON shop.customer TO weak@localhost; GRANT EXECUTE ON shop.* TO weak@localhost;',
    )
    const endpoint = { ...server.endpoint, user: 'weak' }
    const report = await catalogReader.read(endpoint, { schemas: ['shop'] })
    const hidden = report.findings.filter((found) => found.code === 'XW-P0230').map((found) => found.object)
    expect(hidden).toContain('procedure:shop.p')
    const objects = report.value.catalog.schemas.flatMap((each) => each.objects)
    expect(objects.find((each) => each.id === 'procedure:shop.p')).toMatchObject({ kind: 'unmodelled' })
  })

  it('knows what is missing in a schema only where the account sees all of it', async () => {
    server.run(
      `CREATE DATABASE seen; USE seen; CREATE TABLE t (id int);
       DELIMITER //
       CREATE FUNCTION own() RETURNS int RETURN 1//
       CREATE PROCEDURE calls(IN a int) BEGIN SELECT own(), nowhere(a), LEFT('x', 1), CONCAT(a), IF(a, NOW(), RAND()), SLEEP(0); END//
       CREATE PROCEDURE makes() BEGIN CREATE TEMPORARY TABLE IF NOT EXISTS seen.Passing (id int); EXECUTE IMMEDIATE 'ALTER TABLE t ADD n int'; END//
       DELIMITER ;
       CREATE USER reader@localhost; GRANT SELECT, TRIGGER, EVENT ON seen.* TO reader@localhost;`,
    )
    const wholeOf = async (user: string) => {
      const { value } = await catalogReader.read({ ...server.endpoint, user }, { schemas: ['seen'] })
      return value.catalog.schemas[0]?.whole
    }
    expect(await wholeOf(server.endpoint.user)).toMatchObject({
      made: ['passing'],
      changed: ['t'],
      noFunctions: ['nowhere'],
    })
    expect(await wholeOf('reader')).toBeUndefined()
    server.run('GRANT SELECT ON mysql.proc TO reader@localhost')
    // Without the right to run functions it is not told which are there.
    expect(await wholeOf('reader')).toMatchObject({ made: ['passing'], changed: ['t'], noFunctions: [] })
    server.run(
      `USE seen; CREATE PROCEDURE makes_any(IN name text) EXECUTE IMMEDIATE CONCAT('CREATE TABLE ', name, ' (id int)')`,
    )
    expect(await wholeOf(server.endpoint.user)).toBeUndefined()
  })

  it('reports a schema that is not there', async () => {
    const report = await catalogReader.read(server.endpoint, { schemas: ['nowhere'] })
    expect(report.findings.map((found) => found.code)).toEqual(['XW-P0230'])
  })

  it('agrees with the server about its collations', () => {
    const ask = (name: string, set: string) =>
      `SELECT '${name}', convert(_utf8mb4'a' using ${set}) COLLATE ${name} = convert(_utf8mb4'A' using ${set}) COLLATE ${name}, convert(_utf8mb4'a ' using ${set}) COLLATE ${name} = convert(_utf8mb4'a' using ${set}) COLLATE ${name};`
    const listed = server
      .run(
        "SELECT COLLATION_NAME, CHARACTER_SET_NAME FROM information_schema.COLLATIONS WHERE CHARACTER_SET_NAME IS NOT NULL AND COLLATION_NAME <> 'binary'",
      )
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
    const answers = server
      .run(listed.map(([name = '', set = '']) => ask(name, set)).join('\n'))
      .trim()
      .split('\n')
    expect(answers.length).toBeGreaterThan(200)
    const wrong = answers.filter((line) => {
      const [name = '', sameCase, samePad] = line.split('\t')
      const facts = collationOf(name)
      return facts.caseSensitive !== (sameCase === '0') || facts.padSpace !== (samePad === '1')
    })
    expect(wrong).toEqual([])
  })
})
