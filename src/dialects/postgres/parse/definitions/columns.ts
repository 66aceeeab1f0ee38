import type { Expr } from '../../../../core/ir/expr.js'
import { ident } from '../../../../core/ir/names.js'
import type { Column, SequenceOptions } from '../../../../core/ir/schema.js'
import { type LowerContext, originAt } from '../context.js'
import { lowerExpr, opaque } from '../expressions.js'
import { valueFor } from '../literals.js'
import { option } from '../script/state.js'
import { type ColumnDef, type Constraint, type Node, stringsOf, type TypeName } from '../tree.js'
import { type LoweredType, lowerType, typeRef } from '../types.js'
import { behindWords, clauseSpan, elementEnd, spanOf } from '../written.js'
import { sequenceOptions } from './sequences.js'

/** A column with its type; what constraints behind it say of the column itself is part of it. */
export interface LoweredColumn {
  readonly column: Column
  readonly type: LoweredType
  /** Constraints behind the column that belong to the table. */
  readonly constraints: readonly Constraint[]
}

/** Words that stand for an integer which numbers its rows (manual, "Serial Types"). */
const serials: Readonly<Record<string, string>> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
}

/** The type of a column without saying that it numbers its rows. */
export function plainType(typeName: TypeName = {}): TypeName {
  const serial = serials[stringsOf(typeName.names).at(-1) ?? '']
  return serial === undefined ? typeName : { ...typeName, names: [{ String: { sval: serial } }] }
}

export function lowerColumn(definition: ColumnDef, context: LowerContext): LoweredColumn {
  const { colname = '', typeName = {}, collClause, location, constraints = [] } = definition
  const serial = serials[stringsOf(typeName.names).at(-1) ?? '']
  const type = lowerType(plainType(typeName), context, collClause?.collname)
  const origin = originAt(context, location)
  const own = constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
  const clauses = clausesOf(own, context)
  const from = context.offsetOf(typeName.location ?? 0)
  const written = spanOf(context, from, clauses[0] ?? elementEnd(context.text, from))
  const user = type.user
  const domain = user?.kind === 'domain' ? user : undefined
  const base: Column = {
    name: ident(colname),
    type: { ...typeRef(type), ...(typeName.location === undefined || serial !== undefined ? {} : { written }) },
    nullable: serial === undefined && domain?.nullable !== false,
    ...(domain?.nullable === false ? { notNullByType: true } : {}),
    visible: true,
    origin,
    options: [],
    ...(serial === undefined ? {} : { identity: { always: false, sequence: { cycle: false } } }),
    ...(domain?.default ? { default: domain.default } : {}),
  }
  const column = own.reduce((made, constraint) => withFacet(made, constraint, { ...context, clauses }), base)
  return { column, type, constraints: own.filter(({ contype }) => ofTable.has(contype ?? '')) }
}

/** DEFERRABLE and the like belong to the clause before them. */
export const clausesOf = (constraints: readonly Constraint[], context: LowerContext): readonly number[] =>
  constraints
    .filter(({ contype = '', location }) => !contype.startsWith('CONSTR_ATTR') && location !== undefined)
    .map(({ location = 0 }) => context.offsetOf(location))
    .sort((a, b) => a - b)

const ofTable: ReadonlySet<string> = new Set(['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_CHECK', 'CONSTR_FOREIGN'])

function withFacet(column: Column, constraint: Constraint, context: LowerContext): Column {
  const origin = originAt(context, constraint.location)
  switch (constraint.contype) {
    case 'CONSTR_NOTNULL':
    case 'CONSTR_PRIMARY':
      return { ...without(column), nullable: false }
    case 'CONSTR_NULL':
      return { ...column, nullable: true }
    case 'CONSTR_DEFAULT':
      return { ...column, default: withSpan(lowerDefault(constraint.raw_expr, column, context), constraint, context) }
    case 'CONSTR_IDENTITY':
      return withIdentity(column, constraint, context)
    case 'CONSTR_GENERATED': {
      const stored = constraint.generated_kind !== 'v'
      return {
        ...column,
        generated: { expr: withSpan(lowerExpr(constraint.raw_expr, context), constraint, context), stored },
      }
    }
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED':
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
    case 'CONSTR_ATTR_IMMEDIATE':
      // Of the constraint before it, see `withAttributes`.
      return column
    default:
      return ofTable.has(constraint.contype ?? '')
        ? column
        : { ...column, options: [...column.options, option('clause', constraint.contype ?? '', origin)] }
  }
}

/** `DEFAULT 'f'` is a constant of the column's type. */
export function lowerDefault(node: Node | undefined, column: Column, context: LowerContext): Expr {
  const value = lowerExpr(node, context)
  return valueFor(value, column.type.logical, context) ?? (node ? opaque(node, context) : value)
}

export function withIdentity(column: Column, constraint: Constraint, context: LowerContext): Column {
  const sequence: SequenceOptions = sequenceOptions(constraint.options ?? [], { cycle: false })
  const written = clauseSpan(context, constraint.location)
  const identity = { always: constraint.generated_when === 'a', sequence, ...(written ? { written } : {}) }
  return { ...column, nullable: false, identity }
}

const without = ({ notNullByType: _byType, ...column }: Column): Column => column

/** The expression with all of its text: behind DEFAULT, or within GENERATED ALWAYS AS (…). */
function withSpan(expr: Expr, constraint: Constraint, context: LowerContext): Expr {
  const clause = clauseSpan(context, constraint.location)
  const words = /^(?:CONSTRAINT\s+(?:"(?:[^"]|"")*"|\S+)\s+)?(?:DEFAULT\s*|GENERATED\s+ALWAYS\s+AS\s*)/i
  const written = behindWords(context, clause, words)
  return written ? { ...expr, written } : expr
}

/** DEFERRABLE and the like stand behind a constraint of a column as if they were constraints themselves. */
export function withAttributes(nodes: readonly Node[]): readonly Constraint[] {
  const made: Constraint[] = []
  for (const node of nodes) {
    if (!('Constraint' in node)) continue
    const { contype } = node.Constraint
    const before = made.at(-1)
    if (contype === 'CONSTR_ATTR_DEFERRABLE' && before) made[made.length - 1] = { ...before, deferrable: true }
    else if (contype === 'CONSTR_ATTR_DEFERRED' && before)
      made[made.length - 1] = { ...before, deferrable: true, initdeferred: true }
    else made.push(node.Constraint)
  }
  return made
}
