import { finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, type Origin } from '../../../../core/ir/names.js'
import type { Column, Constraint, Index, Partition } from '../../../../core/ir/schema.js'
import { assertNever } from '../../../../core/text/assert-never.js'
import { narrow } from '../settings.js'
import { dropColumn, renameColumn } from './column-changes.js'
import { finishColumn, finishType, isTextType } from './columns.js'
import { findIndex } from './keys.js'
import type { AlterAction, ColumnDraft, Place } from './shapes.js'
import {
  addColumn,
  addColumnParts,
  addElement,
  applyOptions,
  columnContext,
  type FoldContext,
  finishTable,
  fold,
  sameName,
  type TableState,
} from './table-state.js'

type ActionOf<K extends AlterAction['kind']> = Extract<AlterAction, { kind: K }>

/** Applies the actions of one ALTER TABLE in order. Renaming of the table itself is left to the catalogue. */
export function alterTable(table: TableState, actions: readonly AlterAction[], context: FoldContext): void {
  for (const action of actions) applyAction(table, action, context)
  finishTable(table, context)
}

function applyAction(table: TableState, action: AlterAction, context: FoldContext): void {
  switch (action.kind) {
    case 'addColumn':
      addPlaced(table, action, context)
      return
    case 'add':
      if (!(action.ifNotExists && action.element.kind === 'column' && columnOf(table, action.element.column.name))) {
        addElement(table, action.element, context)
      }
      return
    case 'changeColumn':
      changeColumn(table, action, context)
      return
    case 'renameColumn':
      onColumn(table, action, context, () => renameColumn(table, action.name, action.to))
      return
    case 'setDefault':
      onColumn(table, action, context, (column) => replace(table, column, withDefault(column, action)))
      return
    case 'columnVisibility':
      onColumn(table, { ...action, ifExists: false }, context, (column) =>
        replace(table, column, { ...column, visible: action.visible }),
      )
      return
    case 'indexVisibility':
      setIndexVisibility(table, action, context)
      return
    case 'checkEnforcement':
      table.constraints = table.constraints.map((each) =>
        each.kind === 'check' && sameName(each.name, action.name) ? { ...each, enforced: action.enforced } : each,
      )
      return
    case 'drop':
      drop(table, action, context)
      return
    case 'renameIndex':
      renameIndex(table, action, context)
      return
    case 'convert':
      convert(table, action, context)
      return
    case 'options':
      applyOptions(table, action.options, context)
      return
    case 'partitionBy':
      table.partitioning = action.partitioning
      return
    case 'removePartitioning':
      delete table.partitioning
      return
    case 'addPartitions':
    case 'dropPartitions':
    case 'reorganize':
      changePartitions(table, action, context)
      return
    case 'unknown':
      reportUnknown(table, action.text, action.origin, context)
      return
    case 'renameTable':
    case 'noEffect':
      return
    default:
      assertNever(action)
      return
  }
}

const columnOf = (table: TableState, name: Ident): Column | undefined =>
  table.columns.find((column) => sameName(column.name, name))

function replace(table: TableState, column: Column, by: Column): void {
  table.columns = table.columns.map((each) => (each === column ? by : each))
}

function addPlaced(table: TableState, action: ActionOf<'addColumn'>, context: FoldContext): void {
  if (action.ifNotExists && columnOf(table, action.column.name)) return
  addColumn(table, action.column, context)
  if (action.place !== undefined) moveColumn(table, action.column.name, action.place)
}

function moveColumn(table: TableState, name: Ident, place: Place): void {
  const column = columnOf(table, name)
  if (!column) return
  const others = table.columns.filter((each) => each !== column)
  const at = place === 'first' ? 0 : others.findIndex((each) => sameName(each.name, place.after)) + 1
  const index = place !== 'first' && at === 0 ? others.length : at
  table.columns = [...others.slice(0, index), column, ...others.slice(index)]
}

/** Runs a change of a column that must be there, or reports that it is not. */
function onColumn(
  table: TableState,
  action: { readonly name: Ident; readonly ifExists: boolean; readonly origin: Origin },
  context: FoldContext,
  change: (column: Column) => void,
): void {
  const column = columnOf(table, action.name)
  if (column) change(column)
  else if (!action.ifExists) reportMissing(table, `column ${action.name.text}`, action.origin, context)
}

