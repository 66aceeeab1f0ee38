import { parseSync } from 'libpg-query'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Origin } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Query } from '../../../../core/ir/query.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { byteOffsets, type LowerContext } from '../context.js'
import { lowerQuery, NotLowered } from '../queries.js'
import type { Node } from '../tree.js'
import type { Body } from './body.js'
import { lowerChange } from './changes.js'
import type { ProgramContext } from './context.js'
import { guardedReturn } from './guards.js'
import { oneRow } from './loops.js'

interface Piece {
  readonly node: Node
  readonly origin: Origin
}

/** A body of plain statements: the last one gives the result, the first of its rows where one is wanted. */
export function lowerSqlBody(body: Body, context: ProgramContext): { body: Block; understood: Program['understood'] } {
  const { text, start } = body
  const byte = byteOffsets(text)
  const lower: LowerContext = { ...context.lower, offsetOf: (at) => start + byte(at) }
  const pieces = piecesOf(text, byte, start, context.lower)
  const statements = pieces.map((piece, at) => lowerPiece(piece, at === pieces.length - 1, { ...context, lower }))
  const origin = context.lower.whole
  const block: Block = { kind: 'block', declarations: [], handlers: [], statements, origin }
  return { body: block, understood: { statements: statements.length, opaque: context.counts.opaque } }
}

function piecesOf(text: string, byte: (at: number) => number, start: number, context: LowerContext): readonly Piece[] {
  const place = (from: number, to: number): Origin => {
    const blank = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from, to))?.[0].length ?? 0
    return { from: 'text', source: context.source, start: start + from + blank, end: start + to }
  }
  return (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location = 0, stmt_len }) => {
    const from = byte(stmt_location)
    const to = stmt_len === undefined ? text.trimEnd().length : byte(stmt_location + stmt_len)
    return stmt ? [{ node: stmt, origin: place(from, to) }] : []
  })
}

function lowerPiece({ node, origin }: Piece, isLast: boolean, context: ProgramContext): Stmt {
  const lower = { ...context.lower, whole: origin }
  try {
    if (!('SelectStmt' in node)) return lowerOther(node, isLast, origin, context)
    const { query } = lowerQuery(node.SelectStmt, lower)
    if (!isLast || context.returns.kind === 'nothing')
      return { kind: 'evaluate', exprs: [firstValue(query, origin)], origin }
    if (context.returns.kind === 'rows') return { kind: 'resultSet', query, origin }
    const { type, guards = [] } = context.returns
    const value = firstValue(query, origin)
    return type && guards.length > 0 ? guardedReturn(value, type, guards, origin) : { kind: 'return', value, origin }
  } catch (error) {
    if (!(error instanceof NotLowered)) throw error
    context.counts.opaque++
    const text = origin.from === 'text' ? lower.text.slice(origin.start, origin.end) : ''
    return { kind: 'opaque', text, why: 'XW-R0002', origin }
  }
}

function lowerOther(node: Node, isLast: boolean, origin: Origin, context: ProgramContext): Stmt {
  const { stmt, instead } = lowerChange(node, origin, { ...context.lower, whole: origin })
  if (isLast && context.returns.kind !== 'nothing') throw new NotLowered('a result that a change gives')
  return instead ?? stmt
}

/** A query that is one expression, or the first row of it. */
function firstValue(query: Query, origin: Origin): Expr {
  const { body } = query
  const plain = body.kind === 'select' && body.from.length === 0 && !body.where && !query.with && !query.limit
  const [item, more] = body.kind === 'select' ? body.items : []
  if (plain && item?.kind === 'expr' && !more) return item.expr
  return { kind: 'subquery', query: query.limit ? query : { ...query, limit: oneRow }, origin }
}
