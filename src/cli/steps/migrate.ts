import { join } from 'node:path'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { LoadResult } from '../../load/result.js'
import { exit } from '../exit.js'
import { duration, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { ApplyOutcome } from './apply.js'
import { loadRows } from './load.js'
import { applyPhase, type PrepareStep, prepareTarget } from './prepare.js'
import { asideLines, type Moved, movedLines, writeRunReport } from './run-report.js'
import { validateRows } from './validate.js'

export interface MigrateStep extends PrepareStep {
  readonly policies: ValuePolicies
  readonly restart: boolean
  readonly validate: boolean
}

export interface MigrateOutcome extends Moved {
  readonly applied: readonly ApplyOutcome[]
  readonly seconds: number
  readonly exit: number
}

/** All of it, in order. Every stage can be run again: what is done is found done. */
export async function migrate(step: MigrateStep, context: CommandContext): Promise<MigrateOutcome> {
  const began = performance.now()
  const { converted, before, aside, statements } = await prepareTarget(step, context)
  context.watch?.planned(aside.mapping.tables, aside.tables)
  const rejectFolder = join(step.convert.out, 'rejects')
  const { source } = step.convert
  const { mapping } = aside
  if (before.failed.length > 0 && mapping.tables.length === 0) {
    const nothing = { applied: [before], aside, load: nothingLoaded, validation: null, seconds: 0 }
    return { converted, ...nothing, exit: exit.failed }
  }
  const load = await loadRows(
    {
      mapping,
      source,
      segments: converted.segments,
      target: step.target,
      workers: step.workers,
      policies: step.policies,
      rejectFolder,
      restart: step.restart,
    },
    context,
  )
  const after = await applyPhase(step, statements, 'post-data', context)
  const validation = step.validate
    ? await validateRows(
        {
          ...{ mapping, source, segments: converted.segments, target: step.target },
          ...{ workers: step.workers, policies: step.policies, rejectFolder },
        },
        context,
      )
    : null
  const last = await applyPhase(step, statements, 'post-cutover', context)
  const outcome = {
    converted,
    applied: [before, after, last],
    aside,
    load,
    validation,
    seconds: (performance.now() - began) / 1000,
  }
  await writeRunReport(step.convert.out, outcome, context)
  return { ...outcome, exit: exitOf(outcome) }
}

const nothingLoaded: LoadResult = {
  tables: [],
  read: 0,
  written: 0,
  rejected: 0,
  bytes: 0,
  seconds: 0,
  position: null,
  findings: [],
}

function exitOf(outcome: Omit<MigrateOutcome, 'exit'>): number {
  if (outcome.aside.tables.length > 0) return exit.incomplete
  if (outcome.applied.some((one) => one.failed.length > 0)) return exit.failed
  if (outcome.validation && !outcome.validation.equal) return exit.findings
  if (outcome.load.rejected > 0) return exit.incomplete
  return outcome.applied.some((one) => one.drifted.length > 0) ? exit.decisionNeeded : exit.done
}

/** The closing lines. */
export function migrateSummary(outcome: MigrateOutcome, out: string): string {
  const waiting = new Set(outcome.aside.skipped.map(({ statement }) => statement.id))
  const refused = outcome.applied.flatMap((one) => one.failed).filter(({ step }) => !waiting.has(step.statement))
  return [
    ...movedLines(outcome),
    ...asideLines(outcome.aside),
    ...refused.map(({ step, error }) => `refused    ${safe(step.statement)}: ${safe(error)}`),
    `took       ${duration(outcome.seconds)}`,
    `report     ${safe(out)}/report.html`,
  ].join('\n')
}
