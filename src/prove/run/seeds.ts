import type { ProofStep, RunnerSession } from '../../core/prove/runner.js'
import type { Sides } from './sides.js'

type StepSession = Pick<RunnerSession, 'begin' | 'rollback' | 'run'>

/** Made-up rows that both sides take, in an order in which they do. */
export async function possibleSeeds(
  { source, target }: Sides,
  seeds: readonly ProofStep[],
): Promise<readonly ProofStep[]> {
  let kept = await inPossibleOrder(source.session, seeds)
  // Without what the target refused the source may refuse more.
  for (const { session } of [target, source])
    for (let round = kept.length; round >= 0; round--) {
      const bad = await firstRefused(session, kept)
      if (bad === undefined) break
      kept = kept.filter((step) => step !== bad)
    }
  return kept
}

/** What is refused is tried again behind the others: triggers may want rows that no foreign key speaks of. */
async function inPossibleOrder(session: StepSession, seeds: readonly ProofStep[]): Promise<readonly ProofStep[]> {
  const taken: ProofStep[] = []
  await session.begin()
  try {
    let waiting = seeds
    for (let before = -1; waiting.length > 0 && taken.length > before; ) {
      before = taken.length
      const refused: ProofStep[] = []
      for (const step of waiting) {
        if ((await session.run(step)).error === undefined) taken.push(step)
        else refused.push(step)
      }
      waiting = refused
    }
  } finally {
    await session.rollback()
  }
  return taken
}

async function firstRefused(session: StepSession, seeds: readonly ProofStep[]): Promise<ProofStep | undefined> {
  await session.begin()
  try {
    for (const step of seeds) if ((await session.run(step)).error !== undefined) return step
    return undefined
  } finally {
    await session.rollback()
  }
}
