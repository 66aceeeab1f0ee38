import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { ExpressionsChapter } from './expressions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** Queries. SQL Language Reference, "SELECT". What stands in FROM is in table-references.ts. */
export abstract class QueriesChapter extends ExpressionsChapter {
  abstract tableReferences: Rule
  /** What WITH may hold besides queries: programs. Defined where PL/SQL is. */
  abstract withProgram: Rule

  /**
   * A whole query: children `withClause`?, `queryTerm`+ with `setOperator` between them, `orderBy`?, `offsetFetch`?,
   * `lockClause`?. In Oracle all set operators bind alike, from left to right.
   */
  query: Rule = this.RULE('query', () => {
    this.OPTION(() => this.SUBRULE(this.withClause))
    this.SUBRULE(this.queryTerm)
    this.MANY(() => {
      this.SUBRULE(this.setOperator)
      this.SUBRULE1(this.queryTerm)
    })
    this.OPTION1(() => this.SUBRULE(this.orderBy))
    this.OPTION2(() => this.SUBRULE(this.offsetFetch))
    this.OPTION3({ GATE: () => this.LA(2).tokenType === k.UPDATE, DEF: () => this.SUBRULE(this.lockClause) })
    // ORDER BY may stand behind the lock too.
    this.OPTION4(() => this.SUBRULE1(this.orderBy))
  })

