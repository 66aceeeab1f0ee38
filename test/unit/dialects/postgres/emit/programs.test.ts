import { parse } from 'libpg-query'
import { describe, expect, it } from 'vitest'
import type { Expr } from '../../../../../src/core/ir/expr.js'
import { ident, noOrigin } from '../../../../../src/core/ir/names.js'
import type { Program } from '../../../../../src/core/ir/program.js'
import type { Routine, SchemaObject, Trigger } from '../../../../../src/core/ir/schema.js'
import type { Block, Stmt, Target } from '../../../../../src/core/ir/statement.js'
import { emitter } from '../../../../../src/dialects/postgres/emit/emitter.js'
import { base, bin, catalogOf, num, query, select, str } from './trees.js'

const origin = noOrigin
const local = (name: string): Target & Expr => ({ kind: 'variable', scope: 'local', name: ident(name), origin })
const body = (statements: readonly Stmt[], more: Partial<Block> = {}): Block => ({
  kind: 'block',
  declarations: [],
  handlers: [],
  statements,
  origin,
  ...more,
})
const opaque = { kind: 'opaque', text: '', why: 'XW-P0400', origin } as const
const program = (block: Block, more: Partial<Program> = {}): Program => ({
  kind: 'program',
  origin,
  params: [],
  characteristics: { modes: [] },
  body: block,
  understood: { statements: 1, opaque: 0 },
  ...more,
})
const procedure = (block: Block, more: Partial<Program> = {}): Routine => ({
  ...base('routine', 'shop', 'p'),
  kind: 'routine',
  form: 'procedure',
  body: opaque,
  program: program(block, more),
})
const numeric = {
  kind: 'type',
  type: { logical: { kind: 'decimal', signed: true }, native: 'numeric', origin },
} as const

async function sqlOf(object: SchemaObject): Promise<string> {
  const { value, findings } = emitter.emit(catalogOf([object]))
  expect(findings).toEqual([])
  const sql = value.map((statement) => statement.sql).join('\n')
  await parse(sql)
  return sql
}

describe('programs with exception sections', () => {
  it('catch in the block itself', async () => {
    const stmts: readonly Stmt[] = [
      { kind: 'selectInto', strict: true, query: query(select([num(1)])), targets: [local('a')], origin },
    ]
    const catches = [{ states: ['P0002'], body: [{ kind: 'assign', assignments: [], origin }] }] as const
    const sql = await sqlOf(procedure(body(stmts, { catches })))
    expect(sql).toMatch(/INTO STRICT a;\s+EXCEPTION\s+WHEN SQLSTATE 'P0002' THEN\s+NULL;\s+END;/)
  })

  it('give the row of a trigger back behind their handlers', async () => {
    const trigger: Trigger = {
      ...base('trigger', 'shop', 't'),
      kind: 'trigger',
      table: base('table', 'shop', 'orders').name,
      timing: 'before',
      events: ['insert', 'update', 'delete'],
      updateOf: [ident('total')],
      when: bin('gt', local('new'), num(1)),
      body: opaque,
      program: program(body([{ kind: 'return', origin }], { catches: [{ states: 'any', body: [] }] })),
    }
    const sql = await sqlOf(trigger)
    expect(sql.match(/RETURN coalesce\(NEW, OLD\);/g)).toHaveLength(2)
    expect(sql).toMatch(/END;\s+RETURN coalesce/)
    expect(sql).toContain('BEFORE INSERT OR UPDATE OF total OR DELETE ON shop.orders')
    expect(sql).toMatch(/WHEN \(new > 1\)\s+EXECUTE FUNCTION/)
  })
})

describe('statements of programs', () => {
  it('jump out of the innermost loop on a condition', async () => {
    const exit: Stmt = { kind: 'leave', when: bin('gt', local('i'), num(9)), origin }
    const sql = await sqlOf(procedure(body([{ kind: 'loop', body: [exit, { kind: 'iterate', origin }], origin }])))
    expect(sql).toContain('EXIT WHEN i > 9;')
    expect(sql).toContain('CONTINUE;')
  })

  it('run a text with values and take the only row that it gives', async () => {
    const execute: Stmt = {
      kind: 'execute',
      what: { text: str('SELECT $1') },
      using: [num(1)],
      into: [local('a')],
      origin,
    }
    const sql = await sqlOf(procedure(body([execute])))
    expect(sql).toContain("EXECUTE 'SELECT $1' INTO STRICT a USING 1;")
  })

  it('open a cursor variable for a text with values', async () => {
    const open: Stmt = {
      kind: 'openCursor',
      cursor: ident('c'),
      args: [],
      reads: { text: str('SELECT $1'), using: [num(1)] },
      origin,
    }
    expect(await sqlOf(procedure(body([open])))).toContain("OPEN c FOR EXECUTE 'SELECT $1' USING 1;")
  })

  it('give parameters their defaults', async () => {
    const params = [{ name: ident('a'), mode: 'in', type: numeric, default: num(7), origin }] as const
    expect(await sqlOf(procedure(body([]), { params }))).toContain('a numeric DEFAULT 7')
  })
})
