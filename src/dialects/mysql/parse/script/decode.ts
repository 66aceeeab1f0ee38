/** Labels of the decoders for character sets that a script may be written in; all others are read as UTF-8. */
const labels: Readonly<Record<string, string>> = {
  latin2: 'iso-8859-2',
  latin5: 'iso-8859-9',
  latin7: 'iso-8859-13',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp866: 'ibm866',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
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

export interface Decoded {
  readonly text: string
  /** The bytes were not what they should be and were read as Windows-1252. */
  readonly doubtful: boolean
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Windows-1252 from 0x80 to 0x9F; bytes without a character stand for themselves, as in the servers' latin1. */
const western = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** By hand: some versions of Node decode windows-1252 as ISO 8859-1. */
const decodeWestern = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => western[char.charCodeAt(0) - 0x80] ?? char)

/** Text of bytes in the character set of the client at that place. Never throws. */
export function decodeSql(bytes: Uint8Array, charset: string): Decoded {
  const ascii = !bytes.some((byte) => byte > 127)
  if (charset === 'latin1' && !ascii) return { text: decodeWestern(bytes), doubtful: false }
  const label = Object.hasOwn(labels, charset) ? labels[charset] : undefined
  // Plain ASCII is the same in all of them, and the UTF-8 decoder is the fastest.
  if (label !== undefined && !ascii) {
    return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), doubtful: false }
  }
  // The head of a long statement may end inside a character.
  for (const cut of [0, 1, 2, 3]) {
    if (cut > 0 && bytes.length < 4096) break
    try {
      return { text: strict.decode(cut === 0 ? bytes : bytes.subarray(0, bytes.length - cut)), doubtful: false }
    } catch {
      // Tried again with fewer bytes, then as Windows-1252.
    }
  }
  return { text: decodeWestern(bytes), doubtful: true }
}
