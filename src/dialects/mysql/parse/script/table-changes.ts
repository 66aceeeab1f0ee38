import type { TableAction } from '../../../../core/ir/definition.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Column, Constraint, Table } from '../../../../core/ir/schema.js'
import { walkExpr } from '../../../../core/ir/walk.js'
import type { TextDefaults } from '../settings.js'
import { alterTable } from './alter-table.js'
import type { AlterAction, AlterTable, ColumnDraft, Statement, TableElement } from './shapes.js'
import { type FoldContext, finishTable, fold, sameName, type TableState, tableOf } from './table-state.js'

/** What a statement inside a program changes of a table. */
export interface TableChange {
  readonly name: QName
  readonly guarded: boolean
  readonly actions: readonly TableAction[]
  /** What is added, with the columns that it names, as a table of its own. */
  readonly table?: Table
  /** Columns that are known from then on. */
  readonly columns: readonly Column[]
}

/** ALTER TABLE, CREATE INDEX and DROP INDEX as changes of a table; undefined for other statements. */
export function asAlter(statement: Statement): AlterTable | undefined {
  const { origin } = statement
  if (statement.kind === 'alterTable') return statement
  if (statement.kind === 'createIndex') {
    const { table: name, key, orReplace } = statement
    const own = key.constraintName ?? key.name
    const add = { kind: 'add', element: key, ifNotExists: key.ifNotExists, origin } as const
    const drop = own && ({ kind: 'drop', what: 'index', name: own, ifExists: true, origin } as const)
    return { kind: 'alterTable', name, ifExists: false, actions: orReplace && drop ? [drop, add] : [add], origin }
  }
  if (statement.kind !== 'drop' || statement.what !== 'index' || !statement.table) return undefined
  const { table: name, names, ifExists } = statement
  const actions = names.map((each) => ({ kind: 'drop', what: 'index', name: each.name, ifExists, origin }) as const)
  return { kind: 'alterTable', name, ifExists: false, actions, origin }
}

/** Reads the actions against the table as far as it is known; `named` is what the table of the new parts is called. */
export function tableChange(statement: AlterTable, base: TableState, named: QName, context: FoldContext): TableChange {
  const reading: Reading = {
    table: { ...base, types: new Map(base.types), unnamed: new Map() },
    context,
    actions: [],
    columns: new Set(),
    origins: new Set(),
    guesses: new Set(),
  }
  for (const action of statement.actions) readAction(action, reading)
  const table = newParts(reading, named)
  const columns = table?.columns.filter((column) => !reading.guesses.has(fold(column.name.text))) ?? []
  const { name, ifExists: guarded } = statement
  return { name, guarded, actions: reading.actions, columns, ...(table ? { table } : {}) }
}

/** A table of which nothing is known but its name. */
export const unknownTable = (name: QName, text: TextDefaults, origin: Origin): TableState => ({
  kind: 'table',
  id: objectId('table', name),
  name,
  origin,
  temporary: false,
  options: [],
  text,
  columns: [],
  types: new Map(),
  constraints: [],
  indexes: [],
  unnamed: new Map(),
})

/** The table with columns besides its own. Nothing goes: a program may never come to where it drops one. */
export function withColumns(table: TableState, columns: readonly Column[]): TableState {
  const fresh = columns.filter((column) => !table.columns.some((each) => sameName(each.name, column.name)))
  return fresh.length === 0 ? table : { ...table, columns: [...table.columns, ...fresh] }
}

interface Reading {
  /** The table as the actions so far leave it. */
  readonly table: TableState
  readonly context: FoldContext
  readonly actions: TableAction[]
  /** Columns that are new or defined anew, folded. */
  readonly columns: Set<string>
  /** Origins of new keys. */
  readonly origins: Set<Origin>
  /** Columns of which only the name is known, folded. */
  readonly guesses: Set<string>
}

