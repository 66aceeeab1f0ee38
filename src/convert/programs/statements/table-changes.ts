import { boolLiteral, literal } from '../../../core/ir/build.js'
import type { Definition, TableAction } from '../../../core/ir/definition.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, type PartId, partId, type QName } from '../../../core/ir/names.js'
import type { Check, Column, Constraint, Index, Table } from '../../../core/ir/schema.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { partIdsOf } from '../../catalog-edit.js'
import { findObject } from '../../code/resolve/relations.js'
import { contextOf, type State } from '../frame.js'

type ActionOf<K extends TableAction['kind']> = Extract<TableAction, { kind: K }>

/** A table on both sides; `target` is absent where the target has no such table now. */
interface Sides {
  readonly source: Table
  readonly target?: Table
}

interface Change {
  readonly stmt: Definition
  readonly state: State
  /** What the target calls the table. */
  readonly name: QName
  /** The table that is changed, when the catalogue has it. */
  readonly base?: Sides
  /** What is added. */
  readonly added?: Sides
  readonly named: (name: QName) => QName
}

/** Converts the actions of a statement that changes a table. All of them are converted, or it fails. */
export function changeTable(stmt: Definition, state: State, named: (name: QName) => QName): readonly Stmt[] {
  const [of] = stmt.names
  if (!of) return []
  const ctx = contextOf(state)
  const object = findObject(ctx, of)
  const change: Change = {
    stmt,
    state,
    name: named(of),
    named,
    ...(object?.kind === 'table' ? { base: sides(object, state) } : {}),
    ...(stmt.table ? { added: sides(stmt.table, state) } : {}),
  }
  const actions = (stmt.actions ?? []).flatMap((action) => convertAction(action, change))
  if (ctx.report.failed || actions.length === 0) return []
  const { table: _source, ...rest } = stmt
  const table = change.added?.target && newTable(change.added.target, change)
  return [{ ...rest, names: [change.name], actions, ...(table ? { table } : {}) }]
}

function sides(source: Table, state: State): Sides {
  const target = contextOf(state).target.table?.(source.id)?.whole
  return target ? { source, target } : { source }
}

function fail({ stmt, state }: Change, what: string): readonly TableAction[] {
  contextOf(state).report.fail('XW-R0300', stmt.origin, { what })
  return []
}

function convertAction(action: TableAction, change: Change): readonly TableAction[] {
  switch (action.kind) {
    case 'addColumn':
      return withColumn(action, change)
    case 'setDefault':
    case 'changeColumn':
      return changeColumn(action, change)
    case 'renameColumn':
      return [{ ...action, name: columnName(action.name, change), to: columnName(action.to, change) }]
    case 'addKey':
      return addKey(action, change)
    case 'drop':
      return action.what === 'column' ? dropColumn(action, change) : dropKey(action, change)
    case 'renameKey':
      return renameKey(action, change)
    case 'renameTable':
      return renameTable(action, change)
    case 'nextNumber':
      return nextNumber(action, change)
    case 'facet':
      contextOf(change.state).report.note('XW-R0301', change.stmt.origin, { what: action.text })
      return []
    case 'other':
      return fail(change, action.text)
  }
}

/** A key of the statement that the target cannot have fails the statement; one that the source itself ignores does not. */
function addKey(action: ActionOf<'addKey'>, change: Change): readonly TableAction[] {
  const { added } = change
  if (!added) return fail(change, 'ADD KEY')
  const ids = partIdsOf(added.source)
  const isOwn = (key: Key): boolean =>
    key.origin === action.origin && !('kind' in key && key.kind === 'foreignKey' && !key.enforced)
  const wanted = [
    ...added.source.constraints.flatMap((key, at) => (isOwn(key) ? (ids.constraints[at] ?? []) : [])),
    ...added.source.indexes.flatMap((key, at) => (isOwn(key) ? (ids.indexes[at] ?? []) : [])),
  ]
  const { constraints = [], indexes = [] } = added.target ?? {}
  const there = new Set([...constraints, ...indexes].flatMap((key) => key.sources ?? []))
  return wanted.every((id) => there.has(id)) ? [action] : fail(change, 'ADD KEY')
}

const same = (one: Ident | undefined, other: Ident): boolean => one?.text.toLowerCase() === other.text.toLowerCase()

/** The target's name of a column that is there, or will be. */
function columnName(name: Ident, { base, added, state }: Change): Ident {
  const { target } = contextOf(state)
  for (const side of [base, added]) {
    const own = side?.source.columns.find((column) => same(column.name, name))
    const given = side && own && target.columnName(side.source.id, own.name.text)
    if (given) return given
  }
  return target.alias(name.text)
}

/** The column of a table on the target that stands for one of the source. */
function columnOf(side: Sides | undefined, name: Ident): Column | undefined {
  const own = side?.source.columns.find((column) => same(column.name, name))
  const id = side && own && partId(side.source.id, 'column', own.name.text)
  return id === undefined ? undefined : side?.target?.columns.find((column) => column.sources?.[0] === id)
}

