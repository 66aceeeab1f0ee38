import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { ExpressionsChapter } from './expressions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import * as w from './word-classes.js'

const hintFor = new Set<TokenType>([k.USE, k.FORCE, k.IGNORE])

/** Queries. Manual section "SELECT Statement" and what it leads to. */
export abstract class QueriesChapter extends ExpressionsChapter {
  /**
   * A whole query: WITH, set operations, ORDER BY, LIMIT, locks. Children `withClause`?, `queryTerm`+ with `setOperator`
   * between them, `orderBy`?, `limit`?, `queryTail`*. Lowering knows that INTERSECT binds closer than UNION and EXCEPT.
   */
  query: Rule = this.RULE('query', () => {
    this.OPTION(() => this.SUBRULE(this.withClause))
    this.SUBRULE(this.queryTerm)
    this.MANY(() => {
      this.SUBRULE(this.setOperator)
      this.SUBRULE1(this.queryTerm)
    })
    this.OPTION1(() => this.SUBRULE(this.orderBy))
    this.OPTION2(() => this.SUBRULE(this.limit))
    this.OPTION3(() => this.SUBRULE(this.offsetFetch))
    this.MANY1({ GATE: () => this.tailAhead(), DEF: () => this.SUBRULE(this.queryTail) })
  })

