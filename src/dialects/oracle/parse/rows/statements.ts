import type { IToken } from 'chevrotain'
import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import { SubstitutionVariable } from '../../../../../grammars/oracle/word-classes.js'
import type { RejectCode } from '../../../../core/data/reject.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import { substituted } from '../script/variables.js'

/** `INTO t [(columns)] VALUES (…)[, (…)]`. Names are in UTF-8, texts of values in one character for each byte. */
export interface RowsClause {
  readonly columns: readonly string[] | null
  readonly rows: readonly WrittenRow[]
}

export interface WrittenRow {
  /** Tokens of each value. */
  readonly values: readonly (readonly IToken[])[]
  readonly text: string
}

export interface BrokenStatement {
  readonly broken: RejectCode
}

/** The rows of a statement in its order. `text`: one character for each byte. */
export function rowsOf(text: string, segment: DataSegment): readonly RowsClause[] | BrokenStatement {
  const whole = segment.variables ? substituted(text, segment.variables) : text
  const { tokens, problem } = lex(whole)
  if (problem) return { broken: 'XW-D0113' }
  const unknown = segment.variables !== undefined && /&&?[\p{L}\d_$#]/u.test(whole)
  if (unknown || tokens.some(({ tokenType }) => tokenType === SubstitutionVariable)) return { broken: 'XW-D0112' }
  return new Clauses(
    tokens.filter((token) => !goesOn(token, whole)),
    whole,
  ).read()
}

/** SQL*Plus User's Guide, "Continuing a Long Command": a dash at the end of a line is not part of the statement. */
const goesOn = ({ image, endOffset = 0 }: IToken, text: string): boolean =>
  image === '-' && /^[ \t]*\r?\n/.test(text.slice(endOffset + 1, endOffset + 40))

class Clauses {
  #at = 0

  constructor(
    private readonly tokens: readonly IToken[],
    private readonly text: string,
  ) {}

  read(): readonly RowsClause[] | BrokenStatement {
    this.#word('INSERT')
    this.#word('ALL')
    const clauses: RowsClause[] = []
    while (this.#word('INTO')) {
      const clause = this.#clause()
      if (!clause) return { broken: this.#at >= this.tokens.length ? 'XW-D0113' : 'XW-D0112' }
      clauses.push(clause)
    }
    return clauses.length > 0 ? clauses : { broken: 'XW-D0112' }
  }

  #clause(): RowsClause | undefined {
    this.#at++
    while (this.#sign('.')) this.#at++
    if (!/^(?:\(|VALUES)$/i.test(this.#image)) this.#at++
    const columns = this.#image === '(' ? this.#group()?.values.map(nameOf) : null
    if (columns === undefined || !this.#word('VALUES')) return undefined
    const rows: WrittenRow[] = []
    do {
      const row = this.#group()
      if (!row) return undefined
      rows.push(row)
    } while (this.#sign(','))
    return { columns, rows }
  }

  /** What stands between parentheses, cut at its commas. */
  #group(): WrittenRow | undefined {
    const open = this.tokens[this.#at]
    if (!this.#sign('(')) return undefined
    const values: IToken[][] = [[]]
    for (let depth = 0; ; this.#at++) {
      const token = this.tokens[this.#at]
      if (!token) return undefined
      if (token.image === ')' && depth === 0) break
      if (token.image === '(') depth++
      else if (token.image === ')') depth--
      if (token.image === ',' && depth === 0) values.push([])
      else values.at(-1)?.push(token)
    }
    const close = this.tokens[this.#at++]
    return { values, text: this.text.slice(open?.startOffset ?? 0, (close?.endOffset ?? 0) + 1) }
  }

  get #image(): string {
    return this.tokens[this.#at]?.image ?? ''
  }

  #word(word: string): boolean {
    if (this.#image.toUpperCase() !== word) return false
    this.#at++
    return true
  }

  #sign(sign: string): boolean {
    if (this.#image !== sign) return false
    this.#at++
    return true
  }
}

/** The last part: a column may be named with its table. */
function nameOf(tokens: readonly IToken[]): string {
  const { text } = decodeName(tokens.at(-1)?.image ?? '')
  return Buffer.from(text, 'latin1').toString('utf8')
}
