import type { View } from '../../../core/ir/schema.js'
import { block, type Doc, group, hardline } from '../../../core/layout/doc.js'
import { identText, nameText, noForm, type Printing, standsFor } from './code/printing.js'
import { queryDoc } from './code/query.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'

export function viewDraft(printing: Printing, view: View): Draft {
  if (view.query.kind === 'opaque') throw noForm(`text that was not understood (${view.query.why})`)
  const name = nameText(view.name)
  const what = view.materialized ? 'MATERIALIZED VIEW' : 'VIEW'
  const columns = view.columns.length > 0 ? [' ', block('(', view.columns.map(identText), ')')] : ''
  const check = view.checkOption === undefined ? '' : [hardline, `WITH ${view.checkOption.toUpperCase()} CHECK OPTION`]
  const doc: Doc = [
    group(`CREATE ${what} ${name}`, columns, securityText(printing, view), ' AS'),
    hardline,
    queryDoc(printing, view.query),
    check,
    ';',
    commentDoc(`${what} ${name}`, view.comment),
  ]
  return draft(printing, {
    kind: 'view',
    name: view.name,
    object: view.id,
    sources: view.sources ?? [],
    phase: 'post-data',
    minimal: false,
    doc: standsFor(printing, view.sources, doc),
    undo: `DROP ${what} ${name};`,
  })
}

/** Whether the view's facet of running with its reader's rights gets lost. */
export const losesSecurity = (printing: Printing, view: View): boolean =>
  view.security === 'invoker' && !view.materialized && printing.major < 15

const securityText = (printing: Printing, view: View): string =>
  view.security === 'invoker' && !view.materialized && printing.major >= 15 ? ' WITH (security_invoker = true)' : ''
