import { dotted, type ObjectId, type PartId, partId, wholeOf } from '../core/ir/names.js'
import type { Table } from '../core/ir/schema.js'
import type { DecidedColumn } from '../core/mapping/decisions.js'
import { wrong } from './unsupported.js'

export interface GivenNames {
  readonly left: ReadonlySet<PartId>
  readonly schemas: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<PartId, string>
  readonly derived: ReadonlyMap<ObjectId, readonly DecidedColumn[]>
}

/**
 * Rows of two tables never go into one, and no two columns have one name. `rule`: the last one that gave a name, without
 * which there would be no two equal ones.
 * @throws OperationError XW-S0704
 */
export function refuseEqualNames(
  tables: readonly Table[],
  { left, schemas, names, derived }: GivenNames,
  rule: string,
): void {
  const seen = new Map<string, string>()
  const take = (place: string, source: string, by = rule): void => {
    const other = seen.get(place)
    if (other !== undefined) throw wrong({ 'rule-id': by }, `${other} and ${source} would both be called ${place}`)
    seen.set(place, source)
  }
  for (const table of tables) {
    const source = dotted(table.name)
    const schema = table.name.schema?.text ?? ''
    const own = names.get(wholeOf(table.id)) ?? table.name.name.text
    const target = `${schemas.get(schema) ?? schema}.${own}`
    take(target, source)
    for (const { name } of table.columns) {
      const part = partId(table.id, 'column', name.text)
      if (!left.has(part)) take(`${target}.${names.get(part) ?? name.text}`, `${source}.${name.text}`)
    }
    for (const { added, rule: by } of derived.get(table.id) ?? [])
      if (added) take(`${target}.${added.name.text}`, `an added column of ${source}`, by)
  }
}
