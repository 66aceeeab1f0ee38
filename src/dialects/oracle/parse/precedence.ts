import {
  type CstNode,
  endOf,
  has,
  hasWord,
  type IToken,
  node,
  nodes,
  startOf,
  token,
  tokens,
} from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import type { BinaryOp, Expr } from '../../../core/ir/expr.js'
import { type LowerContext, originOfRange } from './cst.js'
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
  /** IN, IS, MEMBER OF and the like applied to what stands before them. */
  suffix(left: Placed, part: CstNode, negated: boolean, end: number, context: LowerContext): Expr
  quantified(left: Placed, op: BinaryOp, right: CstNode, context: LowerContext): Expr
  /** PRIOR and CONNECT_BY_ROOT in front of a value, `**` and MOD between two: what no other engine has a sign for. */
  special(word: string, operands: readonly Expr[], range: Pick<Placed, 'start' | 'end'>, context: LowerContext): Expr
}

/** Binding powers, loosest first. SQL Language Reference, "About Operators" and "About Conditions". */
const power = {
  none: 0,
  or: 1,
  and: 2,
  not: 3,
  predicate: 4,
  compare: 5,
  sum: 6,
  product: 7,
  sign: 8,
  power: 9,
} as const

const infixes: ReadonlyMap<string, readonly [number, BinaryOp]> = new Map<string, readonly [number, BinaryOp]>([
  ['OR', [power.or, 'or']],
  ['AND', [power.and, 'and']],
  ['=', [power.compare, 'eq']],
  ['<>', [power.compare, 'ne']],
  ['<', [power.compare, 'lt']],
  ['<=', [power.compare, 'le']],
  ['>', [power.compare, 'gt']],
  ['>=', [power.compare, 'ge']],
  // In Oracle `||` binds as + and - do.
  ['||', [power.sum, 'concatNullAsEmpty']],
  ['+', [power.sum, 'add']],
  ['-', [power.sum, 'sub']],
  ['*', [power.product, 'mul']],
  ['/', [power.product, 'div']],
])
const specials: ReadonlyMap<string, number> = new Map([
  ['MOD', power.product],
  ['REM', power.product],
  ['**', power.power],
  ['OVERLAPS', power.predicate],
])

type Item =
  | { readonly kind: 'prefix'; readonly token: IToken }
  | { readonly kind: 'operand'; readonly node: CstNode }
  | { readonly kind: 'quantified'; readonly node: CstNode }
  | { readonly kind: 'infix'; readonly token: IToken; readonly word: string; readonly negated: boolean }
  | { readonly kind: 'suffix'; readonly part: CstNode; readonly negated: boolean }

/** Longest chain of operators of one expression that makes a tree which others can walk without losing their stack. */
const longestChain = 1000

/** Lowers `expression`: finds the precedence in the flat list of operands and operators. */
export function resolvePrecedence(of: CstNode, context: LowerContext, lowering: OperandLowering): Placed {
  const items = itemsOf(of)
  if (items.length > 2 * longestChain) {
    const [start, end] = [startOf(of), endOf(of)]
    context.sink.add(finding('XW-P0005', where(originOfRange(start, end, context), context), { limit: longestChain }))
    return { expr: opaqueRange(start, end, 'XW-P0005', context), start, end }
  }
  return new Resolver(items, context, lowering).expression(power.none)
}

/** The spellings of one operator. */
const wordOf = (of: IToken): string => {
  const word = of.image.toUpperCase().replace(/\s+/g, '')
  return word === '!=' || word === '^=' || word === '~=' ? '<>' : word
}

function itemsOf(of: CstNode): Item[] {
  const items: Item[] = []
  for (const first of nodes(of, 'prefixedOperand')) pushOperand(items, first)
  for (const part of nodes(of, 'operatorPart')) {
    const negated = hasWord(part, 'NOT')
    const infix = token(part, 'infix')
    if (!infix) {
      items.push({ kind: 'suffix', part, negated })
      continue
    }
    items.push({ kind: 'infix', token: infix, word: wordOf(infix), negated })
    const quantified = node(part, 'quantified')
    const operand = node(part, 'prefixedOperand')
    if (quantified) items.push({ kind: 'quantified', node: quantified })
    else if (operand) pushOperand(items, operand)
  }
  return items
}

function pushOperand(items: Item[], of: CstNode): void {
  for (const prefix of tokens(of, 'prefix')) items.push({ kind: 'prefix', token: prefix })
  for (const operand of nodes(of, 'operand')) items.push({ kind: 'operand', node: operand })
}

const likes = new Set(['LIKE', 'LIKEC', 'LIKE2', 'LIKE4'])

