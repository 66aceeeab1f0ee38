import type { CstNode } from '../../../../grammars/sql/cst.js'
import type { Call, Window } from '../../../core/ir/expr.js'
import * as windows from '../../sql/parse/windows.js'
import type { LowerContext } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { lowerIdent } from './names.js'

const partsIn = (context: LowerContext): windows.WindowParts => ({
  expression: (of) => lowerExpression(of, context),
  orderBy: (of) => lowerOrderBy(of, context),
  ident: lowerIdent,
})

/** Lowers OVER of `callTail`. */
export const lowerOver = (tail: CstNode, context: LowerContext): Call['over'] =>
  windows.lowerOver(tail, partsIn(context))

/** Lowers `windowSpec`. */
export const lowerWindow = (of: CstNode, context: LowerContext): Window => windows.lowerWindow(of, partsIn(context))
