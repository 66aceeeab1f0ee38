import type { Fingerprint, Fingerprinter } from '../core/dialect/fingerprint.js'
import { type ConnectFailure, type OpenChannel, openChannel } from './channel.js'
import type { Probe } from './targets.js'

export interface ProbeLimits {
  readonly connectMs: number
  /** How long a server may take for each answer. */
  readonly answerMs: number
  /** Waits until one more connection may be begun. */
  readonly turn: () => Promise<void>
}

/** What stands behind a port. `silent`: it took the connection and never said anything; `unknown`: it said something else. */
export type PortState =
  | { readonly kind: 'closed'; readonly why: ConnectFailure }
  | { readonly kind: 'server'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown'; readonly said: Buffer }

/** How long a port that is usual for nobody may keep its greeting back before it is asked: a server that looks up names is slow. */
const greetingShare = 1 / 3

/** The connections to one port, which end together. */
interface Call {
  readonly probe: Probe
  readonly limits: ProbeLimits
  readonly opened: OpenChannel[]
  over: boolean
}

/**
 * Connects once and listens. Whoever does not speak is asked: on a port that is usual for an engine in that engine's words
 * alone, elsewhere in those of all, each on a connection of its own, while the first still listens.
 */
export async function probePort(
  probe: Probe,
  known: readonly Fingerprinter[],
  limits: ProbeLimits,
): Promise<PortState> {
  const call: Call = { probe, limits, opened: [], over: false }
  try {
    const first = await dial(call)
    return typeof first === 'string' ? { kind: 'closed', why: first } : await look(call, first, known)
  } finally {
    call.over = true
    for (const channel of call.opened) channel.close()
  }
}

async function dial(call: Call): Promise<OpenChannel | ConnectFailure> {
  await call.limits.turn()
  if (call.over) return 'no answer'
  const channel = await openChannel(call.probe, call.limits)
  if (typeof channel === 'string') return channel
  if (call.over) channel.close()
  call.opened.push(channel)
  return channel
}

async function look(call: Call, first: OpenChannel, known: readonly Fingerprinter[]): Promise<PortState> {
  const { answerMs } = call.limits
  const usual = known.filter(({ ports }) => ports.includes(call.probe.port))
  const asked = (usual.length > 0 ? usual : known).filter(({ ask }) => ask !== undefined)
  const share = usual.length === 0 ? greetingShare : asked.length === 0 ? 1 : 0
  const early = await greeted(first, known, answerMs * share)
  if (early) return { kind: 'server', fingerprint: early }
  if (asked.length > 0 && first.seen().length === 0 && !first.ended) {
    const found = await firstKnown([greeted(first, known, answerMs), ...asked.map((one) => ask(one, call))])
    if (found) return { kind: 'server', fingerprint: found }
  }
  const said = call.opened.map((channel) => channel.seen()).find((bytes) => bytes.length > 0)
  return said ? { kind: 'unknown', said } : { kind: 'silent' }
}

/** The first that knows, at once; undefined when none does. */
const firstKnown = (answers: readonly Promise<Fingerprint | undefined>[]): Promise<Fingerprint | undefined> =>
  new Promise((resolve, reject) => {
    for (const each of answers) each.then((found) => found && resolve(found), reject)
    void Promise.allSettled(answers).then(() => resolve(undefined))
  })

/** Waits for a whole greeting: as long as bytes come that may be one, up to the limit in all. */
async function greeted(
  channel: OpenChannel,
  known: readonly Fingerprinter[],
  milliseconds: number,
): Promise<Fingerprint | undefined> {
  const end = performance.now() + milliseconds
  while (true) {
    const bytes = channel.seen()
    const read = bytes.length === 0 ? ['more' as const] : known.map(({ greeting }) => greeting?.(bytes))
    for (const one of read) if (one !== undefined && one !== 'more') return one
    const left = end - performance.now()
    if (!read.includes('more') || channel.ended || left <= 0) return undefined
    await channel.heard(left)
  }
}

async function ask({ ask: question }: Fingerprinter, call: Call): Promise<Fingerprint | undefined> {
  try {
    return await question?.(async () => {
      const channel = await dial(call)
      if (typeof channel === 'string') throw new LostPort()
      return channel
    })
  } catch (error) {
    if (error instanceof LostPort) return undefined
    throw error
  }
}

/** The port took a connection and then no more. */
class LostPort extends Error {}
