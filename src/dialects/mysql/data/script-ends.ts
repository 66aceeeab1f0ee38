import { type FileHandle, open } from 'node:fs/promises'
import type { DataSegment } from '../../../core/data/segment.js'
import { rulesOf } from './script-rows.js'
import { incomplete, skipOne } from './script-tokens.js'

const scanBytes = 4 * 1024 * 1024

/** Offsets behind each statement's delimiter. Strings, names and comments are passed over as wholes. */
export async function* statementEnds(segment: DataSegment): AsyncIterable<number> {
  const file = await open(segment.path, 'r')
  try {
    yield* endsIn(file, segment)
  } finally {
    await file.close()
  }
}

async function* endsIn(file: FileHandle, segment: DataSegment): AsyncIterable<number> {
  const rules = rulesOf(segment)
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
}

/** Bytes that begin neither a string, a name nor a comment. */
const plain: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(1)
  for (const character of '\'"`/#-') table[character.charCodeAt(0)] = 0
  return table
})()
