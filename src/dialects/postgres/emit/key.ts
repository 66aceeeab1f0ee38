import { ident } from '../../../core/ir/names.js'
import type { Constraint, KeyConstraint, Table } from '../../../core/ir/schema.js'
import { block, group } from '../../../core/layout/doc.js'
import { identText, type Printing, relationText, standsFor } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'
import { partName, relationKey } from './table.js'

/** Built after the load: rows go into a bare heap. */
export function keyDraft(printing: Printing, table: Table, key: KeyConstraint): Draft {
  const primary = key.kind === 'primaryKey'
  const own = key.name ?? ident(primary ? `${table.name.name.text}_pkey` : `${table.name.name.text}_key`)
  const named = key.name === undefined ? '' : `CONSTRAINT ${identText(key.name)} `
  const on = relationText(printing, table.name)
  const columns = block('(', key.columns.map(identText), ')')
  const head = group(
    `ALTER TABLE ${on} ADD ${named}${primary ? 'PRIMARY KEY' : 'UNIQUE'} `,
    columns,
    key.deferrable ? ' DEFERRABLE' : '',
    key.deferred ? ' INITIALLY DEFERRED' : '',
    ';',
  )
  const comment = key.name === undefined ? '' : commentDoc(`CONSTRAINT ${identText(key.name)} ON ${on}`, key.comment)
  return draft(printing, {
    kind: primary ? 'primary-key' : 'unique',
    name: partName(table, own),
    object: table.id,
    sources: key.sources ?? [],
    phase: 'post-data',
    minimal: primary || key === identifyingKey(table),
    within: relationKey(table),
    doc: standsFor(printing, key.sources, [head, comment]),
    undo: `ALTER TABLE ${on} DROP CONSTRAINT ${identText(own)};`,
  })
}

/** The one unique key by which the rows of a table without a primary key can be told apart. */
function identifyingKey(table: Table): KeyConstraint | undefined {
  const keys = table.constraints.filter(isKey)
  if (keys.some((key) => key.kind === 'primaryKey')) return undefined
  const required = new Set(table.columns.filter((column) => !column.nullable).map((column) => column.name.text))
  return keys.find((key) => key.columns.every((column) => required.has(column.text)))
}

const isKey = (constraint: Constraint): constraint is KeyConstraint =>
  constraint.kind === 'primaryKey' || constraint.kind === 'unique'
