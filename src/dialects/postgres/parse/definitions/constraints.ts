import { ident, type QName } from '../../../../core/ir/names.js'
import type { Constraint as IrConstraint, KeyConstraint, Option, RefAction } from '../../../../core/ir/schema.js'
import { type LowerContext, originAt } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { extentOf } from '../extent.js'
import { option } from '../script/state.js'
import { type Constraint, type RangeVar, stringsOf } from '../tree.js'
import { behindWords, clauseSpan } from '../written.js'

/** A constraint of the hub, or what the hub has no word for as an option of the table. */
export type LoweredConstraint =
  | { readonly kind: 'constraint'; readonly constraint: IrConstraint }
  | { readonly kind: 'option'; readonly option: Option }
  /** A key over an index that is there already. */
  | { readonly kind: 'usingIndex'; readonly index: string; readonly constraint: KeyConstraint }

/** `column`: the constraint stands behind this column. */
export function lowerConstraint(
  node: Constraint,
  column: string | undefined,
  context: LowerContext,
): LoweredConstraint | undefined {
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      return lowerKey(node, column, context)
    case 'CONSTR_FOREIGN':
      return { kind: 'constraint', constraint: lowerForeignKey(node, column, context) }
    case 'CONSTR_CHECK':
      return {
        kind: 'constraint',
        constraint: {
          ...common(node, context),
          kind: 'check',
          expr: lowerExpr(node.raw_expr, context),
          enforced: node.is_enforced !== false,
        },
      }
    case 'CONSTR_NOTNULL':
      return undefined
    default:
      return { kind: 'option', option: asOption(node, context) }
  }
}

const common = (node: Constraint, context: LowerContext) => ({
  ...(node.conname === undefined ? {} : { name: ident(node.conname) }),
  origin: originAt(context, node.location),
  ...writtenIn(node, context),
  options: node.skip_validation && node.contype !== 'CONSTR_NOTNULL' ? [option('not_valid', 'true')] : [],
})

/** The clause without its name; a key over an index that is there already takes columns and all from it. */
function writtenIn(node: Constraint, context: LowerContext) {
  const clause = node.indexname === undefined ? clauseSpan(context, node.location) : undefined
  const written = behindWords(context, clause, /^(?:CONSTRAINT\s+(?:"(?:[^"]|"")*"|\S+)\s+)?/i)
  return written ? { written } : {}
}

function lowerKey(node: Constraint, column: string | undefined, context: LowerContext): LoweredConstraint {
  const names = stringsOf(node.keys)
  const constraint: KeyConstraint = {
    ...common(node, context),
    kind: node.contype === 'CONSTR_PRIMARY' ? 'primaryKey' : 'unique',
    columns: (names.length > 0 ? names : column === undefined ? [] : [column]).map((name) => ident(name)),
    deferrable: node.deferrable === true,
    options: keyOptions(node, context),
  }
  if (node.indexname !== undefined) return { kind: 'usingIndex', index: node.indexname, constraint }
  return { kind: 'constraint', constraint }
}

function keyOptions(node: Constraint, context: LowerContext): readonly Option[] {
  const origin = originAt(context, node.location)
  const including = stringsOf(node.including)
  return [
    ...(including.length > 0 ? [option('include', including.join(', '), origin)] : []),
    ...(node.nulls_not_distinct ? [option('nulls_not_distinct', 'true', origin)] : []),
    ...(node.without_overlaps ? [option('without_overlaps', 'true', origin)] : []),
    ...(node.indexspace === undefined ? [] : [option('tablespace', node.indexspace, origin)]),
  ]
}

const actions: Readonly<Record<string, RefAction>> = {
  a: 'noAction',
  r: 'restrict',
  c: 'cascade',
  n: 'setNull',
  d: 'setDefault',
}

function lowerForeignKey(node: Constraint, column: string | undefined, context: LowerContext): IrConstraint {
  const names = stringsOf(node.fk_attrs)
  return {
    ...common(node, context),
    kind: 'foreignKey',
    columns: (names.length > 0 ? names : column === undefined ? [] : [column]).map((name) => ident(name)),
    target: relationName(node.pktable, context),
    targetColumns: stringsOf(node.pk_attrs).map((name) => ident(name)),
    onDelete: actions[node.fk_del_action ?? 'a'] ?? 'noAction',
    onUpdate: actions[node.fk_upd_action ?? 'a'] ?? 'noAction',
    match: node.fk_matchtype === 'f' ? 'full' : node.fk_matchtype === 'p' ? 'partial' : 'simple',
    deferrable: node.deferrable === true,
    enforced: node.is_enforced !== false,
  }
}

/** EXCLUDE and whatever comes: its text says what it asks for. */
function asOption(node: Constraint, context: LowerContext) {
  const origin = extentOf({ Constraint: node }, context, true)
  const text = context.text.slice(origin.start, origin.end)
  const what = node.contype === 'CONSTR_EXCLUSION' ? 'exclude' : 'constraint'
  return option(node.conname === undefined ? what : `${what}.${node.conname}`, text, origin)
}

export function relationName(relation: RangeVar | undefined, context: LowerContext): QName {
  const name = relation?.relname ?? ''
  const schema = relation?.schemaname
  return { schema: schema === undefined ? context.schemaOf(name, 'relation') : ident(schema), name: ident(name) }
}
