import { crc32 } from 'node:zlib'

const table = Int32Array.from({ length: 256 }, (_, at) => {
  let value = at
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** Below this many bytes the call of the library costs more than it saves. */
const short = 256

/** CRC-32 of `bytes[start, end)`, as a signed number. */
export function checksumOf(bytes: Buffer, start: number, end: number): number {
  if (end - start > short) return crc32(bytes.subarray(start, end)) | 0
  let value = -1
  for (let at = start; at < end; at++) value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 255] ?? 0)
  return ~value
}
