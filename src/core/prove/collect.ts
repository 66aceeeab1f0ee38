import { createHash } from 'node:crypto'
import type { CellRow, ResultColumn, ResultRows } from './runner.js'

const mask = (1n << 64n) - 1n

/** Takes the rows of one result: keeps them up to a limit, and sums their hashes beyond it. */
export class ResultCollector {
  readonly #columns: readonly ResultColumn[]
  readonly #maxRows: number
  readonly #rows: CellRow[] = []
  #count = 0
  #sum = 0n

  constructor(columns: readonly ResultColumn[], maxRows: number) {
    this.#columns = columns
    this.#maxRows = maxRows
  }

  add(row: CellRow): void {
    this.#count += 1
    if (this.#rows.length < this.#maxRows) this.#rows.push(row)
    this.#sum = (this.#sum + hashOf(row.map((text, at) => plainText(text, this.#columns[at]?.kind ?? 'text')))) & mask
  }

  result(): ResultRows {
    const whole = this.#count <= this.#maxRows
    return {
      columns: this.#columns,
      rows: whole ? this.#rows : [],
      count: this.#count,
      ...(whole ? {} : { digest: this.#sum.toString(16) }),
    }
  }
}

const numbers: ReadonlySet<ResultColumn['kind']> = new Set(['integer', 'decimal', 'float', 'single'])

/** One text for all ways to print a number: with an exponent or without, with zeros behind the point or without. */
function plainText(text: string | null, kind: ResultColumn['kind']): string | null {
  if (text === null || !numbers.has(kind)) return text
  const plain = /^-?\d+(\.\d+)?$/.test(text) ? text : String(Number(text))
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
}

/** 64 bits of a row: for telling results apart, not for keeping secrets. */
const hashOf = (row: CellRow): bigint => createHash('md5').update(JSON.stringify(row)).digest().readBigUInt64BE(0)
