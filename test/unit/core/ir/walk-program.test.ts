import { describe, expect, it } from 'vitest'
import { column, intLiteral } from '../../../../src/core/ir/build.js'
import type { Expr, VariableRef } from '../../../../src/core/ir/expr.js'
import { ident, noOrigin } from '../../../../src/core/ir/names.js'
import type { Program } from '../../../../src/core/ir/program.js'
import type { Query } from '../../../../src/core/ir/query.js'
import type { Block, Stmt } from '../../../../src/core/ir/statement.js'
import { mapProgram, mapStmt, sameStmt, walkProgram, walkStmt } from '../../../../src/core/ir/walk-program.js'

const origin = noOrigin
const leaf = (name: string): Expr => column([name])
const name = ident('n')
const qname = { name }
const variable = (text: string): VariableRef => ({ kind: 'variable', scope: 'local', name: ident(text), origin })
const query = (from: string): Query => ({
  kind: 'query',
  origin,
  body: { kind: 'values', rows: [[leaf(from)]] },
  orderBy: [],
})
const inner = (label: string): Stmt => ({ kind: 'leave', label: ident(label), origin })
const item = (text: string) => ({ column: { kind: 'column', path: [name], origin }, value: leaf(text) }) as const
const change = {
  with: { recursive: false, ctes: [{ name, columns: [], query: query('with') }] },
  ignore: false,
  modifiers: [],
  returning: [{ kind: 'expr', expr: leaf('returning') }],
  origin,
} as const
const filter = { where: leaf('where'), orderBy: [{ expr: leaf('order'), descending: false }], limit: leaf('limit') }
const table = { kind: 'derived', origin, query: query('table'), alias: name, columns: [], lateral: false } as const

const block: Block = {
  kind: 'block',
  declarations: [
    {
      kind: 'declareVariables',
      names: [name],
      type: { kind: 'typeOf', path: [name] },
      default: leaf('default'),
      origin,
    },
    { kind: 'declareCondition', name, condition: { kind: 'notFound' }, origin },
    { kind: 'declareCursor', name, params: [], source: { query: query('cursor') }, origin },
    { kind: 'declareCursor', name, params: [], source: { prepared: name }, origin },
  ],
  handlers: [{ kind: 'handler', action: 'continue', conditions: [], body: inner('handler'), origin }],
  statements: [inner('statement')],
  origin,
}

const everyKind = {
  block,
  assign: { kind: 'assign', assignments: [{ target: variable('t'), value: leaf('value') }], origin },
  selectInto: { kind: 'selectInto', query: query('q'), targets: [variable('t')], origin },
  if: { kind: 'if', branches: [{ when: leaf('when'), body: [inner('then')] }], else: [inner('else')], origin },
  caseStatement: {
    kind: 'caseStatement',
    subject: leaf('subject'),
    branches: [{ when: leaf('when'), body: [inner('then')] }],
    else: [inner('else')],
    origin,
  },
  loop: { kind: 'loop', body: [inner('body')], origin },
  while: { kind: 'while', condition: leaf('condition'), body: [inner('body')], origin },
  repeat: { kind: 'repeat', body: [inner('body')], until: leaf('until'), origin },
  for: {
    kind: 'for',
    variable: name,
    over: { kind: 'range', from: leaf('from'), to: leaf('to'), reverse: false },
    body: [inner('body')],
    origin,
  },
  leave: { kind: 'leave', label: name, origin },
  iterate: { kind: 'iterate', label: name, origin },
  return: { kind: 'return', value: leaf('value'), origin },
  callStatement: { kind: 'callStatement', routine: qname, args: [leaf('a'), leaf('b')], origin },
  evaluate: { kind: 'evaluate', exprs: [leaf('a')], origin },
  openCursor: { kind: 'openCursor', cursor: name, args: [leaf('a')], origin },
  fetchCursor: { kind: 'fetchCursor', cursor: name, targets: [variable('t')], origin },
  closeCursor: { kind: 'closeCursor', cursor: name, origin },
  fetchGroupRow: { kind: 'fetchGroupRow', origin },
  signal: { kind: 'signal', items: [{ name: 'MESSAGE_TEXT', value: leaf('message') }], origin },
  resignal: { kind: 'resignal', items: [{ name: 'MESSAGE_TEXT', value: leaf('message') }], origin },
  tell: { kind: 'tell', text: leaf('told'), origin },
  getDiagnostics: {
    kind: 'getDiagnostics',
    area: 'current',
    condition: leaf('condition'),
    items: [{ target: variable('t'), name: 'NUMBER' }],
    origin,
  },
  resultSet: { kind: 'resultSet', query: query('q'), origin },
  insert: {
    kind: 'insert',
    replace: false,
    table: qname,
    partitions: [],
    columns: [name],
    source: { rows: [[leaf('row')]] },
    onDuplicate: [item('duplicate')],
    ...change,
  },
  update: { kind: 'update', tables: [table], set: [item('set')], ...filter, ...change },
  delete: { kind: 'delete', targets: [], tables: [table], ...filter, ...change },
  merge: {
    kind: 'merge',
    target: { kind: 'tableRef', name: { name }, partitions: [], hints: [], origin },
    using: table,
    on: leaf('on'),
    branches: [
      { kind: 'update', where: leaf('where'), set: [item('set')], deleteWhere: leaf('remove') },
      { kind: 'insert', where: leaf('where'), columns: [name], values: [leaf('row')] },
      { kind: 'delete', where: leaf('where') },
    ],
    ...change,
  },
  load: { kind: 'load', table: qname, text: 'x', origin },
  transaction: { kind: 'transaction', action: 'commit', modifiers: [], origin },
  savepoint: { kind: 'savepoint', action: 'set', name, origin },
  prepare: { kind: 'prepare', name, text: leaf('text'), origin },
  execute: { kind: 'execute', what: { text: leaf('text') }, using: [leaf('using')], origin },
  deallocate: { kind: 'deallocate', name, origin },
  definition: { kind: 'definition', verb: 'create', object: 'table', names: [], query: query('q'), text: 'x', origin },
  command: { kind: 'command', words: 'SHOW', text: 'x', origin },
  guard: { kind: 'guard', body: [inner('guarded')], catches: [{ states: 'any', body: [inner('caught')] }], origin },
  stub: { kind: 'stub', code: 'XW-R0001', message: 'm', text: 'x', origin },
  opaque: { kind: 'opaque', text: '?', why: 'XW-P0400', origin },
} satisfies { readonly [K in Stmt['kind']]: Stmt }

