import type { Channel, Fingerprint, Fingerprinter, ServerRelease } from '../../core/dialect/fingerprint.js'

/** SSLRequest (manual, "Message Formats"): length 8, code 80877103. */
const sslRequest = Buffer.from('0000000804d2162f', 'hex')

/**
 * A startup message that names no user, so that no account is tried: the server refuses it before it looks at any. It
 * asks for protocol 3.9999, to which servers say the newest that they know.
 */
const nobody = Buffer.from('000000090003270f00', 'hex')

const longest = 30_000

/** The server waits for its client. Two connections: one asks about TLS, one is refused for want of a user. */
export const fingerprinter: Fingerprinter = {
  title: 'PostgreSQL',
  ports: [5432],
  ask: async (dial) => {
    const first = await dial()
    first.write(nobody)
    const answer = await answers(first)
    if (!answer) return undefined
    const second = await dial()
    second.write(sslRequest)
    const tls = (await second.read(1))?.toString('latin1')
    return { ...describe(answer), tls: tls === 'S' ? 'offered' : tls === 'N' ? 'none' : 'unknown' }
  },
}

interface Answer {
  /** Newest minor protocol version, where the server said it (NegotiateProtocolVersion). */
  readonly minor?: number
  /** Fields of the ErrorResponse by their letters. */
  readonly error?: ReadonlyMap<string, string>
  /** It asked for a password, or let nobody in: a pooler. */
  readonly noError?: true
}

async function answers(channel: Channel): Promise<Answer | undefined> {
  let minor: number | undefined
  // One NegotiateProtocolVersion may come before the answer.
  for (let message = 0; message < 2; message += 1) {
    const head = await channel.read(5)
    const type = head?.toString('latin1', 0, 1)
    const length = (head?.readUInt32BE(1) ?? 0) - 4
    if (type === undefined || !'ERv'.includes(type) || length < 4 || length > longest) return undefined
    const body = await channel.read(length)
    if (!body) return undefined
    if (type === 'R') return { ...(minor === undefined ? {} : { minor }), noError: true }
    if (type === 'E') {
      const error = fields(body)
      return error && { ...(minor === undefined ? {} : { minor }), error }
    }
    minor = body.readUInt32BE(0) & 0xffff
  }
  return undefined
}

/** Letter, text, NUL, until a NUL where a letter would be. undefined: no such list. */
function fields(body: Buffer): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  let at = 0
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at + 1)
    if (end < 0) return undefined
    found.set(body.toString('latin1', at, at + 1), body.toString('utf8', at + 1, end))
    at = end + 1
  }
  return found.has('S') && found.has('M') ? found : undefined
}

/** Being refused for want of a user is what was asked for, and no news. */
const expected = '28000'

function describe({ minor, error }: Answer): Omit<Fingerprint, 'tls'> {
  const version = error && releaseOf(error, minor)
  const code = error?.get('C') ?? ''
  const refused = error !== undefined && code !== expected
  return {
    product: 'PostgreSQL',
    ...(version ? { version } : {}),
    ...(refused ? { refusal: { code, message: error.get('M') ?? '' } } : {}),
    details: version ? [] : ['the answer names no place in the server: a pooler, or another server with its protocol'],
  }
}

/**
 * No server tells its version to strangers; its answer bounds it. Protocol 3.2 came with 18 (release notes of 18); the
 * startup code moved to `backend_startup.c` in 17; errors have field V since 9.6 (manual, "Error and Notice Message Fields").
 */
function releaseOf(error: ReadonlyMap<string, string>, minor: number | undefined): ServerRelease | undefined {
  const file = error.get('F')
  if (file === undefined) return undefined
  if (minor !== undefined && minor >= 2) return { text: '18 or newer', series: ['18', ''] }
  if (file === 'backend_startup.c') return { text: '17', series: ['17', '17'] }
  if (file !== 'postmaster.c') return undefined
  return error.has('V') ? { text: '9.6 to 16', series: ['9.6', '16'] } : { text: '9.5 or older', series: ['', '9.5'] }
}
