import { type CstNode, hasWord, node, nodes } from '../../../../grammars/sql/cst.js'
import type { Call, Frame, FrameBound, Window } from '../../../core/ir/expr.js'
import type { LowerContext } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { lowerIdent } from './names.js'

/** Lowers OVER of `callTail`. */
export function lowerOver(tail: CstNode, context: LowerContext): Call['over'] {
  const spec = node(tail, 'windowSpec')
  if (spec) return lowerWindow(spec, context)
  const name = node(tail, 'identifier')
  return name ? { named: lowerIdent(name) } : undefined
}

/** Lowers `windowSpec`. */
export function lowerWindow(of: CstNode, context: LowerContext): Window {
  const base = node(of, 'identifier')
  const frame = node(of, 'windowFrame')
  return {
    ...(base ? { base: lowerIdent(base) } : {}),
    partitionBy: nodes(of, 'expression').map((item) => lowerExpression(item, context)),
    orderBy: lowerOrderBy(node(of, 'orderBy'), context),
    ...(frame ? { frame: lowerFrame(frame, context) } : {}),
  }
}

function lowerFrame(of: CstNode, context: LowerContext): Frame {
  const [start, end] = nodes(of, 'frameBound').map((bound) => lowerBound(bound, context))
  const unit = hasWord(of, 'ROWS') ? 'rows' : hasWord(of, 'RANGE') ? 'range' : 'groups'
  return { unit, start: start ?? { kind: 'unboundedPreceding' }, ...(end ? { end } : {}) }
}

function lowerBound(of: CstNode, context: LowerContext): FrameBound {
  if (hasWord(of, 'CURRENT')) return { kind: 'currentRow' }
  const following = hasWord(of, 'FOLLOWING')
  const offset = node(of, 'expression')
  if (!offset) return { kind: following ? 'unboundedFollowing' : 'unboundedPreceding' }
  return { kind: following ? 'following' : 'preceding', offset: lowerExpression(offset, context) }
}
