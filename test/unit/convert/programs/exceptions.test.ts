import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../../src/core/ir/error-handling.js'
import { ident, noOrigin } from '../../../../src/core/ir/names.js'
import type { Catalog, SchemaObject } from '../../../../src/core/ir/schema.js'
import type { Block, Stmt } from '../../../../src/core/ir/statement.js'
import { convertScript } from '../support.js'

const nothing: Stmt = { kind: 'assign', assignments: [], origin: noOrigin }
const again: Stmt = { kind: 'resignal', items: [], origin: noOrigin }
const named = (name: string): Condition => ({ kind: 'named', name: ident(name) })

/** The catalogue with an exception section behind the statements of its procedure, as programs of Oracle have it. */
function withExceptions(catalog: Catalog, more: Partial<Block>): Catalog {
  const inObject = (object: SchemaObject): SchemaObject => {
    if (object.kind !== 'routine' || !object.program) return object
    const { program } = object
    return program.body.kind === 'block'
      ? { ...object, program: { ...program, body: { ...program.body, ...more } } }
      : object
  }
  const schemas = catalog.schemas.map((schema) => ({ ...schema, objects: schema.objects.map(inObject) }))
  return { ...catalog, dialect: 'oracle', schemas }
}

const convertWith = (body: string, condition: Condition, handling: readonly Stmt[], more: Partial<Block> = {}) =>
  convertScript(`CREATE TABLE t (id INT PRIMARY KEY);\nCREATE PROCEDURE p() BEGIN ${body} END;`, {
    change: (catalog) =>
      withExceptions(catalog, {
        exceptions: [{ conditions: [condition], body: handling, origin: noOrigin }],
        ...more,
      }),
  })

const two = 'INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); SET @a = 1;'

describe('an exception section', () => {
  it('catches what the engine raises for a predefined exception', async () => {
    const { sql } = await convertWith('INSERT INTO t VALUES (1);', named('dup_val_on_index'), [nothing])
    expect(sql).toMatch(/EXCEPTION\s+WHEN SQLSTATE '23505' OR SQLSTATE '23P01' THEN\s+NULL;/)
  })

  it('catches errors that programs number themselves', async () => {
    const { sql } = await convertWith(two, { kind: 'errorNumber', value: '20017' }, [nothing])
    expect(sql).toContain("WHEN SQLSTATE 'OR017' THEN")
  })

  it('raises and catches an exception of its own by one SQLSTATE', async () => {
    const declarations = [{ kind: 'declareCondition', name: ident('too_late'), origin: noOrigin }] as const
    const statements: readonly Stmt[] = [{ kind: 'signal', condition: named('TOO_LATE'), items: [], origin: noOrigin }]
    const { sql } = await convertWith('SET @a = 1;', named('too_late'), [again], { declarations, statements })
    expect(sql).toMatch(/RAISE EXCEPTION USING\s+ERRCODE = 'OX001',\s+MESSAGE = 'ORA-06510/)
    expect(sql).toMatch(/WHEN SQLSTATE 'OX001' THEN\s+RAISE;/)
  })

  it('is told of where it takes back more than the source does', async () => {
    expect((await convertWith(two, { kind: 'exception' }, [nothing])).codes).toContain('XW-R0050')
    expect((await convertWith(two, { kind: 'exception' }, [again])).codes).not.toContain('XW-R0050')
    expect((await convertWith('INSERT INTO t VALUES (1);', { kind: 'exception' }, [nothing])).codes).not.toContain(
      'XW-R0050',
    )
  })
})
