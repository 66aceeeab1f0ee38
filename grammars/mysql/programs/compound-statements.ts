import { type IOrAlt, type IToken, isRecognitionException, type TokenType } from 'chevrotain'
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

/** What may end a list of statements. */
const ends = {
  block: new Set<TokenType>([k.END]),
  if: new Set<TokenType>([k.END, k.ELSE, k.ELSEIF]),
  case: new Set<TokenType>([k.END, k.ELSE, k.WHEN]),
  repeat: new Set<TokenType>([k.END, k.UNTIL]),
}

/**
 * Blocks and the statements that hold others. Manual section "Compound Statement Syntax". Every statement is read in a slot
 * that recovers alone: a statement that is not understood costs only itself. An END that the text ends without is left out;
 * lowering sees that it is not there.
 */
export abstract class CompoundStatementsChapter extends SimpleStatementsChapter {
  /** Problems of lost slots by the offset of the slot. */
  lost = new Map<number, SyntaxProblem>()
  /** Offsets of tokens that are nested too deep in one statement, ascending. */
  deep: readonly number[] = []
  private depth = 0
  /** How many of `deep` lie behind; slots come in the order of the text. */
  private passed = 0
  private alternatives: IOrAlt<unknown>[] | undefined

  /** Forgets what is known of the text before. */
  protected startProgram(deep: readonly number[]): void {
    this.lost = new Map()
    this.deep = deep
    this.depth = 0
    this.passed = 0
  }

  /** One statement with its semicolon, or the text up to the place where it would end. */
  statementSlot: Rule = this.RULE('statementSlot', () => {
    if (this.RECORDING_PHASE) {
      this.SUBRULE(this.programStatement)
      this.CONSUME(t.Semicolon)
      return
    }
    const first = this.LA(1)
    const known = this.errors.length
    this.depth++
    try {
      if (this.depth > maxStatementDepth || this.isDeep(first)) this.lose(first, 'too-deep', first)
      else {
        this.SUBRULE(this.programStatement)
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
  })

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
  private list(end: ReadonlySet<TokenType>): void {
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.statementSlot))
    else while (!this.atEnd() && !end.has(this.LA(1).tokenType)) this.SUBRULE(this.statementSlot)
  }

  blockList: Rule = this.RULE('blockList', () => this.list(ends.block))
  ifList: Rule = this.RULE('ifList', () => this.list(ends.if))
  caseList: Rule = this.RULE('caseList', () => this.list(ends.case))
  repeatList: Rule = this.RULE('repeatList', () => this.list(ends.repeat))

