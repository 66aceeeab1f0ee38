import { type CellWriter, loadedColumns, type RowWriter } from '../../../../core/data/stream.js'
import { OperationError } from '../../../../core/findings/operation-error.js'
import type { ColumnMapping, TableMapping } from '../../../../core/mapping/mapping.js'
import { forTarget } from '../array-labels.js'
import { type DecoderOptions, type ValueDecoder, valueDecoder, verbatim, verbatimForm } from '../binary-decoders.js'
import { typeForm, type ValueType } from '../value-type.js'
import { type RowFunction, rowFunction } from './row-function.js'

/** How the rows of a table get into one writer. */
export interface RowMover {
  /** One per loaded column: makes what a person reads, where there is such a form. */
  readonly shown: readonly ValueDecoder[]
  /** Null: rows go whole, as they came. */
  readonly move: RowFunction | null
}

const movers = new WeakMap<readonly CellWriter[], { readonly mover: RowMover; readonly types: readonly ValueType[] }>()

/** The mover for columns of these types; writers that come again (chunks of one table) get theirs again. */
export function rowMover(
  table: TableMapping,
  types: readonly ValueType[],
  writer: RowWriter,
  options: DecoderOptions,
): RowMover {
  const known = movers.get(writer.columns)
  if (known?.types === types) return known.mover
  const columns = loadedColumns(table)
  const ways = types.map((type, at) => wayOf(table, columns[at], type, writer.columns[at], options))
  const isWhole = writer.wholeRows?.takes(types.map(typeForm)) === true
  const decoders = ways.map(({ decoder }) => decoder)
  const writers = ways.map(({ write }) => write)
  const mover = {
    shown: types.map((type) => valueDecoder(type, options) ?? verbatim),
    move: isWhole ? null : rowFunction(decoders, writers),
  }
  movers.set(writer.columns, { mover, types })
  return mover
}

interface Way {
  readonly decoder: ValueDecoder
  readonly write: CellWriter
}

/** @throws OperationError XW-D0030 where the values of a column have no form that the writer takes */
function wayOf(
  table: TableMapping,
  column: ColumnMapping | undefined,
  type: ValueType,
  writer: CellWriter | undefined,
  options: DecoderOptions,
): Way {
  if (!writer || !column) throw new Error('more columns than writers')
  const form = verbatimForm(type)
  const own = writer.verbatim
  if (form !== null && own?.takes(form)) return { decoder: verbatim, write: own.write }
  const decoder = valueDecoder(type, options)
  if (decoder && !own?.only) return { decoder: forTarget(decoder, column.target.type), write: writer }
  const { schema, table: name } = table.source
  const reason = `values of the type ${nameOf(type)} mean something on this server only`
  throw new OperationError('XW-D0030', { table: `${schema}.${name}`, column: column.source.name, reason })
}

const nameOf = (type: ValueType): string => (type.kind === 'base' ? type.name : type.kind)
