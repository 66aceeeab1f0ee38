import type { CollationObject, EnumTypeObject } from '../../../core/ir/schema.js'
import { block, group, indent, line } from '../../../core/layout/doc.js'
import { nameText, type Printing, standsFor, textConstant } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'

export function enumTypeDraft(printing: Printing, type: EnumTypeObject): Draft {
  const name = nameText(type.name)
  const head = group(`CREATE TYPE ${name} AS ENUM `, block('(', type.labels.map(textConstant), ')'), ';')
  return draft(printing, {
    kind: 'type',
    name: type.name,
    object: type.id,
    sources: type.sources ?? [],
    phase: 'pre-data',
    doc: standsFor(printing, type.sources, [head, commentDoc(`TYPE ${name}`, type.comment)]),
    undo: `DROP TYPE ${name};`,
  })
}

export function collationDraft(printing: Printing, collation: CollationObject): Draft {
  const name = nameText(collation.name)
  const options = [
    `provider = ${/^[a-z]+$/.test(collation.provider) ? collation.provider : 'icu'}`,
    `locale = ${textConstant(collation.locale)}`,
    `deterministic = ${collation.deterministic}`,
  ]
  const head = group(`CREATE COLLATION ${name}`, indent(line, block('(', options, ')')), ';')
  return draft(printing, {
    kind: 'collation',
    name: collation.name,
    object: collation.id,
    sources: collation.sources ?? [],
    phase: 'pre-data',
    doc: standsFor(printing, collation.sources, [head, commentDoc(`COLLATION ${name}`, collation.comment)]),
    undo: `DROP COLLATION ${name};`,
  })
}
