import type { Declaration } from '../../core/ir/declaration.js'
import type { Condition } from '../../core/ir/error-handling.js'
import type { Expr } from '../../core/ir/expr.js'
import { ident, type QName } from '../../core/ir/names.js'
import type { Catalog, Routine, SchemaObject, NamedType as TypeObject } from '../../core/ir/schema.js'
import { walkExpr } from '../../core/ir/walk.js'
import type { CodeContext } from '../code/code-context.js'
import type { NamedType, Variable } from '../code/variables.js'
import { variableType } from './declared-types.js'
import type { CursorBinding, LocalScope } from './frame.js'
import { createOwnTypes } from './own-types.js'
import { namedType } from './record-types.js'
import { emptyScope } from './scope.js'

/** What packages of the source declare besides programs. */
export interface Packages {
  /** The names of packages as a program sees them: those of its own package without a qualifier. */
  scopeOf(object: SchemaObject): LocalScope
  /** The parts of a package by its name. */
  unitsOf(name: string): readonly Routine[]
  /** Of object types under one another the one whose record holds them all. */
  rootOf(object: TypeObject): TypeObject
}

export interface PackageSource {
  readonly source: Catalog
  /** A context in which names are looked up as in the package. */
  readonly ctxOf: (object: SchemaObject) => CodeContext
  readonly ownError: (key: string) => string
}

interface Entry {
  readonly declaration: Declaration
  readonly unit: Routine
  variable?: Variable | 'none'
  type?: NamedType | 'none'
}

/** The context of an entry's package: made where a name is first asked for. */
type ContextAt = (entry: Entry) => CodeContext

/** Names are compared in lower case: quoted names of packages are rare, and hide nothing. */
const key = (name: string): string => name.toLowerCase()

export function createPackages({ source, ctxOf, ownError }: PackageSource): Packages {
  const parts = partsIn(source)
  const units = packagesIn(parts)
  const scopes = new Map<string, LocalScope>()
  const find = (owner: string, name: string): Entry | undefined => units.get(key(owner))?.get(key(name))
  const make = (own: string | undefined): LocalScope => {
    const entry = (name: string): Entry | undefined => {
      const [owner, member] = name.includes('.') ? name.split('.') : [own, name]
      return owner === undefined || member === undefined ? undefined : find(owner, member)
    }
    const at = ({ unit }: Entry): CodeContext => ({ ...ctxOf(unit), variables: scopeFor(key(unit.name.name.text)) })
    return {
      ...emptyScope,
      variable: (name) => found(entry(name), (one) => variableOf(one, at, scopeFor)),
      named: (name) => found(entry(name), (one) => typeOf(one, at)) ?? types.named(name),
      condition: (name) => found(entry(name), (one) => conditionOf(one, ownError)),
      cursor: (name) => found(entry(name), (one) => cursorOf(one, scopeFor)),
    }
  }
  const types = createOwnTypes(source, (object) => ({ ...ctxOf(object), variables: scopeFor('') }))
  const scopeFor = (own: string): LocalScope => {
    const known = scopes.get(own) ?? make(own === '' ? undefined : own)
    scopes.set(own, known)
    return known
  }
  return {
    scopeOf: (object) => scopeFor(key(packageOf(object)?.name.text ?? '')),
    rootOf: types.rootOf,
    unitsOf: (name) => parts.get(key(name)) ?? [],
  }
}

function partsIn({ schemas }: Catalog): ReadonlyMap<string, readonly Routine[]> {
  const parts = new Map<string, Routine[]>()
  for (const { objects } of schemas)
    for (const each of objects) {
      if (each.kind !== 'routine' || (each.form !== 'package' && each.form !== 'packageBody')) continue
      const name = key(each.name.name.text)
      const known = parts.get(name)
      if (known) known.push(each)
      else parts.set(name, [each])
    }
  return parts
}

/** The package that a program stands in, is, or shares with other triggers. */
export function packageOf(object: SchemaObject): QName | undefined {
  if (object.kind === 'trigger') return object.partOf?.package
  if (object.kind !== 'routine') return undefined
  return object.form === 'package' || object.form === 'packageBody' ? object.name : object.package
}

const found = <T>(entry: Entry | undefined, of: (entry: Entry) => T | undefined): T | undefined => entry && of(entry)