function readAction(action: AlterAction, reading: Reading): void {
  const { actions, table } = reading
  switch (action.kind) {
    case 'addColumn':
      addColumn(action.column, action.ifNotExists, reading)
      return
    case 'add':
      if (action.element.kind === 'column') addColumn(action.element.column, action.ifNotExists, reading)
      else addPart(action.element, action, reading)
      return
    case 'changeColumn':
      changeColumn(action, reading)
      return
    case 'setDefault': {
      const known = table.columns.some((column) => sameName(column.name, action.name))
      if (!known) actions.push({ kind: 'other', text: 'ALTER COLUMN' })
      else actions.push({ kind: 'setDefault', name: action.name, guarded: action.ifExists })
      apply(action, reading)
      reading.columns.add(fold(action.name.text))
      return
    }
    case 'renameColumn':
      apply(action, reading)
      actions.push({ kind: 'renameColumn', name: action.name, to: action.to, guarded: action.ifExists })
      return
    case 'drop':
      drop(action, reading)
      return
    case 'renameIndex':
      apply(action, reading)
      actions.push({ kind: 'renameKey', name: action.name, to: action.to })
      return
    case 'renameTable':
      actions.push({ kind: 'renameTable', to: action.to })
      return
    case 'options':
      readOptions(action, reading)
      return
    case 'convert':
      actions.push({ kind: 'facet', text: 'CONVERT TO CHARACTER SET' })
      return
    case 'columnVisibility':
    case 'indexVisibility':
      actions.push({ kind: 'facet', text: action.visible ? 'VISIBLE' : 'INVISIBLE' })
      return
    case 'noEffect':
      return
    case 'unknown':
      actions.push({ kind: 'other', text: action.text.slice(0, 60) })
      return
    case 'checkEnforcement':
      actions.push({ kind: 'other', text: 'ENFORCED' })
      return
    default:
      actions.push({ kind: 'other', text: 'PARTITION' })
  }
}

function apply(action: AlterAction, { table, context }: Reading): void {
  alterTable(table, [action], context)
}

/** A program may add what an earlier run of it, or a script, has added already: its own definition is what it adds. */
function addColumn(column: ColumnDraft, guarded: boolean, reading: Reading): void {
  const { table, actions } = reading
  const others = table.columns.filter((each) => !sameName(each.name, column.name))
  const wasThere = others.length < table.columns.length
  table.columns = others
  if (wasThere) without(table, (each) => names(each, column.name))
  const known = new Set(originsOf(table))
  reading.columns.add(fold(column.name.text))
  actions.push({ kind: 'addColumn', name: column.name, guarded })
  apply({ kind: 'addColumn', column, ifNotExists: false, origin: column.origin }, reading)
  noteKeys(known, guarded, reading)
  noteOnUpdate(column.name, reading)
}

/** Keys over a column that is made anew are made anew with it, where its definition says so. */
const names = (constraint: Constraint, column: Ident): boolean =>
  constraint.kind !== 'check' && constraint.columns.length === 1 && sameName(constraint.columns[0], column)

function without(table: TableState, gone: (constraint: Constraint) => boolean): void {
  table.constraints = table.constraints.filter((each) => !gone(each))
}

function addPart(
  element: Exclude<TableElement, { kind: 'column' }>,
  { ifNotExists, origin }: { readonly ifNotExists: boolean; readonly origin: Origin },
  reading: Reading,
): void {
  const { table } = reading
  if (element.kind === 'period') {
    reading.actions.push({ kind: 'other', text: 'PERIOD' })
    return
  }
  const primary = element.kind === 'key' && element.form === 'primary'
  const name = nameOf(element)
  if (primary) without(table, (each) => each.kind === 'primaryKey')
  else if (name) {
    without(
      table,
      (each) => (each.kind === 'foreignKey') === (element.kind === 'foreignKey') && sameName(each.name, name),
    )
    if (element.kind === 'key') table.indexes = table.indexes.filter((each) => !sameName(each.name, name))
  }
  addGuesses(element, reading)
  const known = new Set(originsOf(table))
  const guarded = ifNotExists || (element.kind === 'key' && element.ifNotExists)
  const plain = element.kind === 'key' ? { ...element, ifNotExists: false } : element
  apply({ kind: 'add', element: plain, ifNotExists: false, origin }, reading)
  // A key over a column that nobody knows is not made.
  if (!noteKeys(known, guarded, reading)) reading.actions.push({ kind: 'other', text: 'ADD KEY' })
}

/** A column that another program adds: a key over the whole of it is written alike whatever its type. */
function addGuesses(element: Exclude<TableElement, { kind: 'column' | 'period' }>, reading: Reading): void {
  const { table, guesses } = reading
  for (const name of wholeColumns(element)) {
    if (table.columns.some((column) => sameName(column.name, name))) continue
    guesses.add(fold(name.text))
    table.columns = [...table.columns, guess(name, table.origin)]
  }
}

function wholeColumns(element: Exclude<TableElement, { kind: 'column' | 'period' }>): readonly Ident[] {
  if (element.kind === 'foreignKey') return element.columns
  const isPlain = element.kind === 'key' && /^(primary|unique|index)$/.test(element.form)
  if (!isPlain || element.parts.some(({ prefix }) => prefix !== undefined)) return []
  return element.parts.flatMap(({ expr }) => (expr.kind === 'column' && expr.path.length === 1 ? expr.path : []))
}

const guess = (name: Ident, origin: Origin): Column => ({
  name,
  type: { logical: { kind: 'integer', bits: 32, signed: true }, native: 'INT', origin },
  nullable: true,
  visible: true,
  options: [],
  origin,
})

