/**
 * One text for all JSON texts that mean the same: members sorted by name, the last of two equal names, no white space,
 * numbers as digits and exponent. Numbers are never read into a float. Text that is not JSON stays as it is.
 */
export function canonicalJson(text: string): string {
  try {
    const reader = new JsonReader(text)
    return reader.whole()
  } catch {
    return text
  }
}

const whiteSpace = /[ \t\n\r]*/y
const numberToken = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y
const word = /true|false|null/y

/** Walks one text once. */
class JsonReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): string {
    const value = this.#value(0)
    this.#take(whiteSpace)
    if (this.#at !== this.#text.length) throw new SyntaxError('text after the value')
    return value
  }

  #value(depth: number): string {
    if (depth > 2_000) throw new SyntaxError('nested too deeply')
    this.#take(whiteSpace)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#string()
      default:
        return this.#take(word) || canonicalNumber(this.#need(numberToken))
    }
  }

  #object(depth: number): string {
    const members = new Map<string, string>()
    this.#list('}', () => {
      this.#take(whiteSpace)
      const name = this.#string()
      this.#take(whiteSpace)
      this.#expect(':')
      members.set(name, this.#value(depth + 1))
    })
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([name, value]) => `${name}:${value}`).join(',')}}`
  }

  #array(depth: number): string {
    const items: string[] = []
    this.#list(']', () => items.push(this.#value(depth + 1)))
    return `[${items.join(',')}]`
  }

  #list(end: string, item: () => void): void {
    this.#at += 1
    this.#take(whiteSpace)
    if (this.#text[this.#at] === end) {
      this.#at += 1
      return
    }
    for (;;) {
      item()
      this.#take(whiteSpace)
      if (this.#text[this.#at] === end) break
      this.#expect(',')
    }
    this.#at += 1
  }

  #string(): string {
    return JSON.stringify(JSON.parse(this.#need(stringToken)))
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) throw new SyntaxError(`expected ${char}`)
    this.#at += 1
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #need(pattern: RegExp): string {
    const found = this.#take(pattern)
    if (found === '') throw new SyntaxError('not JSON')
    return found
  }
}

/** `1.50`, `15e-1` and `1.5` are one number: its digits and the exponent of the last one. */
export function canonicalNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length)
  return power === 0n ? `${sign}${trimmed}` : `${sign}${trimmed}e${power}`
}
