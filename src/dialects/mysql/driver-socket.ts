import type { Duplex } from 'node:stream'
import type { Connection } from 'mysql2'

/** The driver keeps its socket in a member that its types do not show. */
export function socketOf(driver: Connection): Duplex {
  const stream: unknown = Reflect.get(driver, 'stream')
  if (isDuplex(stream)) return stream
  throw new Error('the driver has no socket')
}

const isDuplex = (value: unknown): value is Duplex =>
  typeof value === 'object' && value !== null && 'write' in value && 'pause' in value && 'destroy' in value

/** The error in an error packet (manual: ERR_Packet): mark, number, perhaps # and five letters of state, text. */
export function serverError(packet: Buffer): Error {
  const state = packet[3] === 0x23 ? 9 : 3
  return Object.assign(new Error(packet.toString('utf8', state)), { errno: packet.readUInt16LE(1), code: 'ER_SERVER' })
}

export const lost = (message: string): Error => Object.assign(new Error(message), { code: 'PROTOCOL_CONNECTION_LOST' })
