import type { FindingSink } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Ident, ObjectId, Origin, QName } from '../../../core/ir/names.js'
import { ident } from '../../../core/ir/names.js'
import type { CollationObject, Table } from '../../../core/ir/schema.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { SourceId } from '../../../core/text/source.js'
import type { A_Expr, Node } from './tree.js'
import { stringOf } from './tree.js'

/** What lowering needs to know of the statement it reads. */
export interface LowerContext {
  readonly source: SourceId
  readonly text: string
  /** The statement without the comments before it. */
  readonly whole: Origin
  /** As SET would write it. */
  readonly searchPath?: string
  /** UTF-16 offset of a byte of the statement: the parser counts bytes of UTF-8. */
  offsetOf(byte: number): number
  readonly sink: FindingSink
  readonly object: ObjectId
  /** Within the definition of a column: where its clauses begin, in order. */
  readonly clauses?: readonly number[]
  /** Schema of names that stand without one. */
  schemaOf(name: string, kind: 'relation' | 'type'): Ident
  /** A type that the user made, by its full name. */
  userType(name: QName): UserType | undefined
  /** A collation that the user made, by its full name. */
  collation?(name: QName): CollationObject | undefined
  /** Columns of a table or view that the script has made. */
  relationColumns?(name: QName): readonly NamedColumn[] | undefined
  /** A table that the script has made. */
  table?(name: QName): Table | undefined
  /** Whether programs run for each row that is added, changed or removed. */
  hasTriggers?(name: QName, event: 'insert' | 'update' | 'delete'): boolean
  /** Named queries around this one. */
  readonly ctes?: ReadonlyMap<string, readonly NamedColumn[]>
  /** Type of a column that an expression names, where that is known. */
  columnType?(path: readonly string[]): LogicalType | undefined
  /** Fields of a row that a program holds under that name, lower case. */
  rowFields?(name: string): readonly NamedColumn[] | undefined
  /** What a name, a parameter by its number or an element stands for in a program that does not declare it so. */
  ofProgram?(node: Node, origin: Origin): Expr | undefined
  /** An operation whose value goes as it is into a whole number of four bytes or fewer. */
  readonly storedWhole?: A_Expr
  /** A routine of the user by its name: what a call of it gives. */
  routine?(names: readonly string[]): KnownRoutine | undefined
}

export interface KnownRoutine {
  readonly name: QName
  readonly gives: LogicalType | undefined
}

/** A column of something that rows are read from; its type as far as it is known. */
export interface NamedColumn {
  readonly name: string
  readonly type: LogicalType | undefined
  /** The domain that its type is. */
  readonly domain?: NamedDomain
}

export interface NamedDomain {
  readonly name: QName
  readonly type: Extract<UserType, { readonly kind: 'domain' }>
}

/** What the name of a type stands for. */
export type UserType =
  | { readonly kind: 'enum'; readonly id: ObjectId; readonly labels: readonly string[] }
  | {
      readonly kind: 'domain'
      readonly id: ObjectId
      readonly logical: LogicalType
      readonly nullable: boolean
      readonly default?: Expr
      /** The value itself is the column `value`. `of`: the domain, or the one below it, that says so. */
      readonly checks: readonly { readonly name?: string; readonly of: ObjectId; readonly expr: Expr }[]
    }
  | { readonly kind: 'other'; readonly id: ObjectId }

/** The place that the parser gives for a node, up to the end of its line. */
export function originAt(context: LowerContext, location: number | undefined): Origin {
  const start = context.offsetOf(location ?? 0)
  const line = context.text.indexOf('\n', start)
  const end = (line < 0 ? context.text : context.text.slice(0, line)).trimEnd().length
  return { from: 'text', source: context.source, start, end: Math.max(start, end) }
}

/** Offsets of a text whose parser counts bytes. */
export function byteOffsets(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte
  const bytes = Buffer.from(text)
  return (byte) => bytes.toString('utf8', 0, byte).length
}

/** The last two of several names: catalogue names are of one database. */
export function qnameOf(names: readonly Node[] | undefined, schema: (name: string) => Ident): QName {
  const parts = (names ?? []).map(stringOf)
  const name = parts.at(-1) ?? ''
  const own = parts.at(-2)
  return { schema: own === undefined ? schema(name) : ident(own), name: ident(name) }
}
