import { viewOf } from '../../../core/data/cell.js'

/** What a control character is in a document; all others are `\u00` and two digits. */
const shortEscapes: ReadonlyMap<number, string> = new Map([
  ...([
    [0x22, '\\"'],
    [0x5c, '\\\\'],
    [0x08, '\\b'],
    [0x09, '\\t'],
    [0x0a, '\\n'],
    [0x0c, '\\f'],
    [0x0d, '\\r'],
  ] as const),
])

const escapes: readonly (Buffer | null)[] = Array.from({ length: 256 }, (_, code) => {
  const short = shortEscapes.get(code)
  if (short === undefined && code >= 0x20) return null
  return Buffer.from(short ?? `\\u00${code.toString(16).padStart(2, '0')}`)
})

/** Text of documents as the server prints them, in memory that is used again and again. */
export class JsonText {
  bytes: Buffer = Buffer.alloc(1024)
  view: DataView = viewOf(this.bytes)
  length = 0

  clear(): void {
    this.length = 0
  }

  ascii(text: string): void {
    this.#room(text.length)
    this.length += this.bytes.write(text, this.length, 'latin1')
  }

  copy(source: Buffer, start: number, end: number): void {
    this.#room(end - start)
    this.length += source.copy(this.bytes, this.length, start, end)
  }

  /** UTF-8 in quotation marks. */
  string(source: Buffer, start: number, end: number): void {
    this.ascii('"')
    let from = start
    for (let at = start; at < end; at++) {
      const short = escapes[source[at] ?? 0]
      if (!short) continue
      this.copy(source, from, at)
      this.copy(short, 0, short.length)
      from = at + 1
    }
    this.copy(source, from, end)
    this.ascii('"')
  }

  #room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const next = Buffer.from(new ArrayBuffer(Math.max(2 * this.bytes.length, this.length + more)))
    this.bytes.copy(next, 0, 0, this.length)
    this.bytes = next
    this.view = viewOf(next)
  }
}

/** Digits in front of the point up to which a number is written without an exponent, and zeros behind it. */
const plainDigits = 15

/** The fewest digits that tell the number; of a whole one, `.0` says that it is no integer. */
export function doubleText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e')
  const digits = mantissa.replace('.', '')
  const point = Number(power) + 1
  const sign = value < 0 ? '-' : ''
  if (point > plainDigits || point <= -plainDigits) return `${sign}${mantissa}e${Number(power)}`
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`
}
