import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ReadResult } from '../../../../../src/core/dialect/dialect.js'
import type { Report } from '../../../../../src/core/findings/finding.js'
import type { Handler } from '../../../../../src/core/ir/error-handling.js'
import { spanOf } from '../../../../../src/core/ir/names.js'
import type { Program } from '../../../../../src/core/ir/program.js'
import type { Block, Stmt } from '../../../../../src/core/ir/statement.js'
import { mapStmt, walkProgram } from '../../../../../src/core/ir/walk-program.js'
import { packageRoot } from '../../../../../src/rules/assets.js'
import { codesOf, objectsOf, readText } from './read-text.js'

const programsOf = (report: Report<ReadResult>): readonly Program[] =>
  objectsOf(report).flatMap((object) =>
    (object.kind === 'routine' || object.kind === 'trigger' || object.kind === 'event') && object.program
      ? [object.program]
      : [],
  )

/** Reads `CREATE PROCEDURE p(params) body` and gives its program with the codes of what was found. */
async function readBody(
  body: string,
  params = '',
  before = '',
): Promise<{ program: Program; codes: readonly string[] }> {
  const report = await readText(`${before}DELIMITER $$\nCREATE PROCEDURE p(${params}) ${body}$$`)
  const [program] = programsOf(report)
  if (!program) throw new Error(`no program: ${JSON.stringify(report.findings)}`)
  return { program, codes: codesOf(report).filter((code) => code !== 'XW-R0001') }
}

const kindsOf = (body: Stmt): readonly string[] =>
  body.kind === 'block' ? body.statements.map((each) => each.kind) : []

function blockOf(stmt: Stmt): Block {
  if (stmt.kind !== 'block') throw new Error(stmt.kind)
  return stmt
}

