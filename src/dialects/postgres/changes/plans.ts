import type { CellWriter } from '../../../core/data/stream.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { forTarget } from '../data/array-labels.js'
import { type DecoderOptions, valueDecoder, verbatim, verbatimForm } from '../data/binary-decoders.js'
import { textDecoder } from '../data/text-decoders.js'
import type { ValueType } from '../data/value-type.js'
import type { NamedType } from './catalogue.js'
import type { Relation } from './relation.js'
import type { PlannedColumn, RowPlan, StreamTable } from './row-plan.js'

export const nameOf = ({ mapping }: Pick<StreamTable, 'mapping'>): string =>
  `${mapping.source.schema}.${mapping.source.table}`

type Way = PlannedColumn['binary']

/** How a writer takes the binary form of a type; undefined: not at all. */
export function binaryWay(type: ValueType, writer: CellWriter, target: LogicalType, options: DecoderOptions): Way {
  const form = verbatimForm(type)
  if (form !== null && writer.verbatim?.takes(form)) return { decode: verbatim, write: writer.verbatim.write }
  // To a target that keeps text, money is what the server prints of it.
  const own = target.kind === 'text' ? {} : options
  const decode = writer.verbatim?.only ? undefined : valueDecoder(type, own)
  return decode && { decode: forTarget(decode, target), write: writer }
}

export function textWay(type: ValueType, writer: CellWriter, target: LogicalType): Way {
  return writer.verbatim?.only ? undefined : { decode: forTarget(textDecoder(type), target), write: writer }
}

export interface PlanOptions extends DecoderOptions {
  /** Whether the stream was asked for in binary form. */
  readonly binary: boolean
  /** Where the log is being read, for messages. */
  readonly place: string
}

/**
 * How rows of the log become images of the mapping. Columns are known by their names.
 * @throws OperationError when a column is not there, or no form of its values can be taken
 */
export function planRows(
  relation: Relation,
  types: readonly NamedType[],
  table: StreamTable,
  options: PlanOptions,
): RowPlan {
  const columns = table.columns.map(({ source, target }, index): PlannedColumn => {
    const place = relation.columns.findIndex((column) => column.name === source.name)
    const [logged, named, writer] = [relation.columns[place], types[place], table.writer.columns[index]]
    if (!logged || !named || !writer) throw shapeDiffers(table, options.place, `it has no column ${source.name}`)
    const binary = options.binary ? binaryWay(named.type, writer, target.type, options) : undefined
    const text = textWay(named.type, writer, target.type)
    if (options.binary ? !binary : !text) throw typeNotReadable(table, source.name, named.shown)
    const readable = { binary: valueDecoder(named.type, options), text: textDecoder(named.type) }
    return { place, inIdentity: logged.inIdentity, binary, text, readable }
  })
  return { table, columns, isPart: nameOf(table) !== `${relation.schema}.${relation.name}` }
}

export const shapeDiffers = (table: StreamTable, position: string, reason: string): OperationError =>
  new OperationError('XW-S0418', { table: nameOf(table), position, reason })

export const typeNotReadable = (table: StreamTable, column: string, type: string): OperationError =>
  new OperationError('XW-S0421', { table: nameOf(table), column, type })
