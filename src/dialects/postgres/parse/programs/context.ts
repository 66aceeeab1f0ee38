import { binary, coreCall, nullLiteral, textLiteral, unary } from '../../../../core/ir/build.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin, type QName } from '../../../../core/ir/names.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import type { LowerContext, NamedColumn } from '../context.js'
import { familyOf } from '../known-types.js'
import { NotLowered } from '../queries.js'
import { type A_Expr, type A_Indirection, type Node, type NullTest, stringOf } from '../tree.js'
import type { Guard } from './guards.js'
import type { Places } from './places.js'
import type { Datum, Fields, Tree } from './tree.js'

/** What a name stands for while a body is read, as far as it is known. */
export interface Known {
  /** How many blocks stand around the one that declares it. */
  readonly level?: number
  readonly type?: LogicalType | undefined
  readonly fields?: readonly NamedColumn[] | undefined
  /** What is looked at whenever it gets a value. */
  readonly guards?: readonly Guard[]
  /** What this is another name for. */
  readonly alias?: string
  /** A record, which becomes what is put into it as a whole. */
  readonly takesShape?: true
}

/** Names in sight, lower case. */
export type Names = ReadonlyMap<string, Known>

/** What reading the statements of one program needs to know. */
export interface ProgramContext {
  readonly lower: LowerContext
  readonly places: Places
  readonly datums: readonly Datum[]
  /** Tables whose rows variables hold, by the name of the variable. */
  readonly rows: ReadonlyMap<string, string>
  /** Statements whose row goes into a record, by its name. */
  readonly intoRecords: ReadonlyMap<string, readonly Fields[]>
  readonly names: Names
  /** Labels of blocks around, and the name of the program: `label.variable` means the variable. */
  readonly labels: ReadonlyMap<string, number>
  readonly level: number
  readonly counts: { statements: number; opaque: number }
  /** Variables that were declared in a block already, by their place in `datums`. */
  readonly declared: Set<number>
  readonly returns: Returns
  /** Names of the parameters, for `$1` and the like. */
  readonly parameters: readonly string[]
  /** Routines without a value, which are called and not selected. */
  readonly isCalled: (name: QName) => boolean
  /** SQLSTATE of the error at hand, where only one can be. */
  readonly caught?: string
  /** Facts of the trigger that runs the program. */
  readonly trigger?: TriggerFacts
}

export interface TriggerFacts {
  readonly name: string
  readonly table: QName
  readonly when: 'BEFORE' | 'AFTER'
  readonly args: readonly string[]
}

/** How the program hands back what it gives. */
export interface Returns {
  readonly kind: 'nothing' | 'value' | 'rows'
  /** The parameter that holds the value, where it has no other. */
  readonly variable?: string
  /** Parameters that hold the next of several rows. */
  readonly outputs?: readonly string[]
  readonly type?: DeclaredType
  readonly guards?: readonly Guard[]
}

/** The same place with more names in sight. */
export function withNames(context: ProgramContext, more: Names): ProgramContext {
  const { level } = context
  const own = [...more].map(([name, known]) => [name, { ...known, level }] as const)
  const made: ProgramContext = { ...context, names: new Map([...context.names, ...own]) }
  return { ...made, lower: lowerIn(made) }
}

/** Inside of a block. */
export function within(context: ProgramContext, label: string | undefined): ProgramContext {
  const level = context.level + 1
  const labels = label ? new Map([...context.labels, [label.toLowerCase(), level] as const]) : context.labels
  return withNames({ ...context, level, labels }, new Map())
}