describe('reading stored programs', () => {
  it('keeps the neighbours of a statement that it does not know', async () => {
    const { program, codes } = await readBody('BEGIN SET @a = 1; FROBNICATE (BEGIN x; y; END) z; SELECT @a; END')
    expect(kindsOf(program.body)).toEqual(['assign', 'opaque', 'resultSet'])
    expect(codes).toEqual(['XW-P0400'])
    expect(program.understood).toEqual({ statements: 4, opaque: 1 })
  })

  it('keeps the neighbours of a block whose head is broken', async () => {
    const { program } = await readBody('BEGIN SELECT 1; IF a + THEN SELECT 2; ELSE SELECT 3; END IF; SELECT 4; END')
    expect(kindsOf(program.body)).toEqual(['resultSet', 'opaque', 'resultSet'])
    expect(blockOf(program.body).statements[1]).toMatchObject({
      text: 'IF a + THEN SELECT 2; ELSE SELECT 3; END IF;',
    })
  })

  it('reads half a body up to where it ends', async () => {
    const { program, codes } = await readBody('BEGIN SET @a = 1; l: LOOP SELECT 1; IF @a THEN SELECT 2;')
    expect(codes).toEqual(['XW-P0402'])
    expect(program.understood).toEqual({ statements: 6, opaque: 0 })
  })

  it('reads a body up to an open quote', async () => {
    const { program, codes } = await readBody(`BEGIN SELECT 1; SELECT 'never`)
    expect(codes[0]).toBe('XW-P0402')
    expect(kindsOf(program.body)).toEqual(['resultSet', 'opaque'])
  })

  it.each([
    ['blocks', 'BEGIN ', 'END; '],
    ['IFs', 'IF 1 THEN ', 'END IF; '],
    ['loops', 'LOOP ', 'END LOOP; '],
    ['cases', 'CASE 1 WHEN 1 THEN ', 'END CASE; '],
  ])('reads 1,000 nested %s to its limit and keeps what stands behind them', async (_what, open, close) => {
    const { program, codes } = await readBody(`BEGIN ${open.repeat(1000)}${close.repeat(1000)} SELECT 1; END`)
    expect(codes).toEqual(['XW-P0403'])
    expect(kindsOf(program.body)).toHaveLength(2)
    expect(kindsOf(program.body)[1]).toBe('resultSet')
    expect(program.understood).toEqual({ statements: 102, opaque: 1 })
  })

  it('leaves out only the deepest expression when statements and expressions together are too deep', async () => {
    const body = `${'IF 1 THEN '.repeat(99)}SET @a = ${'(SELECT '.repeat(140)}1${')'.repeat(140)}; SET @b = 2; ${'END IF; '.repeat(99)}`
    const { program } = await readBody(body)
    expect(program.understood.statements).toBe(101)
    // How much fits depends on the stack that is left.
    expect(program.understood.opaque).toBeLessThanOrEqual(1)
  })

  it('leaves out a statement with an expression that is nested too deep, and nothing else', async () => {
    const deep = `${'('.repeat(2000)}1${')'.repeat(2000)}`
    const { program, codes } = await readBody(`BEGIN SELECT 1; SET @a = ${deep}; SELECT CASE 1 WHEN 1 THEN 2 END; END`)
    expect(codes).toEqual(['XW-P0403'])
    expect(kindsOf(program.body)).toEqual(['resultSet', 'opaque', 'resultSet'])
  })

  it('reads 20,000 statements, each of them broken, in seconds', async () => {
    const started = performance.now()
    const { program } = await readBody(`BEGIN ${'IF foo bar THEN baz; END IF; '.repeat(20_000)}END`)
    expect(program.understood.opaque).toBe(20_000)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('tells the functions IF and REPEAT from the statements when it looks for an end', async () => {
    const { program } = await readBody(
      `BEGIN FOO CASE WHEN a THEN IF(a, b, c) ELSE REPEAT('x', 3) END; IF a THEN BAR; END IF; SELECT 1; END`,
    )
    expect(kindsOf(program.body)).toEqual(['opaque', 'if', 'resultSet'])
  })

  it('reads a name as the variable that is in scope, before any column', async () => {
    const { program } = await readBody(
      'BEGIN DECLARE v INT DEFAULT a; SELECT V, b, t.v FROM t WHERE a = 1; BEGIN DECLARE b INT; SET b = v; END; SET b = 1; END',
      'a INT',
    )
    const seen: string[] = []
    walkProgram(program, {
      expr: (each) => {
        if (each.kind === 'variable') seen.push(`${each.scope} ${each.name.text}`)
        if (each.kind === 'column') seen.push(each.path.map((part) => part.text).join('.'))
        return true
      },
      target: (each) => void seen.push(each.kind === 'variable' ? `to ${each.scope} ${each.name.text}` : ''),
    })
    expect(seen).toEqual(['local a', 'local V', 'b', 't.v', 'local a', 'to local b', 'local v', 'to system b'])
  })

  it('keeps handlers with what they do and to what', async () => {
    const { program } = await readBody(
      `BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND, SQLSTATE VALUE '23000', 1062, SQLWARNING, mine SET @a = 1; END`,
    )
    const [handler] = blockOf(program.body).handlers
    expect(handler).toMatchObject({
      action: 'continue',
      conditions: [
        { kind: 'notFound' },
        { kind: 'sqlstate', value: '23000' },
        { kind: 'errorNumber', value: '1062' },
        { kind: 'warning' },
        { kind: 'named', name: { text: 'mine' } },
      ],
      body: { kind: 'assign' },
    } satisfies Partial<Record<keyof Handler, unknown>>)
  })

  it('takes text apart as the sql_mode of the routine says, and notes it', async () => {
    const { program, codes } = await readBody(
      `SELECT "a" || 'b\\'`,
      '',
      `SET sql_mode = 'ansi,NO_BACKSLASH_ESCAPES';\n`,
    )
    expect(codes).toEqual([])
    expect(program.characteristics.modes).toEqual(['ANSI', 'NO_BACKSLASH_ESCAPES'])
    expect(program.body).toMatchObject({
      query: { body: { items: [{ expr: { op: 'concat', left: { kind: 'column' }, right: { text: 'b\\' } } }] } },
    })
  })

  it('reads the last of several definitions only', async () => {
    const report = await readText('CREATE PROCEDURE p() FOO; DROP PROCEDURE p; CREATE PROCEDURE p() SELECT 1;')
    expect(codesOf(report)).not.toContain('XW-P0400')
    expect(programsOf(report)).toHaveLength(1)
  })

  it('names packages of which one part is missing', async () => {
    const report = await readText(
      "SET sql_mode = 'ORACLE'; DELIMITER $$\nCREATE PACKAGE a AS PROCEDURE x; END$$ CREATE PACKAGE BODY b AS PROCEDURE x AS BEGIN NULL; END; END$$",
    )
    expect(codesOf(report)).toEqual(['XW-P0460', 'XW-P0461'])
  })

  it('reads packages of the default mode with what starts them', async () => {
    const report = await readText(
      'DELIMITER $$\nCREATE PACKAGE p PROCEDURE a(); FUNCTION b() RETURNS INT; END$$\n' +
        'CREATE PACKAGE BODY p DECLARE n INT DEFAULT 5; PROCEDURE a() BEGIN SET n = n + 1; END; ' +
        'FUNCTION b() RETURNS INT RETURN n; BEGIN SET n = 10; END;$$',
    )
    expect(codesOf(report)).toEqual([])
    expect(programsOf(report)).toMatchObject([
      { body: { declarations: [] } },
      { body: { declarations: [{ kind: 'declareVariables' }], statements: [{ kind: 'assign' }] } },
      { body: { statements: [{ kind: 'assign', assignments: [{ target: { kind: 'column' } }] }] } },
      { returns: { kind: 'type' }, body: { kind: 'return' } },
    ])
  })

  it('loses a broken statement of a package and nothing else', async () => {
    const report = await readText(
      "SET sql_mode = 'ORACLE'; DELIMITER $$\nCREATE PACKAGE p AS PROCEDURE a; PROCEDURE b; END$$\n" +
        'CREATE PACKAGE BODY p AS FOO BAR BAZ QUX; PROCEDURE a AS BEGIN GOTO nowhere; NULL; END; PROCEDURE b AS BEGIN NULL; END; END;$$',
    )
    expect(codesOf(report)).toEqual(['XW-P0400', 'XW-P0400'])
    expect(programsOf(report).map(({ understood }) => understood)).toEqual([
      { statements: 0, opaque: 0 },
      { statements: 1, opaque: 1 },
      { statements: 2, opaque: 1 },
      { statements: 1, opaque: 0 },
    ])
  })

  it('names bodies in other languages instead of reading them', async () => {
    const report = await readText("CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS 'x'")
    expect(programsOf(report)).toEqual([])
    expect(codesOf(report).filter((code) => code === 'XW-P0405')).toHaveLength(1)
  })
})

/** Statements directly inside another, in the order of their text. */
function inside(stmt: Stmt): readonly Stmt[] {
  const found: Stmt[] = []
  mapStmt(stmt, {
    expr: (each) => each,
    query: (each) => each,
    target: (each) => each,
    stmt: (each) => {
      found.push(each)
      return each
    },
  })
  return found
}

const folder = join(packageRoot, 'fixtures', 'parse', 'mysql', 'programs')
const scripts = readdirSync(folder).filter((file) => file.endsWith('.sql'))

describe('places in the text', () => {
  it.each(scripts)('of statements in %s lie inside each other and leave nothing between neighbours', async (file) => {
    const report = await readText(readFileSync(join(folder, file)))
    for (const program of programsOf(report)) check(program.body, report)
  })

  function check(stmt: Stmt, report: Report<ReadResult>): void {
    const outer = spanOf(stmt.origin)
    const text = outer ? (report.value.sources.get(outer.source)?.text ?? '') : ''
    if (!outer) throw new Error('a statement without a place')
    const spans = [...inside(stmt), ...(stmt.kind === 'block' ? stmt.declarations : [])]
      .map((each) => spanOf(each.origin) ?? { start: -1, end: -1 })
      .sort((a, b) => a.start - b.start)
    let last = outer.start
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(last)
      expect(end).toBeLessThanOrEqual(outer.end)
      if (stmt.kind === 'block' || stmt.kind === 'loop') {
        expect(text.slice(last, start)).toMatch(
          /^(\s|;|begin|loop|\w+:|declare (continue|exit) handler for (not found|sqlexception)|, 1062)*$/i,
        )
      }
      last = end
    }
    if (stmt.kind === 'block') expect(text.slice(last, outer.end)).toMatch(/^(\w+:\s*BEGIN)?(BEGIN)?[\s;]*(END)?$/i)
    for (const each of inside(stmt)) check(each, report)
  }
})
