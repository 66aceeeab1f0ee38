import type { Query } from '../../core/ir/query.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { RaisedError, ResultRows, StepOutcome } from '../../core/prove/runner.js'
import { comparable } from '../compare/cells.js'
import { compareChange } from '../compare/changes.js'
import { type ErrorPair, errorText, sameError } from '../compare/errors.js'
import { orderOfResult } from '../compare/order.js'
import { type Clocks, cellText, compareRows, type Difference } from '../compare/rows.js'
import type { SideRun } from './one-side.js'

export type Judgement =
  | { readonly verdict: 'equal'; readonly error: RaisedError | undefined }
  | { readonly verdict: 'different'; readonly difference: Difference }
  | { readonly verdict: 'open'; readonly because: string }
  /** The routine cannot be run at all. */
  | { readonly verdict: 'notRun'; readonly because: string }

export interface JudgeContext {
  readonly pair: ErrorPair
  readonly tables: readonly TableMapping[]
  readonly results: readonly Query[]
}

/** Compares what one case did on both sides. */
export function judge(source: SideRun, target: SideRun, context: JudgeContext): Judgement {
  if (source.outcome.endsTransaction)
    return {
      verdict: 'notRun',
      because: 'it ends its transaction or defines something; --allow-commit runs it and keeps what it does',
    }
  const slow = judgeTime(source, target)
  if (slow) return slow
  const errors = judgeErrors(source.outcome, target.outcome, context.pair)
  if (errors) return errors
  const difference = firstDifference(source, target, context)
  if (difference?.open)
    return { verdict: 'open', because: 'rows that its ORDER BY does not tell apart come in another order' }
  return difference ? { verdict: 'different', difference } : { verdict: 'equal', error: undefined }
}

function judgeTime(source: SideRun, target: SideRun): Judgement | undefined {
  if (source.outcome.timedOut) return { verdict: 'open', because: 'the source took too long' }
  if (!target.outcome.timedOut) return undefined
  // A loop that does not end on one side alone is no matter of speed.
  if (source.milliseconds * 10 > target.milliseconds) return { verdict: 'open', because: 'the target took too long' }
  return {
    verdict: 'different',
    difference: {
      what: 'error',
      detail: `the source answered after ${source.milliseconds} ms, the target was stopped after ${target.milliseconds} ms`,
    },
  }
}

function judgeErrors(source: StepOutcome, target: StepOutcome, pair: ErrorPair): Judgement | undefined {
  const [ours, theirs] = [source.error, target.error]
  if (!ours && !theirs) return undefined
  const stub = theirs && /\bXW-[A-Z]\d{4}\b/.exec(theirs.message)?.[0]
  if (stub !== undefined && ours?.unusable)
    return { verdict: 'open', because: `the source itself cannot run it: ${ours.message} (${stub})` }
  if (stub !== undefined) return { verdict: 'open', because: `it reaches a statement that was not converted (${stub})` }
  if (ours && theirs && sameError(ours, theirs, pair)) return { verdict: 'equal', error: ours }
  if (ours?.unusable) return { verdict: 'open', because: `the source itself cannot run it: ${ours.message}` }
  const detail = `source: ${errorText(ours)}; target: ${errorText(theirs)}`
  // Of several rules that values break at once, which one is reported is not said anywhere.
  if (ours && theirs && refusesValues(ours) && refusesValues(theirs))
    return { verdict: 'open', because: `both sides refuse the values, each for a reason of its own (${detail})` }
  return { verdict: 'different', difference: { what: 'error', detail } }
}

/** Classes of data exceptions and broken constraints. */
const refusesValues = ({ state }: RaisedError): boolean => /^2[23]/.test(state)

function firstDifference(source: SideRun, target: SideRun, context: JudgeContext): Difference | undefined {
  const clocks: Clocks = { source: source.clock, target: target.clock }
  return (
    compareOuts(source.outcome, target.outcome, clocks) ??
    compareResults(source.outcome.results, resultsOf(target.outcome, source.outcome.results.length), context, clocks) ??
    compareChanges(source, target, context, clocks)
  )
}

function compareOuts(source: StepOutcome, target: StepOutcome, clocks: Clocks): Difference | undefined {
  const [ours, theirs] = [source.outs, target.outs]
  // Engines count changed rows in different ways; what they hold is compared.
  if (ours.columns[0]?.name === 'rows') return undefined
  if (ours.columns.length !== theirs.columns.length)
    return {
      what: 'parameter',
      detail: `${ours.columns.length} values come back from the source, ${theirs.columns.length} from the target`,
    }
  for (const [at, column] of ours.columns.entries()) {
    const [kind, other] = [column.kind, theirs.columns[at]?.kind ?? column.kind]
    const a = comparable(ours.row[at] ?? null, kind, other, clocks.source)
    const b = comparable(theirs.row[at] ?? null, other, kind, clocks.target)
    if (a !== b) {
      const what = column.name === 'result' ? 'result' : 'parameter'
      return {
        what,
        detail: `${column.name}: ${cellText(ours.row[at] ?? null)} on the source, ${cellText(theirs.row[at] ?? null)} on the target`,
      }
    }
  }
  return undefined
}

/** What the target gives, where a call that gives no result can only look like one that gives no rows. */
function resultsOf({ results, asQuery }: StepOutcome, wanted: number): readonly ResultRows[] {
  return asQuery && wanted === 0 && results.every(({ count }) => count === 0) ? [] : results
}

function compareResults(
  source: readonly ResultRows[],
  target: readonly ResultRows[],
  context: JudgeContext,
  clocks: Clocks,
): Difference | undefined {
  if (source.length !== target.length)
    return { what: 'results', detail: `${source.length} results on the source, ${target.length} on the target` }
  for (const [at, ours] of source.entries()) {
    const theirs = target[at]
    if (theirs === undefined) continue
    const found = compareRows(ours, theirs, orderOfResult(context.results, ours.columns), clocks)
    if (found) return source.length === 1 ? found : { ...found, detail: `result ${at + 1}: ${found.detail}` }
  }
  return undefined
}

function compareChanges(
  source: SideRun,
  target: SideRun,
  context: JudgeContext,
  clocks: Clocks,
): Difference | undefined {
  for (const [at, table] of context.tables.entries()) {
    const [ours, theirs] = [source.changes[at], target.changes[at]]
    const found = ours && theirs ? compareChange(table, ours, theirs, clocks) : undefined
    if (found) return found
  }
  return undefined
}
