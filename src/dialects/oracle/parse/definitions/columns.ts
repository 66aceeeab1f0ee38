import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, partId } from '../../../../core/ir/names.js'
import type { Column, Constraint, Option } from '../../../../core/ir/schema.js'
import type { LogicalType, TypeRef } from '../../../../core/ir/types.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { lowerTypeRef } from '../types.js'
import { lowerConstraint, lowerState, nameOfConstraint } from './constraints.js'
import { merged, option } from './properties.js'
import { lowerSequenceOptions } from './sequences.js'

/** What a definition of a column says. Absent: it says nothing of it, which matters to MODIFY. */
export interface ColumnDraft {
  readonly name: Ident
  readonly of: CstNode
  readonly type?: TypeRef
  readonly nullable?: boolean
  readonly default?: Expr
  readonly generated?: Column['generated']
  readonly identity?: NonNullable<Column['identity']>
  readonly visible?: boolean
  readonly options: readonly Option[]
  readonly constraints: readonly Constraint[]
  /** Options of the table: constraints that are not in force. */
  readonly disabled: readonly Option[]
}

type Part = Partial<Omit<ColumnDraft, 'name' | 'of'>>

/** Lowers `columnDefinition`. */
export function lowerColumn(of: CstNode, context: LowerContext): ColumnDraft {
  const name = lowerIdent(node(of, 'identifier'))
  const type = node(of, 'dataType')
  const parts = nodes(of, 'columnFacet').map((facet) => lowerFacet(facet, name, context))
  const all = <T>(pick: (part: Part) => readonly T[] | undefined): readonly T[] =>
    parts.flatMap((part) => pick(part) ?? [])
  const said: Part = Object.assign({}, ...parts)
  const base: ColumnDraft = {
    name,
    of,
    ...(type ? { type: lowerTypeRef(type, context) } : {}),
    options: [],
    constraints: [],
    disabled: [],
  }
  return {
    ...base,
    ...said,
    options: merged(all((part) => part.options)),
    constraints: all((part) => part.constraints),
    disabled: all((part) => part.disabled),
  }
}

function lowerFacet(of: CstNode, column: Ident, context: LowerContext): Part {
  const value = node(of, 'defaultFacet')
  if (value) return lowerDefault(value, context)
  const generated = node(of, 'generatedFacet')
  if (generated) return lowerGenerated(generated, context)
  const constraint = node(of, 'inlineConstraint')
  if (constraint) return lowerInline(constraint, column, context)
  if (hasWord(of, 'INVISIBLE')) return { visible: false }
  if (hasWord(of, 'VISIBLE')) return { visible: true }
  const text = textBetween(of, context).replace(/\s+/g, ' ')
  const [word = '', ...rest] = text.split(' ')
  return { options: [option(word.toLowerCase(), rest.join(' ') || 'yes', of, context)] }
}

function lowerDefault(of: CstNode, context: LowerContext): Part {
  const expression = node(of, 'expression')
  const onNull = hasWord(of, 'ON')
  const options = onNull ? [option('default_on_null', 'yes', of, context)] : []
  return {
    // The source replaces nulls, so the column has none; where nobody replaces them they must not come in.
    ...(onNull ? { nullable: false } : {}),
    ...(expression ? { default: lowerExpression(expression, context) } : {}),
    options,
  }
}

function lowerGenerated(of: CstNode, context: LowerContext): Part {
  const expression = node(of, 'expression')
  if (expression) return { generated: { expr: lowerExpression(expression, context), stored: false } }
  const { sequence, options } = lowerSequenceOptions(nodes(of, 'sequenceOption'), context)
  const onNull = hasWord(of, 'NULL') ? [option('default_on_null', 'yes', of, context)] : []
  return {
    identity: { always: hasWord(of, 'ALWAYS'), sequence },
    nullable: false,
    options: [...options, ...onNull],
  }
}

function lowerInline(of: CstNode, column: Ident, context: LowerContext): Part {
  const made = lowerConstraint(of, column, context)
  if (made) return 'constraint' in made ? { constraints: [made.constraint] } : { disabled: [made.disabled] }
  const state = lowerState(node(of, 'constraintStates'), context)
  const required = hasWord(of, 'NOT') && !state.disabled
  const name = nameOfConstraint(of)
  const named = name ? [option('not_null_name', name.text, of, context)] : []
  const lost = hasWord(of, 'NOT') && state.disabled ? [option('disabled_not_null', 'yes', of, context)] : []
  return { nullable: !required, options: [...named, ...lost, ...state.options] }
}

/** The finished column. A virtual column may leave its type to its expression, which nobody knows here. */
export function columnOf(draft: ColumnDraft, context: LowerContext): Column {
  const origin = originOf(draft.of, context)
  const type = withCounter(draft.type ?? { logical: { kind: 'opaque' }, native: '', origin }, draft)
  if (type.logical.kind === 'opaque') reportType(draft, type, context)
  return {
    name: draft.name,
    type,
    nullable: draft.nullable ?? true,
    ...(draft.default && !draft.identity ? { default: draft.default } : {}),
    ...(draft.generated ? { generated: draft.generated } : {}),
    ...(draft.identity ? { identity: draft.identity } : {}),
    visible: draft.visible ?? true,
    origin,
    options: draft.options,
  }
}

const counter: LogicalType = { kind: 'integer', bits: 64, signed: true }

/** A column that numbers its rows holds whole numbers, whatever its declared precision allows. */
function withCounter(type: TypeRef, draft: ColumnDraft): TypeRef {
  const whole = type.logical.kind === 'decimal' && (type.logical.scale ?? 0) <= 0
  return draft.identity && whole ? { ...type, logical: counter } : type
}

function reportType(draft: ColumnDraft, type: TypeRef, context: LowerContext): void {
  const part = partId(context.object, 'column', draft.name.text)
  const native = type.native === '' ? 'of its expression' : type.native
  const at = { object: context.object, part, origin: type.origin }
  context.sink.add(finding('XW-P0207', at, { type: native }))
}