function reportMissing(table: TableState, what: string, origin: Origin, context: FoldContext): void {
  context.sink.add(finding('XW-P0213', { object: table.id, origin }, { what, table: table.name.name.text }))
}

function reportUnknown(table: TableState, text: string, origin: Origin, context: FoldContext): void {
  context.sink.add(finding('XW-P0214', { object: table.id, origin }, { action: text.slice(0, 120) }))
}

/** MODIFY and CHANGE: the definition is replaced as a whole; the keys that the column is in stay. */
function changeColumn(table: TableState, action: ActionOf<'changeColumn'>, context: FoldContext): void {
  const { column: draft } = action
  onColumn(table, action, context, (old) => {
    const column = finishColumn(draft, columnContext(table, context))
    replace(table, old, { ...column, name: old.name })
    table.types.set(fold(old.name.text), draft.type)
    if (old.name.text !== draft.name.text) renameColumn(table, old.name, draft.name)
    if (action.place !== undefined) moveColumn(table, draft.name, action.place)
    addColumnParts(table, withoutKnownKey(table, draft), context)
  })
}

/** `MODIFY id INT PRIMARY KEY` on the primary key changes nothing of the key. */
function withoutKnownKey(table: TableState, draft: ColumnDraft): ColumnDraft {
  const { key, ...rest } = draft
  const known = table.constraints.some(
    (each) =>
      each.kind === (key === 'primary' ? 'primaryKey' : 'unique') &&
      each.columns.length === 1 &&
      each.columns.every((name) => sameName(name, draft.name)),
  )
  return known ? rest : draft
}

function withDefault(column: Column, action: ActionOf<'setDefault'>): Column {
  const { default: _old, ...rest } = column
  const { value } = action
  return value === undefined || (value.kind === 'literal' && value.of === 'null') ? rest : { ...rest, default: value }
}

function setIndexVisibility(table: TableState, action: ActionOf<'indexVisibility'>, context: FoldContext): void {
  if (!findIndex(table, action.name)) {
    reportMissing(table, `key ${action.name.text}`, action.origin, context)
    return
  }
  table.indexes = table.indexes.map((index) =>
    sameName(index.name, action.name) ? { ...index, visible: action.visible } : index,
  )
}

function renameIndex(table: TableState, action: ActionOf<'renameIndex'>, context: FoldContext): void {
  if (!findIndex(table, action.name)) {
    reportMissing(table, `key ${action.name.text}`, action.origin, context)
    return
  }
  table.indexes = table.indexes.map((index) =>
    sameName(index.name, action.name) ? { ...index, name: action.to } : index,
  )
  table.constraints = table.constraints.map((each) =>
    each.kind === 'unique' && sameName(each.name, action.name) ? { ...each, name: action.to } : each,
  )
}

/** Which constraints a DROP of each form may mean. DROP INDEX also drops unique keys, which are indexes. */
const droppable: Readonly<Record<string, readonly Constraint['kind'][]>> = {
  primaryKey: ['primaryKey'],
  foreignKey: ['foreignKey'],
  check: ['check'],
  constraint: ['foreignKey', 'check', 'unique'],
  index: ['unique'],
}

