import type { Expr } from '../../../core/ir/expr.js'
import type { ObjectId, Origin } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { Catalog } from '../../../core/ir/schema.js'
import type { CallStmt } from '../../../core/ir/statement.js'
import type { LogicalType, ValueType } from '../../../core/ir/types.js'
import type { ProgramObject } from '../frame.js'
import { userVariableKey } from './definite-assignment.js'
import { ownersOf } from './variable-owners.js'
import { joined, kindOf, typeOfKind, type VariableKind } from './variable-types.js'
import { isUser, placeOf, type Source, type Uses, usesOf } from './variable-uses.js'

/** What is known of the user variables of all programs of a catalogue; names in any case. */
export interface UserVariables {
  /** Kind and type of the values; text when no program sets it. */
  typeOf(name: string): { readonly kind: VariableKind; readonly type: ValueType; readonly mixed: boolean }
  /** The program sets it before it reads it, and shares it with no other that runs at the same time. */
  isOwn(name: string, object: ObjectId): boolean
  /** An assignment in a query that also reads the variable and does not say in which order its rows are computed. */
  isUnordered(assignment: Origin): boolean
}

/** Types of what programs put into variables; they are asked while the types of other variables are still being found. */
export interface VariableTyping {
  readonly source: Catalog
  /** Type of an expression of the program that stands in no query. */
  exprType(expr: Expr, object: ProgramObject, guess: Guess): LogicalType | undefined
  /** Types of a query's columns, and of what it assigns on its way. */
  queryTypes(
    query: Query,
    object: ProgramObject,
    guess: Guess,
  ): { readonly columns: readonly (LogicalType | undefined)[]; readonly assigned: readonly Assigned[] }
  /** What a procedure gives back, by place, and whether it also takes a value there. */
  givenBack(call: CallStmt, object: ProgramObject): ReadonlyMap<number, GivenBack>
  /** The query gives a row in any case. */
  alwaysOneRow(query: Query, object: ProgramObject): boolean
}

export interface GivenBack {
  readonly type: LogicalType | undefined
  readonly taken: boolean
}

export interface Assigned {
  readonly name: string
  readonly type: LogicalType | undefined
}

/** What is known of a variable's type so far. */
export type Guess = (name: string) => ValueType | undefined

/** Finds out about the user variables when it is first asked. */
export function createUserVariables(typing: VariableTyping): UserVariables {
  let facts: Facts | undefined
  const known = () => (facts ??= factsOf(typing))
  return {
    typeOf: (name) => {
      const found = known().kinds.get(userVariableKey(name))
      const kind = found?.kind ?? 'text'
      return { kind, type: typeOfKind(kind, found?.text), mixed: found?.mixed ?? false }
    },
    isOwn: (name, object) => known().own.get(userVariableKey(name))?.has(object) ?? false,
    isUnordered: (assignment) => known().unordered.has(placeOf(assignment)),
  }
}

interface Found {
  readonly kind: VariableKind
  readonly text?: LogicalType
  readonly mixed: boolean
}

interface Facts {
  readonly kinds: ReadonlyMap<string, Found>
  readonly own: ReadonlyMap<string, ReadonlySet<ObjectId>>
  readonly unordered: ReadonlySet<string>
}

function factsOf(typing: VariableTyping): Facts {
  const all: Uses[] = []
  for (const schema of typing.source.schemas) {
    for (const object of schema.objects) {
      const isProgram = object.kind === 'routine' || object.kind === 'trigger' || object.kind === 'event'
      if (isProgram && object.program) all.push(usesOf(object, object.program))
    }
  }
  const used = all.filter((each) => each.names.size > 0)
  return {
    kinds: kindsOf(used, typing),
    own: ownersOf(used, all, typing),
    unordered: new Set(used.flatMap((each) => each.unordered)),
  }
}

/** Types of variables rest on one another: they are found anew until nothing changes. Kinds only ever get wider. */
function kindsOf(all: readonly Uses[], typing: VariableTyping): ReadonlyMap<string, Found> {
  const kinds = new Map<string, Found>()
  const guess: Guess = (name) => {
    const found = kinds.get(userVariableKey(name))
    return found && typeOfKind(found.kind, found.text)
  }
  const add = (name: string, type: LogicalType | undefined): boolean => {
    const key = userVariableKey(name)
    const before = kinds.get(key)
    // What is not known could be anything.
    const kind = type ? kindOf(type) : 'text'
    if (kind === undefined) return false
    const wider = before ? joined(before.kind, kind) : kind
    const mixed = before !== undefined && (before.mixed || (wider === 'text' && before.kind !== kind))
    if (before && before.kind === wider && before.mixed === mixed) return false
    const collated = before?.text ?? (type?.kind === 'text' ? type : undefined)
    kinds.set(key, { kind: wider, mixed, ...(collated ? { text: collated } : {}) })
    return true
  }
  for (let round = 0; round < 6; round++) {
    let changed = false
    for (const { object, sources } of all)
      for (const source of sources)
        for (const { name, type } of assignedBy(source, object, typing, guess)) changed = add(name, type) || changed
    if (!changed) break
  }
  return kinds
}

function assignedBy(source: Source, object: ProgramObject, typing: VariableTyping, guess: Guess): readonly Assigned[] {
  switch (source.kind) {
    case 'expr':
      return [{ name: source.name, type: typing.exprType(source.expr, object, guess) }]
    case 'type':
      return [{ name: source.name, type: source.type }]
    case 'query': {
      const { columns, assigned } = typing.queryTypes(source.query, object, guess)
      const targets = source.targets.flatMap((target, at) =>
        isUser(target) ? [{ name: target.name.text, type: columns[at] }] : [],
      )
      return [...assigned, ...targets]
    }
    case 'call': {
      const given = typing.givenBack(source.call, object)
      return source.call.args.flatMap((arg, at) =>
        isUser(arg) && given.has(at) ? [{ name: arg.name.text, type: given.get(at)?.type }] : [],
      )
    }
  }
}
