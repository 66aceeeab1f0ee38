/** Packets as the protocol documents lay them out, for engines and versions that no machine of the tests has. */

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff])
const uint32 = (value: number): Buffer => Buffer.concat([uint16(value >>> 16), uint16(value & 0xffff)])
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

const mysqlPacket = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([payload.length & 0xff, payload.length >> 8, 0, 0]), payload])

/** Protocol::HandshakeV10 (MySQL manual, "Connection Phase Packets"). */
export function mysqlGreeting(version: string, { tls }: { readonly tls: boolean }): Buffer {
  // CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION and, above, CLIENT_PLUGIN_AUTH; CLIENT_SSL where there is TLS.
  const low = 0x8200 | (tls ? 0x0800 : 0)
  return mysqlPacket(
    Buffer.concat([
      latin1(`\x0a${version}\0`),
      ...[Buffer.from([42, 0, 0, 0]), latin1('saltsalt\0'), Buffer.from([low & 0xff, low >> 8])],
      ...[Buffer.from([0xff, 2, 0, 0x08, 0, 21]), Buffer.alloc(10), latin1('saltsaltsalt\0')],
      latin1('caching_sha2_password\0'),
    ]),
  )
}

/** ERR_Packet before the handshake: no SQLSTATE. */
export const mysqlError = (code: number, message: string): Buffer =>
  mysqlPacket(Buffer.concat([Buffer.from([0xff, code & 0xff, code >> 8]), latin1(message)]))

/** ErrorResponse (PostgreSQL manual, "Message Formats"). */
export function postgresError(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([letter, text]) => `${letter}${text}\0`)
      .join('')}\0`,
    'utf8',
  )
  return Buffer.concat([latin1('E'), uint32(body.length + 4), body])
}

const tnsPacket = (type: number, body: Buffer): Buffer =>
  Buffer.concat([uint16(body.length + 8), Buffer.from([0, 0, type, 0, 0, 0]), body])

/** REFUSE: two reasons, the length of the text, the text. */
export const tnsRefuse = (text: string): Buffer =>
  tnsPacket(4, Buffer.concat([Buffer.from([0x22, 0]), uint16(text.length), latin1(text)]))

export const tnsResend = (): Buffer => tnsPacket(11, Buffer.alloc(0))

/** ACCEPT of version 313, then DATA: two bytes of flags and the banner. */
export const tnsAccept = (banner: string): Buffer =>
  Buffer.concat([
    tnsPacket(2, Buffer.concat([uint16(313), uint16(0), uint16(2048), uint16(32767), uint16(256), Buffer.alloc(6)])),
    tnsPacket(6, Buffer.concat([uint16(0), latin1(banner)])),
  ])

/** Answer to PRELOGIN (MS-TDS 2.2.6.5): VERSION and ENCRYPTION. */
export function tdsPrelogin(version: readonly number[], encryption: number): Buffer {
  const options = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff])
  const body = Buffer.concat([options, Buffer.from([...version, encryption])])
  return Buffer.concat([Buffer.from([4, 1]), uint16(body.length + 8), Buffer.from([0, 0, 1, 0]), body])
}
