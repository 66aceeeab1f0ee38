import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { ChangesProgress, ProgressEvent } from '../../../src/core/progress/progress.js'
import { publish } from '../../../src/metrics/publish.js'
import { RunMetrics } from '../../../src/metrics/run-metrics.js'

const none = { insert: 0, update: 0, delete: 0, truncate: 0, definition: 0 }
const changes = (more: Partial<ChangesProgress>): ChangesProgress => ({
  ...{
    kind: 'changes',
    phase: 'changes',
    state: 'catching-up',
    transactions: 0,
    changes: 0,
    setAside: 0,
    lagSeconds: 0,
    position: '',
  },
  ...{
    waitingBytes: 0,
    memoryBytes: 0,
    captured: { transactions: 0, changes: 0, bytes: 0, at: 0, lagSeconds: 0 },
    ...more,
  },
})
const loaded = (table: string, state: 'running' | 'done', rows: number, rejected = 0): ProgressEvent => ({
  ...{ kind: 'table', phase: 'load', table, state, rows, totalRows: 10, exact: true, bytes: rows * 100, rejected },
})

async function after(...events: readonly ProgressEvent[]): Promise<(name: string) => number | undefined> {
  const metrics = new RunMetrics({ task: 't', version: '1' })
  for (const event of events) metrics.onProgress(event)
  const lines = (await metrics.text()).split('\n')
  return (name) => {
    const line = lines.find((each) =>
      each
        .replace(/,?task="t"/, '')
        .replace('{}', '')
        .startsWith(`crosswalk_${name} `),
    )
    return line === undefined ? undefined : Number(line.split(' ').at(-1))
  }
}

it('the full load counts rows of both sides, bytes, and tables by state', async () => {
  const of = await after(
    loaded('s.a', 'running', 4),
    loaded('s.a', 'running', 7),
    loaded('s.a', 'done', 9, 2),
    loaded('s.b', 'running', 1),
  )
  expect([
    of('full_load_rows_total{side="source"}'),
    of('full_load_rows_total{side="target"}'),
    of('full_load_bytes_total'),
  ]).toEqual([10, 8, 1000])
  expect([of('rows_set_aside'), of('tables{state="done"}'), of('tables{state="running"}')]).toEqual([2, 1, 1])
})

it('changes count what was read, what waits and what is on the target, and how old it is', async () => {
  const captured = { transactions: 2, changes: 10, bytes: 900, at: 1, lagSeconds: 3 }
  const of = await after(changes({ captured, waitingBytes: 900, memoryBytes: 400, lagSeconds: 5 }), {
    kind: 'applied',
    phase: 'changes',
    tables: [{ table: 's.a', applied: { ...none, insert: 4, delete: 2 }, setAside: { ...none, update: 1 } }],
  })
  expect([
    of('cdc_captured_changes_total'),
    of('cdc_captured_transactions_total'),
    of('cdc_captured_bytes_total'),
  ]).toEqual([10, 2, 900])
  expect([of('cdc_incoming_changes'), of('cdc_changes_memory_bytes'), of('cdc_changes_disk_bytes')]).toEqual([
    3, 400, 500,
  ])
  expect([of('cdc_latency_source_seconds'), of('cdc_latency_target_seconds')]).toEqual([3, 5])
  expect([
    of('cdc_applied_changes_total{op="insert"}'),
    of('cdc_applied_changes_total{op="delete"}'),
    of('changes_set_aside_total'),
  ]).toEqual([4, 2, 1])
  expect([of('cdc_state{state="catching-up"}'), of('cdc_state{state="in-sync"}')]).toEqual([1, 0])
})

it('a port is one of this machine alone, and shows nothing but metrics', async () => {
  const shown = await publish(new RunMetrics({ task: 't', version: '1' }), '0')
  expect(shown.at).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  const answer = await fetch(shown.at)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=0\.0\.4/),
  ])
  expect(await answer.text()).toMatch(/^crosswalk_build_info\{version="1",task="t"\} 1$/m)
  expect((await fetch(shown.at.replace('/metrics', '/'))).status).toBe(404)
  const port = /:(\d+)\//.exec(shown.at)?.[1] ?? ''
  const error = await publish(new RunMetrics({ task: 'u', version: '1' }), port).catch((thrown: unknown) => thrown)
  expect(error instanceof OperationError && error.code).toBe('XW-S0720')
  await shown.close()
  await expect(fetch(shown.at)).rejects.toThrow()
})

it('a file is whole, and has the end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-metrics-'))
  const metrics = new RunMetrics({ task: 't', version: '1' })
  const shown = await publish(metrics, join(folder, 'crosswalk.prom'))
  metrics.onProgress(loaded('s.a', 'done', 9))
  await shown.close()
  expect(readFileSync(shown.at, 'utf8')).toMatch(/^crosswalk_full_load_rows_total\{side="source",task="t"\} 9$/m)
  rmSync(folder, { recursive: true })
})
