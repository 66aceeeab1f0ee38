import type { Span } from '../text/source.js'
import type { Method, RoutineDeclaration, TypeDeclaration } from './declaration.js'
import type { Expr, Opaque } from './expr.js'
import type { Ident, ObjectId, Origin, PartId, QName } from './names.js'
import type { Program } from './program.js'
import type { Query } from './query.js'
import type { TypeRef } from './types.js'

export interface ServerVersion {
  /** Family member inside a dialect, lower case; the plain dialect itself has its own name here too. */
  readonly flavour: string
  readonly major: number
  readonly minor: number
  readonly patch: number
  readonly raw: string
}

/** A statement of the source that no part of the catalogue holds, for a target of the same engine. */
export interface KeptStatement {
  readonly text: string
  readonly origin: Origin
  readonly session?: Readonly<Record<string, string>>
}

export interface Catalog {
  readonly dialect: string
  readonly version: ServerVersion
  /** What changes the meaning of text or data: sql_mode, default charset, case rules. */
  readonly settings: Readonly<Record<string, string>>
  readonly schemas: readonly Schema[]
  /** Of a target: it is of the source's own engine. Options are those of the source, and texts stand in its words. */
  readonly ownEngine?: true
  /** In the order of the source. */
  readonly kept?: readonly KeptStatement[]
}

export interface Schema {
  readonly name: Ident
  readonly objects: readonly SchemaObject[]
  readonly options: readonly Option[]
  readonly textDefault?: TextDefault
  readonly whole?: WholeSchema
}

/** The reader may see everything in the schema: what it has not listed the source does not have. Absent: nobody knows. */
export interface WholeSchema {
  /** Tables, in lower case, that programs make or rename while they run. */
  readonly made: readonly string[]
  /** Those that they change. */
  readonly changed: readonly string[]
  /** Names, in lower case, that mean something although no table lists them. */
  readonly unlisted: readonly string[]
  /** Functions, in lower case, that programs call and the server says it has none of. */
  readonly noFunctions: readonly string[]
}

/** What text has that is declared with no more than its length. */
export interface TextDefault {
  readonly charset: string
  readonly collation: string
}

export interface ObjectBase {
  readonly id: ObjectId
  readonly name: QName
  readonly origin: Origin
  readonly comment?: string
  readonly options: readonly Option[]
  /** On a target object: the source parts it stands for. A source object leaves it out. */
  readonly sources?: readonly PartId[]
  /** Settings of the session under which its text means what it means, by their names on the source. */
  readonly session?: Readonly<Record<string, string>>
  /** On a target of the source's own engine: the text that makes it; of a view, where the reader knows it, its query. */
  readonly ownText?: string
}

/** A dialect's own facet that the IR does not model, kept under `<dialect>.<name>`. */
export interface Option {
  readonly key: string
  readonly value: string
  readonly origin: Origin
}

export type SchemaObject =
  | Table
  | View
  | Sequence
  | EnumTypeObject
  | CollationObject
  | NamedType
  | Routine
  | Trigger
  | ScheduledEvent
  | SupportObject
  | Unmodelled

export interface Table extends ObjectBase {
  readonly kind: 'table'
  readonly temporary: boolean
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  readonly indexes: readonly Index[]
  readonly partitioning?: Partitioning
  readonly textDefault?: TextDefault
  /** What stands behind its elements in the source. */
  readonly behind?: Span
  readonly behindText?: string
}

/** Parts of objects carry the same links back as objects do. */
export interface PartBase {
  readonly origin: Origin
  readonly options: readonly Option[]
  readonly sources?: readonly PartId[]
  /** The whole of it in the source, where its origin is only where it begins. */
  readonly written?: Span
  /** On a target of the source's own engine: the text that makes it. */
  readonly ownText?: string
}

export interface Column extends PartBase {
  readonly name: Ident
  readonly type: TypeRef
  readonly nullable: boolean
  readonly default?: Expr
  /** Set by the engine when a row is updated and the column is not named. */
  readonly onUpdate?: Expr
  readonly generated?: { readonly expr: Expr; readonly stored: boolean }
  readonly identity?: Identity
  /** A parent of the table has it, and the table has it from there. */
  readonly inherited?: true
  /** The type of the column takes no NULL; the column itself says nothing. */
  readonly notNullByType?: true
  readonly visible: boolean
  readonly comment?: string
}

