import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { FatArrow, LabelEnd, LabelStart, LeftBracket, RightBracket } from './word-classes.js'

/** Operators and punctuation by spelling; those of two signs may have blanks between them (`< =`), except labels and `..`. */
const spellings: readonly (readonly [string, TokenType])[] = [
  [':=', t.Assign],
  ['=>', FatArrow],
  ['**', t.DoubleStar],
  ['||', t.DoublePipe],
  ['<<', LabelStart],
  ['>>', LabelEnd],
  ['<>', t.NotEqual],
  ['!=', t.NotEqual],
  ['^=', t.NotEqual],
  ['~=', t.NotEqual],
  ['<=', t.LessEqual],
  ['>=', t.GreaterEqual],
  ['..', t.DotDot],
  ['(', t.LeftParen],
  [')', t.RightParen],
  ['[', LeftBracket],
  [']', RightBracket],
  ['{', t.LeftBrace],
  ['}', t.RightBrace],
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
  ['^', t.Caret],
  ['~', t.Tilde],
  ['!', t.Exclamation],
  [';', t.Semicolon],
  [':', t.Colon],
  ['?', t.Parameter],
  ['@', t.AtSign],
  ['.', t.Dot],
]

const bySpelling = new Map(spellings)
const spaced = /^(?:[<>!^~]\s+=|<\s+>|\|\s+\|)/

/** The longest operator at an offset. */
export function matchOperator(
  text: string,
  at: number,
): { readonly type: TokenType; readonly length: number } | undefined {
  const apart = spaced.exec(text.slice(at, at + 16))
  if (apart) {
    const type = bySpelling.get(apart[0].replace(/\s+/, ''))
    if (type) return { type, length: apart[0].length }
  }
  for (let length = Math.min(2, text.length - at); length > 0; length--) {
    const type = bySpelling.get(text.slice(at, at + length))
    if (type) return { type, length }
  }
  return undefined
}

export const operatorTokens: readonly TokenType[] = [...new Set(spellings.map(([, type]) => type))]
