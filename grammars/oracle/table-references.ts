import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { QueriesChapter } from './queries.js'

/** What stands in FROM. SQL Language Reference, "SELECT", table_reference and join_clause. */
export abstract class TableReferencesChapter extends QueriesChapter {
  tableReferences: Rule = this.RULE('tableReferences', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tableReference) })
  })

  /** Flat: factors, join operators and conditions in source order; lowering gives each condition to its join. */
  tableReference: Rule = this.RULE('tableReference', () => {
    this.SUBRULE(this.tableFactor)
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.SUBRULE(this.joinOperator)
            this.SUBRULE1(this.tableFactor)
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.ON)
            this.SUBRULE(this.expression)
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.USING)
            this.SUBRULE(this.identifierList)
          },
        },
      ]),
    )
  })

  joinOperator: Rule = this.RULE('joinOperator', () => {
    this.OPTION(() => this.SUBRULE(this.outerPartition))
    this.OPTION1(() => this.CONSUME(k.NATURAL))
    this.OPTION2(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.INNER) },
        { ALT: () => this.CONSUME(k.CROSS) },
        { ALT: () => this.CONSUME(k.OUTER, { LABEL: 'outerApply' }) },
        {
          ALT: () => {
            this.OR1([
              { ALT: () => this.CONSUME(k.LEFT) },
              { ALT: () => this.CONSUME(k.RIGHT) },
              { ALT: () => this.CONSUME(k.FULL) },
            ])
            this.OPTION3(() => this.CONSUME1(k.OUTER))
          },
        },
      ]),
    )
    this.OR2([{ ALT: () => this.CONSUME(k.JOIN) }, { ALT: () => this.CONSUME(k.APPLY) }])
  })

  /** `PARTITION BY (a)` of an outer join, on either side of its words. */
  outerPartition: Rule = this.RULE('outerPartition', () => {
    this.CONSUME(k.PARTITION)
    this.CONSUME(k.BY)
    this.SUBRULE(this.expression)
  })

  /** One table with what stands behind it: flashback, sample, pivot, alias. */
  tableFactor: Rule = this.RULE('tableFactor', () => {
    const first = this.LA(1).tokenType
    const opens = this.LA(2).tokenType === t.LeftParen
    this.OR([
      {
        // A query and a joined table may both start with a parenthesis; the gate looks inside.
        GATE: () => first === t.LeftParen && this.queryAhead(2),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.derivedTable),
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.tableReferences)
          this.CONSUME(t.RightParen)
        },
      },
      // Words that are names too; the gates look for the parenthesis.
      {
        GATE: () => first === k.LATERAL && opens,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.LATERAL)
          this.SUBRULE1(this.derivedTable)
        },
      },
      {
        GATE: () => first === k.ONLY && opens,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.ONLY)
          this.CONSUME1(t.LeftParen)
          this.SUBRULE(this.qualifiedName)
          this.CONSUME1(t.RightParen)
        },
      },
      {
        GATE: () => rowFunctions.test(this.LA(1).image) && opens,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.rowFunction),
      },
      { ALT: () => this.SUBRULE(this.tableCollection) },
      { ALT: () => this.SUBRULE(this.namedTable) },
    ])
    this.MANY({ GATE: () => this.suffixAhead(), DEF: () => this.SUBRULE(this.tableSuffix) })
  })

  private suffixAhead(): boolean {
    const first = this.LA(1).tokenType
    const second = this.LA(2).tokenType
    if (first === k.PARTITION) return second !== k.BY
    return first !== k.MATCH_RECOGNIZE || second === t.LeftParen
  }

  derivedTable: Rule = this.RULE('derivedTable', () => {
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.OPTION(() => this.SUBRULE(this.restriction))
    this.CONSUME(t.RightParen)
  })

  /** `WITH READ ONLY`, `WITH CHECK OPTION [CONSTRAINT c]`. */
  restriction: Rule = this.RULE('restriction', () => {
    this.CONSUME(k.WITH)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.READ)
          this.CONSUME(k.ONLY)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.CHECK)
          this.CONSUME(k.OPTION)
        },
      },
    ])
    this.OPTION(() => {
      this.CONSUME(k.CONSTRAINT)
      this.SUBRULE(this.identifier)
    })
  })

  /** XMLTABLE, JSON_TABLE: nobody looks inside yet. */
  rowFunction: Rule = this.RULE('rowFunction', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(t.LeftParen)
    this.skipTo(nothing)
    this.CONSUME(t.RightParen)
  })

  /** `TABLE (f(x))`, `TABLE (SELECT …)`. */
  tableCollection: Rule = this.RULE('tableCollection', () => {
    this.CONSUME(k.TABLE)
    this.SUBRULE(this.parenthesised)
  })

  /** A table or view, or a function that gives rows. */
  namedTable: Rule = this.RULE('namedTable', () => {
    this.SUBRULE(this.qualifiedName)
    this.OPTION(() => this.SUBRULE(this.callArguments))
  })

  /** Children: one of the clauses, or `alias`. */
  tableSuffix: Rule = this.RULE('tableSuffix', () => {
    this.OR([
      {
        GATE: () => this.LA(2).tokenType === k.OF,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.flashback),
      },
      { ALT: () => this.SUBRULE(this.versions) },
      { ALT: () => this.SUBRULE(this.partitionClause) },
      { ALT: () => this.SUBRULE(this.sampleClause) },
      { ALT: () => this.SUBRULE(this.pivotClause) },
      {
        GATE: () => this.LA(1).tokenType === k.MATCH_RECOGNIZE && this.LA(2).tokenType === t.LeftParen,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.matchRecognize),
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.CONSUME(t.Plus, { LABEL: 'outer' })
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.SUBRULE(this.alias) },
    ])
  })

  /** `AS OF SCN n`, `AS OF TIMESTAMP x`. */
  flashback: Rule = this.RULE('flashback', () => {
    this.CONSUME(k.AS)
    this.CONSUME(k.OF)
    this.OR([
      { ALT: () => this.CONSUME(k.SCN) },
      { ALT: () => this.CONSUME(k.TIMESTAMP) },
      {
        ALT: () => {
          this.CONSUME(k.PERIOD)
          this.CONSUME(k.FOR)
          this.SUBRULE(this.identifier)
        },
      },
    ])
    this.SUBRULE(this.expression)
  })

  /** `VERSIONS BETWEEN SCN a AND b`; the expression takes the AND with it. */
  versions: Rule = this.RULE('versions', () => {
    this.CONSUME(k.VERSIONS)
    this.CONSUME(k.BETWEEN)
    this.OR([{ ALT: () => this.CONSUME(k.SCN) }, { ALT: () => this.CONSUME(k.TIMESTAMP) }])
    this.SUBRULE(this.expression)
  })

  /** `PARTITION (p)`, `PARTITION FOR (v)`, `SUBPARTITION (p)`. */
  partitionClause: Rule = this.RULE('partitionClause', () => {
    this.OR([{ ALT: () => this.CONSUME(k.PARTITION) }, { ALT: () => this.CONSUME(k.SUBPARTITION) }])
    this.OPTION(() => this.CONSUME(k.FOR))
    this.SUBRULE(this.expressionList)
  })

  /** `SAMPLE [BLOCK] (10) [SEED (1)]`. */
  sampleClause: Rule = this.RULE('sampleClause', () => {
    this.CONSUME(k.SAMPLE)
    this.OPTION(() => this.CONSUME(k.BLOCK))
    this.SUBRULE(this.expressionList)
    this.OPTION1(() => {
      this.CONSUME(k.SEED)
      this.SUBRULE1(this.expressionList)
    })
  })

  /** `PIVOT (SUM(a) AS s FOR b IN (1 AS x))`, `UNPIVOT [INCLUDE NULLS] (a FOR b IN (c AS 'C'))`. */
  pivotClause: Rule = this.RULE('pivotClause', () => {
    this.OR([{ ALT: () => this.CONSUME(k.PIVOT) }, { ALT: () => this.CONSUME(k.UNPIVOT) }])
    this.OPTION(() => this.CONSUME(t.AnyName, { LABEL: 'mode' }))
    this.OPTION1(() => this.CONSUME(k.NULLS))
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.selectItem, { LABEL: 'value' }) })
    this.CONSUME(k.FOR)
    this.SUBRULE(this.pivotColumns)
    this.CONSUME(k.IN)
    this.CONSUME1(t.LeftParen)
    this.SUBRULE(this.pivotList)
    this.CONSUME(t.RightParen)
    this.CONSUME1(t.RightParen)
  })

  pivotColumns: Rule = this.RULE('pivotColumns', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.identifier) }, { ALT: () => this.SUBRULE(this.identifierList) }])
  })

  pivotList: Rule = this.RULE('pivotList', () => {
    this.OR([
      { GATE: () => this.queryAhead(1), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.query) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.pivotItem) }) },
    ])
  })

  /** `1 AS x`, `(1, 2) x`, `a AS 'A'`, `ANY`. */
  pivotItem: Rule = this.RULE('pivotItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.OPTION1(() => this.CONSUME(k.AS))
      this.SUBRULE1(this.expression, { LABEL: 'as' })
    })
  })

  /** MATCH_RECOGNIZE: nobody looks inside. */
  matchRecognize: Rule = this.RULE('matchRecognize', () => {
    this.CONSUME(k.MATCH_RECOGNIZE)
    this.CONSUME(t.LeftParen)
    this.skipTo(nothing)
    this.CONSUME(t.RightParen)
  })
}

const nothing: ReadonlySet<TokenType> = new Set()
const rowFunctions = /^(?:xmltable|json_table)$/i