  setOperator: Rule = this.RULE('setOperator', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.UNION) },
      { ALT: () => this.CONSUME(k.INTERSECT) },
      { ALT: () => this.CONSUME(k.MINUS) },
      { ALT: () => this.CONSUME(k.EXCEPT) },
    ])
    this.OPTION(() => this.CONSUME(k.ALL))
  })

  queryTerm: Rule = this.RULE('queryTerm', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.selectCore) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.query)
          this.CONSUME(t.RightParen)
        },
      },
    ])
  })

  withClause: Rule = this.RULE('withClause', () => {
    this.CONSUME(k.WITH)
    this.MANY({ GATE: () => this.programAhead(), DEF: () => this.SUBRULE(this.withProgram) })
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.commonTable) })
  })

  private programAhead(): boolean {
    const first = this.LA(1).tokenType
    return (first === k.FUNCTION || first === k.PROCEDURE) && this.nameAt(2)
  }

  commonTable: Rule = this.RULE('commonTable', () => {
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.SUBRULE(this.identifierList))
    this.CONSUME(k.AS)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
    this.OPTION1(() => this.SUBRULE(this.searchClause))
    this.OPTION2(() => this.SUBRULE(this.cycleClause))
  })

  /** `SEARCH DEPTH FIRST BY a SET b`. */
  searchClause: Rule = this.RULE('searchClause', () => {
    this.CONSUME(k.SEARCH)
    this.CONSUME(t.AnyName, { LABEL: 'how' })
    this.CONSUME(k.FIRST)
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.orderItem) })
    this.CONSUME(k.SET)
    this.SUBRULE(this.identifier)
  })

  /** `CYCLE a, b SET c TO 'Y' DEFAULT 'N'`. */
  cycleClause: Rule = this.RULE('cycleClause', () => {
    this.CONSUME(k.CYCLE)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.identifier, { LABEL: 'column' }) })
    this.CONSUME(k.SET)
    this.SUBRULE1(this.identifier, { LABEL: 'mark' })
    this.CONSUME(k.TO)
    this.SUBRULE(this.literal, { LABEL: 'yes' })
    this.CONSUME(k.DEFAULT)
    this.SUBRULE1(this.literal, { LABEL: 'no' })
  })

  selectCore: Rule = this.RULE('selectCore', () => {
    this.CONSUME(k.SELECT)
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.DISTINCT) },
        { ALT: () => this.CONSUME(k.UNIQUE) },
        { ALT: () => this.CONSUME(k.ALL) },
      ]),
    )
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.selectItem) })
    this.OPTION1(() => this.SUBRULE(this.intoClause))
    this.OPTION2(() => {
      this.CONSUME(k.FROM)
      this.SUBRULE(this.tableReferences)
    })
    this.OPTION3(() => this.SUBRULE(this.whereClause))
    this.MANY({
      GATE: () => this.LA(1).tokenType !== k.START || this.LA(2).tokenType === k.WITH,
      DEF: () => this.OR1([{ ALT: () => this.SUBRULE(this.startWith) }, { ALT: () => this.SUBRULE(this.connectBy) }]),
    })
    // HAVING may stand in front of GROUP BY.
    this.MANY1(() =>
      this.OR2([{ ALT: () => this.SUBRULE(this.groupBy) }, { ALT: () => this.SUBRULE(this.havingClause) }]),
    )
    this.OPTION4(() => this.SUBRULE(this.modelClause))
    this.OPTION5(() => this.SUBRULE(this.windowClause))
  })

  whereClause: Rule = this.RULE('whereClause', () => {
    this.CONSUME(k.WHERE)
    this.SUBRULE(this.expression)
  })

  havingClause: Rule = this.RULE('havingClause', () => {
    this.CONSUME(k.HAVING)
    this.SUBRULE(this.expression)
  })

  /** `INTO a, b.c`, `BULK COLLECT INTO t LIMIT n`: children `K_BULK`?, `columnOrCall`+ or `bindOperand`+. */
  intoClause: Rule = this.RULE('intoClause', () => {
    this.OPTION(() => {
      this.CONSUME(k.BULK)
      this.CONSUME(k.COLLECT)
    })
    this.CONSUME(k.INTO)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () =>
        this.OR([{ ALT: () => this.SUBRULE(this.columnOrCall) }, { ALT: () => this.SUBRULE(this.bindOperand) }]),
    })
  })

  selectItem: Rule = this.RULE('selectItem', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      {
        ALT: () => {
          this.SUBRULE(this.expression)
          this.OPTION(() => this.SUBRULE(this.alias))
        },
      },
    ])
  })

  /** `AS name`, `name`. */
  alias: Rule = this.RULE('alias', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.AS)
          this.CONSUME(t.AnyName)
        },
      },
      { ALT: () => this.CONSUME(t.AliasName) },
    ])
  })

  /** SQL Language Reference, "Hierarchical Queries". */
  startWith: Rule = this.RULE('startWith', () => {
    this.CONSUME(k.START)
    this.CONSUME(k.WITH)
    this.SUBRULE(this.expression)
  })

  connectBy: Rule = this.RULE('connectBy', () => {
    this.CONSUME(k.CONNECT)
    this.CONSUME(k.BY)
    this.OPTION({ GATE: () => this.LA(2).tokenType !== t.Equal, DEF: () => this.CONSUME(k.NOCYCLE) })
    this.SUBRULE(this.expression)
  })

  groupBy: Rule = this.RULE('groupBy', () => {
    this.CONSUME(k.GROUP)
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.groupItem) })
  })

  /** An expression, `ROLLUP (…)` and `CUBE (…)` among them, or `GROUPING SETS ((a), ())`. */
  groupItem: Rule = this.RULE('groupItem', () => {
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.GROUPING && this.LA(2).tokenType === k.SETS,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.GROUPING)
          this.CONSUME(k.SETS)
          this.CONSUME(t.LeftParen)
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression, { LABEL: 'set' }) })
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.SUBRULE1(this.expression) },
    ])
  })

  windowClause: Rule = this.RULE('windowClause', () => {
    this.CONSUME(k.WINDOW)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.namedWindow) })
  })

  namedWindow: Rule = this.RULE('namedWindow', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(k.AS)
    this.SUBRULE(this.windowSpec)
  })

  /** MODEL and all that follows it up to the end of the query: nobody looks inside. */
  modelClause: Rule = this.RULE('modelClause', () => {
    this.CONSUME(k.MODEL)
    this.skipTo(endsModel)
  })

  /** Skips tokens up to one of these, outside parentheses. Nothing of them is in the tree but the range of the node. */
  protected skipTo(ends: ReadonlySet<TokenType>): void {
    if (this.RECORDING_PHASE) return
    let depth = 0
    for (;;) {
      const { tokenType, startOffset } = this.LA(1)
      if (Number.isNaN(startOffset) || (depth === 0 && (tokenType === t.RightParen || ends.has(tokenType)))) return
      if (tokenType === t.LeftParen) depth++
      else if (tokenType === t.RightParen) depth--
      this.SKIP_TOKEN()
    }
  }

  /** `OFFSET n ROWS FETCH NEXT n [PERCENT] ROWS ONLY | WITH TIES`. */
  offsetFetch: Rule = this.RULE('offsetFetch', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.OFFSET)
          this.SUBRULE(this.expression, { LABEL: 'offset' })
          this.OPTION1(() => this.OR1([{ ALT: () => this.CONSUME(k.ROW) }, { ALT: () => this.CONSUME(k.ROWS) }]))
          this.OPTION(() => this.SUBRULE(this.fetchClause))
        },
      },
      { ALT: () => this.SUBRULE1(this.fetchClause) },
    ])
  })

  fetchClause: Rule = this.RULE('fetchClause', () => {
    this.CONSUME(k.FETCH)
    this.OR([{ ALT: () => this.CONSUME(k.FIRST) }, { ALT: () => this.CONSUME(k.NEXT) }])
    this.OPTION({
      GATE: () => this.LA(1).tokenType !== k.ROW && this.LA(1).tokenType !== k.ROWS,
      DEF: () => this.SUBRULE(this.expression),
    })
    // PERCENT is a name.
    this.OPTION1(() => this.CONSUME(t.Identifier, { LABEL: 'percent' }))
    this.OR1([{ ALT: () => this.CONSUME(k.ROW) }, { ALT: () => this.CONSUME(k.ROWS) }])
    this.OR2([
      { ALT: () => this.CONSUME(k.ONLY) },
      {
        ALT: () => {
          this.CONSUME(k.WITH)
          this.CONSUME(k.TIES)
        },
      },
    ])
  })

  /** `FOR UPDATE [OF t.a] [NOWAIT | WAIT 5 | SKIP LOCKED]`. */
  lockClause: Rule = this.RULE('lockClause', () => {
    this.CONSUME(k.FOR)
    this.CONSUME(k.UPDATE)
    this.OPTION(() => {
      this.CONSUME(k.OF)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    })
    this.OPTION1(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.NOWAIT) },
        {
          ALT: () => {
            this.CONSUME(k.SKIP)
            this.CONSUME(k.LOCKED)
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.WAIT)
            this.CONSUME(t.IntegerNumber)
          },
        },
      ]),
    )
  })
}

const endsModel = new Set<TokenType>([t.Semicolon, k.ORDER, k.UNION, k.INTERSECT, k.MINUS, k.EXCEPT])
