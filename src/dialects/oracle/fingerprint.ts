import type { Channel, Fingerprint, Fingerprinter, ServerRelease } from '../../core/dialect/fingerprint.js'

/** Types of packets of the network layer (Oracle Net Services; byte 4 of the header). */
const packetType = { accept: 2, refuse: 4, redirect: 5, data: 6, resend: 11 } as const

const longest = 8192

/** The listener waits for its client. It is asked for its version and for no service, so that no instance hears of it. */
export const fingerprinter: Fingerprinter = {
  title: 'Oracle Database',
  ports: [1521],
  ask: async (dial) => {
    const channel = await dial()
    channel.write(versionRequest())
    const first = await packet(channel)
    if (first?.type !== packetType.resend) return first && describe(first, channel)
    channel.write(versionRequest())
    const again = await packet(channel)
    return again && describe(again, channel)
  },
}

/** CONNECT: header of 8 bytes, 50 bytes that tell versions and sizes, then the connect descriptor at offset 58. */
function versionRequest(): Buffer {
  const text = Buffer.from('(DESCRIPTION=(CONNECT_DATA=(CID=(PROGRAM=)(HOST=)(USER=))(COMMAND=VERSION)))', 'latin1')
  const head = Buffer.alloc(58)
  head.writeUInt16BE(head.length + text.length, 0)
  head[4] = 1
  // Version 313, readable by 300; sizes of units, characteristics, the byte order, where the text is and how long.
  for (const [offset, value] of [
    [8, 313],
    [10, 300],
    [14, 8192],
    [16, 32767],
    [18, 0x7f08],
    [22, 1],
    [24, text.length],
    [26, head.length],
    [30, 2048],
  ] as const)
    head.writeUInt16BE(value, offset)
  return Buffer.concat([head, text])
}

interface Packet {
  readonly type: number
  readonly body: Buffer
}

async function packet(channel: Channel): Promise<Packet | undefined> {
  const head = await channel.read(8)
  const type = head?.[4]
  const length = (head?.readUInt16BE(0) ?? 0) - 8
  // Reserved byte and checksum of the header are zero in every version.
  if (type === undefined || length < 0 || length > longest || head?.readUInt16BE(6) !== 0) return undefined
  if (!Object.values(packetType).some((known) => known === type)) return undefined
  const body = length === 0 ? Buffer.alloc(0) : await channel.read(length)
  return body && { type, body }
}

async function describe({ type, body }: Packet, channel: Channel): Promise<Fingerprint | undefined> {
  const text = body.toString('latin1')
  if (type === packetType.accept) {
    const told = await packet(channel)
    const version = bannerRelease(told?.body.toString('latin1') ?? '')
    return print(version, version ? [] : ['the listener took the call and told no version'])
  }
  if (type === packetType.redirect)
    return print(undefined, ['the listener sends its clients elsewhere; nobody followed'])
  // Any two bytes of reasons may stand before a text of the listener's own form; a stranger's packet has none.
  if (type !== packetType.refuse || !text.includes('(DESCRIPTION=')) return undefined
  const number = Number(/\(VSNNUM=(\d{1,10})\)/.exec(text)?.[1] ?? 0)
  const error = /\(ERR=(\d{1,6})\)/.exec(text)?.[1]
  const refused =
    error === undefined || error === '0' ? [] : [`the listener refused to tell more (TNS-${error.padStart(5, '0')})`]
  return print(numberRelease(number), refused)
}

const print = (version: ServerRelease | undefined, details: readonly string[]): Fingerprint => ({
  product: 'Oracle Database',
  ...(version ? { version } : {}),
  tls: 'none',
  details,
})

/** "TNSLSNR for Linux: Version 11.2.0.4.0 - Production": what it says of itself. */
function bannerRelease(text: string): ServerRelease | undefined {
  const version = /Version (\d+(?:\.\d+){1,4})/.exec(text)?.[1]
  return version === undefined ? undefined : release(version)
}

/** Packed as OCIServerRelease packs it: 8, 4, 8, 4, 8 bits; since 18: 8, 8, 4, 8, 4. 0: the listener keeps it. */
function numberRelease(packed: number): ServerRelease | undefined {
  if (!Number.isInteger(packed) || packed < 2 ** 24 || packed >= 2 ** 32) return undefined
  const widths = Math.floor(packed / 2 ** 24) >= 18 ? [8, 8, 4, 8, 4] : [8, 4, 8, 4, 8]
  let left = 32
  const parts = widths.map((width) => {
    left -= width
    return Math.floor(packed / 2 ** left) % 2 ** width
  })
  return release(parts.join('.'))
}

/** Support is counted by the first number since 18, by the first two before. */
function release(text: string): ServerRelease {
  const [major = '', minor = ''] = text.split('.')
  const series = Number(major) >= 18 ? major : `${major}.${minor}`
  return { text, series: [series, series] }
}
