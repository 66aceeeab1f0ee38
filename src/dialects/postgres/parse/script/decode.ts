/** Labels of the decoders for encodings that a dump may be in (manual, "Character Set Support"); all others are read as UTF-8. */
const labels: Readonly<Record<string, string>> = {
  latin1: 'iso-8859-1',
  latin2: 'iso-8859-2',
  latin5: 'iso-8859-9',
  latin9: 'iso-8859-15',
  win1250: 'windows-1250',
  win1251: 'windows-1251',
  win1252: 'windows-1252',
  win1256: 'windows-1256',
  koi8r: 'koi8-r',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  gbk: 'gbk',
  big5: 'big5',
  sjis: 'shift_jis',
}

/** Text of a file, line by line: its encoding may be said in one of the first. `doubtful` is told of bytes that are no UTF-8, once. */
export async function* decodeChunks(
  chunks: AsyncIterable<Uint8Array>,
  encoding: () => string,
  doubtful: () => void,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  let said = false
  const decode = (bytes: Buffer): string => {
    const label = labels[encoding()]
    if (label !== undefined) return new TextDecoder(label).decode(bytes)
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      if (!said) doubtful()
      said = true
      return new TextDecoder('windows-1252').decode(bytes)
    }
  }
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(0x0a) + 1
    // The head of a file alone, so that what it says of its encoding holds for all that follows.
    const head = rest.length === 0 ? bytes.indexOf('client_encoding') : -1
    const first = head < 0 ? 0 : bytes.indexOf(0x0a, head) + 1
    if (first > 0 && first < end) yield decode(bytes.subarray(0, first))
    yield decode(bytes.subarray(first > 0 && first < end ? first : 0, end))
    rest = bytes.subarray(end)
  }
  if (rest.length > 0) yield decode(rest)
}
