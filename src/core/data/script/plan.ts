import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { OperationError } from '../../findings/operation-error.js'
import type { TableMapping } from '../../mapping/mapping.js'
import type { Chunk } from '../connector.js'
import type { DataSegment, ScriptRange } from '../segment.js'

const chunkBytes = 24 * 1024 * 1024
/** Bytes at each end of a chunk by which it is known again. */
const markBytes = 64 * 1024

/** Offsets behind each statement of a segment, in order. */
export type StatementEnds = (segment: DataSegment) => AsyncIterable<number>

/** A place between two statements. */
interface Place {
  readonly segment: number
  readonly at: number
}

/**
 * Chunks of a table's statements, about `chunkBytes` each; short segments share one; `asOne`: all of them do. Bounds: index of the segment, offset
 * in its file, and what tells a later run that they are still the same bytes: a hash of the chunk's ends, and of all places.
 */
export async function planScript(
  segments: readonly DataSegment[],
  statementEnds: StatementEnds,
  asOne = false,
): Promise<readonly Chunk[]> {
  const most = asOne ? Number.POSITIVE_INFINITY : chunkBytes
  const places = placesMark(segments)
  const chunks: Chunk[] = []
  const add = async (from: Place, to: Place): Promise<void> => {
    const mark = await bytesMark(segments, from, to)
    chunks.push({
      index: chunks.length,
      from: [String(from.segment), String(from.at), mark],
      to: [String(to.segment), String(to.at), places],
    })
  }
  let start: Place | undefined
  let size = 0
  for (const [index, segment] of segments.entries()) {
    let from = segment.from
    for await (const end of segment.to - from > most ? statementEnds(segment) : [segment.to]) {
      start ??= { segment: index, at: from }
      if (size + end - from < most) continue
      await add(start, { segment: index, at: end })
      from = end
      size = 0
      start = undefined
    }
    if (from >= segment.to) continue
    start ??= { segment: index, at: from }
    size += segment.to - from
  }
  const last = segments.length - 1
  if (start) await add(start, { segment: last, at: segments[last]?.to ?? 0 })
  return chunks
}

/** What a chunk has of each segment. */
export function rangesOf(segments: readonly DataSegment[], chunk: Chunk): readonly ScriptRange[] {
  const from = placeOf(chunk.from)
  const to = placeOf(chunk.to)
  return segments.slice(from.segment, to.segment + 1).map((segment, index) => ({
    segment,
    from: index === 0 ? from.at : segment.from,
    to: index === to.segment - from.segment ? to.at : segment.to,
  }))
}

const placeOf = (bound: Chunk['from']): Place => ({ segment: Number(bound?.[0]), at: Number(bound?.[1]) })

/** Refuses to go on with files that are not those of the earlier run. */
export async function checkScript(
  table: TableMapping,
  segments: readonly DataSegment[],
  chunks: readonly Chunk[],
): Promise<void> {
  const places = placesMark(segments)
  const changed = (path: string | undefined) =>
    new OperationError('XW-D0012', {
      path: path ?? 'the script',
      table: `${table.source.schema}.${table.source.table}`,
    })
  if (chunks.length === 0 && segments.length > 0) throw changed(segments[0]?.path)
  for (const { from, to } of chunks) {
    const same = to?.[2] === places && from?.[2] === (await bytesMark(segments, placeOf(from), placeOf(to)))
    if (!same) throw changed(segments[placeOf(from).segment]?.path)
  }
}

/** The folder is left out: a script may be moved. */
const placesMark = (segments: readonly DataSegment[]): string =>
  createHash('sha256')
    .update(JSON.stringify(segments.map(({ path, from, to }) => [basename(path), from, to])))
    .digest('base64url')

async function bytesMark(segments: readonly DataSegment[], from: Place, to: Place): Promise<string> {
  const first = segments[from.segment]
  const last = segments[to.segment]
  if (!first || !last) return ''
  const one = from.segment === to.segment
  const hash = createHash('sha256')
  hash.update(await bytesOf(first, from.at, Math.min(one ? to.at : first.to, from.at + markBytes)))
  hash.update(await bytesOf(last, Math.max(one ? from.at : last.from, to.at - markBytes), to.at))
  return hash.digest('base64url')
}

async function bytesOf(segment: DataSegment, from: number, to: number): Promise<Buffer> {
  const file = await open(segment.path, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, to - from))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
