import type { CstNode, IToken, TokenType } from 'chevrotain'
import { problemAt, type SyntaxProblem } from '../sql/lexer.js'
import { checkNesting, deepTokens } from '../sql/nesting.js'
import {
  limitsFor,
  type Parsed,
  type ParsedProgram,
  ParserHost,
  parsedBy,
  type SizeLimits,
  tooDeep,
  unexpected,
} from '../sql/parsing.js'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import { type LexOptions, lex } from './lexer.js'
import { type CompilationFlags, compiled } from './plsql/directives.js'
import { ProgramsChapter } from './plsql/programs.js'
import { InquiryDirective } from './word-classes.js'

export type ParseOptions = LexOptions & SizeLimits

/** The rules that a text may be parsed as. */
export type EntryRule =
  | 'statement'
  | 'query'
  | 'insertStatement'
  | 'updateStatement'
  | 'deleteStatement'
  | 'mergeStatement'
  | 'lockStatement'
  | 'expression'
  | 'dataType'

/** The whole grammar. Built once; building takes a noticeable part of a second. */
export class SqlParser extends ProgramsChapter {
  constructor(options: { readonly validate?: boolean } = {}) {
    super(options.validate !== true)
    this.performSelfAnalysis()
  }

  /** Reads the tokens of one stored program; `deep` are the offsets of tokens that are nested too deep. */
  readProgram(
    tokens: IToken[],
    deep: readonly number[],
  ): { readonly cst: CstNode; readonly error: IToken | undefined } {
    this.input = tokens
    this.startProgram(deep)
    const cst = this.program()
    const error = this.errors[0]?.token
    this.input = []
    return { cst, error }
  }
}

const host = new ParserHost(() => new SqlParser())
const limitsOf = limitsFor({ opens: k.CASE, closes: k.END, prefixes: [k.NOT, t.Minus, t.Plus, k.PRIOR] })

/** Parses a text as one rule. Bad text gives a problem, never an exception. */
export function parseAs(rule: EntryRule, text: string, options: ParseOptions = {}): Parsed {
  const { tokens, problem } = lex(text, options)
  const found = problem ?? checkNesting(tokens, text, limitsOf(options))
  if (found) return { problem: found }
  return host.run((parser) => parsedBy(parser, (of) => of[rule](), tokens, text)) ?? tooDeep(text)
}

/**
 * Parses CREATE of a procedure, function, package or trigger with its body. A statement that is not understood costs itself;
 * a head that is not understood gives a problem. Never throws for bad text.
 */
export function parseProgram(
  text: string,
  { flags, unit, ...options }: ParseOptions & ProgramOptions = {},
): ParsedProgram | { readonly problem: SyntaxProblem } {
  const { tokens: all, problem: cut } = lex(text, options)
  const limits = limitsOf(options)
  if (all.length > limits.tokens) return { problem: problemAt('too-long', text, all[limits.tokens]?.startOffset ?? 0) }
  const tokens = compiled(all, flags).map((token) => inquired(token, text, unit))
  const deep = deepTokens(tokens, limits, t.Semicolon)
  const parsed = host.run((parser): ParsedProgram | { readonly problem: SyntaxProblem } => {
    const { cst, error } = parser.readProgram(tokens, deep)
    if (error) return { problem: cut ?? unexpected(error, text) }
    return { cst, lost: parser.lost, ...(cut ? { cut } : {}) }
  })
  return parsed ?? tooDeep(text)
}

export interface ProgramOptions {
  readonly flags?: CompilationFlags
  /** The name of the program, for `$$PLSQL_UNIT`. */
  readonly unit?: string
}

/** The value of an inquiry directive in the place of its name; a flag that nobody gave is null. */
function inquired(token: IToken, text: string, unit = ''): IToken {
  if (token.tokenType !== InquiryDirective) return token
  const name = token.image.toUpperCase()
  if (name === '$$PLSQL_UNIT') return retagged(token, t.Text, `'${unit.toUpperCase()}'`)
  if (name === '$$PLSQL_LINE') {
    const line = text.slice(0, token.startOffset).split('\n').length
    return retagged(token, t.IntegerNumber, String(line))
  }
  return retagged(token, k.NULL, 'NULL')
}

/** The parser looks at the number of the type alone. */
const retagged = (token: IToken, tokenType: TokenType, image: string): IToken => ({
  ...token,
  tokenType,
  tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
  image,
})

export const parseStatement = (text: string, options?: ParseOptions): Parsed => parseAs('statement', text, options)
export const parseExpression = (text: string, options?: ParseOptions): Parsed => parseAs('expression', text, options)
export const parseQuery = (text: string, options?: ParseOptions): Parsed => parseAs('query', text, options)
export const parseDataType = (text: string, options?: ParseOptions): Parsed => parseAs('dataType', text, options)