function drop(table: TableState, action: ActionOf<'drop'>, context: FoldContext): void {
  const { what, name } = action
  if (what === 'period') {
    table.options = table.options.filter(({ key }) => !/^mysql\.(period_for_system_time|system_versioning)$/.test(key))
    return
  }
  if (what === 'column') {
    if (!name) return
    const before = table.columns.length
    onColumn(table, { ...action, name }, context, () => dropColumn(table, name))
    if (table.columns.length < before) reportDropped(table, 'column', name.text, action.origin, context)
    return
  }
  const primary = what === 'primaryKey' || (what === 'index' && name !== undefined && fold(name.text) === 'primary')
  const kinds = (primary ? droppable['primaryKey'] : droppable[what]) ?? []
  const generated = what === 'foreignKey' || what === 'constraint' ? generatedForeignKey(table, name) : undefined
  const isMeant = (each: Constraint): boolean =>
    each === generated || (kinds.includes(each.kind) && (primary || (name !== undefined && sameName(each.name, name))))
  const keptConstraints = table.constraints.filter((each) => !isMeant(each))
  const isIndex = (index: Index): boolean =>
    (what === 'index' || what === 'constraint') && name !== undefined && sameName(index.name, name)
  const keptIndexes = table.indexes.filter((index) => !isIndex(index))
  const found = keptConstraints.length < table.constraints.length || keptIndexes.length < table.indexes.length
  table.constraints = keptConstraints
  table.indexes = keptIndexes
  if (found) reportDropped(table, words[what] ?? what, name?.text ?? '', action.origin, context)
  if (!found && !action.ifExists) {
    reportMissing(table, `${what === 'primaryKey' ? 'primary key' : `key ${name?.text ?? ''}`}`, action.origin, context)
  }
}

const words: Readonly<Record<string, string>> = {
  primaryKey: 'primary key',
  foreignKey: 'foreign key',
  constraint: 'constraint',
  index: 'index',
  check: 'check',
}

/** A part that a script makes and drops again. */
function reportDropped(table: TableState, what: string, name: string, origin: Origin, context: FoldContext): void {
  const data = { what, name: name === '' ? dotted(table.name) : `${name} of ${dotted(table.name)}` }
  context.sink.add(finding('XW-P0223', { object: table.id, origin }, data))
}

/** InnoDB calls the n-th foreign key without a name `<table>_ibfk_<n>`. */
function generatedForeignKey(table: TableState, name: Ident | undefined): Constraint | undefined {
  const number = /_ibfk_(\d+)$/.exec(name?.text ?? '')?.[1]
  const unnamed = table.constraints.filter((each) => each.kind === 'foreignKey' && each.name === undefined)
  return number === undefined ? undefined : unnamed[Number(number) - 1]
}

/** CONVERT TO CHARACTER SET: every text column gets the new set; columns of binary strings stay. */
function convert(table: TableState, action: ActionOf<'convert'>, context: FoldContext): void {
  const text = narrow(table.text, action, context.version)
  table.text = text
  const said = { charset: action.charset, collation: action.collation }
  const options = Object.entries(said).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [{ key: `mysql.${name === 'collation' ? 'collate' : name}`, value, origin: action.origin }],
  )
  table.options = [...table.options.filter(({ key }) => !/^mysql\.(charset|collate)$/.test(key)), ...options]
  table.columns = table.columns.map((column) => {
    const draft = table.types.get(fold(column.name.text))
    if (!draft || !isTextType(draft.native)) return column
    const { charset: _set, collation: _collation, ...native } = draft.native
    const changed = { ...draft, native }
    table.types.set(fold(column.name.text), changed)
    const type = finishType(changed, { version: context.version, text, sink: context.sink })
    return type ? { ...column, type } : column
  })
}

function changePartitions(
  table: TableState,
  action: ActionOf<'addPartitions'> | ActionOf<'dropPartitions'> | ActionOf<'reorganize'>,
  context: FoldContext,
): void {
  const { partitioning } = table
  if (!partitioning) {
    reportMissing(table, 'partitioning', action.origin, context)
    return
  }
  const set = (partitions: readonly Partition[], more = 0): void => {
    const count = partitioning.count === undefined ? {} : { count: partitioning.count + more }
    table.partitioning = { ...partitioning, ...count, partitions }
  }
  if (action.kind === 'addPartitions') {
    set([...partitioning.partitions, ...action.partitions], action.count ?? 0)
    return
  }
  const isNamed = (partition: Partition): boolean => action.names.some((name) => sameName(partition.name, name))
  const first = partitioning.partitions.findIndex(isNamed)
  if (first < 0) {
    if (action.kind === 'dropPartitions' && action.ifExists) return
    reportMissing(table, `partition ${action.names[0]?.text ?? ''}`, action.origin, context)
    return
  }
  const kept = partitioning.partitions.filter((partition) => !isNamed(partition))
  if (action.kind === 'dropPartitions') {
    set(kept)
    return
  }
  set([...kept.slice(0, first), ...action.partitions, ...kept.slice(first)])
}
