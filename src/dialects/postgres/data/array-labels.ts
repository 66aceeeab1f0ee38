import { form, viewOf } from '../../../core/data/cell.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { slice, type ValueDecoder } from './binary-base.js'
import { clockText } from './binary-times.js'

/** An array is a set of labels to a target whose type is one; to all others it is the text that the server prints, as a time is to text. */
export function forTarget(decode: ValueDecoder, target: LogicalType): ValueDecoder {
  if (target.kind === 'text') return asPrinted(decode)
  return target.kind === 'enum' && target.set ? asLabels(decode) : decode
}

/** An interval that is nothing but a clock, and a time of day, in the server's words. */
const asPrinted =
  (decode: ValueDecoder): ValueDecoder =>
  (from, start, end, cell) => {
    decode(from, start, end, cell)
    if (cell.form !== form.duration) return
    const bytes = Buffer.from(`${cell.negative ? '-' : ''}${clockText(cell)}`, 'latin1')
    slice(form.text, { bytes, view: viewOf(bytes) }, 0, bytes.length, cell)
  }

const asLabels =
  (decode: ValueDecoder): ValueDecoder =>
  (from, start, end, cell) => {
    decode(from, start, end, cell)
    if (cell.form !== form.text) return
    const labels = labelsOf(cell.bytes.toString('latin1', cell.start, cell.end))
    if (labels === undefined) {
      cell.form = form.bad
      cell.reason = 'XW-D0113'
      return
    }
    const bytes = Buffer.from(labels.join(','), 'latin1')
    slice(form.labels, { bytes, view: viewOf(bytes) }, 0, bytes.length, cell)
  }

/** Elements of a plain array of one dimension; undefined where they are no labels (manual: Array Input and Output Syntax). */
export function labelsOf(text: string): readonly string[] | undefined {
  if (!/^\{(?:(?:"(?:[^"\\]|\\.)*"|[^",{}\\]+)(?:,(?!\}$)|(?=\}$)))*\}$/s.test(text)) return undefined
  const labels = (text.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,]+/gs) ?? []).map((element) =>
    element.startsWith('"') ? element.slice(1, -1).replace(/\\(.)/gs, '$1') : element === 'NULL' ? undefined : element,
  )
  return labels.every((label) => label !== undefined && !label.includes(',')) ? labels.map(String) : undefined
}
