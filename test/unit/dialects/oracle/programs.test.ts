import { describe, expect, it } from 'vitest'
import type { ScriptFile } from '../../../../src/core/dialect/dialect.js'
import type { SchemaObject } from '../../../../src/core/ir/schema.js'
import { scriptParser } from '../../../../src/dialects/oracle/parse/script-parser.js'

async function read(text: string) {
  const bytes = Buffer.from(text)
  const file: ScriptFile = {
    path: 'input.sql',
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
  const { value, findings } = await scriptParser.readScript([file], { defaultSchema: 'app' })
  return { schemas: value.catalog.schemas, codes: findings.map(({ code }) => code) }
}

const objectsOf = async (text: string): Promise<readonly SchemaObject[]> =>
  (await read(text)).schemas.flatMap(({ objects }) => objects)

describe('reading programs', () => {
  it('gives the members of a package a schema of their own, each once', async () => {
    const { schemas } = await read(
      `CREATE PACKAGE BODY p AS
         PROCEDURE a;
         PROCEDURE a IS BEGIN NULL; END;
         PROCEDURE a(x NUMBER) IS BEGIN NULL; END;
       END;\n/\n`,
    )
    expect(schemas.map(({ name, objects }) => [name.text, objects.map(({ id }) => id)])).toEqual([
      ['app', ['package body:app.p']],
      ['p', ['routine:p.a', 'routine:p.a#2']],
    ])
  })

  it('keeps the hints of changes and of queries, for somebody to say that they go', async () => {
    const [routine] = await objectsOf(
      'CREATE PROCEDURE h IS BEGIN INSERT /*+ APPEND */ INTO t SELECT /*+ FULL(t) */ a FROM t; UPDATE --+ RULE\n t SET a = 1; DELETE FROM t; END;\n/\n',
    )
    const body = routine?.kind === 'routine' && routine.program?.body
    expect(JSON.stringify(body).match(/"(?:modifiers|hints)":\["[^"]*"/g)).toEqual([
      '"modifiers":["/*+ APPEND */"',
      '"hints":["/*+ FULL(t) */"',
      '"modifiers":["--+ RULE"',
    ])
  })

  it('loses one statement of a program, and says where', async () => {
    const { schemas, codes } = await read('CREATE PROCEDURE q IS BEGIN a := ; b := 1; END;\n/\n')
    const [routine] = schemas.flatMap(({ objects }) => objects)
    expect(codes).toEqual(['XW-P0400'])
    expect(routine?.kind === 'routine' && routine.program?.understood).toEqual({ statements: 2, opaque: 1 })
  })

  it('keeps the time, the events and the condition of a trigger', async () => {
    const [trigger] = await objectsOf(
      'CREATE TRIGGER g AFTER UPDATE OF a OR DELETE ON t REFERENCING OLD AS o FOR EACH ROW WHEN (o.a > 1) BEGIN NULL; END;\n/\n',
    )
    expect(trigger).toMatchObject({ kind: 'trigger', timing: 'after', events: ['update', 'delete'] })
    expect(
      trigger?.kind === 'trigger' && [trigger.updateOf?.[0]?.text, trigger.perStatement, trigger.when?.kind],
    ).toEqual(['a', undefined, 'binary'])
  })

  it.each(['CREATE TRIGGER g AFTER LOGON ON DATABASE BEGIN NULL; END;\n/\n'])(
    'keeps other triggers by their text: %s',
    async (text) => {
      const { schemas, codes } = await read(text)
      expect(codes).toEqual(['XW-P0411'])
      expect(schemas.flatMap(({ objects }) => objects.map(({ kind }) => kind))).toEqual(['unmodelled'])
    },
  )

  it('names the language of a program that is not here', async () => {
    expect((await read("CREATE FUNCTION f RETURN NUMBER AS LANGUAGE JAVA NAME 'A.b()';\n/\n")).codes).toEqual([
      'XW-P0405',
    ])
  })

  it('says which statement it took from the text that a program executes', async () => {
    const { codes } = await read("CREATE PROCEDURE p IS BEGIN EXECUTE IMMEDIATE 'DELETE FROM t'; END;\n/\n")
    expect(codes).toEqual(['XW-P0413'])
  })
})
