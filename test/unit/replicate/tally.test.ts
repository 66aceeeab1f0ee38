import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChangesProgress } from '../../../src/core/progress/progress.js'
import type { Batch } from '../../../src/replicate/batcher.js'
import { Tally } from '../../../src/replicate/tally.js'

const outcome = { inserted: 1, updated: 0, deleted: 0 }

describe('the tally of a task', () => {
  const told: ChangesProgress[] = []
  let tally: Tally
  let end: () => void
  beforeEach(() => {
    vi.useFakeTimers()
    told.length = 0
    tally = new Tally(
      (event) => event.kind === 'changes' && told.push(event),
      () => ({ bytes: 0, memory: 0 }),
    )
    end = tally.steadily()
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })

  const applied = () => {
    const batch: Partial<Batch> = { transactions: [], end: { position: '1', at: Date.now() }, behind: false }
    tally.applied(batch as Batch, 1, 0, outcome as never, [])
  }

  it('grows old when nothing is heard: the lag is the time since then, and nothing is in step', () => {
    vi.advanceTimersByTime(1000)
    applied()
    expect(told.at(-1)).toMatchObject({ state: 'in-sync', lagSeconds: 0 })
    vi.advanceTimersByTime(10_000)
    expect(told.at(-1)).toMatchObject({ state: 'in-sync', lagSeconds: 0 })
    vi.advanceTimersByTime(50_000)
    expect(told.at(-1)?.state).toBe('catching-up')
    expect(told.at(-1)?.lagSeconds).toBeGreaterThan(55)
    tally.idle()
    vi.advanceTimersByTime(1000)
    expect(told.at(-1)).toMatchObject({ state: 'in-sync', lagSeconds: 0 })
  })
})
