import { cellText, form } from '../../../../core/data/cell.js'
import type { RejectCode } from '../../../../core/data/reject.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import { loadedColumns } from '../../../../core/data/stream.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import type { Header } from '../script-header.js'
import { type RowHandler, walkRows } from '../script-rows.js'
import { RowValues } from '../script-values.js'
import { RowCounter } from './counter.js'

/** Rows that the engine would not keep, by the place of their `(`, and why. */
export type DroppedRows = ReadonlyMap<number, RejectCode>

interface KeyedRow {
  readonly path: string
  readonly position: number
  readonly keys: readonly string[]
}

interface KeyedStatement {
  readonly header: Header
  readonly updates: boolean
  readonly rows: readonly KeyedRow[]
}

/** Whether a row was never there, rather than there until another took its place. */
export const yields = (code: RejectCode | undefined): boolean => code === 'XW-D0117' || code === 'XW-D0119'

type Dropped = ReadonlyMap<string, DroppedRows>

/** Numbers that the table makes may meet given ones, and what yields decides about the numbers: a few rounds settle it. */
const mostRounds = 5

/** Finds rows that yield to a row with the same key (INSERT IGNORE, ON DUPLICATE KEY UPDATE) or that a later one replaces. */
export async function findRepeated(table: TableMapping, segments: readonly DataSegment[], now: Date): Promise<Dropped> {
  let found = await repeatedIn({ table, segments, now, numbers: undefined })
  for (let round = 1; found.makesNumbers && round < mostRounds; round++) {
    const next = await repeatedIn({ table, segments, now, numbers: found.dropped })
    const settled = sameRows(next.dropped, found.dropped)
    found = next
    if (settled) break
  }
  return found.dropped
}

const sameRows = (a: Dropped, b: Dropped): boolean =>
  a.size === b.size &&
  [...a].every(([path, rows]) => {
    const others = b.get(path)
    return others?.size === rows.size && [...rows].every(([position, code]) => others.get(position) === code)
  })

interface Search {
  readonly table: TableMapping
  readonly segments: readonly DataSegment[]
  readonly now: Date
  /** What yields as far as is known, which decides about the numbers that the table makes; undefined leaves them out. */
  readonly numbers: Dropped | undefined
}

/** Reads twice: first only hashes of keys are kept, 8 bytes each, then the few rows whose hash came twice. */
async function repeatedIn(search: Search): Promise<{ readonly dropped: Dropped; readonly makesNumbers: boolean }> {
  const hashes = new HashList()
  const makesNumbers = await readKeys(search, ({ keys }) => {
    for (const key of keys) hashes.add(hashOf(key))
    return false
  })
  const twice = hashes.twice()
  const dropped = new Map<string, Map<number, RejectCode>>()
  if (twice.size === 0) return { dropped, makesNumbers }
  const rows = new LiveRows(({ path, position }, code) => {
    const known = dropped.get(path) ?? new Map<number, RejectCode>()
    dropped.set(path, known.set(position, code))
  })
  const isCandidate = ({ keys }: KeyedRow) => keys.some((key) => twice.has(hashOf(key)))
  await readKeys(search, isCandidate, (statement) => rows.apply(statement))
  return { dropped, makesNumbers }
}

/** The rows that are there after each statement. */
class LiveRows {
  readonly #byKey = new Map<string, KeyedRow>()
  readonly #drop: (row: KeyedRow, code: RejectCode) => void

  constructor(drop: (row: KeyedRow, code: RejectCode) => void) {
    this.#drop = drop
  }

