import { finding } from '../../core/findings/finding.js'
import { dotted } from '../../core/ir/names.js'
import type { View } from '../../core/ir/schema.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import { mapObjects, sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

/**
 * Converts the queries of views. The code converter follows views into the views that they read; one that cannot be
 * converted, or reads itself by way of others, comes back without a query and is left out.
 */
export const views: Pass = {
  name: 'views',
  run: (catalog, context) =>
    mapObjects(catalog, (object) => (object.kind === 'view' ? convertView(object, context) : [object])),
}

/** The source view goes to the converter: it looks names up there. */
function convertView(view: View, context: PassContext): readonly View[] {
  const source = sourceOf(view)
  const original = source === undefined ? undefined : context.objects.get(source)
  const given = original?.kind === 'view' ? original : view
  const converted = context.code.convertView(given)
  for (const found of converted.findings) context.findings.add(found)
  if (converted.view) {
    reportRights(view, context)
    const { query, columns } = converted.view
    return [{ ...view, query, columns }]
  }
  const explained = converted.findings.some((found) => catalogue().get(found.code)?.outcome === 'skipped')
  const known = context.earlier.some((found) => found.object === given.id)
  if (!explained && !known) context.findings.add(finding('XW-C0090', placeOf(view), { name: dotted(given.name) }))
  return []
}

function reportRights(view: View, context: PassContext): void {
  const data = { name: dotted(view.name) }
  if (view.security === 'definer') context.findings.add(finding('XW-C0093', placeOf(view), data))
  else if (!context.to.can.securityInvokerViews) context.findings.add(finding('XW-C0094', placeOf(view), data))
}
