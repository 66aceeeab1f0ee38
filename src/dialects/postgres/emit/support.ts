import { objectId, type QName } from '../../../core/ir/names.js'
import type { Schema, SupportObject } from '../../../core/ir/schema.js'
import { nameText, type Printing, usesKey } from './code/printing.js'
import { type Draft, draft } from './statement.js'

export function schemaDraft(printing: Printing, schema: Schema): Draft {
  const name: QName = { name: schema.name }
  return draft(printing, {
    kind: 'schema',
    name,
    object: objectId('schema', name),
    sources: [],
    phase: 'pre-data',
    doc: `CREATE SCHEMA IF NOT EXISTS ${nameText(name)};`,
    undo: `DROP SCHEMA ${nameText(name)};`,
  })
}

const undo = { schema: 'DROP SCHEMA', function: 'DROP FUNCTION', extension: 'DROP EXTENSION' } as const

/** Its text is ours already. */
export function supportDraft(printing: Printing, support: SupportObject): Draft {
  for (const need of support.needs) printing.uses.add(usesKey('object', need))
  const text = support.sql.trimEnd()
  return draft(printing, {
    kind: support.what,
    name: support.name,
    object: support.id,
    sources: support.sources ?? [],
    phase: 'pre-data',
    doc: support.what === 'extension' ? extensionText(text) : terminated(text),
    undo: `${undo[support.what]} ${nameText(support.name)};`,
  })
}

const terminated = (text: string): string => (text.endsWith(';') ? text : `${text};`)

/** Sessions have no search path, so an extension is told where to go. */
const extensionText = (text: string): string =>
  /\bSCHEMA\b/i.test(text) ? terminated(text) : `${text.replace(/;$/, '')} SCHEMA public;`
