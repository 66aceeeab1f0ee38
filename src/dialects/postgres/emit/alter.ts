import type { Alteration } from '../../../core/dialect/definitions.js'
import type { AlteredText } from '../../../core/dialect/dialect.js'
import type { QName } from '../../../core/ir/names.js'
import type { Catalog, Column, Table } from '../../../core/ir/schema.js'
import type { Doc } from '../../../core/layout/doc.js'
import { print } from '../../../core/layout/print.js'
import { assertNever } from '../../../core/text/assert-never.js'
import { exprDoc } from './code/expression.js'
import {
  identText,
  nameText,
  noForm,
  type Printing,
  startPrinting,
  textConstant,
  Unprintable,
} from './code/printing.js'
import { typeText } from './code/type-text.js'
import { collationsOf } from './collations.js'
import { collationOf, columnDoc, defaultDocOf } from './column.js'

/** Writes alterations of tables, in the order in which they run. */
export function alter(after: Catalog, alterations: readonly Alteration[]): AlteredText {
  const printing = startPrinting(after.version.major, collationsOf(after))
  try {
    return { kind: 'statements', statements: alterations.flatMap((each) => textsOf(each, printing)) }
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    return { kind: 'refused', reason: Object.values(error.data).join(', ') }
  }
}

function textsOf(alteration: Alteration, printing: Printing): readonly string[] {
  switch (alteration.kind) {
    case 'run':
      return [alteration.sql]
    case 'renameTable':
      return renameTable(alteration.from, alteration.to)
    case 'renameType':
      return [`ALTER TYPE ${nameText(alteration.from)} RENAME TO ${identText(alteration.to.name)};`]
    case 'renameColumn':
      return [`${on(alteration.table)} RENAME COLUMN ${identText(alteration.from)} TO ${identText(alteration.to)};`]
    case 'renameKey':
      return [renameKey(alteration)]
    case 'addColumn':
      return addColumn(alteration, printing)
    case 'dropColumn':
      return [`${on(alteration.table.name)} DROP COLUMN ${identText(alteration.column.name)};`]
    case 'changeColumn':
      return changeColumn(alteration, printing)
    case 'comment':
      return [`COMMENT ON TABLE ${nameText(alteration.table.name)} IS ${constant(alteration.table.comment)};`]
    case 'addLabel': {
      const before = alteration.next === undefined ? '' : ` BEFORE ${textConstant(alteration.next)}`
      return [`ALTER TYPE ${nameText(alteration.type)} ADD VALUE ${textConstant(alteration.label)}${before};`]
    }
    default:
      return assertNever(alteration)
  }
}

const on = (table: QName): string => `ALTER TABLE ${nameText(table)}`

const constant = (text: string | undefined): string => (text === undefined || text === '' ? 'NULL' : textConstant(text))

const textOf = (doc: Doc): string => print(doc).text

/** Keys, indexes and counters go with their table. */
function renameTable(from: QName, to: QName): readonly string[] {
  const moved = from.schema?.text !== to.schema?.text
  if (moved && !to.schema) throw noForm('a table without a schema')
  return [
    ...(moved && to.schema ? [`${on(from)} SET SCHEMA ${identText(to.schema)};`] : []),
    ...(from.name.text === to.name.text
      ? []
      : [`${on(moved && to.schema ? { schema: to.schema, name: from.name } : from)} RENAME TO ${identText(to.name)};`]),
  ]
}

function renameKey({ what, table, from, to }: Extract<Alteration, { readonly kind: 'renameKey' }>): string {
  if (what === 'constraint') return `${on(table)} RENAME CONSTRAINT ${identText(from)} TO ${identText(to)};`
  return `ALTER INDEX ${nameText({ ...table, name: from })} RENAME TO ${identText(to)};`
}

/** A default that only fills rows that are there goes again. */
function addColumn({ table, column, fill }: Extract<Alteration, { readonly kind: 'addColumn' }>, printing: Printing) {
  const value = fill === undefined ? defaultDocOf(printing, column) : exprDoc(printing, fill)
  const made = textOf([`${on(table.name)} ADD COLUMN `, columnDoc(printing, column, value), ';'])
  const own = `${on(table.name)} ALTER COLUMN ${identText(column.name)}`
  return [made, ...(fill === undefined ? [] : [`${own} DROP DEFAULT;`]), ...comment(table, column)]
}

const comment = (table: Table, column: Column): readonly string[] =>
  column.comment === undefined
    ? []
    : [`COMMENT ON COLUMN ${nameText(table.name)}.${identText(column.name)} IS ${constant(column.comment)};`]

/** The old default may not be of the new type, so it goes first. */
function changeColumn(
  { table, before, after }: Extract<Alteration, { readonly kind: 'changeColumn' }>,
  printing: Printing,
): readonly string[] {
  const own = `${on(table.name)} ALTER COLUMN ${identText(after.name)}`
  const [was, is] = [fullType(before, printing), fullType(after, printing)]
  const value = after.identity ? undefined : defaultDocOf(printing, after)
  return [
    ...(before.identity && !after.identity ? [`${own} DROP IDENTITY;`] : []),
    ...(before.default ? [`${own} DROP DEFAULT;`] : []),
    ...(was === is ? [] : [`${own} TYPE ${is};`]),
    ...(value === undefined ? [] : [textOf([`${own} SET DEFAULT `, value, ';'])]),
    ...(before.nullable === after.nullable ? [] : [`${own} ${after.nullable ? 'DROP' : 'SET'} NOT NULL;`]),
    ...(before.comment === after.comment ? [] : comment(table, { ...after, comment: after.comment ?? '' })),
  ]
}

function fullType(column: Column, printing: Printing): string {
  const collation = collationOf(printing, column)
  return `${typeText(printing, column.type)}${collation === undefined ? '' : ` COLLATE ${collation}`}`
}
