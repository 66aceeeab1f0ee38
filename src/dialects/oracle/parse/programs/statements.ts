import { type CstNode, hasWord, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import { textLiteral } from '../../../../core/ir/build.js'
import type { Jump } from '../../../../core/ir/control-flow.js'
import type { OpenCursor } from '../../../../core/ir/cursor.js'
import type { Signal } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Origin } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { lowerQuery } from '../queries.js'
import { callAbove } from '../self-as.js'
import { lowerBlock, lowerCase, lowerFor, lowerIf, lowerLoop, lowerWhile } from './compound.js'
import { exprOf, exprs, lostStatement, nameOf, type ProgramContext, pathOf } from './context.js'
import { lowerDelete, lowerInsert, lowerUpdate } from './data-changes.js'
import { fixedQuery, lowerExecute, partsOf } from './dynamic.js'
import { lowerForall } from './forall.js'
import { gotoLabel } from './gotos.js'
import { intoTargets } from './into.js'
import { lowerMerge } from './merge.js'
import { callOf, chainOf, targetOf } from './names.js'
import { lowerPipe } from './pipelined.js'
import { suppliedStatement } from './supplied.js'

/** The labels in front of a statement; the last one names it. */
export type Label = { readonly label?: Stmt extends { label?: infer L } ? L : never }

type Lowering = (of: CstNode, context: ProgramContext) => Stmt | undefined

const lowerings: Readonly<Record<string, Lowering>> = {
  nameStatement: lowerNameStatement,
  aboveStatement: lowerAbove,
  nullStatement: (of, context) => ({ kind: 'assign', assignments: [], origin: originOf(of, context) }),
  jumpStatement: lowerJump,
  gotoStatement: lowerGoto,
  returnStatement: lowerReturn,
  raiseStatement: lowerRaise,
  pipeStatement: lowerPipe,
  openStatement: lowerOpen,
  fetchStatement: lowerFetch,
  closeStatement: lowerClose,
  executeStatement: lowerExecute,
  transactionStatement: lowerTransaction,
  pragma: (of, context) => ({ kind: 'assign', assignments: [], origin: originOf(of, context) }),
  query: lowerQueryStatement,
  insertStatement: lowerInsert,
  updateStatement: lowerUpdate,
  deleteStatement: lowerDelete,
  ifStatement: lowerIf,
  caseStatement: lowerCase,
  forallStatement: lowerForall,
  mergeStatement: lowerMerge,
  lockStatement: lowerCommand,
  commandStatement: lowerCommand,
}

const labelled: Readonly<
  Record<string, (of: CstNode, label: ReturnType<typeof labelOf>, context: ProgramContext) => Stmt>
> = { block: lowerBlock, loopStatement: lowerLoop, whileStatement: lowerWhile, forStatement: lowerFor }

/** Lowers `statementSlot`. A lost one becomes Opaque with a finding. */
export function lowerSlot(of: CstNode, context: ProgramContext): Stmt {
  context.counts.statements++
  const statement = context.lost.has(startOf(of)) ? undefined : node(of, 'programStatement')
  return (statement && lowerStatement(statement, context)) ?? lostStatement(of, context)
}

function labelOf(of: CstNode) {
  const mark = nodes(of, 'labelMark').at(-1)
  return mark ? { label: nameOf(mark) } : {}
}

function lowerStatement(of: CstNode, context: ProgramContext): Stmt | undefined {
  const origin = originOf(of, context)
  for (const name of Object.keys(of.children)) {
    const inner = node(of, name)
    if (!inner) continue
    const plain = lowerings[name]?.(inner, context)
    if (plain) return { ...plain, origin }
    const named = labelled[name]?.(inner, labelOf(of), context)
    if (named) return { ...named, origin }
  }
  return undefined
}

/** `x := e`, or a call. */
function lowerNameStatement(of: CstNode, context: ProgramContext): Stmt | undefined {
  const name = node(of, 'columnOrCall') ?? node(of, 'bindOperand')
  const value = node(of, 'expression')
  const origin = originOf(of, context)
  if (!name) return undefined
  if (!value)
    return (
      raiseOf(name, context) ?? outputOf(name, context) ?? suppliedStatement(name, context) ?? callOf(name, context)
    )
  const target = targetOf(name, context)
  return target && { kind: 'assign', assignments: [{ target, value: lowerExpression(value, context) }], origin }
}

