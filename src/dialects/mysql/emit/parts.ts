import type { Check, ForeignKey, Index, KeyConstraint, RefAction, Table } from '../../../core/ir/schema.js'
import { exprText } from './expression.js'
import { identText, nameText, noForm, type Printing, textConstant } from './printing.js'

/** What stands behind `ALTER TABLE … ADD`, or among the columns of CREATE TABLE. */
export const keyText = (key: KeyConstraint): string =>
  `UNIQUE KEY ${nameOf(key)}(${key.columns.map(identText).join(', ')})`

export function indexText(printing: Printing, index: Index): string {
  const word = index.method === 'fulltext' ? 'FULLTEXT KEY' : index.unique ? 'UNIQUE KEY' : 'KEY'
  const comment = index.comment ? ` COMMENT ${textConstant(index.comment)}` : ''
  return `${word} ${nameOf(index)}(${keyParts(printing, index).join(', ')})${comment}`
}

export const keyParts = (printing: Printing, index: Index): readonly string[] =>
  index.parts.map(({ expr, prefix, descending }) => {
    const column = expr.kind === 'column' ? expr.path.at(-1) : undefined
    const text = column ? identText(column) : `(${exprText(printing, expr)})`
    return `${text}${prefix === undefined ? '' : `(${prefix})`}${descending ? ' DESC' : ''}`
  })

export const checkText = (printing: Printing, check: Check): string =>
  `CONSTRAINT ${nameOf(check)}CHECK (${exprText(printing, check.expr)})`

const actions: Readonly<Record<RefAction, string>> = {
  noAction: 'NO ACTION',
  restrict: 'RESTRICT',
  cascade: 'CASCADE',
  setNull: 'SET NULL',
  setDefault: 'SET DEFAULT',
}

export function foreignKeyText(foreign: ForeignKey): string {
  if (!foreign.enforced) throw noForm('a foreign key that is not enforced')
  const columns = foreign.columns.map(identText).join(', ')
  const target = `${nameText(foreign.target)} (${foreign.targetColumns.map(identText).join(', ')})`
  const rules = `ON DELETE ${actions[foreign.onDelete]} ON UPDATE ${actions[foreign.onUpdate]}`
  return `CONSTRAINT ${nameOf(foreign)}FOREIGN KEY (${columns}) REFERENCES ${target} ${rules}`
}

const nameOf = ({ name }: { readonly name?: Parameters<typeof identText>[0] }): string =>
  name === undefined ? '' : `${identText(name)} `

export const alter = (table: Table, what: string): string => `ALTER TABLE ${nameText(table.name)} ADD ${what}`
