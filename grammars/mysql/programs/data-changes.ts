import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { StatementsChapter } from '../statements.js'
import * as w from '../word-classes.js'

const startsQuery = new Set<TokenType>([k.SELECT, k.WITH, k.TABLE, k.VALUES])

/** Statements that change rows. Manual chapter "Data Manipulation Statements"; MariaDB adds RETURNING. */
export abstract class DataChangesChapter extends StatementsChapter {
  /** INSERT and REPLACE: children `changeModifier`*, `qualifiedName`, `insertColumns`?, one of the sources, `newRow`?. */
  insertStatement: Rule = this.RULE('insertStatement', () => {
    this.OR([{ ALT: () => this.CONSUME(k.INSERT) }, { ALT: () => this.CONSUME(k.REPLACE) }])
    this.MANY(() => this.SUBRULE(this.changeModifier))
    this.OPTION(() => this.CONSUME(k.INTO))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => {
      this.CONSUME(k.PARTITION)
      this.SUBRULE(this.identifierList)
    })
    this.OPTION2({ GATE: () => !this.queryInParens(), DEF: () => this.SUBRULE(this.insertColumns) })
    this.OR1([
      {
        // VALUES begins a query too; here its rows may be empty and hold DEFAULT.
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.insertRows),
      },
      { ALT: () => this.SUBRULE(this.setItems) },
      { ALT: () => this.SUBRULE(this.query) },
    ])
    this.OPTION3(() => this.SUBRULE(this.newRow))
    this.OPTION4(() => this.SUBRULE(this.onDuplicateKey))
    this.OPTION5(() => this.SUBRULE(this.returningClause))
  })

  /** Words between the verb and the table. */
  changeModifier: Rule = this.RULE('changeModifier', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.LOW_PRIORITY) },
      { ALT: () => this.CONSUME(k.DELAYED) },
      { ALT: () => this.CONSUME(k.HIGH_PRIORITY) },
      { ALT: () => this.CONSUME(k.IGNORE) },
      { ALT: () => this.CONSUME(w.OptimizerHint) },
    ])
  })

  /** `(a, t.b)`, possibly empty. */
  insertColumns: Rule = this.RULE('insertColumns', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.columnPath) })
    this.CONSUME(t.RightParen)
  })

  /** `a`, `t.a`, `db.t.a`. */
  columnPath: Rule = this.RULE('columnPath', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Dot, DEF: () => this.SUBRULE(this.identifier) })
  })

  insertRows: Rule = this.RULE('insertRows', () => {
    this.OR([{ ALT: () => this.CONSUME(k.VALUES) }, { ALT: () => this.CONSUME(k.VALUE) }])
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.insertRow) })
  })

  insertRow: Rule = this.RULE('insertRow', () => {
    this.OPTION(() => this.CONSUME(k.ROW))
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })

  /** `SET a = 1, t.b = DEFAULT`. */
  setItems: Rule = this.RULE('setItems', () => {
    this.CONSUME(k.SET)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.setItem) })
  })

  setItem: Rule = this.RULE('setItem', () => {
    this.SUBRULE(this.columnPath)
    this.OR([{ ALT: () => this.CONSUME(t.Equal) }, { ALT: () => this.CONSUME(t.Assign) }])
    this.SUBRULE(this.expression)
  })

  /** `AS new (a, b)` behind the rows: the name of the row that is inserted. */
  newRow: Rule = this.RULE('newRow', () => {
    this.CONSUME(k.AS)
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.SUBRULE(this.identifierList))
  })

  onDuplicateKey: Rule = this.RULE('onDuplicateKey', () => {
    this.CONSUME(k.ON)
    this.CONSUME(k.DUPLICATE)
    this.CONSUME(k.KEY)
    this.CONSUME(k.UPDATE)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.setItem) })
  })

  returningClause: Rule = this.RULE('returningClause', () => {
    this.CONSUME(k.RETURNING)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.selectItem) })
  })

  /** One table or several. */
  updateStatement: Rule = this.RULE('updateStatement', () => {
    this.CONSUME(k.UPDATE)
    this.MANY(() => this.SUBRULE(this.changeModifier))
    this.SUBRULE(this.tableReferences)
    this.SUBRULE(this.setItems)
    this.SUBRULE(this.changeTail)
  })

  /** `DELETE FROM t`, `DELETE a, b FROM …`, `DELETE FROM a, b USING …`. */
  deleteStatement: Rule = this.RULE('deleteStatement', () => {
    this.CONSUME(k.DELETE)
    this.MANY(() => this.SUBRULE(this.changeModifier))
    this.OPTION({
      GATE: () => this.LA(2).tokenType !== t.Comma && this.LA(2).tokenType !== t.Dot,
      DEF: () => this.CONSUME(k.QUICK),
    })
    this.MANY1(() => this.SUBRULE1(this.changeModifier))
    this.OR([
      {
        // Both lists of names begin alike; the gate looks for USING behind them.
        GATE: () => this.usingAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.FROM)
          this.SUBRULE(this.deleteTargets)
          this.CONSUME(k.USING)
          this.SUBRULE(this.tableReferences)
        },
      },
      {
        ALT: () => {
          this.CONSUME1(k.FROM)
          this.SUBRULE1(this.tableReferences)
        },
      },
      {
        ALT: () => {
          this.SUBRULE1(this.deleteTargets)
          this.CONSUME2(k.FROM)
          this.SUBRULE2(this.tableReferences)
        },
      },
    ])
    this.SUBRULE(this.changeTail)
  })

  deleteTargets: Rule = this.RULE('deleteTargets', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.deleteTarget) })
  })

  /** `t`, `db.t`, `t.*`. */
  deleteTarget: Rule = this.RULE('deleteTarget', () => {
    this.SUBRULE(this.identifier)
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.OR([{ ALT: () => this.SUBRULE1(this.identifier) }, { ALT: () => this.CONSUME(t.Star) }])
    })
  })

  changeTail: Rule = this.RULE('changeTail', () => {
    this.OPTION(() => {
      this.CONSUME(k.WHERE)
      this.SUBRULE(this.expression, { LABEL: 'where' })
    })
    this.OPTION1(() => this.SUBRULE(this.orderBy))
    this.OPTION2(() => this.SUBRULE(this.limit))
    this.OPTION3(() => this.SUBRULE(this.returningClause))
  })

  /** `WITH … UPDATE`, `WITH … DELETE`. */
  changeWithTables: Rule = this.RULE('changeWithTables', () => {
    this.SUBRULE(this.withClause)
    this.OR([{ ALT: () => this.SUBRULE(this.updateStatement) }, { ALT: () => this.SUBRULE(this.deleteStatement) }])
  })

  /** Only what is loaded where is looked at; the rest of the statement is about the file. */
  loadStatement: Rule = this.RULE('loadStatement', () => {
    this.CONSUME(k.LOAD)
    this.OR([{ ALT: () => this.CONSUME(k.DATA) }, { ALT: () => this.CONSUME(k.XML) }])
    this.OPTION(() =>
      this.OR1([{ ALT: () => this.CONSUME(k.LOW_PRIORITY) }, { ALT: () => this.CONSUME(k.CONCURRENT) }]),
    )
    this.OPTION1(() => this.CONSUME(k.LOCAL))
    this.CONSUME(k.INFILE)
    this.SUBRULE(this.stringLiteral)
    this.OPTION2(() => this.OR2([{ ALT: () => this.CONSUME(k.REPLACE) }, { ALT: () => this.CONSUME(k.IGNORE) }]))
    this.CONSUME(k.INTO)
    this.CONSUME(k.TABLE)
    this.SUBRULE(this.qualifiedName)
    this.SUBRULE(this.restOfStatement)
  })

  /** Everything up to the semicolon, which nobody looks at. */
  restOfStatement: Rule = this.RULE('restOfStatement', () => {
    if (this.RECORDING_PHASE) return
    while (this.LA(1).tokenType !== t.Semicolon && !this.atEnd()) this.SKIP_TOKEN()
  })

  protected atEnd(): boolean {
    return Number.isNaN(this.LA(1).startOffset)
  }

  /** Whether the common tables in front are those of UPDATE or DELETE. */
  protected changeBehindWith(): boolean {
    if (this.LA(1).tokenType !== k.WITH) return false
    let depth = 0
    for (let at = 2; ; at++) {
      const { tokenType, startOffset } = this.LA(at)
      if (tokenType === t.LeftParen) depth++
      else if (tokenType === t.RightParen) depth--
      else if (depth === 0 && (tokenType === k.UPDATE || tokenType === k.DELETE)) return true
      if (Number.isNaN(startOffset) || tokenType === t.Semicolon || (depth === 0 && tokenType === k.SELECT))
        return false
    }
  }

  /** `INSERT INTO t (SELECT …)`: words that begin a query are reserved, so they are no columns. */
  private queryInParens(): boolean {
    let at = 1
    while (this.LA(at).tokenType === t.LeftParen) at++
    return startsQuery.has(this.LA(at).tokenType)
  }

  private usingAhead(): boolean {
    for (let at = 2; ; at++) {
      const { tokenType } = this.LA(at)
      if (tokenType === k.USING) return true
      const name = tokenType.CATEGORIES?.some((each) => each === t.AnyName || each === t.AliasName) ?? false
      if (!name && tokenType !== t.Dot && tokenType !== t.Comma && tokenType !== t.Star) return false
    }
  }
}