/** `(SELF AS t).p (…)` as a statement. */
function lowerAbove(of: CstNode, context: ProgramContext): Stmt | undefined {
  const found = callAbove(node(of, 'parenthesised') ?? of, context)
  if (!found || found.rest.length > 0 || found.args.some((each) => each.name)) return undefined
  const { type, name, args } = found
  const origin = originOf(of, context)
  const self: Expr = { kind: 'column', path: [{ text: 'self', quoted: false }], origin }
  const routine = { schema: type, name }
  return { kind: 'callStatement', routine, args: [self, ...args.map((each) => each.value)], origin }
}

/** DBMS_OUTPUT: what is printed is told; how much of it may wait means nothing here. */
function outputOf(of: CstNode, context: ProgramContext): Stmt | undefined {
  const { path, args = [] } = chainOf(of, context)
  const [name, owner] = [...path].reverse()
  if (!name || !/^dbms_output$/i.test(owner?.text ?? '')) return undefined
  const origin = originOf(of, context)
  const [text] = args
  if (/^put(_line)?$/i.test(name.text) && text) return { kind: 'tell', text: text.value, origin }
  return /^(enable|disable|new_line)$/i.test(name.text) ? { kind: 'assign', assignments: [], origin } : undefined
}

/** RAISE_APPLICATION_ERROR (number, text [, keep]) is a call by its form alone. */
function raiseOf(of: CstNode, context: ProgramContext): Signal | undefined {
  const { path, args = [] } = chainOf(of, context)
  if (path.length > 2 || !/^raise_application_error$/i.test(path.at(-1)?.text ?? '')) return undefined
  const origin = originOf(of, context)
  const [number, message] = args.map((each) => each.value)
  const digits = number && numberOf(number)
  if (!message || !number) return undefined
  if (!digits) return raiseNumbered(number, message, origin)
  const text: Expr = {
    kind: 'binary',
    op: 'concatNullAsEmpty',
    left: textLiteral(`ORA-${digits}: `, origin),
    right: message,
    origin,
  }
  return {
    kind: 'signal',
    condition: { kind: 'errorNumber', value: digits },
    items: [{ name: 'MESSAGE_TEXT', value: text }],
    origin,
  }
}

/** The number is that of a constant or is computed. */
function raiseNumbered(number: Expr, message: Expr, origin: Origin): Signal {
  const joined = (left: Expr, right: Expr): Expr => ({ kind: 'binary', op: 'concatNullAsEmpty', left, right, origin })
  const head = joined(joined(textLiteral('ORA', origin), number), textLiteral(': ', origin))
  return { kind: 'signal', number, items: [{ name: 'MESSAGE_TEXT', value: joined(head, message) }], origin }
}

/** The digits of a negative number that is written out. */
export function numberOf(expr: Expr): string | undefined {
  const inner = expr.kind === 'unary' && expr.op === 'neg' ? expr.operand : expr
  return inner.kind === 'literal' && inner.of === 'integer' ? inner.text.replace(/^-/, '') : undefined
}

function lowerJump(of: CstNode, context: ProgramContext): Jump {
  const label = node(of, 'identifier')
  const when = node(of, 'expression')
  return {
    kind: hasWord(of, 'EXIT') ? 'leave' : 'iterate',
    ...(label ? { label: lowerIdent(label) } : {}),
    ...(when ? { when: lowerExpression(when, context) } : {}),
    origin: originOf(of, context),
  }
}

function lowerGoto(of: CstNode, context: ProgramContext): Jump | undefined {
  const label = node(of, 'identifier')
  return label && { kind: 'leave', label: gotoLabel(lowerIdent(label)), origin: originOf(of, context) }
}

function lowerReturn(of: CstNode, context: ProgramContext): Stmt {
  const [value] = exprs(of, context)
  return { kind: 'return', ...(value ? { value } : {}), origin: originOf(of, context) }
}

