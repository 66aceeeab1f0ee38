import { createReadStream } from 'node:fs'
import type { ScriptRange } from '../../../../core/data/segment.js'
import { copyLine } from './copy-lines.js'
import { Cursor, Incomplete } from './cursor.js'
import { insertHead, insertRow, skipTo } from './insert-rows.js'
import type { Written } from './written.js'

/** A row, or what stands where one should. */
export type ScannedRow =
  | {
      readonly kind: 'row'
      readonly columns: readonly string[] | null
      readonly values: readonly Written[]
      readonly text: Buffer
    }
  | { readonly kind: 'broken'; readonly code: 'XW-D0112' | 'XW-D0113'; readonly text: Buffer }

const readBytes = 2 ** 20

/** The rows of a range in their order, as many at once as the bytes that were read hold. Their bytes stay as they are. */
export async function* rowsOf(
  { segment, from, to }: ScriptRange,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ScannedRow[]> {
  const { copy } = segment
  const parser: Parser = copy ? new CopyParser(copy.columns ?? null) : new InsertParser(!segment.noBackslashEscapes)
  let pieces: Buffer[] = []
  let waiting = 0
  let wanted = 0
  const file = createReadStream(segment.path, {
    start: from,
    end: to - 1,
    highWaterMark: readBytes,
    ...(signal ? { signal } : {}),
  })
  for await (const piece of file) {
    pieces.push(piece)
    waiting += piece.length
    // A long row doubles what is read, so that it is not looked through once for each piece.
    if (waiting < wanted) continue
    const bytes = pieces.length === 1 ? piece : Buffer.concat(pieces)
    const { rows, rest } = parser.parse(bytes, false)
    if (rows.length > 0) yield rows
    pieces = [rest]
    waiting = rest.length
    wanted = rest.length * 2
  }
  yield parser.parse(Buffer.concat(pieces), true).rows
}

interface Parser {
  parse(bytes: Buffer, isLast: boolean): { readonly rows: readonly ScannedRow[]; readonly rest: Buffer }
}

class CopyParser implements Parser {
  readonly #columns: readonly string[] | null

  constructor(columns: readonly string[] | null) {
    this.#columns = columns
  }

  parse(bytes: Buffer, isLast: boolean) {
    const rows: ScannedRow[] = []
    let from = 0
    while (from < bytes.length) {
      const found = bytes.indexOf(0x0a, from)
      if (found < 0 && !isLast) break
      const end = found < 0 ? bytes.length : found
      const text = bytes.subarray(from, end)
      rows.push({ kind: 'row', columns: this.#columns, values: copyLine(text), text })
      from = end + 1
    }
    return { rows, rest: bytes.subarray(from) }
  }
}

class InsertParser implements Parser {
  readonly #rules: { readonly escapes: boolean }
  #columns: readonly string[] | null = null
  #inRows = false

  constructor(escapes: boolean) {
    this.#rules = { escapes }
  }

  parse(bytes: Buffer, isLast: boolean) {
    const rows: ScannedRow[] = []
    let done = 0
    try {
      const cursor = new Cursor(bytes, 0, isLast)
      for (;;) {
        cursor.blanks()
        done = cursor.at
        if (cursor.next === '') break
        const row = this.#inRows ? this.#row(cursor) : this.#statement(cursor)
        if (row) rows.push(row)
        done = cursor.at
      }
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error
    }
    return { rows, rest: bytes.subarray(done) }
  }

  #statement(cursor: Cursor): ScannedRow | undefined {
    const from = cursor.at
    if (cursor.next === ';') {
      cursor.at++
      return undefined
    }
    const columns = insertHead(cursor)
    if (columns === undefined) return this.#broken(cursor, from, 'XW-D0112')
    this.#columns = columns
    this.#inRows = true
    return undefined
  }

  #row(cursor: Cursor): ScannedRow | undefined {
    const from = cursor.at
    if (cursor.next === ',') cursor.at++
    else if (cursor.next === '(') {
      const values = insertRow(cursor, this.#rules)
      const text = cursor.bytes.subarray(from, cursor.at)
      // The file ended before the row did.
      if (text.at(-1) !== 0x29) return { kind: 'broken', code: 'XW-D0113', text }
      return { kind: 'row', columns: this.#columns, values, text }
    } else {
      // ON CONFLICT, RETURNING: what they would pass over the target refuses as a double key.
      skipTo(cursor, this.#rules, ';')
      this.#inRows = false
    }
    return undefined
  }

  #broken(cursor: Cursor, from: number, code: 'XW-D0112' | 'XW-D0113'): ScannedRow {
    skipTo(cursor, this.#rules, ';')
    return { kind: 'broken', code, text: cursor.bytes.subarray(from, cursor.at) }
  }
}
