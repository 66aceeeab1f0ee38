import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoadResult } from '../../load/result.js'
import { writeText } from '../../output/text-file.js'
import type { RunSummary } from '../../report/view.js'
import type { ValidationResult } from '../../verify/result.js'
import { count, duration, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { type ConvertOutcome, proofOf } from './convert.js'
import { reportFiles } from './report.js'
import type { SetAside } from './set-aside.js'

/** What a run converted, loaded and compared. */
export interface Moved {
  readonly converted: ConvertOutcome
  /** Tables that the target did not take, and what waits for them. */
  readonly aside: SetAside
  readonly load: LoadResult
  readonly validation: ValidationResult | null
}

/** The report once more, with what the run moved. */
export async function writeRunReport(out: string, moved: Moved, context: CommandContext): Promise<void> {
  const run = runSummary(moved)
  const files = reportFiles({ ...moved.converted, version: context.version, run })
  const path = join(out, 'report.html')
  // A later report, of a proof, says it again.
  await writeText(join(out, 'run.json'), () => [`${JSON.stringify(run)}\n`])
  await writeText(`${path}.new`, files['report.html'])
  await rename(`${path}.new`, path)
}

function runSummary({ aside, load, validation }: Moved): RunSummary {
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

/** What a person wants to know first. */
export function movedLines({ converted, load, validation }: Moved): readonly string[] {
  const { byStatus, objects } = converted.ledger.summary
  const totals = validation?.totals
  const wrong = totals ? totals.differing + totals.missing + totals.extra : 0
  return [
    `objects    ${count(objects)}: ${count(byStatus.converted)} converted, ${count(byStatus.approximated)} approximated, ${count(byStatus.partial)} partial, ${count(byStatus.flagged)} flagged`,
    proofOf(converted.ledger).join('  '),
    `rows       ${count(load.read)} read, ${count(load.written)} written, ${count(load.rejected)} set aside, in ${duration(load.seconds)}`,
    totals
      ? `compared   ${count(totals.values)} values, ${count(wrong)} differing`
      : 'compared   nothing (--no-validate); row counts come from the load',
  ]
}

export function asideLines({ tables, skipped }: SetAside): readonly string[] {
  if (tables.length === 0) return []
  return [
    `set aside  ${count(tables.length)} tables, with their rows`,
    ...tables.map(
      ({ table, reason }) => `           ${safe(`${table.source.schema}.${table.source.table}: ${reason}`)}`,
    ),
    ...skipped.map(({ statement, waitsFor }) => `not run    ${safe(`${statement.id}: waits for ${waitsFor}`)}`),
  ]
}
