import type { Span } from '../text/source.js'
import type { Ident, ObjectId, Origin, QName } from './names.js'

/**
 * What a value is, whatever the engine calls it. Widths and flags say what the source can hold; a target picks a type
 * that can hold as much, or says so.
 */
export type LogicalType =
  | IntegerType
  | DecimalType
  | FloatType
  | TextType
  | BinaryType
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | TimeType
  | TimestampType
  /** A year alone: 0 and 1901 to 2155. */
  | { readonly kind: 'year' }
  | { readonly kind: 'interval'; readonly fields: 'year-month' | 'day-second' | 'all'; readonly precision?: number }
  | { readonly kind: 'bits'; readonly length: number; readonly varying: boolean }
  | EnumType
  | { readonly kind: 'json'; readonly binary: boolean }
  | { readonly kind: 'xml' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'inet'; readonly version: 4 | 6 | 'both' }
  | GeometryType
  | { readonly kind: 'vector'; readonly dimensions?: number }
  /** `byPlace`: elements are found by their places, as programs have lists; absent: it is a set of labels. `limit`: it takes no more elements. */
  | { readonly kind: 'array'; readonly of: LogicalType; readonly byPlace?: true; readonly limit?: number }
  /** A type made by the user in the same database, named as the target or source names it. */
  | { readonly kind: 'userDefined'; readonly name: QName }
  | RecordType
  | MapType
  /** A reference to an open cursor. */
  | { readonly kind: 'cursor' }
  /** The type of the NULL literal: any type will do. */
  | { readonly kind: 'null' }
  /** Known by its native text only. */
  | { readonly kind: 'opaque' }

/** Several values under names: a row of a table, or a type of the user. `name` is that of the target. */
export interface RecordType {
  readonly kind: 'record'
  readonly name: QName
  readonly fields: readonly RecordTypeField[]
  /** Of an object type: null as a whole until it is made, setting a field of one that is null is an error of the source. */
  readonly object?: ObjectTypeFacts
}

/** What an object type is besides its attributes. Types under one another are one record: `tag` says which one a value is. */
export interface ObjectTypeFacts {
  /** As the source names it. */
  readonly name: string
  /** Schemas of the source that hold its programs: its own, then those of the types above it. */
  readonly methods: readonly Ident[]
  readonly tag?: Ident
  /** What stands in the tag of its objects: its own name first, then those of the types under it; lower case. */
  readonly kinds: readonly string[]
  /** Places of its attributes among the fields, in the order in which a new object takes them. */
  readonly attributes: readonly number[]
  /** Attributes that have no counterpart: no such object is made from all of its attributes. */
  readonly lost: readonly { readonly name: string; readonly type: string }[]
  /** The program by which its objects are compared: `map` gives what stands for one, `order` looks at two. */
  readonly compared?: { readonly by: 'map' | 'order'; readonly name: Ident }
}

export interface RecordTypeField {
  /** As the source names it. */
  readonly name: string
  readonly target: Ident
  readonly type: ValueType
  readonly declared: TypeRef
  /** A record cannot hold itself: what the field holds is kept as a document. The name of the source's type. */
  readonly boxed?: string
}

/** A list whose elements are found by keys, in the order of the keys; a key without an element is an error. */
export interface MapType {
  readonly kind: 'map'
  readonly of: ValueType
  readonly declared: TypeRef
  readonly key: 'number' | 'text'
}

export interface IntegerType {
  readonly kind: 'integer'
  readonly bits: 8 | 16 | 24 | 32 | 64
  readonly signed: boolean
  /** Display width as written; with bits 8 and width 1 it may mean a boolean. */
  readonly width?: number
  readonly zerofill?: boolean
}

export interface DecimalType {
  readonly kind: 'decimal'
  /** Both absent: unbounded. */
  readonly precision?: number
  readonly scale?: number
  readonly signed: boolean
}

export interface FloatType {
  readonly kind: 'float'
  readonly bits: 32 | 64
  readonly signed: boolean
  /** Digits to which the source rounds what it stores, for FLOAT(m,d). */
  readonly precision?: number
  readonly scale?: number
}

export interface TextType {
  readonly kind: 'text'
  /** Absent: no declared limit below the engine's own. */
  readonly length?: number
  readonly unit: 'char' | 'byte'
  /** Fixed length, padded with blanks. */
  readonly padded: boolean
  /** The blanks of the padding are there when the value is read. */
  readonly keepsBlanks?: true
  readonly charset?: string
  readonly collation?: Collation
}

/** How text compares. Kept apart from its engine name so that a target can build an equal one. */
export interface Collation {
  /** The engine's name, e.g. `utf8mb4_general_ci`. */
  readonly name: string
  readonly caseSensitive: boolean
  readonly accentSensitive: boolean
  /** Compares code points or bytes. */
  readonly binary: boolean
  /** Trailing blanks do not count. */
  readonly padSpace: boolean
  /** BCP 47 language of its tailoring, `und` when there is none. */
  readonly language: string
}

export interface BinaryType {
  readonly kind: 'binary'
  readonly length?: number
  /** Fixed length, padded with zero bytes. */
  readonly padded: boolean
}

export interface TimeType {
  readonly kind: 'time'
  /** Digits of fractional seconds. */
  readonly precision: number
  readonly zone: boolean
  /** `day`: 0 to 24 h. `signed`: a duration that may be negative or beyond a day. */
  readonly range: 'day' | 'signed'
}

export interface TimestampType {
  readonly kind: 'timestamp'
  readonly precision: number
  /** `none`: wall time. `offset`: keeps an offset. `session`: an instant, shown in the session's zone. */
  readonly zone: 'none' | 'offset' | 'session'
}

export interface EnumType {
  readonly kind: 'enum'
  readonly values: readonly string[]
  /** Any subset of the values instead of one. */
  readonly set: boolean
  readonly collation?: Collation
}

export interface GeometryType {
  readonly kind: 'geometry'
  readonly shape:
    | 'geometry'
    | 'point'
    | 'linestring'
    | 'polygon'
    | 'multipoint'
    | 'multilinestring'
    | 'multipolygon'
    | 'geometrycollection'
  readonly srid?: number
}

/** A type with its native text beside it, so that nothing the source said is lost. */
export interface TypeRef {
  readonly logical: LogicalType
  readonly native: string
  readonly origin: Origin
  /** The object of the source that the type is, where a user made it. */
  readonly made?: ObjectId
  /** The whole of it in the source, its collation included. */
  readonly written?: Span
  /** Another name for a type of the target, by which it tells programs apart: constants are not taken for it. */
  readonly alias?: true
}

export type LogicalKind = LogicalType['kind']

/** What inference knows of an expression's value. */
export interface ValueType {
  readonly logical: LogicalType
  readonly nullable: boolean
  /** The target's native type where it is fixed already (a column of the target, a cast). */
  readonly native?: string
  /** What the source held, where the target's type is of another kind (an enum kept as text) or tells less (an unsigned number). Absent: the same. */
  readonly source?: LogicalType
}

export type { Ident }

/** A type as the source wrote it, taken apart but not yet understood: the input of the type rules. */
export interface NativeType {
  /** Lower case, one blank between words: `int`, `double precision`, `long varchar`. */
  readonly name: string
  /** What stood in parentheses: numbers, or the labels of an enum. */
  readonly args: readonly (number | string)[]
  /** `unsigned`, `zerofill`, `binary`, `national` and the like, lower case. */
  readonly flags: readonly string[]
  readonly charset?: string
  readonly collation?: string
  readonly srid?: number
}
