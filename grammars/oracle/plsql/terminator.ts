import type { IToken, TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import { methodWords } from './method-words.js'

/** Words that open something which END closes; CASE in expressions too. */
const opens = new Set<TokenType>([k.BEGIN, k.IF, k.CASE, k.LOOP])
/** What ends the list around a statement whose semicolon is missing. */
const endsList = new Set<TokenType>([k.END, k.ELSE, k.ELSIF])

/**
 * Offset of the token that ends the statement or declaration which starts at `first`: its semicolon, or the last token
 * before the end of the list around it. `after(n)` is the n-th token from `first` on. Follows DECLARE and the heads of
 * nested programs to the END of their bodies.
 */
export function terminatorFrom(first: IToken, after: (ahead: number) => IToken): number {
  let depth = 0
  /** Declarations whose BEGIN has not come. */
  let heads = startsBody(first.tokenType, after) ? 1 : 0
  let previous: IToken | undefined
  for (let ahead = 0; ; ahead++) {
    const token = after(ahead)
    const type = token.tokenType
    if (Number.isNaN(token.startOffset)) break
    if (depth === 0 && heads === 0 && type === t.Semicolon) return token.startOffset
    if (depth === 0 && heads === 0 && previous && endsList.has(type)) break
    if (type === k.DECLARE) heads++
    else if (type === k.BEGIN && heads > 0) {
      heads--
      depth++
    } else if (type === k.END) depth--
    else if (opens.has(type) && previous?.tokenType !== k.END) depth++
    if (depth < 0) break
    previous = token
  }
  return (previous ?? first).startOffset
}

/** A nested program with a body: IS or AS comes before its semicolon. */
function startsBody(type: TokenType, after: (ahead: number) => IToken): boolean {
  const isMethod = methodWords.has(type)
  if (type !== k.PROCEDURE && type !== k.FUNCTION && !isMethod) return false
  for (let ahead = 1; ; ahead++) {
    const { tokenType, startOffset } = after(ahead)
    if (Number.isNaN(startOffset) || tokenType === t.Semicolon) return false
    if (tokenType === k.IS || tokenType === k.AS) return true
  }
}