export interface Identity {
  readonly always: boolean
  readonly sequence: SequenceOptions
  readonly written?: Span
  /** On a target of the source's own engine: the clause that says all of it. */
  readonly ownText?: string
  /** It is written as a default that takes numbers from this sequence. */
  readonly by?: { readonly sequence: Sequence; readonly default: Expr }
}

export type Constraint = KeyConstraint | ForeignKey | Check

export interface ConstraintBase extends PartBase {
  readonly name?: Ident
  /** A parent of the table has it, and the table has it from there. */
  readonly inherited?: true
  /** Of this table alone, not of those that are parts of it. */
  readonly only?: true
  readonly comment?: string
}

export interface KeyConstraint extends ConstraintBase {
  readonly kind: 'primaryKey' | 'unique'
  readonly columns: readonly Ident[]
  readonly deferrable: boolean
  /** It waits for the end of the transaction unless it is told otherwise. */
  readonly deferred?: true
  /** Index facets that a key carries in engines where a key is an index. */
  readonly method?: string
}

export interface ForeignKey extends ConstraintBase {
  readonly kind: 'foreignKey'
  readonly columns: readonly Ident[]
  readonly target: QName
  /** Empty: the primary key of the target. */
  readonly targetColumns: readonly Ident[]
  readonly onDelete: RefAction
  readonly onUpdate: RefAction
  /** The source says what is done, be it what is done anyway: engines may tell the two apart. */
  readonly said?: readonly ('onDelete' | 'onUpdate')[]
  readonly match: 'simple' | 'full' | 'partial'
  readonly deferrable: boolean
  readonly deferred?: true
  readonly enforced: boolean
  /** Rows that were there before it may break it. */
  readonly unvalidated?: true
}

export type RefAction = 'noAction' | 'restrict' | 'cascade' | 'setNull' | 'setDefault'

export interface Check extends ConstraintBase {
  readonly kind: 'check'
  readonly expr: Expr
  readonly enforced: boolean
  readonly unvalidated?: true
  /** It stands in the definition of this column. */
  readonly column?: Ident
  /** The type of the column asks for it, wherever the type is used. */
  readonly ofType?: true
}

export interface Index extends PartBase {
  readonly name?: Ident
  readonly unique: boolean
  readonly method: 'btree' | 'hash' | 'fulltext' | 'spatial' | 'gin' | 'gist' | 'brin' | 'vector'
  /** The source names the method, although it may be the usual one. */
  readonly methodSaid?: true
  readonly parts: readonly IndexPart[]
  readonly where?: Expr
  readonly visible: boolean
  readonly comment?: string
}

export interface IndexPart {
  readonly expr: Expr
  readonly descending: boolean
  /** Leading characters or bytes that count, for a prefix index. */
  readonly prefix?: number
  readonly nulls?: 'first' | 'last'
  /** Operator class of the target, where the default will not do. */
  readonly operatorClass?: string
  readonly collation?: string
}

export interface Partitioning {
  readonly by: 'range' | 'list' | 'hash' | 'key'
  /** COLUMNS form: compares column values, not one integer expression. */
  readonly columns: boolean
  readonly linear: boolean
  readonly keys: readonly Expr[]
  /** Declared number, for hash and key without a list. */
  readonly count?: number
  readonly partitions: readonly Partition[]
  /** The source makes partitions by itself for rows beyond those that there are. */
  readonly grows?: true
  /** How each partition is divided again. */
  readonly sub?: Partitioning
  readonly origin: Origin
}

export interface Partition extends PartBase {
  readonly name: Ident
  readonly bound?: PartitionBound
  readonly subpartitions: readonly Partition[]
  readonly comment?: string
}

export type PartitionBound =
  | { readonly kind: 'lessThan'; readonly values: readonly (Expr | 'maxvalue')[] }
  | { readonly kind: 'in'; readonly rows: readonly (readonly Expr[])[] }
  | { readonly kind: 'default' }
  /** Half-open ranges and hash remainders, made by a pass for targets that think so. */
  | {
      readonly kind: 'fromTo'
      readonly from: readonly (Expr | 'minvalue' | 'maxvalue')[]
      readonly to: readonly (Expr | 'minvalue' | 'maxvalue')[]
    }
  | { readonly kind: 'remainder'; readonly modulus: number; readonly remainder: number }

