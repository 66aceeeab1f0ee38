import type { Channel, Fingerprint, Fingerprinter, ServerRelease } from '../../core/dialect/fingerprint.js'

/** PRELOGIN is packet type 0x12, its answer comes as a tabular result, 0x04 (MS-TDS 2.2.3.1, 2.2.6.5). */
const prelogin = 0x12
const tabularResult = 0x04

const option = { version: 0, encryption: 1, end: 0xff } as const
const longest = 4096

/** The server waits for its client: PRELOGIN says versions and TLS, long before a login. */
export const fingerprinter: Fingerprinter = {
  title: 'Microsoft SQL Server',
  ports: [1433],
  ask: async (dial) => {
    const channel = await dial()
    channel.write(request())
    const body = await answer(channel)
    return body && describe(body)
  },
}

/** Options VERSION (6 bytes, zero) and ENCRYPTION (1 byte, 0: possible for the login alone), then the end. */
function request(): Buffer {
  const options = Buffer.from([option.version, 0, 11, 0, 6, option.encryption, 0, 17, 0, 1, option.end])
  const data = Buffer.alloc(7)
  const head = Buffer.from([prelogin, 1, 0, 8 + options.length + data.length, 0, 0, 1, 0])
  return Buffer.concat([head, options, data])
}

async function answer(channel: Channel): Promise<Buffer | undefined> {
  const head = await channel.read(8)
  const length = (head?.readUInt16BE(2) ?? 0) - 8
  if (head?.[0] !== tabularResult || head[1] !== 1 || length < 6 || length > longest) return undefined
  return channel.read(length)
}

function describe(body: Buffer): Fingerprint | undefined {
  const options = optionsOf(body)
  const version = options?.get(option.version)
  if (!options || version?.length !== 6) return undefined
  return {
    product: 'Microsoft SQL Server',
    version: releaseOf(version),
    tls: encryptions[options.get(option.encryption)?.[0] ?? -1] ?? 'unknown',
    details: [],
  }
}

/** ENCRYPT_OFF, _ON, _NOT_SUP, _REQ: how the server answers a client that can encrypt. */
const encryptions: Readonly<Record<number, Fingerprint['tls']>> = {
  0: 'offered',
  1: 'required',
  2: 'none',
  3: 'required',
}

/** Token, offset and length (big endian) for each, until 0xFF. undefined: an offset leads out of the packet. */
function optionsOf(body: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const found = new Map<number, Buffer>()
  for (let at = 0; body[at] !== option.end; at += 5) {
    if (at + 5 > body.length) return undefined
    const [from, length] = [body.readUInt16BE(at + 1), body.readUInt16BE(at + 3)]
    if (from + length > body.length) return undefined
    found.set(body[at] ?? 0, body.subarray(from, from + length))
  }
  return found
}

/** Major, minor, build (big endian); two bytes of sub-build follow. */
function releaseOf(version: Buffer): ServerRelease {
  const [major, minor] = [version[0] ?? 0, version[1] ?? 0]
  const series = `${major}.${minor}`
  return { text: `${series}.${version.readUInt16BE(2)}`, series: [series, series] }
}
