import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { RoutineRunner, RunnerOptions, RunnerSession } from '../../core/prove/runner.js'
import type { Clock } from '../compare/cells.js'
import type { ErrorPair } from '../compare/errors.js'

export interface ProofEnd {
  readonly runner: RoutineRunner
  readonly endpoint: Endpoint
  readonly schema: string
}

/** A session and how far its clock is from ours, in milliseconds. */
export interface SideSession {
  readonly session: RunnerSession
  readonly offset: number
}

export interface Sides {
  readonly source: SideSession
  readonly target: SideSession
  readonly pair: ErrorPair
}

export async function openSides(
  source: ProofEnd,
  target: ProofEnd,
  options: Pick<RunnerOptions, 'timeout' | 'maxRows' | 'signal'>,
): Promise<Sides> {
  const ours = await source.runner.open(source.endpoint, { ...options, side: 'source', schema: source.schema })
  try {
    const theirs = await target.runner.open(target.endpoint, { ...options, side: 'target', schema: target.schema })
    return {
      source: { session: ours, offset: await offsetOf(ours) },
      target: { session: theirs, offset: await offsetOf(theirs) },
      pair: { source: source.endpoint.dialect, target: target.endpoint.dialect },
    }
  } catch (error) {
    await ours.close()
    throw error
  }
}

/** The clock is asked a few times: the answer that came soonest is nearest to the truth. */
async function offsetOf(session: RunnerSession): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, offset: 0 }
  for (let round = 0; round < 3; round++) {
    const before = Date.now()
    const clock = await session.clock()
    const after = Date.now()
    const server = Date.parse(`${clock.slice(0, 23).replace(' ', 'T')}Z`)
    if (after - before < best.took && !Number.isNaN(server))
      best = { took: after - before, offset: server - (before + after) / 2 }
  }
  return best.offset
}

/** Milliseconds by which a moment may miss the case: precisions of a second, and clocks read over a network. */
const slack = 2_000

/** What a server's clock showed while a case ran, by our own clock before and after. */
export const clockBetween = (side: SideSession, before: number, after: number): Clock => ({
  from: clockText(before + side.offset - slack),
  to: clockText(after + side.offset + slack),
})

const clockText = (time: number): string => new Date(time).toISOString().replace('T', ' ').replace('Z', '')

export async function closeSides({ source, target }: Sides): Promise<void> {
  await Promise.all([source.session.close(), target.session.close()])
}
