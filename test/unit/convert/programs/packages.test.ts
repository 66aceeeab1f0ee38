import { describe, expect, it } from 'vitest'
import { coreCall, intLiteral, textLiteral } from '../../../../src/core/ir/build.js'
import { ident, noOrigin, objectId, qname } from '../../../../src/core/ir/names.js'
import type { Program } from '../../../../src/core/ir/program.js'
import type { Catalog, Routine, SchemaObject } from '../../../../src/core/ir/schema.js'
import type { Block, Stmt } from '../../../../src/core/ir/statement.js'
import { convertScript } from '../support.js'

const origin = noOrigin
const opaque = { kind: 'opaque', text: '', why: 'XW-P0400', origin } as const
const body = (statements: readonly Stmt[], declarations: Block['declarations'] = []): Block => ({
  kind: 'block',
  declarations,
  handlers: [],
  statements,
  origin,
})
const program = (block: Block): Program => ({
  kind: 'program',
  origin,
  params: [],
  characteristics: { modes: [] },
  body: block,
  understood: { statements: 1, opaque: 0 },
})
const routine = (name: string, schema: string, form: Routine['form'], block: Block): Routine => ({
  kind: 'routine',
  form,
  id: objectId(form, qname(schema, name)),
  name: qname(schema, name),
  origin,
  options: [],
  body: opaque,
  program: program(block),
})

const whole = {
  kind: 'type',
  type: { logical: { kind: 'integer', bits: 32, signed: true }, native: 'int', origin },
} as const
const changed = (catalog: Catalog, change: (object: SchemaObject) => SchemaObject): Catalog => ({
  ...catalog,
  schemas: catalog.schemas.map((schema) => ({ ...schema, objects: schema.objects.map(change) })),
})

/** A package with a variable that starts at 5, and a member that sets it to 7. */
function withPackage(catalog: Catalog): Catalog {
  const counter = ident('counter')
  const unit = routine(
    'p',
    'shop',
    'packageBody',
    body([], [{ kind: 'declareVariables', names: [counter], type: whole, default: intLiteral(5), origin }]),
  )
  const set: Stmt = {
    kind: 'assign',
    assignments: [{ target: { kind: 'column', path: [counter], origin }, value: intLiteral(7) }],
    origin,
  }
  const member = { ...routine('m', 'p', 'procedure', body([set])), package: unit.name }
  const own = catalog.schemas.map((schema) => ({ ...schema, objects: [...schema.objects, unit] }))
  return { ...catalog, schemas: [...own, { name: ident('p'), objects: [member], options: [] }] }
}

describe('a package', () => {
  it('is a schema with its members, and a procedure that starts it', async () => {
    const { sql, codes } = await convertScript('CREATE TABLE t (id INT);', { change: withPackage })
    expect(sql).toMatch(/CREATE PROCEDURE p\.initialize_package\(\)[\s\S]*set_config\('p\.counter', CAST\(5 AS text\)/)
    expect(sql).toMatch(
      /CREATE PROCEDURE p\.m\(\)[\s\S]*CALL p\.initialize_package\(\);\s+PERFORM set_config\('p\.counter', CAST\(7/,
    )
    expect(codes).toContain('XW-R0053')
  })
})

describe('a parameter with a default', () => {
  it('loses it in front of one that gives a value back', async () => {
    const { sql, codes } = await convertScript('CREATE PROCEDURE q(a INT, OUT b INT) BEGIN SET b = a; END;', {
      change: (catalog) =>
        changed(catalog, (object) => {
          if (object.kind !== 'routine' || !object.program) return object
          const [first, ...others] = object.program.params
          const params = first ? [{ ...first, default: intLiteral(1) }, ...others] : others
          return { ...object, program: { ...object.program, params } }
        }),
    })
    expect(sql).not.toContain('DEFAULT')
    expect(codes).toContain('XW-R0051')
  })
})

describe('a trigger that asks what fired it', () => {
  it('asks whether a column has another value', async () => {
    const asks = coreCall('trigger_changes', [textLiteral('id')], undefined, origin)
    const stmt: Stmt = { kind: 'if', branches: [{ when: asks, body: [] }], origin }
    const { sql, codes } = await convertScript(
      'CREATE TABLE t (id INT);\nCREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW SET NEW.id = 1;',
      {
        change: (catalog) =>
          changed(catalog, (object) =>
            object.kind === 'trigger' ? { ...object, program: program(body([stmt])) } : object,
          ),
      },
    )
    expect(sql).toMatch(/tg_op = 'UPDATE' AND (NOT )?\(?new\.id IS (NOT )?DISTINCT FROM old\.id/)
    expect(codes).toContain('XW-R0052')
  })
})
