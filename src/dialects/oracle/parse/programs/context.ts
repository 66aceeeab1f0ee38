import { type CstNode, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import type { SyntaxProblem } from '../../../../../grammars/sql/lexer.js'
import { finding } from '../../../../core/findings/finding.js'
import type { Expr, Opaque } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import { type LowerContext, originOfRange } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { opaqueOf, where } from '../problems.js'

/** What lowering the statements of one program needs to know. */
export interface ProgramContext extends LowerContext {
  /** The program's name for people. */
  readonly name: string
  /** Slots without a statement, by the offset of their first token. */
  readonly lost: ReadonlyMap<number, SyntaxProblem>
  /** Counted while statements are lowered. */
  readonly counts: { statements: number; opaque: number; open: boolean }
  /** Of a trigger: the names of its rows, lower case, and which row each is. */
  readonly rows?: ReadonlyMap<string, string>
}

/** The context of a program inside another one, with counts of its own. */
export const inside = (context: ProgramContext, name: string): ProgramContext => ({
  ...context,
  name,
  counts: { statements: 0, opaque: 0, open: false },
})

/** A statement or declaration that is kept as text, with the finding that says why. */
export function lostStatement(of: CstNode, context: ProgramContext): Opaque {
  const problem = context.lost.get(startOf(of))
  const code = problem?.problem === 'too-deep' ? 'XW-P0403' : 'XW-P0400'
  const opaque = opaqueOf(of, code, context)
  const { name } = context
  context.counts.opaque++
  if (code === 'XW-P0403') {
    context.sink.add(finding(code, where(opaque.origin, context), { name }))
  } else {
    const origin = problem ? originOfRange(problem.start, problem.end, context) : opaque.origin
    const found = problem && problem.found !== '' ? `"${problem.found}"` : 'its end'
    context.sink.add(finding(code, where(origin, context), { name, found }))
  }
  return opaque
}

/** Says once that a block, a branch or a loop is not closed. */
export function reportOpen(of: CstNode, context: ProgramContext): void {
  if (context.counts.open) return
  context.counts.open = true
  const at = startOf(of)
  const origin = originOfRange(at, Math.min(at + 20, context.text.length), context)
  context.sink.add(finding('XW-P0402', where(origin, context), { name: context.name }))
}

export const exprs = (of: CstNode | undefined, context: ProgramContext, name = 'expression'): readonly Expr[] =>
  of ? nodes(of, name).map((each) => lowerExpression(each, context)) : []

/** The value of a child `expression`; text that is not there was reported by the grammar. */
export const exprOf = (of: CstNode, context: ProgramContext): Expr =>
  exprs(of, context)[0] ?? opaqueOf(of, 'XW-P0402', context)

/** The parts of a `qualifiedName`. */
export const pathOf = (of: CstNode | undefined): readonly Ident[] =>
  of ? nodes(of, 'identifier').map((each) => lowerIdent(each)) : []

export const nameOf = (of: CstNode): Ident => lowerIdent(node(of, 'identifier'))
