import { OperationError } from '../core/findings/operation-error.js'
import { type Memo, memoText, readMemo } from './memo.js'
import type { Definitions, Followed, ReplicateRequest } from './request.js'
import { SteadyTarget, type SteadyTargetOptions } from './target.js'
import { mappingPrint, noteStanding, readTaskState, type Standing } from './task-state.js'

export interface OpenedTarget {
  readonly steady: SteadyTarget
  readonly followed: Followed
  /** The change of definitions at which the task stood is behind it: somebody has seen to the target. */
  readonly passed: boolean
  readonly memo: Memo
}

export const identityOf = ({ identity, tables }: ReplicateRequest): string => identity ?? mappingPrint(tables)

/** Opens the target with the tables as they are where the task stands. */
export async function openTarget(request: ReplicateRequest, given: SteadyTargetOptions): Promise<OpenedTarget> {
  const { definitions, tables, options } = request
  if (!definitions) {
    const steady = await SteadyTarget.open(given)
    return { steady, followed: { tables }, passed: false, memo: readMemo(steady.opened.memo ?? null) }
  }
  const standing = standingOf(request)
  for (;;) {
    const text = options?.restart ? null : await SteadyTarget.recall(given)
    const memo = readMemo(text)
    const known = definitions.restore(memo.definitions)
    const passing = standing && (await passed(standing, definitions, memo, given.signal))
    const followed = passing?.followed ?? known
    const steady = await SteadyTarget.open({ ...given, open: { ...given.open, tables: followed.tables } })
    // Nobody else writes the memo once the task is ours.
    const isOurs = options?.restart || (steady.opened.memo ?? null) === text
    if (!isOurs) await steady.close()
    else if (passing) return pass(request, steady, passing)
    else return { steady, followed, passed: false, memo }
  }
}

/** The change at which the task stands, when somebody has seen to it: the target has the tables that follow it. */
function standingOf(request: ReplicateRequest): Standing | undefined {
  const { options, folder } = request
  return options?.passDefinition && !options.restart ? readTaskState(folder, identityOf(request))?.standing : undefined
}

interface Passing {
  readonly standing: Standing
  readonly memo: Memo
  readonly definitions: string
  readonly followed: Followed
}

async function passed(
  standing: Standing,
  definitions: Definitions,
  memo: Memo,
  signal: AbortSignal,
): Promise<Passing | undefined> {
  const carried = await definitions.carry(standing, { byHand: true, withoutKeys: memo.begun }, signal)
  if (carried.kind === 'stop') return undefined
  const known = { ...memo, definitions: carried.memo }
  return { standing, memo: known, definitions: carried.memo, followed: definitions.read(carried.memo) }
}

/** @throws OperationError XW-S0607 when the checkpoint is not where the task stood */
async function pass(
  request: ReplicateRequest,
  steady: SteadyTarget,
  { standing, memo, definitions: known, followed }: Passing,
): Promise<OpenedTarget> {
  const { task, definitions, folder } = request
  if (steady.position !== standing.at) {
    await steady.close()
    throw new OperationError('XW-S0607', { task, found: steady.position ?? '-', expected: standing.at ?? '-' })
  }
  const mark = { position: standing.position, at: Date.now() }
  await steady.define({ statements: [], memo: memoText(memo), mark })
  definitions?.carried(known)
  noteStanding(folder, identityOf(request), undefined)
  return { steady, followed, passed: true, memo }
}
