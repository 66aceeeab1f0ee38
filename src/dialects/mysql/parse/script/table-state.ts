import type { FindingSink } from '../../../../core/findings/finding.js'
import { finding } from '../../../../core/findings/finding.js'
import { type Ident, type ObjectId, type Origin, objectId, partId, type QName } from '../../../../core/ir/names.js'
import type {
  Check,
  Column,
  Constraint,
  Index,
  Option,
  Partitioning,
  ServerVersion,
  Table,
} from '../../../../core/ir/schema.js'
import { atLeast } from '../../version.js'
import { narrow, type TextDefaults } from '../settings.js'
import { type ColumnContext, checksHold, finishColumn, implicitTimestamps } from './columns.js'
import { addForeignKey, addKey, nameKeys } from './keys.js'
import type { ColumnDraft, CreateTable, ReferenceDraft, TableElement, TableOptions, TypeDraft } from './shapes.js'

/** A table while a script is read: everything may still be changed by ALTER. */
export interface TableState {
  readonly kind: 'table'
  id: ObjectId
  name: QName
  readonly origin: Origin
  readonly temporary: boolean
  comment?: string
  options: readonly Option[]
  text: TextDefaults
  engine?: string
  autoIncrement?: bigint
  columns: readonly Column[]
  /** The type of each column as written, by folded name: CONVERT and LIKE need it. */
  readonly types: Map<string, TypeDraft>
  constraints: readonly Constraint[]
  indexes: readonly Index[]
  partitioning?: Partitioning
  /** Indexes that the engine makes for a foreign key, and unnamed keys, get their names when the statement is over. */
  unnamed: Map<object, string>
}

export interface FoldContext {
  readonly version: ServerVersion
  readonly sink: FindingSink
  /** The text was written by hand for a server that gives TIMESTAMP columns implicit defaults. */
  readonly implicitTimestamps: boolean
}

/** Column, index and constraint names are equal whatever their case (manual: "Identifier Case Sensitivity"). */
export const fold = (name: string): string => name.toLowerCase()

export const sameName = (a: Ident | undefined, b: Ident): boolean => a !== undefined && fold(a.text) === fold(b.text)

/** Makes a table from its statement. `database` is what its schema says about text. */
export function createTable(draft: CreateTable, name: QName, database: TextDefaults, context: FoldContext): TableState {
  const { options } = draft
  const table: TableState = {
    kind: 'table',
    id: objectId('table', name),
    name,
    origin: draft.origin,
    temporary: draft.temporary,
    options: [],
    text: database,
    columns: [],
    types: new Map(),
    constraints: [],
    indexes: [],
    ...(draft.partitioning === undefined ? {} : { partitioning: draft.partitioning }),
    unnamed: new Map(),
  }
  applyOptions(table, options, context)
  const columns = draft.elements.flatMap((each) => (each.kind === 'column' ? [each.column] : []))
  const given = new Map(
    columns.map((column, i) => [
      column,
      (context.implicitTimestamps ? implicitTimestamps(columns) : columns)[i] ?? column,
    ]),
  )
  for (const element of draft.elements) {
    addElement(
      table,
      element.kind === 'column' ? { kind: 'column', column: given.get(element.column) ?? element.column } : element,
      context,
    )
  }
  finishTable(table, context)
  return table
}

/** Takes table options over: a later value replaces an earlier one. */
export function applyOptions(table: TableState, said: TableOptions, context: FoldContext): void {
  const keys = new Set(said.options.map((option) => option.key))
  table.options = [...table.options.filter((option) => !keys.has(option.key)), ...said.options]
  if (said.comment !== undefined) table.comment = said.comment
  if (said.engine !== undefined) table.engine = said.engine
  if (said.autoIncrement !== undefined) table.autoIncrement = said.autoIncrement
  table.text = narrow(table.text, { charset: said.charset, collation: said.collation }, context.version)
}

/** Adds one element of a definition. */
export function addElement(table: TableState, element: TableElement, context: FoldContext): void {
  switch (element.kind) {
    case 'column':
      addColumn(table, element.column, context)
      return
    case 'key':
      addKey(table, element, context)
      return
    case 'foreignKey':
      addForeignKey(table, element, context)
      return
    case 'check':
      addCheck(table, element.check, context)
      return
    case 'period':
      table.options = [...table.options, element.option]
  }
}

export const columnContext = (table: TableState, context: FoldContext): ColumnContext => ({
  object: table.id,
  version: context.version,
  text: table.text,
  sink: context.sink,
})

