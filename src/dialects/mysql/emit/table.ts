import type { Expr } from '../../../core/ir/expr.js'
import type { Column, KeyConstraint, Table } from '../../../core/ir/schema.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { capabilities } from '../capabilities.js'
import { atLeast } from '../version.js'
import { exprText, literalText } from './expression.js'

import { partitionText } from './partition.js'
import { identText, isMariadb, nameText, noForm, type Printing, textConstant, Unprintable } from './printing.js'

/** Longest comments of columns and tables, in characters (manual, "CREATE TABLE Statement"). */
export const columnComment = 1024
export const tableComment = 2048

/** The table with what its rows need: columns, the primary key, the key of its counter. */
export function tableText(printing: Printing, table: Table, inline: readonly string[]): string {
  const primary = table.constraints.find((each): each is KeyConstraint => each.kind === 'primaryKey')
  const items = [
    ...table.columns.map((column) => columnText(printing, column)),
    ...(primary ? [`PRIMARY KEY (${primary.columns.map(identText).join(', ')})`] : []),
    ...inline,
  ]
  const cut = table.partitioning ? partitionText(printing, table.partitioning) : ''
  const charset = `DEFAULT CHARACTER SET utf8mb4 COLLATE ${printing.collation}`
  return `CREATE TABLE ${nameText(table.name)} (\n  ${items.join(',\n  ')}\n) ENGINE=InnoDB ${charset}${commentText(table.comment, tableComment, '=')}${cut}`
}

function columnText(printing: Printing, column: Column): string {
  const parts = [identText(column.name), typeText(printing, column)]
  if (column.generated) {
    const { expr, stored } = column.generated
    parts.push(`GENERATED ALWAYS AS (${exprText(printing, expr)}) ${stored ? 'STORED' : 'VIRTUAL'}`)
  }
  // MariaDB refuses NOT NULL on generated columns.
  if (!column.nullable && !(column.generated && isMariadb(printing))) parts.push('NOT NULL')
  if (column.default && !column.generated) parts.push(`DEFAULT ${defaultText(printing, column, column.default)}`)
  if (column.onUpdate) parts.push(`ON UPDATE ${exprText(printing, column.onUpdate)}`)
  if (column.identity) parts.push('AUTO_INCREMENT')
  if (!column.visible && capabilities(printing.version).invisibleColumns) parts.push('INVISIBLE')
  return parts.join(' ') + commentText(column.comment, columnComment, ' ')
}

export function typeText(printing: Printing, column: Column): string {
  const { logical } = column.type
  const option = column.options.find(({ key }) => key === 'mysql.collation')?.value
  const collation = option && option !== printing.collation ? ` COLLATE ${option}` : ''
  const native = nativeText(column.type)
  return logical.kind === 'enum' ? native : native + collation
}

export function nativeText({ logical, native }: TypeRef): string {
  if (logical.kind === 'enum') return `${logical.set ? 'set' : 'enum'}(${logical.values.map(textConstant).join(', ')})`
  if (!/^[a-z][a-z0-9_ ]*(\(\d+(,\d+)?\))?[a-z0-9_ ]*$/.test(native)) throw noForm(`the type ${native}`)
  return native
}

/** Why the default or the expression of a column has no form; undefined: it has one. */
export function problemOf(printing: Printing, column: Column): string | undefined {
  try {
    if (column.generated) exprText(printing, column.generated.expr)
    else if (column.default) defaultText(printing, column, column.default)
    return undefined
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    return error.construct
  }
}

/** Types that take no plain value as default (manual, "Data Type Default Values"): theirs is an expression. */
const withoutLiterals = /^(tiny|medium|long)?(text|blob)$|^json$/

export function defaultText(printing: Printing, column: Column, value: Expr): string {
  const isPlain = value.kind === 'literal' || (value.kind === 'unary' && value.operand.kind === 'literal')
  const text = isPlain && value.kind === 'literal' ? plainDefault(value) : exprText(printing, value)
  if (isPlain && (value.kind !== 'literal' || value.of === 'null' || !withoutLiterals.test(column.type.native)))
    return text
  if (/^(CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP)(\s*\(\s*\d?\s*\))?$/i.test(text)) return text
  if (!atLeast(printing.version, { mysql: [8, 0, 13], mariadb: [10, 2, 1] })) throw noForm('an expression as default')
  return `(${text})`
}

/** Dates are written as text: that is what every version takes for a default. */
function plainDefault(value: Expr & { kind: 'literal' }): string {
  const isTime = value.of === 'date' || value.of === 'time' || value.of === 'timestamp'
  return isTime ? textConstant(value.text) : literalText(value)
}

function commentText(comment: string | undefined, longest: number, sign: string): string {
  if (!comment) return ''
  const words = [...comment]
  return ` COMMENT${sign}${textConstant(words.length > longest ? `${words.slice(0, longest - 1).join('')}…` : comment)}`
}
