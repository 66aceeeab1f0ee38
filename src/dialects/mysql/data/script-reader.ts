import { type FileHandle, open } from 'node:fs/promises'
import { cellText, createCell, form } from '../../../core/data/cell.js'
import type { DataSegment } from '../../../core/data/segment.js'
import {
  loadedColumns,
  type PumpOptions,
  type ReadCounts,
  type RowDescription,
  type RowWriter,
  type TableReader,
} from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { hasWideBytes, ScriptBytes, type ScriptDecoder, scriptDecoder } from './script-decoders.js'
import { parseHeader } from './script-header.js'
import {
  createRowTokens,
  incomplete,
  skipBlanks,
  skipOne,
  type TokenRules,
  token,
  tokenizeRow,
} from './script-tokens.js'

/** A piece of a file that holds whole data statements of one table. */
export interface ScriptRange {
  readonly segment: DataSegment
  readonly from: number
  readonly to: number
}

export const rulesOf = (segment: DataSegment): TokenRules => ({
  noBackslashEscapes: segment.noBackslashEscapes,
  ansiQuotes: segment.ansiQuotes,
  wideBytes: hasWideBytes(segment.charset),
})

export function scriptReader(table: TableMapping, ranges: readonly ScriptRange[]): TableReader {
  return {
    table,
    async pump(writer, options) {
      let rows = 0
      let bytes = 0
      for (const range of ranges) {
        const reader = new RangeReader(table, range, writer)
        const counts = await reader.run(options, { rows, bytes })
        rows += counts.rows
        bytes += counts.bytes
      }
      return { rows, bytes }
    },
  }
}

const bufferSize = 1024 * 1024
const keptBytes = 4096

/** A window on a file that moves forward; what is not used up yet stays in it. */
class FileWindow {
  bytes = Buffer.from(new ArrayBuffer(bufferSize))
  at = 0
  filled = 0
  #offset: number
  readonly #to: number
  readonly #file: FileHandle

  constructor(file: FileHandle, from: number, to: number) {
    this.#file = file
    this.#offset = from
    this.#to = to
  }

  /** Reads more behind what is there. False at the end of the range. */
  async more(): Promise<boolean> {
    const left = this.#to - this.#offset
    if (left <= 0) return false
    this.#makeRoom()
    const wanted = Math.min(left, this.bytes.length - this.filled)
    const { bytesRead } = await this.#file.read(this.bytes, this.filled, wanted, this.#offset)
    if (bytesRead === 0) return false
    this.filled += bytesRead
    this.#offset += bytesRead
    return true
  }

  #makeRoom(): void {
    const waiting = this.filled - this.at
    if (waiting > this.bytes.length >> 1) {
      const next = Buffer.from(new ArrayBuffer(this.bytes.length * 2))
      this.bytes.copy(next, 0, this.at, this.filled)
      this.bytes = next
    } else if (this.bytes.length > bufferSize && waiting < bufferSize >> 1) {
      const next = Buffer.from(new ArrayBuffer(bufferSize))
      this.bytes.copy(next, 0, this.at, this.filled)
      this.bytes = next
    } else this.bytes.copyWithin(0, this.at, this.filled)
    this.filled = waiting
    this.at = 0
  }
}

type Step = 'more' | 'wait' | 'done'

class RangeReader {
  readonly #table: TableMapping
  readonly #range: ScriptRange
  readonly #writer: RowWriter
  readonly #rules: TokenRules
  readonly #tokens = createRowTokens()
  readonly #cell = createCell()
  readonly #source: ScriptBytes
  readonly #decoders: readonly ScriptDecoder[]
  readonly #names: readonly string[]
  readonly #allNames: readonly string[]
  /** Place in the row of each loaded column; −1 when the statement does not name it. */
  #places: readonly number[] = []
  #width = 0
  #inRows = false
  #rows = 0

  constructor(table: TableMapping, range: ScriptRange, writer: RowWriter) {
    this.#table = table
    this.#range = range
    this.#writer = writer
    this.#rules = rulesOf(range.segment)
    this.#source = new ScriptBytes(this.#rules)
    const columns = loadedColumns(table)
    this.#decoders = columns.map((column) => scriptDecoder(column, range.segment))
    this.#names = columns.map((column) => column.source.name)
    this.#allNames = table.columns.map((column) => column.source.name)
  }

