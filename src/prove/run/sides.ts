import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { RoutineRunner, RunnerOptions, RunnerSession } from '../../core/prove/runner.js'
import type { Clock } from '../compare/cells.js'
import type { ErrorPair } from '../compare/errors.js'

export interface ProofEnd {
  readonly runner: RoutineRunner
  readonly endpoint: Endpoint
  readonly schema: string
}

export interface SideSession {
  readonly session: RunnerSession
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
      source: { session: ours },
      target: { session: theirs },
      pair: { source: source.endpoint.dialect, target: target.endpoint.dialect },
    }
  } catch (error) {
    await ours.close()
    throw error
  }
}

/** Milliseconds by which a moment may miss the case: precisions of a second. */
const slack = 2_000

/** Moments between two answers of a server's clock. */
export const clockBetween = (before: string, after: string): Clock => ({
  from: moved(before, -slack),
  to: moved(after, slack),
})

const moved = (moment: string, by: number): string => {
  const time = Date.parse(`${moment.slice(0, 23).replace(' ', 'T')}Z`)
  return Number.isNaN(time) ? moment : new Date(time + by).toISOString().replace('T', ' ').replace('Z', '')
}

export async function closeSides({ source, target }: Sides): Promise<void> {
  await Promise.all([source.session.close(), target.session.close()])
}
