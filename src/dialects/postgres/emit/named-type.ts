import type { NamedType } from '../../../core/ir/schema.js'
import { block, group } from '../../../core/layout/doc.js'
import { identText, nameText, noForm, type Printing, standsFor, usesKey } from './code/printing.js'
import { commentDoc } from './comment.js'
import { declaredTypeText } from './programs/block.js'
import { type Draft, draft } from './statement.js'

/** CREATE TYPE of a record, or of a list as a domain. */
export function namedTypeDraft(printing: Printing, type: NamedType): Draft {
  const name = nameText(type.name)
  const { is } = type
  if (is.kind === 'list') throw noForm('a list by its name')
  const isRecord = is.kind === 'record'
  const doc = isRecord
    ? group(
        `CREATE TYPE ${name} AS `,
        block(
          '(',
          is.fields.map((each) => [identText(each.name), ' ', declaredTypeText(printing, each.type)]),
          ')',
        ),
        ';',
      )
    : group(`CREATE DOMAIN ${name} AS ${declaredTypeText(printing, is.of)};`)
  const what = isRecord ? 'TYPE' : 'DOMAIN'
  // A type may be the row of a table.
  for (const key of [...printing.uses])
    if (key.startsWith('type:')) printing.uses.add(usesKey('relation', key.slice('type:'.length)))
  return draft(printing, {
    kind: 'type',
    name: type.name,
    object: type.id,
    sources: type.sources ?? [],
    phase: 'pre-data',
    minimal: false,
    doc: standsFor(printing, type.sources, [doc, commentDoc(`${what} ${name}`, type.comment)]),
    undo: `DROP ${what} ${name};`,
  })
}
