import { type ObjectId, objectId, type QName } from '../../core/ir/names.js'
import type { View } from '../../core/ir/schema.js'
import type { PassContext } from '../context.js'

/** Tables and views that a view's query names, anywhere in it. */
export function readsOf(view: View, context: PassContext): readonly ObjectId[] {
  const found = new Set<ObjectId>()
  const ctes = new Set<string>()
  const refs: QName[] = []
  const open: unknown[] = [view.query]
  // The query is a tree of plain objects; a walk over all of them cannot forget a place where a table may stand.
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue
    if (isTableRef(node)) refs.push(node.name)
    if (isWith(node)) for (const cte of node.ctes) ctes.add(cte.name.text)
    open.push(...Object.values(node).filter((value) => value !== undefined))
  }
  for (const ref of refs) {
    if (!ref.schema && ctes.has(ref.name.text)) continue
    found.add(idOf(ref, view, context))
  }
  return [...found]
}

const isTableRef = (node: object): node is { readonly name: QName } =>
  'kind' in node && node.kind === 'tableRef' && 'name' in node

const isWith = (node: object): node is { readonly ctes: readonly { readonly name: { readonly text: string } }[] } =>
  'ctes' in node && Array.isArray(node.ctes)

function idOf(ref: QName, view: View, context: PassContext): ObjectId {
  const schema = ref.schema ?? view.name.schema
  const full: QName = schema ? { schema, name: ref.name } : ref
  for (const kind of ['table', 'view', 'sequence']) {
    const id = objectId(kind, full)
    if (context.objects.has(id)) return id
  }
  const fold = (name: QName): string => context.from.names.fold(`${name.schema?.text}.${name.name.text}`)
  const similar = [...context.objects.values()].find((each) => fold(each.name) === fold(full))
  return similar?.id ?? objectId('table', full)
}
