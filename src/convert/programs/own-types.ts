import type { Catalog, NamedType as TypeObject } from '../../core/ir/schema.js'
import type { CodeContext } from '../code/code-context.js'
import type { NamedType } from '../code/variables.js'
import { familiesOf, objectType } from './object-types.js'
import { namedType } from './record-types.js'

/** Types that stand in schemas, by their names; those of several schemas are told apart by the schema in front. */
export interface OwnTypes {
  named(name: string): NamedType | undefined
  /** The type that stands for this one on the target, with others under the same root. */
  rootOf(object: TypeObject): TypeObject
}

/** Types that stand in schemas, by their names; those of several schemas are told apart by the schema in front. */
export function createOwnTypes({ schemas }: Catalog, ctxOf: (object: TypeObject) => CodeContext): OwnTypes {
  const objects = new Map<string, TypeObject>()
  const all: TypeObject[] = []
  for (const schema of schemas)
    for (const object of schema.objects) {
      if (object.kind !== 'namedType') continue
      const { text } = object.name.name
      all.push(object)
      for (const name of [text, `${schema.name.text}.${text}`]) objects.set(name.toLowerCase(), object)
    }
  const find = (name: string): TypeObject | undefined => objects.get(name.toLowerCase())
  const families = familiesOf(all, find)
  const make = (object: TypeObject): NamedType | undefined => {
    if (object.object) return objectType(object, { families, find, ctxOf })
    const ctx = ctxOf(object)
    const declaration = { kind: 'declareType', name: object.name.name, is: object.is, origin: object.origin } as const
    return namedType(declaration, ctx, ctx.target.objectName(object.id))
  }
  const known = new Map<TypeObject, NamedType | 'none'>()
  return {
    named: (name) => {
      const object = find(name)
      if (!object) return undefined
      const found = known.get(object)
      if (found) return found === 'none' ? undefined : found
      known.set(object, 'none')
      const made = make(object)
      known.set(object, made ?? 'none')
      return made
    },
    rootOf: (object) => families.above(object)?.at(-1) ?? object,
  }
}
