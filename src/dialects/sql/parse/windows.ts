import { type CstNode, hasWord, node, nodes } from '../../../../grammars/sql/cst.js'
import type { Call, Expr, Frame, FrameBound, OrderItem, Window } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'

/** How the dialect around a window lowers what stands in it. */
export interface WindowParts {
  expression(of: CstNode): Expr
  orderBy(of: CstNode | undefined): readonly OrderItem[]
  ident(of: CstNode): Ident
}

/** Lowers OVER of `callTail`. */
export function lowerOver(tail: CstNode, parts: WindowParts): Call['over'] {
  const spec = node(tail, 'windowSpec')
  if (spec) return lowerWindow(spec, parts)
  const name = node(tail, 'identifier')
  return name ? { named: parts.ident(name) } : undefined
}

/** Lowers `windowSpec`. */
export function lowerWindow(of: CstNode, parts: WindowParts): Window {
  const base = node(of, 'identifier')
  const frame = node(of, 'windowFrame')
  return {
    ...(base ? { base: parts.ident(base) } : {}),
    partitionBy: nodes(of, 'expression').map((item) => parts.expression(item)),
    orderBy: parts.orderBy(node(of, 'orderBy')),
    ...(frame ? { frame: lowerFrame(frame, parts) } : {}),
  }
}

function lowerFrame(of: CstNode, parts: WindowParts): Frame {
  const [start, end] = nodes(of, 'frameBound').map((bound) => lowerBound(bound, parts))
  const unit = hasWord(of, 'ROWS') ? 'rows' : hasWord(of, 'RANGE') ? 'range' : 'groups'
  return { unit, start: start ?? { kind: 'unboundedPreceding' }, ...(end ? { end } : {}) }
}

function lowerBound(of: CstNode, parts: WindowParts): FrameBound {
  if (hasWord(of, 'CURRENT')) return { kind: 'currentRow' }
  const following = hasWord(of, 'FOLLOWING')
  const offset = node(of, 'expression')
  if (!offset) return { kind: following ? 'unboundedFollowing' : 'unboundedPreceding' }
  return { kind: following ? 'following' : 'preceding', offset: parts.expression(offset) }
}
