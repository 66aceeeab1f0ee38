import type { IOrAlt, TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { SlotsChapter } from './slots.js'

const endsRange = new Set<TokenType>([k.DO, k.LOOP, t.Semicolon])

/** What may end a list of statements. */
const ends = {
  block: new Set<TokenType>([k.END]),
  if: new Set<TokenType>([k.END, k.ELSE, k.ELSEIF, k.ELSIF]),
  case: new Set<TokenType>([k.END, k.ELSE, k.WHEN]),
  repeat: new Set<TokenType>([k.END, k.UNTIL]),
}

/**
 * Blocks and the statements that hold others. Manual section "Compound Statement Syntax". Every statement is read in a slot
 * that recovers alone: a statement that is not understood costs only itself. An END that the text ends without is left out;
 * lowering sees that it is not there.
 */
export abstract class CompoundStatementsChapter extends SlotsChapter {
  abstract labelMark: Rule
  abstract nameStatement: Rule
  abstract plsqlStatement: Rule
  abstract exceptionBranch: Rule
  abstract percentType: Rule
  private alternatives: IOrAlt<unknown>[] | undefined

  blockList: Rule = this.RULE('blockList', () => this.list(ends.block))
  ifList: Rule = this.RULE('ifList', () => this.list(ends.if))
  caseList: Rule = this.RULE('caseList', () => this.list(ends.case))
  repeatList: Rule = this.RULE('repeatList', () => this.list(ends.repeat))

  /** A statement without its semicolon: children `label`? and one of the statements. */
  programStatement: Rule = this.RULE('programStatement', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType === t.Colon, DEF: () => this.SUBRULE(this.label) })
    this.MANY(() => this.SUBRULE(this.labelMark))
    this.OR(
      (this.alternatives ??= [
        // Words of the other language begin statements of this one too; the gates tell them apart.
        { GATE: () => this.nameAhead(), ALT: () => this.SUBRULE(this.nameStatement), IGNORE_AMBIGUITIES: true },
        { GATE: () => this.plsqlAhead(), ALT: () => this.SUBRULE(this.plsqlStatement), IGNORE_AMBIGUITIES: true },
        {
          GATE: () => this.changeBehindWith(),
          ALT: () => this.SUBRULE(this.changeWithTables),
          // A query may begin with the same tables; the gate looks behind them.
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.query) },
        { ALT: () => this.SUBRULE(this.setStatement) },
        { ALT: () => this.SUBRULE(this.ifStatement) },
        { GATE: () => !this.plsql, ALT: () => this.SUBRULE(this.declaration), IGNORE_AMBIGUITIES: true },
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

  /** `[DECLARE …] BEGIN … [EXCEPTION …] END`; the parts in brackets are those of sql_mode=ORACLE. */
  block: Rule = this.RULE('block', () => {
    this.OPTION3(() => {
      this.CONSUME(k.DECLARE)
      this.SUBRULE(this.declarationList)
    })
    this.CONSUME(k.BEGIN)
    this.OPTION(() => {
      this.CONSUME(k.NOT)
      this.CONSUME(k.ATOMIC)
    })
    this.SUBRULE(this.blockList)
    this.OPTION4({
      GATE: () => this.plsql,
      DEF: () => {
        this.CONSUME(k.EXCEPTION)
        this.AT_LEAST_ONE(() => this.SUBRULE(this.exceptionBranch))
      },
    })
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
      { GATE: () => this.percentAhead(), ALT: () => this.SUBRULE(this.percentType), IGNORE_AMBIGUITIES: true },
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
      this.OR([{ ALT: () => this.CONSUME(k.ELSEIF) }, { ALT: () => this.CONSUME(k.ELSIF) }])
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
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.DO)
          this.SUBRULE(this.blockList)
          this.OPTION(() => {
            this.CONSUME(k.END)
            this.CONSUME1(k.WHILE)
            this.OPTION1(() => this.SUBRULE(this.identifier))
          })
        },
      },
      { ALT: () => this.SUBRULE(this.loopStatement) },
    ])
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
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(k.DO)
          this.SUBRULE(this.blockList)
          this.OPTION1(() => {
            this.CONSUME(k.END)
            this.CONSUME1(k.FOR)
            this.OPTION2(() => this.SUBRULE2(this.identifier))
          })
        },
      },
      { ALT: () => this.SUBRULE(this.loopStatement) },
    ])
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
      if (Number.isNaN(startOffset) || endsRange.has(tokenType)) return false
    }
  }

  protected abstract nameAhead(): boolean
  protected abstract plsqlAhead(): boolean
  protected abstract percentAhead(): boolean
}
