import { type CstNode, has, hasWord, node, nodes, token } from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import { coreCall, intLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr, FunctionRef } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import { lowerArguments } from './call-arguments.js'
import { type LowerContext, originOf, textBetween } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { stepOn } from './name-steps.js'
import { lowerIdent } from './names.js'
import { keptValue, listOverWindow } from './ordered-aggregates.js'
import { outsidePackage } from './outside-packages.js'
import { opaqueOf, where, withoutCounterpart } from './problems.js'
import { shapedCall } from './special-calls.js'
import { lowerTypeRef } from './types.js'
import { lowerOver } from './windows.js'

/** Words that are calls without parentheses. SQL Language Reference, "Pseudocolumns" and "Functions". */
const niladic = new Set([
  'SYSTIMESTAMP',
  'CURRENT_TIMESTAMP',
  'LOCALTIMESTAMP',
  'SESSIONTIMEZONE',
  'DBTIMEZONE',
  'USER',
  'UID',
  'ROWNUM',
  'ROWID',
  'LEVEL',
  'ORA_ROWSCN',
  'CONNECT_BY_ISLEAF',
  'CONNECT_BY_ISCYCLE',
])
/** When the statement began, as a DATE: to the second. */
const dateNow = new Set(['SYSDATE', 'CURRENT_DATE'])

/** A DATE of the clock: `now` of a query, `clock_once` of a program, whose statements each have a time of their own. */
export const clockDate = (core: 'now' | 'clock_once', origin: Origin): Expr =>
  coreCall(core, [intLiteral(0)], valueTypeOf({ kind: 'timestamp', precision: 0, zone: 'session' }, false), origin)

/** Packages that Oracle brings along: their functions are known by rules, as if the whole name were one. */
const supplied = /^(dbms|utl|owa|htp|htf|apex|ctx|sdo)(_|$)|^(standard|xmltype)$/

interface Steps {
  /** Names up to the first step that is no name. */
  readonly path: readonly Ident[]
  /** The step behind them. */
  readonly last?: CstNode
  /** There is more: attributes of what a call gives, links, cursor attributes. */
  readonly more: boolean
}

function stepsOf(of: CstNode): Steps {
  const path: Ident[] = [lowerIdent(node(of, 'identifier'))]
  const steps = nodes(of, 'nameStep')
  const end = steps.findIndex((step) => !node(step, 'identifier'))
  for (const step of end < 0 ? steps : steps.slice(0, end)) path.push(lowerIdent(node(step, 'identifier')))
  const last = end < 0 ? undefined : steps[end]
  return { path, ...(last ? { last } : {}), more: end >= 0 && end < steps.length - 1 }
}

/** Lowers `columnOrCall`: a column, a word such as SYSDATE, a value of a sequence, or a call. */
export function lowerColumnOrCall(of: CstNode, context: LowerContext): Expr {
  const { path, last, more } = stepsOf(of)
  const known = outsidePackage(path, of, context) ?? context.named?.(of, context)
  if (known) return known
  if (more) return withoutCounterpart(of, 'A method or attribute of a value', context)
  if (!last) return lowerName(path, of, context)
  const list = node(last, 'callArguments')
  if (list) return lowerCall(of, path, list, context)
  if (token(last, 'outer')) return markedOuter(lowerName(path, of, context), of, context)
  if (token(last, 'Star')) return misplacedStar(of, context)
  const construct = node(last, 'databaseLink') ? 'A name in another database' : 'An attribute of a cursor'
  return withoutCounterpart(of, construct, context)
}

function misplacedStar(of: CstNode, context: LowerContext): Expr {
  const opaque = opaqueOf(of, 'XW-P0012', context)
  context.sink.add(finding('XW-P0012', where(opaque.origin, context), {}))
  return opaque
}

/** A column with `(+)`: its table is the optional side of the condition that it stands in. */
function markedOuter(column: Expr, of: CstNode, context: LowerContext): Expr {
  if (column.kind !== 'column' || !context.outerMarks) return withoutCounterpart(of, '(+) at this place', context)
  context.outerMarks.add(column)
  return column
}

function lowerName(path: readonly Ident[], of: CstNode, context: LowerContext): Expr {
  const origin = originOf(of, context)
  const name = path.at(-1)
  const word = name && !name.quoted ? name.text.toUpperCase() : ''
  const [first] = path
  if (path.length > 1 && (word === 'NEXTVAL' || word === 'CURRVAL')) {
    const sequence: Expr = { kind: 'column', path: path.slice(0, -1), origin }
    return { kind: 'call', fn: { native: word }, args: [sequence], origin }
  }
  if (path.length === 1 && first && context.isLocal?.(first.text)) {
    return { kind: 'variable', scope: 'local', name: first, origin }
  }
  if (path.length === 1 && word === 'DEFAULT') return { kind: 'default', origin }
  if (path.length === 1 && (word === 'TRUE' || word === 'FALSE')) {
    return { kind: 'literal', of: 'boolean', text: word.toLowerCase(), origin }
  }
  if (path.length === 1 && dateNow.has(word)) return clockDate('now', origin)
  if (niladic.has(word) && (path.length === 1 || word === 'ROWID')) {
    return { kind: 'call', fn: { native: word }, args: [], origin }
  }
  return { kind: 'column', path, origin }
}