export function addColumn(table: TableState, draft: ColumnDraft, context: FoldContext): void {
  if (table.columns.some((column) => sameName(column.name, draft.name))) {
    const part = partId(table.id, 'column', draft.name.text)
    context.sink.add(finding('XW-P0206', { object: table.id, part, origin: draft.origin }, { column: draft.name.text }))
    return
  }
  table.columns = [...table.columns, finishColumn(draft, columnContext(table, context))]
  table.types.set(fold(draft.name.text), draft.type)
  addColumnParts(table, draft, context)
}

/** Keys, checks and references that stand in a column's definition. */
export function addColumnParts(table: TableState, draft: ColumnDraft, context: FoldContext): void {
  const key = draft.key ?? (draft.type.serial ? 'unique' : undefined)
  if (key !== undefined) {
    const expr = { kind: 'column', path: [draft.name], origin: draft.origin } as const
    addKey(
      table,
      {
        kind: 'key',
        form: key,
        parts: [{ expr, descending: false }],
        visible: true,
        options: [],
        origin: draft.origin,
        ifNotExists: false,
      },
      context,
    )
  }
  for (const check of draft.checks) addCheck(table, { ...check, column: draft.name }, context)
  if (draft.references) addInlineReference(table, draft, draft.references, context)
}

function addCheck(table: TableState, check: Check, context: FoldContext): void {
  table.constraints = [...table.constraints, { ...check, enforced: check.enforced && checksHold(context.version) }]
}

/** MySQL before 9.0 reads REFERENCES behind a column and forgets it; MariaDB honours it from 10.5 on. */
function addInlineReference(
  table: TableState,
  draft: ColumnDraft,
  reference: ReferenceDraft,
  context: FoldContext,
): void {
  const honoured = atLeast(context.version, { mysql: [9, 0, 0], mariadb: [10, 5, 0] })
  const before = table.constraints.length
  addForeignKey(
    table,
    { kind: 'foreignKey', columns: [draft.name], reference, origin: reference.origin },
    context,
    honoured,
  )
  if (honoured || table.constraints.length === before) return
  const part = partId(table.id, 'column', draft.name.text)
  context.sink.add(
    finding('XW-P0208', { object: table.id, part, origin: reference.origin }, { column: draft.name.text }),
  )
}

/** What the engine does at the end of a statement: names for keys without one, NOT NULL for the primary key's columns. */
export function finishTable(table: TableState, context: FoldContext): void {
  nameKeys(table)
  const primary = table.constraints.find((constraint) => constraint.kind === 'primaryKey')
  const keyed = new Set(primary?.kind === 'primaryKey' ? primary.columns.map((name) => fold(name.text)) : [])
  table.columns = table.columns.map((column) =>
    keyed.has(fold(column.name.text)) ? { ...column, nullable: false } : column,
  )
  reportMissingColumns(table, context)
}

/** A key or reference over a column that is not there: the engine would have refused it. */
function reportMissingColumns(table: TableState, context: FoldContext): void {
  const known = new Set(table.columns.map((column) => fold(column.name.text)))
  const good = (names: readonly Ident[], origin: Origin): boolean => {
    const missing = names.find((name) => !known.has(fold(name.text)))
    if (!missing) return true
    context.sink.add(
      finding('XW-P0209', { object: table.id, origin }, { column: missing.text, table: table.name.name.text }),
    )
    return false
  }
  table.constraints = table.constraints.filter((each) => each.kind === 'check' || good(each.columns, each.origin))
  table.indexes = table.indexes.filter((index) => good(columnsOf(index), index.origin))
}

/** Plain columns among the parts of an index. */
export const columnsOf = (index: Index): readonly Ident[] =>
  index.parts.flatMap(({ expr }) => (expr.kind === 'column' && expr.path.length === 1 ? expr.path : []))

/** The table as it stands. */
export function tableOf(table: TableState): Table {
  const { autoIncrement } = table
  const next = (column: Column): Column =>
    column.identity && autoIncrement !== undefined
      ? { ...column, identity: { ...column.identity, sequence: { ...column.identity.sequence, next: autoIncrement } } }
      : column
  return {
    kind: 'table',
    id: table.id,
    name: table.name,
    origin: table.origin,
    temporary: table.temporary,
    ...(table.comment ? { comment: table.comment } : {}),
    options: table.options,
    columns: table.columns.map(next),
    constraints: table.constraints,
    indexes: table.indexes,
    ...(table.partitioning === undefined ? {} : { partitioning: table.partitioning }),
    textDefault: table.text,
  }
}
