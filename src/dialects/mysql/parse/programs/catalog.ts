import { createCompactor } from '../../../../core/ir/compact.js'
import type { RoutineDeclaration } from '../../../../core/ir/declaration.js'
import { type Ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { Routine, Schema, SchemaObject } from '../../../../core/ir/schema.js'
import { readWholePackage, readWholeProgram } from './prepared/read-template.js'
import type { ProgramText } from './program.js'

type Compact = ReturnType<typeof createCompactor>
type Texts = ReadonlyMap<string, ProgramText>

/** Programs of a package, which stand in a schema of its name. */
interface Members {
  readonly schema: Ident
  readonly objects: readonly Routine[]
}

/** Adds to every stored program of a catalogue what its body says. `texts` are by source and object. */
export function withPrograms(schemas: readonly Schema[], texts: Texts): readonly Schema[] {
  const members: Members[] = []
  const compact = createCompactor()
  const read = schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) => withProgram(object, texts, members, compact)),
  }))
  return members.reduce<readonly Schema[]>(withMembers, read)
}

/** A package of the name of a schema has its members beside the schema's own objects. */
function withMembers(schemas: readonly Schema[], { schema, objects }: Members): readonly Schema[] {
  if (!schemas.some((each) => each.name.text === schema.text))
    return [...schemas, { name: schema, objects, options: [] }]
  return schemas.map((each) =>
    each.name.text === schema.text ? { ...each, objects: [...each.objects, ...objects] } : each,
  )
}

function withProgram(object: SchemaObject, texts: Texts, members: Members[], compact: Compact): SchemaObject {
  if (object.kind !== 'routine' && object.kind !== 'trigger' && object.kind !== 'event') return object
  const { origin, id } = object
  const text = origin.from === 'text' ? texts.get(`${origin.source}|${id}`) : undefined
  if (object.kind !== 'routine' || (object.form !== 'package' && object.form !== 'packageBody')) {
    const program = text && readWholeProgram(text)
    return program ? { ...object, program: compact(program) } : object
  }
  const unit = text && readWholePackage(text)
  if (!unit) return object
  const objects = unit.members
    .filter((each) => !each.headOnly)
    .map((each) => memberOf({ ...each, program: compact(each.program) }, object))
  if (objects.length > 0) members.push({ schema: object.name.name, objects })
  return { ...object, program: compact(unit.program) }
}

function memberOf({ name, form, program, origin }: RoutineDeclaration, unit: Routine): Routine {
  const full: QName = { schema: unit.name.name, name }
  return {
    kind: 'routine',
    form,
    id: objectId('routine', full),
    name: full,
    origin,
    options: [],
    package: unit.name,
    // Places in it are counted from the start of the whole unit.
    body: { ...unit.body, origin },
    program,
  }
}
