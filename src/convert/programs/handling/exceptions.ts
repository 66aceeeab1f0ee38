import type { Catch, Condition, ExceptionBranch } from '../../../core/ir/error-handling.js'
import type { Block, Stmt } from '../../../core/ir/statement.js'
import { contextOf, type State, withScope } from '../frame.js'
import { raisedAt } from '../session/raised-at.js'
import { caughtBy, resolveCondition } from './conditions.js'
import { leavesOf } from './risks.js'

/** The branches of an exception section as what the target's block catches, in the order of the source. */
export function exceptionCatches(block: Block, state: State): readonly Catch[] {
  const branches = block.exceptions ?? []
  noteTakenBack(block, state)
  const { session } = state.scope
  const scope = session?.whileCatching ? { ...state.scope, session: session.whileCatching } : state.scope
  const at: State = { ...withScope(state, scope), catching: true, tail: false }
  return branches.flatMap((branch): readonly Catch[] => {
    const states = statesOf(branch, state)
    return states === undefined || states.length > 0 ? [{ states: states ?? 'any', body: branchBody(branch, at) }] : []
  })
}

/** A branch whose program asks for the number of the error keeps where it was raised, on which the number hangs. */
function branchBody({ body, origin }: ExceptionBranch, state: State): readonly Stmt[] {
  const { caught } = state.frame
  const depth = ++caught.depth
  const made = state.frame.convertAll(body, state)
  caught.depth--
  if (!caught.asked.delete(depth)) return made
  const target = raisedAt(state.frame, contextOf(state), origin, depth)
  return [{ kind: 'getDiagnostics', area: 'stacked', items: [{ target, name: 'CONTEXT' }], origin }, ...made]
}

/** SQLSTATEs of all conditions of a branch; undefined: every error. */
function statesOf(branch: ExceptionBranch, state: State): readonly string[] | undefined {
  const all = branch.conditions.map((condition) => resolveCondition(condition, state))
  const states = all.map((condition) => caughtBy(condition, state))
  for (const [at, caught] of states.entries())
    if (caught?.length === 0) {
      const condition = wordsOf(branch.conditions[at])
      contextOf(state).report.note('XW-R0009', branch.origin, { condition })
    }
  return states.includes(undefined) ? undefined : [...new Set(states.flatMap((each) => each ?? []))]
}

const wordsOf = (condition: Condition | undefined): string => {
  if (condition?.kind === 'named') return condition.name.text
  return condition && 'value' in condition ? condition.value : (condition?.kind ?? '')
}

/** The target takes back what the block did before the error; the source the failing statement alone. */
function noteTakenBack(block: Block, state: State): void {
  const leaves = leavesOf(block.statements, state)
  const { report, sourceCan, targetCan } = contextOf(state)
  if (sourceCan.takesBackBlocks) {
    const { object } = state.frame
    const kept = leaves.changes > 0 && object.kind === 'routine' && object.form === 'procedure'
    if (kept && !targetCan.takesBackBlocks) report.noteOnce('XW-R0088', block.origin, {})
    return
  }
  const last = block.statements.at(-1)
  const one = leaves.risky <= 1 && !leaves.looped
  if (leaves.changes === 0 || one || (leaves.changes === 1 && last && leavesOf([last], state).changes === 1)) return
  if (block.exceptions?.every(({ body }) => raisesAgain(body))) return
  report.noteOnce('XW-R0050', block.origin, {})
}

/** What was done goes with the error that leaves the block. */
function raisesAgain(body: ExceptionBranch['body']): boolean {
  return body.some(
    (stmt) =>
      stmt.kind === 'signal' || stmt.kind === 'resignal' || (stmt.kind === 'transaction' && stmt.action === 'rollback'),
  )
}
