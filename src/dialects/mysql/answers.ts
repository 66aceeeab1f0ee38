import { createCell } from '../../core/data/cell.js'
import type { Row } from './connect.js'
import { lengthEncoded } from './data/binary-decoders.js'
import type { Wire } from './data/wire.js'
import { serverError } from './driver-socket.js'

/** What a statement that gives no rows says of itself. */
export interface StatementAnswer {
  /** Rows that it touched; of an UPDATE those that it found, changed or not. */
  readonly affected: number
  readonly warnings: number
  /** Of a statement with several rows: how many were there already. */
  readonly duplicates: number | null
}

export interface Answered {
  readonly answers: readonly StatementAnswer[]
  /** Of all statements with rows, one after the other. */
  readonly rows: readonly Row[]
}

/** Puts together what the server answers to one message. */
export interface AnswerReader extends Answered {
  /** The next packet begins the answer to a statement. */
  readonly atHead: boolean
  readonly error: Error | undefined
  /** True: this packet was the last. */
  packet(wire: Wire, start: number, end: number): boolean
}

/** Another statement of the same message was answered behind this one (manual: SERVER_MORE_RESULTS_EXISTS). */
const moreResults = 8

export function answerReader(): AnswerReader {
  const answers: StatementAnswer[] = []
  const rows: Row[] = []
  const cell = createCell()
  let stage: 'head' | 'columns' | 'rows' = 'head'
  let error: Error | undefined

  const number = (wire: Wire): number => {
    const mark = wire.view.getUint8(wire.at)
    if (mark < 251) {
      wire.at++
      return mark
    }
    const width = mark === 0xfc ? 2 : mark === 0xfd ? 3 : 8
    const value =
      width === 8 ? Number(wire.view.getBigUint64(wire.at + 1, true)) : wire.bytes.readUIntLE(wire.at + 1, width)
    wire.at += 1 + width
    return value
  }

  /** Manual: OK_Packet: mark, rows, last id, status, warnings, words. */
  const ok = (wire: Wire, start: number, end: number): boolean => {
    wire.at = start + 1
    const affected = number(wire)
    number(wire)
    const { at } = wire
    const words = end - at > 12 ? wire.bytes.toString('latin1', at + 4, end) : ''
    const duplicates = /Duplicates: (\d+)/.exec(words)?.[1]
    const warnings = wire.view.getUint16(at + 2, true)
    answers.push({ affected, warnings, duplicates: duplicates === undefined ? null : Number(duplicates) })
    return (wire.view.getUint16(at, true) & moreResults) === 0
  }

  const row = (wire: Wire, start: number, end: number): Row => {
    const values: (string | null)[] = []
    wire.at = start
    while (wire.at < end) {
      if (wire.bytes[wire.at] === 0xfb) {
        values.push(null)
        wire.at++
        continue
      }
      lengthEncoded(wire, cell)
      values.push(cell.bytes.toString('utf8', cell.start, cell.end))
    }
    return values
  }

  /** Manual: EOF_Packet: mark, warnings, status. */
  const rowsEnd = (wire: Wire, start: number): boolean => {
    answers.push({ affected: 0, warnings: wire.view.getUint16(start + 1, true), duplicates: null })
    stage = 'head'
    return (wire.view.getUint16(start + 3, true) & moreResults) === 0
  }

  const packet = (wire: Wire, start: number, end: number): boolean => {
    const first = wire.bytes[start]
    if (first === 0xff) {
      error = serverError(wire.bytes.subarray(start, end))
      return true
    }
    const isEnd = first === 0xfe && end - start < 9
    if (stage === 'head') {
      if (first === 0x00) return ok(wire, start, end)
      stage = 'columns'
    } else if (stage === 'columns') {
      if (isEnd) stage = 'rows'
    } else if (isEnd) return rowsEnd(wire, start)
    else rows.push(row(wire, start, end))
    return false
  }

  return {
    answers,
    rows,
    get atHead() {
      return stage === 'head'
    },
    get error() {
      return error
    },
    packet,
  }
}
