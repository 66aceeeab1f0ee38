import type { SupportLibrary } from '../core/dialect/dialect.js'
import { ident } from '../core/ir/names.js'
import type { Catalog, Schema, SupportObject } from '../core/ir/schema.js'

/** Puts into the target what its expressions call: runtime functions, their schema, extensions. */
export function withSupport(target: Catalog, library: SupportLibrary | undefined): Catalog {
  const needs = library ? needsOf(target.schemas, library) : []
  const objects = library && needs.length > 0 ? library.objects(needs) : []
  return objects.length === 0 ? target : { ...target, schemas: [...supportSchemas(objects), ...target.schemas] }
}

/** Names that templates, and what the target prints in words of its own, need anywhere in a tree, sorted. */
export function needsOf(tree: object, library: SupportLibrary): readonly string[] {
  const found = new Set<string>()
  const open: object[] = [tree]
  // Expressions stand in many places; a walk over all plain objects cannot forget one.
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isPrinted(node) || isTemplate(node)) for (const need of node.needs) found.add(need)
    if (isPrinted(node)) continue
    for (const need of library.needsOf(node)) found.add(need)
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) open.push(value)
  }
  return [...found].sort()
}

const isTemplate = (node: object): node is { readonly needs: readonly string[] } =>
  'kind' in node && node.kind === 'template' && 'needs' in node && Array.isArray(node.needs)

/** What was written says what it needs. */
const isPrinted = (node: object): node is { readonly needs: readonly string[] } =>
  'text' in node && 'needs' in node && Array.isArray(node.needs)

/** One schema of the catalogue for each schema of the library; extensions belong to none. */
function supportSchemas(objects: readonly SupportObject[]): readonly Schema[] {
  const groups = new Map<string, SupportObject[]>()
  for (const object of objects) {
    const name = object.what === 'schema' ? object.name.name.text : (object.name.schema?.text ?? '')
    groups.set(name, [...(groups.get(name) ?? []), object])
  }
  return [...groups].map(([name, members]) => ({ name: ident(name), objects: members, options: [] }))
}
