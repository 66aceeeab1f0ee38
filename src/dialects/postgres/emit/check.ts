import { ident } from '../../../core/ir/names.js'
import type { Check, Table } from '../../../core/ir/schema.js'
import { group, indent, softline } from '../../../core/layout/doc.js'
import { exprDoc } from './code/expression.js'
import { identText, noForm, type Printing, relationText, standsFor } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'
import { partName, relationKey } from './table.js'

export function checkDraft(printing: Printing, table: Table, check: Check): Draft {
  if (!check.enforced && printing.major < 18) throw noForm('a check that is not enforced')
  const own = check.name ?? ident(`${table.name.name.text}_check`)
  const on = relationText(printing, table.name)
  const named = check.name === undefined ? '' : `CONSTRAINT ${identText(check.name)} `
  const head = group(
    `ALTER TABLE ${on} ADD ${named}CHECK (`,
    indent(softline, exprDoc(printing, check.expr)),
    softline,
    check.enforced ? (check.unvalidated ? ') NOT VALID;' : ');') : ') NOT ENFORCED;',
  )
  const comment =
    check.name === undefined ? '' : commentDoc(`CONSTRAINT ${identText(check.name)} ON ${on}`, check.comment)
  return draft(printing, {
    kind: 'check',
    name: partName(table, own),
    object: table.id,
    sources: check.sources ?? [],
    phase: 'post-data',
    minimal: false,
    within: relationKey(table),
    doc: standsFor(printing, check.sources, [head, comment]),
    undo: `ALTER TABLE ${on} DROP CONSTRAINT ${identText(own)};`,
  })
}