  apply({ header, updates, rows }: KeyedStatement): void {
    for (const row of rows) {
      const there = new Set(row.keys.flatMap((key) => this.#byKey.get(key) ?? []))
      if (header.replace) for (const old of there) this.#remove(old)
      else if (there.size > 0 && (updates || header.ignore)) {
        this.#drop(row, updates ? 'XW-D0119' : 'XW-D0117')
        continue
      }
      // A plain INSERT of a key that is there fails on the source; both rows stay, and the target's key says so.
      for (const key of row.keys) if (!this.#byKey.has(key)) this.#byKey.set(key, row)
    }
  }

  #remove(row: KeyedRow): void {
    this.#drop(row, 'XW-D0118')
    for (const key of row.keys) if (this.#byKey.get(key) === row) this.#byKey.delete(key)
  }
}

/** True when the table makes numbers for some of the rows. */
async function readKeys(
  search: Search,
  wanted: (row: KeyedRow) => boolean,
  onStatement: (statement: KeyedStatement) => void = () => undefined,
): Promise<boolean> {
  const counter = new RowCounter()
  let makesNumbers = false
  for (const segment of search.segments) {
    const values = new RowValues(search.table, segment, counter, search.now)
    values.counterKnown = search.numbers !== undefined
    const keys = new KeyReader(search.table, values)
    const handler = keyRows(values, keys, segment.path, search.numbers?.get(segment.path), wanted, onStatement)
    await walkRows({ segment, from: segment.from, to: segment.to }, handler)
    makesNumbers ||= keys.makesNumbers
  }
  return makesNumbers
}

function keyRows(
  values: RowValues,
  keys: KeyReader,
  path: string,
  dropped: DroppedRows | undefined,
  wanted: (row: KeyedRow) => boolean,
  onStatement: (statement: KeyedStatement) => void,
): RowHandler {
  let header: Header = { columns: null, end: 0, replace: false, ignore: false }
  let rows: KeyedRow[] = []
  return {
    full: false,
    ready: () => Promise.resolve(),
    header(next) {
      header = next
      values.begin(next.columns)
    },
    row(bytes, _start, _end, tokens, position) {
      const found = values.row(bytes, tokens, yields(dropped?.get(position)))
      if (found === 'width') return 'done'
      const row = { path, position, keys: keys.read(found === 'number') }
      if (wanted(row)) rows.push(row)
      return 'done'
    },
    statementEnd(tail) {
      values.end()
      const updates = /\bduplicate\b/i.test(tail.toString('latin1', 0, 4096))
      if (rows.length > 0) onStatement({ header, updates, rows })
      rows = []
    },
    broken: () => undefined,
  }
}

/** The unique keys of the current row as texts that are equal when the keys are. */
class KeyReader {
  makesNumbers = false
  readonly #values: RowValues
  readonly #keys: readonly (readonly { readonly column: number; readonly type: LogicalType | undefined }[])[]

  constructor(table: TableMapping, values: RowValues) {
    const columns = loadedColumns(table)
    const keys = table.uniques ?? (table.key.length > 0 ? [table.key] : [])
    this.#values = values
    this.#keys = keys.map((names) =>
      names.map((name) => {
        const column = columns.findIndex(({ source }) => source.name === name)
        return { column, type: columns[column]?.source.type }
      }),
    )
  }

  /** Keys that hold a NULL, or a number that is not known yet, are equal to no other and left out. */
  read(numberUnknown: boolean): readonly string[] {
    this.makesNumbers ||= numberUnknown
    return this.#keys.flatMap((parts, index) => {
      let text = `${index}`
      for (const { column, type } of parts) {
        if (!type || (numberUnknown && column === this.#values.counted)) return []
        const { cell } = this.#values
        this.#values.decode(column)
        if (cell.form === form.null || cell.form === form.bad) return []
        text += `\0${comparable(cellText(cell) ?? '', type)}`
      }
      return [text]
    })
  }
}

/** Equal for texts that the column's collation calls equal, as far as case, accents and blanks at the end go. */
function comparable(text: string, type: LogicalType): string {
  if (type.kind !== 'text' && type.kind !== 'enum') return text
  const collation = type.collation
  if (!collation) return text
  let folded = collation.padSpace ? text.replace(/ +$/, '') : text
  if (collation.binary) return folded
  if (!collation.caseSensitive) folded = folded.toUpperCase().toLowerCase()
  return collation.accentSensitive ? folded.normalize('NFC') : folded.normalize('NFD').replace(/\p{M}/gu, '')
}

/** 53 bits of a text. */
function hashOf(text: string): number {
  let high = 0x9e3779b1
  let low = 0x85ebca6b
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x27d4eb2f)
    low = Math.imul(low ^ code, 0x165667b1)
    low ^= high >>> 15
  }
  high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return (high >>> 11) * 0x1_0000_0000 + ((low ^ (low >>> 16)) >>> 0)
}

class HashList {
  #values = new Float64Array(4096)
  #count = 0

  add(hash: number): void {
    if (this.#count === this.#values.length) {
      const next = new Float64Array(this.#count * 2)
      next.set(this.#values)
      this.#values = next
    }
    this.#values[this.#count++] = hash
  }

  /** Those that were added more than once. */
  twice(): ReadonlySet<number> {
    const sorted = this.#values.subarray(0, this.#count).sort()
    const found = new Set<number>()
    for (let at = 1; at < sorted.length; at++) {
      const hash = sorted[at]
      if (hash !== undefined && hash === sorted[at - 1]) found.add(hash)
    }
    return found
  }
}
