import { coreCall, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import { collationOf, exprFamily } from '../types/families.js'

/** Character sets with one byte for each character. */
const singleByte: ReadonlySet<string> = new Set(
  (
    'armscii8 ascii cp850 cp852 cp866 cp1250 cp1251 cp1256 cp1257 dec8 geostd8 greek hebrew hp8 keybcs2 koi8r koi8u ' +
    'latin1 latin2 latin5 latin7 macce macroman swe7 tis620'
  ).split(' '),
)

/** Of the target's own, or with the same bytes. */
const sameBytes = /^(utf8|utf8mb3|utf8mb4|ascii|binary)$/

/** Calls that look at the bytes of their first argument. */
const byteCalls: ReadonlySet<string> = new Set([
  'octet_length',
  'bit_length',
  'hex',
  'md5',
  'sha1',
  'sha2',
  'crc32',
  'to_base64',
])

/**
 * Bytes of text are those of its character set on the source, whatever the target keeps it in: where they count, text is put
 * back into them. A length in bytes is the number of characters where each has one.
 */
export function withOwnBytes(call: Call): Call {
  const name = 'core' in call.fn ? call.fn.core : ''
  const [text, ...others] = call.args
  if (!byteCalls.has(name) || text === undefined || text.kind === 'literal') return call
  const charset = charsetOf(text)
  if (charset === undefined || sameBytes.test(charset)) return call
  if (name === 'octet_length' && singleByte.has(charset)) return { ...call, fn: { core: 'char_length' } }
  const type = valueTypeOf({ kind: 'binary', padded: false }, text.type?.nullable ?? true)
  const bytes = coreCall('charset_bytes', [text, textLiteral(charset, text.origin)], type, text.origin)
  return { ...call, args: [bytes, ...others] }
}

/** The set that the collation of a text belongs to: the first word of its name. */
function charsetOf(expr: Expr): string | undefined {
  if (exprFamily(expr) !== 'text' && exprFamily(expr) !== 'enum') return undefined
  return collationOf(expr)?.name.split('_')[0]
}
