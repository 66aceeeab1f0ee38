import { coreCall, textLiteral } from '../../../../core/ir/build.js'
import type { RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { Param, Program } from '../../../../core/ir/program.js'
import type { NamedType, Routine, Schema } from '../../../../core/ir/schema.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { aboveNamed, folded, implementation } from './above.js'
import { withSelf } from './methods.js'

/** A program of an object type that types under it bring in their own words. */
interface Overridden {
  readonly type: NamedType
  readonly form: Routine['form']
  readonly name: Ident
  readonly program: Program
  readonly by: readonly NamedType[]
  /** Absent: the type leaves it to those under it. */
  readonly routine?: Routine
}

/**
 * Which program of several runs depends on the object. A program that types under its own override becomes two: one of its
 * name, which looks at the object and calls that of its type, and one with its statements, which `(SELF AS t).m` means.
 */
export function withDispatch(schemas: readonly Schema[]): readonly Schema[] {
  const types = schemas.flatMap(({ objects }) =>
    objects.filter((each) => each.kind === 'namedType' && each.object),
  ) as NamedType[]
  if (!types.some(({ object }) => object?.under)) return schemas
  const routines = schemas.flatMap(({ objects }) => objects.filter((each) => each.kind === 'routine')) as Routine[]
  const found = types.flatMap((type) => overriddenIn(type, types, routines))
  const own = new Set(found.flatMap(({ type, name }) => `${folded(type.name.name)}.${folded(name)}`))
  const made = schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((each) => (each.kind === 'routine' ? aboveNamed(each, types, own) : each)),
  }))
  return found.reduce(withOne, made)
}

const ofType = (routine: Routine, type: NamedType): boolean =>
  routine.method !== undefined &&
  routine.method !== 'unit' &&
  routine.method.of === 'member' &&
  routine.package !== undefined &&
  folded(routine.package.name) === folded(type.name.name)

function overriddenIn(
  type: NamedType,
  types: readonly NamedType[],
  routines: readonly Routine[],
): readonly Overridden[] {
  const bodies = routines.filter((each) => ofType(each, type))
  const written = bodies.flatMap((routine): readonly Overridden[] => {
    const { name, form, program } = routine
    return program
      ? [
          {
            type,
            form,
            name: name.name,
            program,
            by: overriding(type, name.name, form, program, types, routines),
            routine,
          },
        ]
      : []
  })
  const abstract = (type.object?.methods ?? [])
    .filter(({ method }) => method?.abstract)
    .map((head): Overridden => {
      const program = withSelf(head as RoutineDeclaration, type.name.name)
      return {
        type,
        form: head.form,
        name: head.name,
        program,
        by: overriding(type, head.name, head.form, program, types, routines),
      }
    })
  return [...written.filter(({ by }) => by.length > 0), ...abstract]
}

/** The nearest types under it, one on each way down, that have the program too. */
function overriding(
  type: NamedType,
  name: Ident,
  form: string,
  program: Program,
  types: readonly NamedType[],
  routines: readonly Routine[],
): readonly NamedType[] {
  const under = types.filter(
    ({ object }) => object?.under && folded(object.under.at(-1) ?? name) === folded(type.name.name),
  )
  // Types that stand under themselves are none.
  const others = types.filter((each) => !under.includes(each))
  return under.flatMap((each) => {
    const has = routines.some(
      (one) =>
        ofType(one, each) &&
        one.form === form &&
        folded(one.name.name) === folded(name) &&
        one.program &&
        takesSame(one.program, program),
    )
    return has ? [each] : overriding(each, name, form, program, others, routines)
  })
}

const textOf = (type: DeclaredType): string =>
  (type.kind === 'type' ? type.type.native : 'path' in type ? type.path.map(folded).join('.') : '')
    .toLowerCase()
    .replace(/\s+/g, '')

const takesSame = (one: Program, other: Program): boolean => {
  const types = ({ params }: Program): string =>
    params
      .slice(1)
      .map(({ type }) => textOf(type))
      .join()
  return types(one) === types(other)
}

function withOne(schemas: readonly Schema[], found: Overridden): readonly Schema[] {
  const { type, routine, name } = found
  const schema = type.name.name
  const full: QName = { schema, name }
  const target = implementation(name, type)
  const base: Omit<Routine, 'program'> = routine ?? {
    kind: 'routine',
    form: found.form,
    id: objectId('routine', full),
    name: full,
    origin: found.program.origin,
    options: [],
    package: type.name,
    method: { of: 'member', abstract: true },
    body: { kind: 'opaque', text: '', why: 'XW-P0400', origin: found.program.origin },
  }
  const chooser: Routine = { ...base, program: choosing(found, routine && target) }
  const moved = routine
    ? [{ ...routine, name: { schema, name: target }, id: `${routine.id}_of_${type.name.name.text}` as Routine['id'] }]
    : []
  const place = schemas.some((each) => folded(each.name) === folded(schema))
    ? schemas
    : [...schemas, { name: schema, objects: [], options: [] }]
  return place.map((each) =>
    folded(each.name) === folded(schema)
      ? {
          ...each,
          objects: [...each.objects.filter(({ id }) => id !== routine?.id), chooser, ...movedNow(each, moved, routine)],
        }
      : each,
  )
}

/** As it stands now: an earlier step may have changed its statements. */
const movedNow = ({ objects }: Schema, moved: readonly Routine[], routine: Routine | undefined): readonly Routine[] => {
  const now = objects.find(({ id }) => id === routine?.id)
  return moved.map((each) => (now?.kind === 'routine' && now.program ? { ...each, program: now.program } : each))
}

/** Looks at the object and calls the program of its type. */
function choosing({ type, form, name, program, by }: Overridden, own: Ident | undefined): Program {
  const { origin, params } = program
  const args = params.map(({ name: param }: Param): Expr => ({ kind: 'column', path: [param], origin }))
  const [self] = args
  const calling = (schema: Ident, called: Ident): readonly Stmt[] => {
    const routine = { schema, name: called }
    if (form === 'procedure') return [{ kind: 'callStatement', routine, args, origin }]
    return [{ kind: 'return', value: { kind: 'call', fn: { routine }, args, origin }, origin }]
  }
  const branches = by.map((each) => ({
    when: coreCall('object_is', [...(self ? [self] : []), textLiteral(each.name.name.text, origin)], undefined, origin),
    body: calling(each.name.name, name),
  }))
  const otherwise = own ? calling(type.name.name, own) : []
  const only: readonly Stmt[] =
    branches.length === 0 ? otherwise : [{ kind: 'if', branches, ...(own ? { else: otherwise } : {}), origin }]
  return {
    ...program,
    body: { kind: 'block', declarations: [], handlers: [], statements: only, origin },
    understood: { statements: only.length, opaque: 0 },
  }
}
