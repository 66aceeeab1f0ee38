import { existsSync, readFileSync } from 'node:fs'
import type { RejectRecord, ValuePolicies } from '../../core/data/reject.js'
import type { DataSegment } from '../../core/data/segment.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import { rejectFiles } from '../../load/rejects.js'
import type { ValidationResult } from '../../verify/result.js'
import { type ValidateRequest, validate } from '../../verify/validate.js'
import { usage } from '../endpoint-url.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { count, duration, safe, table } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { writeRepairs } from './repair.js'
import type { Target } from './target.js'

export interface ValidateStep {
  readonly mapping: Mapping
  readonly source: Source
  /** Where a script's rows are; empty for a live source. */
  readonly segments: readonly DataSegment[]
  readonly target: Target
  readonly workers: number
  readonly policies: ValuePolicies
  readonly rejectFolder: string
  /** Statements that repair the target are written to this file. */
  readonly repair?: string
}

/** Compares every value on both sides; rows that the load set aside are explained, not missing. */
export async function validateRows(step: ValidateStep, context: CommandContext): Promise<ValidationResult> {
  const { source, target } = step
  if (!source.dialect.comparer || !target.dialect.comparer) throw usage('this pair of engines cannot be compared')
  if (step.repair !== undefined && source.kind === 'script')
    throw usage('--repair: a file cannot be asked for single rows; give the URL of a server')
  const comparer = await source.dialect.comparer()
  if (source.kind === 'script' && !comparer.openScript)
    throw usage(`files of ${source.dialect.title} cannot be compared`)
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'validate', state: 'started' })
  const request: ValidateRequest = {
    mapping: step.mapping,
    source: source.kind === 'live' ? { comparer, endpoint: source.endpoint } : { comparer, segments: step.segments },
    target: { comparer: await target.dialect.comparer(), endpoint: target.endpoint },
    options: {
      workers: step.workers,
      policies: step.policies,
      rejected: rejectedRows(step.mapping, step.rejectFolder),
      ...(step.repair === undefined ? {} : { maxDifferences: mostRepaired }),
    },
    onProgress,
    signal: context.signal,
  }
  const result = await validate(request)
  onProgress({
    kind: 'phase',
    phase: 'validate',
    state: result.equal ? 'done' : 'failed',
    detail: validateLine(result),
  })
  if (step.repair !== undefined && !result.equal) await writeRepairs(step.repair, request, result, context)
  return result
}

/** Rows of a table that statements are made for. */
const mostRepaired = 10_000

/** Reads the reject files of a load back, for at most so many rows per table. */
export function rejectedRows(
  mapping: Mapping,
  folder: string,
): ReadonlyMap<string, { count: number; records: readonly RejectRecord[] }> {
  const files = rejectFiles(folder)
  const found = new Map<string, { count: number; records: readonly RejectRecord[] }>()
  for (const one of mapping.tables) {
    const path = files.pathOf(one)
    if (!existsSync(path)) continue
    const records: RejectRecord[] = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
    found.set(`${one.source.schema}.${one.source.table}`, { count: records.length, records })
  }
  return found
}

export function validateLine({ totals }: ValidationResult): string {
  const wrong = totals.differing + totals.missing + totals.extra
  const explained = totals.explainedRows + totals.explainedValues
  return [
    `${count(totals.values)} values in ${count(totals.rows)} rows, ${count(wrong)} differing`,
    ...(explained > 0 ? [`${count(explained)} explained`] : []),
    ...(totals.failedTables > 0 ? [`${totals.failedTables} tables could not be compared`] : []),
    ...(totals.unverifiedColumns > 0 ? [`${totals.unverifiedColumns} columns not comparable`] : []),
  ].join(', ')
}

/** Tables with anything to say, and the first differences down to the column. */
export function validateDetails(result: ValidationResult): string {
  const rows = result.tables.map((one) => [
    safe(one.source),
    count(one.sourceRows),
    count(one.targetRows),
    count(one.differing),
    count(one.missing),
    count(one.extra),
    duration(one.seconds),
    one.state,
  ])
  const lines = [
    table(
      ['table', 'source rows', 'target rows', 'differing', 'missing', 'extra', 'time', 'verdict'],
      rows,
      [1, 2, 3, 4, 5, 6],
    ),
  ]
  for (const one of result.tables) {
    if (one.reason) lines.push(safe(`${one.source}: ${one.reason}`))
    for (const difference of one.differences) {
      const key = Object.entries(difference.key)
        .map(([name, value]) => `${name}=${value ?? 'NULL'}`)
        .join(' ')
      const columns = difference.columns
        .map((column) => `${column.column}: ${column.source ?? 'NULL'} -> ${column.target ?? 'NULL'}`)
        .join('; ')
      lines.push(safe(`  ${one.source} ${difference.kind} ${key} ${columns}`).slice(0, 400))
    }
  }
  return lines.join('\n')
}
