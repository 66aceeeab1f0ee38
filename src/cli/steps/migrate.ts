import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { LoadResult } from '../../load/result.js'
import { writeText } from '../../output/text-file.js'
import type { RunSummary } from '../../report/view.js'
import type { ValidationResult } from '../../verify/result.js'
import { exit } from '../exit.js'
import { count, duration, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { ApplyOutcome } from './apply.js'
import { type ConvertOutcome, proofOf } from './convert.js'
import { loadRows } from './load.js'
import { applyPhase, type PrepareStep, prepareTarget } from './prepare.js'
import { reportFiles } from './report.js'
import type { SetAside } from './set-aside.js'
import { validateRows } from './validate.js'

export interface MigrateStep extends PrepareStep {
  readonly policies: ValuePolicies
  readonly restart: boolean
  readonly validate: boolean
}

export interface MigrateOutcome {
  readonly converted: ConvertOutcome
  readonly applied: readonly ApplyOutcome[]
  /** Tables that the target did not take, and what waits for them. */
  readonly aside: SetAside
  readonly load: LoadResult
  readonly validation: ValidationResult | null
  readonly seconds: number
  readonly exit: number
}

/** All of it, in order. Every stage can be run again: what is done is found done. */
export async function migrate(step: MigrateStep, context: CommandContext): Promise<MigrateOutcome> {
  const began = performance.now()
  const { converted, before, aside, statements } = await prepareTarget(step, context)
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
  await writeRunReport(step, outcome, context)
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

/** The report once more, with what the run moved. */
async function writeRunReport(
  step: MigrateStep,
  outcome: Omit<MigrateOutcome, 'exit'>,
  context: CommandContext,
): Promise<void> {
  const run = runSummary(outcome)
  const files = reportFiles({ ...outcome.converted, version: context.version, run })
  const path = join(step.convert.out, 'report.html')
  // A later report, of a proof, says it again.
  await writeText(join(step.convert.out, 'run.json'), () => [`${JSON.stringify(run)}\n`])
  await writeText(`${path}.new`, files['report.html'])
  await rename(`${path}.new`, path)
}

function runSummary({ aside, load, validation }: Omit<MigrateOutcome, 'exit'>): RunSummary {
  const verdicts = new Map(validation?.tables.map((one) => [one.source, one]))
  const left = aside.tables.map(({ table, reason }) => ({
    table: `${table.source.schema}.${table.source.table}`,
    ...{ read: 0, written: 0, rejected: 0, seconds: 0, differing: null, verdict: `set aside: ${reason}` },
  }))
  return {
    tables: [
      ...left,
      ...load.tables.map((one) => {
        const name = `${one.table.source.schema}.${one.table.source.table}`
        const verdict = verdicts.get(name)
        return {
          table: name,
          read: one.read,
          written: one.written,
          rejected: one.rejected,
          seconds: Math.round(one.seconds * 100) / 100,
          differing: verdict ? verdict.differing + verdict.missing + verdict.extra : null,
          verdict: verdict ? (verdict.reason ?? verdict.state) : 'not compared',
        }
      }),
    ],
  }
}

/** The closing lines: what a person wants to know first. */
export function migrateSummary(outcome: MigrateOutcome, out: string): string {
  const { byStatus, objects } = outcome.converted.ledger.summary
  const waiting = new Set(outcome.aside.skipped.map(({ statement }) => statement.id))
  const refused = outcome.applied.flatMap((one) => one.failed).filter(({ step }) => !waiting.has(step.statement))
  const totals = outcome.validation?.totals
  const wrong = totals ? totals.differing + totals.missing + totals.extra : 0
  return [
    `objects    ${count(objects)}: ${count(byStatus.converted)} converted, ${count(byStatus.approximated)} approximated, ${count(byStatus.partial)} partial, ${count(byStatus.flagged)} flagged`,
    proofOf(outcome.converted.ledger).join('  '),
    `rows       ${count(outcome.load.read)} read, ${count(outcome.load.written)} written, ${count(outcome.load.rejected)} set aside, in ${duration(outcome.load.seconds)}`,
    totals
      ? `compared   ${count(totals.values)} values, ${count(wrong)} differing`
      : 'compared   nothing (--no-validate); row counts come from the load',
    ...asideLines(outcome.aside),
    ...refused.map(({ step, error }) => `refused    ${safe(step.statement)}: ${safe(error)}`),
    `took       ${duration(outcome.seconds)}`,
    `report     ${safe(out)}/report.html`,
  ].join('\n')
}

function asideLines({ tables, skipped }: SetAside): readonly string[] {
  if (tables.length === 0) return []
  return [
    `set aside  ${count(tables.length)} tables, with their rows`,
    ...tables.map(
      ({ table, reason }) => `           ${safe(`${table.source.schema}.${table.source.table}: ${reason}`)}`,
    ),
    ...skipped.map(({ statement, waitsFor }) => `not run    ${safe(`${statement.id}: waits for ${waitsFor}`)}`),
  ]
}