const converted: Stmt = {
  ...everyKind.insert,
  conflict: { on: { parts: [leaf('key')] }, set: [item('conflict')] },
  changes: [{ name, change: everyKind.delete }],
}

const variants: readonly Stmt[] = [
  ...Object.values(everyKind),
  converted,
  { ...everyKind.insert, source: { query: query('source') } },
  { ...everyKind.for, over: { kind: 'rows', query: query('rows') } },
  { ...everyKind.for, over: { kind: 'cursor', name, args: [leaf('arg')] } },
]

const program: Program = {
  kind: 'program',
  origin,
  params: [{ name, mode: 'in', type: { kind: 'typeOf', path: [name] }, default: leaf('param'), origin }],
  characteristics: { modes: [] },
  schedule: { every: { amount: leaf('every'), unit: 'DAY' }, starts: leaf('starts'), ends: leaf('ends') },
  body: block,
  understood: { statements: 1, opaque: 0 },
}

/** Names of the leaves below a statement: columns, targets and labels of the statements inside. */
function namesIn(stmt: Stmt): readonly string[] {
  const found: string[] = []
  walkStmt(stmt, {
    stmt: (each) => {
      if (each !== stmt && each.kind === 'leave' && each.label) found.push(each.label.text)
      return true
    },
    expr: (each) => {
      if (each.kind === 'column') found.push(each.path[0]?.text ?? '')
      return true
    },
    target: (each) => void (each.kind === 'variable' && found.push(each.name.text)),
  })
  return found
}

describe('walking stored programs', () => {
  it.each(variants)('gives the same node back when nothing changes: $kind', (stmt) => {
    expect(mapStmt(stmt, sameStmt)).toBe(stmt)
  })

  it.each(variants)('gives a new node when a child changes: $kind', (stmt) => {
    const changed = mapStmt(stmt, {
      expr: () => intLiteral(9),
      query: () => query('other'),
      stmt: () => inner('other'),
      target: () => variable('other'),
    })
    expect(changed === stmt).toBe(namesIn(stmt).length === 0)
    expect(namesIn(changed).filter((each) => each !== 'other' && each !== 'table')).toEqual([])
  })

  it('visits every part of a statement once and in the order of the text', () => {
    expect(namesIn(block)).toEqual(['default', 'cursor', 'handler', 'statement'])
    expect(namesIn(everyKind.insert)).toEqual(['with', 'row', 'duplicate', 'returning'])
    expect(namesIn(converted)).toEqual([
      ...['with', 'with', 'table', 'where', 'order', 'limit', 'returning'],
      ...['row', 'duplicate', 'key', 'conflict', 'returning'],
    ])
    expect(namesIn(everyKind.update)).toEqual(['with', 'table', 'set', 'where', 'order', 'limit', 'returning'])
    expect(namesIn(everyKind.repeat)).toEqual(['body', 'until'])
    expect(namesIn(everyKind.getDiagnostics)).toEqual(['condition', 't'])
  })

  it('stays out of a statement when told to', () => {
    const seen: string[] = []
    walkStmt(everyKind.if, {
      stmt: (each) => {
        seen.push(each.kind)
        return false
      },
    })
    expect(seen).toEqual(['if'])
  })

  it('sees parameters, schedule and body of a program, and gives the same program back when nothing changes', () => {
    const seen: string[] = []
    walkProgram(program, { expr: (each) => void (each.kind === 'column' && seen.push(each.path[0]?.text ?? '')) })
    expect(seen).toEqual(['param', 'every', 'starts', 'ends', 'default', 'cursor'])
    expect(mapProgram(program, sameStmt)).toBe(program)
  })

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify({ program, variants }))).toEqual({ program, variants })
  })
})