function lowerRaise(of: CstNode, context: ProgramContext): Signal {
  const path = pathOf(node(of, 'qualifiedName'))
  const origin = originOf(of, context)
  if (path.length === 0) return { kind: 'resignal', items: [], origin }
  return { kind: 'signal', condition: { kind: 'named', name: joined(path) }, items: [], origin }
}

/** `p.e` as one name: a package's exception is looked up by both. */
export const joined = (path: ReturnType<typeof pathOf>): ReturnType<typeof nameOf> => ({
  text: path.map((each) => each.text).join('.'),
  quoted: path.some((each) => each.quoted),
})

/** The cursor of OPEN, FETCH and CLOSE: a name, and its arguments. */
function cursorOf(of: CstNode, context: ProgramContext) {
  const name = node(of, 'columnOrCall') ?? node(of, 'bindOperand')
  const chain = name && chainOf(name, context)
  if (!chain || chain.more || chain.fields.length > 0) return undefined
  return { cursor: joined(chain.path), args: (chain.args ?? []).map((each) => each.value) }
}

function lowerOpen(of: CstNode, context: ProgramContext): OpenCursor | undefined {
  const found = cursorOf(of, context)
  const query = node(of, 'query')
  const text = node(of, 'expression')
  const using = node(of, 'usingClause')
  const origin = originOf(of, context)
  if (!found) return undefined
  if (query) return { kind: 'openCursor', ...found, reads: { query: lowerQuery(query, context) }, origin }
  if (!text) return { kind: 'openCursor', ...found, origin }
  const values = using ? nodes(using, 'usingItem').map((each) => exprOf(each, context)) : []
  const written = lowerExpression(text, context)
  const places = values.map((value) => ({ value, out: false }))
  const fixed = fixedQuery(written, places, origin, context)
  if (fixed) return { kind: 'openCursor', ...found, reads: { query: fixed }, origin }
  return {
    kind: 'openCursor',
    ...found,
    reads: { text: written, parts: partsOf(written), ...(using ? { using: values } : {}) },
    origin,
  }
}

function lowerFetch(of: CstNode, context: ProgramContext): Stmt | undefined {
  const found = cursorOf(of, context)
  const into = node(of, 'intoClause')
  const targets = intoTargets(into, context, true)
  const [limit] = exprs(of, context)
  const collects = into && hasWord(into, 'BULK') ? { collects: limit ? { limit } : ('all' as const) } : {}
  const origin = originOf(of, context)
  return found && targets && { kind: 'fetchCursor', cursor: found.cursor, targets, silent: true, ...collects, origin }
}

function lowerClose(of: CstNode, context: ProgramContext): Stmt | undefined {
  const found = cursorOf(of, context)
  return found && { kind: 'closeCursor', cursor: found.cursor, origin: originOf(of, context) }
}

function lowerTransaction(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  const name = node(of, 'identifier')
  if (name) {
    const action = hasWord(of, 'ROLLBACK') ? 'rollback' : 'set'
    return { kind: 'savepoint', action, name: lowerIdent(name), origin }
  }
  return { kind: 'transaction', action: hasWord(of, 'COMMIT') ? 'commit' : 'rollback', modifiers: [], origin }
}

/** SELECT with INTO fills variables; no other may stand alone. */
function lowerQueryStatement(of: CstNode, context: ProgramContext): Stmt | undefined {
  const term = node(of, 'queryTerm')
  const core = term && node(term, 'selectCore')
  const into = core && node(core, 'intoClause')
  const targets = intoTargets(into, context, true)
  const origin = originOf(of, context)
  if (into && targets && hasWord(into, 'BULK')) {
    const query = lowerQuery(of, { ...context, readsInto: true })
    return { kind: 'selectInto', query, targets, collects: true, origin }
  }
  return (
    targets && {
      kind: 'selectInto',
      query: lowerQuery(of, { ...context, readsInto: true }),
      targets,
      strict: true,
      origin,
    }
  )
}

function lowerCommand(of: CstNode, context: ProgramContext): Stmt {
  const text = textBetween(of, context)
  const words = text.split(/\s+/).slice(0, 2).join(' ').toUpperCase()
  return { kind: 'command', words, text, origin: originOf(of, context) }
}