function nameOf(element: Exclude<TableElement, { kind: 'column' | 'period' }>): Ident | undefined {
  if (element.kind === 'check') return element.check.name
  return element.constraintName ?? (element.kind === 'key' ? element.name : undefined)
}

const originsOf = (table: TableState): readonly Origin[] =>
  [...table.constraints, ...table.indexes].map((each) => each.origin)

function noteKeys(known: ReadonlySet<Origin>, guarded: boolean, { table, origins, actions }: Reading): boolean {
  const fresh = new Set(originsOf(table).filter((origin) => !known.has(origin)))
  for (const origin of fresh) {
    origins.add(origin)
    actions.push({ kind: 'addKey', origin, guarded })
  }
  return fresh.size > 0
}

/** The trigger that sets a column on update is made with its table, not here. */
function noteOnUpdate(name: Ident, { table, actions }: Reading): void {
  const isOwn = (column: Column): boolean => sameName(column.name, name)
  if (!table.columns.some((column) => isOwn(column) && column.onUpdate !== undefined)) return
  actions.push({ kind: 'facet', text: 'ON UPDATE' })
}

function changeColumn(action: Extract<AlterAction, { kind: 'changeColumn' }>, reading: Reading): void {
  const { table, actions } = reading
  const { column, name: from, ifExists: guarded } = action
  const before = table.columns.find((each) => sameName(each.name, from))
  const known = new Set(originsOf(table))
  actions.push({ kind: 'changeColumn', from, name: column.name, guarded })
  reading.columns.add(fold(column.name.text))
  if (before) apply(action, reading)
  else apply({ kind: 'addColumn', column, ifNotExists: true, origin: action.origin }, reading)
  noteKeys(known, guarded, reading)
  if (before?.onUpdate === undefined) noteOnUpdate(column.name, reading)
}

function drop(action: Extract<AlterAction, { kind: 'drop' }>, reading: Reading): void {
  const { what, name, ifExists: guarded } = action
  apply(action, reading)
  if (what === 'period') {
    reading.actions.push({ kind: 'other', text: 'DROP PERIOD' })
    return
  }
  const isPrimary = what === 'primaryKey' || (what === 'index' && name !== undefined && fold(name.text) === 'primary')
  const meant = isPrimary ? 'primaryKey' : what
  reading.actions.push({ kind: 'drop', what: meant, name: name ?? { text: 'PRIMARY', quoted: true }, guarded })
}

/** Options about how rows are kept say nothing to another engine. */
function readOptions(action: Extract<AlterAction, { kind: 'options' }>, { actions }: Reading): void {
  const { options } = action
  if (options.autoIncrement !== undefined) actions.push({ kind: 'nextNumber', value: options.autoIncrement })
  if (options.options.some(({ key }) => key === 'mysql.system_versioning'))
    actions.push({ kind: 'other', text: 'SYSTEM VERSIONING' })
  if (options.comment !== undefined) actions.push({ kind: 'facet', text: 'COMMENT' })
  else if (options.charset !== undefined || options.collation !== undefined)
    actions.push({ kind: 'facet', text: 'DEFAULT CHARACTER SET' })
}

function newParts({ table, context, columns, origins }: Reading, name: QName): Table | undefined {
  finishTable(table, context)
  const constraints = table.constraints.filter((each) => origins.has(each.origin))
  const indexes = table.indexes.filter((each) => origins.has(each.origin))
  const wanted = new Set(columns)
  const want = (names: readonly Ident[]): void => {
    for (const each of names) wanted.add(fold(each.text))
  }
  for (const each of constraints) want(each.kind === 'check' ? namesIn(each.expr) : each.columns)
  for (const each of indexes) want(each.parts.flatMap(({ expr }) => namesIn(expr)))
  for (const each of table.columns)
    if (each.generated && columns.has(fold(each.name.text))) want(namesIn(each.generated.expr))
  const kept = table.columns.filter((each) => wanted.has(fold(each.name.text)))
  if (kept.length === 0) return undefined
  const { partitioning: _by, autoIncrement: _next, comment: _said, ...rest } = table
  const made = {
    ...rest,
    id: objectId('table', name),
    name,
    temporary: false,
    constraints,
    indexes,
    columns: kept.map(plain),
  }
  return tableOf(made)
}

function plain(column: Column): Column {
  const { onUpdate: _trigger, ...rest } = column
  return rest
}

function namesIn(expr: Expr): readonly Ident[] {
  const found: Ident[] = []
  walkExpr(expr, (each) => {
    const name = each.kind === 'column' ? each.path.at(-1) : undefined
    if (name) found.push(name)
    return true
  })
  return found
}
