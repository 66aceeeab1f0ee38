import { finding } from '../../../core/findings/finding.js'
import type { BinaryOp, Expr, Unary } from '../../../core/ir/expr.js'
import { coreCall, literal } from '../../../rules/apply/core-text.js'
import { collationOf } from '../collations.js'
import {
  type CstElement,
  type CstNode,
  endOf,
  has,
  hasWord,
  type IToken,
  type LowerContext,
  node,
  nodes,
  originOfRange,
  startOf,
  token,
  tokens,
} from './cst.js'
import { lowerNameOrText } from './names.js'
import { infixOperator, isAssociative, power, prefixPower } from './operators.js'
import { opaqueRange, where } from './problems.js'

/** An expression with the range of text that it takes, parentheses around it included. */
export interface Placed {
  readonly expr: Expr
  readonly start: number
  readonly end: number
}

/** Lowers what is between the operators; given by the chapter of expressions. */
export interface OperandLowering {
  operand(of: CstNode, context: LowerContext): Expr
  /** IN, IS, MEMBER OF applied to what stands before them. */
  suffix(left: Placed, part: CstNode, negated: boolean, place: Pick<Placed, 'start' | 'end'>): Expr
  /** A comparison whose right side is ANY or ALL. */
  quantified(left: Placed, op: IToken, right: CstNode, context: LowerContext): Expr | undefined
}

type Item =
  | { readonly kind: 'prefix'; readonly token: IToken }
  | { readonly kind: 'operand'; readonly node: CstNode }
  | { readonly kind: 'infix'; readonly token: IToken; readonly negated: boolean; readonly sounds: boolean }
  | { readonly kind: 'suffix'; readonly part: CstNode; readonly negated: boolean; readonly power: number }

/** Longest chain of operators of one expression that makes a tree which others can walk without losing their stack. */
const longestChain = 1000

/** Lowers `expression`: finds the precedence in the flat list of operands and operators. */
export function resolvePrecedence(of: CstNode, context: LowerContext, lowering: OperandLowering): Placed {
  const items = itemsOf(of)
  const start = startOf(of)
  const end = endOf(of)
  if (needsDepth(items) > longestChain) {
    const origin = originOfRange(start, end, context)
    context.sink.add(finding('XW-P0005', where(origin, context), { limit: longestChain }))
    return { expr: opaqueRange(start, end, 'XW-P0005', context), start, end }
  }
  return new Resolver(items, context, lowering).expression(power.none)
}

