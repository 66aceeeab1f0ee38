import type { Definition, TableAction } from '../../../../core/ir/definition.js'
import type { QName } from '../../../../core/ir/names.js'
import type { Column, Constraint, Index, Table } from '../../../../core/ir/schema.js'
import { type Doc, hardline, indent, join } from '../../../../core/layout/doc.js'
import { checkDraft } from '../check.js'
import { exprDoc } from '../code/expression.js'
import { identText, nameText, noForm, type Printing, textConstant } from '../code/printing.js'
import { typeText } from '../code/type-text.js'
import { collationOf, columnDoc, defaultDocOf } from '../column.js'
import { foreignKeyDraft } from '../foreign-key.js'
import { keyDraft } from '../key.js'
import { indexDraft } from '../secondary-index.js'
import type { Draft } from '../statement.js'
import { withoutCollation } from './probe-variables.js'

/**
 * ALTER TABLE as one statement per change. The source makes all changes at once: what goes goes first, so that what comes
 * may have its name.
 */
export function tableChangeDoc(stmt: Definition, actions: readonly TableAction[], printing: Printing): Doc {
  const [name] = stmt.names
  if (!name) throw noForm('a table without a name')
  const at: Change = {
    name,
    on: `ALTER TABLE ${nameText(name)}`,
    printing,
    ...(stmt.table ? { table: stmt.table } : {}),
  }
  const inOrder = [...actions].sort((one, other) => rank(one) - rank(other))
  const before = inOrder.filter((action) => rank(action) < ranks.addKey)
  const behind = inOrder.filter((action) => rank(action) > ranks.addKey)
  const lines = [
    ...before.flatMap((action) => actionDocs(action, at)),
    ...keyDocs(actions, at),
    ...behind.flatMap((action) => actionDocs(action, at)),
  ]
  const all = join(hardline, lines)
  return stmt.guarded ? ifThen(`to_regclass(${textConstant(nameText(name))}) IS NOT NULL`, all) : all
}

interface Change {
  readonly name: QName
  /** `ALTER TABLE <name>` */
  readonly on: string
  readonly printing: Printing
  readonly table?: Table
}

const ranks: Readonly<Record<Exclude<TableAction['kind'], 'drop'>, number>> = {
  renameColumn: 3,
  renameKey: 3,
  changeColumn: 4,
  addColumn: 5,
  setDefault: 6,
  addKey: 7,
  nextNumber: 8,
  renameTable: 9,
  facet: 9,
  other: 9,
}

function rank(action: TableAction): number {
  if (action.kind !== 'drop') return ranks[action.kind]
  if (action.what === 'column') return 2
  return action.what === 'foreignKey' ? 0 : 1
}

const ifThen = (condition: Doc, body: Doc): Doc => [
  'IF ',
  condition,
  ' THEN',
  indent(hardline, body),
  hardline,
  'END IF;',
]

function actionDocs(action: TableAction, at: Change): readonly Doc[] {
  switch (action.kind) {
    case 'addColumn':
      return [addColumnDoc(action, at)]
    case 'changeColumn':
      return changeColumnDocs(action, at)
    case 'setDefault': {
      const head = `${at.on} ALTER COLUMN ${identText(action.name)}`
      const value = defaultDocOf(at.printing, columnOf(action.name.text, at))
      return [value === undefined ? `${head} DROP DEFAULT;` : [`${head} SET DEFAULT `, value, ';']]
    }
    case 'renameColumn':
      return [`${at.on} RENAME COLUMN ${identText(action.name)} TO ${identText(action.to)};`]
    case 'drop':
      return dropTexts(action, at)
    case 'renameKey':
      // The constraint of an index goes with its name.
      return [`ALTER INDEX ${nameText({ ...at.name, name: action.name })} RENAME TO ${identText(action.to)};`]
    case 'renameTable':
      return [renameTableText(at.name, action.to, false)]
    case 'nextNumber':
      return [nextNumberText(action, at)]
    case 'addKey':
    case 'facet':
      return []
    case 'other':
      throw noForm(action.text)
  }
}

function columnOf(name: string, { table }: Change): Column {
  const column = table?.columns.find((each) => each.name.text === name)
  if (!column) throw noForm('a column without a definition')
  return column
}

function addColumnDoc(action: TableAction & { readonly kind: 'addColumn' }, at: Change): Doc {
  const { printing, on } = at
  const column = columnOf(action.name.text, at)
  const fill = action.fill && exprDoc(printing, action.fill)
  const definition = columnDoc(printing, column, fill ?? defaultDocOf(printing, column))
  const own = identText(column.name)
  if (fill === undefined) return [`${on} ADD COLUMN ${action.guarded ? 'IF NOT EXISTS ' : ''}`, definition, ';']
  const both = [`${on} ADD COLUMN `, definition, ';', hardline, `${on} ALTER COLUMN ${own} DROP DEFAULT;`]
  if (!action.guarded) return both
  const there = `attrelid = to_regclass(${textConstant(nameText(at.name))}) AND attname = ${textConstant(column.name.text)}`
  return ifThen(`NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE ${there} AND NOT attisdropped)`, both)
}

