import { describe, expect, it } from 'vitest'
import { buildLedger } from '../../src/convert/ledger.js'
import { convert } from '../../src/convert/pipeline.js'
import { dialectOf, scriptOf } from '../round-trips/trip.js'

const mysql8 = '8.0.36'
const mariadb = '10.11.4-MariaDB'

/** What a script of one member of the family becomes for another. */
async function between(from: string, to: string, sql: string) {
  const dialect = await dialectOf('mysql')
  const parser = await dialect.parser?.()
  if (!parser) throw new Error('no parser')
  const read = await parser.readScript([scriptOf(sql)], { defaultSchema: 'app', version: dialect.parseVersion(from) })
  const { catalog: source, sources, statements } = read.value
  const conversion = await convert({
    ...{ source, sources, statements, findings: read.findings, from: dialect, to: dialect },
    targetVersion: dialect.parseVersion(to),
  })
  const ledger = buildLedger(conversion, null, { tool: 'test', source: 'test' })
  return {
    text: conversion.statements.map((each) => each.sql).join('\n'),
    codes: conversion.findings.map(({ code }) => code),
    lost: ledger.findings.filter(({ code }) => code === 'XW-C0003'),
  }
}

const program = 'CREATE VIEW v AS SELECT 1 AS one;\nCREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;'

describe('between members of the family', () => {
  it('a view and a program say that they keep their text', async () => {
    const { codes } = await between(mariadb, '11.4.2-MariaDB', program)
    expect(codes).toEqual(['XW-C0670', 'XW-C0670'])
  })

  it('a text that another member reads is named as one', async () => {
    const { codes } = await between(mysql8, mariadb, program)
    expect(codes).toEqual(['XW-C0671', 'XW-C0671'])
  })

  it('a collation that the target lacks becomes the nearest, and is named', async () => {
    const made = await between(
      mysql8,
      mariadb,
      'CREATE TABLE t (a VARCHAR(9) COLLATE utf8mb4_0900_as_cs, b VARCHAR(9)) COLLATE utf8mb4_0900_ai_ci;',
    )
    expect(made.text).toContain('`a` VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin')
    expect(made.text).toContain('COLLATE utf8mb4_uca1400_nopad_ai_ci;')
    expect(made.text).not.toContain('0900')
    expect(made.codes).toContain('XW-T0085')
  })

  it('the way back finds a collation too', async () => {
    const { text } = await between(mariadb, mysql8, 'CREATE TABLE t (a TEXT) COLLATE utf8mb4_uca1400_ai_ci;')
    expect(text).toContain('COLLATE utf8mb4_unicode_520_ci')
  })

  it('types that the target lacks become the nearest, and are named', async () => {
    const made = await between(mariadb, mysql8, 'CREATE TABLE t (a UUID PRIMARY KEY, b INET6, c INT);')
    expect(made.text).not.toMatch(/uuid|inet6/i)
    expect(made.codes.filter((code) => code.startsWith('XW-T'))).toHaveLength(2)
  })

  it('system versioning stays within MariaDB and is flagged on the way out', async () => {
    const sql = 'CREATE TABLE t (a INT, b INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING;'
    expect((await between(mariadb, mariadb, sql)).text).toContain(') WITH SYSTEM VERSIONING')
    const out = await between(mariadb, mysql8, sql)
    expect(out.text).not.toContain('VERSIONING')
    expect(out.codes).toContain('XW-C0011')
    expect(out.lost).toEqual([])
  })

  it('a hidden index is IGNORED here and INVISIBLE there', async () => {
    const sql = (word: string): string => `CREATE TABLE t (a INT, KEY k (a) ${word});`
    expect((await between(mysql8, mariadb, sql('INVISIBLE'))).text).toContain('ADD KEY `k` (`a`) IGNORED')
    expect((await between(mariadb, mysql8, sql('IGNORED'))).text).toContain('ADD KEY `k` (`a`) INVISIBLE')
  })

  it('a sequence is nothing that MySQL has', async () => {
    const { codes } = await between(mariadb, mysql8, 'CREATE SEQUENCE s START WITH 5 INCREMENT BY 2;')
    expect(codes).toContain('XW-C0500')
  })

  it('an index over an expression is nothing that MariaDB has', async () => {
    const { codes, text } = await between(mysql8, mariadb, 'CREATE TABLE t (a INT, KEY k ((a + 1)));')
    expect(text).not.toContain('a + 1')
    expect(codes).toContain('XW-C0048')
  })

  it('a check that is not enforced is none on MariaDB', async () => {
    const sql = 'CREATE TABLE t (a INT, CONSTRAINT c CHECK (a > 1) NOT ENFORCED);'
    expect((await between(mysql8, mysql8, sql)).text).toContain('CONSTRAINT `c` CHECK (a > 1) NOT ENFORCED')
    const out = await between(mysql8, mariadb, sql)
    expect(out.text).not.toContain('a > 1')
    expect(out.codes).toContain('XW-C0061')
  })

  it('a version without checks gets none, and a server without sequences no number of one', async () => {
    const sql = 'CREATE TABLE t (a INT, CHECK (a > 1)); CREATE SEQUENCE s; DO SETVAL(s, 5, 0);'
    const { text, codes } = await between(mariadb, '5.7.40', sql)
    expect(text).not.toMatch(/a > 1|SETVAL/)
    expect(codes).toEqual(expect.arrayContaining(['XW-C0061', 'XW-C0500']))
  })

  it('a document type stands for text with a check on MariaDB, and back it stays that', async () => {
    expect((await between(mysql8, mariadb, 'CREATE TABLE t (a JSON);')).text).toContain('`a` JSON')
    const shown = 'CREATE TABLE t (a longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(`a`)));'
    expect((await between(mariadb, mysql8, shown)).text).toContain('CHECK (json_valid(`a`))')
  })
})