  /** A statement without its semicolon: children `label`? and one of the statements. */
  programStatement: Rule = this.RULE('programStatement', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType === t.Colon, DEF: () => this.SUBRULE(this.label) })
    this.OR(
      (this.alternatives ??= [
        {
          GATE: () => this.changeBehindWith(),
          ALT: () => this.SUBRULE(this.changeWithTables),
          // A query may begin with the same tables; the gate looks behind them.
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.query) },
        { ALT: () => this.SUBRULE(this.setStatement) },
        { ALT: () => this.SUBRULE(this.ifStatement) },
        { ALT: () => this.SUBRULE(this.declaration) },
        { ALT: () => this.SUBRULE(this.insertStatement) },
        { ALT: () => this.SUBRULE(this.updateStatement) },
        { ALT: () => this.SUBRULE(this.deleteStatement) },
        { ALT: () => this.SUBRULE(this.block) },
        { ALT: () => this.SUBRULE(this.cursorStatement) },
        { ALT: () => this.SUBRULE(this.callStatement) },
        { ALT: () => this.SUBRULE(this.jumpStatement) },
        { ALT: () => this.SUBRULE(this.returnStatement) },
        { ALT: () => this.SUBRULE(this.loopStatement) },
        { ALT: () => this.SUBRULE(this.whileStatement) },
        { ALT: () => this.SUBRULE(this.repeatStatement) },
        { ALT: () => this.SUBRULE(this.forStatement) },
        { ALT: () => this.SUBRULE(this.caseStatement) },
        { ALT: () => this.SUBRULE(this.signalStatement) },
        { ALT: () => this.SUBRULE(this.diagnosticsStatement) },
        { ALT: () => this.SUBRULE(this.transactionStatement) },
        {
          GATE: () => this.LA(1).tokenType !== k.DROP || this.LA(2).tokenType === k.PREPARE,
          ALT: () => this.SUBRULE(this.preparedStatement),
          // DROP PREPARE; the gate looks at the second word.
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.definitionStatement) },
        { ALT: () => this.SUBRULE(this.doStatement) },
        { ALT: () => this.SUBRULE(this.loadStatement) },
        { ALT: () => this.SUBRULE(this.commandStatement) },
      ]),
    )
  })

  label: Rule = this.RULE('label', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(t.Colon)
  })

  block: Rule = this.RULE('block', () => {
    this.CONSUME(k.BEGIN)
    this.OPTION(() => {
      this.CONSUME(k.NOT)
      this.CONSUME(k.ATOMIC)
    })
    this.SUBRULE(this.blockList)
    this.OPTION1(() => {
      this.CONSUME(k.END)
      this.OPTION2(() => this.SUBRULE(this.identifier))
    })
  })

  /** DECLARE. Deviation: it may stand anywhere; lowering knows that it belongs in front. */
  declaration: Rule = this.RULE('declaration', () => {
    this.CONSUME(k.DECLARE)
    this.OR([
      { ALT: () => this.SUBRULE(this.handler) },
      {
        GATE: () => this.LA(2).tokenType === k.CONDITION,
        ALT: () => this.SUBRULE(this.conditionDeclaration),
        // All begin with a name; the gates look at the word behind it.
        IGNORE_AMBIGUITIES: true,
      },
      {
        GATE: () => this.LA(2).tokenType === k.CURSOR,
        ALT: () => this.SUBRULE(this.cursorDeclaration),
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.variableDeclaration) },
    ])
  })

  variableDeclaration: Rule = this.RULE('variableDeclaration', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.identifier) })
    this.SUBRULE(this.declaredType)
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(k.DEFAULT) }, { ALT: () => this.CONSUME(t.Assign) }])
      this.SUBRULE(this.expression)
    })
  })

  /** A data type; MariaDB also has TYPE OF a column, ROW TYPE OF a table or cursor, and ROW (…). */
  declaredType: Rule = this.RULE('declaredType', () => {
    const second = this.LA(2).tokenType
    // The words are names of types for the grammar; the gates look at what follows.
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.TYPE && second === k.OF,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.TYPE)
          this.CONSUME(k.OF)
          this.SUBRULE(this.columnPath)
        },
      },
      {
        GATE: () => this.LA(1).tokenType === k.ROW && second === k.TYPE,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.ROW)
          this.CONSUME1(k.TYPE)
          this.CONSUME1(k.OF)
          this.SUBRULE1(this.columnPath)
        },
      },
      {
        GATE: () => this.LA(1).tokenType === k.ROW && second === t.LeftParen,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME1(k.ROW)
          this.CONSUME(t.LeftParen)
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.typedName) })
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.SUBRULE(this.dataType) },
    ])
  })

  typedName: Rule = this.RULE('typedName', () => {
    this.SUBRULE(this.identifier)
    this.SUBRULE(this.declaredType)
  })

  conditionDeclaration: Rule = this.RULE('conditionDeclaration', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(k.CONDITION)
    this.CONSUME(k.FOR)
    this.SUBRULE(this.condition)
  })

  cursorDeclaration: Rule = this.RULE('cursorDeclaration', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(k.CURSOR)
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.MANY_SEP({
        SEP: t.Comma,
        DEF: () => {
          this.OPTION1(() => this.CONSUME(k.IN))
          this.SUBRULE(this.typedName)
        },
      })
      this.CONSUME(t.RightParen)
    })
    this.CONSUME(k.FOR)
    this.OR([{ ALT: () => this.SUBRULE(this.query) }, { ALT: () => this.SUBRULE1(this.identifier) }])
  })

  handler: Rule = this.RULE('handler', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.CONTINUE) },
      { ALT: () => this.CONSUME(k.EXIT) },
      { ALT: () => this.CONSUME(k.UNDO) },
    ])
    this.CONSUME(k.HANDLER)
    this.CONSUME(k.FOR)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.condition) })
    this.SUBRULE(this.programStatement)
  })

  ifStatement: Rule = this.RULE('ifStatement', () => {
    this.CONSUME(k.IF)
    this.SUBRULE(this.ifBranch)
    this.MANY(() => {
      this.CONSUME(k.ELSEIF)
      this.SUBRULE1(this.ifBranch)
    })
    this.OPTION(() => this.SUBRULE(this.elseBranch))
    this.OPTION1(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.IF)
    })
  })

  ifBranch: Rule = this.RULE('ifBranch', () => {
    this.SUBRULE(this.expression)
    this.CONSUME(k.THEN)
    this.SUBRULE(this.ifList)
  })

  elseBranch: Rule = this.RULE('elseBranch', () => {
    this.CONSUME(k.ELSE)
    this.SUBRULE(this.blockList)
  })

  caseStatement: Rule = this.RULE('caseStatement', () => {
    this.CONSUME(k.CASE)
    this.OPTION(() => this.SUBRULE(this.expression))
    this.AT_LEAST_ONE(() => this.SUBRULE(this.whenBranch))
    this.OPTION1(() => this.SUBRULE(this.elseBranch))
    this.OPTION2(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.CASE)
    })
  })

  whenBranch: Rule = this.RULE('whenBranch', () => {
    this.CONSUME(k.WHEN)
    this.SUBRULE(this.expression)
    this.CONSUME(k.THEN)
    this.SUBRULE(this.caseList)
  })

  loopStatement: Rule = this.RULE('loopStatement', () => {
    this.CONSUME(k.LOOP)
    this.SUBRULE(this.blockList)
    this.OPTION(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.LOOP)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
  })

  whileStatement: Rule = this.RULE('whileStatement', () => {
    this.CONSUME(k.WHILE)
    this.SUBRULE(this.expression)
    this.CONSUME(k.DO)
    this.SUBRULE(this.blockList)
    this.OPTION(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.WHILE)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
  })

  repeatStatement: Rule = this.RULE('repeatStatement', () => {
    this.CONSUME(k.REPEAT)
    this.SUBRULE(this.repeatList)
    this.OPTION(() => {
      this.CONSUME(k.UNTIL)
      this.SUBRULE(this.expression)
    })
    this.OPTION1(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.REPEAT)
      this.OPTION2(() => this.SUBRULE(this.identifier))
    })
  })

  /** MariaDB manual section "FOR": over a range, a query or a cursor. */
  forStatement: Rule = this.RULE('forStatement', () => {
    this.CONSUME(k.FOR)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.IN)
    this.OR([
      {
        // A range may begin like the others; the gate looks for its two periods.
        GATE: () => this.rangeAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.forRange),
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.query)
          this.CONSUME(t.RightParen)
        },
      },
      {
        ALT: () => {
          this.SUBRULE1(this.identifier)
          this.OPTION(() => this.SUBRULE(this.plainArguments))
        },
      },
    ])
    this.CONSUME(k.DO)
    this.SUBRULE(this.blockList)
    this.OPTION1(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.FOR)
      this.OPTION2(() => this.SUBRULE2(this.identifier))
    })
  })

  forRange: Rule = this.RULE('forRange', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType !== t.DotDot, DEF: () => this.CONSUME(k.REVERSE) })
    this.SUBRULE(this.expression)
    this.CONSUME(t.DotDot)
    this.SUBRULE1(this.expression)
  })

  private rangeAhead(): boolean {
    for (let at = 1; ; at++) {
      const { tokenType, startOffset } = this.LA(at)
      if (tokenType === t.DotDot) return true
      if (Number.isNaN(startOffset) || tokenType === k.DO || tokenType === t.Semicolon) return false
    }
  }
}