export function functionOf(path: readonly Ident[]): FunctionRef {
  const [first, second] = path
  if (!first) return { native: '' }
  if (!second) return first.quoted ? { routine: { name: first } } : { native: first.text.toUpperCase() }
  if (!first.quoted && supplied.test(first.text))
    return { native: path.map((part) => part.text.toUpperCase()).join('.') }
  const name = path.at(-1) ?? first
  return { routine: { schema: path.at(-2) ?? first, name } }
}

/**
 * Lowers a call. Arguments keep their order; words that are no values go to `keywords`: the unit of EXTRACT, the side of TRIM.
 * The second argument of LISTAGG is its separator.
 */
function lowerCall(of: CstNode, path: readonly Ident[], list: CstNode, context: LowerContext): Expr {
  const fn = functionOf(path)
  const name = 'native' in fn ? fn.native : ''
  const tail = node(of, 'callTail')
  if (tail && hasWord(tail, 'LAST')) return withoutCounterpart(of, 'FROM LAST', context)
  const given = lowerArguments(name, list, context)
  if ('refused' in given) return withoutCounterpart(of, `${name} with ${given.refused}`, context)
  if (tail && node(tail, 'keepClause'))
    return (
      keptValue(name, given.args, tail, originOf(of, context), context) ??
      withoutCounterpart(of, `KEEP (DENSE_RANK …) of ${name}`, context)
    )
  const shaped = shapedCall(name, given.args, originOf(of, context))
  if (shaped?.refused) return withoutCounterpart(of, `${name} with ${shaped.refused}`, context)
  if (shaped?.language) context.sink.add(finding('XW-F0027', where(originOf(of, context), context), { name }))
  if (shaped?.matches) context.sink.add(finding('XW-F0020', where(originOf(of, context), context), { name }))
  if (shaped?.expr) return shaped.expr
  const call: Call = {
    kind: 'call',
    fn,
    ...given,
    ...(hasWord(list, 'DISTINCT') || hasWord(list, 'UNIQUE') ? { distinct: true } : {}),
    ...(tail ? lowerTail(tail, context) : {}),
    origin: originOf(of, context),
  }
  return name === 'LISTAGG' ? listOverWindow(call) : call
}

function lowerTail(tail: CstNode, context: LowerContext): Partial<Call> {
  const within = node(tail, 'withinGroup')
  const over = lowerOver(tail, context)
  const nulls = hasWord(tail, 'IGNORE') ? 'ignore' : hasWord(tail, 'RESPECT') ? 'respect' : undefined
  return {
    ...(within ? { orderBy: lowerOrderBy(node(within, 'orderBy'), context) } : {}),
    ...(nulls ? { nulls } : {}),
    ...(over ? { over } : {}),
  }
}

/** Lowers `castCall`. */
export function lowerCast(of: CstNode, context: LowerContext): Expr {
  const operand = node(of, 'expression')
  const type = node(of, 'dataType')
  if (!operand || !type) return opaqueOf(of, 'XW-P0001', context)
  if (hasWord(of, 'MULTISET')) return withoutCounterpart(of, 'MULTISET', context)
  if (hasWord(of, 'TREAT')) return lowerTreat(of, operand, type, context)
  if (has(of, 'callClause') || has(of, 'format') || has(of, 'nameStep')) {
    return withoutCounterpart(of, 'CAST with more than a type', context)
  }
  const to = lowerTypeRef(type, context)
  if (to.logical.kind === 'opaque') return withoutCounterpart(of, `A cast to ${to.native}`, context)
  return { kind: 'cast', operand: lowerExpression(operand, context), to, origin: originOf(of, context) }
}

/** `TREAT(x AS t).a.m(y)`: the object as one of a type under its own, and what is asked of it. */
function lowerTreat(of: CstNode, operand: CstNode, type: CstNode, context: LowerContext): Expr {
  const origin = originOf(of, context)
  const name = textLiteral(textBetween(type, context).replace(/"/g, ''), origin)
  const whole = coreCall('treat_object', [lowerExpression(operand, context), name], undefined, origin)
  const made = nodes(of, 'nameStep').reduce<Expr | undefined>(
    (made, step) => made && stepOn(made, step, origin, context),
    whole,
  )
  return made ?? withoutCounterpart(of, 'TREAT with what stands behind it', context)
}
