import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { viewOf } from '../../../../../src/core/data/cell.js'
import type { ChangeSink } from '../../../../../src/core/data/changes.js'
import type { ColumnMapping } from '../../../../../src/core/mapping/mapping.js'
import { storedColumn } from '../../../../../src/dialects/mysql/changes/column-types.js'
import { Cursor } from '../../../../../src/dialects/mysql/changes/cursor.js'
import { EventReader } from '../../../../../src/dialects/mysql/changes/event-reader.js'
import { headerLength } from '../../../../../src/dialects/mysql/changes/events.js'
import { tableFinder } from '../../../../../src/dialects/mysql/changes/plans.js'
import { TablePlans } from '../../../../../src/dialects/mysql/changes/table-plans.js'
import { columnType } from '../../../../../src/dialects/mysql/data/column-type.js'
import { encodeJson } from './json-encoder.js'
import { PlainWriter, Recorder, valuesOf } from './support.js'

const integer = { kind: 'integer', bits: 32, signed: true } as const
const json = { kind: 'json', binary: true } as const

const column = (name: string, type: ColumnMapping['source']['type']): ColumnMapping => {
  const side = { name, type, native: '', nullable: true, generated: false }
  return { source: side, target: side }
}

/** A reader of a log with the table `s.t (id INT, doc JSON)`. */
function readerInto(sink: ChangeSink, signal = new AbortController().signal) {
  const name = { schema: 's', table: 't' }
  const mapping = { source: name, target: name, columns: [column('id', integer), column('doc', json)], key: [] }
  const table = { index: 0, mapping, columns: mapping.columns, writer: new PlainWriter(mapping) }
  const find = tableFinder([table], false)
  const shape = (name: string, native: string, type: number, size: number) => ({
    ...{ name, native, charset: null, stored: storedColumn(type, size, 0) },
  })
  const definitions = new Map([
    [table, [shape('id', 'int', columnType.long, 0), shape('doc', 'json', columnType.json, 4)]],
  ])
  const plans = new TablePlans({
    ...{ find, place: () => 'log:4', define: async () => ({ definitions, charsets: new Map() }) },
  })
  const cursor = new Cursor({ file: 'log.1', offset: 4, gtids: '', server: 'x' }, null)
  const reader = new EventReader({ server: 'x', tables: [table], find, plans, cursor, sink, signal })
  reader.restart(false)
  return async (...events: readonly Buffer[]): Promise<void> => {
    for (const bytes of events) await reader.event({ bytes, view: viewOf(bytes), at: 0 }, 0, bytes.length)
  }
}

/** An event as the manual describes its header (Binary Log Event Header). */
function event(type: number, body: Buffer, next = 0): Buffer {
  const head = Buffer.alloc(headerLength)
  head.writeUInt32LE(1_700_000_000, 0)
  head[4] = type
  head.writeUInt32LE(1, 5)
  head.writeUInt32LE(headerLength + body.length, 9)
  head.writeUInt32LE(next, 13)
  return Buffer.concat([head, body])
}

const begin = event(2, Buffer.concat([Buffer.alloc(8), Buffer.of(1, 0, 0, 0, 0), Buffer.from('s\0BEGIN')]))
const tableMap = event(
  19,
  Buffer.concat([
    ...[
      Buffer.of(7, 0, 0, 0, 0, 0, 1, 0),
      Buffer.from('\x01s\0\x01t\0'),
      Buffer.of(2, 3, 245),
      Buffer.of(1, 4),
      Buffer.of(3),
    ],
  ]),
)
const xid = event(16, Buffer.alloc(8, 1))

/** WRITE_ROWS of version 2. */
const rows = (ids: readonly number[], text: (id: number) => string): Buffer =>
  event(
    30,
    Buffer.concat([
      Buffer.of(7, 0, 0, 0, 0, 0, 1, 0, 2, 0, 2, 3),
      ...ids.map((id) => {
        const document = encodeJson({ text: text(id) })
        const head = Buffer.alloc(9)
        head.writeInt32LE(id, 1)
        head.writeUInt32LE(document.length, 5)
        return Buffer.concat([head, document])
      }),
    ]),
  )

