import { decodeDigits, decodeText } from '../../../../grammars/mysql/literals.js'
import type { Literal } from '../../../core/ir/expr.js'
import { type CstNode, type IToken, type LowerContext, originOf, token, tokens } from './cst.js'

type Value = Pick<Literal, 'of' | 'text'>

const padHex = (digits: string): string => (digits.length % 2 === 0 ? digits : `0${digits}`)

/** How each kind of literal token becomes a value. Numbers stay text: a double would change them. */
const readers: readonly (readonly [string, (of: IToken) => Value])[] = [
  ['IntegerNumber', (of) => ({ of: 'integer', text: of.image })],
  ['DecimalNumber', (of) => ({ of: 'decimal', text: of.image })],
  ['FloatNumber', (of) => ({ of: 'float', text: of.image })],
  ['HexText', (of) => ({ of: 'binary', text: padHex(decodeDigits(of.image)) })],
  ['BitText', (of) => ({ of: 'bits', text: decodeDigits(of.image) })],
  ['K_NULL', () => ({ of: 'null', text: 'null' })],
  ['K_TRUE', () => ({ of: 'boolean', text: 'true' })],
  ['K_FALSE', () => ({ of: 'boolean', text: 'false' })],
]

/** Lowers `literal`. */
export function lowerLiteral(of: CstNode, context: LowerContext): Literal {
  const introducer = token(of, 'Introducer')?.image
  const charset = introducer ?? (token(of, 'NationalText') ? 'N' : undefined)
  const value = literalValue(of, context)
  return { kind: 'literal', ...value, ...(charset === undefined ? {} : { charset }), origin: originOf(of, context) }
}

function literalValue(of: CstNode, context: LowerContext): Value {
  for (const [name, read] of readers) {
    const found = token(of, name)
    if (found) return read(found)
  }
  const parts = [...tokens(of, 'NationalText'), ...tokens(of, 'Text')]
  return { of: 'text', text: parts.map((part) => decodeText(part.image, context.modes.noBackslashEscapes)).join('') }
}

/** Lowers `temporalLiteral`: DATE '…', TIME '…', TIMESTAMP '…'. */
export function lowerTemporal(of: CstNode, context: LowerContext): Literal {
  const text = decodeText(token(of, 'Text')?.image ?? "''", context.modes.noBackslashEscapes)
  const kind = token(of, 'K_DATE') ? 'date' : token(of, 'K_TIME') ? 'time' : 'timestamp'
  return { kind: 'literal', of: kind, text, origin: originOf(of, context) }
}
