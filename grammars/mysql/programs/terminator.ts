import type { IToken, TokenType } from 'chevrotain'
import { parenFacts } from '../../sql/nesting.js'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'

/** Words that open something which END closes, when they stand where a statement may start. */
const opensAtStart = new Set<TokenType>([k.IF, k.LOOP, k.WHILE, k.REPEAT, k.FOR])
/** What may stand before a statement. */
const beforeStatement = new Set<TokenType>([t.Semicolon, t.Colon, k.THEN, k.ELSE, k.DO, k.LOOP, k.REPEAT, k.BEGIN])
/** What ends the list around a statement whose semicolon is missing. */
const endsList = new Set<TokenType>([k.END, k.ELSE, k.ELSEIF, k.UNTIL])
/** IF(a, b, c) and REPEAT(a, b) by the number of their commas. */
const commasOfCall = new Map<TokenType, number>([
  [k.IF, 2],
  [k.REPEAT, 1],
])

/**
 * Offset of the token that ends the statement which starts at `first`: its semicolon, or the last token before the end of
 * the list around it. Follows BEGIN, IF, CASE and the loops to their END. `after(n)` is the n-th token from `first` on.
 */
export function terminatorFrom(first: IToken, after: (ahead: number) => IToken): number {
  let depth = 0
  let previous: IToken | undefined
  for (let ahead = 0; ; ahead++) {
    const token = after(ahead)
    const type = token.tokenType
    if (Number.isNaN(token.startOffset)) break
    if (depth === 0 && type === t.Semicolon) return token.startOffset
    if (depth === 0 && previous && endsList.has(type)) break
    if (type === k.END) depth--
    else if (previous?.tokenType !== k.END && opens(token, previous, after(ahead + 1))) depth++
    if (depth < 0) break
    previous = token
  }
  return (previous ?? first).startOffset
}

function opens(token: IToken, previous: IToken | undefined, next: IToken): boolean {
  const type = token.tokenType
  if (type === k.BEGIN || type === k.CASE) return true
  if (!opensAtStart.has(type)) return false
  const behind = previous?.tokenType
  if (behind !== undefined && !beforeStatement.has(behind)) return false
  return behind === undefined || next.tokenType !== t.LeftParen || parenFacts(next)?.commas !== commasOfCall.get(type)
}
