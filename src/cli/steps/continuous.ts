import type { Position } from '../../core/data/changes.js'
import type { ValuePolicies } from '../../core/data/reject.js'
import { finding } from '../../core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../core/ir/names.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import type { OnProgress } from '../../core/progress/progress.js'
import type { ChangeObserver } from '../../replicate/changed-keys.js'
import { ContinuousValidation } from '../../verify/continuous/validation.js'
import { usage } from '../endpoint-url.js'
import type { Source } from '../source.js'
import type { CommandContext } from '../verb.js'
import type { Target } from './target.js'
import { noteFinding } from './task-findings.js'
import { rejectedRows } from './validate.js'

export interface ContinuousStep {
  readonly task: string
  readonly mapping: Mapping
  readonly source: Extract<Source, { kind: 'live' }>
  readonly target: Target
  readonly policies: ValuePolicies
  readonly rejectFolder: string
  readonly head: () => Promise<Position>
  readonly reached: (position: Position, goal: Position) => boolean
  readonly onProgress: OnProgress
}

/** A comparison that runs beside a task. */
export interface RunningComparison {
  readonly observer: ChangeObserver
  /** What the load tells: a table whose rows are loaded cannot be compared. */
  readonly onProgress: OnProgress
  /** Tables that were loaded again have joined the others. */
  joined(): void
  /** When everything was looked at, or a minute is over. */
  settled(): Promise<void>
  /** Ends it. The number of rows that differ. */
  end(): Promise<number>
}

const settleLimit = 60_000

export async function compareBeside(step: ContinuousStep, context: CommandContext): Promise<RunningComparison> {
  const { source, target, task, policies } = step
  if (!source.dialect.comparer || !target.dialect.comparer) throw usage('this pair of engines cannot be compared')
  const [ofSource, ofTarget] = [await source.dialect.comparer(), await target.dialect.comparer()]
  const journal = await (await target.dialect.validationJournals?.())?.open(target.endpoint, task)
  let rejected: ReadonlySet<string> | undefined
  const validation = new ContinuousValidation({
    ...{ head: step.head, reached: step.reached, policies, onProgress: step.onProgress },
    ...(journal ? { journal } : {}),
    isExplained(table, key) {
      rejected ??= rejectedKeys(step)
      return rejected.has(`${table.source.schema}.${table.source.table} ${JSON.stringify(key)}`)
    },
    async open() {
      const from = await ofSource.open(source.endpoint, 'source', { policies, fresh: true })
      const to = await ofTarget.open(target.endpoint, 'target', { policies, fresh: true }).catch(async (error) => {
        await from.close()
        throw error
      })
      return { source: from, target: to, close: async () => void (await Promise.all([from.close(), to.close()])) }
    },
  })
  const stop = new AbortController()
  const running = validation.run(stop.signal)
  return {
    observer: validation,
    onProgress(event) {
      if (event.kind !== 'table' || event.phase !== 'load') return
      rejected = undefined
      validation.pause(event.table)
    },
    joined: () => validation.resume(),
    settled: () => validation.settle(settleLimit),
    async end() {
      stop.abort()
      await running
      await journal?.close()
      const left = validation.tables.reduce((sum, { pending }) => sum + pending.size, 0)
      if (left > 0) context.terminal.note(`${left} rows were not compared to the end`)
      const failed = validation.tables.filter((watch) => watch.failed.size > 0)
      for (const { table, name, failed: rows } of failed) {
        const of = (kind: string): number => [...rows.values()].filter((row) => row.kind === kind).length
        const at = { object: objectId('table', qname(table.source.schema, table.source.table)), origin: noOrigin }
        const counts = { differing: of('differing'), missing: of('missing'), extra: of('extra') }
        noteFinding(finding('XW-D0500', at, { table: name, ...counts }), context.terminal)
      }
      return failed.reduce((sum, watch) => sum + watch.failed.size, 0)
    },
  }
}

/** Rows that the load has set aside, by table and canonical key as far as the reject files tell. */
function rejectedKeys({ mapping, rejectFolder }: ContinuousStep): ReadonlySet<string> {
  const rejected = rejectedRows(mapping, rejectFolder)
  return new Set(
    mapping.tables.flatMap(({ source, key }) => {
      const name = `${source.schema}.${source.table}`
      const records = rejected.get(name)?.records ?? []
      return records.map((record) => `${name} ${JSON.stringify(key.map((column) => record.key[column] ?? ''))}`)
    }),
  )
}
