import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import * as w from '../word-classes.js'
import { SlotsChapter } from './slots.js'

/** What may end a list of statements. */
const ends = {
  block: new Set<TokenType>([k.END, k.EXCEPTION]),
  if: new Set<TokenType>([k.END, k.ELSE, k.ELSIF]),
  case: new Set<TokenType>([k.END, k.ELSE, k.WHEN]),
}

/** Words that begin a statement unless what follows makes them a name. */
const verbs = new Map<TokenType, ReadonlySet<TokenType>>()
const namesGoOn = new Set<TokenType>([t.Assign, t.Dot, t.LeftParen, t.Percent, t.AtSign])
const assigns = new Set<TokenType>([t.Assign, t.Dot])
for (const word of [
  k.EXIT,
  k.CONTINUE,
  k.GOTO,
  k.RAISE,
  k.PIPE,
  k.OPEN,
  k.FETCH,
  k.CLOSE,
  k.EXECUTE,
  k.COMMIT,
  k.MERGE,
])
  verbs.set(word, namesGoOn)
for (const word of [k.ROLLBACK, k.SAVEPOINT, k.FORALL, k.PRAGMA]) verbs.set(word, namesGoOn)
for (const word of [k.RETURN, k.WHILE, k.LOOP]) verbs.set(word, assigns)

