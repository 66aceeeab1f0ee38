import { describe, expect, it } from 'vitest'
import { cellText, createCell, viewOf } from '../../../../../src/core/data/cell.js'
import type { ColumnMapping } from '../../../../../src/core/mapping/mapping.js'
import { rowMover } from '../../../../../src/dialects/mysql/data/row-function.js'

const column = (name: string): ColumnMapping => {
  const type = { kind: 'integer', bits: 32, signed: true } as const
  const side = { name, type, native: 'int', nullable: true, generated: false }
  return { source: side, target: side }
}

const width = 20
const columns = Array.from({ length: width }, (_, at) => column(`c${at}`))
const int = { type: 3, flags: 0, charset: 63, decimals: 0 }

/** A row of the binary protocol: mark, bitmap of nulls from its third bit on, values. */
function rowOf(values: readonly (number | null)[]): Buffer {
  const bitmap = Buffer.alloc((width + 9) >> 3)
  values.forEach((value, at) => {
    if (value === null) bitmap[(at + 2) >> 3]! |= 1 << ((at + 2) & 7)
  })
  const body = values
    .filter((value) => value !== null)
    .map((value) => {
      const bytes = Buffer.alloc(4)
      bytes.writeInt32LE(value)
      return bytes
    })
  return Buffer.concat([Buffer.from([0]), bitmap, ...body])
}

describe('a row function', () => {
  const taken: (string | null)[] = []
  const writers = columns.map(() => (cell: Parameters<typeof cellText>[0]) => void taken.push(cellText(cell)))
  const found = columns.map(() => int)
  const moved = (values: readonly (number | null)[]) => {
    const row = rowOf(values)
    const bytes = Buffer.concat([Buffer.from('xyz'), row])
    const wire = { bytes, view: viewOf(bytes), at: 3 + 1 + ((width + 9) >> 3) }
    taken.length = 0
    rowMover(columns, found, writers).move(wire, 3, createCell())
    return { taken: [...taken], left: bytes.length - wire.at }
  }

  it('finds a null in every place, alone and beside others', () => {
    const all = Array.from({ length: width }, (_, at) => at - 7)
    const patterns = [
      all,
      all.map(() => null),
      ...all.map((_, at) => all.map((value, here) => (here === at ? null : value))),
    ]
    for (const values of patterns)
      expect(moved(values)).toEqual({ taken: values.map((value) => (value === null ? null : String(value))), left: 0 })
  })

  it('is made once for writers that come again, and anew when the server describes other columns', () => {
    const first = rowMover(columns, found, writers)
    expect(rowMover(columns, [...found], writers)).toBe(first)
    const wider = found.map(() => ({ ...int, type: 8 }))
    expect(rowMover(columns, wider, writers).move).not.toBe(first.move)
  })
})
