import type { IToken, TokenType } from 'chevrotain'

/** Half-open range of UTF-16 offsets. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** Why a text cannot be taken apart or understood. Data only: the words for people are in the catalogue of findings. */
export interface SyntaxProblem extends TextRange {
  readonly problem:
    | 'unexpected'
    | 'unterminated-text'
    | 'unterminated-name'
    | 'unterminated-comment'
    | 'stray-character'
    | 'too-deep'
    | 'too-long'
  /** The text that stands there, cut to 60 characters; empty at the end of the input. */
  readonly found: string
}

export interface LexResult {
  readonly tokens: IToken[]
  readonly comments: readonly TextRange[]
  readonly problem?: SyntaxProblem
}

export function makeToken(type: TokenType, text: string, start: number, end: number): IToken {
  return {
    image: text.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  }
}

export function problemAt(
  problem: SyntaxProblem['problem'],
  text: string,
  start: number,
  end = text.length,
): SyntaxProblem {
  return { problem, start, end, found: text.slice(start, Math.min(end, start + 60)) }
}

export const isDigit = (code: number): boolean => code >= 48 && code <= 57

export const isHexDigit = (code: number): boolean =>
  isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)

export const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** Blank, tab, line feed, vertical tab, form feed, carriage return. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)
