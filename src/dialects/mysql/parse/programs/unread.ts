import { type Finding, finding } from '../../../../core/findings/finding.js'
import { dotted } from '../../../../core/ir/names.js'
import type { Routine, Schema, SchemaObject } from '../../../../core/ir/schema.js'

/** Stored programs are kept by their text. Told at the end, since a script may define one several times. */
export function programFindings(schemas: readonly Schema[]): readonly Finding[] {
  const objects = schemas.flatMap((schema) => schema.objects)
  return [...objects.flatMap(unread), ...halfPackages(objects)]
}

function unread(object: SchemaObject): readonly Finding[] {
  const { id, name, origin, kind } = object
  const form = kind === 'routine' ? object.form : kind === 'trigger' || kind === 'event' ? kind : undefined
  const read = 'program' in object && object.program !== undefined
  if (form === undefined || read) return []
  return [finding('XW-R0001', { object: id, origin }, { kind: form, name: dotted(name) })]
}

/** Packages of which one part is missing. One without anything needs no body. */
function halfPackages(objects: readonly SchemaObject[]): readonly Finding[] {
  const parts = objects.filter((each): each is Routine => each.kind === 'routine')
  const named = (form: Routine['form']) => parts.filter((each) => each.form === form)
  const namesOf = (units: readonly Routine[]) => new Set(units.map(({ name }) => dotted(name).toLowerCase()))
  const [whole, bodies] = [named('package'), named('packageBody')]
  const [announced, made] = [namesOf(whole), namesOf(bodies)]
  const without = (units: readonly Routine[], others: ReadonlySet<string>) =>
    units.filter(({ name }) => !others.has(dotted(name).toLowerCase()))
  const at = ({ id, origin }: Routine) => ({ object: id, origin })
  return [
    ...without(whole, made).map((each) => finding('XW-P0460', at(each), { name: dotted(each.name) })),
    ...without(bodies, announced).map((each) => finding('XW-P0461', at(each), { name: dotted(each.name) })),
  ]
}
