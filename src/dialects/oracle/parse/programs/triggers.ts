import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { walkExpr } from '../../../../core/ir/walk.js'
import { type LowerContext, originOf } from '../cst.js'
import { lowerIdent, lowerQName } from '../names.js'
import { where } from '../problems.js'
import { lowerBlock } from './compound.js'
import { readCompound, timeOf, type When } from './compound-triggers.js'
import { exprs, lostStatement, nameOf, type ProgramContext } from './context.js'
import { hasPragma } from './declarations.js'
import { callOf } from './names.js'
import type { ReadTrigger, ReadTriggers } from './program.js'

/** Reads `trigger`, as one for each of its times. None, with a finding, for one that is about no rows. */
export function readTrigger(of: CstNode, outer: ProgramContext, schema: Ident | undefined): ReadTriggers | undefined {
  const timing = node(of, 'triggerTiming')
  const clauses = nodes(of, 'triggerClause')
  const context = withRows(outer, clauses)
  const head = timing && headOf(timing, schema)
  if (!head) return refuse(of, 'A trigger for other events', context)
  const compound = node(of, 'compoundTrigger')
  const make = (when: When, body: Block): ReadTrigger => triggerOf({ of, head, when, body, clauses }, context)
  if (compound) return readCompound(compound, make, context)
  const isRow = clauses.some((each) => hasWord(each, 'EACH')) || hasWord(timing, 'INSTEAD')
  return { parts: [make({ timing: timeOf(timing), isRow }, bodyOf(of, context))] }
}

type Head = Pick<ReadTrigger, 'table' | 'events' | 'updateOf'>

/** Of `triggerTiming`: which changes of which table. Undefined: it waits for something else. */
function headOf(timing: CstNode, schema: Ident | undefined): Head | undefined {
  const on = node(timing, 'qualifiedName')
  const events = nodes(timing, 'triggerEvent').map(eventOf)
  const known = events.filter((each) => each !== undefined)
  if (!on || known.length < events.length || node(timing, 'nestedTable')) return undefined
  const columns = nodes(timing, 'triggerEvent').flatMap((each) =>
    nodes(each, 'identifier').map((name) => lowerIdent(name)),
  )
  const name = lowerQName(on)
  const table = name.schema || !schema ? name : { schema, name: name.name }
  return { table, events: known, ...(columns.length > 0 ? { updateOf: columns } : {}) }
}

interface Given {
  readonly of: CstNode
  readonly head: Head
  readonly when: When
  readonly body: Block
  readonly clauses: readonly CstNode[]
}

function triggerOf({ of, head, when: { timing, isRow }, body, clauses }: Given, context: ProgramContext): ReadTrigger {
  const condition = isRow
    ? clauses.map((each) => node(each, 'expression')).find((each) => each !== undefined)
    : undefined
  const when = condition ? exprs({ ...of, children: { expression: [condition] } }, whenContext(context)) : []
  const mixed = when[0] !== undefined && asksMissingRow(when[0], head.events)
  return {
    ...head,
    timing,
    ...(isRow ? {} : { perStatement: true }),
    ...(when[0] && !mixed ? { when: when[0] } : {}),
    ...(clauses.some((each) => hasWord(each, 'DISABLE')) ? { disabled: true } : {}),
    program: { ...programOf(of, mixed && when[0] ? guarded(body, when[0]) : body, context), ...orderOf(clauses) },
  }
}

/** A condition about a row that one of the events does not have: there its columns are null. */
function asksMissingRow(when: Expr, events: readonly string[]): boolean {
  let found = false
  walkExpr(when, (each) => {
    const row = each.kind === 'column' && each.path.length === 2 ? each.path[0]?.text : undefined
    if ((row === 'new' && events.includes('delete')) || (row === 'old' && events.includes('insert'))) found = true
    return !found
  })
  return found
}

/** The body asks the condition itself. */
const guarded = (body: Block, condition: Expr): Block => {
  const { origin } = body
  const asked: Stmt = { kind: 'if', branches: [{ when: condition, body: [body] }], origin }
  return { kind: 'block', declarations: [], handlers: [], statements: [asked], origin }
}

