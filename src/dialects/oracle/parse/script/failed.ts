import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import { type Ident, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Unmodelled } from '../../../../core/ir/schema.js'
import { inSchema } from './catalog.js'

const kinds = ['TABLE', 'VIEW', 'SEQUENCE', 'INDEX', 'SYNONYM']

/** The object that a CREATE statement would have made, had it been understood; undefined for all other statements. */
export function failedObject(text: string, origin: Origin, schema: Ident): Unmodelled | undefined {
  const { tokens } = lex(text.slice(0, 4000))
  const words = tokens.map((token) => token.image.toUpperCase())
  if (words[0] !== 'CREATE') return undefined
  const at = words.findIndex((word, i) => i < 12 && kinds.includes(word))
  if (at < 0) return undefined
  let first = at + 1
  while (['IF', 'NOT', 'EXISTS'].includes(words[first] ?? '')) first++
  const name = tokens[first]
  if (!name) return undefined
  const second = tokens[first + 1]?.image === '.' ? tokens[first + 2] : undefined
  const written: QName = second
    ? { schema: decodeName(name.image), name: decodeName(second.image) }
    : { name: decodeName(name.image) }
  const what = words[at]?.toLowerCase() ?? ''
  const full = inSchema(written, schema)
  return { kind: 'unmodelled', id: objectId(what, full), name: full, origin, options: [], what, text }
}
