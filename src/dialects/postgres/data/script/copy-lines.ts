import { nothing, type Written } from './written.js'

const [tab, newline, backslash, carriageReturn] = [0x09, 0x0a, 0x5c, 0x0d]

/** The values of a line of COPY's text format (manual: COPY, Text Format), without its end. */
export function copyLine(line: Buffer): readonly Written[] {
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length
  const values: Written[] = []
  for (let from = 0; from <= end; ) {
    const next = line.indexOf(tab, from)
    const to = next < 0 || next > end ? end : next
    values.push(fieldValue(line.subarray(from, to)))
    from = to + 1
  }
  return values
}

function fieldValue(field: Buffer): Written {
  if (!field.includes(backslash)) return { kind: 'text', bytes: field }
  if (field.length === 2 && field[1] === 0x4e) return nothing
  return { kind: 'text', bytes: unescaped(field) }
}

const escapes: Readonly<Record<string, number>> = { b: 8, f: 12, n: newline, r: carriageReturn, t: tab, v: 11 }

/** Also the escapes of E'…', but for those that name a character by its number in Unicode. */
export function unescaped(field: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(field.length)
  let to = 0
  for (let at = 0; at < field.length; at++) {
    const byte = field[at] ?? 0
    if (byte !== backslash || at + 1 === field.length) {
      bytes[to++] = byte
      continue
    }
    const [digits, base] = numberAt(field, at + 1)
    const letter = String.fromCharCode(field[at + 1] ?? 0)
    bytes[to++] = digits === '' ? (escapes[letter] ?? field[at + 1] ?? 0) : Number.parseInt(digits, base)
    at += digits === '' ? 1 : digits.length + (base === 16 ? 1 : 0)
  }
  return bytes.subarray(0, to)
}

/** `101` or `x41`: the digits of a byte, if that is what stands there. */
function numberAt(field: Buffer, at: number): readonly [string, number] {
  const text = field.toString('latin1', at, at + 3)
  const octal = /^[0-7]{1,3}/.exec(text)?.[0]
  return octal !== undefined ? [octal, 8] : [/^x([0-9a-f]{1,2})/i.exec(text)?.[1] ?? '', 16]
}
