import type { Wire } from '../data/wire.js'
import { metaSize, type StoredColumn, storedColumn } from './column-types.js'
import { packedNumber } from './packed-number.js'
import { readMetadata, type TableMetadata } from './table-metadata.js'

/** A table as the rows events behind it use it (manual: Table_map_event). */
export interface TableMap {
  readonly schema: string
  readonly table: string
  readonly columns: readonly StoredColumn[]
  readonly metadata: TableMetadata
}

/** Reads the body of a table map, from the length of the schema's name on. */
export function readTableMap(wire: Wire, start: number, end: number): TableMap {
  const { view } = wire
  const [schema, afterSchema] = shortName(wire, start)
  const [table, afterTable] = shortName(wire, afterSchema)
  const [width, typesAt] = packedNumber(view, afterTable)
  const [, firstMeta] = packedNumber(view, typesAt + width)
  let metaAt = firstMeta
  const columns: StoredColumn[] = []
  for (let index = 0; index < width; index++) {
    const type = view.getUint8(typesAt + index)
    const size = metaSize(type)
    if (size < 0) throw new Error(`column ${index + 1} of ${schema}.${table} has the unknown type ${type}`)
    columns.push(storedColumn(type, size > 0 ? view.getUint8(metaAt) : 0, size > 1 ? view.getUint8(metaAt + 1) : 0))
    metaAt += size
  }
  const metadataAt = metaAt + ((width + 7) >> 3)
  return { schema, table, columns, metadata: readMetadata(wire, metadataAt, end, columns) }
}

/** A length of one byte, the name, and a zero byte. */
function shortName({ bytes, view }: Wire, at: number): [string, number] {
  const end = at + 1 + view.getUint8(at)
  return [bytes.toString('utf8', at + 1, end), end + 1]
}
