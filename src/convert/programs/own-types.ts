import type { Catalog, NamedType as TypeObject } from '../../core/ir/schema.js'
import type { CodeContext } from '../code/code-context.js'
import type { NamedType } from '../code/variables.js'
import { namedType } from './record-types.js'

/** Types that stand in schemas, by their names; those of several schemas are told apart by the schema in front. */
export function createOwnTypes(
  { schemas }: Catalog,
  ctxOf: (object: TypeObject) => CodeContext,
): (name: string) => NamedType | undefined {
  const objects = new Map<string, TypeObject>()
  for (const schema of schemas)
    for (const object of schema.objects) {
      if (object.kind !== 'namedType') continue
      const { text } = object.name.name
      for (const name of [text, `${schema.name.text}.${text}`]) objects.set(name.toLowerCase(), object)
    }
  const known = new Map<TypeObject, NamedType | 'none'>()
  return (name) => {
    const object = objects.get(name.toLowerCase())
    if (!object) return undefined
    const found = known.get(object)
    if (found) return found === 'none' ? undefined : found
    known.set(object, 'none')
    const ctx = ctxOf(object)
    const declaration = { kind: 'declareType', name: object.name.name, is: object.is, origin: object.origin } as const
    const made = namedType(declaration, ctx, ctx.target.objectName(object.id))
    known.set(object, made ?? 'none')
    return made
  }
}
