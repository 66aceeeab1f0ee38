import { setTimeout as sleep } from 'node:timers/promises'
import type { Fingerprint, Fingerprinter } from '../core/dialect/fingerprint.js'
import { visible } from '../core/text/visible.js'
import { type EndOfSupport, endOfSupport } from './lifecycle.js'
import { type PortState, probePort } from './probe.js'
import { type Probe, probesOf, type Target } from './targets.js'

export interface ScanLimits {
  /** Connections begun in a second, at most. */
  readonly rate: number
  /** Ports that are looked at, at a time. */
  readonly atOnce: number
  readonly connectMs: number
  readonly answerMs: number
}

/** A port that answers, and what is known of it. Texts of the other side are cut and hold no control characters. */
export interface Observation {
  readonly address: string
  readonly port: number
  readonly name?: string
  readonly kind: 'server' | 'silent' | 'unknown'
  readonly fingerprint?: Fingerprint
  readonly endOfSupport?: EndOfSupport
  /** The first bytes of something that is no database. */
  readonly said?: string
}

export interface ScanResult {
  readonly probes: number
  readonly closed: { readonly refused: number; readonly noAnswer: number; readonly unreachable: number }
  readonly found: readonly Observation[]
}

/** Looks at every address and port of the targets and at nothing else. Stops where it is when the signal says so. */
export async function scan(
  targets: readonly Target[],
  known: readonly Fingerprinter[],
  limits: ScanLimits,
  { signal, today, onDone }: { signal: AbortSignal; today: string; onDone?: (done: number) => void },
): Promise<ScanResult> {
  const probes = probesOf(targets)
  const closed = { refused: 0, 'no answer': 0, unreachable: 0 }
  const found: Observation[] = []
  const turn = pace(limits.rate)
  let done = 0
  const lane = async (): Promise<void> => {
    for (const probe of probes) {
      if (signal.aborted) return
      const state = await probePort(probe, known, { ...limits, turn })
      if (state.kind === 'closed') closed[state.why] += 1
      else found.push(observation(probe, state, today))
      done += 1
      onDone?.(done)
    }
  }
  await Promise.all(Array.from({ length: limits.atOnce }, lane))
  const { refused, unreachable } = closed
  return { probes: done, closed: { refused, noAnswer: closed['no answer'], unreachable }, found: found.sort(byPlace) }
}

/** Spreads beginnings evenly over time. */
function pace(rate: number): () => Promise<void> {
  let next = 0
  return async () => {
    const now = performance.now()
    next = Math.max(now, next) + 1000 / rate
    const wait = next - now - 1000 / rate
    if (wait > 1) await sleep(wait)
  }
}

function observation(probe: Probe, state: Exclude<PortState, { kind: 'closed' }>, today: string): Observation {
  const place = { address: probe.address, port: probe.port, ...(probe.name ? { name: probe.name } : {}) }
  switch (state.kind) {
    case 'silent':
      return { ...place, kind: 'silent' }
    case 'unknown':
      return { ...place, kind: 'unknown', said: tame(state.said.toString('latin1', 0, 60)) }
    case 'server': {
      const fingerprint = tamed(state.fingerprint)
      const { product, version } = fingerprint
      const end = version && endOfSupport(product, version, today)
      return { ...place, kind: 'server', fingerprint, ...(end ? { endOfSupport: end } : {}) }
    }
  }
}

const longest = 160

/** What came over the network is shown, never obeyed, and is no longer than a line. */
export const tame = (text: string): string => {
  const line = visible(text.slice(0, longest).replace(/[\t\n\r]/g, ' '))
  return text.length > longest ? `${line}…` : line
}

const tamed = (print: Fingerprint): Fingerprint => ({
  ...print,
  ...(print.version ? { version: { ...print.version, text: tame(print.version.text) } } : {}),
  ...(print.refusal ? { refusal: { code: tame(print.refusal.code), message: tame(print.refusal.message) } } : {}),
  details: print.details.map(tame),
})

const byPlace = (a: Observation, b: Observation): number =>
  a.address.localeCompare(b.address, 'en', { numeric: true }) || a.port - b.port