export interface SequenceOptions {
  readonly start?: bigint
  readonly increment?: bigint
  readonly min?: bigint
  readonly max?: bigint
  readonly cache?: bigint
  readonly cycle: boolean
  /** The value the next call will give, where the source says so. */
  readonly next?: bigint
}

export interface Sequence extends ObjectBase {
  readonly kind: 'sequence'
  readonly sequence: SequenceOptions
}

export interface View extends ObjectBase {
  readonly kind: 'view'
  readonly materialized: boolean
  readonly columns: readonly Ident[]
  readonly query: Query | Opaque
  readonly checkOption?: 'local' | 'cascaded'
  /** Whose rights the view runs with. */
  readonly security: 'definer' | 'invoker'
}

/** A named list of labels (a target may need one for an enum column). */
export interface EnumTypeObject extends ObjectBase {
  readonly kind: 'enumType'
  readonly labels: readonly string[]
}

export interface CollationObject extends ObjectBase {
  readonly kind: 'collation'
  readonly provider: string
  readonly locale: string
  readonly deterministic: boolean
}

/** A type of the user for variables, parameters and columns. On a target object its fields have types that are said. */
export interface NamedType extends ObjectBase {
  readonly kind: 'namedType'
  readonly is: TypeDeclaration['is']
  /** Of an object type. Its programs stand in a schema of its name. */
  readonly object?: ObjectTypeHead
}

export interface ObjectTypeHead {
  /** The type whose attributes and programs it has, too. */
  readonly under?: readonly Ident[]
  /** Its programs, their heads alone. */
  readonly methods: readonly RoutineDeclaration[]
}

/** Stands for the text of a program; only the emitter that wrote it knows what it is. */
export interface PrintedText {
  readonly kind: 'printedText'
}

/** Code objects are kept whole until their bodies are read; the body's text is in `body`. */
export interface Routine extends ObjectBase {
  readonly kind: 'routine'
  readonly form: 'function' | 'procedure' | 'package' | 'packageBody'
  readonly body: Opaque
  /** Of a member: the package that it stands in. Its own schema is that of the package's members. */
  readonly package?: QName
  /** Of a program that stands in an object type: what it is to it. Of the unit that holds them: it is no package. */
  readonly method?: Method | 'unit'
  /** The body read statement by statement, where its language is read. */
  readonly program?: Program
  /** On a target, in the place of the statements of its program: they were written already. */
  readonly printed?: { readonly needs: readonly string[]; readonly text: PrintedText }
  /**
   * Triggers run it and nobody else can: the program of each holds its statements. Of a package: its variables live as long
   * as a statement that fires them, anew for each statement inside another one.
   */
  readonly ofTriggers?: readonly ObjectId[]
}

export interface Trigger extends ObjectBase {
  readonly kind: 'trigger'
  readonly table: QName
  readonly timing: 'before' | 'after' | 'insteadOf'
  readonly events: readonly ('insert' | 'update' | 'delete')[]
  /** Runs once for a statement. Absent: once for each row. */
  readonly perStatement?: true
  /** UPDATE that names one of these columns. Absent: any UPDATE. */
  readonly updateOf?: readonly Ident[]
  /** Rows for which it runs. */
  readonly when?: Expr
  /** It is there and does not run. Absent: it runs. */
  readonly disabled?: true
  /** One part of a trigger that fires at several times: the trigger, and the package that holds what its parts share. */
  readonly partOf?: { readonly trigger: Ident; readonly package: QName }
  readonly body: Opaque | SetOnUpdate
  readonly program?: Program
}

/** The body of a trigger that a pass makes: sets columns on update unless the statement set them. */
export interface SetOnUpdate {
  readonly kind: 'setOnUpdate'
  readonly columns: readonly { readonly name: Ident; readonly value: Expr }[]
}

export interface ScheduledEvent extends ObjectBase {
  readonly kind: 'event'
  readonly body: Opaque
  readonly program?: Program
}

/** A runtime function, schema or extension that the target needs and the source did not have. */
export interface SupportObject extends ObjectBase {
  readonly kind: 'support'
  readonly what: 'schema' | 'function' | 'extension'
  readonly sql: string
  readonly needs: readonly ObjectId[]
}

/** Nothing is ever dropped: a statement that makes something we do not model stands here with its text. */
export interface Unmodelled extends ObjectBase {
  readonly kind: 'unmodelled'
  readonly what: string
  readonly text: string
}

export type ObjectKind = SchemaObject['kind']
