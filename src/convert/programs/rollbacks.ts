import { textLiteral } from '../../core/ir/build.js'
import type { Catch, Stmt } from '../../core/ir/program.js'
import type { HandlerScope, State } from './frame.js'

/** Raised where a guarded block takes back its own work; no engine has an error of its own under it. */
const takenBack = 'XW001'

/** What a ROLLBACK inside a guarded block becomes together with the statements behind it. Undefined: nothing can. */
export interface TakenBack {
  /** Statements behind it that still run; they change nothing. */
  readonly rest: readonly Stmt[]
  readonly raise: readonly Stmt[]
}

/**
 * An error that follows takes back the block by itself. As the last thing that a block does, ROLLBACK is an error that only
 * its own guard catches; what stands behind it runs before, as long as it only sets variables, which keep their values.
 */
export function takeBack(stmts: readonly Stmt[], at: number, state: State): TakenBack | undefined {
  const [innermost] = state.handlers
  const stmt = stmts[at]
  if (stmt?.kind !== 'transaction' || stmt.action !== 'rollback' || !innermost?.whole || state.catching)
    return undefined
  const rest = stmts.slice(at + 1)
  const next = rest[0]
  if (next?.kind === 'signal' || next?.kind === 'resignal') return { rest, raise: [] }
  const last = rest.at(-1)
  const leaves = last?.kind === 'leave' && state.handlers.length === 1 && !state.inLoop
  const kept = leaves ? rest.slice(0, -1) : rest
  if (!(state.tail || leaves) || kept.some((each) => each.kind !== 'assign')) return undefined
  innermost.exit.takesBack = true
  return { rest: kept, raise: [raiseAt(stmt)] }
}

const raiseAt = ({ origin }: Stmt): Stmt => ({
  kind: 'signal',
  condition: { kind: 'sqlstate', value: takenBack },
  items: [{ name: 'MESSAGE_TEXT', value: textLiteral('The block takes back its work', origin) }],
  origin,
})

/** The catch of a guard whose block takes back its own work: there is nothing more to do. */
export const catchOfTakeBack = ({ exit }: HandlerScope): readonly Catch[] =>
  exit.takesBack ? [{ states: [takenBack], body: [] }] : []