/** The hub's reading of expressions with the names of the program behind those of the tables. */
function lowerIn(context: ProgramContext): LowerContext {
  const { lower, names, labels } = context
  const short = (path: readonly string[]): readonly string[] => {
    const [first = '', second = '', ...rest] = path
    const { alias } = names.get(first.toLowerCase()) ?? {}
    if (alias !== undefined) return [alias, ...path.slice(1)]
    const level = path.length > 1 ? labels.get(first.toLowerCase()) : undefined
    if (level === undefined || names.get(first.toLowerCase())?.fields) return path
    const known = names.get(second.toLowerCase())
    // A block further in hides it, and there is no other name for it here.
    if (known && known.level !== level) throw new NotLowered(`${first}.${second} behind another ${second}`)
    return known ? [second, ...rest] : path
  }
  return {
    ...lower,
    columnType: (path) => {
      const [first = '', second, more] = short(path)
      if (more !== undefined) return undefined
      const known = names.get(first.toLowerCase())
      if (second === undefined) return known?.type ?? specialType(first)
      return known?.fields?.find(({ name }) => name.toLowerCase() === second.toLowerCase())?.type
    },
    rowFields: (name) => names.get(name)?.fields,
    ofProgram: (node, origin) => {
      if ('ParamRef' in node) return ofVariable([context.parameters[(node.ParamRef.number ?? 1) - 1] ?? ''], origin)
      if ('NullTest' in node) return rowTest(node.NullTest, names, origin)
      if ('A_Expr' in node) return rowsDiffer(node.A_Expr, (name) => names.get(name)?.fields, origin)
      if ('A_Indirection' in node) return argumentOfTrigger(node.A_Indirection, origin, context)
      if (!('ColumnRef' in node)) return undefined
      const path = (node.ColumnRef.fields ?? []).map(stringOf)
      const own = short(path)
      const known = own.length > 1 || names.has((own[0] ?? '').toLowerCase())
      const special = known ? undefined : specialName((own[0] ?? '').toLowerCase(), origin, context)
      return special ?? (own === path ? undefined : ofVariable(own, origin))
    },
  }
}

/** A row is null where all of its fields are, and not null where none is. */
function rowTest({ arg, nulltesttype }: NullTest, names: Names, origin: Origin): Expr | undefined {
  const path = arg && 'ColumnRef' in arg ? (arg.ColumnRef.fields ?? []).map(stringOf) : []
  const fields = path.length === 1 ? names.get((path[0] ?? '').toLowerCase())?.fields : undefined
  const negated = nulltesttype === 'IS_NOT_NULL'
  const [first, ...rest] = (fields ?? []).map(
    ({ name }): Expr => ({ kind: 'test', is: 'null', negated, operand: named([path[0] ?? '', name], origin), origin }),
  )
  return first && rest.reduce((left, right) => binary('and', left, right), first)
}

const rowOf = (node: Node | undefined): string | undefined => {
  const path = node && 'ColumnRef' in node ? (node.ColumnRef.fields ?? []) : []
  const [row, star, more] = path
  if (!row || !('String' in row) || more || (star && !('A_Star' in star))) return undefined
  return stringOf(row).toLowerCase()
}

/** `OLD.* IS DISTINCT FROM NEW.*`: some field is. Undefined: the values of a field are compared otherwise elsewhere. */
export function rowsDiffer(
  { kind, lexpr, rexpr }: A_Expr,
  fieldsOf: (name: string) => readonly NamedColumn[] | undefined,
  origin: Origin,
): Expr | undefined {
  const [left, right] = [rowOf(lexpr), rowOf(rexpr)]
  if (!/^AEXPR_(NOT_)?DISTINCT$/.test(kind ?? '') || left === undefined || right === undefined) return undefined
  const [own, other] = [fieldsOf(left), fieldsOf(right)]
  if (!own || own.length !== other?.length) return undefined
  if (own.some(({ type }) => !type || familyOf(type) === undefined)) return undefined
  const [first, ...rest] = own.map(({ name }, at) => {
    const same = binary('nullSafeEq', named([left, name], origin), named([right, other[at]?.name ?? name], origin))
    return kind === 'AEXPR_DISTINCT' ? unary('not', same) : same
  })
  return first && rest.reduce((before, each) => binary(kind === 'AEXPR_DISTINCT' ? 'or' : 'and', before, each), first)
}

