import type { Check, ForeignKey, Index, KeyConstraint, RefAction, Table } from '../../../core/ir/schema.js'
import { exprText } from './expression.js'
import { ownKeyTail } from './own/keys.js'
import { identText, nameText, noForm, type Printing } from './printing.js'

/** What stands behind `ALTER TABLE … ADD`, or among the columns of CREATE TABLE. */
export const keyText = (printing: Printing, key: KeyConstraint): string =>
  `UNIQUE KEY ${nameOf(key)}${ownKeyTail(printing, key, key.columns.map(identText))}`

export function indexText(printing: Printing, index: Index): string {
  const special = index.method === 'fulltext' || index.method === 'spatial' || index.method === 'vector'
  const word = special ? `${index.method.toUpperCase()} KEY` : index.unique ? 'UNIQUE KEY' : 'KEY'
  // What another engine says of the method means nothing here.
  const { method, ...rest } = index
  const tail = printing.own && index.methodSaid ? { ...rest, method } : rest
  return `${word} ${nameOf(index)}${ownKeyTail(printing, tail, keyParts(printing, index))}`
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
  const { said = ['onDelete', 'onUpdate'] } = foreign
  const rules = said.map((when) => ` ${when === 'onDelete' ? 'ON DELETE' : 'ON UPDATE'} ${actions[foreign[when]]}`)
  return `CONSTRAINT ${nameOf(foreign)}FOREIGN KEY (${columns}) REFERENCES ${target}${rules.join('')}`
}

const nameOf = ({ name }: { readonly name?: Parameters<typeof identText>[0] }): string =>
  name === undefined ? '' : `${identText(name)} `

export const alter = (table: Table, what: string): string => `ALTER TABLE ${nameText(table.name)} ADD ${what}`
