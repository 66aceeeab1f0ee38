import type { Column } from '../../../core/ir/schema.js'
import { type Doc, group, indent, line } from '../../../core/layout/doc.js'
import { collationText, exprDoc } from './code/expression.js'
import { binding } from './code/operators.js'
import { identText, noForm, type Printing } from './code/printing.js'
import { typeText } from './code/type-text.js'
import { sequenceOptions } from './sequence.js'

/** A column's definition. Its default comes printed already, when it can stand here. */
export function columnDoc(printing: Printing, column: Column, defaultDoc: Doc | undefined): Doc {
  const clauses: Doc[] = []
  const collation = collationOf(printing, column)
  if (collation !== undefined) clauses.push(`COLLATE ${collation}`)
  if (column.generated !== undefined) clauses.push(generatedDoc(printing, column.generated))
  if (column.identity !== undefined) clauses.push(identityText(column.identity))
  if (defaultDoc !== undefined) clauses.push(['DEFAULT ', defaultDoc])
  if (!column.nullable) clauses.push('NOT NULL')
  const head = `${identText(column.name)} ${typeText(printing, column.type)}`
  return group(head, indent(clauses.map((clause) => [line, clause])))
}

/** Named by the option that a pass sets, or by the type when the catalogue makes a collation of that name. */
export function collationOf(printing: Printing, column: Column): string | undefined {
  const option = column.options.find(({ key }) => key === 'postgres.collation')
  if (option !== undefined) return collationText(printing, option.value)
  const { logical, native } = column.type
  const ofText = logical.kind === 'text' || logical.kind === 'enum' ? logical.collation : undefined
  if (ofText === undefined || /\bCOLLATE\b/i.test(native) || !printing.collations.has(ofText.name)) return undefined
  return collationText(printing, ofText.name)
}

function generatedDoc(printing: Printing, { expr, stored }: NonNullable<Column['generated']>): Doc {
  if (!stored && printing.major < 18) throw noForm('a generated column that is not stored')
  return group('GENERATED ALWAYS AS (', exprDoc(printing, expr), stored ? ') STORED' : ') VIRTUAL')
}

function identityText({ always, sequence }: NonNullable<Column['identity']>): string {
  const options = sequenceOptions({ ...sequence, ...(sequence.next === undefined ? {} : { start: sequence.next }) })
  const list = options.length > 0 ? ` (${options.join(' ')})` : ''
  return `GENERATED ${always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${list}`
}

/** Column definitions take a narrower grammar (b_expr) than other places. */
export const defaultDocOf = (printing: Printing, column: Column): Doc | undefined =>
  column.default === undefined ? undefined : exprDoc(printing, column.default, binding.sign)
