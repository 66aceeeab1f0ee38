import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { createCompactor } from '../../../../core/ir/compact.js'
import type { RoutineDeclaration } from '../../../../core/ir/declaration.js'
import { dotted, type Ident, ident, type ObjectId, objectId, type QName } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Routine, Schema, SchemaObject, Unmodelled } from '../../../../core/ir/schema.js'
import { columnsOfCatalog } from '../known-columns.js'
import type { TriggerSwitches } from '../script/trigger-switches.js'
import { withDispatch } from './dispatch.js'
import { givingSelf, withSelf } from './methods.js'
import { type Lifted, unnested } from './nested.js'
import type { PackageUnit } from './packages.js'
import { withPipedRows } from './pipelined.js'
import { readProgram } from './program.js'
import { triggersOf } from './trigger-parts.js'

type Find = (name: QName) => SchemaObject | undefined

type Compact = ReturnType<typeof createCompactor>

/** Members of a package, which stand in a schema of its name. */
interface Members {
  readonly schema: Ident
  readonly objects: readonly Routine[]
}

/**
 * Reads every stored program that a catalogue keeps by its text, and adds a schema for the programs of each package. What is
 * not read stays as it is.
 */
export function withPrograms(
  schemas: readonly Schema[],
  switches: TriggerSwitches,
  sink: FindingSink,
): readonly Schema[] {
  const members: Members[] = []
  const compact = createCompactor()
  const objects = new Map(schemas.flatMap((schema) => schema.objects.map((each) => [dotted(each.name), each] as const)))
  const find: Find = (name) => objects.get(dotted(name))
  const read = schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.flatMap((object) =>
      object.kind === 'unmodelled' ? withProgram(object, switches, sink, members, { find, compact }) : [object],
    ),
  }))
  return withDispatch(members.reduce<readonly Schema[]>(withMembers, read))
}

/** A package of the name of a schema has its members beside the schema's own objects. */
function withMembers(schemas: readonly Schema[], { schema, objects }: Members): readonly Schema[] {
  if (!schemas.some((each) => each.name.text === schema.text))
    return [...schemas, { name: schema, objects, options: [] }]
  return schemas.map((each) =>
    each.name.text === schema.text ? { ...each, objects: [...each.objects, ...objects] } : each,
  )
}

const kinds: ReadonlySet<string> = new Set([
  'procedure',
  'function',
  'package',
  'package body',
  'trigger',
  'type',
  'type body',
])

