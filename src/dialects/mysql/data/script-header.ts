import { asciiLower, incomplete, isSpace, skipBlanks, skipOne, type TokenRules } from './script-tokens.js'

/** What stands before the rows of an INSERT or REPLACE. */
export interface Header {
  /** Null: all columns of the table, in its order. */
  readonly columns: readonly string[] | null
  /** A row with a key that is there takes the other's place. */
  readonly replace: boolean
  /** A row with a key that is there is passed over. */
  readonly ignore: boolean
  /** Place of the first row's `(`. */
  readonly end: number
}

const words: ReadonlySet<string> = new Set([
  'insert',
  'replace',
  'into',
  'ignore',
  'delayed',
  'low_priority',
  'high_priority',
])

/** `unknown`: a statement whose rows only a server could make (INSERT … SELECT, … SET). */
export function parseHeader(
  bytes: Buffer,
  from: number,
  end: number,
  rules: TokenRules,
): Header | 'incomplete' | 'unknown' {
  const scan = new Scan(bytes, from, end, rules)
  const verb = scan.word()
  if (verb === undefined) return 'incomplete'
  if (verb !== 'insert' && verb !== 'replace') return 'unknown'
  let ignore = false
  let next = scan.peekWord()
  while (next !== undefined && words.has(next)) {
    ignore ||= next === 'ignore'
    scan.word()
    next = scan.peekWord()
  }
  if (scan.name() === undefined) return 'incomplete'
  if (scan.take(0x2e) && scan.name() === undefined) return 'incomplete'
  if (scan.peekWord() === 'partition') {
    scan.word()
    if (scan.list() === undefined) return 'incomplete'
  }
  let columns: readonly string[] | null = null
  if (scan.peek() === 0x28) {
    const list = scan.list()
    if (list === undefined) return 'incomplete'
    if (list.length > 0) columns = list
  }
  const keyword = scan.word()
  if (keyword === undefined) return 'incomplete'
  if (keyword !== 'values' && keyword !== 'value') return 'unknown'
  const first = scan.peek()
  if (first === undefined) return 'incomplete'
  return first === 0x28 ? { columns, replace: verb === 'replace', ignore, end: scan.at } : 'unknown'
}

class Scan {
  readonly #bytes: Buffer
  readonly #end: number
  readonly #rules: TokenRules
  at: number

  constructor(bytes: Buffer, at: number, end: number, rules: TokenRules) {
    this.#bytes = bytes
    this.at = at
    this.#end = end
    this.#rules = rules
  }

  /** The next byte that is neither blank nor comment; undefined at the end of what was read. */
  peek(): number | undefined {
    const at = skipBlanks(this.#bytes, this.at, this.#end)
    if (at === incomplete || at >= this.#end) return undefined
    this.at = at
    return this.#bytes[at]
  }

  take(byte: number): boolean {
    if (this.peek() !== byte) return false
    this.at++
    return true
  }

  peekWord(): string | undefined {
    if (this.peek() === undefined) return undefined
    const end = this.#wordEnd()
    return end >= this.#end ? undefined : asciiLower(this.#bytes, this.at, end)
  }

  /** Lower case; undefined when it may go on behind what was read. */
  word(): string | undefined {
    const word = this.peekWord()
    if (word !== undefined) this.at = this.#wordEnd()
    return word
  }

  #wordEnd(): number {
    let at = this.at
    while (at < this.#end) {
      const byte = this.#bytes[at] ?? 0
      const ends =
        isSpace(byte) ||
        (byte < 0x80 && byte !== 0x24 && byte !== 0x5f && !/[0-9A-Za-z]/.test(String.fromCharCode(byte)))
      if (ends) return at
      at++
    }
    return at
  }

  /** A name, with its quotes resolved. */
  name(): string | undefined {
    const first = this.peek()
    if (first !== 0x60 && first !== 0x22) {
      if (this.peekWord() === undefined) return undefined
      const end = this.#wordEnd()
      const text = this.#bytes.toString('utf8', this.at, end)
      this.at = end
      return text
    }
    const end = skipOne(this.#bytes, this.at, this.#end, { ...this.#rules, noBackslashEscapes: true })
    if (end === incomplete) return undefined
    const mark = String.fromCharCode(first)
    const text = this.#bytes.toString('utf8', this.at + 1, end - 1).replaceAll(mark + mark, mark)
    this.at = end
    return text
  }

  /** Names in parentheses. */
  list(): readonly string[] | undefined {
    if (!this.take(0x28)) return undefined
    const found: string[] = []
    while (!this.take(0x29)) {
      const name = this.name()
      if (name === undefined || name === '') return undefined
      found.push(name)
      this.take(0x2c)
      if (this.peek() === undefined) return undefined
    }
    return found
  }
}
