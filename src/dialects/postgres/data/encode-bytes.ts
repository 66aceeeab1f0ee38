import { isIPv4, isIPv6 } from 'node:net'
import { type Cell, cellText, form } from '../../../core/data/cell.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { absent, type Encoding, type TargetColumn } from './encoding.js'

const malformed = 'XW-D0113'

/** bytea: the bytes as they are, with their padding. */
export function byteaEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    let { bytes, start, end } = cell
    if (!hasBytes(cell)) {
      bytes = Buffer.from(cellText(cell) ?? '', 'utf8')
      start = 0
      end = bytes.length
    }
    out.room(4)
    out.view.setInt32(out.at, end - start)
    out.at += 4
    out.put(bytes, start, end)
  }
}

const hasBytes = (cell: Cell): boolean =>
  cell.form === form.bytes ||
  cell.form === form.text ||
  cell.form === form.geometry ||
  cell.form === form.bits ||
  cell.form === form.digits ||
  cell.form === form.labels

/** bit(n) and varbit: a count of bits and the bits, filled up on the right (manual: bit_recv). */
export function bitsEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const width = column.typmod
  return (cell) => {
    if (absent(cell, column, encoding)) return
    if (cell.form !== form.bits && cell.form !== form.int && cell.form !== form.bytes)
      return out.refuse(malformed, column.index)
    const value =
      cell.form === form.int ? BigInt(cell.int) : BigInt(`0x0${cell.bytes.toString('hex', cell.start, cell.end)}`)
    const bits = width > 0 ? width : (cell.end - cell.start) * 8
    if (value < 0n || value >> BigInt(bits) !== 0n) return out.refuse('XW-D0106', column.index)
    const size = (bits + 7) >> 3
    const text = (value << BigInt(size * 8 - bits)).toString(16).padStart(size * 2, '0')
    out.room(8 + size)
    out.view.setInt32(out.at, 4 + size)
    out.view.setInt32(out.at + 4, bits)
    if (size > 0) out.bytes.write(text, out.at + 8, 'hex')
    out.at += 8 + size
  }
}

export function uuidEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    const hex =
      cell.form === form.bytes
        ? cell.bytes.toString('hex', cell.start, cell.end)
        : (cellText(cell) ?? '').replaceAll('-', '').replace(/^\{|\}$/g, '')
    if (!/^[0-9A-Fa-f]{32}$/.test(hex)) return out.refuse(malformed, column.index)
    out.view.setInt32(out.at, 16)
    out.bytes.write(hex, out.at + 4, 'hex')
    out.at += 20
  }
}

/** inet: family 2 or 3, prefix length, not a cidr, length, address (manual: network_recv). */
export function inetEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    const address =
      cell.form === form.bytes ? cell.bytes.subarray(cell.start, cell.end) : parseAddress(cellText(cell) ?? '')
    if (address?.length !== 4 && address?.length !== 16) return out.refuse(malformed, column.index)
    out.view.setInt32(out.at, 4 + address.length)
    out.view.setUint8(out.at + 4, address.length === 4 ? 2 : 3)
    out.view.setUint8(out.at + 5, address.length * 8)
    out.view.setUint8(out.at + 6, 0)
    out.view.setUint8(out.at + 7, address.length)
    address.copy(out.bytes, out.at + 8)
    out.at += 8 + address.length
  }
}

function parseAddress(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number))
  if (!isIPv6(text) || text.includes('%')) return undefined
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((part) => part.toString(16)).join(':'),
  )
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0')
  const bytes = Buffer.alloc(16)
  ;[...left, ...middle, ...right].forEach((part, at) => {
    bytes.writeUInt16BE(Number.parseInt(part, 16), at * 2)
  })
  return bytes
}

/** The spatial extension's own form: well-known binary with a flag and the SRID after the type, when there is one. */
export function geometryEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    const length = cell.end - cell.start
    if (cell.form !== form.geometry || length < 9) return out.refuse(malformed, column.index)
    const { view, start } = cell
    const srid = view.getUint32(start, true)
    const little = view.getUint8(start + 4) === 1
    const type = view.getUint32(start + 5, little)
    out.room(length + 8)
    out.view.setInt32(out.at, srid === 0 ? length - 4 : length)
    out.view.setUint8(out.at + 4, little ? 1 : 0)
    out.view.setUint32(out.at + 5, srid === 0 ? type : type | 0x20000000, little)
    out.at += 9
    if (srid !== 0) {
      out.view.setUint32(out.at, srid, little)
      out.at += 4
    }
    out.put(cell.bytes, start + 9, cell.end)
  }
}
