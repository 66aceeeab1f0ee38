import { isIPv4, isIPv6 } from 'node:net'

/** Consecutive addresses of one family, both ends included. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly from: bigint
  readonly to: bigint
}

/** An address, `a/prefix`, `a-b`, or for version 4 `a.b.c.d-e`. undefined: none of these. @throws RangeError for one that cannot be */
export function parseRange(text: string): AddressRange | undefined {
  const [first = '', prefix, ...more] = text.split('/')
  if (prefix !== undefined) {
    const range = more.length === 0 && /^\d{1,3}$/.test(prefix) ? block(first, Number(prefix)) : undefined
    if (!range) throw new RangeError('expected an address, a slash and a number of bits')
    return range
  }
  const dash = text.lastIndexOf('-')
  const start = parseAddress(dash < 0 ? text : text.slice(0, dash))
  if (!start) return undefined
  if (dash < 0) return { family: start.family, from: start.value, to: start.value }
  const last = text.slice(dash + 1)
  const end =
    start.family === 4 && /^\d{1,3}$/.test(last)
      ? parseAddress(text.slice(0, text.lastIndexOf('.', dash) + 1) + last)
      : parseAddress(last)
  if (end?.family !== start.family || end.value < start.value)
    throw new RangeError('expected the first and the last address of one family')
  return { family: start.family, from: start.value, to: end.value }
}

/** Without the addresses of the network itself and of its broadcast, where it has them. */
function block(text: string, prefix: number): AddressRange | undefined {
  const address = parseAddress(text)
  const bits = address?.family === 4 ? 32 : 128
  if (!address || prefix > bits) return undefined
  const size = 1n << BigInt(bits - prefix)
  const from = address.value - (address.value % size)
  const ends = address.family === 4 && size > 2n ? 1n : 0n
  return { family: address.family, from: from + ends, to: from + size - 1n - ends }
}

export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  if (isIPv4(text)) return { family: 4, value: text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) }
  // A zone (fe80::1%eth0) belongs to link-local addresses, which are refused anyhow.
  if (!isIPv6(text) || text.includes('%')) return undefined
  const value = sixteenBits(text).reduce((sum, part) => sum * 65536n + BigInt(part), 0n)
  // An IPv4 address in the clothes of IPv6 is what it is.
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value }
}

function sixteenBits(text: string): readonly number[] {
  const plain = text.replace(/\d+\.\d+\.\d+\.\d+$/, (four) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.split('.').map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [left = '', right] = plain.split('::')
  const words = (side: string): number[] =>
    side === '' ? [] : side.split(':').map((word) => Number.parseInt(word, 16))
  const [head, tail] = [words(left), words(right ?? '')]
  return right === undefined ? head : [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}

export function addressText(family: 4 | 6, value: bigint): string {
  const width = family === 4 ? 8n : 16n
  const parts = Array.from({ length: family === 4 ? 4 : 8 }, (_, at) =>
    Number((value >> (width * BigInt((family === 4 ? 3 : 7) - at))) & ((1n << width) - 1n)),
  )
  if (family === 4) return parts.join('.')
  const text = parts.map((part) => part.toString(16)).join(':')
  // The longest run of two or more zeros, as RFC 5952 writes it.
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length)
  const run = runs[0]
  if (!run) return text
  return `${text.slice(0, run.index).replace(/:$/, '')}::${text.slice(run.index + run[0].length).replace(/^:/, '')}`
}

/** Ranges in which no database of a user can be: what is sent there goes to everybody, to this link, or to a cloud's own services. */
const forbidden: readonly (readonly [string, string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['169.254.0.0/16', 'link-local'],
  ['224.0.0.0/3', 'multicast and reserved'],
  ['::/128', 'unspecified'],
  ['fe80::/10', 'link-local'],
  ['ff00::/8', 'multicast'],
  ['fd00:ec2::254/128', "a cloud's own services"],
]

/** What a range holds that is never contacted. undefined: nothing. */
export function forbiddenIn(range: AddressRange): string | undefined {
  return forbidden.find(([text]) => {
    const no = whole(text)
    return no.family === range.family && no.from <= range.to && no.to >= range.from
  })?.[1]
}

function whole(text: string): AddressRange {
  const [first = '', prefix] = text.split('/')
  const { family, value } = parseAddress(first) ?? { family: 4 as const, value: 0n }
  return { family, from: value, to: value + (1n << BigInt((family === 4 ? 32 : 128) - Number(prefix))) - 1n }
}
