import { textLiteral } from '../../../core/ir/build.js'
import type { Branch, CaseStmt, IfStmt, Jump, RepeatStmt, WhileStmt } from '../../../core/ir/control-flow.js'
import type { Expr } from '../../../core/ir/expr.js'
import { spanOf } from '../../../core/ir/names.js'
import type { Block, Stmt } from '../../../core/ir/statement.js'

import type { Variable } from '../../code/variables.js'
import { convertExpr } from '../code.js'
import { type Converters, contextOf, extraVariable, type State, withScope } from '../frame.js'
import { exceptionCatches } from '../handling/exceptions.js'
import { openHandlers, unitScope, wrapWhole } from '../handling/handlers.js'
import { extend } from '../scope.js'
import { choose, chosen, condition, escapesHandlers } from './conditions.js'
import { convertDeclarations } from './declarations.js'
import { convertFor } from './for-loops.js'
import { folded, withLabel } from './labels.js'

const branches = (list: readonly Branch[], state: State): readonly Branch[] =>
  list.map((each) => ({ when: condition(each.when, state), body: state.frame.convertAll(each.body, state) }))

function ifStatement(stmt: IfStmt, state: State): readonly Stmt[] {
  const made = branches(stmt.branches, state)
  const otherwise = stmt.else && state.frame.convertAll(stmt.else, state)
  const found = made.map(({ when }) => when)
  if (!escapesHandlers(found, state)) return [{ ...stmt, branches: made, ...(otherwise ? { else: otherwise } : {}) }]
  const choice = choose(found, stmt, state)
  return [...choice.before, chosen(made, otherwise, choice, stmt)]
}

function block(stmt: Block, state: State): readonly Stmt[] {
  const { made, label } = withLabel(stmt, state, (inside) => convertBlock(stmt, inside))
  return [{ ...made, ...(label ? { label } : {}) }]
}

function convertBlock(stmt: Block, state: State): Block {
  const { scope, declarations, first } = convertDeclarations(stmt.declarations, state)
  const outside = withScope(state, scope)
  const unit = unitScope(stmt, outside)
  const inside: State = unit ? { ...outside, handlers: [unit], guarded: true, tail: true } : outside
  const handling = openHandlers(stmt, inside)
  const within: State = handling
    ? {
        ...inside,
        handlers: [handling, ...inside.handlers],
        guarded: inside.guarded || handling.whole,
        tail: inside.tail || handling.whole,
      }
    : inside
  const catching = stmt.exceptions && stmt.exceptions.length > 0
  const statements = state.frame.convertAll(stmt.statements, catching ? { ...within, guarded: true } : within)
  const guarded = handling ? wrapWhole(statements, handling, stmt) : statements
  const wrapped = unit ? wrapWhole(guarded, unit, stmt) : guarded
  const said = stmt.closing ? { closing: stmt.closing } : {}
  const caught = catching ? { catches: exceptionCatches(stmt, inside) } : {}
  const { origin } = stmt
  const own: Block = { kind: 'block', declarations, handlers: [], statements: wrapped, ...caught, ...said, origin }
  if (!handling?.exit.used) return { ...own, statements: [...first, ...wrapped] }
  const leaving: Block = { ...own, declarations: [], label: handling.exit.label }
  return { ...own, statements: [...first, leaving] }
}

/**
 * A subject is compared with each value as `=` does, so that its type and collation count; one that is more than a name or a
 * constant is computed once, before.
 */
function caseStatement(written: CaseStmt, state: State): readonly Stmt[] {
  const { before, stmt, at } = withSubject(written, state)
  return caseOf(stmt, before, at)
}

interface Subjected {
  readonly before: readonly Stmt[]
  readonly stmt: CaseStmt
  readonly at: State
}

function withSubject(stmt: CaseStmt, state: State): Subjected {
  const { subject } = stmt
  if (!subject || subject.kind === 'variable' || subject.kind === 'literal' || subject.kind === 'column')
    return { before: [], stmt, at: state }
  const value = convertExpr(subject, { want: 'value' }, state)
  const logical = value.type?.logical
  const type = logical && contextOf(state).target.variableType?.(logical)
  if (!type || !value.type) return { before: [], stmt, at: state }
  const { frame } = state
  const name = extraVariable(frame, `subject${spanOf(stmt.origin)?.start ?? 0}`, type.native, 'subject')
  const variable: Variable = { target: name, type: value.type, declared: { ...type, origin: subject.origin } }
  const scope = extend(state.scope, { variables: [[name.text, variable]] })
  const ref: Expr = { kind: 'variable', scope: 'local', name, origin: subject.origin }
  const set: Stmt = { kind: 'assign', assignments: [{ target: { ...ref }, value }], origin: stmt.origin }
  return { before: [set], stmt: { ...stmt, subject: ref }, at: withScope(state, scope) }
}

