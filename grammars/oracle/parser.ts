import type { CstNode, IToken, TokenType } from 'chevrotain'
import { problemAt, type SyntaxProblem } from '../sql/lexer.js'
import { checkNesting, deepTokens } from '../sql/nesting.js'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import { type LexOptions, lex } from './lexer.js'
import { type CompilationFlags, compiled } from './plsql/directives.js'
import { ProgramsChapter } from './plsql/programs.js'
import { InquiryDirective } from './word-classes.js'

export interface ParseOptions extends LexOptions {
  /** Deepest nesting of parentheses, cases and prefix operators. Default `defaultMaxDepth`. */
  readonly maxDepth?: number
  /** Default `defaultMaxTokens`: a statement beyond that is data, not code. */
  readonly maxTokens?: number
}

export const defaultMaxDepth = 150
export const defaultMaxTokens = 2_000_000

/** What came of parsing one text. Exactly one of `cst` and `problem` is there. */
export type Parsed = { readonly cst: CstNode } | { readonly problem: SyntaxProblem }

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

let built: SqlParser | undefined

const opens: ReadonlySet<TokenType> = new Set([k.CASE])
const closes: ReadonlySet<TokenType> = new Set([k.END])
const prefixes: ReadonlySet<TokenType> = new Set([k.NOT, t.Minus, t.Plus, k.PRIOR])

/** Parses a text as one rule. Bad text gives a problem, never an exception. */
export function parseAs(rule: EntryRule, text: string, options: ParseOptions = {}): Parsed {
  const { tokens, problem } = lex(text, options)
  const found = problem ?? checkNesting(tokens, text, limitsOf(options))
  return found ? { problem: found } : parseTokens(rule, tokens, text)
}

const limitsOf = (options: ParseOptions) => ({
  depth: options.maxDepth ?? defaultMaxDepth,
  tokens: options.maxTokens ?? defaultMaxTokens,
  opens,
  closes,
  prefixes,
})

function parseTokens(rule: EntryRule, tokens: IToken[], text: string): Parsed {
  built ??= new SqlParser()
  const parser = built
  try {
    parser.input = tokens
    const cst = parser[rule]()
    const [error] = parser.errors
    parser.input = []
    return error ? { problem: unexpected(error.token, text) } : { cst }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The call stack ended before the limit did. The parser's own stacks are not to be trusted after that.
    built = undefined
    return { problem: problemAt('too-deep', text, 0) }
  }
}

/** A stored program read statement by statement. */
export interface ParsedProgram {
  readonly cst: CstNode
  /** Why a slot holds no statement or declaration, by the offset of its first token. */
  readonly lost: ReadonlyMap<number, SyntaxProblem>
  /** Where the text stops being PL/SQL (an open quote); everything from there on was not looked at. */
  readonly cut?: SyntaxProblem
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
  built ??= new SqlParser()
  const parser = built
  try {
    const { cst, error } = parser.readProgram(tokens, deep)
    if (error) return { problem: cut ?? unexpected(error, text) }
    return { cst, lost: parser.lost, ...(cut ? { cut } : {}) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    built = undefined
    return { problem: problemAt('too-deep', text, 0) }
  }
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
  if (name === '$$PLSQL_UNIT') return { ...token, tokenType: t.Text, image: `'${unit.toUpperCase()}'` }
  if (name === '$$PLSQL_LINE') {
    const line = text.slice(0, token.startOffset).split('\n').length
    return { ...token, tokenType: t.IntegerNumber, image: String(line) }
  }
  return { ...token, tokenType: k.NULL, image: 'NULL' }
}

/** The end of the input has no offset of its own. */
const unexpected = (at: IToken, text: string): SyntaxProblem =>
  Number.isNaN(at.startOffset)
    ? problemAt('unexpected', text, text.length)
    : problemAt('unexpected', text, at.startOffset, at.startOffset + at.image.length)

export const parseStatement = (text: string, options?: ParseOptions): Parsed => parseAs('statement', text, options)
export const parseExpression = (text: string, options?: ParseOptions): Parsed => parseAs('expression', text, options)
export const parseQuery = (text: string, options?: ParseOptions): Parsed => parseAs('query', text, options)
export const parseDataType = (text: string, options?: ParseOptions): Parsed => parseAs('dataType', text, options)