/** The longest run of operators that cannot be joined into a shallow tree. */
function needsDepth(items: readonly Item[]): number {
  let longest = 0
  let run = 0
  for (const item of items) {
    if (item.kind === 'operand') continue
    run = item.kind === 'infix' && isLogical(item.token) ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return longest
}

const isLogical = (of: IToken): boolean => /^(and|or|&&|\|\|)$/i.test(of.image)

function itemsOf(of: CstNode): Item[] {
  const items: Item[] = []
  for (const first of nodes(of, 'prefixedOperand')) pushOperand(items, first)
  for (const part of nodes(of, 'operatorPart')) {
    const negated = hasWord(part, 'NOT')
    const infix = token(part, 'infix')
    const operand = node(part, 'prefixedOperand')
    if (infix && operand) {
      items.push({ kind: 'infix', token: infix, negated, sounds: hasWord(part, 'SOUNDS') })
      pushOperand(items, operand)
    } else {
      items.push({ kind: 'suffix', part, negated, power: suffixPower(part) })
    }
  }
  return items
}

function pushOperand(items: Item[], of: CstNode): void {
  for (const prefix of tokens(of, 'prefix')) items.push({ kind: 'prefix', token: prefix })
  for (const operand of nodes(of, 'operand')) items.push({ kind: 'operand', node: operand })
}

function suffixPower(part: CstNode): number {
  if (has(part, 'isSuffix')) return power.comparison
  return hasWord(part, 'COLLATE') ? power.collate : power.predicate
}

const unaryOps: Readonly<Record<string, Unary['op']>> = { '-': 'neg', '+': 'plus', '~': 'bitNot', '!': 'not' }

/** Precedence climbing over one list of items. */
class Resolver {
  private at = 0

  constructor(
    private readonly items: readonly Item[],
    private readonly context: LowerContext,
    private readonly lowering: OperandLowering,
  ) {}

  expression(least: number): Placed {
    let left = this.prefixed()
    for (;;) {
      const item = this.items[this.at]
      if (item === undefined || item.kind === 'operand' || item.kind === 'prefix') return left
      if (powerOf(item, this.context) <= least) return left
      this.at++
      left = item.kind === 'suffix' ? this.suffix(left, item) : this.infix(left, item)
    }
  }

  private prefixed(): Placed {
    const item = this.items[this.at++]
    if (item?.kind === 'prefix') return this.prefix(item.token)
    if (item?.kind !== 'operand') return { expr: opaqueRange(0, 0, 'XW-P0001', this.context), start: 0, end: 0 }
    const { node: operand } = item
    return { expr: this.lowering.operand(operand, this.context), start: startOf(operand), end: endOf(operand) }
  }

  private prefix(of: IToken): Placed {
    const operand = this.expression(prefixPower(of.image, this.context.modes) - 1)
    const start = of.startOffset
    const { end } = operand
    const word = of.image.toUpperCase()
    const op = word === 'BINARY' ? 'binaryBytes' : word === 'NOT' ? 'not' : (unaryOps[word] ?? 'plus')
    return { expr: { kind: 'unary', op, operand: operand.expr, origin: this.origin(start, end) }, start, end }
  }

  private infix(left: Placed, item: Item & { kind: 'infix' }): Placed {
    const word = item.token.image.toUpperCase()
    if (word === 'BETWEEN') return this.between(left, item.negated)
    if (word === 'LIKE' || word === 'REGEXP' || word === 'RLIKE') return this.like(left, item)
    if (word === ':=') return this.assignment(left)
    const known = infixOperator(word, this.context.modes)
    if (known === undefined) return this.misplaced(left, item.token)
    const quantified = this.quantified(left, item.token)
    if (quantified) return quantified
    if (isAssociative(known.op)) return this.chain(left, item, known.power)
    const right = this.expression(known.power)
    return this.place(left, right, (origin) => ({
      kind: 'binary',
      op: known.op,
      left: left.expr,
      right: right.expr,
      origin,
    }))
  }

  /** `a AND b AND c …`: all links first, then a tree as shallow as it can be when the chain is long. */
  private chain(first: Placed, item: Item & { kind: 'infix' }, level: number): Placed {
    const op = infixOperator(item.token.image, this.context.modes)?.op ?? 'and'
    const links = [first, this.expression(level)]
    for (;;) {
      const next = this.items[this.at]
      if (next?.kind !== 'infix' || infixOperator(next.token.image, this.context.modes)?.op !== op) break
      this.at++
      links.push(this.expression(level))
    }
    return links.length > 100 ? this.balanced(links, op) : links.reduce((left, right) => this.join(left, right, op))
  }

  private balanced(links: readonly Placed[], op: BinaryOp): Placed {
    const [only] = links
    if (links.length === 1 && only) return only
    const middle = links.length >> 1
    return this.join(this.balanced(links.slice(0, middle), op), this.balanced(links.slice(middle), op), op)
  }

  private join(left: Placed, right: Placed, op: BinaryOp): Placed {
    return this.place(left, right, (origin) => ({
      kind: 'binary',
      op,
      left: left.expr,
      right: right.expr,
      origin,
    }))
  }

  private quantified(left: Placed, op: IToken): Placed | undefined {
    const next = this.items[this.at]
    if (next?.kind !== 'operand') return undefined
    const expr = this.lowering.quantified(left, op, next.node, this.context)
    if (expr === undefined) return undefined
    this.at++
    return { expr, start: left.start, end: endOf(next.node) }
  }

  private between(left: Placed, negated: boolean): Placed {
    const low = this.expression(power.predicate)
    const and = this.items[this.at]
    if (and?.kind !== 'infix' || and.token.image.toUpperCase() !== 'AND') return this.misplaced(left, undefined)
    this.at++
    const high = this.expression(power.comparison)
    return this.place(left, high, (origin) => ({
      kind: 'between',
      negated,
      operand: left.expr,
      low: low.expr,
      high: high.expr,
      origin,
    }))
  }

  private like(left: Placed, item: Item & { kind: 'infix' }): Placed {
    const pattern = this.expression(power.predicate)
    const how = item.sounds ? 'sounds' : item.token.image.toUpperCase() === 'LIKE' ? 'like' : 'regexp'
    const next = this.items[this.at]
    const escaped = next?.kind === 'infix' && next.token.image.toUpperCase() === 'ESCAPE'
    if (escaped) this.at++
    const mark = escaped ? this.expression(power.predicate) : undefined
    return this.place(left, mark ?? pattern, (origin) => ({
      kind: 'like',
      negated: item.negated,
      how,
      operand: left.expr,
      pattern: pattern.expr,
      ...(mark ? { escape: mark.expr } : {}),
      origin,
    }))
  }

  private suffix(left: Placed, item: Item & { kind: 'suffix' }): Placed {
    const end = endOf(item.part)
    const { start } = left
    const collation = hasWord(item.part, 'COLLATE') ? node(item.part, 'nameOrText') : undefined
    if (!collation) return { expr: this.lowering.suffix(left, item.part, item.negated, { start, end }), start, end }
    const name = lowerNameOrText(collation, this.context.modes)
    const origin = this.origin(start, end)
    const expr: Expr = { kind: 'collate', operand: left.expr, collation: name, known: collationOf(name), origin }
    return { expr, start, end }
  }

  /** Only a user variable is assigned inside an expression. */
  private assignment(left: Placed): Placed {
    const right = this.expression(power.none)
    return this.place(left, right, (origin) => {
      const { expr } = left
      if (expr.kind === 'variable' && expr.scope === 'user') {
        return coreCall('assign_user_variable', [literal('text', expr.name.text, expr.origin), right.expr], origin)
      }
      this.context.sink.add(
        finding('XW-P0010', where(origin, this.context), { construct: 'An assignment inside an expression' }),
      )
      return opaqueRange(left.start, right.end, 'XW-P0010', this.context)
    })
  }

  /** ESCAPE without LIKE, BETWEEN without AND. */
  private misplaced(left: Placed, at: IToken | undefined): Placed {
    this.at = this.items.length
    const end = lastEnd(this.items, left.end)
    const origin = this.origin(left.start, end)
    this.context.sink.add(finding('XW-P0001', where(origin, this.context), { found: at?.image ?? 'BETWEEN' }))
    return { expr: opaqueRange(left.start, end, 'XW-P0001', this.context), start: left.start, end }
  }

  private place(left: Placed, right: Placed, make: (origin: Expr['origin']) => Expr): Placed {
    return { expr: make(this.origin(left.start, right.end)), start: left.start, end: right.end }
  }

  private origin(start: number, end: number): Expr['origin'] {
    return originOfRange(start, end, this.context)
  }
}

const predicates = new Set(['BETWEEN', 'LIKE', 'REGEXP', 'RLIKE'])

function powerOf(item: Item & { kind: 'infix' | 'suffix' }, context: LowerContext): number {
  if (item.kind === 'suffix') return item.power
  const word = item.token.image.toUpperCase()
  if (predicates.has(word)) return power.predicate
  if (word === ':=') return power.assign
  return infixOperator(word, context.modes)?.power ?? power.predicate
}

function lastEnd(items: readonly Item[], fallback: number): number {
  const last = items[items.length - 1]
  if (last === undefined) return fallback
  const element: CstElement = last.kind === 'operand' ? last.node : last.kind === 'suffix' ? last.part : last.token
  return endOf(element)
}
