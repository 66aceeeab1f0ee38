import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../../../src/core/dialect/dialect.js'
import { catalogReader } from '../../../../../src/dialects/mysql/catalog/reader.js'
import { close, connect, query } from '../../../../../src/dialects/mysql/connect.js'
import { embeddedMysql } from '../../../../../src/dialects/mysql/embedded/server.js'

const definitions = [
  `CREATE TABLE customer (id int unsigned NOT NULL AUTO_INCREMENT, mail varchar(100) COLLATE utf8_bin NOT NULL, born timestamp,
     seen timestamp, f float(7,3), PRIMARY KEY (id), UNIQUE KEY (mail(10)), KEY (born)) AUTO_INCREMENT=9 DEFAULT CHARSET=utf8 COMMENT='old'`,
  'CREATE TABLE orders (id int PRIMARY KEY, c int unsigned, CONSTRAINT fk FOREIGN KEY (c) REFERENCES customer (id))',
  'CREATE TABLE split (a int) PARTITION BY LINEAR HASH (a) PARTITIONS 3',
  'CREATE VIEW v AS SELECT o.id, c.mail FROM orders o LEFT JOIN customer c ON c.id = o.c',
  'CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW SET @x = 1',
  'CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1',
]

describe('reading a live MySQL 5.6', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-reader-'))
  let server: RunningServer
  beforeAll(async () => {
    server = await embeddedMysql.start({ folder, database: 'shop' })
    const session = await connect({ ...server.endpoint, database: 'shop' })
    for (const sql of definitions) await query(session, sql)
    await close(session)
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('reads every object, with the facts that the server made explicit', async () => {
    const { value, findings } = await catalogReader.read(server.endpoint, { schemas: ['shop'] })
    const objects = value.catalog.schemas.flatMap((schema) => schema.objects)
    expect(objects.map((object) => object.id)).toEqual([
      'table:shop.customer',
      'table:shop.orders',
      'table:shop.split',
      'view:shop.v',
      'function:shop.f',
      'trigger:shop.t',
    ])
    expect(findings.map((found) => found.code)).toEqual([])
    expect(value.catalog.version).toMatchObject({ flavour: 'mysql', major: 5, minor: 6 })
    const [customer] = objects
    if (customer?.kind !== 'table') throw new Error('no table')
    expect(customer.columns[0]?.identity?.sequence.next).toBe(9n)
    expect(customer.columns[1]?.type.logical).toMatchObject({ charset: 'utf8mb3', collation: { name: 'utf8mb3_bin' } })
    expect(customer.columns[2]).toMatchObject({ nullable: false, onUpdate: { kind: 'call' } })
    expect(customer.columns[3]?.default).toMatchObject({ text: '0000-00-00 00:00:00' })
    expect(value.sources.get('catalog:shop.customer')?.text).toContain('CREATE TABLE')
  })

  it('asks for a default that the server shows as ?, and names one that nothing tells', async () => {
    const session = await connect({ ...server.endpoint, database: 'shop' })
    const columns =
      "a varchar(9) DEFAULT 'hi 😀', b varchar(9) NOT NULL DEFAULT '😀', c varchar(9) DEFAULT 'why?', d binary(3) DEFAULT x'00ff41'"
    await query(session, `CREATE TABLE greetings (${columns}) DEFAULT CHARSET=utf8mb4`)
    const { value, findings } = await catalogReader.read(server.endpoint, { schemas: ['shop'] })
    const table = value.catalog.schemas[0]?.objects.find((object) => object.id === 'table:shop.greetings')
    if (table?.kind !== 'table') throw new Error('no table')
    expect(table.columns.map((column) => column.default)).toMatchObject([
      { text: 'hi 😀' },
      { text: '?' },
      { text: 'why?' },
      { of: 'binary', text: '00ff41' },
    ])
    const named = findings
      .filter((found) => found.code === 'XW-D0701')
      .map((found) => Object.entries(found.data).find(([key]) => key === 'column')?.[1])
    await query(session, 'DROP TABLE greetings')
    await close(session)
    expect(named).toEqual(['b'])
  })

  it('takes labels that the server shows as ? from rows, and names those that no row holds', async () => {
    const session = await connect({ ...server.endpoint, database: 'shop' })
    const emoji = "ENUM('plain','😀','🐬x','🦉') NOT NULL DEFAULT '🐬x', s SET('a','😀','why?'), n ENUM('?')"
    await query(session, `CREATE TABLE moods (id int, v ${emoji}) DEFAULT CHARSET=utf8mb4`)
    await query(session, "INSERT INTO moods VALUES (1, '😀', 'a,😀,why?', '?'), (2, '🐬x', 'a', NULL)")
    await close(session)
    const { value, findings } = await catalogReader.read(server.endpoint, { schemas: ['shop'] })
    const table = value.catalog.schemas[0]?.objects.find((object) => object.id === 'table:shop.moods')
    if (table?.kind !== 'table') throw new Error('no table')
    const [, v, s, n] = table.columns
    expect(v).toMatchObject({ type: { logical: { values: ['plain', '😀', '🐬x', '?'] } }, default: { text: '🐬x' } })
    expect(v?.type.native).toBe("enum('plain','😀','🐬x','?')")
    expect(s?.type.logical).toMatchObject({ values: ['a', '😀', 'why?'] })
    expect(n?.type.logical).toMatchObject({ values: ['?'] })
    expect(findings.filter((found) => found.code === 'XW-D0701').map((found) => [found.part, found.data])).toEqual([
      ['table:shop.moods/column:v', { table: 'shop.moods', column: 'v', labels: '?' }],
    ])
  })
})
