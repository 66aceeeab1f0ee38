import type { Fingerprint, Fingerprinter, ServerRelease } from '../../core/dialect/fingerprint.js'

/** Capability bits of the greeting (manual, "Capabilities Flags"). */
const clientSsl = 1 << 11
const clientPluginAuth = 1 << 19

/** Notice of an X Plugin: five bytes of frame and message type 11, no payload of interest (X Protocol, "Notices"). */
const xNotice = Buffer.from('050000000b', 'hex')

/**
 * A server speaks first: one packet, the greeting or an error. It is read and the connection closed. A server counts that
 * as an interrupted handshake of this host (`max_connect_errors`), so it is done once for a port and never again.
 */
export const fingerprinter: Fingerprinter = {
  title: 'MySQL and MariaDB',
  ports: [3306],
  greeting: (bytes) => {
    if (xNotice.subarray(0, bytes.length).equals(bytes.subarray(0, xNotice.length)))
      return bytes.length < xNotice.length ? 'more' : xProtocol
    if (bytes.length < 5) return couldBegin(bytes) ? 'more' : undefined
    const length = bytes.readUIntLE(0, 3)
    // The first packet of a connection has number 0; the greeting of today's servers is far below 1 kB.
    if (bytes[3] !== 0 || length < 3 || length > 4096) return undefined
    if (bytes[4] !== 10 && bytes[4] !== 0xff && bytes[4] !== 9) return undefined
    if (bytes.length < 4 + length) return 'more'
    const payload = bytes.subarray(4, 4 + length)
    return payload[0] === 0xff ? refusal(payload) : greeting(payload)
  },
}

const couldBegin = (bytes: Buffer): boolean => (bytes[2] ?? 0) === 0 && (bytes[3] ?? 0) === 0

const xProtocol: Fingerprint = { product: 'MySQL', tls: 'unknown', details: ['X Protocol of the server'] }

/** Protocol::HandshakeV10 (and V9, which ends early). */
function greeting(payload: Buffer): Fingerprint | undefined {
  const end = payload.indexOf(0, 1)
  if (end < 2) return undefined
  const text = payload.toString('latin1', 1, end)
  if (!/^\d+\.\d+/.test(text)) return undefined
  const rest = payload.subarray(end + 1)
  const low = rest.length >= 15 ? rest.readUInt16LE(13) : 0
  const high = rest.length >= 20 ? rest.readUInt16LE(18) : 0
  const capabilities = (low | (high << 16)) >>> 0
  const plugin = (capabilities & clientPluginAuth) !== 0 ? pluginOf(rest) : undefined
  return {
    ...productOf(text),
    tls: (capabilities & clientSsl) !== 0 ? 'offered' : 'none',
    details: plugin === undefined ? [] : [`accounts log in by ${plugin} unless they say otherwise`],
  }
}

/** Behind 31 fixed bytes and the rest of the salt, which is at least 13 bytes long. */
function pluginOf(rest: Buffer): string | undefined {
  const salt = Math.max(13, (rest[20] ?? 0) - 8)
  const from = 31 + salt
  const end = rest.indexOf(0, from)
  const name = rest.toString('latin1', from, end < 0 ? undefined : end)
  return name === '' ? undefined : name
}

/** MariaDB 10 put 5.5.5- in front of its version, so that old replicas of MySQL would take it. */
export function productOf(text: string): { readonly product: string; readonly version: ServerRelease } {
  const mariadb = /mariadb/i.test(text)
  const own = mariadb ? text.replace(/^5\.5\.5-/, '') : text
  const series = /^\d+\.\d+/.exec(own)?.[0] ?? ''
  return { product: mariadb ? 'MariaDB' : 'MySQL', version: { text: own, series: [series, series] } }
}

/** ERR_Packet before the handshake: no SQLSTATE in it. 1129: this host is blocked; 1130: no account for it; 1040: no connection left. */
function refusal(payload: Buffer): Fingerprint {
  const message = payload.toString('utf8', 3).replace(/^#[0-9A-Z]{5}/, '')
  return {
    product: /mariadb/i.test(message) ? 'MariaDB' : 'MySQL',
    tls: 'unknown',
    refusal: { code: String(payload.readUInt16LE(1)), message },
    details: [],
  }
}
