import type { Finding } from '../core/findings/finding.js'
import type { Expr } from '../core/ir/expr.js'
import type { ObjectId, PartId } from '../core/ir/names.js'
import type { NamedType, Routine, ScheduledEvent, Table, Trigger, View } from '../core/ir/schema.js'
import type { TypeRef } from '../core/ir/types.js'
import type { TargetColumn, TargetLookup } from './code/code-context.js'
import type { ConvertedProgram } from './programs/convert-program.js'

/** Where an expression stands; it decides what the target allows in it. */
export type ExprPurpose = 'default' | 'check' | 'generated' | 'index' | 'onUpdate' | 'partition'

export interface ExprPlace {
  /** Table of the source whose columns the expression may name. */
  readonly table: Table
  readonly part: PartId
  readonly purpose: ExprPurpose
  /** The target column that takes the value (defaults and generated columns). */
  readonly column?: TargetColumn
}

/** An expression of the target, or nothing when it has no counterpart: then a finding says why. */
export interface ConvertedExpr {
  readonly expr?: Expr
  /** Same arguments, same result, whatever the session: what generated columns and indexes need. */
  readonly immutable: boolean
  readonly findings: readonly Finding[]
}

export interface ConvertedView {
  readonly view?: View
  /** Views and tables of the source that the query reads. */
  readonly reads: readonly ObjectId[]
  readonly findings: readonly Finding[]
}

/** The conversion of code, as the schema passes see it. */
export interface CodePort {
  convertExpr(expr: Expr, place: ExprPlace): ConvertedExpr
  /** The view with target names and a target query. Takes the view of the source. */
  convertView(view: View): ConvertedView
  /** A routine, trigger or event with its body in the target's terms. Takes the object of the source. Absent: none is converted. */
  /** Types that the programs converted so far stand on. */
  madeTypes?(): readonly NamedType[]
  /** The type that stands for one of a schema. Absent or undefined: nothing does. */
  typeOf?(object: NamedType): TypeRef | undefined
  /** Of types under one another the one whose record holds them all. */
  rootOf?(object: NamedType): NamedType
  convertProgram?(object: Routine | Trigger | ScheduledEvent): ConvertedProgram
}

/** Makes a converter once the schema passes have given out names and types. */
export type CodeFactory = (target: TargetLookup) => CodePort
