import type { RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Block, Stmt, Target } from '../../../../core/ir/statement.js'
import { walkExpr } from '../../../../core/ir/walk.js'
import { walkProgram } from '../../../../core/ir/walk-program.js'

/** A variable of the program around, as the program inside would get it. */
export interface Captured {
  readonly name: Ident
  readonly type: DeclaredType
  readonly mode: 'in' | 'inout'
}

/** What a program inside another one speaks of, in lower case. */
export interface Spoken {
  /** Names that stand for values or are called, without those of its own. */
  readonly names: ReadonlySet<string>
  /** Of these, the ones that it may give another value. */
  readonly set: ReadonlySet<string>
}

export const folded = ({ text }: Ident): string => text.toLowerCase()

const rootOf = (target: Expr): Ident | undefined => {
  if (target.kind === 'column') return target.path[0]
  if (target.kind === 'variable') return target.name
  return target.kind === 'element' ? rootOf(target.list) : target.kind === 'member' ? rootOf(target.object) : undefined
}

/** Parameters and all that is declared in blocks and loops of the program. */
export function declaredIn({ params, body }: Pick<Program, 'params' | 'body'>): ReadonlySet<string> {
  const found = new Set(params.map(({ name }) => folded(name)))
  walkProgram({ params: [], body } as unknown as Program, {
    stmt: (stmt) => {
      if (stmt.kind === 'for') found.add(folded(stmt.variable))
      if (stmt.kind === 'block') for (const name of namesIn(stmt)) found.add(name)
      return undefined
    },
  })
  return found
}

const namesIn = ({ declarations }: Block): readonly string[] =>
  declarations.flatMap((each) =>
    each.kind === 'opaque' ? [] : each.kind === 'declareVariables' ? each.names.map(folded) : [folded(each.name)],
  )

export function spokenIn(program: Program): Spoken {
  const own = declaredIn(program)
  const names = new Set<string>()
  const changed = new Set<string>()
  const speak = (name: Ident | undefined, sets: boolean): void => {
    if (!name || own.has(folded(name))) return
    names.add(folded(name))
    if (sets) changed.add(folded(name))
  }
  const read = (expr: Expr): undefined => {
    if (expr.kind === 'column') speak(expr.path[0], false)
    if (expr.kind === 'call' && 'native' in expr.fn) speak({ text: expr.fn.native, quoted: false }, false)
    if (expr.kind === 'call' && 'routine' in expr.fn) {
      speak(expr.fn.routine.schema ?? expr.fn.routine.name, false)
      // A function of another package may set what it is given.
      for (const arg of expr.args) speak(rootOf(arg), true)
    }
    return undefined
  }
  const set = (target: Target): void => {
    speak(rootOf(target), true)
    walkExpr(target, read)
  }
  walkProgram(program, {
    expr: read,
    target: set,
    stmt: (stmt) => {
      for (const name of spokenBy(stmt)) speak(name, true)
      return undefined
    },
  })
  return { names, set: changed }
}

/** Names that a statement holds outside of expressions: cursors, errors, lists that are changed, arguments that may come back. */
function spokenBy(stmt: Stmt): readonly (Ident | undefined)[] {
  switch (stmt.kind) {
    case 'callStatement':
      return [stmt.routine.schema ?? stmt.routine.name, stmt.on && rootOf(stmt.on), ...stmt.args.map(rootOf)]
    case 'openCursor':
    case 'fetchCursor':
    case 'closeCursor':
      return [stmt.cursor]
    case 'for':
      return stmt.over.kind === 'cursor' ? [stmt.over.name] : []
    case 'signal':
      return stmt.condition?.kind === 'named' ? [stmt.condition.name] : []
    case 'block':
      return (stmt.exceptions ?? []).flatMap(({ conditions }) =>
        conditions.flatMap((each) => (each.kind === 'named' ? [each.name] : [])),
      )
    default:
      return []
  }
}

/** Names of types that the parameters, the result and the variables of a program have. */
export function typesIn({ program }: RoutineDeclaration): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (type: DeclaredType | undefined): void => {
    const [first] = type && 'path' in type ? type.path : []
    if (first) found.add(folded(first))
  }
  add(program.returns)
  for (const { type } of program.params) add(type)
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'block')
        for (const each of stmt.declarations) if (each.kind === 'declareVariables') add(each.type)
      return undefined
    },
  })
  return found
}
