import type { FindingSink } from '../../../../core/findings/finding.js'
import { type Ident, ident, type ObjectId, objectId, type QName } from '../../../../core/ir/names.js'
import type { Program, RoutineDeclaration } from '../../../../core/ir/program.js'
import type { Routine, Schema, SchemaObject, Unmodelled } from '../../../../core/ir/schema.js'
import type { TriggerSwitches } from '../script/trigger-switches.js'
import type { PackageUnit } from './packages.js'
import { readProgram } from './program.js'

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
  const read = schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) =>
      object.kind === 'unmodelled' ? withProgram(object, switches, sink, members) : object,
    ),
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

const kinds: ReadonlySet<string> = new Set(['procedure', 'function', 'package', 'package body', 'trigger'])

function withProgram(kept: Unmodelled, switches: TriggerSwitches, sink: FindingSink, members: Members[]): SchemaObject {
  const { origin, id, name, text, what, text: _, kind: __, ...base } = kept
  if (!kinds.has(what) || origin.from !== 'text') return kept
  const read = readProgram({ text, source: origin.span.source, object: id, name, sink })
  if (!read) return kept
  const object = { ...base, id, name, origin, body: { kind: 'opaque', text, why: 'XW-P0400', origin } } as const
  if (read.kind === 'routine') return { ...object, kind: 'routine', form: read.form, program: read.program }
  if (read.kind === 'trigger') {
    const { disabled, ...trigger } = read
    const isOff = switches.stateOf(origin, trigger.table) ?? disabled
    return { ...object, ...trigger, ...(isOff ? { disabled: true } : {}) }
  }
  const unit: Routine = { ...object, kind: 'routine', form: read.body ? 'packageBody' : 'package' }
  if (read.body) members.push({ schema: name.name, objects: membersOf(read, unit, text) })
  return { ...unit, program: programOf(read, unit) }
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

function membersOf({ members, characteristics }: PackageUnit, unit: Routine, text: string): readonly Routine[] {
  const counts = new Map<string, number>()
  return members
    .filter((each) => !each.headOnly)
    .map((member) => {
      const key = member.name.text
      const number = (counts.get(key) ?? 0) + 1
      counts.set(key, number)
      return memberOf(member, unit, text, { number, security: characteristics.security ?? 'definer' })
    })
}

function memberOf(
  { name, form, program, origin }: RoutineDeclaration,
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
    // Places in it are counted from the start of the whole unit.
    body: { kind: 'opaque', text, why: 'XW-P0400', origin },
    program: { ...program, characteristics: { ...program.characteristics, security } },
  }
}
