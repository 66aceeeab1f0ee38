import { nullLiteral } from '../../../core/ir/build.js'
import type { Catch } from '../../../core/ir/error-handling.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { spanOf } from '../../../core/ir/names.js'
import type { SelectInto, Stmt, Target } from '../../../core/ir/statement.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import { statesOf } from '../../../rules/conditions/conditions.js'
import type { State } from '../frame.js'

/**
 * What a failed statement leaves in its variables, for a handler behind which the program goes on: SET leaves NULL, and
 * SELECT INTO that finds two rows has taken over the first one. The target leaves variables as they were.
 */
export function withLeftValues(
  catches: readonly Catch[],
  made: readonly Stmt[],
  source: Stmt,
  state: State,
): readonly Catch[] {
  if (source.kind === 'assign') {
    const refs = made.flatMap((each) => (each.kind === 'assign' ? each.assignments.map(({ target }) => target) : []))
    const [written] = source.assignments
    const seen = written && isLocal(written.target) && isSeen(written.target, source, state) ? refs : []
    return seen.length === 0
      ? catches
      : catches.map((each) => ({ ...each, body: [emptied(seen, source), ...each.body] }))
  }
  if (source.kind !== 'selectInto' || !source.targets.some((each) => isLocal(each) && isSeen(each, source, state)))
    return catches
  const select = made.find((each): each is SelectInto => each.kind === 'selectInto' && each.plain !== true)
  return select ? withFirstRow(catches, select, state) : catches
}

const isLocal = (target: Target): target is VariableRef => target.kind === 'variable' && target.scope === 'local'

const emptied = (targets: readonly Target[], { origin }: Stmt): Stmt => ({
  kind: 'assign',
  assignments: targets.map((target) => ({ target, value: nullLiteral() })),
  origin,
})

/** Only a handler that goes on shows what the variables hold. */
const goesOn = ({ body }: Catch): boolean => !['leave', 'resignal', 'return'].includes(body.at(-1)?.kind ?? '')

function withFirstRow(catches: readonly Catch[], select: SelectInto, { frame }: State): readonly Catch[] {
  const states = statesOf(frame.targetDialect, ['tooManyRows'])
  const at = catches.findIndex((each) => each.states === 'any' || states.some((one) => each.states.includes(one)))
  const taking = catches[at]
  if (!taking || !goesOn(taking)) return catches
  const { notFound: _, ...rest } = select
  const first: Catch = { states, body: [{ ...rest, plain: true }, ...taking.body] }
  return [...catches.slice(0, at), first, ...catches.slice(at)]
}

/** Whether anything but the statement itself reads the variable, or it goes back to the caller. */
function isSeen(target: VariableRef, source: Stmt, { frame }: State): boolean {
  const name = target.name.text.toLowerCase()
  const { program } = frame
  if (program.params.some((param) => param.mode !== 'in' && param.name.text.toLowerCase() === name)) return true
  const own = spanOf(source.origin)
  const isOwn = (expr: Expr): boolean => {
    const span = spanOf(expr.origin)
    return !span || !own || (span.start >= own.start && span.end <= own.end)
  }
  let found = false
  walkProgram(program, {
    expr: (expr) => {
      if (expr.kind === 'variable' && expr.name.text.toLowerCase() === name && !isOwn(expr)) found = true
      return !found
    },
  })
  return found
}
