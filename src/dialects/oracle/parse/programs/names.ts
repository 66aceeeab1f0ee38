import { type CstNode, has, node, nodes, token } from '../../../../../grammars/sql/cst.js'
import type { Ident, Origin } from '../../../../core/ir/names.js'
import type { CallStmt, Target } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { type Argument, argumentsOf } from '../name-steps.js'
import { lowerIdent } from '../names.js'
import type { ProgramContext } from './context.js'

/** A name with what follows it: `a.b`, `p.q(1)`, `l(i).f`, `:new.x`. */
export interface NameChain {
  readonly path: readonly Ident[]
  /** The first arguments in parentheses, where there are some. */
  readonly args?: readonly Argument[]
  /** Names behind the arguments. */
  readonly fields: readonly Ident[]
  /** There is more to it than these. */
  readonly more: boolean
}

/** Takes `columnOrCall` or `bindOperand` apart. */
export function chainOf(of: CstNode, context: ProgramContext): NameChain {
  const path: Ident[] = [firstName(of, context)]
  const fields: Ident[] = []
  let args: readonly Argument[] | undefined
  let more = false
  for (const step of nodes(of, 'nameStep')) {
    const name = node(step, 'identifier')
    const given = node(step, 'callArguments')
    if (name) (args ? fields : path).push(lowerIdent(name))
    else if (given && !args) args = argumentsOf(given, context)
    else more = true
  }
  return { path, ...(args ? { args } : {}), fields, more: more || has(of, 'indicator') }
}

function rowName(image: string, { rows }: ProgramContext): Ident {
  const name = image.slice(1).toLowerCase()
  return { text: rows?.get(name) ?? name, quoted: false }
}

/**
 * Where a value goes. A name may be a variable, or a field of a record; what stands in parentheses is the place of an element.
 * Undefined: it is none of these.
 */
export function targetOf(of: CstNode, context: ProgramContext): Target | undefined {
  const origin = originOf(of, context)
  if (has(of, 'indicator')) return undefined
  return stepsTo({ kind: 'column', path: [firstName(of, context)], origin }, nodes(of, 'nameStep'), origin, context)
}

function firstName(of: CstNode, context: ProgramContext): Ident {
  const bind = token(of, 'BindVariable')
  return bind ? rowName(bind.image, context) : lowerIdent(node(of, 'identifier'))
}

const stepsTo = (start: Target, steps: readonly CstNode[], origin: Origin, context: ProgramContext) =>
  steps.reduce<Target | undefined>((target, step) => target && stepTo(target, step, origin, context), start)

function stepTo(target: Target, step: CstNode, origin: Origin, context: ProgramContext): Target | undefined {
  const name = node(step, 'identifier')
  if (name && target.kind === 'column') return { ...target, path: [...target.path, lowerIdent(name)] }
  if (name) return { kind: 'member', object: target, field: lowerIdent(name), origin }
  const given = node(step, 'callArguments')
  const [index, more] = given ? argumentsOf(given, context) : []
  return index && !index.name && !more ? { kind: 'element', list: target, index: index.value, origin } : undefined
}

/**
 * A call that stands as a statement. The package's schema is left out: packages are found by their own names. What stands
 * before the last name may hold elements of lists.
 */
export function callOf(of: CstNode, context: ProgramContext): CallStmt | undefined {
  const steps = nodes(of, 'nameStep')
  const last = steps.at(-1)
  const given = last && node(last, 'callArguments')
  const before = given ? steps.slice(0, -1) : steps
  const origin = originOf(of, context)
  const start: Target = { kind: 'column', path: [firstName(of, context)], origin }
  const reached = before.map((_, at) => before.slice(0, at + 1)).map((each) => stepsTo(start, each, origin, context))
  const [whole, on] = [reached.at(-1) ?? start, reached.at(-2) ?? start]
  const name = whole?.kind === 'member' ? whole.field : whole?.kind === 'column' ? whole.path.at(-1) : undefined
  if (!name || !whole || !on || has(of, 'indicator')) return undefined
  const schema = whole.kind === 'column' ? whole.path.at(-2) : undefined
  const args = given ? argumentsOf(given, context) : []
  const names = args.map((each) => each.name)
  return {
    kind: 'callStatement',
    routine: schema ? { schema, name } : { name },
    args: args.map((each) => each.value),
    ...(names.some((each) => each !== undefined) ? { names } : {}),
    ...(before.length > 1 ? { on } : {}),
    origin,
  }
}