const named = (path: readonly string[], origin: Origin): Expr => ({
  kind: 'column',
  path: path.map((each) => ident(each)),
  origin,
})

/** What has a block in front is never a column. */
const ofVariable = (path: readonly string[], origin: Origin): Expr =>
  path.length > 1 ? named(path, origin) : { kind: 'variable', scope: 'local', name: ident(path[0] ?? ''), origin }

/** `TG_ARGV[n]`: what CREATE TRIGGER gives the function; it counts from 0. */
function argumentOfTrigger(
  { arg, indirection = [] }: A_Indirection,
  origin: Origin,
  { trigger }: ProgramContext,
): Expr | undefined {
  const name = arg && 'ColumnRef' in arg ? stringOf(arg.ColumnRef.fields?.[0]) : ''
  const [index] = indirection
  if (!trigger || name !== 'tg_argv' || !index || !('A_Indices' in index)) return undefined
  const { uidx } = index.A_Indices
  const at = uidx && 'A_Const' in uidx ? (uidx.A_Const.ival?.ival ?? 0) : -1
  if (at < 0) return undefined
  const value = trigger.args[at]
  return value === undefined ? nullLiteral(origin) : textLiteral(value, origin)
}

const text: LogicalType = { kind: 'text', unit: 'char', padded: false }

const specialType = (name: string): LogicalType | undefined => {
  if (/^found$/i.test(name)) return { kind: 'boolean' }
  if (/^tg_nargs$/i.test(name)) return { kind: 'integer', bits: 32, signed: true }
  return /^(tg_(name|when|level|op|table_name|relname|table_schema)|sqlerrm|sqlstate)$/i.test(name) ? text : undefined
}

/** What the program knows without declaring it (manual, "Trigger Functions", "Obtaining the Result Status"). */
function specialName(name: string, origin: Origin, { trigger, caught }: ProgramContext): Expr | undefined {
  if (name === 'sqlstate' && caught !== undefined) return textLiteral(caught, origin)
  if (name === 'found') return coreCall('cursor_found', [textLiteral('sql')], undefined, origin)
  if (!trigger) return undefined
  const { schema, name: table } = trigger.table
  switch (name) {
    case 'tg_op':
      return coreCall('trigger_event', [], undefined, origin)
    case 'tg_name':
      return textLiteral(trigger.name, origin)
    case 'tg_when':
      return textLiteral(trigger.when, origin)
    case 'tg_level':
      return textLiteral('ROW', origin)
    case 'tg_table_name':
    case 'tg_relname':
      return textLiteral(table.text, origin)
    case 'tg_table_schema':
      return textLiteral(schema?.text ?? 'public', origin)
    case 'tg_nargs':
      return { kind: 'literal', of: 'integer', text: String(trigger.args.length), origin }
    default:
      return undefined
  }
}

/** A parameter without a name goes by its number in the parser's list. */
export function variableName(datum: Datum | undefined, { parameters }: Pick<ProgramContext, 'parameters'>): string {
  const number = /^\$(\d+)$/.exec(datum?.name ?? '')?.[1]
  return (number === undefined ? undefined : parameters[Number(number) - 1]) ?? datum?.name ?? ''
}

/** `ALIAS FOR`: more names for what has one. */
export function withAliases(context: ProgramContext, aliases: Tree['aliases']): ProgramContext {
  const known = aliases.map(({ name, of }) => {
    const alias = variableName(context.datums[of], context)
    return [name.toLowerCase(), { ...context.names.get(alias.toLowerCase()), alias }] as const
  })
  return known.length > 0 ? withNames(context, new Map(known)) : context
}

export const typeOf = (type: DeclaredType): LogicalType | undefined =>
  type.kind === 'type' ? type.type.logical : undefined
