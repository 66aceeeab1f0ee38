import { finding } from '../../core/findings/finding.js'
import { dotted, wholeOf } from '../../core/ir/names.js'
import type { SchemaObject } from '../../core/ir/schema.js'
import { mapObjects, optionId } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { sameKey } from './identity.js'

/** Takes out what this version does not convert as a whole, each with the finding that says so. */
export const unconvertible: Pass = {
  name: 'unconvertible',
  run: (catalog, context) => mapObjects(catalog, (object) => (convertible(object, context) ? [object] : [])),
}

function convertible(object: SchemaObject, context: PassContext): boolean {
  const at = { object: object.id, origin: object.origin }
  switch (object.kind) {
    case 'enumType':
      return context.to.can.namedEnums || !isInColumns(object, context)
    case 'collation':
      // Columns that need one have it made for them.
      if (!isInColumns(object, context))
        report(object, context, finding('XW-C0002', at, { what: 'collation', name: dotted(object.name) }))
      return false
    case 'unmodelled':
      if (!context.to.can.namedEnums && isInColumns(object, context)) return false
      report(object, context, finding('XW-C0002', at, { what: object.what, name: dotted(object.name) }))
      return false
    case 'table':
      reportVersioning(object, context)
      if (context.local.has(object.id)) return true
      if (object.temporary) report(object, context, finding('XW-C0080', at, { name: dotted(object.name) }))
      return !object.temporary
    case 'view':
    case 'sequence':
    case 'namedType':
    case 'support':
    case 'routine':
    case 'trigger':
    case 'event':
      return true
  }
}

/** A type or a collation that stands in the columns that are of it. */
function isInColumns({ id }: SchemaObject, context: PassContext): boolean {
  return [...context.objects.values()].some(
    (each) => each.kind === 'table' && each.columns.some((column) => column.type.made === id),
  )
}

/** The reader may have said so already. */
function report(object: SchemaObject, context: PassContext, found: ReturnType<typeof finding>): void {
  const said = context.earlier.some(
    (each) => each.object === object.id && (each.part === undefined || each.part === wholeOf(object.id)),
  )
  if (!said || found.code === 'XW-C0080') context.findings.add(found)
}

function reportVersioning(object: SchemaObject, context: PassContext): void {
  // The links have been made, and options stay with the source.
  for (const option of context.objects.get(object.id)?.options ?? []) {
    if (!context.from.constructs.systemVersioned.some((key) => sameKey(option.key, key))) continue
    const part = optionId(object.id, option.key)
    context.consumed.set(part, wholeOf(object.id))
    context.findings.add(
      finding(
        'XW-C0081',
        { object: object.id, part, origin: option.origin },
        {
          name: dotted(object.name),
          option: option.key.replace(/^[^.]*\./, ''),
        },
      ),
    )
  }
}
