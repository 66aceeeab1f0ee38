import { boolLiteral, coreCall, textLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident, type QName } from '../../../core/ir/names.js'
import type { SchemaObject } from '../../../core/ir/schema.js'
import type { DynamicName, Stmt } from '../../../core/ir/statement.js'
import { convertExpr } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { type Convert, sameText, trial } from './dynamic-trials.js'

/** More tables than these are not tried. */
const mostTables = 400

/** Kinds that can be run from a text. */
const runsAsText: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'selectInto',
  'resultSet',
  'definition',
])

/**
 * A statement about tables that a value names: as it is for each table of the catalogue that fits, where that is the same but
 * for the name. Undefined: none fits, or they differ.
 */
export function commonForm(
  stmt: Stmt,
  dynamic: readonly DynamicName[],
  state: State,
  convert: Convert,
): readonly Stmt[] | undefined {
  const [name, ...others] = dynamic
  if (!name || others.length > 0) return undefined
  const schema = schemaOf(stmt, name.placeholder)
  const written = sameText(stmt).toLowerCase()
  const fits = tablesNamed(name.value, schema, state).flatMap((table) => {
    const target = contextOf(state).target.objectName(table.id)
    if (written.includes(JSON.stringify(table.name.name.text).toLowerCase())) return []
    const own = target && named(stmt, name.placeholder, table.name)
    const made = own && trial(own, state, convert)
    const form = made && withPlaceholder(made, target, name.placeholder)
    return form ? [{ table, target, text: sameText(form) }] : []
  })
  const [first] = fits
  if (!first || fits.some(({ text }) => text !== first.text)) return undefined
  const made = convert(named(stmt, name.placeholder, first.table.name), state)
  const placed = { ...tableText(name, state, schema), example: first.target }
  return marked(withPlaceholder(made, first.target, name.placeholder) ?? [], [placed])
}

/** Statements that hold placeholders, told what stands for them; undefined where one is no statement that runs from a text. */
export function marked(made: readonly Stmt[], dynamic: readonly DynamicName[]): readonly Stmt[] | undefined {
  const held = made.map((each) => dynamic.filter(({ placeholder }) => sameText(each).includes(`"${placeholder}"`)))
  const all = dynamic.every((each) => held.some((found) => found.includes(each)))
  if (!all || made.some((each, at) => (held[at] ?? []).length > 0 && !runsAsText.has(each.kind))) return undefined
  return made.map((each, at) => {
    const own = held[at] ?? []
    return own.length > 0 && each.kind !== 'opaque' ? { ...each, dynamic: own } : each
  })
}

/** The text of the name of a table, as the target writes it. */
export function tableText(name: DynamicName, state: State, schema: string | undefined): DynamicName {
  const ctx = contextOf(state)
  const known = schema ?? ctx.target.objectName(state.frame.object.id)?.schema?.text ?? ctx.at.schema
  const folds = ctx.target.alias('A').text === 'a'
  const core = name.role === 'tables' ? 'tables_in_text' : 'table_in_text'
  const args = [name.value, textLiteral(known), boolLiteral(name.quoted), boolLiteral(folds)]
  return { ...name, value: convertExpr(coreCall(core, args), { want: 'value' }, state) }
}

/** Tables and views whose names the text may hold. Those that are called otherwise on the target cannot be named there. */
function tablesNamed(value: Expr, schema: string | undefined, state: State): readonly SchemaObject[] {
  const ctx = contextOf(state)
  const { fold } = ctx.sourceNames
  const [first, last] = endsOf(value)
  const wanted = fold(schema ?? ctx.at.schema)
  const found = [...ctx.byId.values()].filter(({ kind, name, id }) => {
    if ((kind !== 'table' && kind !== 'view') || fold(name.schema?.text ?? ctx.at.schema) !== wanted) return false
    const own = fold(name.name.text)
    if (!own.startsWith(fold(first)) || !own.endsWith(fold(last))) return false
    return ctx.target.objectName(id)?.name.text === ctx.target.alias(name.name.text).text
  })
  return found.slice(0, mostTables)
}

/** What a text surely begins and ends with. */
function endsOf(value: Expr): readonly [string, string] {
  if (value.kind !== 'call') return ['', '']
  const texts = value.args.map((arg) => (arg.kind === 'literal' ? arg.text : undefined))
  return [texts[0] ?? '', texts.at(-1) ?? '']
}

/** The schema that is written in front of a placeholder. */
export function schemaOf(node: unknown, placeholder: string): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if (isNameOf(node, placeholder)) return node.schema?.text
  for (const value of Object.values(node)) {
    const found = schemaOf(value, placeholder)
    if (found !== undefined) return found
  }
  return undefined
}

const isNameOf = (node: object, placeholder: string): node is QName =>
  !('kind' in node) && 'name' in node && (node as QName).name?.text?.toLowerCase() === placeholder

/** The statement about one table. Its columns are told by another name, so that nothing but the table's own differs. */
function named<T>(node: T, placeholder: string, name: QName): T {
  if (Array.isArray(node)) return node.map((each) => named(each, placeholder, name)) as T
  if (typeof node !== 'object' || node === null) return node
  if (isNameOf(node, placeholder)) return name as T
  const made = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, named(value, placeholder, name)]))
  const isRef =
    'kind' in node && node.kind === 'tableRef' && 'name' in node && isNameOf(node.name as object, placeholder)
  return (isRef && !('alias' in node) ? { ...made, alias: ident('named_table') } : made) as T
}

/** The converted statements with the placeholder in the place of the table's name; undefined where only a part of it stands. */
function withPlaceholder(made: readonly Stmt[], target: QName, placeholder: string): readonly Stmt[] | undefined {
  const replaced = <T>(node: T): T => {
    if (Array.isArray(node)) return node.map(replaced) as T
    if (typeof node !== 'object' || node === null) return node
    if (isTarget(node, target)) return { name: ident(placeholder) } as T
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value)])) as T
  }
  return made.map(replaced)
}

const isTarget = (node: object, target: QName): boolean =>
  !('kind' in node) &&
  'name' in node &&
  (node as QName).name?.text === target.name.text &&
  (node as QName).schema?.text === target.schema?.text
