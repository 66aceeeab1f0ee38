import { finding } from '../../core/findings/finding.js'
import { dotted } from '../../core/ir/names.js'
import type { ForeignKey, Trigger } from '../../core/ir/schema.js'
import { allObjects, allTables } from '../catalog-edit.js'
import type { Pass } from '../context.js'
import { placeOf } from '../report.js'

/** What a foreign key does by itself runs triggers on some targets only: each trigger that it can reach is told. */
export const cascades: Pass = {
  name: 'cascades',
  run: (catalog, context) => {
    if (!context.from.constructs.silentCascades) return catalog
    const keys = new Map(
      allTables(catalog).map((table) => [
        dotted(table.name),
        table.constraints.flatMap((each) => (each.kind === 'foreignKey' ? [each] : [])),
      ]),
    )
    for (const object of allObjects(catalog)) {
      if (object.kind !== 'trigger' || !object.program) continue
      const key = keys.get(dotted(object.table))?.find((each) => reaches(each, object))
      if (key) context.findings.add(finding('XW-R0012', placeOf(object), { key: key.name?.text ?? dotted(key.target) }))
    }
    return catalog
  },
}

const changing: ReadonlySet<string> = new Set(['cascade', 'setNull', 'setDefault'])

const reaches = (key: ForeignKey, { events }: Trigger): boolean =>
  (key.onDelete === 'cascade' && events.includes('delete')) ||
  ((changing.has(key.onUpdate) || (key.onDelete !== 'cascade' && changing.has(key.onDelete))) &&
    events.includes('update'))
