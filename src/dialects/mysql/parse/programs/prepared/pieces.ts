import { binary, literal } from '../../../../../core/ir/build.js'
import type { Case, Expr, VariableRef } from '../../../../../core/ir/expr.js'
import { type Ident, noOrigin } from '../../../../../core/ir/names.js'

/** What is known of a text that a program builds: constants, values that are put between them, and parts chosen from several. */
export type Piece = { readonly text: string } | { readonly value: Expr } | { readonly choice: Choice } | typeof nothing

/** A null in a text makes all of it null. */
export const nothing = { nothing: true } as const

/** One of several known parts, by the number that a variable of the program holds while it runs. */
export interface Choice {
  readonly selector: Ident
  /** By the number, from 0. A way that leads elsewhere has none. */
  readonly ways: readonly (readonly Piece[] | undefined)[]
  /** The part as a value, where an expression gives it. */
  readonly whole?: Expr
}

/** Texts that variables hold, by `@name` or `name` in lower case. */
export type Texts = ReadonlyMap<string, readonly Piece[]>

/** Makes a variable that holds the number of the first true condition, from 1; 0 when none is. Undefined: it cannot be kept. */
export type Choose = (whens: readonly Expr[]) => Ident | undefined

export function keyOf(expr: Expr): string | undefined {
  if (expr.kind !== 'variable') return undefined
  if (expr.scope === 'user') return `@${expr.name.text.toLowerCase()}`
  return expr.scope === 'local' ? expr.name.text.toLowerCase() : undefined
}

/** The pieces of the text that an expression gives. */
export function piecesOf(expr: Expr, texts: Texts, choose: Choose): readonly Piece[] {
  if (expr.kind === 'literal') {
    if (expr.of === 'null') return [nothing]
    return /^(text|integer|decimal|float)$/.test(expr.of) ? [{ text: expr.text }] : [{ value: expr }]
  }
  const key = keyOf(expr)
  const known = key === undefined ? undefined : texts.get(key)
  if (known) return known
  const inner = withoutQuery(expr)
  if (inner) return piecesOf(inner, texts, choose)
  if (nameOf(expr) === 'CONCAT') return argsOf(expr).flatMap((arg) => piecesOf(arg, texts, choose))
  return chosen(expr, texts, choose) ?? [{ value: expr }]
}

/** `(SELECT a)` is `a`. */
function withoutQuery(expr: Expr): Expr | undefined {
  if (expr.kind !== 'subquery' || expr.query.body.kind !== 'select' || expr.query.limit) return undefined
  const { from, items, where } = expr.query.body
  const [item] = items
  return from.length === 0 && items.length === 1 && !where && item && 'expr' in item ? item.expr : undefined
}

/** Values are left to the expression; a part of the language is one of several texts. */
function chosen(expr: Expr, texts: Texts, choose: Choose): readonly Piece[] | undefined {
  const ways = waysOf(expr)
  if (!ways) return undefined
  const parts = [ways.otherwise, ...ways.whens.map((way) => way.gives)].map((each) => piecesOf(each, texts, choose))
  if (parts.every(isValue)) return undefined
  const selector = choose(ways.whens.map((way) => way.when))
  return selector && [{ choice: { selector, ways: parts, whole: expr } }]
}

interface Ways {
  readonly whens: readonly { readonly when: Expr; readonly gives: Expr }[]
  readonly otherwise: Expr
}

function waysOf(expr: Expr): Ways | undefined {
  if (expr.kind === 'case') return caseWays(expr)
  const [first, second, third, ...more] = argsOf(expr)
  if (more.length > 0 || !first || !second) return undefined
  switch (nameOf(expr)) {
    case 'IF':
      return third && { whens: [{ when: first, gives: second }], otherwise: third }
    case 'IFNULL':
    case 'COALESCE':
      return third ? undefined : { whens: [{ when: isNull(first), gives: second }], otherwise: first }
    default:
      return undefined
  }
}

const caseWays = (expr: Case): Ways => ({
  whens: expr.whens.map(({ when, then: gives }) => ({
    when: expr.subject ? binary('eq', expr.subject, when) : when,
    gives,
  })),
  otherwise: expr.else ?? literal('null', 'NULL', expr.origin),
})

const isNull = (operand: Expr): Expr => ({ kind: 'test', is: 'null', negated: false, operand, origin: operand.origin })

/** Nothing but values and whole numbers: no part of the language. */
export const isValue = (pieces: readonly Piece[]): boolean =>
  pieces.every((piece) => 'value' in piece || 'nothing' in piece || ('text' in piece && /^-?\d+$/.test(piece.text)))

const nameOf = (expr: Expr): string => (expr.kind === 'call' && 'native' in expr.fn ? expr.fn.native.toUpperCase() : '')

const argsOf = (expr: Expr): readonly Expr[] => (expr.kind === 'call' ? expr.args : [])

export const variable = (name: Ident): VariableRef => ({ kind: 'variable', scope: 'local', name, origin: noOrigin })

/** All values in a text, those of parts that may be chosen included. */
export function valuesIn(pieces: readonly Piece[]): readonly Expr[] {
  return pieces.flatMap((piece) => {
    if ('value' in piece) return [piece.value]
    if (!('choice' in piece)) return []
    const { selector, ways, whole } = piece.choice
    return [variable(selector), ...ways.flatMap((way) => valuesIn(way ?? [])), ...(whole ? [whole] : [])]
  })
}

export const holdsText = (pieces: readonly Piece[]): boolean => pieces.some((piece) => !('value' in piece))
