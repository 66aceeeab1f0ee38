import { describe, expect, it } from 'vitest'
import type { ScriptFile } from '../../../../src/core/dialect/dialect.js'
import type { Table } from '../../../../src/core/ir/schema.js'
import { scriptParser } from '../../../../src/dialects/oracle/parse/script-parser.js'

const fileOf = ([path, text]: readonly [string, string]): ScriptFile => ({
  path,
  size: Buffer.byteLength(text),
  chunks: async function* () {
    yield Buffer.from(text)
  },
})

async function read(files: Readonly<Record<string, string>>) {
  const { value, findings } = await scriptParser.readScript(Object.entries(files).map(fileOf), { defaultSchema: 'app' })
  const objects = value.catalog.schemas.flatMap((schema) => schema.objects)
  const table = objects.find((each): each is Table => each.kind === 'table')
  return { ids: objects.map(({ id }) => id), table, codes: findings.map(({ code }) => code) }
}

const made = 'CREATE TABLE t (a NUMBER(9), b NUMBER(9));\n'

describe('an export with one file for each kind of object', () => {
  it('gives its tables the comments, indexes and keys of files that come before theirs', async () => {
    const { ids, table, codes } = await read({
      'comments/t.sql': "COMMENT ON TABLE t IS 'y';\nCOMMENT ON COLUMN t.a IS 'x';\n",
      'constraints/t.sql': 'ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY (a);\n',
      'indexes/t.sql': 'CREATE INDEX t_b ON app.t (b);\n',
      'tables/t.sql': made,
    })
    expect(ids).toEqual(['table:app.t'])
    expect(table?.comment).toBe('y')
    expect(table?.columns[0]?.comment).toBe('x')
    expect(table?.constraints.map(({ kind }) => kind)).toEqual(['primaryKey'])
    expect(table?.indexes.map(({ name }) => name?.text)).toEqual(['t_b'])
    expect(codes).toEqual([])
  })

  it('keeps the schema in which each statement was said', async () => {
    const { table, codes } = await read({
      'a.sql': 'ALTER SESSION SET CURRENT_SCHEMA = shop;\nALTER TABLE t ADD PRIMARY KEY (a);\n',
      'b.sql': `ALTER SESSION SET CURRENT_SCHEMA = shop;\n${made}`,
    })
    expect(table?.id).toBe('table:shop.t')
    expect(table?.constraints.length).toBe(1)
    expect(codes).toEqual([])
  })
})

it('a statement in front of the table that the same file makes fails on the engine too, and says so', async () => {
  const { ids, table, codes } = await read({
    'a.sql': `CREATE INDEX t_b ON t (b);\nALTER TABLE t ADD PRIMARY KEY (a);\n${made}`,
    'b.sql': 'CREATE SEQUENCE s;\n',
  })
  expect(ids).toContain('index:app.t_b')
  expect(table?.constraints).toEqual([])
  expect(codes).toEqual(['XW-P0203', 'XW-P0203'])
})

it('a synonym in front of what it stands for is the view that one behind it would be', async () => {
  const { ids, codes } = await read({ 'a.sql': `CREATE SYNONYM s FOR t;\n${made}` })
  expect(ids).toEqual(['table:app.t', 'view:app.s'])
  expect(codes).toEqual([])
})

it('a synonym of what is nowhere stays listed', async () => {
  const { ids } = await read({ 'a.sql': `CREATE SYNONYM s FOR other.t;\n${made}` })
  expect(ids).toContain('synonym:app.s')
})
