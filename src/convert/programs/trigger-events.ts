import { boolLiteral, textLiteral } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import type { Program } from '../../core/ir/program.js'
import type { Trigger } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import { mapChildren } from '../../core/ir/walk.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../core/ir/walk-program.js'

type Event = Trigger['events'][number]

/** The trigger as it runs for one of its events: what it asks about the event is known, and what depends on it is settled. */
export function forEvent(trigger: Trigger, event: Event): Trigger {
  const { when, updateOf, program, ...rest } = trigger
  return {
    ...rest,
    events: [event],
    ...(when ? { when: folded(when, event) } : {}),
    ...(updateOf && event === 'update' ? { updateOf } : {}),
    ...(program ? { program: foldedProgram(program, event) } : {}),
  }
}

function foldedProgram(program: Program, event: Event): Program {
  const mapper: StmtMapper = {
    ...sameStmt,
    expr: (expr) => folded(expr, event),
    stmt: (stmt) => settled(mapStmt(stmt, mapper)),
  }
  return mapProgram(program, mapper)
}

/** Calls that ask for the event become its name, and what is known of comparisons with it a truth value. */
function folded(expr: Expr, event: Event): Expr {
  if (expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'trigger_event')
    return textLiteral(event.toUpperCase(), expr.origin)
  return known(mapChildren(expr, { expr: (child) => folded(child, event), query: (query) => query }))
}

function known(expr: Expr): Expr {
  switch (expr.kind) {
    case 'binary':
      return knownBinary(expr)
    case 'unary': {
      const value = expr.op === 'not' ? truthOf(expr.operand) : undefined
      return value === undefined ? expr : boolLiteral(!value, expr.origin)
    }
    case 'inList': {
      const { operand, items, negated } = expr
      const constant = isText(operand) && items.every(isText)
      return constant
        ? boolLiteral(items.some((each) => isText(each) && each.text === operand.text) !== negated, expr.origin)
        : expr
    }
    default:
      return expr
  }
}

function knownBinary(expr: Expr & { readonly kind: 'binary' }): Expr {
  const { op, left, right, origin } = expr
  if ((op === 'eq' || op === 'ne') && isText(left) && isText(right))
    return boolLiteral((left.text === right.text) === (op === 'eq'), origin)
  if (op !== 'and' && op !== 'or') return expr
  // What decides alone: a false side of AND, a true one of OR.
  const decides = op === 'or'
  const [one, other] = [truthOf(left), truthOf(right)]
  if (one === decides || other === decides) return boolLiteral(decides, origin)
  if (one !== undefined) return right
  return other === undefined ? expr : left
}

const isText = (expr: Expr): expr is Expr & { kind: 'literal' } => expr.kind === 'literal' && expr.of === 'text'

const truthOf = (expr: Expr): boolean | undefined =>
  expr.kind === 'literal' && expr.of === 'boolean' ? /^(true|1)$/i.test(expr.text) : undefined

/** Branches that never run go; one that always runs is what is left. */
function settled(stmt: Stmt): Stmt {
  if (stmt.kind !== 'if' && (stmt.kind !== 'caseStatement' || stmt.subject)) return stmt
  const possible = stmt.branches.filter(({ when }) => truthOf(when) !== false)
  const sure = possible.findIndex(({ when }) => truthOf(when) === true)
  const branches = sure < 0 ? possible : possible.slice(0, sure)
  const otherwise = sure < 0 ? stmt.else : possible[sure]?.body
  if (branches.length === stmt.branches.length) return stmt
  const comments = stmt.comments ? { comments: stmt.comments } : {}
  if (branches.length > 0) {
    const { else: _, ...rest } = stmt
    return { ...rest, branches, ...(otherwise ? { else: otherwise } : {}) }
  }
  if (stmt.kind === 'caseStatement' && !otherwise) return stmt
  return {
    kind: 'block',
    declarations: [],
    handlers: [],
    statements: otherwise ?? [],
    ...comments,
    origin: stmt.origin,
  }
}
