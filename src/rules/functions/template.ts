import type { Call, Expr, Frame, FrameBound, OrderItem, Window } from '../../core/ir/expr.js'

/** What a write rule's text is made of. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly name: string; readonly filter?: string }
  | { readonly kind: 'rest'; readonly name: string; readonly separator: string }
  | { readonly kind: 'clause'; readonly clause: Clause }

export type Clause = 'distinct' | 'order' | 'separator' | 'filter' | 'over'

const clauses: readonly Clause[] = ['distinct', 'order', 'separator', 'filter', 'over']
const hole = /\$\$\$([A-Za-z_]\w*)(?:\{([^}]*)\})?|\$\{([A-Za-z_]\w*)\|([a-z-]+)\}|\$([A-Za-z_]\w*)/g

/** `lpad($s, ${n|digits})`, `$$$xs{ || }`, `$over`: see rules/README.md. */
export function parseText(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const found of text.matchAll(hole)) {
    if (found.index > at) parts.push({ kind: 'text', text: text.slice(at, found.index) })
    parts.push(toPart(found))
    at = found.index + found[0].length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

function toPart(found: RegExpMatchArray): TextPart {
  const [, rest, separator, filtered, filter, plain] = found
  if (rest !== undefined) return { kind: 'rest', name: rest, separator: separator ?? ', ' }
  if (filtered !== undefined && filter !== undefined) return { kind: 'hole', name: filtered, filter }
  const clause = clauses.find((known) => known === plain)
  return clause === undefined ? { kind: 'hole', name: plain ?? '' } : { kind: 'clause', clause }
}

/** Needs no parentheses around it: a call, a literal, a text in parentheses, and any of these with `::type` after it. */
export function isAtomicText(text: string): boolean {
  const body = text.replace(/(?:::[a-z][a-z0-9_]*(?: precision)?(?:\(\d+(?:, ?\d+)?\))?(?:\[\])?)+$/, '')
  if (/^[a-z_][\w.]*$/.test(body) || /^'[^']*'$/.test(body) || /^\d+$/.test(body)) return true
  const open = /^(?:[a-z_][\w.]*)?\(/.exec(body)
  return open !== null && closesAt(body, open[0].length - 1) === body.length - 1
}

function closesAt(text: string, open: number): number {
  let depth = 0
  let quoted = false
  for (let at = open; at < text.length; at++) {
    const sign = text[at]
    if (sign === "'") quoted = !quoted
    if (quoted) continue
    if (sign === '(') depth++
    if (sign === ')' && --depth === 0) return at
  }
  return -1
}

export type Piece = string | Expr

/** Joins neighbouring texts, so that parts alternate as far as they can. */
export function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined[joined.length - 1]
    if (piece === '') continue
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

export interface ClauseContext {
  readonly call: Call
  readonly quoteName: (name: string) => string
  /** ORDER BY keys that equal an argument are written as the (converted) argument. */
  readonly sameAsArgument: (key: Expr) => Expr
}

export function clausePieces(clause: Clause, context: ClauseContext): readonly Piece[] {
  const { call } = context
  switch (clause) {
    case 'distinct':
      return call.distinct === true ? ['DISTINCT '] : []
    case 'separator':
      return [call.separator ?? "','"]
    case 'order':
      return orderPieces(call.orderBy ?? [], context.sameAsArgument)
    case 'filter':
      return call.filter === undefined ? [] : [' FILTER (WHERE ', call.filter, ')']
    case 'over':
      return call.over === undefined ? [] : overPieces(call.over, context.quoteName)
  }
}

function orderPieces(items: readonly OrderItem[], written: (key: Expr) => Expr = (key) => key): readonly Piece[] {
  return items.flatMap((item, i): Piece[] => {
    const nulls = item.nulls === undefined ? '' : ` NULLS ${item.nulls.toUpperCase()}`
    return [i === 0 ? ' ORDER BY ' : ', ', written(item.expr), `${item.descending ? ' DESC' : ''}${nulls}`]
  })
}

function overPieces(over: NonNullable<Call['over']>, quoteName: (name: string) => string): readonly Piece[] {
  if ('named' in over) return [` OVER ${quoteName(over.named.text)}`]
  return [' OVER (', ...trimmed(windowPieces(over, quoteName)), ')']
}

function windowPieces(window: Window, quoteName: (name: string) => string): readonly Piece[] {
  const partition = window.partitionBy.flatMap((expr, i): Piece[] => [i === 0 ? ' PARTITION BY ' : ', ', expr])
  const base = window.base === undefined ? [] : [quoteName(window.base.text)]
  return [...base, ...partition, ...orderPieces(window.orderBy), ...framePieces(window.frame)]
}

function framePieces(frame: Frame | undefined): readonly Piece[] {
  if (frame === undefined) return []
  const unit = ` ${frame.unit.toUpperCase()} `
  if (frame.end === undefined) return [unit, ...boundPieces(frame.start)]
  return [`${unit}BETWEEN `, ...boundPieces(frame.start), ' AND ', ...boundPieces(frame.end)]
}

function boundPieces(bound: FrameBound): readonly Piece[] {
  switch (bound.kind) {
    case 'currentRow':
      return ['CURRENT ROW']
    case 'unboundedPreceding':
      return ['UNBOUNDED PRECEDING']
    case 'unboundedFollowing':
      return ['UNBOUNDED FOLLOWING']
    case 'preceding':
      return [bound.offset, ' PRECEDING']
    case 'following':
      return [bound.offset, ' FOLLOWING']
  }
}

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces[0]
  return typeof first === 'string' ? [first.trimStart(), ...pieces.slice(1)] : pieces
}