function powerOf(item: Item): number {
  if (item.kind === 'suffix')
    return has(item.part, 'zoneSuffix') || has(item.part, 'intervalFields') ? power.power : power.predicate
  if (item.kind !== 'infix') return power.none
  return infixes.get(item.word)?.[0] ?? specials.get(item.word) ?? power.predicate
}

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
      if (item?.kind !== 'infix' && item?.kind !== 'suffix') return left
      if (powerOf(item) <= least) return left
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
    const word = of.image.toUpperCase()
    const operand = this.expression(word === 'NOT' ? power.not - 1 : power.sign - 1)
    const range = { start: of.startOffset, end: operand.end }
    const origin = originOfRange(range.start, range.end, this.context)
    if (word !== 'NOT' && word !== '-' && word !== '+') {
      return { expr: this.lowering.special(word, [operand.expr], range, this.context), ...range }
    }
    const op = word === 'NOT' ? 'not' : word === '-' ? 'neg' : 'plus'
    return { expr: { kind: 'unary', op, operand: operand.expr, origin }, ...range }
  }

  private infix(left: Placed, item: Item & { kind: 'infix' }): Placed {
    const { word } = item
    if (word === 'BETWEEN') return this.between(left, item.negated)
    if (likes.has(word)) return this.like(left, item.negated)
    const known = infixes.get(word)
    const next = this.items[this.at]
    if (known && next?.kind === 'quantified') {
      this.at++
      const expr = this.lowering.quantified(left, known[1], next.node, this.context)
      return { expr, start: left.start, end: endOf(next.node) }
    }
    const level = known?.[0] ?? specials.get(word)
    if (level === undefined) return this.misplaced(left, item.token)
    const right = this.expression(level)
    if (!known) {
      const range = { start: left.start, end: right.end }
      return { expr: this.lowering.special(word, [left.expr, right.expr], range, this.context), ...range }
    }
    if (known[1] === 'and' || known[1] === 'or') return this.chain([left, right], word, known)
    return this.join(left, right, known[1])
  }

  /** `a AND b AND c …`: all links first, then a tree as shallow as it can be when the chain is long. */
  private chain(links: Placed[], word: string, [level, op]: readonly [number, BinaryOp]): Placed {
    for (;;) {
      const next = this.items[this.at]
      if (next?.kind !== 'infix' || next.word !== word) break
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
    return this.place(left, right, (origin) => ({ kind: 'binary', op, left: left.expr, right: right.expr, origin }))
  }

  private between(left: Placed, negated: boolean): Placed {
    const low = this.expression(power.compare)
    const and = this.items[this.at]
    if (and?.kind !== 'infix' || and.word !== 'AND') return this.misplaced(left, undefined)
    this.at++
    const high = this.expression(power.compare)
    return this.place(left, high, (origin) => ({
      kind: 'between',
      negated,
      operand: left.expr,
      low: low.expr,
      high: high.expr,
      origin,
    }))
  }

  private like(left: Placed, negated: boolean): Placed {
    const pattern = this.expression(power.compare)
    const next = this.items[this.at]
    const escaped = next?.kind === 'infix' && next.word === 'ESCAPE'
    if (escaped) this.at++
    const mark = escaped ? this.expression(power.compare) : this.noEscape(pattern)
    return this.place(left, mark ?? pattern, (origin) => ({
      kind: 'like',
      negated,
      how: 'like',
      operand: left.expr,
      pattern: pattern.expr,
      ...(mark ? { escape: mark.expr } : {}),
      origin,
    }))
  }

  /** Without ESCAPE no sign escapes another; elsewhere a backslash does. */
  private noEscape(pattern: Placed): Placed | undefined {
    const { expr } = pattern
    if (expr.kind === 'literal' && !expr.text.includes('\\')) return undefined
    return { ...pattern, expr: { kind: 'literal', of: 'text', text: '', origin: expr.origin } }
  }

  private suffix(left: Placed, item: Item & { kind: 'suffix' }): Placed {
    const end = endOf(item.part)
    return { expr: this.lowering.suffix(left, item.part, item.negated, end, this.context), start: left.start, end }
  }

  /** ESCAPE without LIKE, BETWEEN without AND. */
  private misplaced(left: Placed, at: IToken | undefined): Placed {
    this.at = this.items.length
    const end = this.context.text.length
    const found = finding('XW-P0001', where(originOfRange(left.start, end, this.context), this.context), {
      found: at?.image ?? 'BETWEEN',
    })
    this.context.sink.add(found)
    return { expr: opaqueRange(left.start, end, 'XW-P0001', this.context), start: left.start, end }
  }

  private place(left: Placed, right: Placed, make: (origin: Expr['origin']) => Expr): Placed {
    return { expr: make(originOfRange(left.start, right.end, this.context)), start: left.start, end: right.end }
  }
}
