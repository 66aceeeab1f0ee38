import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Declaration, RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { Characteristics } from '../../../../core/ir/program.js'
import type { Block } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { lowerBody } from './compound.js'
import type { ProgramContext } from './context.js'
import { lowerDeclarations } from './declarations.js'
import { characteristicsOf, emptyBlock } from './routines.js'

/** A package specification or body, taken apart. */
export interface PackageUnit {
  readonly body: boolean
  /** Variables, types, exceptions and cursors, in their order. */
  readonly declarations: readonly Declaration[]
  /** Programs; of a specification their heads. */
  readonly members: readonly RoutineDeclaration[]
  /** What runs once in a session before the package is used. */
  readonly start: Block
  readonly characteristics: Characteristics
}

/** Reads `packageUnit`. */
export function readPackage(of: CstNode, context: ProgramContext): PackageUnit {
  const declared = node(of, 'declarationList')
  const all = declared ? lowerDeclarations(declared, context) : []
  const block = node(of, 'blockBody')
  const members = all.flatMap((each) => (each.kind === 'declareRoutine' ? [each] : []))
  const declarations = all.filter((each) => each.kind !== 'declareRoutine')
  const start = block
    ? lowerBody(block, undefined, context)
    : { ...emptyBlock(of, context), origin: originOf(of, context) }
  const characteristics = characteristicsOf(nodes(of, 'routineClause'), declared, context)
  return { body: hasWord(of, 'BODY'), declarations, members, start, characteristics }
}
