import { finding } from '../../core/findings/finding.js'
import { dotted, ident, type ObjectId, objectId } from '../../core/ir/names.js'
import type { Catalog, Trigger } from '../../core/ir/schema.js'
import { allObjects, mapObjects, sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

/**
 * Who runs the triggers of one event in the order in which they were made gets them in that of their names on a source
 * that goes by those. Targets that run the triggers of one event in the order of their names get names in that order: first what a pass made,
 * which stands for what the source does before any trigger, then those of the source in theirs.
 */
export const triggerOrder: Pass = {
  name: 'trigger order',
  run: (catalog, context) => {
    if (!context.to.can.triggersByName) return context.from.can.triggersByName ? sorted(catalog, context) : catalog
    const names = new Map(groupsOf(catalog).flatMap((group) => renamed(group, context)))
    if (names.size === 0) return catalog
    return mapObjects(catalog, (object) => {
      const name = object.kind === 'trigger' ? names.get(object.id) : undefined
      if (name === undefined || object.kind !== 'trigger') return [object]
      const full = { ...object.name, name: ident(name) }
      return [{ ...object, name: full, id: objectId(object.kind, full) }]
    })
  },
}

/** The triggers of a table among themselves by their names on the source; all else stays in its place. */
function sorted(catalog: Catalog, { objects }: PassContext): Catalog {
  const name = (trigger: Trigger): string => {
    const source = sourceOf(trigger)
    return (source && objects.get(source)?.name.name.text) ?? nameOf(trigger)
  }
  const byTable = new Map<string, Trigger[]>()
  for (const object of allObjects(catalog))
    if (object.kind === 'trigger')
      byTable.set(dotted(object.table), [...(byTable.get(dotted(object.table)) ?? []), object])
  for (const triggers of byTable.values()) triggers.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0))
  return mapObjects(catalog, (object) => {
    const next = object.kind === 'trigger' ? byTable.get(dotted(object.table))?.shift() : undefined
    return [next ?? object]
  })
}

function groupsOf(catalog: Catalog): readonly (readonly Trigger[])[] {
  const groups = new Map<string, Trigger[]>()
  for (const object of allObjects(catalog)) {
    if (object.kind !== 'trigger') continue
    for (const event of object.events) {
      const key = JSON.stringify([dotted(object.table), object.timing, object.perStatement ?? false, event])
      groups.set(key, [...(groups.get(key) ?? []), object])
    }
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

const isMade = (trigger: Trigger): boolean => trigger.body.kind !== 'opaque'

/** New names of those triggers of a group that need one. */
function renamed(group: readonly Trigger[], context: PassContext): readonly (readonly [ObjectId, string])[] {
  const made = group.filter(isMade)
  const own = sourceOrder(group.filter((each) => !isMade(each)))
  const first = own.map(nameOf).sort()[0]
  const early = made.flatMap((each) =>
    first !== undefined && first < nameOf(each) ? [[each.id, `0_${nameOf(each)}`] as const] : [],
  )
  if (isAscending(own.map(nameOf))) return early
  const width = String(own.length).length
  const numbered = own.map((trigger, at) => {
    const name = `t${String(at + 1).padStart(width, '0')}_${nameOf(trigger)}`
    context.findings.add(finding('XW-R0010', placeOf(trigger), { target: name }))
    return [trigger.id, name] as const
  })
  return [...early, ...numbered]
}

const nameOf = (trigger: Trigger): string => trigger.name.name.text

const isAscending = (names: readonly string[]): boolean =>
  names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name)

/** As they were made, except where one says which other it follows or precedes. */
function sourceOrder(group: readonly Trigger[]): readonly Trigger[] {
  const ordered: Trigger[] = []
  for (const trigger of group) {
    const order = trigger.program?.order
    const at = order ? ordered.findIndex((each) => sameName(each, order.trigger.text)) : -1
    if (at < 0 || !order) ordered.push(trigger)
    else ordered.splice(order.how === 'follows' ? at + 1 : at, 0, trigger)
  }
  return ordered
}

/** Who follows a trigger of several times follows its part of the same time. */
const sameName = (trigger: Trigger, name: string): boolean =>
  (trigger.partOf?.trigger.text ?? nameOf(trigger)).toLowerCase() === name.toLowerCase()
