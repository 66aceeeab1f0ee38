import type { Capabilities, NameRules } from '../../core/dialect/dialect.js'
import type { FindingCode, FindingData } from '../../core/findings/codes.generated.js'
import { type FindingSink, finding } from '../../core/findings/finding.js'
import type { Method } from '../../core/ir/declaration.js'
import type { Call, Expr } from '../../core/ir/expr.js'
import type { Ident, ObjectId, Origin, PartId, QName } from '../../core/ir/names.js'
import type { Catalog, SchemaObject } from '../../core/ir/schema.js'
import type { Collation, LogicalType, TypeRef, ValueType } from '../../core/ir/types.js'
import type { Span } from '../../core/text/source.js'
import { functionFinding } from '../../rules/functions/findings.js'
import type { Refusal } from '../../rules/functions/write.js'
import type { TargetTable } from '../programs/data-changes/target-tables.js'
import type { MadeTypes } from '../programs/record-types.js'
import type { FunctionNote, FunctionPort } from './function-port.js'
import type { ScopeColumn } from './scope.js'
import type { VariableScope } from './variables.js'

/** The target side of a source column, as the schema passes decided it. */
export interface TargetColumn {
  readonly logical: LogicalType
  readonly native: string
  readonly nullable: boolean
  /** The target's collation for the column, as it is written after COLLATE, when it is not the default one. */
  readonly collation?: string
}

/** Answers of the schema passes that code needs. `undefined`: the thing does not exist on the target. */
export interface TargetLookup {
  column(table: ObjectId, column: string): TargetColumn | undefined
  objectName(object: ObjectId): QName | undefined
  columnName(object: ObjectId, column: string): Ident | undefined
  /** The target's form of a name that only lives inside a query (an alias, a CTE). */
  alias(text: string): Ident
  /** The target's collation for a collation of the source, by name; `undefined` when the target makes none. */
  collation(source: string): string | undefined
  /** The target's collation that compares byte by byte. */
  readonly bytesCollation?: string
  /** The target's own name of a type. */
  typeName(type: LogicalType): string | undefined
  /** Keys of a table of the source as the target has them. Known once the target's constraints have their names. */
  table?(table: ObjectId): TargetTable | undefined
  /** The target's name of a list of values of a type of its own. Absent: it has no lists. */
  listOf?(native: string): string
  /** The target's own text for a type that has this name. */
  typeNamed(name: QName): string
  /** What a variable of the type is on the target. Absent or undefined: the target has no such variable. */
  variableType?(type: LogicalType): { readonly logical: LogicalType; readonly native: string } | undefined
}

export interface CodeSettings {
  /** What becomes of a zero date: no value, the least date, or a refusal. */
  readonly zeroDates: 'null' | 'refuse'
  /** Digits that a division adds to the scale of its left side (the source's default). */
  readonly divisionDigits: number
  readonly maxScale: number
  /** Statements of programs that the target refused in the form that conversion gave them before. */
  readonly refusedStatements?: readonly RefusedStatement[]
}

/** The engine's own words about a statement of a program. */
export interface RefusedStatement {
  readonly span: Span
  readonly reason: string
}

export const defaultSettings: CodeSettings = { zeroDates: 'refuse', divisionDigits: 4, maxScale: 30 }

/** What all passes over one object's code share. */
export interface CodeContext {
  readonly source: Catalog
  readonly objects: ReadonlyMap<string, SchemaObject>
  readonly byId: ReadonlyMap<ObjectId, SchemaObject>
  readonly sourceNames: NameRules
  readonly targetNames: NameRules
  readonly sourceCan: Capabilities
  readonly targetCan: Capabilities
  readonly target: TargetLookup
  /** What the collations that columns of the source have compare, by name. */
  readonly collations: ReadonlyMap<string, Collation>
  readonly functions: FunctionPort
  readonly settings: CodeSettings
  /** Output columns of a view that is read from; `undefined` when it is not converted. */
  readonly viewColumns: (view: ObjectId) => readonly ScopeColumn[] | undefined
  readonly at: CodePlace
  readonly report: Reporter
  /**
   * What the source refuses where this code stands, instead of giving a value with a warning: under strict settings it does
   * so where values are stored (assignments, arguments, rows that are written), never in the condition of IF or WHILE.
   */
  readonly refused?: ReadonlySet<Refusal>
  /** The time goes on from one statement to the next, as it does in a procedure; absent: it stands still. */
  readonly movingClock?: boolean
  /** Settings under which a program always runs, in the source's words. */
  readonly modes?: readonly string[]
  /** Names that stand for variables, in code of a stored program. */
  readonly variables?: VariableScope
  /** Names of tables that the program itself makes by queries, by folded name. */
  readonly made?: ReadonlyMap<string, QName>
  /** Types that programs declare. Absent: none are made. */
  readonly madeTypes?: MadeTypes
  /** Functions of the user, by their name on the source. */
  readonly functionsOfUser?: (name: QName, call?: Call) => UserFunction | undefined
  /** Whether a call is one of a function of the user that gives values back through its parameters. */
  readonly givesBack?: (name: QName, call: Call) => boolean
}