/** Without ELSE a value that no branch takes is an error, which handlers around it may wait for. */
function caseOf(stmt: CaseStmt, before: readonly Stmt[], state: State): readonly Stmt[] {
  const { subject, origin } = stmt
  const missed = stmt.else || state.handlers.length === 0 ? stmt.else : [notFound(stmt)]
  const when = (branch: Branch): Branch =>
    subject
      ? { ...branch, when: { kind: 'binary', op: 'eq', left: subject, right: branch.when, origin: branch.when.origin } }
      : branch
  const made = branches(stmt.branches.map(when), state)
  const otherwise = missed && state.frame.convertAll(missed, state)
  const found = made.map((each) => each.when)
  if (escapesHandlers([...found, ...valuesOf(before)], state)) {
    const choice = choose(found, stmt, state, 0, before)
    return [...choice.before, chosen(made, otherwise, choice, stmt)]
  }
  return [...before, { kind: 'caseStatement', branches: made, ...(otherwise ? { else: otherwise } : {}), origin }]
}

const valuesOf = (stmts: readonly Stmt[]): readonly Expr[] =>
  stmts.flatMap((stmt) => (stmt.kind === 'assign' ? stmt.assignments.map(({ value }) => value) : []))

const notFound = ({ origin }: CaseStmt): Stmt => ({
  kind: 'signal',
  condition: { kind: 'sqlstate', value: '20000' },
  items: [{ name: 'MESSAGE_TEXT', value: textLiteral('Case not found for CASE statement', origin) }],
  origin,
})

function jump(stmt: Jump, state: State): readonly Stmt[] {
  const when = stmt.when && condition(stmt.when, state)
  const own: Jump = when ? { ...stmt, when } : stmt
  if (!stmt.label) return [own]
  const label = state.labels.get(folded(stmt.label))
  if (!label) {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: `The jump to ${stmt.label.text}` })
    return []
  }
  label.used = true
  return [{ ...own, label: label.target }]
}

/** A test that may fail under a handler is made in the loop, whose guard goes on behind it. */
function whileLoop(stmt: WhileStmt, state: State): readonly Stmt[] {
  const at = inLoop(state)
  const { origin } = stmt
  const { made, label } = withLabel(stmt, at, (inside) => state.frame.convertAll(stmt.body, inside))
  const test = condition(stmt.condition, at)
  if (!escapesHandlers([test], at))
    return [{ kind: 'while', ...(label ? { label } : {}), condition: test, body: made, origin }]
  const choice = choose([test], stmt, at)
  const end = label ?? state.frame.names.label('rounds')
  const leave: Stmt = { kind: 'leave', label: end, origin }
  const goes: IfStmt = { kind: 'if', branches: [{ when: choice.is(1), body: made }], else: [leave], origin }
  return [{ kind: 'loop', label: end, body: [...choice.before, goes], origin }]
}

function repeatLoop(stmt: RepeatStmt, state: State): readonly Stmt[] {
  const at = inLoop(state)
  const { made, label } = withLabel(stmt, at, (inside) => state.frame.convertAll(stmt.body, inside))
  const test = condition(stmt.until, at)
  const choice = escapesHandlers([test], at) ? choose([test], stmt, at, 1) : undefined
  const body = choice ? [...made, ...choice.before] : made
  return [
    { kind: 'repeat', ...(label ? { label } : {}), body, until: choice ? choice.is(1) : test, origin: stmt.origin },
  ]
}

const inLoop = (state: State): State => ({ ...state, inLoop: true, tail: false })

export const compound: Converters<
  'block' | 'if' | 'caseStatement' | 'loop' | 'while' | 'repeat' | 'for' | 'leave' | 'iterate'
> = {
  block,
  if: ifStatement,
  caseStatement,
  loop: (stmt, state) => {
    const { made, label } = withLabel(stmt, inLoop(state), (inside) => state.frame.convertAll(stmt.body, inside))
    return [{ kind: 'loop', ...(label ? { label } : {}), body: made, origin: stmt.origin }]
  },
  while: whileLoop,
  repeat: repeatLoop,
  for: (stmt, state) => {
    const { made, label } = withLabel(stmt, inLoop(state), (inside) => convertFor(stmt, inside))
    return made.map((each): Stmt => (each.kind === 'for' && label ? { ...each, label } : each))
  },
  leave: jump,
  iterate: jump,
}
