import { type IToken, isRecognitionException, type TokenType } from 'chevrotain'
import { problemAt, type SyntaxProblem } from '../../sql/lexer.js'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { SimpleStatementsChapter } from './simple-statements.js'
import { terminatorFrom } from './terminator.js'

/** Deepest nesting of statements. Together with the depth of one expression it fits the default call stack of Node. */
export const maxStatementDepth = 100

/** Statements that are nothing but the statements inside them, and those with an expression in front. */
const holdsOnly = new Set<TokenType>([k.BEGIN, k.LOOP, k.REPEAT])
const hasHead = new Set<TokenType>([k.IF, k.CASE, k.WHILE, k.FOR])

const endsDeclarations = new Set<TokenType>([k.BEGIN, k.END])

/**
 * Places for one statement or one declaration. Each recovers alone: what is not understood costs only itself. Problems are
 * kept by the offset of the slot's first token.
 */
export abstract class SlotsChapter extends SimpleStatementsChapter {
  abstract programStatement: Rule
  abstract unitDeclaration: Rule

  /** Problems of lost slots by the offset of the slot. */
  lost = new Map<number, SyntaxProblem>()
  /** Offsets of tokens that are nested too deep in one statement, ascending. */
  deep: readonly number[] = []
  /** The text is written in the language of sql_mode=ORACLE. */
  protected plsql = false
  private depth = 0
  /** How many of `deep` lie behind; slots come in the order of the text. */
  private passed = 0

  /** Forgets what is known of the text before. */
  protected startProgram(deep: readonly number[], plsql: boolean): void {
    this.plsql = plsql
    this.lost = new Map()
    this.deep = deep
    this.depth = 0
    this.passed = 0
  }

  /** One statement with its semicolon, or the text up to the place where it would end. */
  statementSlot: Rule = this.RULE('statementSlot', () => this.slot(this.programStatement))

  /** As `statementSlot`, for a declaration that stands without DECLARE, or a member of a package. */
  declarationSlot: Rule = this.RULE('declarationSlot', () => this.slot(this.unitDeclaration))

  private slot(rule: Rule): void {
    if (this.RECORDING_PHASE) {
      this.SUBRULE(rule)
      this.CONSUME(t.Semicolon)
      return
    }
    const first = this.LA(1)
    const known = this.errors.length
    this.depth++
    try {
      if (this.depth > maxStatementDepth || this.isDeep(first)) this.lose(first, 'too-deep', first)
      else {
        this.SUBRULE(rule)
        // Behind the body of the whole program the semicolon may be left out.
        if (!this.atEnd() && (this.depth > 1 || this.LA(1).tokenType === t.Semicolon)) this.CONSUME(t.Semicolon)
      }
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error)) throw error
      const at = this.errors[this.errors.length - 1]?.token ?? this.LA(1)
      this.errors = this.errors.slice(0, known)
      this.lose(first, 'unexpected', at)
    } finally {
      this.depth--
    }
  }

  /** What stands inside of a program that is no statement itself. */
  protected inside(read: () => void): void {
    this.depth++
    try {
      read()
    } finally {
      this.depth--
    }
  }

  private lose(first: IToken, problem: SyntaxProblem['problem'], at: IToken): void {
    const last = terminatorFrom(first, (ahead) => this.tokenAfter(first, ahead))
    do this.SKIP_TOKEN()
    while (this.LA(0).startOffset < last && !this.atEnd())
    const place = Number.isNaN(at.startOffset) ? this.LA(0) : at
    this.lost.set(first.startOffset, {
      ...problemAt(problem, '', place.startOffset, (place.endOffset ?? 0) + 1),
      found: at.image.slice(0, 60),
    })
  }

  /** Tokens from the start of a slot on, however far the parser has come since. */
  private tokenAfter(first: IToken, ahead: number): IToken {
    const { input } = this
    const from = this.indexOf(first)
    return input[from + ahead] ?? this.LA(Number.MAX_SAFE_INTEGER)
  }

  private indexOf(token: IToken): number {
    let low = 0
    let high = this.input.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.input[middle]?.startOffset ?? 0) < token.startOffset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Whether the statement itself, without those inside it, is nested deeper than the call stack holds. */
  private isDeep(first: IToken): boolean {
    while ((this.deep[this.passed] ?? Number.POSITIVE_INFINITY) < first.startOffset) this.passed++
    const next = this.deep[this.passed]
    if (next === undefined) return false
    const labelled = this.LA(2).tokenType === t.Colon
    const verb = this.LA(labelled ? 3 : 1).tokenType
    if (holdsOnly.has(verb)) return false
    for (let ahead = 0; ; ahead++) {
      const { startOffset, tokenType } = this.tokenAfter(first, ahead)
      if (startOffset >= next) return true
      if (Number.isNaN(startOffset) || tokenType === t.Semicolon) return false
      if (hasHead.has(verb) && (tokenType === k.THEN || tokenType === k.DO)) return false
    }
  }

  /** Statements up to a word that ends the list; nothing is taken for an end that could not be one here. */
  protected list(end: ReadonlySet<TokenType>): void {
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.statementSlot))
    else
      while (!this.atEnd() && !end.has(this.LA(1).tokenType) && !this.exceptionAhead()) this.SUBRULE(this.statementSlot)
  }

  /** EXCEPTION is a name too. */
  private exceptionAhead(): boolean {
    return this.plsql && this.LA(1).tokenType === k.EXCEPTION && this.LA(2).tokenType === k.WHEN
  }

  /** Declarations up to BEGIN, or the END of a package. */
  declarationList: Rule = this.RULE('declarationList', () => {
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.declarationSlot))
    else while (!this.atEnd() && !endsDeclarations.has(this.LA(1).tokenType)) this.SUBRULE(this.declarationSlot)
  })
}
