import { type TokenType, tokenMatcher } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { TypesChapter } from './types.js'
import * as w from './word-classes.js'

/** Words in front of an argument of some functions: TRIM, XMLELEMENT, XMLSERIALIZE, JSON_OBJECT. */
const beforeArgument = new Set<TokenType>([
  k.LEADING,
  k.TRAILING,
  k.BOTH,
  k.NAME,
  k.EVALNAME,
  k.CONTENT,
  k.DOCUMENT,
  k.KEY,
])
const startsOperand = new Set<TokenType>([
  t.Text,
  t.NationalText,
  t.IntegerNumber,
  t.DecimalNumber,
  w.BindVariable,
  k.FROM,
])

/**
 * What stands between and behind the parentheses of a call, windows included. SQL Language Reference, chapter "Functions".
 * Deviation: any call may have the special syntax of any function; lowering refuses what does not belong to its name.
 */
export abstract class FunctionsChapter extends TypesChapter {
  abstract expression: Rule

  /** `(…)`: children `K_DISTINCT`?, `Star`?, `argument`*, `orderBy`?. */
  callArguments: Rule = this.RULE('callArguments', () => {
    this.CONSUME(t.LeftParen)
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.DISTINCT) },
        { ALT: () => this.CONSUME(k.UNIQUE) },
        { ALT: () => this.CONSUME(k.ALL) },
      ]),
    )
    this.OPTION1({
      GATE: () => this.LA(1).tokenType !== t.RightParen,
      DEF: () =>
        this.OR1([
          { ALT: () => this.CONSUME(t.Star) },
          { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) }) },
        ]),
    })
    this.OPTION2(() => this.SUBRULE(this.orderBy))
    this.CONSUME(t.RightParen)
  })

  /** Children `parameter`?, `word`?, `expression`?, `callClause`*. */
  argument: Rule = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === w.FatArrow,
      DEF: () => {
        this.SUBRULE(this.identifier, { LABEL: 'parameter' })
        this.CONSUME(w.FatArrow)
      },
    })
    this.OPTION1({
      GATE: () => this.wordBeforeArgument(),
      DEF: () => this.CONSUME(t.AnyName, { LABEL: 'word' }),
    })
    this.OPTION2({
      GATE: () => this.LA(1).tokenType !== k.FROM,
      DEF: () => this.SUBRULE(this.expression),
    })
    this.MANY(() => this.SUBRULE(this.callClause))
  })

  private wordBeforeArgument(): boolean {
    if (!beforeArgument.has(this.LA(1).tokenType)) return false
    const second = this.LA(2)
    return startsOperand.has(second.tokenType) || (tokenMatcher(second, t.AnyName) && !tokenMatcher(second, t.Infix))
  }

  /** What may stand behind an argument of some function. Runs of words are left to lowering. */
  callClause: Rule = this.RULE('callClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.FROM)
          this.SUBRULE(this.expression)
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.AS) }, { ALT: () => this.CONSUME(k.RETURNING) }])
          this.SUBRULE(this.dataType)
        },
        // The words of this alternative and the next ones are names too; the last one takes what they leave.
        IGNORE_AMBIGUITIES: true,
      },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(k.USING) }, { ALT: () => this.CONSUME(k.DEFAULT) }])
          this.SUBRULE1(this.expression)
        },
        IGNORE_AMBIGUITIES: true,
      },
      {
        // PASSING and VALUE are names too; what follows an argument is none.
        GATE: () => this.LA(1).tokenType === k.PASSING || this.LA(1).tokenType === k.VALUE,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.OR3([{ ALT: () => this.CONSUME(k.PASSING) }, { ALT: () => this.CONSUME(k.VALUE) }])
          this.OPTION({
            GATE: () => this.LA(1).tokenType === k.BY,
            DEF: () => {
              this.CONSUME(k.BY)
              this.CONSUME1(k.VALUE)
            },
          })
          this.SUBRULE2(this.expression)
        },
      },
      {
        ALT: () => {
          this.OR4([
            { ALT: () => this.CONSUME(k.NULL) },
            { ALT: () => this.CONSUME(k.ON) },
            { ALT: () => this.CONSUME(k.WITH) },
            { ALT: () => this.CONSUME1(t.AnyName, { LABEL: 'clauseWord' }) },
          ])
          this.MANY(() => this.SUBRULE(this.clauseWord))
        },
      },
    ])
  })

  clauseWord: Rule = this.RULE('clauseWord', () => {
    this.OR([
      {
        GATE: () => this.LA(1).tokenType !== k.DEFAULT && this.LA(1).tokenType !== k.RETURNING,
        ALT: () => this.CONSUME(t.AnyName),
      },
      { ALT: () => this.CONSUME(t.Text) },
      { ALT: () => this.CONSUME(k.ON) },
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.CONSUME(k.WITH) },
      { ALT: () => this.CONSUME(k.UNIQUE) },
      { ALT: () => this.CONSUME(t.IntegerNumber) },
    ])
  })

  /** Behind the closing parenthesis: FROM FIRST, IGNORE NULLS, WITHIN GROUP, KEEP, OVER. */
  callTail: Rule = this.RULE('callTail', () => {
    this.OPTION({
      GATE: () => this.fromFirst(),
      DEF: () => {
        this.CONSUME(k.FROM)
        this.OR([{ ALT: () => this.CONSUME(k.FIRST) }, { ALT: () => this.CONSUME(k.LAST) }])
      },
    })
    this.OPTION1({
      GATE: () => this.LA(2).tokenType === k.NULLS,
      DEF: () => {
        this.OR1([{ ALT: () => this.CONSUME(k.RESPECT) }, { ALT: () => this.CONSUME(k.IGNORE) }])
        this.CONSUME(k.NULLS)
      },
    })
    this.OPTION2({ GATE: () => this.LA(2).tokenType === k.GROUP, DEF: () => this.SUBRULE(this.withinGroup) })
    this.OPTION3({ GATE: () => this.LA(2).tokenType === t.LeftParen, DEF: () => this.SUBRULE(this.keepClause) })
    this.OPTION4(() => {
      this.CONSUME(k.OVER)
      this.OR2([{ ALT: () => this.SUBRULE(this.identifier) }, { ALT: () => this.SUBRULE(this.windowSpec) }])
    })
  })

  private fromFirst(): boolean {
    const second = this.LA(2).tokenType
    if (this.LA(1).tokenType !== k.FROM || (second !== k.FIRST && second !== k.LAST)) return false
    const third = this.LA(3).tokenType
    return third === k.OVER || third === k.RESPECT || third === k.IGNORE
  }

  withinGroup: Rule = this.RULE('withinGroup', () => {
    this.CONSUME(k.WITHIN)
    this.CONSUME(k.GROUP)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.orderBy)
    this.CONSUME(t.RightParen)
  })

  /** `KEEP (DENSE_RANK FIRST ORDER BY a)`. */
  keepClause: Rule = this.RULE('keepClause', () => {
    this.CONSUME(k.KEEP)
    this.CONSUME(t.LeftParen)
    this.CONSUME(t.Identifier)
    this.OR([{ ALT: () => this.CONSUME(k.FIRST) }, { ALT: () => this.CONSUME(k.LAST) }])
    this.SUBRULE(this.orderBy)
    this.CONSUME(t.RightParen)
  })

  /** SQL Language Reference, "Analytic Functions". */
  windowSpec: Rule = this.RULE('windowSpec', () => {
    this.CONSUME(t.LeftParen)
    this.OPTION({
      GATE: () => !frameWords.has(this.LA(1).tokenType) && this.LA(1).tokenType !== k.PARTITION,
      DEF: () => this.SUBRULE(this.identifier),
    })
    this.OPTION1(() => {
      this.CONSUME(k.PARTITION)
      this.CONSUME(k.BY)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    })
    this.OPTION2(() => this.SUBRULE(this.orderBy))
    this.OPTION3(() => this.SUBRULE(this.windowFrame))
    this.CONSUME(t.RightParen)
  })

  windowFrame: Rule = this.RULE('windowFrame', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.ROWS) },
      { ALT: () => this.CONSUME(k.RANGE) },
      { ALT: () => this.CONSUME(k.GROUPS) },
    ])
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(k.BETWEEN)
          this.SUBRULE(this.frameBound)
          this.CONSUME(k.AND)
          this.SUBRULE1(this.frameBound)
        },
      },
      { ALT: () => this.SUBRULE2(this.frameBound) },
    ])
    // EXCLUDE and what it leaves out.
    this.OPTION(() => {
      this.CONSUME(k.EXCLUDE)
      this.MANY(() => this.SUBRULE(this.clauseWord))
    })
  })

  frameBound: Rule = this.RULE('frameBound', () => {
    const first = this.LA(1).tokenType
    this.OR([
      // UNBOUNDED and CURRENT are names too; here they are the keywords.
      { GATE: () => first === k.UNBOUNDED, IGNORE_AMBIGUITIES: true, ALT: () => this.CONSUME(k.UNBOUNDED) },
      {
        GATE: () => first === k.CURRENT && this.LA(2).tokenType === k.ROW,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.CURRENT)
          this.CONSUME(k.ROW)
        },
      },
      { ALT: () => this.SUBRULE(this.expression) },
    ])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.PRECEDING) }, { ALT: () => this.CONSUME(k.FOLLOWING) }]))
  })

  /** `ORDER [SIBLINGS] BY a, b DESC NULLS LAST`. */
  orderBy: Rule = this.RULE('orderBy', () => {
    this.CONSUME(k.ORDER)
    this.OPTION(() => this.CONSUME(k.SIBLINGS))
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.orderItem) })
  })

  orderItem: Rule = this.RULE('orderItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.ASC) }, { ALT: () => this.CONSUME(k.DESC) }]))
    this.OPTION1(() => {
      this.CONSUME(k.NULLS)
      this.OR1([{ ALT: () => this.CONSUME(k.FIRST) }, { ALT: () => this.CONSUME(k.LAST) }])
    })
  })
}

const frameWords = new Set<TokenType>([k.ROWS, k.RANGE, k.GROUPS])
