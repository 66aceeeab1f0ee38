import type { DeclaredType, RecordField } from '../../core/ir/declared-type.js'
import type { Ident } from '../../core/ir/names.js'
import type { NamedType as TypeObject } from '../../core/ir/schema.js'
import type { ObjectTypeFacts, RecordType, RecordTypeField } from '../../core/ir/types.js'
import type { CodeContext } from '../code/code-context.js'
import type { NamedType } from '../code/variables.js'
import { lastTwo, variableType } from './declared-types.js'

/** Types under one another, as the source has them. */
export interface Families {
  /** The types above it, itself first, the root last; undefined: one of them is not there. */
  above(object: TypeObject): readonly TypeObject[] | undefined
  /** All types under it, itself first. */
  below(object: TypeObject): readonly TypeObject[]
}

export function familiesOf(objects: readonly TypeObject[], find: (name: string) => TypeObject | undefined): Families {
  const parentOf = ({ object }: TypeObject): TypeObject | undefined => object?.under && find(lastTwo(object.under))
  const above = (object: TypeObject, under: readonly TypeObject[] = []): readonly TypeObject[] | undefined => {
    if (under.includes(object)) return undefined
    const parent = parentOf(object)
    if (parent) return above(parent, [...under, object])
    return object.object?.under ? undefined : [...under, object]
  }
  const children = new Map<TypeObject, TypeObject[]>()
  for (const each of objects) {
    const parent = above(each) && parentOf(each)
    if (parent) children.set(parent, [...(children.get(parent) ?? []), each])
  }
  const below = (object: TypeObject): readonly TypeObject[] => [object, ...(children.get(object) ?? []).flatMap(below)]
  return { above: (object) => above(object), below }
}

/** The fields of a record that holds objects of all types of a family. */
interface FamilyField extends RecordTypeField {
  readonly of?: TypeObject
}

interface Surroundings {
  readonly families: Families
  readonly find: (name: string) => TypeObject | undefined
  readonly ctxOf: (object: TypeObject) => CodeContext
}

/** An object type, and whether its record is made for the first time. Undefined: it has what the target has no type for. */
export function objectType(object: TypeObject, around: Surroundings): NamedType | undefined {
  const { families, ctxOf } = around
  const above = families.above(object)
  const root = above?.at(-1)
  const ctx = ctxOf(object)
  const name = root && ctx.target.objectName(root.id)
  if (!above || !root || !name || !ctx.madeTypes) return undefined
  const { fields, lost } = familyFields(root, around)
  if (fields.length === 0) return undefined
  const visible = (field: FamilyField): boolean => field.of !== undefined && above.includes(field.of)
  const own = fields.map(({ of, ...field }) => ({
    ...field,
    name: of && above.includes(of) ? field.name : `${of?.name.name.text ?? ''}.${field.name}`,
  }))
  const tag = fields.find(({ of }) => of === undefined)?.target
  const logical: RecordType = {
    kind: 'record',
    name,
    fields: own,
    object: {
      name: object.name.name.text,
      methods: above.map((each) => each.name.name),
      ...(tag ? { tag } : {}),
      kinds: families.below(object).map((each) => kindOf(each)),
      attributes: fields.flatMap((field, at) => (visible(field) ? [at] : [])),
      ...comparison(above),
      lost: lost.flatMap(({ of, field }) => (above.includes(of) ? [lostAttribute(field)] : [])),
    },
  }
  const family = families.below(root).map((each) => each.id)
  if (object === root) ctx.madeTypes.make(logical, root.origin, family)
  const native = ctx.target.typeNamed(name)
  return {
    kind: 'value',
    type: { type: { logical, nullable: true, native }, declared: { logical, native, origin: object.origin } },
  }
}

/** The nearest type above that says how says it for those under it. */
function comparison(above: readonly TypeObject[]): Pick<ObjectTypeFacts, 'compared'> {
  for (const { method, name } of above.flatMap((each) => each.object?.methods ?? []))
    if (method?.compares) return { compared: { by: method.compares, name } }
  return {}
}

const kindOf = ({ name }: TypeObject): string => name.name.text.toLowerCase()

/** The tag where there are several types, then the attributes of each. */
function familyFields(root: TypeObject, around: Surroundings) {
  const types = around.families.below(root)
  const ctx = around.ctxOf(root)
  const taken = new Set<string>()
  const target = (wanted: string): Ident => {
    let name = ctx.target.alias(wanted)
    for (let number = 2; taken.has(name.text); number++) name = ctx.target.alias(`${wanted}_${number}`)
    taken.add(name.text)
    return name
  }
  const all = types.flatMap((of) => {
    const fields = of.is.kind === 'record' ? of.is.fields : []
    return fields.map((field) => ({ of, field, target: target(field.name.text) }))
  })
  const typed = all.map((each) => ({ ...each, type: typeOf(each.field, each.of, types, around) }))
  const made = typed.flatMap(({ of, field, target, type }): readonly FamilyField[] =>
    type ? [{ ...type, name: field.name.text, target, of }] : [],
  )
  const text = types.length > 1 && made.length > 0 && tagType(ctx)
  const fields = text ? [{ ...text, name: 'type', target: target('object_type') }, ...made] : made
  return { fields: fields as readonly FamilyField[], lost: typed.filter(({ type }) => !type) }
}

const typeOf = (field: RecordField, of: TypeObject, types: readonly TypeObject[], around: Surroundings) =>
  isRecursive(field, types, around) ? boxOf(field, around.ctxOf(of)) : variableType(field.type, around.ctxOf(of))

const lostAttribute = ({ name, type }: RecordField) => ({
  name: name.text,
  type: type.kind === 'named' ? type.native : type.kind === 'type' ? type.type.native : 'another type',
})

function tagType(ctx: CodeContext) {
  const logical = { kind: 'text', unit: 'char', padded: false } as const
  const native = ctx.target.typeName(logical) ?? 'text'
  return {
    type: { logical, nullable: false, native },
    declared: { logical, native, origin: { from: 'none' } },
  } as const
}

function boxOf({ type }: RecordField, ctx: CodeContext) {
  const logical = { kind: 'json', binary: true } as const
  const native = ctx.target.typeName(logical)
  if (native === undefined || type.kind !== 'named') return undefined
  const declared = { logical, native, origin: { from: 'none' } } as const
  return { type: { logical, nullable: true, native }, declared, boxed: lastTwo(type.path) }
}

/** Whether an object may hold objects of its own family. */
function isRecursive({ type }: RecordField, family: readonly TypeObject[], { find, families }: Surroundings): boolean {
  const seen = new Set<TypeObject>()
  const reaches = (declared: DeclaredType): boolean => {
    const object = declared.kind === 'named' ? find(lastTwo(declared.path)) : undefined
    if (!object || seen.has(object)) return false
    seen.add(object)
    if (family.includes(object)) return true
    const { is } = object
    if (is.kind !== 'record') return reaches(is.of)
    const root = families.above(object)?.at(-1) ?? object
    return families
      .below(root)
      .some((each) => each.is.kind === 'record' && each.is.fields.some((field) => reaches(field.type)))
  }
  return reaches(type)
}
