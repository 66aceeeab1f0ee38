import { createFindingSink } from '../../../core/findings/finding.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { createReporter } from '../../code/code-context.js'
import { contextOf, type Frame, type State } from '../frame.js'

/** The converter of the kind of a statement. */
export type Convert = (stmt: Stmt, state: State) => readonly Stmt[]

/** What conversion would make of a statement, and nothing else that it does; undefined when it has no counterpart. */
export function trial(stmt: Stmt, state: State, convert: Convert): readonly Stmt[] | undefined {
  const { frame, env } = state
  const sink = createFindingSink()
  const report = createReporter(sink, contextOf(state).at)
  const own: Frame = {
    ...frame,
    sink,
    shapes: [],
    extra: new Map(frame.extra),
    made: new Map(frame.made),
    madeNames: new Map(frame.madeNames),
    counters: { ...frame.counters, asked: new Set() },
    copies: { ...frame.copies },
  }
  const made = convert(stmt, { ...state, frame: own, env: { ...env, ctx: { ...env.ctx, report } } })
  return report.failed || made.length === 0 ? undefined : made
}

/** Equal for statements that are written in the same way. */
export const sameText = (node: unknown): string =>
  JSON.stringify(node, (key, value) =>
    key === 'origin' || key === 'type' ? undefined : typeof value === 'bigint' ? String(value) : value,
  )
