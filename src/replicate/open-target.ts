import { OperationError } from '../core/findings/operation-error.js'
import type { Definitions, Followed, ReplicateRequest } from './request.js'
import { SteadyTarget, type SteadyTargetOptions } from './target.js'
import { mappingPrint, noteStanding, readTaskState, type Standing } from './task-state.js'

export interface OpenedTarget {
  readonly steady: SteadyTarget
  readonly followed: Followed
  /** The change of definitions at which the task stood is behind it: somebody has seen to the target. */
  readonly passed: boolean
}

export const identityOf = ({ identity, tables }: ReplicateRequest): string => identity ?? mappingPrint(tables)

/** Opens the target with the tables as they are where the task stands. */
export async function openTarget(request: ReplicateRequest, given: SteadyTargetOptions): Promise<OpenedTarget> {
  const { definitions, tables, options } = request
  if (!definitions) return { steady: await SteadyTarget.open(given), followed: { tables }, passed: false }
  const standing = standingOf(request)
  for (;;) {
    const memo = options?.restart ? null : await SteadyTarget.recall(given)
    const known = definitions.restore(memo)
    const passing = standing && (await passed(standing, definitions, given.signal))
    const followed = passing?.followed ?? known
    const steady = await SteadyTarget.open({ ...given, open: { ...given.open, tables: followed.tables } })
    // Nobody else writes the memo once the task is ours.
    const isOurs = options?.restart || (steady.opened.memo ?? null) === memo
    if (!isOurs) await steady.close()
    else if (passing) return pass(request, steady, passing)
    else return { steady, followed, passed: false }
  }
}

/** The change at which the task stands, when somebody has seen to it: the target has the tables that follow it. */
function standingOf(request: ReplicateRequest): Standing | undefined {
  const { options, folder } = request
  return options?.passDefinition && !options.restart ? readTaskState(folder, identityOf(request))?.standing : undefined
}

interface Passing {
  readonly standing: Standing
  readonly memo: string
  readonly followed: Followed
}

async function passed(standing: Standing, definitions: Definitions, signal: AbortSignal): Promise<Passing | undefined> {
  const carried = await definitions.carry(standing, true, signal)
  if (carried.kind === 'stop') return undefined
  return { standing, memo: carried.memo, followed: definitions.read(carried.memo) }
}

/** @throws OperationError XW-S0607 when the checkpoint is not where the task stood */
async function pass(
  request: ReplicateRequest,
  steady: SteadyTarget,
  { standing, memo, followed }: Passing,
): Promise<OpenedTarget> {
  const { task, definitions, folder } = request
  if (steady.position !== standing.at) {
    await steady.close()
    throw new OperationError('XW-S0607', { task, found: steady.position ?? '-', expected: standing.at ?? '-' })
  }
  await steady.define({ statements: [], memo, mark: { position: standing.position, at: Date.now() } })
  definitions?.carried(memo)
  noteStanding(folder, identityOf(request), undefined)
  return { steady, followed, passed: true }
}