  async run(options: PumpOptions | undefined, before: ReadCounts): Promise<ReadCounts> {
    const { segment, from, to } = this.#range
    const file = await open(segment.path, 'r')
    try {
      const window = new FileWindow(file, from, to)
      for (;;) {
        options?.signal?.throwIfAborted()
        const step = this.#parse(window)
        if (step === 'wait') await this.#writer.drained()
        else if (step === 'more' && !(await window.more())) break
        options?.onRead?.({ rows: before.rows + this.#rows, bytes: before.bytes })
      }
      this.#leftOver(window)
      return { rows: this.#rows, bytes: to - from }
    } finally {
      await file.close()
    }
  }

  /** A statement that is cut off at the end of the range is set aside, not passed over. */
  #leftOver(window: FileWindow): void {
    const rest = window.bytes.subarray(window.at, window.filled)
    if (
      rest
        .toString('latin1')
        .replace(/--[^\n]*$|#[^\n]*$/, '')
        .trim() === '' ||
      this.#onlyTail(rest)
    )
      return
    this.#refuse('XW-D0113', rest)
  }

  #onlyTail(rest: Buffer): boolean {
    return this.#inRows && /^[\s;]*$/.test(rest.toString('latin1'))
  }

  #parse(window: FileWindow): Step {
    for (;;) {
      const at = skipBlanks(window.bytes, window.at, window.filled)
      if (at === incomplete || at >= window.filled) return 'more'
      window.at = at
      if (this.#inRows) {
        const step = this.#row(window)
        if (step !== 'done') return step
      } else if (window.bytes[at] === 0x3b) window.at++
      else if (!this.#header(window)) return 'more'
      if (this.#writer.full) return 'wait'
    }
  }

  /** True when a header (or a statement that cannot be used) has been read. */
  #header(window: FileWindow): boolean {
    const header = parseHeader(window.bytes, window.at, window.filled, this.#rules)
    if (header === 'incomplete') return false
    if (header === 'unknown') {
      const end = this.#statementEnd(window)
      if (end === incomplete) return false
      this.#refuse('XW-D0112', window.bytes.subarray(window.at, end))
      window.at = end
      return true
    }
    const columns = header.columns ?? this.#allNames
    this.#width = columns.length
    const lower = columns.map((name) => name.toLowerCase())
    this.#places = this.#names.map((name) => lower.indexOf(name.toLowerCase()))
    window.at = header.end
    this.#inRows = true
    return true
  }

  #statementEnd(window: FileWindow): number {
    let at = window.at
    while (at < window.filled) {
      if (window.bytes[at] === 0x3b) return at + 1
      const next = skipOne(window.bytes, at, window.filled, this.#rules)
      if (next === incomplete) return incomplete
      at = next
    }
    return incomplete
  }

  #row(window: FileWindow): Step {
    const first = window.bytes[window.at]
    if (first === 0x2c) {
      window.at++
      return 'done'
    }
    if (first !== 0x28) {
      // The statement's end, or a clause behind the rows, which has no meaning for rows that are new.
      const end = this.#statementEnd(window)
      if (end === incomplete) return 'more'
      window.at = end
      this.#inRows = false
      return 'done'
    }
    const end = tokenizeRow(window.bytes, window.at, window.filled, this.#rules, this.#tokens)
    if (end === incomplete || end >= window.filled + 1) return 'more'
    this.#write(window.bytes, window.at, end)
    window.at = end
    return 'done'
  }

  #write(bytes: Buffer, start: number, end: number): void {
    if (this.#tokens.count !== this.#width || this.#places.includes(-1)) {
      this.#refuse(this.#tokens.count === this.#width ? 'XW-D0112' : 'XW-D0115', bytes.subarray(start, end))
      return
    }
    this.#rows++
    const writer = this.#writer
    const { columns } = writer
    writer.begin()
    this.#source.beginRow()
    for (let column = 0; column < this.#places.length; column++) {
      this.#decode(bytes, column)
      columns[column]?.(this.#cell)
    }
    if (!writer.end() || writer.describeAll) writer.describe(this.#describe(bytes))
  }

  #decode(bytes: Buffer, column: number): void {
    const place = this.#places[column] ?? 0
    const kind = this.#tokens.kinds[place] ?? token.null
    const cell = this.#cell
    if (kind === token.null) cell.form = form.null
    else if (kind === token.expression) {
      cell.form = form.bad
      cell.reason = 'XW-D0112'
    } else {
      this.#source.load(bytes, this.#tokens, place)
      this.#decoders[column]?.(this.#source, kind, cell)
    }
  }

  #describe(bytes: Buffer): RowDescription {
    const key: Record<string, string | null> = Object.create(null)
    for (const name of this.#table.key) {
      const column = this.#names.indexOf(name)
      if (column < 0) continue
      this.#decode(bytes, column)
      key[name] = cellText(this.#cell)
    }
    const place = this.#places[this.#writer.refusedColumn]
    if (place === undefined) return { key, bytes: null }
    return { key, bytes: bytes.subarray(this.#tokens.starts[place], this.#tokens.ends[place]) }
  }

  #refuse(code: 'XW-D0112' | 'XW-D0113' | 'XW-D0115', bytes: Buffer): void {
    this.#rows++
    this.#writer.refuseRow(code, { key: {}, bytes: Buffer.from(bytes.subarray(0, keptBytes)) })
  }
}
