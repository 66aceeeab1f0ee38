import { type CstNode, node, nodes, token } from '../../../../../grammars/sql/cst.js'
import { coreCall, textLiteral } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../../core/ir/names.js'
import { clockDate, functionOf } from '../calls.js'
import { type LowerContext, originOf } from '../cst.js'
import { argumentsOf, stepOn } from '../name-steps.js'
import { lowerIdent } from '../names.js'

/** What a name with its steps stands for in a program where it is something else than in SQL. */
export function lowerNamed(of: CstNode, context: LowerContext): Expr | undefined {
  const steps = nodes(of, 'nameStep')
  const first = node(of, 'identifier')
  const [step] = steps
  if (!first) return undefined
  if (!step) return wordOf(lowerIdent(first), originOf(of, context))
  const supplied = suppliedCall(of, steps, context)
  if (supplied) return supplied
  const attribute = steps.findIndex((each) => token(each, 'attribute'))
  if (attribute >= 0) return attributeOf(of, steps, attribute, context)
  return calledWithNames(of, steps, context) ?? eventOf(of, steps, context) ?? behindArguments(of, steps, context)
}

/**
 * `l(i).a`, `f(x).m(y)`, `l(i)(j)`, `p.r.l(i)`: what stands behind arguments, or a list that is a field of a record. A name with
 * arguments may be a list or a function; names tell.
 */
function behindArguments(of: CstNode, steps: readonly CstNode[], context: LowerContext): Expr | undefined {
  const at = steps.findIndex((each) => node(each, 'callArguments'))
  const path = [of, ...steps.slice(0, at)].map((each) => node(each, 'identifier'))
  const given = steps[at] && node(steps[at], 'callArguments')
  if (!given || path.some((each) => each === undefined) || (at === steps.length - 1 && path.length < 3))
    return undefined
  const origin = originOf(of, context)
  const names = path.map((each) => lowerIdent(each))
  const args = argumentsOf(given, context)
  const last = names.at(-1)
  const values = args.map(({ value }) => value)
  if (!last || args.some(({ name }) => name)) return undefined
  const start: Expr =
    names.length > 2
      ? {
          kind: 'member',
          object: { kind: 'column', path: names.slice(0, -1), origin },
          field: last,
          args: values,
          origin,
        }
      : { kind: 'call', fn: functionOf(names), args: values, origin }
  return steps
    .slice(at + 1)
    .reduce<Expr | undefined>((made, step) => made && stepOn(made, step, origin, context), start)
}

/** A function of a package that Oracle brings along, called without parentheses. */
function suppliedCall(of: CstNode, steps: readonly CstNode[], context: LowerContext): Expr | undefined {
  const [step, more] = steps
  const name = step && node(step, 'identifier')
  const path = [node(of, 'identifier'), name].map((each) => lowerIdent(each))
  if (!name || more || !/^(dbms|utl)_/i.test(path[0]?.text ?? '')) return undefined
  return { kind: 'call', fn: functionOf(path), args: [], origin: originOf(of, context) }
}

/** Words that ask for the error at hand or for what fired a trigger. */
function wordOf({ text, quoted }: Ident, origin: Origin): Expr | undefined {
  const make = quoted ? undefined : words[text.toLowerCase()]
  return make?.(origin)
}

const event =
  (name: string) =>
  (origin: Origin): Expr =>
    coreCall('trigger_fires_for', [textLiteral(name, origin)], undefined, origin)

const words: Readonly<Record<string, (origin: Origin) => Expr>> = {
  sysdate: (origin) => clockDate('clock_once', origin),
  current_date: (origin) => clockDate('clock_once', origin),
  sqlcode: (origin) => coreCall('error_code', [], undefined, origin),
  sqlerrm: (origin) => coreCall('error_text', [], undefined, origin),
  inserting: event('INSERT'),
  updating: event('UPDATE'),
  deleting: event('DELETE'),
}

/** `UPDATING ('column')`. */
function eventOf(of: CstNode, steps: readonly CstNode[], context: LowerContext): Expr | undefined {
  const [list, more] = steps.map((each) => node(each, 'callArguments'))
  const name = lowerIdent(node(of, 'identifier'))
  if (!list || more || name.quoted || name.text.toLowerCase() !== 'updating') return undefined
  const [column] = argumentsOf(list, context)
  const origin = originOf(of, context)
  return column?.value.kind === 'literal'
    ? coreCall('trigger_changes', [textLiteral(column.value.text.toLowerCase(), origin)], undefined, origin)
    : undefined
}

const attributes: Readonly<Record<string, string>> = {
  found: 'cursor_found',
  notfound: 'cursor_not_found',
  rowcount: 'cursor_row_count',
  isopen: 'cursor_is_open',
}

/** `c%FOUND`, `SQL%ROWCOUNT`. */
function attributeOf(of: CstNode, steps: readonly CstNode[], at: number, context: LowerContext): Expr | undefined {
  const step = steps[at]
  const name = step && attributes[token(step, 'attribute')?.image.toLowerCase() ?? '']
  const parts = steps.slice(0, at).map((each) => node(each, 'identifier'))
  if (!name || at < steps.length - 1 || parts.some((part) => part === undefined)) return undefined
  const path = [node(of, 'identifier'), ...parts].map((each) => lowerIdent(each).text)
  const origin = originOf(of, context)
  return coreCall(name, [textLiteral(path.join('.').toLowerCase(), origin)], undefined, origin)
}

/** A call that names the parameters of its arguments. */
function calledWithNames(of: CstNode, steps: readonly CstNode[], context: LowerContext): Expr | undefined {
  const at = steps.findIndex((each) => node(each, 'callArguments'))
  const list = steps[at] && node(steps[at], 'callArguments')
  if (!list || at < steps.length - 1 || !nodes(list, 'argument').some((each) => node(each, 'parameter')))
    return undefined
  const parts = steps.slice(0, at).map((each) => node(each, 'identifier'))
  if (parts.some((part) => part === undefined)) return undefined
  const given = argumentsOf(list, context)
  return {
    kind: 'call',
    fn: functionOf([node(of, 'identifier'), ...parts].map((each) => lowerIdent(each))),
    args: given.map((each) => each.value),
    names: given.map((each) => each.name),
    origin: originOf(of, context),
  }
}