/** Declarations by the names of package and declaration; those of a body stand beside those of its specification. */
function packagesIn(parts: ReadonlyMap<string, readonly Routine[]>): ReadonlyMap<string, ReadonlyMap<string, Entry>> {
  const units = new Map<string, Map<string, Entry>>()
  for (const [name, all] of parts) {
    const entries = new Map<string, Entry>()
    units.set(name, entries)
    for (const unit of all) {
      const declarations = unit.program?.body.kind === 'block' ? unit.program.body.declarations : []
      for (const declaration of declarations)
        for (const each of namesOf(declaration)) entries.set(key(each), { declaration, unit })
    }
  }
  return units
}

function namesOf(declaration: Declaration): readonly string[] {
  if (declaration.kind === 'opaque') return []
  return declaration.kind === 'declareVariables' ? declaration.names.map((each) => each.text) : [declaration.name.text]
}

/** A constant of constants stands for its value; everything else is kept by the session. */
function variableOf(entry: Entry, at: ContextAt, scopeFor: (own: string) => LocalScope): Variable | undefined {
  const { declaration, unit } = entry
  if (declaration.kind !== 'declareVariables') return undefined
  if (entry.variable) return entry.variable === 'none' ? undefined : entry.variable
  entry.variable = 'none'
  const type = variableType(declaration.type, at(entry))
  const [name] = declaration.names
  if (!type || !name) return undefined
  const own = key(unit.name.name.text)
  const scope = scopeFor(own)
  const value = declaration.constant && declaration.default && isSteady(declaration.default, scope)
  entry.variable = {
    ...type,
    target: ident(name.text),
    ...(value && declaration.default
      ? { value: { expr: declaration.default, scope } }
      : { kept: settingOf(own, name.text), keptBy: own, ...(unit.ofTriggers ? { perStatement: true } : {}) }),
  }
  return entry.variable
}

/**
 * The setting of the session that keeps a variable of a package. Its name holds letters, digits and `_`; any other sign stands
 * as its number between signs that no other use has, so that two names never become one.
 */
export function settingOf(unit: string, variable: string): string {
  const plain = (name: string): string =>
    name.toLowerCase().replace(/[^a-z0-9_\u0080-\uffff]/g, (sign) => `$${sign.charCodeAt(0).toString(16)}$`)
  return `${plain(unit)}.${plain(variable)}`
}

/** Literals, and what is computed from them and from other constants: the same whenever it is computed. */
function isSteady(expr: Expr, scope: LocalScope): boolean {
  let steady = true
  walkExpr(expr, (node) => {
    if ('query' in node || node.kind === 'opaque') steady = false
    if (node.kind === 'call' && !('native' in node.fn && steadyCalls.test(node.fn.native))) steady = false
    if (node.kind === 'column') {
      const name = node.path
        .slice(-2)
        .map((part) => part.text)
        .join('.')
      if (!scope.variable(name)?.value) steady = false
    }
    return steady
  })
  return steady
}

const steadyCalls = /^(CHR|UPPER|LOWER|LENGTH|SUBSTR|RPAD|LPAD|POWER|ABS|ROUND|TRUNC|MOD|NVL|REPLACE)$/i

function typeOf(entry: Entry, at: ContextAt): NamedType | undefined {
  if (entry.declaration.kind !== 'declareType') return undefined
  if (entry.type) return entry.type === 'none' ? undefined : entry.type
  entry.type = 'none'
  const ctx = at(entry)
  const owner = ctx.target.objectName(entry.unit.id)
  const made = namedType(entry.declaration, ctx, owner && { ...owner, name: entry.declaration.name })
  entry.type = made ?? 'none'
  return made
}

function conditionOf({ declaration, unit }: Entry, ownError: PackageSource['ownError']): Condition | undefined {
  if (declaration.kind !== 'declareCondition') return undefined
  const value = (): string => ownError(JSON.stringify([unit.name.name.text, key(declaration.name.text)]))
  return declaration.condition ?? { kind: 'sqlstate', value: value() }
}

/** Only loops read a cursor of a package: one that stays open belongs to no program. */
function cursorOf({ declaration, unit }: Entry, scopeFor: (own: string) => LocalScope): CursorBinding | undefined {
  if (declaration.kind !== 'declareCursor' || declaration.params.length > 0) return undefined
  const scope = scopeFor(key(unit.name.name.text))
  return { target: ident(declaration.name.text), declaration, params: [], keeps: false, scope, shared: true }
}
