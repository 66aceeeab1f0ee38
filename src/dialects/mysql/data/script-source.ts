import { open } from 'node:fs/promises'
import type { Chunk, Snapshot, SnapshotOptions } from '../../../core/data/connector.js'
import type { DataSegment } from '../../../core/data/segment.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, objectId } from '../../../core/ir/names.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { rulesOf, type ScriptRange, scriptReader } from './script-reader.js'
import { incomplete, skipOne } from './script-tokens.js'

/** A statement of a dump is seldom longer than this; it only serves to guess the number of rows. */
const guessedRowBytes = 120
const chunkBytes = 24 * 1024 * 1024
const scanBytes = 4 * 1024 * 1024

/** The rows of a script: one state by nature. Chunks are ranges of files that begin and end between statements. */
export async function openScript(segments: readonly DataSegment[], options: SnapshotOptions): Promise<Snapshot> {
  const byTable = new Map(options.tables.map((table) => [table, segments.filter((segment) => isOf(segment, table))]))
  const of = (table: TableMapping): readonly DataSegment[] => byTable.get(table) ?? []
  return {
    position: null,
    consistent: true,
    findings: options.tables.flatMap((table) => zoneFindings(table, of(table))),
    async estimate(table) {
      const bytes = of(table).reduce((sum, segment) => sum + segment.to - segment.from, 0)
      return { rows: Math.round(bytes / guessedRowBytes), bytes }
    },
    async planChunks(table) {
      const chunks: Chunk[] = []
      for (const segment of of(table))
        for (const { from, to } of await cut(segment))
          chunks.push({ index: chunks.length, from: [segment.path, String(from)], to: [segment.path, String(to)] })
      return chunks
    },
    read: (table, chunk) => scriptReader(table, [rangeOf(of(table), chunk)]),
    async close() {},
  }
}

/** A script that names no schema is taken to mean the table's. */
export function isOf({ table: { schema, name } }: DataSegment, table: TableMapping): boolean {
  return name.text === table.source.table && (schema === undefined || schema.text === table.source.schema)
}

function rangeOf(segments: readonly DataSegment[], chunk: Chunk): ScriptRange {
  const [path, fromText] = chunk.from ?? []
  const from = Number(fromText)
  const to = Number(chunk.to?.[1])
  const segment = segments.find((found) => found.path === path && found.from <= from && to <= found.to)
  if (!segment) throw new Error(`the script has changed: no data at byte ${fromText} of ${path}`)
  return { segment, from, to }
}

/** Cuts a long segment behind statements, about every `chunkBytes`. */
async function cut(segment: DataSegment): Promise<readonly { from: number; to: number }[]> {
  if (segment.to - segment.from <= chunkBytes) return [{ from: segment.from, to: segment.to }]
  const ranges: { from: number; to: number }[] = []
  let from = segment.from
  for await (const end of statementEnds(segment)) {
    if (end - from < chunkBytes) continue
    ranges.push({ from, to: end })
    from = end
  }
  if (from < segment.to) ranges.push({ from, to: segment.to })
  return ranges
}

/** Offsets behind each statement's delimiter. Strings, names and comments are passed over as wholes. */
async function* statementEnds(segment: DataSegment): AsyncIterable<number> {
  const rules = rulesOf(segment)
  const file = await open(segment.path, 'r')
  try {
    let bytes = Buffer.from(new ArrayBuffer(scanBytes))
    let base = segment.from
    let filled = 0
    while (base + filled < segment.to) {
      if (filled === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)])
      const wanted = Math.min(bytes.length - filled, segment.to - base - filled)
      const { bytesRead } = await file.read(bytes, filled, wanted, base + filled)
      if (bytesRead === 0) return
      filled += bytesRead
      let at = 0
      while (at < filled) {
        const byte = bytes[at] ?? 0
        if (byte === 0x3b) {
          at++
          yield base + at
        } else if (plain[byte] === 1) at++
        else {
          const next = skipOne(bytes, at, filled, rules)
          if (next === incomplete) break
          at = next
        }
      }
      bytes.copyWithin(0, at, filled)
      base += at
      filled -= at
    }
  } finally {
    await file.close()
  }
}

/** Bytes that begin neither a string, a name nor a comment. */
const plain: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(1)
  for (const character of '\'"`/#-') table[character.charCodeAt(0)] = 0
  return table
})()

/** Named zones cannot be undone; the rows are taken as UTC, and that is said. */
function zoneFindings(table: TableMapping, segments: readonly DataSegment[]): readonly Finding[] {
  const hasInstants = table.columns.some(
    ({ source }) => source.type.kind === 'timestamp' && source.type.zone === 'session' && !source.generated,
  )
  const zone = segments
    .map((segment) => segment.timeZone ?? 'not given')
    .find((name) => !/^[+-]\d{1,2}:\d{2}$/.test(name))
  if (!hasInstants || zone === undefined) return []
  const { schema, table: name } = table.source
  const object = objectId('table', { schema: { text: schema, quoted: true }, name: { text: name, quoted: true } })
  return [finding('XW-D0010', { object, origin: noOrigin }, { table: `${schema}.${name}`, zone })]
}
