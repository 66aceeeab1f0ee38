import type { ScriptBytes } from './script-bytes.js'

/** Names of the server's character sets in the standard that TextDecoder follows. */
const encodings: Readonly<Record<string, string>> = {
  latin2: 'iso-8859-2',
  latin5: 'iso-8859-9',
  latin7: 'iso-8859-13',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp866: 'ibm866',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  tis620: 'windows-874',
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  euckr: 'euc-kr',
}

export const unchanged: ReadonlySet<string> = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'ascii', 'binary', ''])

/** Character sets in which a second byte may look like a quote or a backslash. */
export const hasWideBytes = (charset: string): boolean => ['gbk', 'gb18030', 'big5', 'sjis', 'cp932'].includes(charset)

/** What the server calls latin1 is code page 1252, with the five bytes that it leaves open as control characters. */
const latin1Highs =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/** Not by TextDecoder: Node 20's takes windows-1252 for ISO 8859-1. */
const latin1Decoder = {
  decode: (bytes: Buffer): string =>
    bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => latin1Highs[character.charCodeAt(0) - 0x80] ?? ''),
}

export function decoderFor(charset: string): { decode(bytes: Buffer): string } | undefined {
  if (charset === 'latin1') return latin1Decoder
  const label = encodings[charset]
  return label === undefined ? undefined : new TextDecoder(label, { fatal: true, ignoreBOM: true })
}

/** Rewrites the bytes as UTF-8; false when they are not of the character set. */
export function converter(charset: string): (source: ScriptBytes) => boolean {
  const decoder = decoderFor(charset)
  return (source) => {
    const { bytes, start, end } = source
    let high = 0
    for (let at = start; at < end; at++) high |= bytes[at] ?? 0
    if (high < 0x80) return true
    if (!decoder) return false
    try {
      const converted = decoder.decode(bytes.subarray(start, end))
      const { scratch, at } = source.room(Buffer.byteLength(converted, 'utf8'))
      source.point(scratch, at, at + scratch.write(converted, at, 'utf8'))
      return true
    } catch {
      return false
    }
  }
}
