import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import type { Ident, QName } from '../../../../core/ir/names.js'

/** What a statement does to rows that a table has already. */
export interface RowChange {
  /** `all`: none of them is left. `some`: only a server could tell which. */
  readonly effect: 'all' | 'some'
  readonly table: QName
}

const forms =
  /^(?:(TRUNCATE) TABLE|(DELETE)(?: FROM)?|(UPDATE)|(MERGE) INTO|(DROP) TABLE(?: IF EXISTS)?) (?:([^ ]+) \. )?([^ ]+)(.*)$/i

/** UPDATE, DELETE, MERGE, TRUNCATE and DROP; undefined for all other statements. */
export function rowChange(text: string, schema: Ident): RowChange | undefined {
  const words = lex(text.slice(0, 4000)).tokens.map(({ image }) => image)
  const found = forms.exec(words.slice(0, 24).join(' '))
  if (!found) return undefined
  const [, truncate, remove, , , drop, owner, name = '', rest = ''] = found
  const all = truncate !== undefined || drop !== undefined || (remove !== undefined && !/\bWHERE\b/i.test(rest))
  const table = { schema: owner === undefined ? schema : decodeName(owner), name: decodeName(name) }
  return { effect: all ? 'all' : 'some', table }
}
