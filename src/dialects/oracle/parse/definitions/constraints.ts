import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Check, Constraint, ForeignKey, KeyConstraint, Option } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdents, lowerQName } from '../names.js'
import { option } from './properties.js'

/** What `constraintStates` says. */
export interface ConstraintState {
  /** DISABLE without VALIDATE: the rows need not keep it. */
  readonly disabled: boolean
  /** ENABLE is written. */
  readonly enabled: boolean
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly unvalidated: boolean
  readonly options: readonly Option[]
}

export function lowerState(of: CstNode | undefined, context: LowerContext): ConstraintState {
  const states = of ? nodes(of, 'constraintState') : []
  const said = (word: string): CstNode | undefined => states.find((state) => hasWord(state, word))
  const deferrable = states.some((state) => hasWord(state, 'DEFERRABLE') && !hasWord(state, 'NOT'))
  const initially = said('DEFERRED')
  const options = [
    ...plainOption(said('RELY'), 'rely', context),
    ...plainOption(said('EXCEPTIONS'), 'exceptions_into', context),
    ...plainOption(said('USING'), 'using_index', context),
  ]
  return {
    disabled: said('DISABLE') !== undefined,
    enabled: said('ENABLE') !== undefined,
    deferrable: deferrable || initially !== undefined,
    deferred: initially !== undefined,
    unvalidated: said('NOVALIDATE') !== undefined,
    options,
  }
}

function plainOption(of: CstNode | undefined, key: string, context: LowerContext): readonly Option[] {
  if (!of) return []
  const text = textBetween(of, context).replace(/\s+/g, ' ')
  const value = text.replace(/^(?:USING INDEX|EXCEPTIONS INTO|NOVALIDATE|RELY)\s*/i, '')
  return [option(key, value === '' ? 'yes' : value, of, context)]
}

/** A constraint, or a table's option in place of one that is not in force. */
export type Lowered = { readonly constraint: Constraint } | { readonly disabled: DisabledConstraint }

/** Says that there was a constraint, with its text; a later ENABLE puts it in force. */
export interface DisabledConstraint extends Option {
  readonly constraint: Constraint
}

export const isDisabledConstraint = (each: Option): each is DisabledConstraint => 'constraint' in each

export function disabledConstraint(constraint: Constraint, of: CstNode, context: LowerContext): DisabledConstraint {
  const text = textBetween(of, context).replace(/\s+/g, ' ')
  const key = constraint.name?.text ?? (constraint.kind === 'primaryKey' ? constraint.kind : text.slice(0, 60))
  return { ...option(`disabled_constraint ${key}`, text, of, context), constraint }
}

export const nameOfConstraint = (of: CstNode): Ident | undefined => {
  const clause = node(of, 'constraintName')
  const name = clause && node(clause, 'qualifiedName')
  return name && lowerQName(name).name
}

/** Lowers `outOfLineConstraint`, or `inlineConstraint` of the column; undefined for NULL and NOT NULL. */
export function lowerConstraint(of: CstNode, column: Ident | undefined, context: LowerContext): Lowered | undefined {
  const state = lowerState(node(of, 'constraintStates'), context)
  const made = kindOf(of, column, state, context)
  if (!made) return undefined
  return state.disabled ? { disabled: disabledConstraint(made, of, context) } : { constraint: made }
}

function kindOf(
  of: CstNode,
  column: Ident | undefined,
  state: ConstraintState,
  context: LowerContext,
): Constraint | undefined {
  const name = nameOfConstraint(of)
  const base = { ...(name ? { name } : {}), origin: originOf(of, context), options: state.options }
  const check = node(of, 'checkCondition')
  if (check) return lowerCheck(check, base, state, context)
  const columns = column ? [column] : lowerIdents(node(of, 'identifierList'))
  const references = node(of, 'referencesClause')
  if (references) return { ...base, ...lowerReferences(references, columns, state) }
  const primary = hasWord(of, 'PRIMARY')
  if (!primary && !hasWord(of, 'UNIQUE')) return undefined
  return {
    ...base,
    // The target looks at all rows when it makes a key.
    options: [...base.options, ...(state.unvalidated ? [option('novalidate', 'yes', of, context)] : [])],
    kind: primary ? 'primaryKey' : 'unique',
    columns,
    deferrable: state.deferrable,
    ...(state.deferred ? { deferred: true } : {}),
  } satisfies KeyConstraint
}

function lowerCheck(
  of: CstNode,
  base: Pick<Check, 'name' | 'origin' | 'options'>,
  state: ConstraintState,
  context: LowerContext,
): Check | undefined {
  const expression = node(of, 'expression')
  if (!expression) return undefined
  const deferrable = state.deferrable ? [option('deferrable', 'yes', of, context)] : []
  const unvalidated = state.unvalidated ? { unvalidated: true as const } : {}
  const expr = lowerExpression(expression, context)
  return { ...base, kind: 'check', expr, enforced: true, ...unvalidated, options: [...base.options, ...deferrable] }
}

function lowerReferences(
  of: CstNode,
  columns: readonly Ident[],
  state: ConstraintState,
): Omit<ForeignKey, 'name' | 'origin' | 'options'> {
  const name = node(of, 'qualifiedName')
  const onDelete = hasWord(of, 'CASCADE') ? 'cascade' : hasWord(of, 'SET') ? 'setNull' : 'noAction'
  return {
    kind: 'foreignKey',
    columns,
    target: name ? lowerQName(name) : { name: { text: '', quoted: true } },
    targetColumns: lowerIdents(node(of, 'identifierList')),
    onDelete,
    onUpdate: 'noAction',
    match: 'simple',
    deferrable: state.deferrable,
    enforced: true,
    ...(state.deferred ? { deferred: true } : {}),
    ...(state.unvalidated ? { unvalidated: true } : {}),
  }
}