/** Blocks and the statements that hold others. */
export abstract class CompoundStatementsChapter extends SlotsChapter {
  /** One statement without its semicolon: children `labelMark`* and one of the statements. */
  programStatement: Rule = this.RULE('programStatement', () => {
    this.MANY(() => this.SUBRULE(this.labelMark))
    const is = (type: TokenType) => () => this.LA(1).tokenType === type && this.isVerb()
    // Words that are names too are told apart by what follows, hence the ambiguities.
    const verb = (type: TokenType, rule: Rule) => ({
      GATE: is(type),
      IGNORE_AMBIGUITIES: true,
      ALT: () => this.SUBRULE(rule),
    })
    this.OR([
      verb(k.EXIT, this.jumpStatement),
      { GATE: is(k.CONTINUE), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE1(this.jumpStatement) },
      verb(k.GOTO, this.gotoStatement),
      verb(k.RETURN, this.returnStatement),
      verb(k.RAISE, this.raiseStatement),
      verb(k.PIPE, this.pipeStatement),
      verb(k.OPEN, this.openStatement),
      verb(k.FETCH, this.fetchStatement),
      verb(k.CLOSE, this.closeStatement),
      verb(k.EXECUTE, this.executeStatement),
      verb(k.COMMIT, this.transactionStatement),
      { GATE: is(k.ROLLBACK), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE1(this.transactionStatement) },
      { GATE: is(k.SAVEPOINT), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE2(this.transactionStatement) },
      verb(k.MERGE, this.mergeStatement),
      verb(k.FORALL, this.forallStatement),
      verb(k.PRAGMA, this.pragma),
      verb(k.LOOP, this.loopStatement),
      verb(k.WHILE, this.whileStatement),
      {
        GATE: () => this.LA(1).tokenType === t.LeftParen && this.selfAhead(2),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.aboveStatement),
      },
      { ALT: () => this.SUBRULE(this.nullStatement) },
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.caseStatement) },
      { ALT: () => this.SUBRULE(this.forStatement) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.insertStatement) },
      { ALT: () => this.SUBRULE(this.updateStatement) },
      { ALT: () => this.SUBRULE(this.deleteStatement) },
      { ALT: () => this.SUBRULE(this.query) },
      { ALT: () => this.SUBRULE(this.lockStatement) },
      { ALT: () => this.SUBRULE(this.commandStatement) },
      { ALT: () => this.SUBRULE(this.nameStatement) },
    ])
  })

  private isVerb(): boolean {
    return verbs.get(this.LA(1).tokenType)?.has(this.LA(2).tokenType) === false
  }

  /** `<<name>>`. */
  labelMark: Rule = this.RULE('labelMark', () => {
    this.CONSUME(w.LabelStart)
    this.SUBRULE(this.identifier)
    this.CONSUME(w.LabelEnd)
  })

  blockList: Rule = this.RULE('blockList', () => this.list(ends.block))
  ifList: Rule = this.RULE('ifList', () => this.list(ends.if))
  caseList: Rule = this.RULE('caseList', () => this.list(ends.case))

  /** `[DECLARE …] BEGIN … [EXCEPTION …] END [name]`. */
  block: Rule = this.RULE('block', () => {
    this.OPTION(() => {
      this.CONSUME(k.DECLARE)
      this.SUBRULE(this.declarationList)
    })
    this.SUBRULE(this.blockBody)
  })

  /** `BEGIN … [EXCEPTION …] END [name]`. An END that the text ends without is left out; lowering sees that it is not there. */
  blockBody: Rule = this.RULE('blockBody', () => {
    this.CONSUME(k.BEGIN)
    this.SUBRULE(this.blockList)
    this.OPTION(() => {
      this.CONSUME(k.EXCEPTION)
      this.MANY(() => this.SUBRULE(this.exceptionBranch))
    })
    this.OPTION1(() => {
      this.CONSUME(k.END)
      this.OPTION2(() => this.SUBRULE(this.identifier))
    })
  })

  /** `WHEN a OR p.b THEN …`. */
  exceptionBranch: Rule = this.RULE('exceptionBranch', () => {
    this.CONSUME(k.WHEN)
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => {
      this.CONSUME(k.OR)
      this.SUBRULE1(this.qualifiedName)
    })
    this.CONSUME(k.THEN)
    this.SUBRULE(this.caseList)
  })

  ifStatement: Rule = this.RULE('ifStatement', () => {
    this.CONSUME(k.IF)
    this.SUBRULE(this.ifBranch)
    this.MANY(() => {
      this.CONSUME(k.ELSIF)
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
    this.SUBRULE(this.ifList)
  })

  caseStatement: Rule = this.RULE('caseStatement', () => {
    this.CONSUME(k.CASE)
    this.OPTION(() => this.SUBRULE(this.expression))
    this.AT_LEAST_ONE(() => this.SUBRULE(this.whenBranch))
    this.OPTION1(() => this.SUBRULE(this.elseBranch))
    this.OPTION2(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.CASE)
      this.OPTION3(() => this.SUBRULE(this.identifier))
    })
  })

  whenBranch: Rule = this.RULE('whenBranch', () => {
    this.CONSUME(k.WHEN)
    this.SUBRULE(this.expression)
    this.CONSUME(k.THEN)
    this.SUBRULE(this.caseList)
  })

  /** `LOOP … END LOOP [name]`. */
  loopStatement: Rule = this.RULE('loopStatement', () => {
    this.CONSUME(k.LOOP)
    this.SUBRULE(this.ifList)
    this.OPTION(() => {
      this.CONSUME(k.END)
      this.CONSUME1(k.LOOP)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
  })

  whileStatement: Rule = this.RULE('whileStatement', () => {
    this.CONSUME(k.WHILE)
    this.SUBRULE(this.expression)
    this.SUBRULE(this.loopStatement)
  })

  /** `FOR i IN [REVERSE] a..b LOOP`, `FOR r IN c(x) LOOP`, `FOR r IN (SELECT …) LOOP`. */
  forStatement: Rule = this.RULE('forStatement', () => {
    this.CONSUME(k.FOR)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.IN)
    this.OR([
      { GATE: () => this.rangeAhead(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.forRange) },
      {
        GATE: () => this.LA(1).tokenType === t.LeftParen && this.queryAhead(2),
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.query)
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.SUBRULE(this.columnOrCall) },
    ])
    this.SUBRULE(this.loopStatement)
  })

  forRange: Rule = this.RULE('forRange', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType !== t.DotDot, DEF: () => this.CONSUME(k.REVERSE) })
    this.SUBRULE(this.expression)
    this.CONSUME(t.DotDot)
    this.SUBRULE1(this.expression)
  })

  /** `FORALL i IN a..b | INDICES OF c | VALUES OF c [SAVE EXCEPTIONS] statement`. */
  forallStatement: Rule = this.RULE('forallStatement', () => {
    this.CONSUME(k.FORALL)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.IN)
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.INDICES && this.LA(2).tokenType === k.OF,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.INDICES)
          this.CONSUME(k.OF)
          this.SUBRULE(this.columnOrCall)
          this.OPTION(() => {
            this.CONSUME(k.BETWEEN)
            this.SUBRULE(this.expression)
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.VALUES)
          this.CONSUME1(k.OF)
          this.SUBRULE1(this.columnOrCall)
        },
      },
      { ALT: () => this.SUBRULE(this.forRange) },
    ])
    this.OPTION1(() => {
      this.CONSUME(k.SAVE)
      this.CONSUME(k.EXCEPTIONS)
    })
    this.OR1([
      { ALT: () => this.SUBRULE(this.insertStatement) },
      { ALT: () => this.SUBRULE(this.updateStatement) },
      { ALT: () => this.SUBRULE(this.deleteStatement) },
      { ALT: () => this.SUBRULE(this.mergeStatement) },
      { ALT: () => this.SUBRULE(this.executeStatement) },
    ])
  })

  private rangeAhead(): boolean {
    for (let at = 1; ; at++) {
      const { tokenType, startOffset } = this.LA(at)
      if (tokenType === t.DotDot) return true
      if (Number.isNaN(startOffset) || tokenType === k.LOOP || tokenType === t.Semicolon) return false
    }
  }
}
