import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { TypesChapter } from './types.js'

/**
 * What stands between and behind the parentheses of a call, windows included. Manual chapters "Aggregate Functions" and
 * "Window Functions". Deviation: any call may have the special syntax of any function (FROM, FOR, SEPARATOR …); lowering
 * refuses what does not belong to the function's name.
 */
export abstract class FunctionsChapter extends TypesChapter {
  abstract expression: Rule
  abstract prefixedOperand: Rule
  abstract literal: Rule

  callArguments: Rule = this.RULE('callArguments', () => {
    this.CONSUME(t.LeftParen)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.DISTINCT) }, { ALT: () => this.CONSUME(k.ALL) }]))
    this.OPTION1(() =>
      this.OR1([
        { ALT: () => this.CONSUME(k.LEADING) },
        { ALT: () => this.CONSUME(k.TRAILING) },
        { ALT: () => this.CONSUME(k.BOTH) },
      ]),
    )
    this.OPTION2(() =>
      this.OR2([
        { ALT: () => this.CONSUME(t.Star) },
        { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) }) },
      ]),
    )
    this.MANY(() => this.SUBRULE(this.callClause))
    this.CONSUME(t.RightParen)
  })

  /** What may stand behind the arguments of some function. */
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
          this.CONSUME(k.FOR)
          this.SUBRULE1(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.IN)
          this.SUBRULE2(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.USING)
          this.SUBRULE(this.nameOrText)
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.AS) }, { ALT: () => this.CONSUME(k.RETURNING) }])
          this.SUBRULE(this.castType)
        },
      },
      { ALT: () => this.SUBRULE(this.orderBy) },
      {
        ALT: () => {
          this.CONSUME(k.SEPARATOR)
          this.OR2([{ ALT: () => this.SUBRULE(this.literal) }, { ALT: () => this.CONSUME(t.Hole) }])
        },
      },
      { ALT: () => this.SUBRULE(this.limit) },
      { ALT: () => this.SUBRULE(this.jsonAction) },
    ])
  })

  /** `NULL ON EMPTY`, `ERROR ON ERROR`, `DEFAULT 'x' ON EMPTY`. */
  jsonAction: Rule = this.RULE('jsonAction', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.CONSUME(k.ERROR, { LABEL: 'action' }) },
      {
        ALT: () => {
          this.CONSUME(k.DEFAULT)
          this.SUBRULE(this.prefixedOperand)
        },
      },
    ])
    this.CONSUME(k.ON)
    this.OR1([
      { ALT: () => this.CONSUME(k.EMPTY, { LABEL: 'on' }) },
      { ALT: () => this.CONSUME1(k.ERROR, { LABEL: 'on' }) },
    ])
  })

  /** Behind the closing parenthesis: FROM FIRST, IGNORE NULLS, WITHIN GROUP, OVER. All are words that may be an alias or a clause too. */
  callTail: Rule = this.RULE('callTail', () => {
    this.OPTION({
      GATE: () => this.LA(1).tokenType === k.FROM && this.isFromFirst(),
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
    this.OPTION2({
      GATE: () => this.LA(2).tokenType === k.GROUP,
      DEF: () => {
        this.CONSUME(k.WITHIN)
        this.CONSUME(k.GROUP)
        this.CONSUME(t.LeftParen)
        this.SUBRULE(this.orderBy)
        this.CONSUME(t.RightParen)
      },
    })
    this.OPTION3(() => {
      this.CONSUME(k.OVER)
      this.OR2([{ ALT: () => this.SUBRULE(this.identifier) }, { ALT: () => this.SUBRULE(this.windowSpec) }])
    })
  })

  /** Manual section "Window Function Concepts and Syntax". */
  windowSpec: Rule = this.RULE('windowSpec', () => {
    this.CONSUME(t.LeftParen)
    this.OPTION({
      GATE: () => this.LA(1).tokenType !== k.ROWS && this.LA(1).tokenType !== k.GROUPS,
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
  })

  frameBound: Rule = this.RULE('frameBound', () => {
    const first = this.LA(1).tokenType
    this.OR([
      {
        GATE: () => first === k.UNBOUNDED,
        // UNBOUNDED and CURRENT are names too; here they are the keywords.
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.CONSUME(k.UNBOUNDED),
      },
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

  /** `ORDER BY a, b DESC`. */
  orderBy: Rule = this.RULE('orderBy', () => {
    this.CONSUME(k.ORDER)
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.orderItem) })
  })

  orderItem: Rule = this.RULE('orderItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.ASC) }, { ALT: () => this.CONSUME(k.DESC) }]))
  })

  /** `LIMIT n`, `LIMIT skip, n`, `LIMIT n OFFSET skip`: children `first`, `second`?, `K_OFFSET`?. */
  limit: Rule = this.RULE('limit', () => {
    this.CONSUME(k.LIMIT)
    this.OPTION({
      GATE: () => !this.examinesRows(),
      DEF: () => {
        this.SUBRULE(this.expression, { LABEL: 'first' })
        this.OPTION1(() => {
          this.OR([{ ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(k.OFFSET) }])
          this.SUBRULE1(this.expression, { LABEL: 'second' })
        })
      },
    })
    this.OPTION2({
      GATE: () => this.examinesRows(),
      DEF: () => {
        this.CONSUME(k.ROWS)
        this.CONSUME(k.EXAMINED)
        this.CONSUME(t.IntegerNumber)
      },
    })
  })

  /** ROWS is a name too. */
  private examinesRows(): boolean {
    return this.LA(1).tokenType === k.ROWS && this.LA(2).tokenType === k.EXAMINED
  }

  private isFromFirst(): boolean {
    const second = this.LA(2).tokenType
    if (second !== k.FIRST && second !== k.LAST) return false
    const third = this.LA(3).tokenType
    return third === k.OVER || third === k.RESPECT || third === k.IGNORE
  }
}
