import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { StatementsChapter } from './statements.js'
import * as w from './word-classes.js'

const startsQuery = new Set<TokenType>([k.SELECT, k.WITH])

/** Statements that change rows. SQL Language Reference, "INSERT", "UPDATE", "DELETE" and "MERGE". */
export abstract class DataChangesChapter extends StatementsChapter {
  insertStatement: Rule = this.RULE('insertStatement', () => {
    this.CONSUME(k.INSERT)
    this.OR([
      { ALT: () => this.SUBRULE(this.insertOne) },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.ALL) }, { ALT: () => this.CONSUME(k.FIRST) }])
          this.OR2([
            { ALT: () => this.AT_LEAST_ONE(() => this.SUBRULE(this.insertInto)) },
            { ALT: () => this.SUBRULE(this.conditionalInserts) },
          ])
          this.SUBRULE(this.query)
        },
      },
    ])
  })

  /** `INTO t (a) VALUES (1)`, `INTO t SELECT …`, `INTO t VALUES record`: children `insertTarget`, the rows, tails. */
  insertOne: Rule = this.RULE('insertOne', () => {
    this.SUBRULE(this.insertTarget)
    this.OR([
      { ALT: () => this.SUBRULE(this.insertValues) },
      { GATE: () => this.queryAhead(1), ALT: () => this.SUBRULE(this.query) },
    ])
    this.OPTION(() => this.SUBRULE(this.returningClause))
    this.OPTION1(() => this.SUBRULE(this.errorLogging))
  })

  insertTarget: Rule = this.RULE('insertTarget', () => {
    this.CONSUME(k.INTO)
    this.SUBRULE(this.changedTable)
    this.OPTION({ GATE: () => !startsQuery.has(this.LA(2).tokenType), DEF: () => this.SUBRULE(this.columnNames) })
  })

  /** `(a, t.b)`. */
  columnNames: Rule = this.RULE('columnNames', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    this.CONSUME(t.RightParen)
  })

  /** `VALUES (a, DEFAULT)`, more rows of it behind commas, or `VALUES record`. */
  insertValues: Rule = this.RULE('insertValues', () => {
    this.CONSUME(k.VALUES)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.prefixedOperand) })
  })

  /** One target of INSERT ALL. */
  insertInto: Rule = this.RULE('insertInto', () => {
    this.SUBRULE(this.insertTarget)
    this.OPTION(() => this.SUBRULE(this.insertValues))
    this.OPTION1(() => this.SUBRULE(this.errorLogging))
  })

  conditionalInserts: Rule = this.RULE('conditionalInserts', () => {
    this.AT_LEAST_ONE(() => {
      this.CONSUME(k.WHEN)
      this.SUBRULE(this.expression)
      this.CONSUME(k.THEN)
      this.SUBRULE(this.insertGroup)
    })
    this.OPTION(() => {
      this.CONSUME(k.ELSE)
      this.SUBRULE1(this.insertGroup)
    })
  })

  insertGroup: Rule = this.RULE('insertGroup', () => {
    this.AT_LEAST_ONE(() => this.SUBRULE(this.insertInto))
  })

  /** The table of a change: a name, `TABLE (…)`, or a query in parentheses; with its alias. */
  changedTable: Rule = this.RULE('changedTable', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.derivedTable) },
      { ALT: () => this.SUBRULE(this.tableCollection) },
      {
        ALT: () => {
          this.SUBRULE(this.qualifiedName)
          this.OPTION({
            GATE: () => this.LA(1).tokenType === k.PARTITION || this.LA(1).tokenType === k.SUBPARTITION,
            DEF: () => this.SUBRULE(this.partitionClause),
          })
        },
      },
    ])
    this.OPTION1(() => this.SUBRULE(this.alias))
  })

  updateStatement: Rule = this.RULE('updateStatement', () => {
    this.CONSUME(k.UPDATE)
    this.SUBRULE(this.changedTable)
    this.SUBRULE(this.setClause)
    this.OPTION(() => this.SUBRULE(this.changeCondition))
    this.OPTION1(() => this.SUBRULE(this.returningClause))
    this.OPTION2(() => this.SUBRULE(this.errorLogging))
  })

  /** `SET a = 1, (b, c) = (SELECT …)`, `SET ROW = record`. */
  setClause: Rule = this.RULE('setClause', () => {
    this.CONSUME(k.SET)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.setItem) })
  })

  setItem: Rule = this.RULE('setItem', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.qualifiedName) }, { ALT: () => this.SUBRULE(this.columnNames) }])
    this.CONSUME(t.Equal)
    this.SUBRULE(this.expression)
  })

  /** `WHERE x`, `WHERE CURRENT OF c`. */
  changeCondition: Rule = this.RULE('changeCondition', () => {
    this.CONSUME(k.WHERE)
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.CURRENT && this.LA(2).tokenType === k.OF,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.CURRENT)
          this.CONSUME(k.OF)
          this.SUBRULE(this.columnOrCall)
        },
      },
      { ALT: () => this.SUBRULE(this.expression) },
    ])
  })

  deleteStatement: Rule = this.RULE('deleteStatement', () => {
    this.CONSUME(k.DELETE)
    this.OPTION(() => this.CONSUME(k.FROM))
    this.SUBRULE(this.changedTable)
    this.OPTION1(() => this.SUBRULE(this.changeCondition))
    this.OPTION2(() => this.SUBRULE(this.returningClause))
    this.OPTION3(() => this.SUBRULE(this.errorLogging))
  })

  /** `RETURNING a, b [BULK COLLECT] INTO x, y`. */
  returningClause: Rule = this.RULE('returningClause', () => {
    this.OR([{ ALT: () => this.CONSUME(k.RETURNING) }, { ALT: () => this.CONSUME(k.RETURN) }])
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.SUBRULE(this.intoClause)
  })

  /** `LOG ERRORS [INTO t] [(tag)] [REJECT LIMIT n | UNLIMITED]`. */
  errorLogging: Rule = this.RULE('errorLogging', () => {
    this.CONSUME(k.LOG)
    this.CONSUME(k.ERRORS)
    this.OPTION(() => {
      this.CONSUME(k.INTO)
      this.SUBRULE(this.qualifiedName)
    })
    this.OPTION1(() => this.SUBRULE(this.expressionList))
    this.OPTION2(() => {
      this.CONSUME(k.REJECT)
      this.CONSUME(k.LIMIT)
      this.SUBRULE(this.expression)
    })
  })

  mergeStatement: Rule = this.RULE('mergeStatement', () => {
    this.CONSUME(k.MERGE)
    this.CONSUME(k.INTO)
    this.SUBRULE(this.changedTable)
    this.CONSUME(k.USING)
    this.SUBRULE(this.tableFactor)
    this.CONSUME(k.ON)
    this.SUBRULE(this.expression)
    this.MANY(() => this.SUBRULE(this.mergeBranch))
    this.OPTION(() => this.SUBRULE(this.returningClause))
    this.OPTION1(() => this.SUBRULE(this.errorLogging))
  })

  /** `WHEN [NOT] MATCHED THEN …`. */
  mergeBranch: Rule = this.RULE('mergeBranch', () => {
    this.CONSUME(k.WHEN)
    this.OPTION(() => this.CONSUME(k.NOT))
    this.CONSUME(k.MATCHED)
    this.CONSUME(k.THEN)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.UPDATE)
          this.SUBRULE(this.setClause)
          this.OPTION1(() => this.SUBRULE(this.whereClause))
          this.OPTION2(() => {
            this.CONSUME(k.DELETE)
            this.SUBRULE1(this.whereClause, { LABEL: 'deleteWhere' })
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.INSERT)
          this.OPTION3(() => this.SUBRULE(this.columnNames))
          this.SUBRULE(this.insertValues)
          this.OPTION4(() => this.SUBRULE2(this.whereClause))
        },
      },
    ])
  })

  /** `LOCK TABLE a, b IN EXCLUSIVE MODE NOWAIT`. */
  lockStatement: Rule = this.RULE('lockStatement', () => {
    this.CONSUME(k.LOCK)
    this.CONSUME(k.TABLE)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    this.CONSUME(k.IN)
    this.AT_LEAST_ONE(() => this.SUBRULE(this.lockWord))
    this.CONSUME(k.MODE)
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.NOWAIT) },
        {
          ALT: () => {
            this.CONSUME(k.WAIT)
            this.CONSUME(t.IntegerNumber)
          },
        },
      ]),
    )
  })

  lockWord: Rule = this.RULE('lockWord', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.ROW) },
      { ALT: () => this.CONSUME(k.SHARE) },
      { ALT: () => this.CONSUME(k.EXCLUSIVE) },
      { ALT: () => this.CONSUME(k.UPDATE) },
      { ALT: () => this.CONSUME(w.SubstitutionVariable) },
    ])
  })
}