/** A type without a form is only announced. */
const isAnnounced = (what: string, text: string): boolean =>
  what === 'type' && /^[^(]*$/.test(text) && !/\bTABLE\s+OF\b/i.test(text)

function withProgram(
  kept: Unmodelled,
  switches: TriggerSwitches,
  sink: FindingSink,
  members: Members[],
  { find, compact }: { readonly find: Find; readonly compact: Compact },
): readonly SchemaObject[] {
  const { origin, id, name, text, what, text: _, kind: __, ...base } = kept
  if (!kinds.has(what) || isAnnounced(what, text) || origin.from !== 'text') return [kept]
  const columnsOf = columnsOfCatalog(({ schema = name.schema, ...each }) => find(schema ? { ...each, schema } : each))
  const made = readProgram({ text, source: origin.source, object: id, name, sink, columnsOf })
  if (!made) return [kept]
  const read = compact(made)
  if (read.kind === 'type') {
    const { kind: _, ...type } = read
    return [{ ...base, kind: 'namedType', id, name, origin, ...type }]
  }
  const object = { ...base, id, name, origin, body: { kind: 'opaque', text, why: 'XW-P0400', origin } } as const
  if (read.kind === 'routine') {
    const { program, lifted } = unnested(name.name, read.program)
    const routine: Routine = {
      ...object,
      kind: 'routine',
      form: read.form,
      program: listed(name.name, program, id, sink),
    }
    return [routine, ...lifted.map((each) => besideOf(each, routine, sink))]
  }
  if (read.kind === 'trigger') {
    const { triggers, unit } = triggersOf(read, object, switches)
    if (unit && read.shared) members.push({ schema: unit.name.name, objects: membersOf(read.shared, unit, text, sink) })
    return [...(unit && read.shared ? [{ ...unit, program: programOf(read.shared, unit) }] : []), ...triggers]
  }
  if (read.kind === 'typeBody') {
    const unit: Routine = { ...object, kind: 'routine', form: 'packageBody', method: 'unit' }
    members.push({ schema: name.name, objects: membersOf(read, unit, text, sink) })
    return [{ ...unit, program: programOf(read, unit) }]
  }
  const unit: Routine = { ...object, kind: 'routine', form: read.body ? 'packageBody' : 'package' }
  if (read.body) members.push({ schema: name.name, objects: membersOf(read, unit, text, sink) })
  return [{ ...unit, program: programOf(read, unit) }]
}

/** What the package itself holds, as a program that nobody calls. */
function programOf({ declarations, start, characteristics }: PackageUnit, { origin }: Routine): Program {
  return {
    kind: 'program',
    origin,
    params: [],
    characteristics,
    body: { ...start, declarations },
    understood: { statements: start.statements.length, opaque: 0 },
  }
}

/** A program that stood inside another one is one of its own beside it. */
function besideOf({ name, declaration, sets }: Lifted, around: Routine, sink: FindingSink): Routine {
  const { form, program, origin } = declaration
  const full: QName = { ...around.name, name }
  const id = objectId('routine', full)
  const { security = 'definer' } = around.program?.characteristics ?? {}
  if (sets) sink.add(finding('XW-P0431', { object: id, origin }, { name: name.text }))
  const characteristics = { ...program.characteristics, security }
  // It is no method, and knows no attributes but by `self`.
  const { method: _, ...place } = around
  return { ...place, id, name: full, form, origin, program: { ...program, characteristics } }
}

/** A pipelined function gives a list. */
function listed(name: Ident, program: Program, object: ObjectId, sink: FindingSink): Program {
  const made = withPipedRows(program)
  if (made !== program) sink.add(finding('XW-R0264', { object, origin: program.origin }, { name: name.text }))
  return made
}

function membersOf(
  { members, characteristics }: PackageUnit,
  unit: Routine,
  text: string,
  sink: FindingSink,
): readonly Routine[] {
  const counts = new Map<string, number>()
  return members
    .filter((each) => !each.headOnly)
    .flatMap((member) => {
      const key = member.name.text
      const number = (counts.get(key) ?? 0) + 1
      counts.set(key, number)
      const name = number === 1 ? member.name : numbered(member.name, number)
      const { program, lifted } = unnested(name, withSelf(member, unit.name.name))
      const given = member.method?.of === 'constructor' ? givingSelf(program) : program
      const own = { ...member, program: listed(name, given, unit.id, sink) }
      const made = memberOf(own, unit, text, { number, security: characteristics.security ?? 'definer' })
      return [made, ...lifted.map((each) => besideOf(each, made, sink))]
    })
}

const numbered = ({ text, quoted }: Ident, number: number): Ident => ({ text: `${text}_${number}`, quoted })

function memberOf(
  { name, form, program, origin, method }: RoutineDeclaration,
  unit: Routine,
  text: string,
  { number, security }: { readonly number: number; readonly security: 'definer' | 'invoker' },
): Routine {
  const full: QName = { schema: ident(unit.name.name.text, unit.name.name.quoted), name }
  const id = objectId('routine', full)
  return {
    kind: 'routine',
    form,
    id: (number === 1 ? id : `${id}#${number}`) as ObjectId,
    name: full,
    origin,
    options: [],
    package: unit.name,
    ...(method ? { method } : {}),
    // Places in it are counted from the start of the whole unit.
    body: { kind: 'opaque', text, why: 'XW-P0400', origin },
    program: { ...program, characteristics: { ...program.characteristics, security } },
  }
}
