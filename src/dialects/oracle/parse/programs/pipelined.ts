import type { CstNode } from '../../../../../grammars/sql/cst.js'
import { coreCall, intLiteral } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { exprOf, type ProgramContext } from './context.js'
import { returning } from './methods.js'

const piped = ident('piped_rows', false)
const rows = (origin: Origin) => ({ kind: 'column', path: [piped], origin }) as const

/** PIPE ROW: the row comes behind those that are there. */
export function lowerPipe(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  const list = rows(origin)
  const longer = coreCall('list_longer', [list, intLiteral(1, origin)], undefined, origin)
  const last = { kind: 'element', list, index: coreCall('list_count', [list], undefined, origin), origin } as const
  const assignments = [
    { target: list, value: longer },
    { target: last, value: exprOf(of, context) },
  ]
  return { kind: 'assign', assignments, origin }
}

/** A pipelined function as one that gives the list of its rows. */
export function withPipedRows(program: Program): Program {
  const { body, returns, origin, characteristics } = program
  if (!characteristics.givesRows || !returns || !('path' in returns) || body.kind !== 'block') return program
  const [name] = returns.path.slice(-1)
  if (!name) return program
  const [owner] = returns.path.slice(-2)
  const routine = owner && returns.path.length > 1 ? { schema: owner, name } : { name }
  const none: Expr = { kind: 'call', fn: { routine }, args: [], origin }
  const own = { kind: 'declareVariables', names: [piped], type: returns, default: none, origin } as const
  const { givesRows: _, ...others } = characteristics
  const made = { ...program, characteristics: others, body: { ...body, declarations: [...body.declarations, own] } }
  return returning(rows(origin), made)
}