function withColumn(action: ActionOf<'addColumn'>, change: Change): readonly TableAction[] {
  const made = columnOf(change.added, action.name)
  if (!made) return fail(change, `ADD COLUMN ${action.name.text}`)
  const fill = fillOf(made)
  return [{ ...action, name: made.name, ...(fill ? { fill } : {}) }]
}

/** The value that rows get in a new column that may not be null: nothing, of its type. */
function fillOf(column: Column): Expr | undefined {
  if (column.nullable || column.default || column.identity || column.generated) return undefined
  const type = column.type.logical
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
      return literal('integer', '0')
    case 'boolean':
      return boolLiteral(false)
    case 'text':
    case 'binary':
      return literal('text', '')
    case 'enum':
      return literal('text', type.values[0] ?? '')
    default:
      return undefined
  }
}

function changeColumn(action: ActionOf<'setDefault' | 'changeColumn'>, change: Change): readonly TableAction[] {
  const made = columnOf(change.added, action.name)
  if (!made) return fail(change, `the change of column ${action.name.text}`)
  if (action.kind === 'setDefault') return [{ ...action, name: made.name }]
  const before = columnOf(change.base, action.from)
  const impossible =
    (made.identity !== undefined && before?.identity === undefined) ||
    made.generated !== undefined ||
    before?.generated !== undefined
  if (impossible) return fail(change, `the change of column ${action.name.text}`)
  const from = columnName(action.from, change)
  const identity = before?.identity && (made.identity ? ('kept' as const) : ('dropped' as const))
  const values = sameLabels(action, change) ? 'same' : fits(before?.type, made.type) ? 'fit' : 'cast'
  const changed = { ...action, from, name: made.name, values, ...(identity ? { identity } : {}) } as const
  if (values === 'same') return [changed]
  return [...rangeChecks(change, before), changed]
}

const families: readonly ReadonlySet<string>[] = [
  new Set(['integer', 'decimal', 'float']),
  new Set(['text', 'enum', 'set']),
  new Set(['date', 'timestamp', 'datetime']),
]

/** Values of kinds that are stored as each other; what does not fit is an error there, as a cast would cut it. */
function fits(before: TypeRef | undefined, after: TypeRef): boolean {
  const to = after.logical.kind
  const from = before?.logical.kind
  if (from === to || to === 'text') return true
  return from !== undefined && families.some((family) => family.has(from) && family.has(to))
}

/** A list of labels that is the same again: on the target it may be a type of its own, or a check. */
function sameLabels(action: ActionOf<'changeColumn'>, { base, added }: Change): boolean {
  const before = base?.source.columns.find((column) => same(column.name, action.from))?.type.logical
  const after = added?.source.columns.find((column) => same(column.name, action.name))?.type.logical
  if (before?.kind !== 'enum' || after?.kind !== 'enum') return false
  return before.values.length === after.values.length && before.values.every((each, at) => each === after.values[at])
}

/** The checks that keep a column to the range of the type that it had. */
function rangeChecks({ base }: Change, before: Column | undefined): readonly TableAction[] {
  const own = before?.sources?.[0]
  const checks = base?.target?.constraints.filter((each) => own !== undefined && isRangeCheck(each, own)) ?? []
  return checks.flatMap(({ name }) =>
    name ? [{ kind: 'drop', what: 'check', name, guarded: true, as: 'constraint' } as const] : [],
  )
}

const isRangeCheck = (each: Constraint, column: PartId): each is Check =>
  each.kind === 'check' && each.sources?.[0] === column

function dropColumn(action: ActionOf<'drop'>, change: Change): readonly TableAction[] {
  return [{ ...action, name: columnName(action.name, change) }]
}

type Key = Constraint | Index

/** What a DROP of each form may mean; an index of the source may be a constraint, and so may a key of the target. */
const meant: Readonly<Record<ActionOf<'drop'>['what'], readonly string[]>> = {
  column: [],
  primaryKey: ['primaryKey'],
  foreignKey: ['foreignKey'],
  check: ['check'],
  constraint: ['foreignKey', 'check', 'unique'],
  index: ['unique', 'index'],
}

const kindOf = (key: Key): string => ('kind' in key ? key.kind : 'index')

/** Keys of the target that stand for the keys of a name; undefined when the source has no such key now. */
function keysOf(action: { readonly name: Ident; readonly what: ActionOf<'drop'>['what'] }, { base }: Change) {
  if (!base) return undefined
  const { source, target } = base
  const ids = partIdsOf(source)
  const isMeant = (key: Key): boolean =>
    meant[action.what].includes(kindOf(key)) && (action.what === 'primaryKey' || same(key.name, action.name))
  const found = [
    ...source.constraints.flatMap((key, at) => (isMeant(key) ? (ids.constraints[at] ?? []) : [])),
    ...source.indexes.flatMap((key, at) => (isMeant(key) ? (ids.indexes[at] ?? []) : [])),
  ]
  if (found.length === 0 || !target) return undefined
  const standsFor = (key: Key): boolean => key.sources?.some((id) => found.includes(id)) === true
  return [...target.constraints.filter(standsFor), ...target.indexes.filter(standsFor)]
}

