import type { ReplicateResult } from '../../replicate/task.js'
import { count, duration, safe } from '../terminal.js'
import type { ReplicateOutcome } from './replicate.js'
import { rowsAside, type TaskPlan } from './task-plan.js'

export const changesLine = (result: ReplicateResult): string =>
  `${count(result.transactions)} transactions, ${count(result.changes)} changes${result.setAside > 0 ? `, ${count(result.setAside)} set aside` : ''}`

/** What of the source is not on the target. */
export const missingLines = (plan: TaskPlan): readonly string[] => [
  ...(plan.tablesAside > 0 ? [`set aside  ${count(plan.tablesAside)} tables`] : []),
  ...(rowsAside(plan) > 0 ? [`set aside  ${count(rowsAside(plan))} rows of the load`] : []),
  ...plan.refused.map((statement) => `refused    ${safe(statement)}`),
]

/** The closing lines. */
export function replicateSummary({ result, plan }: ReplicateOutcome): string {
  const { inserted, updated, deleted } = result
  return [
    `task       ${safe(result.task)}: ${result.ended}${result.position === null ? '' : ` at ${safe(result.position)}`}`,
    `changes    ${count(result.transactions)} transactions, ${count(result.changes)} changes in ${count(result.batches)} batches`,
    `rows       ${count(inserted)} inserted, ${count(updated)} updated, ${count(deleted)} deleted`,
    ...(result.setAside > 0 ? [`set aside  ${count(result.setAside)} changes`] : []),
    ...missingLines(plan),
    `took       ${duration(result.seconds)}`,
  ].join('\n')
}
