import type { ValuePolicies } from '../../core/data/reject.js'
import type { DataSegment } from '../../core/data/segment.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import { type LoadListener, load } from '../../load/load.js'
import type { LoadResult } from '../../load/result.js'
import { usage } from '../endpoint-url.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { bytes, count, duration, safe, table } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { Target } from './target.js'

export interface LoadStep {
  readonly mapping: Mapping
  readonly source: Source
  /** Where a script's rows are; empty for a live source. */
  readonly segments: readonly DataSegment[]
  readonly target: Target
  readonly workers: number
  readonly policies: ValuePolicies
  readonly rejectFolder: string
  readonly restart: boolean
  readonly fromNothing?: boolean
  readonly positioned?: boolean
  /** See `TargetOptions`. */
  readonly ignoreKeys?: boolean
  readonly listener?: LoadListener
}

/** Copies the rows and says what became of them, table by table. */
export async function loadRows(step: LoadStep, context: CommandContext): Promise<LoadResult> {
  const { source, target } = step
  if (!source.dialect.source) throw usage(`${source.dialect.title} cannot be a source of rows`)
  if (!target.dialect.target) throw usage(`${target.dialect.title} cannot be a target of rows`)
  const connector = await source.dialect.source()
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'load', state: 'started' })
  const result = await load({
    mapping: step.mapping,
    source:
      source.kind === 'live'
        ? { kind: 'live', connector, endpoint: source.endpoint }
        : { kind: 'script', connector, segments: step.segments },
    target: { connector: await target.dialect.target(), endpoint: target.endpoint },
    options: {
      ...{ workers: step.workers, policies: step.policies, rejectFolder: step.rejectFolder },
      ...{ restart: step.restart, fromNothing: step.fromNothing ?? false, positioned: step.positioned ?? false },
      ignoreKeys: step.ignoreKeys ?? false,
    },
    onProgress,
    ...(step.listener ? { listener: step.listener } : {}),
    signal: context.signal,
  })
  onProgress({ kind: 'phase', phase: 'load', state: 'done', detail: loadLine(result) })
  return result
}

export const loadLine = (result: LoadResult): string =>
  `${result.tables.length} tables, ${count(result.written)} rows, ${bytes(result.bytes)}${result.rejected > 0 ? `, ${count(result.rejected)} set aside` : ''}`

/** The table that ends a load. */
export function loadTable(result: LoadResult): string {
  const rows = result.tables.map((one) => [
    safe(`${one.table.source.schema}.${one.table.source.table}`),
    count(one.read),
    count(one.written),
    count(one.rejected),
    bytes(one.bytes),
    duration(one.seconds),
  ])
  const total = [
    'total',
    count(result.read),
    count(result.written),
    count(result.rejected),
    bytes(result.bytes),
    duration(result.seconds),
  ]
  return table(['table', 'read', 'written', 'set aside', 'bytes', 'time'], [...rows, total], [1, 2, 3, 4, 5])
}