  setOperator: Rule = this.RULE('setOperator', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.UNION) },
      { ALT: () => this.CONSUME(k.INTERSECT) },
      { ALT: () => this.CONSUME(k.EXCEPT) },
    ])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.ALL) }, { ALT: () => this.CONSUME(k.DISTINCT) }]))
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
      { ALT: () => this.SUBRULE(this.valuesTerm) },
      {
        ALT: () => {
          this.CONSUME(k.TABLE)
          this.SUBRULE(this.qualifiedName)
        },
      },
    ])
  })

  /** `VALUES ROW(1, 2), ROW(3, 4)` and `VALUES (1, 2), (3, 4)`. */
  valuesTerm: Rule = this.RULE('valuesTerm', () => {
    this.CONSUME(k.VALUES)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.OPTION(() => this.CONSUME(k.ROW))
        this.SUBRULE(this.expressionList)
      },
    })
  })

  /** Manual section "WITH (Common Table Expressions)". */
  withClause: Rule = this.RULE('withClause', () => {
    this.CONSUME(k.WITH)
    this.OPTION({
      GATE: () => this.LA(2).tokenType !== k.AS && this.LA(2).tokenType !== t.LeftParen,
      DEF: () => this.CONSUME(k.RECURSIVE),
    })
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.commonTable) })
  })

  commonTable: Rule = this.RULE('commonTable', () => {
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.SUBRULE(this.identifierList))
    this.CONSUME(k.AS)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
    this.OPTION1(() => {
      this.CONSUME(k.CYCLE)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE1(this.identifier, { LABEL: 'cycle' }) })
      this.CONSUME(k.RESTRICT)
    })
  })

  selectCore: Rule = this.RULE('selectCore', () => {
    this.CONSUME(k.SELECT)
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(w.Modifier) }, { ALT: () => this.CONSUME(w.OptimizerHint) }]))
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.selectItem) })
    this.OPTION(() => this.SUBRULE(this.intoClause))
    this.OPTION1(() => {
      this.CONSUME(k.FROM)
      this.SUBRULE(this.tableReferences)
    })
    this.OPTION2(() => {
      this.CONSUME(k.WHERE)
      this.SUBRULE(this.expression, { LABEL: 'where' })
    })
    this.OPTION3(() => this.SUBRULE(this.groupBy))
    this.OPTION4(() => {
      this.CONSUME(k.HAVING)
      this.SUBRULE1(this.expression, { LABEL: 'having' })
    })
    this.OPTION5(() => this.SUBRULE(this.windowClause))
    this.OPTION6(() => this.SUBRULE(this.procedureClause))
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

  /** `AS name`, `AS 'name'`, `name`, `'name'`: children `AnyName`, `AliasName` or `Text`. */
  alias: Rule = this.RULE('alias', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.AS)
          this.OR1([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(t.Text) }])
        },
      },
      { ALT: () => this.CONSUME(t.AliasName) },
      { ALT: () => this.CONSUME1(t.Text) },
    ])
  })

  groupBy: Rule = this.RULE('groupBy', () => {
    this.CONSUME(k.GROUP)
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.orderItem) })
    this.OPTION({
      // WITH CHECK OPTION of a view may follow too.
      GATE: () => this.LA(2).tokenType === k.ROLLUP,
      DEF: () => {
        this.CONSUME(k.WITH)
        this.CONSUME(k.ROLLUP)
      },
    })
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

  /** PROCEDURE ANALYSE (…), gone since MySQL 8. */
  procedureClause: Rule = this.RULE('procedureClause', () => {
    this.CONSUME(k.PROCEDURE)
    this.CONSUME(t.AnyName)
    this.SUBRULE(this.callArguments)
  })

  /** Manual section "JOIN Clause". Comma is the loosest join. */
  tableReferences: Rule = this.RULE('tableReferences', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tableReference) })
  })

  /** Flat: factors, join operators and conditions in source order; lowering gives each condition to its join. */
  tableReference: Rule = this.RULE('tableReference', () => {
    this.SUBRULE(this.tableFactor)
    this.MANY({
      GATE: () => this.joinGoesOn(),
      DEF: () =>
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
    })
  })

  joinOperator: Rule = this.RULE('joinOperator', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.STRAIGHT_JOIN) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.NATURAL))
          this.OPTION1(() =>
            this.OR1([
              { ALT: () => this.CONSUME(k.INNER) },
              { ALT: () => this.CONSUME(k.CROSS) },
              {
                ALT: () => {
                  this.OR2([{ ALT: () => this.CONSUME(k.LEFT) }, { ALT: () => this.CONSUME(k.RIGHT) }])
                  this.OPTION2(() => this.CONSUME(k.OUTER))
                },
              },
            ]),
          )
          this.CONSUME(k.JOIN)
        },
      },
    ])
  })

  tableFactor: Rule = this.RULE('tableFactor', () => {
    const first = this.LA(1).tokenType
    const opens = this.LA(2).tokenType === t.LeftParen
    this.OR([
      {
        // A query and a joined table may both start with a parenthesis; the gate looks inside.
        GATE: () => first === t.LeftParen && (this.LA(2).tokenType === k.VALUES || this.queryAhead(2)),
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
      // LATERAL and JSON_TABLE are names where they are not reserved; the gate looks for the parenthesis.
      {
        GATE: () => first === k.LATERAL && opens,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.LATERAL)
          this.SUBRULE1(this.derivedTable)
        },
      },
      {
        GATE: () => first === k.JSON_TABLE && opens,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.jsonTable),
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftBrace)
          this.CONSUME(k.OJ)
          this.SUBRULE(this.tableReference)
          this.CONSUME(t.RightBrace)
        },
      },
      { ALT: () => this.CONSUME(k.DUAL) },
      { ALT: () => this.SUBRULE(this.namedTable) },
    ])
  })

  derivedTable: Rule = this.RULE('derivedTable', () => {
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
    this.OPTION(() => this.SUBRULE(this.alias))
    this.OPTION1(() => this.SUBRULE(this.identifierList))
  })

  /** A table or view with its partitions, its time, its alias and its index hints. */
  namedTable: Rule = this.RULE('namedTable', () => {
    this.SUBRULE(this.qualifiedName)
    this.OPTION(() => {
      this.CONSUME(k.PARTITION)
      this.SUBRULE(this.identifierList)
    })
    this.OPTION1({
      GATE: () => this.LA(2).tokenType === k.SYSTEM_TIME,
      DEF: () => this.SUBRULE(this.systemTime),
    })
    this.OPTION2(() => this.SUBRULE(this.alias))
    this.MANY({ GATE: () => hintFor.has(this.LA(1).tokenType), DEF: () => this.SUBRULE(this.indexHint) })
  })

  /** MariaDB manual section "System-Versioned Tables": FOR SYSTEM_TIME. */
  systemTime: Rule = this.RULE('systemTime', () => {
    this.CONSUME(k.FOR)
    this.CONSUME(k.SYSTEM_TIME)
    this.OR([
      { ALT: () => this.CONSUME(k.ALL) },
      {
        ALT: () => {
          this.CONSUME(k.AS)
          this.CONSUME(k.OF)
          this.OPTION(() => this.CONSUME(k.TRANSACTION))
          this.SUBRULE(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.BETWEEN)
          // Takes the AND with it; nobody looks inside.
          this.SUBRULE1(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.FROM)
          this.SUBRULE2(this.expression)
          this.CONSUME(k.TO)
          this.SUBRULE3(this.expression)
        },
      },
    ])
  })

  /** Manual section "Index Hints". */
  indexHint: Rule = this.RULE('indexHint', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.USE) },
      { ALT: () => this.CONSUME(k.FORCE) },
      { ALT: () => this.CONSUME(k.IGNORE) },
    ])
    this.OR1([{ ALT: () => this.CONSUME(k.INDEX) }, { ALT: () => this.CONSUME(k.KEY) }])
    this.OPTION(() => {
      this.CONSUME(k.FOR)
      this.OR2([
        { ALT: () => this.CONSUME(k.JOIN) },
        {
          ALT: () => {
            this.OR3([{ ALT: () => this.CONSUME(k.ORDER) }, { ALT: () => this.CONSUME(k.GROUP) }])
            this.CONSUME(k.BY)
          },
        },
      ])
    })
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => this.OR4([{ ALT: () => this.CONSUME(k.PRIMARY) }, { ALT: () => this.SUBRULE(this.identifier) }]),
    })
    this.CONSUME(t.RightParen)
  })

  /** Manual section "JSON Table Functions". */
  jsonTable: Rule = this.RULE('jsonTable', () => {
    this.CONSUME(k.JSON_TABLE)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.Comma)
    this.SUBRULE(this.stringLiteral)
    this.SUBRULE(this.jsonColumns)
    this.CONSUME(t.RightParen)
    this.OPTION(() => this.SUBRULE(this.alias))
  })

  jsonColumns: Rule = this.RULE('jsonColumns', () => {
    this.CONSUME(k.COLUMNS)
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.jsonColumn) })
    this.CONSUME(t.RightParen)
  })

  jsonColumn: Rule = this.RULE('jsonColumn', () => {
    const second = this.LA(2).tokenType
    this.OR([
      {
        // NESTED is a name too; the gate looks for its path.
        GATE: () => second === k.PATH || second === t.Text,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.NESTED)
          this.OPTION(() => this.CONSUME(k.PATH))
          this.SUBRULE(this.stringLiteral)
          this.SUBRULE(this.jsonColumns)
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.identifier)
          this.OR1([
            {
              ALT: () => {
                this.CONSUME(k.FOR)
                this.CONSUME(k.ORDINALITY)
              },
            },
            {
              ALT: () => {
                this.SUBRULE(this.dataType)
                this.OPTION1(() => this.CONSUME(k.EXISTS))
                this.CONSUME1(k.PATH)
                this.SUBRULE1(this.stringLiteral)
                this.MANY(() => this.SUBRULE(this.jsonAction))
              },
            },
          ])
        },
      },
    ])
  })

  /** `OFFSET n ROWS FETCH NEXT n ROWS ONLY`. MariaDB manual section "SELECT ... OFFSET ... FETCH". */
  offsetFetch: Rule = this.RULE('offsetFetch', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.OFFSET)
          this.SUBRULE(this.expression, { LABEL: 'offset' })
          this.OR1([{ ALT: () => this.CONSUME(k.ROW) }, { ALT: () => this.CONSUME(k.ROWS) }])
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

  /** Locks and INTO behind a query. */
  queryTail: Rule = this.RULE('queryTail', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.lockClause) },
      { ALT: () => this.SUBRULE(this.intoClause) },
      {
        ALT: () => {
          this.CONSUME(k.LOCK)
          this.CONSUME(k.IN)
          this.CONSUME(k.SHARE)
          this.CONSUME(k.MODE)
        },
      },
      { ALT: () => this.SUBRULE(this.procedureClause) },
    ])
  })

  lockClause: Rule = this.RULE('lockClause', () => {
    this.CONSUME(k.FOR)
    this.OR([{ ALT: () => this.CONSUME(k.UPDATE) }, { ALT: () => this.CONSUME(k.SHARE) }])
    this.OPTION(() => {
      this.CONSUME(k.OF)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    })
    this.OPTION1(() =>
      this.OR1([
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

  /** Manual section "SELECT ... INTO Statement". */
  intoClause: Rule = this.RULE('intoClause', () => {
    this.CONSUME(k.INTO)
    this.OR([
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.OUTFILE) }, { ALT: () => this.CONSUME(k.DUMPFILE) }])
          this.CONSUME(t.Text)
          this.MANY(() => this.SUBRULE(this.fileOption))
        },
        // DUMPFILE is a name too.
        IGNORE_AMBIGUITIES: true,
      },
      {
        ALT: () =>
          this.AT_LEAST_ONE_SEP({
            SEP: t.Comma,
            DEF: () =>
              this.OR2([
                { ALT: () => this.SUBRULE(this.userVariable) },
                { ALT: () => this.SUBRULE(this.qualifiedName) },
              ]),
          }),
      },
    ])
  })

  /** CHARACTER SET, FIELDS and LINES of OUTFILE and LOAD DATA; nobody looks inside. */
  fileOption: Rule = this.RULE('fileOption', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.CHARACTER)
          this.CONSUME(k.SET)
          this.SUBRULE(this.nameOrText)
        },
      },
      { ALT: () => this.CONSUME(k.FIELDS) },
      { ALT: () => this.CONSUME(k.COLUMNS) },
      { ALT: () => this.CONSUME(k.LINES) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.OPTIONALLY))
          this.OR1([
            { ALT: () => this.CONSUME(k.TERMINATED) },
            { ALT: () => this.CONSUME(k.ENCLOSED) },
            { ALT: () => this.CONSUME(k.ESCAPED) },
            { ALT: () => this.CONSUME(k.STARTING) },
          ])
          this.CONSUME(k.BY)
          this.OR2([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.CONSUME(t.HexText) }])
        },
      },
    ])
  })

  /** ON DUPLICATE KEY of INSERT and the USING of DELETE stand behind tables too. */
  private joinGoesOn(): boolean {
    const first = this.LA(1).tokenType
    const second = this.LA(2).tokenType
    if (first === k.ON) return second !== k.DUPLICATE || this.LA(3).tokenType !== k.KEY
    return first !== k.USING || second === t.LeftParen
  }

  /** FOR and LOCK may belong to what stands around a query; only a lock is part of it. */
  private tailAhead(): boolean {
    const first = this.LA(1).tokenType
    const second = this.LA(2).tokenType
    if (first === k.FOR) return second === k.UPDATE || second === k.SHARE
    return first !== k.LOCK || second === k.IN
  }
}
