import { lookup } from 'node:dns/promises'
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Fingerprinter } from '../../core/dialect/fingerprint.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { loadFingerprinters } from '../../dialects/registry.js'
import { type ScanLimits, type ScanResult, scan, tame } from '../../discover/scan.js'
import { probeCount, probesOf, readPorts, readTarget, type Target, TargetError } from '../../discover/targets.js'
import { usage } from '../endpoint-url.js'
import { count, safe, type Terminal } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { observationTable } from './discover-text.js'
import { positive, text, type Words } from './options.js'

export interface DiscoverPlan {
  readonly targets: readonly Target[]
  readonly probes: bigint
  /** Host names that no server of names knows. */
  readonly unresolved: readonly string[]
  readonly known: readonly Fingerprinter[]
}

/** The most that any --limit may say: the list of what was tried is kept in memory. */
const most = 4_000_000

/** Reads the targets and counts before anything is contacted but the servers of names. @throws OperationError */
export async function discoverPlan(words: readonly string[], options: Words): Promise<DiscoverPlan> {
  if (words.length === 0)
    throw usage('say where to look: an address, a range, a host or a file of these; there is no default')
  const known = await loadFingerprinters()
  const ports = portsOf(options, known)
  const targets: Target[] = []
  const unresolved: string[] = []
  for (const word of words.flatMap(wordsOf)) {
    const target = await read(word, ports)
    if (target === undefined) unresolved.push(word)
    else targets.push(target)
  }
  const probes = probeCount(targets)
  const limit = positive(options, 'limit', 65_536)
  if (limit > most) throw usage(`--limit ${limit}: expected at most ${count(most)}`)
  if (probes > BigInt(limit))
    throw new OperationError('XW-S0801', { asked: probes.toLocaleString('en-US'), limit: count(limit) })
  return { targets, probes, unresolved, known }
}

function portsOf(options: Words, known: readonly Fingerprinter[]): readonly number[] {
  const given = text(options, 'ports')
  if (given === undefined) return known.flatMap((one) => one.ports)
  return readPorts(given)
}

/** A file is read as a list of targets, one a line; what follows a # is a remark. */
function wordsOf(word: string): readonly string[] {
  if (!existsSync(word)) return [word]
  if (!statSync(word).isFile()) throw usage(`${word} is no plain file`)
  if (statSync(word).size > 10_000_000) throw usage(`${word}: a list of targets is not that large`)
  return readFileSync(word, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}

/** undefined: a host that has no address. */
async function read(word: string, ports: readonly number[]): Promise<Target | undefined> {
  try {
    return await readTarget(word, ports, async (name) => {
      const found = await lookup(name, { all: true }).catch(() => [])
      return found.map(({ address }) => address)
    })
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    if (error.unresolved) return undefined
    throw usage(`${tame(word)}: ${error.message}`)
  }
}

/** What would be contacted, one connection a line. */
export function printDryRun({ targets, probes, unresolved }: DiscoverPlan, terminal: Terminal): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ dryRun: true, probes: [...probesOf(targets)], unresolved }))
    return
  }
  for (const { address, port, name } of probesOf(targets))
    terminal.out(`${address.includes(':') ? `[${address}]` : address}:${port}${name ? `  ${safe(name)}` : ''}`)
  terminal.note(`${probes.toLocaleString('en-US')} connections asked for; nothing was contacted`)
}

/** `partOf`: another result follows, and of JSON there is one document. */
export async function runScan(
  plan: DiscoverPlan,
  limits: ScanLimits,
  context: CommandContext,
  { partOf }: { readonly partOf: boolean },
): Promise<ScanResult> {
  const { terminal, signal } = context
  for (const name of plan.unresolved) terminal.note(`${safe(name)}: no address has this name`)
  const started = performance.now()
  const today = new Date().toISOString().slice(0, 10)
  const result = await scan(plan.targets, plan.known, limits, { signal, today })
  const seconds = Math.round((performance.now() - started) / 100) / 10
  if (terminal.json && !partOf) terminal.out(JSON.stringify({ ...result, unresolved: plan.unresolved, seconds }))
  else if (!terminal.json) terminal.out(observationTable(result, seconds))
  return result
}
