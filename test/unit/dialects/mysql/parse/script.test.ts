import { describe, expect, it } from 'vitest'
import { parseVersion } from '../../../../../src/dialects/mysql/version.js'
import { codesOf, objectsOf, readText, tableOf } from './read-text.js'

describe('data of a script', () => {
  it('merges neighbouring INSERTs of one table and keeps the byte range', async () => {
    const text = 'INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nREPLACE INTO `b`.`t` VALUES (3);'
    const { value } = await readText(text)
    expect(value.data.map(({ table, statements }) => [table.schema?.text, table.name.text, statements])).toEqual([
      ['app', 't', 2],
      ['b', 't', 1],
    ])
    const [first] = value.data
    expect(text.slice(first?.from, first?.to)).toContain('(2)')
    expect(value.statements).toContainEqual({ kind: 'INSERT', handling: 'data', count: 2 })
  })

  it('forgets the rows of a table that is dropped or emptied and follows one that is renamed', async () => {
    const rows = (name: string) => `CREATE TABLE ${name} (a int); INSERT INTO ${name} VALUES (1);`
    const { value } = await readText(
      `${rows('a')}${rows('b')}${rows('c')} DROP TABLE a; TRUNCATE b; RENAME TABLE c TO d;`,
    )
    expect(value.data.map(({ table }) => table.name.text)).toEqual(['d'])
  })

  it('carries what changes the meaning of rows', async () => {
    const { value } = await readText(
      "SET NAMES latin1; SET time_zone='+02:00', sql_mode='NO_BACKSLASH_ESCAPES,ANSI_QUOTES'; INSERT INTO t VALUES (1)",
    )
    expect(value.data[0]).toMatchObject({
      charset: 'latin1',
      timeZone: '+02:00',
      noBackslashEscapes: true,
      ansiQuotes: true,
    })
  })

  it('says that INSERT … SELECT and UPDATE were not run', async () => {
    const report = await readText('INSERT INTO t SELECT * FROM u; UPDATE t SET a = 1;')
    expect(codesOf(report)).toEqual(['XW-P0220', 'XW-P0220'])
    expect(report.value.data).toEqual([])
  })
})

describe('settings of a script', () => {
  it('puts a saved sql_mode back', async () => {
    const report = await readText(
      `SET sql_mode=''; SET @old=@@sql_mode, sql_mode='ANSI_QUOTES'; CREATE TABLE "a" (b int); SET sql_mode=@old; CREATE TABLE c (d char DEFAULT "x");`,
    )
    expect(report.findings).toEqual([])
    expect(tableOf(report, 'c').columns[0]?.default).toMatchObject({ kind: 'literal', text: 'x' })
  })

  it('inherits character sets from the database, the table, the column', async () => {
    const report = await readText(
      'CREATE DATABASE d CHARACTER SET latin2; USE d; CREATE TABLE t (a char, b char COLLATE utf8mb4_bin); CREATE TABLE u (a char) COLLATE utf8_swedish_ci;',
    )
    const types = [...tableOf(report, 't').columns, ...tableOf(report, 'u').columns].map(({ type }) =>
      type.logical.kind === 'text' ? [type.logical.charset, type.logical.collation?.name] : [],
    )
    expect(types).toEqual([
      ['latin2', 'latin2_general_ci'],
      ['utf8mb4', 'utf8mb4_bin'],
      ['utf8mb3', 'utf8mb3_swedish_ci'],
    ])
  })

  it.each([
    ['8.0.36', 'utf8mb4_0900_ai_ci'],
    ['5.7.44', 'latin1_swedish_ci'],
    ['11.8.2-MariaDB', 'utf8mb4_uca1400_ai_ci'],
  ])('uses the default collation of server %s', async (version, collation) => {
    const report = await readText('CREATE TABLE t (a char)', { version: parseVersion(version) })
    expect(tableOf(report, 't').columns[0]?.type.logical).toMatchObject({ collation: { name: collation } })
  })

  it('takes the version from the header of a dump', async () => {
    const { value } = await readText(
      '-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)\n-- Server version\t5.7.33-log\n',
    )
    expect(value.catalog.version).toMatchObject({ flavour: 'mysql', major: 5, minor: 7, patch: 33 })
  })
})

describe('implicit facts', () => {
  it('gives TIMESTAMP columns of an old server the defaults that it gives them', async () => {
    const report = await readText('CREATE TABLE t (a timestamp, b timestamp, c timestamp NULL)', {
      version: parseVersion('5.6.24'),
    })
    const [a, b, c] = tableOf(report, 't').columns
    expect(a).toMatchObject({ nullable: false, default: { kind: 'call' }, onUpdate: { kind: 'call' } })
    expect(b).toMatchObject({ nullable: false, default: { text: '0000-00-00 00:00:00' } })
    expect(c?.nullable).toBe(true)
  })

  it('adds nothing to TIMESTAMP columns without a version or in a dump', async () => {
    const report = await readText('CREATE TABLE t (a timestamp)')
    expect(tableOf(report, 't').columns[0]?.default).toBeUndefined()
    expect(tableOf(report, 't').columns[0]?.nullable).toBe(true)
  })

  it('keeps a reference behind a column unenforced where the server forgets it', async () => {
    const text = 'CREATE TABLE p (id int primary key); CREATE TABLE c (p int REFERENCES p (id))'
    const mysql = await readText(text, { version: parseVersion('8.0.36') })
    const mariadb = await readText(text, { version: parseVersion('10.11.4-MariaDB') })
    expect(tableOf(mysql, 'c').constraints[0]).toMatchObject({ kind: 'foreignKey', enforced: false })
    expect(codesOf(mysql)).toEqual(['XW-P0208'])
    expect(tableOf(mariadb, 'c').constraints[0]).toMatchObject({ enforced: true })
    expect(mariadb.findings).toEqual([])
  })
})

describe('objects', () => {
  it('reads the head of stored programs and keeps their text', async () => {
    const report = await readText(
      "DELIMITER //\nDROP PROCEDURE IF EXISTS p; CREATE DEFINER='a'@'b' PROCEDURE d.p() BEGIN SELECT ';'; END//\nCREATE TRIGGER t AFTER UPDATE ON d.x FOR EACH ROW BEGIN END//\nCREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1//",
    )
    expect(objectsOf(report).map((each) => [each.kind, each.id])).toEqual([
      ['routine', 'procedure:d.p'],
      ['trigger', 'trigger:app.t'],
      ['event', 'event:app.e'],
    ])
    expect(objectsOf(report)[1]).toMatchObject({
      timing: 'after',
      events: ['update'],
      table: { schema: { text: 'd' } },
    })
    expect(codesOf(report)).toEqual([])
  })

  it('ends a dump with one view where a placeholder stood before', async () => {
    const report = await readText(
      '/*!50001 CREATE VIEW `v` AS SELECT\n 1 AS `a`*/;\nCREATE TABLE t (a int);\n/*!50001 CREATE ALGORITHM=UNDEFINED VIEW v AS SELECT a FROM t */;',
    )
    const views = objectsOf(report).filter((each) => each.kind === 'view')
    expect(views).toHaveLength(1)
    expect(views[0]).toMatchObject({ query: { body: { from: [{ kind: 'tableRef' }] } } })
    expect(report.findings).toEqual([])
  })
})
