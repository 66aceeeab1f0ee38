import { type IToken, isRecognitionException, type TokenType } from 'chevrotain'
import { problemAt, type SyntaxProblem } from '../../sql/lexer.js'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { SimpleStatementsChapter } from './simple-statements.js'
import { terminatorFrom } from './terminator.js'

/** Deepest nesting of statements. Together with the depth of one expression it fits the default call stack of Node. */
export const maxStatementDepth = 100

/**
 * Places for one statement or one declaration. Each recovers alone: what is not understood costs only itself. Problems are
 * kept by the offset of the slot's first token.
 */
export abstract class SlotsChapter extends SimpleStatementsChapter {
  abstract programStatement: Rule
  abstract declaration: Rule

  /** Problems of lost slots by the offset of the slot. */
  lost = new Map<number, SyntaxProblem>()
  /** Offsets of tokens that are nested too deep in one statement. */
  deep: ReadonlySet<number> = new Set()
  private depth = 0

  /** Forgets what is known of the text before. */
  protected startProgram(deep: readonly number[]): void {
    this.lost = new Map()
    this.deep = new Set(deep)
    this.depth = 0
  }

  /** One statement with its semicolon, or the text up to the place where it would end. */
  statementSlot: Rule = this.RULE('statementSlot', () => this.slot(this.programStatement))

  /** One declaration with its semicolon, or the text up to the place where it would end. */
  declarationSlot: Rule = this.RULE('declarationSlot', () => this.slot(this.declaration))

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
        if (!this.atTextEnd()) this.CONSUME(t.Semicolon)
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

  private lose(first: IToken, problem: SyntaxProblem['problem'], at: IToken): void {
    const last = terminatorFrom(first, (ahead) => this.tokenAfter(first, ahead))
    do this.SKIP_TOKEN()
    while (this.LA(0).startOffset < last && !this.atTextEnd())
    const place = Number.isNaN(at.startOffset) ? this.LA(0) : at
    this.lost.set(first.startOffset, {
      ...problemAt(problem, '', place.startOffset, (place.endOffset ?? 0) + 1),
      found: at.image.slice(0, 60),
    })
  }

  /** Tokens from the start of a slot on, however far the parser has come since. */
  private tokenAfter(first: IToken, ahead: number): IToken {
    return this.input[this.indexOf(first) + ahead] ?? this.LA(Number.MAX_SAFE_INTEGER)
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

  /** Whether the statement's own text up to its first semicolon is nested deeper than the call stack holds. */
  private isDeep(first: IToken): boolean {
    if (this.deep.size === 0) return false
    for (let ahead = 0; ; ahead++) {
      const { startOffset, tokenType } = this.tokenAfter(first, ahead)
      if (Number.isNaN(startOffset) || tokenType === t.Semicolon) return false
      if (this.deep.has(startOffset)) return true
    }
  }

  /** Statements up to a word that ends the list. */
  protected list(end: ReadonlySet<TokenType>): void {
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.statementSlot))
    else while (!this.atTextEnd() && !this.endsList(end)) this.SUBRULE(this.statementSlot)
  }

  /** EXCEPTION is a name too. */
  private endsList(end: ReadonlySet<TokenType>): boolean {
    const { tokenType } = this.LA(1)
    return end.has(tokenType) && (tokenType !== k.EXCEPTION || this.LA(2).tokenType === k.WHEN)
  }

  /** Declarations up to BEGIN, or the END of a package. */
  declarationList: Rule = this.RULE('declarationList', () => {
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.declarationSlot))
    else while (!this.atTextEnd() && !this.endsDeclarations()) this.SUBRULE(this.declarationSlot)
  })

  private endsDeclarations(): boolean {
    const { tokenType } = this.LA(1)
    return tokenType === k.BEGIN || tokenType === k.END
  }
}