/** FOLLOWS and PRECEDES; of several triggers the last one is the nearest. */
function orderOf(clauses: readonly CstNode[]): Pick<Program, 'order'> {
  const clause = clauses.find((each) => hasWord(each, 'FOLLOWS') || hasWord(each, 'PRECEDES'))
  const names = clause ? nodes(clause, 'qualifiedName') : []
  const name = clause && hasWord(clause, 'FOLLOWS') ? names.at(-1) : names[0]
  if (!clause || !name) return {}
  return { order: { how: hasWord(clause, 'FOLLOWS') ? 'follows' : 'precedes', trigger: lowerQName(name).name } }
}

function refuse(of: CstNode, what: string, context: ProgramContext): undefined {
  context.sink.add(finding('XW-P0411', where(originOf(of, context), context), { name: context.name, what }))
}

const eventOf = (of: CstNode) =>
  hasWord(of, 'INSERT')
    ? ('insert' as const)
    : hasWord(of, 'UPDATE')
      ? ('update' as const)
      : hasWord(of, 'DELETE')
        ? ('delete' as const)
        : undefined

function programOf(of: CstNode, body: Block, context: ProgramContext): Program {
  const { statements, opaque } = context.counts
  const block = node(of, 'block')
  const autonomous = hasPragma(block && node(block, 'declarationList'), /^autonomous_transaction$/i)
  return {
    kind: 'program',
    origin: originOf(of, context),
    params: [],
    characteristics: { security: 'definer', ...(autonomous ? { autonomous: true } : {}), modes: [] },
    body,
    understood: { statements, opaque },
  }
}

function bodyOf(of: CstNode, context: ProgramContext): Block {
  const block = node(of, 'block')
  if (block) return lowerBlock(block, {}, context)
  const call = node(of, 'columnOrCall')
  const stmt: Stmt = (call && callOf(call, context)) ?? lostStatement(of, context)
  context.counts.statements++
  return { kind: 'block', declarations: [], handlers: [], statements: [stmt], origin: originOf(of, context) }
}

/** `:new` and `:old`, under the names that REFERENCING gives them. */
function withRows(context: ProgramContext, clauses: readonly CstNode[]): ProgramContext {
  const rows = new Map([
    ['new', 'new'],
    ['old', 'old'],
  ])
  for (const alias of clauses.flatMap((each) => nodes(each, 'rowAlias'))) {
    const row = hasWord(alias, 'NEW') ? 'new' : hasWord(alias, 'OLD') ? 'old' : undefined
    if (row) rows.set(nameOf(alias).text.toLowerCase(), row)
  }
  const bind = (name: string, steps: readonly string[], origin: Origin): Expr | undefined => {
    const row = rows.get(name.toLowerCase())
    return row === undefined ? undefined : rowColumn(row, steps, origin)
  }
  return { ...context, bind, rows }
}

function rowColumn(row: string, steps: readonly string[], origin: Origin): Expr {
  const path = steps.map((step): Ident => {
    const quoted = step.startsWith('"')
    return { text: quoted ? step.slice(1, -1) : step.toLowerCase(), quoted }
  })
  return { kind: 'column', path: [{ text: row, quoted: false }, ...path], origin }
}

/** In WHEN the rows stand without a colon. */
function whenContext(context: ProgramContext): ProgramContext {
  const named: LowerContext['named'] = (of, at) => {
    const row = context.rows?.get(lowerIdent(node(of, 'identifier')).text.toLowerCase())
    const [step, more] = nodes(of, 'nameStep').map((each) => node(each, 'identifier'))
    const plain = row !== undefined && step && !more && nodes(of, 'nameStep').length === 1
    return plain
      ? { kind: 'column', path: [{ text: row, quoted: false }, lowerIdent(step)], origin: originOf(of, at) }
      : context.named?.(of, at)
  }
  return { ...context, named }
}
