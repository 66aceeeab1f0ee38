import type { CstNode, IToken } from 'chevrotain'
import type { SyntaxProblem } from '../sql/lexer.js'
import { problemAt } from '../sql/lexer.js'
import { checkNesting, deepTokens } from '../sql/nesting.js'
import {
  defaultMaxDepth,
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
import { plsqlTokens } from './programs/plsql-tokens.js'
import { ProgramsChapter } from './programs/programs.js'

export type ParseOptions = LexOptions & SizeLimits
/** `plsql`: the program is written in the language of sql_mode=ORACLE. */
export type ProgramOptions = ParseOptions & { readonly plsql?: boolean }

/** Depth of expressions that fits the call stack at every depth of statements. */
const leastDepth = 30

/** The rules that a text may be parsed as. */
export type EntryRule = 'statement' | 'query' | 'expression' | 'castType' | 'dataType'

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
    plsql: boolean,
  ): { readonly cst: CstNode; readonly error: IToken | undefined } {
    this.input = tokens
    this.startProgram(deep, plsql)
    const cst = this.program()
    const error = this.errors[0]?.token
    this.input = []
    return { cst, error }
  }
}

const host = new ParserHost(() => new SqlParser())
const limitsOf = limitsFor({
  opens: k.CASE,
  closes: k.END,
  prefixes: [k.NOT, t.Minus, t.Plus, t.Tilde, t.Exclamation, k.BINARY],
})

/** Parses a text as one rule. Bad text gives a problem, never an exception. */
export function parseAs(rule: EntryRule, text: string, options: ParseOptions = {}): Parsed {
  const { tokens, problem } = lex(text, options)
  const found = problem ?? checkNesting(tokens, text, limitsOf(options))
  if (found) return { problem: found }
  return host.run((parser) => parsedBy(parser, (of) => of[rule](), tokens, text)) ?? tooDeep(text)
}

/**
 * Parses CREATE of a procedure, function, trigger or event with its body. A statement that is not understood costs itself;
 * a head that is not understood gives a problem. Never throws for bad text.
 */
export function parseProgram(
  text: string,
  options: ProgramOptions = {},
): ParsedProgram | { readonly problem: SyntaxProblem } {
  const { tokens: plain, problem: cut } = lex(text, options)
  const tokens = options.plsql ? plsqlTokens(plain) : plain
  const limits = limitsOf(options)
  if (tokens.length > limits.tokens)
    return { problem: problemAt('too-long', text, tokens[limits.tokens]?.startOffset ?? 0) }
  const deep = deepTokens(tokens, limits, t.Semicolon)
  const parsed = host.run((parser): ParsedProgram | { readonly problem: SyntaxProblem } => {
    const { cst, error } = parser.readProgram(tokens, deep, options.plsql === true)
    if (error) return { problem: cut ?? unexpected(error, text) }
    return { cst, lost: parser.lost, ...(cut ? { cut } : {}) }
  })
  if (parsed) return parsed
  // Deep expressions in deep statements: without the expressions, the statements fit.
  const depth = options.maxDepth ?? defaultMaxDepth
  return depth > leastDepth ? parseProgram(text, { ...options, maxDepth: leastDepth }) : tooDeep(text)
}

export const parseStatement = (text: string, options?: ParseOptions): Parsed => parseAs('statement', text, options)
export const parseExpression = (text: string, options?: ParseOptions): Parsed => parseAs('expression', text, options)
export const parseQuery = (text: string, options?: ParseOptions): Parsed => parseAs('query', text, options)
export const parseDataType = (text: string, options?: ParseOptions): Parsed => parseAs('dataType', text, options)
