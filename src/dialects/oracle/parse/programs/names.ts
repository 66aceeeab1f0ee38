import { type CstNode, has, node, nodes, token } from '../../../../../grammars/sql/cst.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { CallStmt, Target } from '../../../../core/ir/program.js'
import { type LowerContext, originOf } from '../cst.js'
import { lowerExpression } from '../expressions.js'
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

export interface Argument {
  readonly name?: Ident
  readonly value: Expr
}

/** Takes `columnOrCall` or `bindOperand` apart. */
export function chainOf(of: CstNode, context: ProgramContext): NameChain {
  const bind = token(of, 'BindVariable')
  const first = bind ? rowName(bind.image, context) : lowerIdent(node(of, 'identifier'))
  const path: Ident[] = [first]
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

export function argumentsOf(of: CstNode | undefined, context: LowerContext): readonly Argument[] {
  if (!of) return []
  return nodes(of, 'argument').flatMap((each): readonly Argument[] => {
    const value = node(each, 'expression')
    const name = node(each, 'parameter')
    if (!value) return []
    return [{ ...(name ? { name: lowerIdent(name) } : {}), value: lowerExpression(value, context) }]
  })
}

/** Where a value goes. A name may be a variable, or a field of a record. Undefined: an element of a list, or more. */
export function targetOf(of: CstNode, context: ProgramContext): Target | undefined {
  const { path, args, fields, more } = chainOf(of, context)
  const origin = originOf(of, context)
  if (more) return undefined
  const ref: Target = { kind: 'column', path, origin }
  const [index] = args ?? []
  if (!args) return ref
  return args.length === 1 && index && !index.name
    ? { kind: 'element', list: ref, index: index.value, fields, origin }
    : undefined
}

/** A call that stands as a statement. The package's schema is left out: packages are found by their own names. */
export function callOf(of: CstNode, context: ProgramContext): CallStmt | undefined {
  const { path, args = [], fields, more } = chainOf(of, context)
  const [name, schema] = [...path].reverse()
  if (!name || more || fields.length > 0) return undefined
  const names = args.map((each) => each.name)
  return {
    kind: 'callStatement',
    routine: schema ? { schema, name } : { name },
    args: args.map((each) => each.value),
    ...(names.some((each) => each !== undefined) ? { names } : {}),
    origin: originOf(of, context),
  }
}
