import { describe, expect, it } from 'vitest'
import { readScript } from '../../../../../src/dialects/mysql/parse/script-parser.js'
import { codesOf, fileOf, objectsOf, readText, tableOf } from './read-text.js'

const good = 'CREATE TABLE good (id int);'

describe('hostile scripts', () => {
  it.each([
    ['an unterminated comment', `${good} /* never ends`],
    ['an unterminated string', `${good} CREATE TABLE bad (a int DEFAULT 'x);`],
    ['half a statement', `${good} CREATE TABLE bad (a int, `],
    ['nothing but punctuation', `${good} ,,;;)(;`],
    ['a stray character', `${good} CREATE TABLE bad (a int \\);`],
  ])('%s costs that statement only', async (_what, text) => {
    const report = await readText(text)
    expect(tableOf(report, 'good').columns).toHaveLength(1)
  })

  it('keeps the text of a statement that it cannot read, with its place', async () => {
    const report = await readText(`${good}\nCREATE TABLE bad (a int,, b int);\nCREATE VIEW v AS SELECT 1 AS one;`)
    const bad = objectsOf(report).find((each) => each.id === 'table:app.bad')
    expect(bad).toMatchObject({ kind: 'unmodelled', what: 'table', text: 'CREATE TABLE bad (a int,, b int)' })
    const [found] = report.findings
    expect(found).toMatchObject({ code: 'XW-P0001', object: 'table:app.bad' })
    const origin = found?.origin
    const source = origin?.from === 'text' ? report.value.sources.get(origin.source) : undefined
    expect(source?.firstLine).toBe(2)
    expect(objectsOf(report).some((each) => each.kind === 'view')).toBe(true)
    expect(report.value.coverage.understood).toBeLessThan(report.value.coverage.bytes)
  })

  it.each([
    '__proto__',
    'constructor',
    'a`b',
    "a'b",
    'a"b',
    'a\nb',
    'a */ b',
    '-- a',
    'a\u202eb',
    '$$',
    'ü'.repeat(64),
    ' ',
  ])('takes the name %j for tables, columns, keys and views', async (name) => {
    const quoted = `\`${name.replaceAll('`', '``')}\``
    const report = await readText(
      `CREATE TABLE ${quoted} (${quoted} int COMMENT 'x', KEY ${quoted} (${quoted}), CONSTRAINT ${quoted} CHECK (${quoted} > 0)); CREATE VIEW v AS SELECT ${quoted} FROM ${quoted}; ALTER TABLE ${quoted} ADD z int AFTER ${quoted}`,
    )
    const table = tableOf(report, name)
    expect(table.columns.map((column) => column.name.text)).toEqual([name, 'z'])
    expect(table.indexes[0]?.name?.text).toBe(name)
    expect(report.findings).toEqual([])
  })

  it('reports names that no server takes', async () => {
    const report = await readText(`CREATE TABLE \`${'x'.repeat(65)}\` (a int); CREATE TABLE t (\`a\0b\` int)`)
    expect(codesOf(report)).toEqual(['XW-P0205', 'XW-P0205'])
  })

  it('ends deep nesting with a finding within five seconds', async () => {
    const start = performance.now()
    const deep = `CREATE TABLE deep (a int DEFAULT (${'('.repeat(20_000)}1${')'.repeat(20_000)}));`
    const report = await readText(`${deep} ${good}`)
    expect(codesOf(report)).toEqual(['XW-P0004'])
    expect(tableOf(report, 'good').columns).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('ends a token of 50 MB with a finding within five seconds', async () => {
    const start = performance.now()
    const report = await readText(`CREATE TABLE big (a int COMMENT '${'x'.repeat(50 << 20)}'); ${good}`)
    expect(codesOf(report)).toEqual(['XW-P0006'])
    expect(objectsOf(report).map((each) => each.id)).toEqual(['table:app.big', 'table:app.good'])
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('reads a piece that is not UTF-8 as Windows-1252 and says so', async () => {
    const report = await readText(Buffer.from("CREATE TABLE t (a int COMMENT 'caf\xe9')", 'latin1'))
    expect(tableOf(report, 't').columns[0]?.comment).toBe('café')
    expect(codesOf(report)).toEqual(['XW-P0222'])
  })

  it('reads what a latin1 client wrote without a finding', async () => {
    const report = await readText(Buffer.from("SET NAMES latin1; CREATE TABLE t (a int COMMENT '\x80')", 'latin1'))
    expect(tableOf(report, 't').columns[0]?.comment).toBe('€')
    expect(report.findings).toEqual([])
  })

  it('reports a second definition and names that differ in case only', async () => {
    const report = await readText('CREATE TABLE t (a int); CREATE TABLE t (b int); CREATE TABLE T (c int);')
    expect(codesOf(report)).toEqual(['XW-P0201', 'XW-P0202'])
    expect(tableOf(report, 't').columns[0]?.name.text).toBe('a')
  })

  it('reports a type that no rule knows', async () => {
    const report = await readText('CREATE TABLE t (a frob(3))')
    expect(codesOf(report)).toEqual(['XW-P0207'])
    expect(tableOf(report, 't').columns[0]?.type).toMatchObject({ logical: { kind: 'opaque' }, native: 'frob(3)' })
  })

  it('reads files in the order of their names, as one script', async () => {
    const files = [fileOf('b.sql', 'ALTER TABLE t ADD b int'), fileOf('a.sql', 'CREATE TABLE t (a int)')]
    const report = await readScript(files, { defaultSchema: 'app' })
    expect(tableOf(report, 't').columns.map((column) => column.name.text)).toEqual(['a', 'b'])
  })
})
