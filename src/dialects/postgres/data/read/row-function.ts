import { type Cell, form } from '../../../../core/data/cell.js'
import type { CellWriter } from '../../../../core/data/stream.js'
import type { ValueBytes, ValueDecoder } from '../binary-decoders.js'

/** Moves the values of one row through the cell, column by column; `at` is that of the first length. Gives where the row ends. */
export type RowFunction = (from: ValueBytes, at: number, cell: Cell) => number

/**
 * One call per column, written out: in a loop every decoder and every writer is called from one place, which then may call
 * anything; written out, each place calls one function. The text that is compiled holds nothing but numbers of columns.
 */
export function rowFunction(decoders: readonly ValueDecoder[], writers: readonly CellWriter[]): RowFunction {
  const parameters = decoders.flatMap((_, at) => [`d${at}`, `w${at}`])
  const lines = decoders.map(
    (_, at) =>
      `length = from.view.getInt32(at)\nat += 4\nif (length < 0) cell.form = ${form.null}\n` +
      `else { d${at}(from, at, at + length, cell); at += length }\nw${at}(cell)`,
  )
  const body = `'use strict'\n// ${++made}\nreturn (from, at, cell) => {\nlet length\n${lines.join('\n')}\nreturn at\n}`
  const make = new Function(...parameters, body)
  return make(...decoders.flatMap((decoder, at) => [decoder, writers[at]]))
}

/** Stands in each text, because functions of equal text share what the engine has learnt of their calls. */
let made = 0
