/** Event types of the log (manuals: MySQL Internals, Binary Log Event Types; MariaDB, Replication Protocol). */
export const eventType = {
  query: 2,
  stop: 3,
  rotate: 4,
  intVar: 5,
  rand: 13,
  userVar: 14,
  format: 15,
  xid: 16,
  beginLoadQuery: 17,
  executeLoadQuery: 18,
  tableMap: 19,
  writeRows1: 23,
  updateRows1: 24,
  deleteRows1: 25,
  incident: 26,
  heartbeat: 27,
  ignorable: 28,
  rowsQuery: 29,
  writeRows2: 30,
  updateRows2: 31,
  deleteRows2: 32,
  gtid: 33,
  anonymousGtid: 34,
  previousGtids: 35,
  transactionContext: 36,
  viewChange: 37,
  xaPrepare: 38,
  partialUpdateRows: 39,
  transactionPayload: 40,
  heartbeat2: 41,
  taggedGtid: 42,
  annotateRows: 160,
  binlogCheckpoint: 161,
  mariadbGtid: 162,
  mariadbGtidList: 163,
  startEncryption: 164,
  queryCompressed: 165,
  writeRowsCompressed1: 166,
  updateRowsCompressed1: 167,
  deleteRowsCompressed1: 168,
  writeRowsCompressed2: 169,
  updateRowsCompressed2: 170,
  deleteRowsCompressed2: 171,
} as const

/** Flags of an event's header. */
export const eventFlag = {
  /** Made for this reader: it does not stand in the log. */
  artificial: 0x20,
  /** A reader that does not know the type may pass it over. */
  ignorable: 0x80,
} as const

export const headerLength = 19

/** The part of the header that every event has. The header is `wire.bytes[start, start + 19)`. */
export interface EventHead {
  /** Seconds since 1970. */
  timestamp: number
  type: number
  server: number
  size: number
  /** Where the next event begins, modulo 2³²; 0 for events that do not stand in the log. */
  next: number
  flags: number
}

export const createHead = (): EventHead => ({ timestamp: 0, type: 0, server: 0, size: 0, next: 0, flags: 0 })

export function readHead(view: DataView, start: number, head: EventHead): void {
  head.timestamp = view.getUint32(start, true)
  head.type = view.getUint8(start + 4)
  head.server = view.getUint32(start + 5, true)
  head.size = view.getUint32(start + 9, true)
  head.next = view.getUint32(start + 13, true)
  head.flags = view.getUint16(start + 17, true)
}

export type RowsKind = 'insert' | 'update' | 'delete'

/** What a rows event of this type holds; null for other events. */
export interface RowsShape {
  readonly kind: RowsKind
  /** Version 2 has room for more in its header. */
  readonly extra: boolean
  readonly compressed: boolean
}

const shape = (kind: RowsKind, extra: boolean, compressed = false): RowsShape => ({ kind, extra, compressed })

const shapes: ReadonlyMap<number, RowsShape> = new Map([
  [eventType.writeRows1, shape('insert', false)],
  [eventType.updateRows1, shape('update', false)],
  [eventType.deleteRows1, shape('delete', false)],
  [eventType.writeRows2, shape('insert', true)],
  [eventType.updateRows2, shape('update', true)],
  [eventType.deleteRows2, shape('delete', true)],
  [eventType.writeRowsCompressed1, shape('insert', false, true)],
  [eventType.updateRowsCompressed1, shape('update', false, true)],
  [eventType.deleteRowsCompressed1, shape('delete', false, true)],
  [eventType.writeRowsCompressed2, shape('insert', true, true)],
  [eventType.updateRowsCompressed2, shape('update', true, true)],
  [eventType.deleteRowsCompressed2, shape('delete', true, true)],
])

/** By type, for a look-up without hashing. */
export const rowsShapes: readonly (RowsShape | null)[] = Array.from(
  { length: 256 },
  (_, type) => shapes.get(type) ?? null,
)
