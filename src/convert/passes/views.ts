import { finding } from '../../core/findings/finding.js'
import { dotted, type ObjectId } from '../../core/ir/names.js'
import type { SchemaObject, View } from '../../core/ir/schema.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import { allObjects, mapObjects, sourceOf } from '../catalog-edit.js'
import type { ConvertedView } from '../code-port.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { readsOf } from './view-reads.js'

/** Converts views, those that others read first; a view that reads what is not there is left out with its reason. */
export const views: Pass = {
  name: 'views',
  run: (catalog, context) => {
    const present = new Set(allObjects(catalog).flatMap((object) => sourceOf(object) ?? []))
    const found = allObjects(catalog).filter((object): object is View => object.kind === 'view')
    const kept = convertAll(found, present, context)
    return mapObjects(catalog, (object: SchemaObject) => {
      if (object.kind !== 'view') return [object]
      const converted = kept.get(object.id)
      return converted ? [converted] : []
    })
  },
}

type Visit = 'open' | 'kept' | 'left out'

function convertAll(
  found: readonly View[],
  present: ReadonlySet<ObjectId>,
  context: PassContext,
): ReadonlyMap<ObjectId, View> {
  const bySource = new Map(found.flatMap((view) => (sourceOf(view) ? [[sourceOf(view), view] as const] : [])))
  const visits = new Map<ObjectId, Visit>()
  const kept = new Map<ObjectId, View>()
  // Views may stack thousands high, so the walk keeps its own stack instead of calling itself.
  for (const view of found) {
    const stack: { view: View; converted: ConvertedView; next: number }[] = []
    const enter = (each: View): void => {
      visits.set(each.id, 'open')
      stack.push({ view: each, converted: convertOne(each, context), next: 0 })
    }
    if (!visits.has(view.id)) enter(view)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const read = top.converted.reads[top.next]
      if (read === undefined) {
        stack.pop()
        visits.set(top.view.id, settle(top.view, top.converted, kept, context))
        continue
      }
      const other = bySource.get(read)
      const visit = other && visits.get(other.id)
      if (other && visit === undefined) {
        enter(other)
        continue
      }
      top.next++
      const missing = visit === 'left out' || (!other && !present.has(read))
      const problem = visit === 'open' ? 'recursion' : missing ? 'missing' : undefined
      if (problem) top.converted = leftOut(top.view, top.converted, read, problem, context)
    }
  }
  return kept
}

const nameOf = (id: ObjectId, context: PassContext): string => {
  const object = context.objects.get(id)
  return object ? dotted(object.name) : id.replace(/^[a-z]+:/, '')
}

/** The source view goes to the converter: it looks names up there. */
function convertOne(view: View, context: PassContext): ConvertedView {
  const source = sourceOf(view)
  const original = source === undefined ? undefined : context.objects.get(source)
  const given = original?.kind === 'view' ? original : view
  const converted = context.code.convertView(given)
  for (const found of converted.findings) context.findings.add(found)
  const reads = converted.reads.length > 0 ? converted.reads : readsOf(given, context)
  if (converted.view) {
    const { query, columns } = converted.view
    return { ...converted, reads, view: { ...view, query, columns } }
  }
  const explained = converted.findings.some((found) => catalogue().get(found.code)?.outcome === 'skipped')
  const known = context.earlier.some((found) => found.object === given.id)
  if (!explained && !known) context.findings.add(finding('XW-C0090', placeOf(view), { name: dotted(given.name) }))
  return { ...converted, reads }
}

function leftOut(
  view: View,
  converted: ConvertedView,
  read: ObjectId,
  problem: 'recursion' | 'missing',
  context: PassContext,
): ConvertedView {
  const name = dotted(view.name)
  if (converted.view) {
    context.findings.add(
      problem === 'recursion'
        ? finding('XW-C0092', placeOf(view), { name, through: nameOf(read, context) })
        : finding('XW-C0091', placeOf(view), { name, missing: nameOf(read, context) }),
    )
  }
  const { view: _left, ...rest } = converted
  return rest
}

function settle(view: View, converted: ConvertedView, kept: Map<ObjectId, View>, context: PassContext): Visit {
  if (!converted.view) return 'left out'
  reportRights(view, context)
  kept.set(view.id, {
    ...converted.view,
    id: view.id,
    name: view.name,
    ...(view.sources ? { sources: view.sources } : {}),
  })
  return 'kept'
}

function reportRights(view: View, context: PassContext): void {
  const data = { name: dotted(view.name) }
  if (view.security === 'definer') context.findings.add(finding('XW-C0093', placeOf(view), data))
  else if (!context.to.can.securityInvokerViews) context.findings.add(finding('XW-C0094', placeOf(view), data))
}
