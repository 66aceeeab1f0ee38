import { lex } from '../../../../../grammars/mysql/lexer.js'
import { decodeName } from '../../../../../grammars/mysql/literals.js'
import { type Ident, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Unmodelled } from '../../../../core/ir/schema.js'
import { wordOf } from '../definitions/simple-statements.js'
import { skipComments } from '../statements.js'
import { inSchema } from './catalog-builder.js'

const kinds: Readonly<Record<string, string>> = {
  TABLE: 'table',
  VIEW: 'view',
  SEQUENCE: 'sequence',
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  TRIGGER: 'trigger',
  EVENT: 'event',
  PACKAGE: 'package',
}

/** The object that a CREATE statement would have made, had it been understood; undefined for all other statements. */
export function failedObject(text: string, origin: Origin, schema: Ident): Unmodelled | undefined {
  const start = skipComments(text)
  const { tokens } = lex(text.slice(start, start + 4000))
  if (wordOf(tokens[0]) !== 'CREATE') return undefined
  const at = tokens.findIndex((token, i) => i < 24 && Object.hasOwn(kinds, wordOf(token)))
  const what = kinds[wordOf(tokens[at])]
  if (what === undefined) return undefined
  let first = at + 1
  while (['IF', 'NOT', 'EXISTS', 'BODY'].includes(wordOf(tokens[first]))) first++
  const name = tokens[first]
  if (!name) return undefined
  const second = tokens[first + 1]?.image === '.' ? tokens[first + 2] : undefined
  const written: QName = second
    ? { schema: decodeName(name.image), name: decodeName(second.image) }
    : { name: decodeName(name.image) }
  const full = inSchema(written, schema)
  return { kind: 'unmodelled', id: objectId(what, full), name: full, origin, options: [], what, text }
}
