import { dotted, type ObjectId } from '../../../core/ir/names.js'
import type { Collation, LogicalType, TypeRef } from '../../../core/ir/types.js'
import { readType } from '../../../rules/types/read.js'
import { type LowerContext, originAt, qnameOf, type UserType } from './context.js'
import { collationNamed } from './definitions/collations.js'
import { type Node, stringsOf, type TypeName } from './tree.js'

/** A type as it stands in a definition, and the object of the user behind it. */
export interface LoweredType extends TypeRef {
  readonly user?: UserType & { readonly id: ObjectId }
  /** The collation that the script made for it. */
  readonly collation?: ObjectId
}

/** Names under which the manual knows the types, by those of pg_type. */
const written: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'character',
  char: '"char"',
  varchar: 'character varying',
  varbit: 'bit varying',
  time: 'time without time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
}

export function lowerType(type: TypeName, context: LowerContext, collate?: readonly Node[]): LoweredType {
  const names = stringsOf(type.names)
  const name = names.at(-1) ?? ''
  const args = (type.typmods ?? []).flatMap(modifierOf)
  const user = names.length > 1 && names[0] === 'pg_catalog' ? undefined : userType(type, context)
  const collation = collationNamed(collate, context)
  const own = user ? ofUser(user) : builtIn(name, args, collation?.compares)
  const isList = (type.arrayBounds ?? []).length > 0
  const base = user ? dotted(qnameOf(type.names, (one) => context.schemaOf(one, 'type'))) : (written[name] ?? name)
  const native = `${withArguments(base, name === 'interval' ? [] : args)}${'[]'.repeat(type.arrayBounds?.length ?? 0)}`
  const logical: LogicalType = isList ? { kind: 'array', of: own } : own
  return {
    logical,
    native,
    origin: originAt(context, type.location),
    ...(user ? { user } : {}),
    ...(collation?.id ? { collation: collation.id } : {}),
  }
}

function userType(type: TypeName, context: LowerContext): UserType | undefined {
  return context.userType(qnameOf(type.names, (name) => context.schemaOf(name, 'type')))
}

function ofUser(user: UserType): LogicalType {
  if (user.kind === 'enum') return { kind: 'enum', values: user.labels, set: false }
  return user.kind === 'domain' ? user.logical : { kind: 'opaque' }
}

/** A type that no rule knows is one of an extension: its values still have a text. */
function builtIn(name: string, args: readonly number[], collation: Collation | undefined): LogicalType {
  const isText = textTypes.has(name)
  const native = { name, args, flags: [], ...(isText ? { collation: collation?.name ?? 'default' } : {}) }
  const logical = readType('postgres', native)
  if (logical === undefined) return { kind: 'opaque' }
  // Blanks at the end of fixed-length text count for nothing (manual, "Character Types").
  if (logical.kind !== 'text' || !logical.collation) return logical
  return { ...logical, collation: { ...(collation ?? logical.collation), padSpace: logical.padded } }
}

const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'char'])

const modifierOf = (node: Node): readonly number[] =>
  'A_Const' in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : []

/** `timestamp(3) without time zone`: the number stands behind the first word. */
function withArguments(name: string, args: readonly number[]): string {
  if (args.length === 0) return name
  const list = `(${args.join(',')})`
  return /^time/.test(name) ? name.replace(/^(\w+)/, `$1${list}`) : `${name}${list}`
}

/** Labels and domains are written into their columns where a target has no types with names; of other types nothing is. */
export function typeRef({ logical, native, origin, user, collation }: LoweredType): TypeRef {
  const made = user && user.kind !== 'other' ? user.id : collation
  return { logical, native, origin, ...(made === undefined ? {} : { made }) }
}
