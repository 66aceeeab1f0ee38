import { ExpressionsChapter } from './expressions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** Queries. Manual section "SELECT Statement". */
export abstract class QueriesChapter extends ExpressionsChapter {
  /** A whole query: WITH, set operations, ORDER BY, LIMIT, locks. Also the body of a view. */
  query: Rule = this.RULE('query', () => {
    this.CONSUME(k.SELECT)
    this.SUBRULE(this.expression)
  })
}
