import type { DataSegment } from '../../../../core/data/segment.js'
import { type Finding, finding } from '../../../../core/findings/finding.js'
import { dotted, type QName } from '../../../../core/ir/names.js'
import type { Catalog, Column, Table } from '../../../../core/ir/schema.js'

/**
 * What the text of a dump cannot hold: the server prints FLOAT with six digits (FLT_DIG), and FLOAT(m,d) and DOUBLE(m,d)
 * with their d digits, so the rows of such columns were rounded before we saw them.
 */
export function roundedColumns(catalog: Catalog, data: readonly DataSegment[]): readonly Finding[] {
  const withRows = new Set(data.map(({ table }) => keyOf(table)))
  return catalog.schemas.flatMap((schema) =>
    schema.objects.flatMap((object) => {
      if (object.kind !== 'table') return []
      const has = withRows.has(keyOf(object.name)) || withRows.has(object.name.name.text)
      return has ? findingOf(object) : []
    }),
  )
}

function findingOf(table: Table): readonly Finding[] {
  const columns = table.columns.filter(isRounded).map((column) => column.name.text)
  if (columns.length === 0) return []
  const data = { table: dotted(table.name), columns: columns.join(', ') }
  return [finding('XW-D0700', { object: table.id, origin: table.origin }, data)]
}

function isRounded({ type, generated }: Column): boolean {
  const { logical } = type
  return !generated && logical.kind === 'float' && (logical.bits === 32 || logical.scale !== undefined)
}

const keyOf = (name: QName): string =>
  name.schema === undefined ? name.name.text : `${name.schema.text}\0${name.name.text}`
