import type { Position } from '../../../core/data/changes.js'

/** A place in the log of one server. */
export interface LogPosition {
  /** Where a commit record ends, or any place outside of records. */
  readonly lsn: bigint
  /** Grows with each promotion: places of different ones mean the same only up to where they part. */
  readonly timeline: number
  /** Made by initdb, the same on all physical copies. */
  readonly system: string
}

/** `16/B374D848;1;7381234567890123456` */
export const positionText = ({ lsn, timeline, system }: LogPosition): Position =>
  `${lsnText(lsn)};${timeline};${system}`

/** Null: not a position of ours. */
export function parsePosition(text: Position): LogPosition | null {
  const found = /^([0-9A-F]{1,8}\/[0-9A-F]{1,8});(\d+);(\d+)$/i.exec(text)
  const [, lsn = '', timeline = '', system = ''] = found ?? []
  return found ? { lsn: parseLsn(lsn), timeline: Number(timeline), system } : null
}

export const lsnText = (lsn: bigint): string =>
  `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffff_ffffn).toString(16).toUpperCase()}`

/** `16/B374D848`, as the server prints it. */
export function parseLsn(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

export const isReached = (position: LogPosition, goal: LogPosition): boolean =>
  position.system === goal.system && position.lsn >= goal.lsn
