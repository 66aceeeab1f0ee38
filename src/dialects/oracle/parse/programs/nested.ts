import type { RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Call, ColumnRef, Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Block, CallStmt } from '../../../../core/ir/statement.js'
import { mapBottomUp, mapQuery } from '../../../../core/ir/walk.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'
import { type Captured, declaredIn, folded, spokenIn, typesIn } from './captured.js'

/** A program that stood inside another one, under a name of its own; what it used of the program around it are parameters. */
export interface Lifted {
  readonly name: Ident
  readonly declaration: RoutineDeclaration
  /** It sets variables of the program around it. */
  readonly sets: boolean
}

export interface Unnested {
  readonly program: Program
  readonly lifted: readonly Lifted[]
}

interface Inner {
  readonly declaration: RoutineDeclaration
  readonly target: Ident
  readonly captured: ReadonlyMap<string, Captured>
}

/**
 * Takes the programs inside a program out of it. All or none: one that speaks of cursors, errors or types of the program
 * around it, holds others, shares its name, or takes a variable that another hides, stays where it is.
 */
export function unnested(name: Ident, program: Program): Unnested {
  const { body } = program
  if (body.kind !== 'block') return { program, lifted: [] }
  const inner = body.declarations.filter((each) => each.kind === 'declareRoutine').filter((each) => !each.headOnly)
  const found = inner.length > 0 ? capturing(name, program, body, inner) : undefined
  if (!found) return { program, lifted: [] }
  const byName = new Map(found.map((each) => [folded(each.declaration.name), each]))
  const rest = body.declarations.filter((each) => each.kind !== 'declareRoutine')
  const mapper = renaming(byName)
  const lifted = found.map((each): Lifted => {
    const captured = [...each.captured.values()]
    const { origin } = each.declaration
    const params = captured.map((one) => ({ name: one.name, mode: one.mode, type: one.type, origin }))
    const own = mapProgram(each.declaration.program, mapper)
    const made = { ...own, params: [...own.params, ...params] }
    const sets = captured.some(({ mode }) => mode === 'inout')
    return { name: each.target, sets, declaration: { ...each.declaration, name: each.target, program: made } }
  })
  return { program: mapProgram({ ...program, body: { ...body, declarations: rest } }, mapper), lifted }
}

/** The variables of the program that those inside may speak of. */
function variablesOf({ params }: Program, { declarations }: Block): ReadonlyMap<string, DeclaredType> {
  const found = new Map<string, DeclaredType>(params.map(({ name, type }) => [folded(name), type]))
  for (const each of declarations)
    if (each.kind === 'declareVariables') for (const name of each.names) found.set(folded(name), each.type)
  return found
}

/** `x%TYPE` of a variable of the same program is that variable's type. */
function settled(type: DeclaredType, variables: ReadonlyMap<string, DeclaredType>): DeclaredType {
  const [first, more] = type.kind === 'typeOf' ? type.path : []
  const other = first && !more ? variables.get(folded(first)) : undefined
  return other && other !== type ? settled(other, variables) : type
}

function capturing(
  around: Ident,
  program: Program,
  body: Block,
  inner: readonly RoutineDeclaration[],
): readonly Inner[] | undefined {
  const variables = variablesOf(program, body)
  const names = inner.map(({ name }) => folded(name))
  if (new Set(names).size < names.length) return undefined
  const others = body.declarations.flatMap((each) =>
    each.kind === 'declareCursor' || each.kind === 'declareCondition' || each.kind === 'declareType'
      ? [folded(each.name)]
      : [],
  )
  const own = body.declarations.filter((each) => each.kind === 'declareType').map((each) => folded(each.name))
  const spoken = inner.map((each) => spokenIn(each.program))
  const taken = closure(
    names,
    spoken.map(({ names: said, set }) => ({ said: new Set(said), set: new Set(set) })),
  )
  const hidden = declaredIn({ params: [], body: { ...body, declarations: [] } })
  const made = inner.map((declaration, at): Inner | undefined => {
    const said = taken[at]
    const holds = declaration.program.body.kind === 'block' && declaration.program.body.declarations
    if (!said || !holds || holds.some((each) => each.kind === 'declareRoutine')) return undefined
    if (others.some((each) => said.said.has(each)) || own.some((each) => typesIn(declaration).has(each)))
      return undefined
    const captured = new Map<string, Captured>()
    for (const [name, type] of variables) {
      if (!said.said.has(name)) continue
      const known = settled(type, variables)
      const local = known.kind === 'named' || known.kind === 'rowTypeOf' ? known.path[0] : undefined
      if (hidden.has(name) || (local && others.includes(folded(local)))) return undefined
      captured.set(name, {
        name: { text: name, quoted: false },
        type: known,
        mode: said.set.has(name) ? 'inout' : 'in',
      })
    }
    const hides = [...declaredIn(declaration.program)].some((name) => captured.has(name))
    return hides
      ? undefined
      : { declaration, captured, target: { text: `${around.text}_${declaration.name.text}`, quoted: false } }
  })
  const all = made.filter((each) => each !== undefined)
  return all.length === made.length ? all : undefined
}

/** Who calls another one speaks of what that one speaks of. */
function closure(names: readonly string[], each: readonly { said: Set<string>; set: Set<string> }[]) {
  for (let grown = true; grown; ) {
    grown = false
    for (const one of each)
      for (const [at, other] of each.entries()) {
        const name = names[at]
        if (name === undefined || !one.said.has(name)) continue
        const before = one.said.size + one.set.size
        for (const said of other.said) one.said.add(said)
        for (const set of other.set) one.set.add(set)
        grown ||= one.said.size + one.set.size > before
      }
  }
  return each
}

/** Calls under the new names, with the variables that the programs take. */
function renaming(inner: ReadonlyMap<string, Inner>): StmtMapper {
  const given = ({ args, names, origin }: CallStmt | Call, { captured, target }: Inner) => {
    const more = [...captured.values()].map(({ name }): ColumnRef => ({ kind: 'column', path: [name], origin }))
    const all = [...args.map((_, at) => names?.[at]), ...[...captured.values()].map(({ name }) => name)]
    return { routine: { name: target }, args: [...args, ...more], ...(all.some((each) => each) ? { names: all } : {}) }
  }
  const call = (expr: Call, found: Inner): Expr => {
    const { routine, ...rest } = given(expr, found)
    return { ...expr, ...rest, fn: { routine } }
  }
  const change = (expr: Expr): Expr => {
    if (expr.kind === 'call' && 'native' in expr.fn) {
      const found = inner.get(expr.fn.native.toLowerCase())
      return found ? call(expr, found) : expr
    }
    const [first, more] = expr.kind === 'column' ? expr.path : []
    const found = first && !more ? inner.get(folded(first)) : undefined
    if (found?.declaration.form !== 'function') return expr
    return call({ kind: 'call', fn: { routine: { name: found.target } }, args: [], origin: expr.origin }, found)
  }
  const expr = (node: Expr): Expr => mapBottomUp(node, change, query)
  const query: StmtMapper['query'] = (node) => mapQuery(node, { expr, query })
  const mapper: StmtMapper = {
    ...sameStmt,
    expr,
    query,
    target: (target) => (target.kind === 'element' ? { ...target, index: expr(target.index) } : target),
    stmt: (stmt) => {
      const mapped = mapStmt(stmt, mapper)
      if (mapped.kind !== 'callStatement' || mapped.routine.schema) return mapped
      const found = inner.get(folded(mapped.routine.name))
      return found ? { ...mapped, ...given(mapped, found) } : mapped
    },
  }
  return mapper
}
