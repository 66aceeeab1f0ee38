import type { SequenceMapping } from '../../core/mapping/mapping.js'
import { setSequences } from '../../load/sequences.js'
import type { Source } from '../source.js'
import type { Target } from './target.js'

/** Sets the counters of the target to where those of a live source are now. */
export async function setCounters(
  { source, target }: { readonly source: Source; readonly target: Target },
  sequences: readonly SequenceMapping[],
  signal: AbortSignal,
): Promise<void> {
  if (source.kind !== 'live' || !source.dialect.source || !target.dialect.target) return
  await setSequences({
    sequences,
    source: { connector: await source.dialect.source(), endpoint: source.endpoint },
    target: { connector: await target.dialect.target(), endpoint: target.endpoint },
    signal,
  })
}
