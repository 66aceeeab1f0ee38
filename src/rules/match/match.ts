import type { Call, Expr, IntervalExpr } from '../../core/ir/expr.js'

/** What the holes of a pattern stand for. A rest hole (`$$$xs`) has a list. */
export interface Bindings {
  readonly one: ReadonlyMap<string, Expr>
  readonly rest: ReadonlyMap<string, readonly Expr[]>
}

interface OpenBindings {
  readonly one: Map<string, Expr>
  readonly rest: Map<string, readonly Expr[]>
}

/**
 * Matches the arguments of a call against those of a pattern, by structure: blanks, case of names and parentheses play no
 * part. A hole matches any expression; the same hole twice must match equal expressions.
 */
export function matchArgs(pattern: readonly Expr[], args: readonly Expr[]): Bindings | undefined {
  const open: OpenBindings = { one: new Map(), rest: new Map() }
  return matchList(pattern, args, open) ? open : undefined
}

function matchList(pattern: readonly Expr[], args: readonly Expr[], open: OpenBindings): boolean {
  const at = pattern.findIndex((item) => item.kind === 'hole' && item.rest)
  if (at < 0) return pattern.length === args.length && pattern.every((item, i) => matchAt(item, args[i], open))
  const after = pattern.length - at - 1
  if (args.length < at + after) return false
  const hole = pattern[at]
  const end = args.length - after
  if (hole?.kind === 'hole') open.rest.set(hole.name, args.slice(at, end))
  const before = pattern.slice(0, at).every((item, i) => matchAt(item, args[i], open))
  return before && pattern.slice(at + 1).every((item, i) => matchAt(item, args[end + i], open))
}

function matchAt(pattern: Expr, arg: Expr | undefined, open: OpenBindings): boolean {
  if (arg === undefined) return false
  if (pattern.kind === 'hole') return bind(pattern.name, arg, open)
  if (pattern.kind === 'call' && arg.kind === 'call') return matchCall(pattern, arg, open)
  if (pattern.kind === 'interval' && arg.kind === 'interval') {
    return matchUnit(pattern.unit, arg, open) && matchAt(pattern.amount, arg.amount, open)
  }
  return sameExpr(pattern, arg)
}

/** The unit of an interval may be a hole too: it binds the unit's name as a text. */
function matchUnit(pattern: string, arg: IntervalExpr, open: OpenBindings): boolean {
  if (!pattern.startsWith('$')) return pattern === arg.unit
  return bind(pattern.slice(1), { kind: 'literal', of: 'text', text: arg.unit, origin: arg.origin }, open)
}

function bind(name: string, arg: Expr, open: OpenBindings): boolean {
  const known = open.one.get(name)
  if (known !== undefined) return sameExpr(known, arg)
  open.one.set(name, arg)
  return true
}

function matchCall(pattern: Call, arg: Call, open: OpenBindings): boolean {
  return functionKey(pattern) === functionKey(arg) && matchList(pattern.args, arg.args, open)
}

/** Names compare without case; a function of a user never equals one of the engine. */
function functionKey(call: Call): string {
  if ('core' in call.fn) return `core.${call.fn.core}`
  if ('native' in call.fn) return call.fn.native.toUpperCase()
  return `routine ${call.fn.routine.schema?.text ?? ''}.${call.fn.routine.name.text}`
}

/** Equal but for where it stands and what inference knows of it. */
export function sameExpr(a: Expr, b: Expr): boolean {
  return shape(a) === shape(b)
}

const shape = (expr: Expr): string =>
  JSON.stringify(expr, (key, value: unknown) => (key === 'origin' || key === 'type' ? undefined : value))
