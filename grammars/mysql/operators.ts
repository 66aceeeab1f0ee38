import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'

/** Operators and punctuation by spelling. */
const spellings: readonly (readonly [string, TokenType])[] = [
  ['->>', t.DoubleArrow],
  ['<=>', t.NullSafeEqual],
  ['->', t.Arrow],
  [':=', t.Assign],
  ['<<', t.ShiftLeft],
  ['>>', t.ShiftRight],
  ['<>', t.NotEqual],
  ['!=', t.NotEqual],
  ['<=', t.LessEqual],
  ['>=', t.GreaterEqual],
  ['||', t.DoublePipe],
  ['&&', t.DoubleAmpersand],
  ['(', t.LeftParen],
  [')', t.RightParen],
  [',', t.Comma],
  ['=', t.Equal],
  ['*', t.Star],
  ['+', t.Plus],
  ['-', t.Minus],
  ['/', t.Slash],
  ['%', t.Percent],
  ['<', t.Less],
  ['>', t.Greater],
  ['|', t.Pipe],
  ['&', t.Ampersand],
  ['^', t.Caret],
  ['~', t.Tilde],
  ['!', t.Exclamation],
  [';', t.Semicolon],
  [':', t.Colon],
  ['?', t.Parameter],
  ['{', t.LeftBrace],
  ['}', t.RightBrace],
]

const bySpelling = new Map(spellings)

/** The longest operator at an offset. */
export function matchOperator(
  text: string,
  at: number,
): { readonly type: TokenType; readonly length: number } | undefined {
  for (let length = 3; length > 0; length--) {
    const type = bySpelling.get(text.slice(at, at + length))
    if (type) return { type, length: Math.min(length, text.length - at) }
  }
  return undefined
}

export const operatorTokens: readonly TokenType[] = [
  ...new Set(spellings.map(([, type]) => type)),
  t.AtSign,
  t.Dot,
  t.DotDot,
]
