import type { SourceConnector } from '../core/data/connector.js'
import { defaultPolicies } from '../core/data/reject.js'
import type { TargetConnector } from '../core/data/stream.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import type { SequenceMapping } from '../core/mapping/mapping.js'

/** Sets the counters of the target to where those of the source are now; never below one past what a column holds. */
export async function setSequences(request: {
  readonly sequences: readonly SequenceMapping[]
  readonly source: { readonly connector: SourceConnector; readonly endpoint: Endpoint }
  readonly target: { readonly connector: TargetConnector; readonly endpoint: Endpoint }
  readonly signal?: AbortSignal
}): Promise<void> {
  const { sequences, source, target } = request
  const signal = request.signal ? { signal: request.signal } : {}
  const snapshot = await source.connector.openSnapshot(source.endpoint, { connections: 1, tables: [], ...signal })
  try {
    const next = snapshot.nextValues ? await snapshot.nextValues(sequences) : sequences
    const into = await target.connector.open(target.endpoint, { connections: 1, policies: defaultPolicies, ...signal })
    try {
      await into.setSequences(next)
    } finally {
      await into.close()
    }
  } finally {
    await snapshot.close()
  }
}
