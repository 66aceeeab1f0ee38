import { nullLiteral } from '../../../core/ir/build.js'
import type { VariableDeclaration } from '../../../core/ir/declaration.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import type { RecordTypeField } from '../../../core/ir/types.js'
import type { RecordVariable } from '../../code/variables.js'
import { convertExpr, convertQuery, storingAt } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { partRef, partsOf, plainName, type RowField, rowVariable } from '../row-variables.js'
import { asTarget, quietPlaceOf } from './places.js'
import { assignTo } from './values.js'

/** The values of the fields, in order. Undefined: what gives them is neither a list of them nor another row. */
export function fieldValues(value: Expr, count: number, state: State): readonly Expr[] | undefined {
  if (value.kind === 'literal' && value.of === 'null') return Array.from({ length: count }, () => value)
  const items = value.kind === 'row' ? value.items : fieldsOfRow(value, state)
  return items?.length === count ? items : undefined
}

/** The fields of a row variable as the source names them, to be bound where they are used. */
export function fieldsOfRow(value: Expr, state: State): readonly Expr[] | undefined {
  const name = plainName(value)
  const { origin } = value
  const own = name && state.scope.record(name.text)
  const fields = own?.fields ?? fieldsOfValue(value, state)
  const target = asTarget(value)
  return fields?.map((field): Expr => {
    const last = { text: field.name, quoted: true }
    if (target?.kind === 'column') return { ...target, path: [...target.path, last] }
    return name
      ? { kind: 'column', path: [name, last], origin }
      : { kind: 'member', object: value, field: last, origin }
  })
}

/** The fields of a record that is a value: of a variable or a part of one, which may be read as often as it has fields. */
function fieldsOfValue(value: Expr, state: State): readonly RecordTypeField[] | undefined {
  const target = contextOf(state).sourceCan.recordsAreValues ? asTarget(value) : undefined
  const place = target && quietPlaceOf(target, state)
  return place?.type.logical.kind === 'record' ? place.type.logical.fields : undefined
}

/** `SET r = …` of a row variable: field by field, so that a later value sees what an earlier one became. */
export function assignRow(target: Target, value: Expr, state: State): readonly Stmt[] | undefined {
  const parts = partsOf(target, state)
  if (!parts) return undefined
  const bound = parts.map((ref) => ({ ref, type: ref.type ?? { logical: { kind: 'null' }, nullable: true } }) as const)
  const values = fieldValues(value, parts.length, state)
  if (values) return bound.flatMap((each, at) => (values[at] ? [assignTo(each, values[at], state)] : []))
  if (value.kind === 'subquery') return rowOfQuery(value, parts, state)
  contextOf(state).report.fail('XW-R0002', target.origin, { what: 'Setting a row variable to this value' })
  return []
}

/** Without a row a query in the place of a value is null. */
function rowOfQuery(
  { query, origin }: Expr & { readonly kind: 'subquery' },
  parts: readonly VariableRef[],
  state: State,
): readonly Stmt[] {
  const types = parts.map((part) => part.type)
  const converted = convertQuery(query, storingAt(state), types)
  const nothing = parts.map((target) => ({ target, value: nullLiteral() }))
  const notFound: Stmt = { kind: 'assign', assignments: nothing, origin }
  return converted ? [{ kind: 'selectInto', query: converted.query, targets: parts, notFound: [notFound], origin }] : []
}

/** DECLARE of row variables: of several names the default is computed once. */
export function declareRows(declaration: VariableDeclaration, fields: readonly RowField[], state: State) {
  const records = declaration.names.map((name): readonly [string, RecordVariable] => [
    name.text,
    rowVariable(name, fields, state.frame.names, 'v'),
  ])
  const given = declaration.default && fieldValues(declaration.default, fields.length, state)
  if (declaration.default && !given)
    contextOf(state).report.fail('XW-R0002', declaration.origin, { what: 'The default of a row variable' })
  const values = given?.map((value, at) => {
    const { type } = fields[at] ?? {}
    return type ? convertExpr(value, { type: type.logical, source: type.source }, state) : value
  })
  const first = records[0]?.[1].parts
  const declarations = records.flatMap(([, { parts = [] }]) =>
    parts.map((part, at): VariableDeclaration => {
      const value = first && parts !== first && first[at] ? partRef(first[at], declaration.origin) : values?.[at]
      const isNull = value === undefined || (value.kind === 'literal' && value.of === 'null')
      return {
        kind: 'declareVariables',
        names: [part.target],
        type: { kind: 'type', type: part.declared },
        ...(isNull || !values ? {} : { default: value }),
        origin: declaration.origin,
      }
    }),
  )
  return { records, declarations }
}
