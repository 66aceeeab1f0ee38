import { type AddressRange, addressText, forbiddenIn, parseAddress, parseRange } from './addresses.js'

/** What one word of a command line, or one line of a file, asks for. */
export interface Target {
  /** As it was given. */
  readonly text: string
  readonly ranges: readonly AddressRange[]
  /** The host name, where it was one. */
  readonly name?: string
  readonly ports: readonly number[]
}

/** One connection to be tried. */
export interface Probe {
  readonly address: string
  readonly port: number
  readonly name?: string
}

export type Resolve = (name: string) => Promise<readonly string[]>

export class TargetError extends Error {
  override readonly name = 'TargetError'
  /** It is well written, and no address has the name. */
  readonly unresolved: boolean

  constructor(message: string, unresolved = false) {
    super(message)
    this.unresolved = unresolved
  }
}

/**
 * Reads `RANGE`, `HOST` or either with `:PORTS`; an IPv6 address with ports stands in brackets. A host name is asked for
 * once, and its addresses are what is contacted. @throws TargetError, with the reason
 */
export async function readTarget(text: string, ports: readonly number[], resolve: Resolve): Promise<Target> {
  const { host, given } = split(text)
  const own = given === undefined ? ports : readPorts(given)
  try {
    const range = parseRange(host)
    if (range) return checked({ text, ranges: [range], ports: own })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TargetError(error.message)
  }
  if (!/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63})*\.?$/i.test(host) || /^[\d.]+$/.test(host))
    throw new TargetError('expected an address, a range, a host name or a file')
  const found = (await resolve(host)).flatMap((address) => parseAddress(address) ?? [])
  if (found.length === 0) throw new TargetError('no address has this name', true)
  const ranges = found.map(({ family, value }) => ({ family, from: value, to: value }))
  return checked({ text, ranges, name: host, ports: own })
}

function checked(target: Target): Target {
  for (const range of target.ranges) {
    const reason = forbiddenIn(range)
    if (reason !== undefined) throw new TargetError(`holds addresses that are never contacted (${reason})`)
  }
  return target
}

function split(text: string): { readonly host: string; readonly given?: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text)
  if (bracketed) return { host: bracketed[1] ?? '', ...(bracketed[2] === undefined ? {} : { given: bracketed[2] }) }
  // Two colons and more are an IPv6 address.
  const [host = '', given, ...more] = text.split(':')
  return given === undefined || more.length > 0 ? { host: text } : { host, given }
}

/** `3306`, `3306,5432`, `5432-5440`, and lists of these. @throws TargetError */
export function readPorts(text: string): readonly number[] {
  const ports = text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()) ?? []
    const [first, last] = [Number(from), Number(to ?? from)]
    if (!(first >= 1 && last <= 65535 && first <= last))
      throw new TargetError(`ports ${text}: expected numbers from 1 to 65535`)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
  return [...new Set(ports)]
}

/** How many connections are asked for, counted without making them: a range may be larger than any memory. */
export const probeCount = (targets: readonly Target[]): bigint =>
  targets.reduce(
    (sum, { ranges, ports }) =>
      sum + ranges.reduce((own, { from, to }) => own + to - from + 1n, 0n) * BigInt(ports.length),
    0n,
  )

/**
 * Every address and port of the targets once. In turns over the targets and port by port, so that neighbours in the list
 * are different hosts and no host is called at all its ports at once.
 */
export function* probesOf(targets: readonly Target[]): Generator<Probe> {
  const known = new Set<string>()
  let open = targets.map(probesOfOne)
  while (open.length > 0) {
    const rest: typeof open = []
    for (const one of open) {
      const { value, done } = one.next()
      if (done) continue
      rest.push(one)
      const key = `${value.address} ${value.port}`
      if (known.has(key)) continue
      known.add(key)
      yield value
    }
    open = rest
  }
}

function* probesOfOne({ ranges, ports, name }: Target): Generator<Probe, undefined> {
  for (const port of ports)
    for (const { family, from, to } of ranges)
      for (let at = from; at <= to; at += 1n)
        yield { address: addressText(family, at), port, ...(name === undefined ? {} : { name }) }
  return undefined
}
