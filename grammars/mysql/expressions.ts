import * as t from '../sql/tokens.js'
import type { Rule } from './names.js'
import { TypesChapter } from './types.js'

/** Expressions. Manual chapter "Functions and Operators". */
export abstract class ExpressionsChapter extends TypesChapter {
  /** A query in parentheses or at the top: defined in QueriesChapter. */
  abstract query: Rule

  /** Any expression, flat: lowering finds the precedence. */
  expression: Rule = this.RULE('expression', () => {
    this.CONSUME(t.IntegerNumber)
  })

  /** `(expression, …)`. */
  expressionList: Rule = this.RULE('expressionList', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })
}
