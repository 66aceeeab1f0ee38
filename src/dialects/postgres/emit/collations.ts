import { dotted, type QName } from '../../../core/ir/names.js'
import type { Catalog } from '../../../core/ir/schema.js'

/** Collations of a catalogue, by their bare and their dotted name. */
export function collationsOf(catalog: Catalog): ReadonlyMap<string, QName> {
  const map = new Map<string, QName>()
  for (const { objects } of catalog.schemas)
    for (const object of objects) {
      if (object.kind !== 'collation') continue
      if (!map.has(object.name.name.text)) map.set(object.name.name.text, object.name)
      map.set(dotted(object.name), object.name)
    }
  return map
}
