import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeCensus } from '../../../src/convert/ledger/census.js'
import { buildLedger } from '../../../src/convert/ledger.js'
import { type Conversion, convert } from '../../../src/convert/pipeline.js'
import { noOrigin } from '../../../src/core/ir/names.js'
import type { Catalog, Option, Table } from '../../../src/core/ir/schema.js'
import { dialect as postgres } from '../../../src/dialects/postgres/index.js'
import { packageRoot } from '../../../src/rules/assets.js'
import { convertScript, mysql } from './support.js'

const names = { tool: 'test', source: 'input.sql' }

const folder = join(packageRoot, 'fixtures', 'convert', 'mysql-to-postgres')
const inputs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('input.sql'))
  .sort()

const rich = `
CREATE TABLE p (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) UNIQUE, size enum('s','m'),
  data json, CHECK (id > 0), KEY n (name(3)), FULLTEXT KEY f (name)) ENGINE=InnoDB AUTO_INCREMENT=7 COMMENT='x';
CREATE TABLE c (p bigint unsigned, y date NOT NULL, CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id))
  ROW_FORMAT=COMPRESSED;
CREATE TABLE r (y date NOT NULL, v int) PARTITION BY RANGE (YEAR(y))
  (PARTITION a VALUES LESS THAN (2020) COMMENT = 'old', PARTITION b VALUES LESS THAN MAXVALUE);
CREATE VIEW v AS SELECT name FROM p;
CREATE PROCEDURE q() SELECT 1;`

describe('everything that came in is in the ledger, once', () => {
  test.each(inputs)('%s', async (file) => {
    const { conversion, ledger, codes } = await convertScript(readFileSync(join(folder, file), 'utf8'))
    const wanted = takeCensus(conversion.source).flatMap((entry) => [entry.id, ...entry.parts.map((part) => part.id)])
    const given = ledger.objects.flatMap((entry) => [entry.id, ...entry.parts.map((part) => part.id)])
    expect(new Set(wanted).size).toBe(wanted.length)
    expect(given).toEqual(wanted)
    expect(codes).not.toContain('XW-C0003')
  })
})

describe('what is lost on the way is found by the ledger', () => {
  test('a statement that vanishes', async () => {
    const { conversion } = await convertScript(rich)
    const gone = conversion.statements.filter(
      (statement) => statement.sources.length > 0 && statement.kind !== 'trigger',
    )
    expect(gone.length).toBeGreaterThan(10)
    for (const lost of gone) {
      const others = conversion.statements.filter((statement) => statement !== lost)
      const only = lost.sources.filter((part) => !others.some((other) => other.sources.includes(part)))
      const found = buildLedger({ ...conversion, findings: [], statements: others }, null, names).findings
      const said = found.filter((each) => each.code === 'XW-C0003').map((each) => each.part ?? each.object)
      const whole = only.find((part) => !part.includes('/'))
      for (const part of whole ? [whole] : only) expect(said).toContain(part)
    }
  })

  test('an unaccounted part is flagged and its table is partial', async () => {
    const { conversion } = await convertScript('CREATE TABLE t (a int, KEY k (a));')
    const statements = conversion.statements.filter((statement) => statement.kind !== 'index')
    const { ledger } = buildLedger({ ...conversion, statements }, null, names)
    const table = ledger.objects.find((entry) => entry.kind === 'table')
    expect(table?.status).toBe('partial')
    expect(table?.parts.find((part) => part.kind === 'index')?.status).toBe('flagged')
  })
})

const options = fc.array(
  fc.record({ key: fc.string({ minLength: 1 }).map((key) => `mysql.${key}`), value: fc.string() }),
  { maxLength: 4 },
)

const withOptions = (table: Table, found: readonly Pick<Option, 'key' | 'value'>[]): Table => ({
  ...table,
  options: [
    ...table.options,
    ...[...new Map(found.map((each) => [each.key, each])).values()]
      .filter((each) => !table.options.some((known) => known.key === each.key))
      .map((each) => ({ ...each, origin: noOrigin })),
  ],
})

describe('clauses that no rule knows', () => {
  test('any option put into the tables is named by the ledger', async () => {
    const { conversion } = await convertScript(rich)
    await fc.assert(
      fc.asyncProperty(options, async (found) => {
        const source: Catalog = {
          ...conversion.source,
          schemas: conversion.source.schemas.map((schema) => ({
            ...schema,
            objects: schema.objects.map((object) => (object.kind === 'table' ? withOptions(object, found) : object)),
          })),
        }
        const made = await again(conversion, source)
        const { ledger, findings } = buildLedger(made, null, names)
        const parts = ledger.objects.flatMap((entry) => entry.parts)
        for (const { key } of found) {
          const own = parts.filter((part) => part.kind === 'option' && part.name === key)
          expect(own.length).toBe(3)
          for (const part of own) expect(part.findings.length + part.targets.length).toBeGreaterThan(0)
        }
        expect(findings.filter((each) => each.code === 'XW-C0003')).toEqual([])
      }),
      { numRuns: 25 },
    )
  })
})

const again = (conversion: Conversion, source: Catalog): Promise<Conversion> =>
  convert({
    source,
    sources: conversion.sources,
    statements: [],
    findings: [],
    from: mysql,
    to: postgres,
    targetVersion: conversion.target.version,
  })
