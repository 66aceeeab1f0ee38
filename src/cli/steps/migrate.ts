import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { LoadResult } from '../../load/result.js'
import { writeText } from '../../output/text-file.js'
import type { RunSummary } from '../../report/view.js'
import type { ValidationResult } from '../../verify/result.js'
import { exit } from '../exit.js'
import type { CommandContext } from '../program.js'
import { count, duration, safe } from '../terminal.js'
import { type ApplyOutcome, applyStatements } from './apply.js'
import { type ConvertOutcome, type ConvertStep, convertSource } from './convert.js'
import { loadRows } from './load.js'
import { reportFiles } from './report.js'
import type { Target } from './target.js'
import { validateRows } from './validate.js'

export interface MigrateStep {
  readonly convert: ConvertStep
  readonly target: Target
  readonly workers: number
  readonly policies: ValuePolicies
  readonly restart: boolean
  readonly validate: boolean
}

export interface MigrateOutcome {
  readonly converted: ConvertOutcome
  readonly applied: readonly ApplyOutcome[]
  readonly load: LoadResult
  readonly validation: ValidationResult | null
  readonly seconds: number
  readonly exit: number
}

/** All of it, in order. Every stage can be run again: what is done is found done. */
export async function migrate(step: MigrateStep, context: CommandContext): Promise<MigrateOutcome> {
  const began = performance.now()
  const converted = await convertSource(step.convert, context)
  const rejectFolder = join(step.convert.out, 'rejects')
  const { mapping } = converted.conversion
  const { source } = step.convert
  const applyPhase = (phase: 'pre-data' | 'post-data' | 'post-cutover'): Promise<ApplyOutcome> =>
    applyStatements(
      {
        statements: acceptedStatements(converted),
        target: step.target,
        ddl: 'full',
        phases: [phase],
        workers: step.workers,
        dryRun: false,
      },
      context,
    )

  const before = await applyPhase('pre-data')
  if (before.failed.length > 0)
    return { converted, applied: [before], load: nothingLoaded, validation: null, seconds: 0, exit: exit.failed }
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
  const after = await applyPhase('post-data')
  const validation = step.validate
    ? await validateRows(
        {
          ...{ mapping, source, segments: converted.segments, target: step.target },
          ...{ workers: step.workers, policies: step.policies, rejectFolder },
        },
        context,
      )
    : null
  const last = await applyPhase('post-cutover')
  const outcome = {
    converted,
    applied: [before, after, last],
    load,
    validation,
    seconds: (performance.now() - began) / 1000,
  }
  await writeRunReport(step, outcome, context)
  return { ...outcome, exit: exitOf(outcome) }
}

/** What the target refused in the proof is not tried again on the real one; the ledger names it. */
const acceptedStatements = ({ conversion, refused }: ConvertOutcome): ConvertOutcome['conversion']['statements'] =>
  conversion.statements.filter((statement) => !refused.has(statement.id))

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
  const files = reportFiles({ ...outcome.converted, version: context.version, run: runSummary(outcome) })
  const path = join(step.convert.out, 'report.html')
  await writeText(`${path}.new`, files['report.html'])
  await rename(`${path}.new`, path)
}

function runSummary({ load, validation }: Omit<MigrateOutcome, 'exit'>): RunSummary {
  const verdicts = new Map(validation?.tables.map((one) => [one.source, one]))
  return {
    tables: load.tables.map((one) => {
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
  }
}

/** The closing lines: what a person wants to know first. */
export function migrateSummary(outcome: MigrateOutcome, out: string): string {
  const { byStatus, objects } = outcome.converted.ledger.summary
  const refused = outcome.applied.flatMap((one) => one.failed)
  const totals = outcome.validation?.totals
  const wrong = totals ? totals.differing + totals.missing + totals.extra : 0
  return [
    `objects    ${count(objects)}: ${count(byStatus.converted)} converted, ${count(byStatus.approximated)} approximated, ${count(byStatus.partial)} partial, ${count(byStatus.flagged)} flagged`,
    `proved on  ${outcome.converted.ledger.proof.engine ?? 'nothing (--proof none)'}`,
    `rows       ${count(outcome.load.read)} read, ${count(outcome.load.written)} written, ${count(outcome.load.rejected)} set aside, in ${duration(outcome.load.seconds)}`,
    totals
      ? `compared   ${count(totals.values)} values, ${count(wrong)} differing`
      : 'compared   nothing (--no-validate); row counts come from the load',
    ...refused.map(({ step, error }) => `refused    ${safe(step.statement)}: ${safe(error)}`),
    `took       ${duration(outcome.seconds)}`,
    `report     ${safe(out)}/report.html`,
  ].join('\n')
}
