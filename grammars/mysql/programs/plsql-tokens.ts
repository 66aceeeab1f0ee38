import type { IToken } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'

const attributes = new Set([k.FOUND, k.NOTFOUND, k.ROWCOUNT, k.ISOPEN])

/**
 * Tokens as sql_mode=ORACLE has them: `:NEW.a` is `NEW.a`, and an attribute of a cursor (`c%FOUND`, `SQL%ROWCOUNT`) is one
 * name, for `%` is an operator elsewhere. MariaDB manual section "SQL_MODE=ORACLE".
 */
export function plsqlTokens(tokens: readonly IToken[]): IToken[] {
  const made: IToken[] = []
  for (let at = 0; at < tokens.length; at++) {
    const [token, second, third] = [tokens[at], tokens[at + 1], tokens[at + 2]]
    if (!token) break
    if (token.tokenType === t.Colon && isRow(second) && third?.tokenType === t.Dot) continue
    if (second?.tokenType === t.Percent && third && attributes.has(third.tokenType)) {
      const { tokenTypeIdx } = t.Identifier
      const image = `${token.image}%${third.image}`
      made.push({
        ...token,
        image,
        tokenType: t.Identifier,
        ...(tokenTypeIdx === undefined ? {} : { tokenTypeIdx }),
        ...(third.endOffset === undefined ? {} : { endOffset: third.endOffset }),
      })
      at += 2
    } else made.push(token)
  }
  return made
}

const isRow = (token: IToken | undefined): boolean => /^(new|old)$/i.test(token?.image ?? '')