function changeColumnDocs(action: TableAction & { readonly kind: 'changeColumn' }, at: Change): readonly Doc[] {
  const { printing, on } = at
  const column = columnOf(action.name.text, at)
  const own = identText(column.name)
  const head = `${on} ALTER COLUMN ${own}`
  const type = typeText(printing, column.type)
  const collation = collationOf(printing, column)
  const full = collation === undefined ? type : `${type} COLLATE ${collation}`
  const value = column.identity ? undefined : defaultDocOf(printing, column)
  const renamed =
    action.from.text === action.name.text ? [] : [`${on} RENAME COLUMN ${identText(action.from)} TO ${own};`]
  const free = { kept: [], dropped: [`${head} DROP IDENTITY IF EXISTS;`] }[action.identity ?? 'kept']
  return [
    ...renamed,
    ...free,
    ...(action.identity ? [] : [`${head} DROP DEFAULT;`]),
    ...(action.values === 'same'
      ? []
      : [`${head} TYPE ${full}${action.values === 'cast' ? ` USING ${castText(own, withoutCollation(type))}` : ''};`]),
    ...(value === undefined ? [] : [[`${head} SET DEFAULT `, value, ';']]),
    ...(action.identity === 'kept' ? [] : [`${head} ${column.nullable ? 'DROP' : 'SET'} NOT NULL;`]),
  ]
}

/** Truth values only become whole numbers of one size, and come from no others. */
const castText = (column: string, type: string): string =>
  /^(boolean|smallint|bigint)$/i.test(type)
    ? `CAST(CAST(${column} AS integer) AS ${type})`
    : `CAST(${column} AS ${type})`

function dropTexts(action: TableAction & { readonly kind: 'drop' }, { name, on }: Change): readonly string[] {
  const own = identText(action.name)
  const word = action.guarded ? 'IF EXISTS ' : ''
  if (action.what === 'column') return [`${on} DROP COLUMN ${word}${own};`]
  const index = `DROP INDEX ${word}${nameText({ ...name, name: action.name })};`
  const constraint = `${on} DROP CONSTRAINT ${word}${own};`
  return action.as === 'index' ? [index] : action.as === 'either' ? [constraint, index] : [constraint]
}

export const renameTableText = (from: QName, to: QName, guarded: boolean): string => {
  const old = `ALTER TABLE ${guarded ? 'IF EXISTS ' : ''}${nameText(from)}`
  const moved = to.schema !== undefined && from.schema !== undefined && to.schema.text !== from.schema.text
  if (moved) throw noForm('a table that goes to another schema')
  return `${old} RENAME TO ${identText(to.name)};`
}

/** Never below a number that a row has. */
function nextNumberText(action: TableAction & { readonly kind: 'nextNumber' }, { name }: Change): string {
  if (!action.column) throw noForm('numbers that no column has')
  const own = identText(action.column)
  const sequence = `pg_get_serial_sequence(${textConstant(nameText(name))}, ${textConstant(action.column.text)})`
  const least = `(SELECT coalesce(max(${own}), 0) + 1 FROM ${nameText(name)})`
  return `PERFORM setval(${sequence}, greatest(${action.value}, ${least}), false);`
}

/** What a column's type needs besides is made when it is not there; other keys are as the statement says. */
function keyDocs(actions: readonly TableAction[], at: Change): readonly Doc[] {
  const { table, printing } = at
  if (!table) return []
  const guarded = (key: Constraint | Index): boolean =>
    actions.find((each) => each.kind === 'addKey' && each.origin === key.origin) === undefined ||
    actions.some((each) => each.kind === 'addKey' && each.origin === key.origin && each.guarded)
  const last = (constraint: Constraint): number => (constraint.kind === 'foreignKey' ? 1 : 0)
  const constraints = table.constraints.filter((each) => last(each) === 0)
  const references = table.constraints.filter((each) => last(each) === 1)
  const constraintDoc = (each: Constraint): Doc => {
    const text = lines(constraintDraft(printing, table, each))
    if (!guarded(each) || !each.name) return text
    const there = `conrelid = to_regclass(${textConstant(nameText(at.name))}) AND conname = ${textConstant(each.name.text)}`
    return ifThen(`NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE ${there})`, text)
  }
  const indexes = table.indexes.map((each): Doc => {
    const text = lines(indexDraft(printing, table, each))
    if (!guarded(each) || !each.name) return text
    return ifThen(`to_regclass(${textConstant(nameText({ ...at.name, name: each.name }))}) IS NULL`, text)
  })
  return [...constraints.map(constraintDoc), ...indexes, ...references.map(constraintDoc)]
}

function constraintDraft(printing: Printing, table: Table, constraint: Constraint): Draft {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return keyDraft(printing, table, constraint)
    case 'check':
      return checkDraft(printing, table, constraint)
    case 'foreignKey':
      return foreignKeyDraft(printing, table, constraint)
  }
}

const lines = ({ statement }: Draft): Doc => join(hardline, statement.sql.trimEnd().split('\n'))