/** Of one, three, four or nine bytes. */
function packed(value: number): Buffer {
  if (value < 0xfb) return Buffer.of(value)
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  if (value < 0x10000) return Buffer.concat([Buffer.of(0xfc), bytes.subarray(0, 2)])
  return value < 0x1000000
    ? Buffer.concat([Buffer.of(0xfd), bytes.subarray(0, 3)])
    : Buffer.concat([Buffer.of(0xfe), bytes])
}

const withLength = (type: number, value: Buffer): Buffer => Buffer.concat([packed(type), packed(value.length), value])

function payload(compression: number, bytes: Buffer, size: number, next = 1000): Buffer {
  const head = [withLength(2, packed(compression)), withLength(1, packed(bytes.length)), withLength(3, packed(size))]
  return event(40, Buffer.concat([...head, Buffer.of(0), bytes]), next)
}

/** A frame of zstd whose blocks are not compressed (RFC 8878, 3.1.1). */
function frame(bytes: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 100_000) {
    const part = bytes.subarray(at, at + 100_000)
    const head = Buffer.alloc(3)
    head.writeUIntLE((part.length << 3) | (at + part.length === bytes.length ? 1 : 0), 0, 3)
    blocks.push(head, part)
  }
  return Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...blocks])
}

const noise = (id: number): string => `${Math.imul(id, 2_654_435_761) >>> 0} ${'x'.repeat(id % 40)}`
const ids = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
const inner = [
  begin,
  tableMap,
  rows(ids(0, 2000), noise),
  rows(ids(2000, 4000), noise),
  rows([-1], () => 'y'.repeat(90_000)),
  xid,
]
const whole = Buffer.concat(inner)

const seen = (sink: Recorder) =>
  sink.seen.map((each) =>
    each.kind === 'change' && each.change.kind === 'insert' ? valuesOf(each.change.after) : each.kind,
  )

const expected = await (async () => {
  const sink = new Recorder()
  await readerInto(sink)(...inner)
  return seen(sink)
})()

describe('a transaction in one compressed event', () => {
  it('is the same as one in many', async () => {
    expect(expected.slice(0, 2)).toEqual(['begin', ['int:0', 'text:{"text": "0 "}']])
    expect(expected).toHaveLength(4003)
    for (const [compression, bytes] of [[255, whole] as const, [0, frame(whole)] as const]) {
      const sink = new Recorder()
      await readerInto(sink)(payload(compression, bytes, whole.length))
      expect(seen(sink)).toEqual(expected)
      expect(sink.seen.at(-1)).toMatchObject({
        kind: 'commit',
        mark: { position: expect.stringMatching(/^log\.1:1000;/) },
      })
    }
  })

  it('is read as zstd writes it', async ({ skip }) => {
    let bytes = Buffer.alloc(0)
    try {
      bytes = execFileSync('zstd', ['-q', '-c', '--no-check', '-3'], {
        input: whole,
        stdio: ['pipe', 'pipe', 'ignore'],
      })
    } catch {
      skip('there is no zstd on this machine')
    }
    expect(bytes.length).toBeLessThan(whole.length / 3)
    const sink = new Recorder()
    await readerInto(sink)(payload(0, bytes, whole.length))
    expect(seen(sink)).toEqual(expected)
  })

  it('is never taken in part without a word', async () => {
    const cut = whole.subarray(0, -5)
    const broken: readonly Buffer[] = [
      payload(0, frame(cut), cut.length),
      payload(0, frame(whole), whole.length - 1),
      payload(0, frame(whole), whole.length + 1),
      payload(0, frame(whole).subarray(0, -400), whole.length),
      payload(7, whole, whole.length),
    ]
    for (const bytes of broken) {
      const sink = new Recorder()
      await expect(readerInto(sink)(bytes)).rejects.toMatchObject({ code: 'XW-S0416' })
      expect(seen(sink)).not.toContain('commit')
    }
  })

  it('sends nothing more when the reading has ended', async () => {
    const sink = new Recorder()
    const ended = new AbortController()
    ended.abort()
    await readerInto(sink, ended.signal)(payload(0, frame(whole), whole.length))
    expect(sink.seen).toEqual([])
  })
})