const formOf = (key: Key): 'constraint' | 'index' => ('kind' in key ? 'constraint' : 'index')

function dropKey(action: ActionOf<'drop'>, change: Change): readonly TableAction[] {
  const known = keysOf(action, change)
  if (known) return known.flatMap((key) => (key.name ? [{ ...action, name: key.name, as: formOf(key) }] : []))
  const { report, target } = contextOf(change.state)
  const isIndex = action.what === 'index'
  const wanted = action.what === 'primaryKey' ? `${change.name.name.text}_pkey` : action.name.text
  report.note('XW-R0302', change.stmt.origin, { name: action.name.text })
  return [
    {
      ...action,
      name: target.alias(wanted),
      guarded: action.guarded || isIndex,
      as: isIndex ? 'either' : 'constraint',
    },
  ]
}

function renameKey(action: ActionOf<'renameKey'>, change: Change): readonly TableAction[] {
  const { report, target } = contextOf(change.state)
  const [key] = keysOf({ name: action.name, what: 'index' }, change) ?? []
  const [known] = keysOf({ name: action.to, what: 'index' }, change) ?? []
  if (!key) report.note('XW-R0302', change.stmt.origin, { name: action.name.text })
  const name = key?.name ?? target.alias(action.name.text)
  return [{ ...action, name, to: known?.name ?? target.alias(action.to.text) }]
}

function renameTable(action: ActionOf<'renameTable'>, change: Change): readonly TableAction[] {
  const to = change.named(action.to)
  return moves(change.name, to) ? fail(change, 'RENAME TO another schema') : [{ ...action, to }]
}

/** Whether a table goes to another schema with its new name. */
export const moves = (from: QName, to: QName): boolean =>
  to.schema !== undefined && from.schema?.text !== to.schema.text

function nextNumber(action: ActionOf<'nextNumber'>, change: Change): readonly TableAction[] {
  const column = change.base?.target?.columns.find((each) => each.identity !== undefined)
  return column ? [{ ...action, column: column.name }] : fail(change, 'AUTO_INCREMENT')
}

/** What is added, under the name of the table that gets it. A key that the catalogue knows keeps its name. */
function newTable(table: Table, change: Change): Table {
  const { added, base, name, stmt } = change
  const rename = (key: Key): Ident | undefined => {
    const source = added && sourceKey(added, key)
    const what = source && (kindOf(source) === 'index' || kindOf(source) === 'unique') ? 'index' : 'constraint'
    const [known] = (source?.name && keysOf({ name: source.name, what }, change)) ?? []
    // A key in the place of another has its name, on the source as well.
    if (known?.name && (what === 'index' || formOf(known) === formOf(key))) return known.name
    return key.name && { ...key.name, text: key.name.text.replace(table.name.name.text, name.name.text) }
  }
  const renamed = <T extends Key>(key: T): T => {
    const given = rename(key)
    return given ? { ...key, name: given } : key
  }
  const renewed = <T extends Key>(key: T): T => {
    const source = added && sourceKey(added, key)
    return source ? { ...renamed(key), origin: source.origin } : renamed(key)
  }
  const origins = new Set((stmt.actions ?? []).flatMap((each) => (each.kind === 'addKey' ? [each.origin] : [])))
  const fresh = newColumns(change)
  const isBrought = (key: Key): boolean => {
    const source = added && sourceKey(added, key)
    return source !== undefined && kindOf(source) === 'foreignKey'
  }
  const isNew = (key: Key): boolean =>
    origins.has((added && sourceKey(added, key)?.origin) ?? key.origin) ||
    (kindOf(key) === 'check' && fresh.some((id) => key.sources?.[0] === id))
  return {
    ...table,
    id: base?.target?.id ?? table.id,
    name,
    constraints: table.constraints.filter(isNew).map(renewed),
    // What a key of the source brings with it is there already, or among the indexes that are added.
    indexes: table.indexes.filter((key) => isNew(key) && !isBrought(key)).map(renewed),
  }
}

function newColumns(change: Change): readonly PartId[] {
  const { stmt, added } = change
  const names = (stmt.actions ?? []).flatMap((each) =>
    each.kind === 'addColumn' || (each.kind === 'changeColumn' && !sameLabels(each, change)) ? [each.name] : [],
  )
  const { source } = added ?? {}
  const own = source?.columns.filter((column) => names.some((name) => same(column.name, name))) ?? []
  return own.flatMap((column) => (source ? [partId(source.id, 'column', column.name.text)] : []))
}

function sourceKey({ source }: Sides, key: Key): Key | undefined {
  const ids = partIdsOf(source)
  const is = (id: PartId | undefined): boolean => id !== undefined && key.sources?.includes(id) === true
  return (
    source.constraints.find((_, at) => is(ids.constraints[at])) ?? source.indexes.find((_, at) => is(ids.indexes[at]))
  )
}
