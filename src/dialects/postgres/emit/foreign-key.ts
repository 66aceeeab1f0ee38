import { ident } from '../../../core/ir/names.js'
import type { ForeignKey, RefAction, Table } from '../../../core/ir/schema.js'
import { block, type Doc, group, indent, line } from '../../../core/layout/doc.js'
import { identText, noForm, type Printing, relationText, standsFor } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'
import { partName, relationKey } from './table.js'

const actions: Readonly<Record<RefAction, string>> = {
  noAction: '',
  restrict: 'RESTRICT',
  cascade: 'CASCADE',
  setNull: 'SET NULL',
  setDefault: 'SET DEFAULT',
}

export function foreignKeyDraft(printing: Printing, table: Table, key: ForeignKey): Draft {
  if (key.match === 'partial') throw noForm('MATCH PARTIAL')
  if (!key.enforced && printing.major < 18) throw noForm('a foreign key that is not enforced')
  const own = key.name ?? ident(`${table.name.name.text}_${key.columns.map(({ text }) => text).join('_')}_fkey`)
  const on = relationText(printing, table.name)
  const target = relationText(printing, key.target)
  const clauses: Doc[] = [
    ['FOREIGN KEY ', block('(', key.columns.map(identText), ')')],
    [
      `REFERENCES ${target}`,
      key.targetColumns.length > 0 ? [' ', block('(', key.targetColumns.map(identText), ')')] : '',
    ],
  ]
  if (key.match === 'full') clauses.push('MATCH FULL')
  if (key.onDelete !== 'noAction') clauses.push(`ON DELETE ${actions[key.onDelete]}`)
  if (key.onUpdate !== 'noAction') clauses.push(`ON UPDATE ${actions[key.onUpdate]}`)
  if (key.deferrable) clauses.push(key.deferred ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE')
  if (!key.enforced) clauses.push('NOT ENFORCED')
  else if (key.unvalidated) clauses.push('NOT VALID')
  const named = key.name === undefined ? 'ADD' : `ADD CONSTRAINT ${identText(key.name)}`
  const head = group(`ALTER TABLE ${on} ${named}`, indent(clauses.map((clause) => [line, clause])), ';')
  const comment = key.name === undefined ? '' : commentDoc(`CONSTRAINT ${identText(key.name)} ON ${on}`, key.comment)
  return draft(printing, {
    kind: 'foreign-key',
    name: partName(table, own),
    object: table.id,
    sources: key.sources ?? [],
    phase: 'post-data',
    minimal: false,
    within: relationKey(table),
    doc: standsFor(printing, key.sources, [head, comment]),
    // Where a first load has not ended, it may not be there yet.
    undo: `ALTER TABLE ${on} DROP CONSTRAINT IF EXISTS ${identText(own)};`,
  })
}