/** A function of the user as a call needs it. */
export interface UserFunction {
  readonly id: ObjectId
  readonly target: QName
  readonly params: readonly ({ readonly type: ValueType; readonly declared: TypeRef } | undefined)[]
  /** Names and defaults of the parameters, as far as the source may leave arguments out. */
  readonly optional?: readonly OptionalParam[]
  readonly returns: ValueType
  /** Calling it twice is something else than calling it once: it changes something, or its value is another each time. */
  readonly effects: boolean
  /** Of a program of an object type: what it is to it. */
  readonly method?: Method['of']
}

/** What a call may do with a parameter besides giving it in its place. */
export interface OptionalParam {
  readonly name: string
  /** What stands for an argument that is left out; absent: it has to be given. */
  readonly default?: Expr
  /** The target has the default too. */
  readonly kept?: boolean
}

/** The object (and part) whose code is being converted. */
export interface CodePlace {
  readonly object: ObjectId
  readonly part?: PartId
  readonly origin: Origin
  /** Schema in which unqualified names are looked up. */
  readonly schema: string
  /** Of a member of a package: the schema of the members, in which names of programs are looked up first. */
  readonly members?: string
}

/** Collects what one object's conversion finds. `failed` is set by findings that make the result unusable. */
export interface Reporter {
  readonly failed: boolean
  /** The object cannot be converted for this reason. */
  fail<C extends FindingCode>(code: C, origin: Origin, data: FindingData[C]): void
  /** The object cannot be converted for a reason that somebody has said. */
  giveUp(): void
  /** For the record; the conversion goes on. */
  note<C extends FindingCode>(code: C, origin: Origin, data: FindingData[C]): void
  /** As `note`, once per object. */
  noteOnce<C extends FindingCode>(code: C, origin: Origin, data: FindingData[C]): void
  /** What the function rules said of a call; `fatal` when they gave nothing in its place. */
  ofFunction(said: FunctionNote, origin: Origin, fatal: boolean): void
}

export function createReporter(sink: FindingSink, at: CodePlace): Reporter {
  let failed = false
  const seen = new Set<string>()
  const place = (origin: Origin) => ({
    object: at.object,
    ...(at.part === undefined ? {} : { part: at.part }),
    origin: origin.from === 'none' ? at.origin : origin,
  })
  const add = <C extends FindingCode>(code: C, origin: Origin, data: FindingData[C]) => {
    const where = place(origin)
    const key = JSON.stringify([code, data, where.origin])
    if (!seen.has(key)) sink.add(finding(code, where, data))
    seen.add(key)
  }
  return {
    get failed() {
      return failed
    },
    fail: (code, origin, data) => {
      failed = true
      add(code, origin, data)
    },
    giveUp: () => {
      failed = true
    },
    note: add,
    noteOnce: (code, origin, data) => {
      if (!seen.has(code)) add(code, origin, data)
      seen.add(code)
    },
    ofFunction: ({ code, name, rule }, origin, fatal) => {
      if (fatal) failed = true
      const found = functionFinding(code, name, place(origin), rule)
      const key = JSON.stringify([code, name, found.origin])
      if (!seen.has(key)) sink.add(found)
      seen.add(key)
    },
  }
}

/** Which texts are equal is the source's to say: its collation stays with the type, the target's name is looked up when needed. */
function withSourceCollation(target: LogicalType, source: LogicalType): LogicalType {
  if ((target.kind !== 'text' && target.kind !== 'enum') || (source.kind !== 'text' && source.kind !== 'enum'))
    return target
  const { collation: _, ...rest } = target
  return source.collation === undefined ? rest : { ...rest, collation: source.collation }
}

/** Type of a column of the source as code sees it on the target. */
export function columnType(target: TargetColumn, source: LogicalType): ValueType {
  const base = {
    logical: withSourceCollation(target.logical, source),
    nullable: target.nullable,
    native: target.native,
  }
  return source.kind === target.logical.kind && !tellsMore(source) ? base : { ...base, source }
}

/** Types of which a target's own often tells less: ranges of whole numbers, blanks at the end of text, offsets of times. */
const tellsMore = (type: LogicalType): boolean =>
  (type.kind === 'integer' && (!type.signed || type.zerofill === true || type.bits === 8 || type.bits === 24)) ||
  (type.kind === 'text' && type.padded) ||
  (type.kind === 'timestamp' && type.zone === 'offset')

/** For looking at code before it is converted: what is wrong with it is said when it is. */
export const silentReporter: Reporter = {
  failed: false,
  fail: () => {},
  giveUp: () => {},
  note: () => {},
  noteOnce: () => {},
  ofFunction: () => {},
}
