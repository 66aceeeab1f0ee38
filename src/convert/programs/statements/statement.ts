import { createFindingSink } from '../../../core/findings/finding.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { createReporter } from '../../code/code-context.js'
import { failingHere } from '../absent.js'
import { convertDataChange } from '../data-changes/convert.js'
import { type Converters, contextOf, type State } from '../frame.js'
import { protect } from '../handling/handlers.js'
import { takeBack } from '../handling/rollbacks.js'
import { openSavepoint } from '../handling/savepoints.js'
import { ownExprs } from '../outcomes.js'
import { calledIn } from '../reached.js'
import { refusalOf } from '../refused.js'
import { separate } from '../session/separate.js'
import { stubFor } from '../stubs.js'
import { calls } from './calls.js'
import { compound } from './compound.js'
import { cursors } from './cursors.js'
import { definitions } from './definitions.js'
import { diagnostics } from './diagnostics.js'
import { dynamic } from './dynamic.js'
import { withDynamicNames } from './dynamic-names.js'
import { takeOutCalls } from './out-calls.js'
import { counted, queries } from './queries.js'
import { transactions } from './transactions.js'
import { values } from './values.js'

/** Kinds whose own statements are converted, and protected, one by one. */
const holders: ReadonlySet<Stmt['kind']> = new Set([
  'block',
  'if',
  'caseStatement',
  'loop',
  'while',
  'repeat',
  'for',
  'leave',
  'iterate',
])

const converters: Converters<Stmt['kind']> = {
  ...compound,
  ...values,
  ...queries,
  ...cursors,
  ...calls,
  ...diagnostics,
  ...dynamic,
  ...transactions,
  ...definitions,
  insert: (stmt, state) => convertDataChange(stmt, state),
  update: (stmt, state) => convertDataChange(stmt, state),
  delete: (stmt, state) => convertDataChange(stmt, state),
  merge: (stmt, state) => convertDataChange(stmt, state),
}

/** One statement in the target's form. What has no counterpart becomes a stub; everything around it goes on. */
function convertStatement(stmt: Stmt, state: State): readonly Stmt[] {
  const sink = createFindingSink()
  const { ctx } = state.env
  const at = { ...ctx.at, origin: stmt.origin }
  const own: State = { ...state, env: { ...state.env, ctx: { ...ctx, at, report: createReporter(sink, at) } } }
  const named = stmt.kind !== 'opaque' && stmt.dynamic ? stmt.dynamic : []
  const { before, stmt: plain } = ctx.sourceCan.recordsAreValues ? takeOutCalls(stmt, own) : { before: [], stmt }
  const main =
    named.length > 0 ? withDynamicNames(plain, named, own, converterOf(plain)) : converterOf(plain)(plain, own)
  const made = [...before, ...main]
  reportRefusal(stmt, own)
  reportCallsBack(stmt, own)
  const failed = own.env.ctx.report.failed
  const failing = failed ? failingHere(stmt, sink.all, own) : undefined
  if (failing) return protect([failing], failing, state)
  for (const found of sink.all) state.frame.sink.add(found)
  const done = failed ? [stubFor(stmt, sink.all, state.frame)] : counted(stmt, made, own)
  return holders.has(stmt.kind) ? done : protect(done, stmt, state)
}

/** What the target refused in the last round cannot stay: a statement that holds others goes only for its own part. */
function reportRefusal(stmt: Stmt, state: State): void {
  const { settings, report } = contextOf(state)
  const refused = settings.refusedStatements ?? []
  if (refused.length === 0 || report.failed) return
  const found = refusalOf(stmt, holders.has(stmt.kind), refused)
  if (found) report.fail('XW-R0250', stmt.origin, { message: found.reason })
}

/** Where programs cannot run again while they run: a function not at all, a procedure as deep as a setting says. */
function reportCallsBack(stmt: Stmt, state: State): void {
  const { object, callsBack } = state.frame
  const { targetCan, report } = contextOf(state)
  if (targetCan.programsRecurse || report.failed) return
  const called = ownExprs(stmt).flatMap((expr) => calledIn(expr))
  if (stmt.kind === 'callStatement')
    called.push({ name: stmt.routine.name.text.toLowerCase(), given: stmt.args.length })
  const found = called.find(callsBack)
  if (!found) return
  const isProcedure = object.kind === 'routine' && object.form === 'procedure'
  if (isProcedure) report.noteOnce('XW-R0094', stmt.origin, { name: found.name })
  else report.fail('XW-R0093', stmt.origin, { name: found.name })
}

export function convertAll(list: readonly Stmt[], state: State): readonly Stmt[] {
  const stmts = list.flatMap(separate)
  const made: Stmt[] = []
  let comments: readonly string[] = []
  let skipped = -1
  for (const [at, stmt] of stmts.entries()) {
    if (at <= skipped) continue
    comments = [...comments, ...(stmt.comments ?? [])]
    const region = openSavepoint(stmts, at, state)
    if (region) {
      made.push(...withComments(region.made, comments))
      skipped = region.last
      comments = []
      continue
    }
    const back = takeBack(stmts, at, state)
    if (back) return [...made, ...withComments(back, comments)]
    const tail = state.tail && at === stmts.length - 1
    const own = convertStatement(stmt, tail === state.tail ? state : { ...state, tail })
    // What was said of a statement that nothing is left of is said in front of the next one.
    if (own.length === 0) continue
    made.push(...withComments(own, comments))
    comments = []
  }
  const [last] = stmts.slice(-1)
  return last && comments.length > 0
    ? [...made, { kind: 'assign', assignments: [], comments, origin: last.origin }]
    : made
}

function withComments([first, ...others]: readonly Stmt[], comments: readonly string[]): readonly Stmt[] {
  if (first === undefined) return []
  return [comments.length > 0 ? { ...first, comments } : first, ...others]
}

type AnyConverter = (stmt: Stmt, state: State) => readonly Stmt[]

/** One entry per kind, checked by the type of the table; the compiler cannot see that key and argument agree. */
const converterOf = (stmt: Stmt): AnyConverter => converters[stmt.kind] as AnyConverter
