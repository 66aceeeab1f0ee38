import { functions, isVolatile, ours } from './functions.js'
import { type Token, tokensOf } from './tokens.js'

/**
 * An expression of a mapping rule, ready for SQLite: what it names stands as numbered parameters, and calls of functions
 * that SQLite does not have are taken out of it, innermost first.
 */
export interface Expression {
  /** What its parameters ?1, ?2 … are. */
  readonly parameters: readonly Parameter[]
  /** Text for SQLite, in which the result of `calls[i]` is the parameter behind `parameters` by i. */
  readonly sql: string
  readonly calls: readonly Call[]
  /** It gives another value each time, or one that the row does not tell: nobody can compute it once more. */
  readonly volatile: boolean
  /** It is a column alone, so that its value need not go through SQLite. */
  readonly column?: string
}

export type Parameter =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'metadata'; readonly metadata: Metadata }

export const headers = [
  'AR_H_STREAM_POSITION',
  'AR_H_TIMESTAMP',
  'AR_H_COMMIT_TIMESTAMP',
  'AR_H_OPERATION',
  'AR_H_CHANGE_SEQ',
] as const
export type Header = (typeof headers)[number]
const metadatas = ['AR_M_SOURCE_SCHEMA', 'AR_M_SOURCE_TABLE_NAME'] as const
export type Metadata = (typeof metadatas)[number]

export interface Call {
  readonly name: keyof typeof ours
  /** Text for SQLite, in the same parameters; a list. */
  readonly args: string
}

/** What is wrong with an expression, in words that follow "its expression". */
export class WrongExpression extends Error {
  override readonly name = 'WrongExpression'
}

/** @throws WrongExpression */
export function readExpression(text: string, columns: readonly string[]): Expression {
  const tokens = tokensOf(text)
  if (tokens.length === 0) throw new WrongExpression('is empty')
  const reader = new Reader(tokens, columns)
  const sql = reader.whole()
  const [only] = reader.parameters
  const isColumn = tokens.length === 1 && only?.kind === 'column'
  return {
    ...{ parameters: reader.parameters, sql: reader.numbered(sql), volatile: reader.volatile },
    calls: reader.calls.map(({ name, args }) => ({ name, args: reader.numbered(args) })),
    ...(isColumn ? { column: only.name } : {}),
  }
}

const isHeader = (name: string): name is Header => headers.some((header) => header === name)
const isMetadata = (name: string): name is Metadata => metadatas.some((each) => each === name)
const isOurs = (name: string): name is keyof typeof ours => name in ours

/** Words that begin a query, or a window: an expression sees one row and no table. */
const forbidden = new Set(['select', 'values', 'with', 'over', 'raise', 'filter', 'exists', 'from'])

class Reader {
  readonly parameters: Parameter[] = []
  readonly calls: Call[] = []
  volatile = false
  readonly #tokens: readonly Token[]
  readonly #columns: readonly string[]
  #at = 0

  constructor(tokens: readonly Token[], columns: readonly string[]) {
    this.#tokens = tokens
    this.#columns = columns
  }

  whole(): string {
    const sql = this.#until()
    if (this.#at < this.#tokens.length) throw new WrongExpression('closes a parenthesis that it does not open')
    return sql
  }

  /** Results of calls get their numbers when it is known how many parameters there are. */
  numbered(sql: string): string {
    return sql.replace(/\u0000(\d+)\u0000/g, (_, call: string) => `?${this.parameters.length + Number(call) + 1}`)
  }

  /** Up to the parenthesis that closes what was opened in front, or to the end. */
  #until(): string {
    const parts: string[] = []
    for (let token = this.#tokens[this.#at]; token; token = this.#tokens[this.#at]) {
      if (token.text === ')') break
      this.#at++
      parts.push(token.text === '(' ? this.#closed() : this.#one(token))
    }
    return parts.join(' ')
  }

  #closed(): string {
    const inner = this.#until()
    if (this.#tokens[this.#at]?.text !== ')') throw new WrongExpression('leaves a parenthesis open')
    this.#at++
    return `(${inner})`
  }

  #one(token: Token): string {
    switch (token.kind) {
      case 'variable':
        return this.#parameter(token.text.slice(1))
      case 'word':
        return this.#word(token.text)
      case 'bad':
      case 'name':
        throw new WrongExpression(`holds ${token.text}; columns are written as $name, text as 'text'`)
      case 'text':
        // A text that a function of time takes for the present.
        if (/^'now'$/i.test(token.text)) this.volatile = true
        return token.text
      case 'number':
      case 'symbol':
        return token.text
    }
  }

  #word(word: string): string {
    const lower = word.toLowerCase()
    const isCall = this.#tokens[this.#at]?.text === '(' && !operators.has(lower)
    if (forbidden.has(lower)) throw new WrongExpression(`holds ${word}; it may look at nothing but one row`)
    if (/^current_(date|time|timestamp)$/.test(lower)) this.volatile = true
    if (!isCall) return word
    if (lower === 'operation_indicator')
      throw new WrongExpression('calls operation_indicator, and rows that the source deletes are deleted on the target')
    this.#at++
    const argumentsOf = this.#closed()
    if (isOurs(lower)) {
      this.calls.push({ name: lower, args: argumentsOf.slice(1, -1) })
      return `\u0000${this.calls.length - 1}\u0000`
    }
    if (!functions.has(lower)) throw new WrongExpression(`calls ${word}, which is not known here`)
    if (isVolatile(lower, argumentsOf)) this.volatile = true
    return `${word}${argumentsOf}`
  }

  #parameter(name: string): string {
    const parameter = this.#meaning(name)
    const known = this.parameters.findIndex((each) => JSON.stringify(each) === JSON.stringify(parameter))
    if (known >= 0) return `?${known + 1}`
    this.parameters.push(parameter)
    return `?${this.parameters.length}`
  }

  #meaning(name: string): Parameter {
    if (isHeader(name)) {
      this.volatile = true
      return { kind: 'header', header: name }
    }
    if (isMetadata(name)) return { kind: 'metadata', metadata: name }
    if (/^AR_[HM]_/.test(name)) throw new WrongExpression(`names $${name}, which is not known here`)
    const alike = this.#columns.filter((column) => column.toLowerCase() === name.toLowerCase())
    const column = this.#columns.find((each) => each === name) ?? (alike.length === 1 ? alike[0] : undefined)
    if (column === undefined) throw new WrongExpression(`names $${name}, which is no column of the table`)
    return { kind: 'column', name: column }
  }
}

/** Words that may stand in front of a parenthesis and call nothing. */
const operators = new Set(
  'and or not in is like glob between when then else case end isnull notnull null collate escape cast as'.split(' '),
)
