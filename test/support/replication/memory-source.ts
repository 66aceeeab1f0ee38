import { setTimeout as sleep } from 'node:timers/promises'
import type {
  Change,
  ChangeSink,
  ChangeSource,
  ChangeStream,
  ChangeStreamOptions,
  DefinitionChange,
  Position,
  RefusedChange,
} from '../../../src/core/data/changes.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'

/** What stands in the log of the source that lives in memory. */
export type LogEvent =
  | { readonly kind: 'transaction'; readonly changes: readonly Change[]; readonly refused?: readonly RefusedChange[] }
  | {
      readonly kind: 'definition'
      readonly sql: string
      readonly tables: readonly number[]
      readonly creates?: string
      readonly ofTables?: boolean
    }
  | { readonly kind: 'other' }

/**
 * A source whose log is an array; a position is the number of events in front of it. It breaks off the connection where
 * `breakAfter` says, as often as there are numbers: after so many calls of the sink since the stream was opened.
 */
export class MemorySource implements ChangeSource {
  readonly logsCascades = false
  readonly log: LogEvent[] = []
  readonly breakAfter: number[] = []
  /** Breaks are of this kind. */
  breaks = (): OperationError => lost('the connection broke', true)
  readonly opened: Position[] = []
  readonly confirmed: Position[] = []
  /** Nothing in front of this is in the log any more. */
  oldest = 0
  /** So many events behind the place that a stream was to end at are sent too, and are not in front of the head. */
  sendsPast = 0

  commit(...changes: readonly Change[]): void {
    this.log.push({ kind: 'transaction', changes })
  }

  async check(): Promise<readonly []> {
    return []
  }

  async head(): Promise<Position> {
    return String(Math.max(0, this.log.length - this.sendsPast))
  }

  reached = (position: Position, goal: Position): boolean => Number(position) >= Number(goal)

  async open(_: unknown, { from, permit }: Pick<ChangeStreamOptions, 'from' | 'permit'>): Promise<ChangeStream> {
    await permit?.(new AbortController().signal)
    this.opened.push(from)
    if (Number(from) < this.oldest) throw lost('the log was cut', false)
    let calls = this.breakAfter.shift() ?? Number.POSITIVE_INFINITY
    const step = (): void => {
      if (--calls < 0) throw this.breaks()
    }
    return {
      pump: (sink, options) => this.#pump(Number(from), sink, step, options ?? {}),
      confirm: (position) => void this.confirmed.push(position),
      close: async () => undefined,
    }
  }

  async #pump(
    from: number,
    sink: ChangeSink,
    step: () => void,
    { signal, until }: { readonly signal?: AbortSignal; readonly until?: Position },
  ): Promise<void> {
    for (let at = from; !signal?.aborted && at < Number(until ?? Number.POSITIVE_INFINITY) + this.sendsPast; ) {
      if (sink.full) await sink.drained()
      const event = this.log[at]
      if (event === undefined) {
        step()
        await sleep(1)
        continue
      }
      at++
      await send(event, at, sink, step)
      await Promise.resolve()
    }
  }
}

async function send(event: LogEvent, at: number, sink: ChangeSink, step: () => void): Promise<void> {
  const mark = { position: String(at), at: Date.now() }
  step()
  switch (event.kind) {
    case 'other':
      sink.passed(mark)
      return
    case 'definition':
      sink.definition(definition(event, at))
      if (sink.full) await sink.drained()
      return
    case 'transaction':
      sink.begin()
      for (const change of event.changes) {
        step()
        sink.change(change)
      }
      for (const change of event.refused ?? []) sink.refused(change)
      step()
      sink.commit(mark)
  }
}

function definition(event: Extract<LogEvent, { kind: 'definition' }>, at: number): DefinitionChange {
  return {
    ...{ position: String(at), before: String(at - 1), schema: 'shop', sql: event.sql, tables: event.tables },
    ...(event.ofTables === undefined ? {} : { ofTables: event.ofTables }),
    ...(event.creates === undefined ? {} : { creates: { schema: 'shop', table: event.creates } }),
  }
}

const lost = (reason: string, retryable: boolean): OperationError =>
  new OperationError('XW-S0205', { endpoint: 'memory', reason }, { retryable })
