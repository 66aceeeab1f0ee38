import * as t from '../../sql/tokens.js'
import { DataChangesChapter } from '../data-changes.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'

/** Statements of PL/SQL that hold no other statement. PL/SQL Language Reference, chapter "PL/SQL Language Elements". */
export abstract class SimpleStatementsChapter extends DataChangesChapter {
  /** `x.y(1) := e`, `p(a, b => c)`, `:new.x := e`: children `columnOrCall` or `bindOperand`, `expression`?. */
  nameStatement: Rule = this.RULE('nameStatement', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.columnOrCall) }, { ALT: () => this.SUBRULE(this.bindOperand) }])
    this.OPTION(() => {
      this.CONSUME(t.Assign)
      this.SUBRULE(this.expression)
    })
  })

  /** `(SELF AS t).p(…)`. */
  aboveStatement: Rule = this.RULE('aboveStatement', () => {
    this.SUBRULE(this.parenthesised)
  })

  nullStatement: Rule = this.RULE('nullStatement', () => {
    this.CONSUME(k.NULL)
  })

  /** `EXIT [label] [WHEN e]`, CONTINUE too. */
  jumpStatement: Rule = this.RULE('jumpStatement', () => {
    this.OR([{ ALT: () => this.CONSUME(k.EXIT) }, { ALT: () => this.CONSUME(k.CONTINUE) }])
    this.OPTION(() => this.SUBRULE(this.identifier))
    this.OPTION1(() => {
      this.CONSUME(k.WHEN)
      this.SUBRULE(this.expression)
    })
  })

  gotoStatement: Rule = this.RULE('gotoStatement', () => {
    this.CONSUME(k.GOTO)
    this.SUBRULE(this.identifier)
  })

  returnStatement: Rule = this.RULE('returnStatement', () => {
    this.CONSUME(k.RETURN)
    this.OPTION(() => this.SUBRULE(this.expression))
  })

  /** `RAISE`, `RAISE e`, `RAISE p.e`. */
  raiseStatement: Rule = this.RULE('raiseStatement', () => {
    this.CONSUME(k.RAISE)
    this.OPTION(() => this.SUBRULE(this.qualifiedName))
  })

  /** `PIPE ROW (x)`. */
  pipeStatement: Rule = this.RULE('pipeStatement', () => {
    this.CONSUME(k.PIPE)
    this.CONSUME(k.ROW)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
  })

  /** `OPEN c [(a, b)]`, `OPEN c FOR query | text [USING a, b]`. */
  openStatement: Rule = this.RULE('openStatement', () => {
    this.CONSUME(k.OPEN)
    this.OR([{ ALT: () => this.SUBRULE(this.columnOrCall) }, { ALT: () => this.SUBRULE(this.bindOperand) }])
    this.OPTION(() => {
      this.CONSUME(k.FOR)
      this.OR1([
        {
          // A text may begin with a parenthesis too; the gate looks for a query.
          GATE: () => this.queryAhead(1),
          IGNORE_AMBIGUITIES: true,
          ALT: () => this.SUBRULE(this.query),
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ])
      this.OPTION1(() => this.SUBRULE(this.usingClause))
    })
  })

  /** `FETCH c INTO a, b`, `FETCH c BULK COLLECT INTO t LIMIT n`. */
  fetchStatement: Rule = this.RULE('fetchStatement', () => {
    this.CONSUME(k.FETCH)
    this.OR([{ ALT: () => this.SUBRULE(this.columnOrCall) }, { ALT: () => this.SUBRULE(this.bindOperand) }])
    this.SUBRULE(this.intoClause)
    this.OPTION(() => {
      this.CONSUME(k.LIMIT)
      this.SUBRULE(this.expression)
    })
  })

  closeStatement: Rule = this.RULE('closeStatement', () => {
    this.CONSUME(k.CLOSE)
    this.OR([{ ALT: () => this.SUBRULE(this.columnOrCall) }, { ALT: () => this.SUBRULE(this.bindOperand) }])
  })

  /** `EXECUTE IMMEDIATE text [INTO a] [USING b, OUT c] [RETURNING INTO d]`. */
  executeStatement: Rule = this.RULE('executeStatement', () => {
    this.CONSUME(k.EXECUTE)
    this.CONSUME(k.IMMEDIATE)
    this.SUBRULE(this.expression)
    this.OPTION(() => this.SUBRULE(this.intoClause))
    this.OPTION1(() => this.SUBRULE(this.usingClause))
    this.OPTION2(() => {
      this.OR([{ ALT: () => this.CONSUME(k.RETURNING) }, { ALT: () => this.CONSUME(k.RETURN) }])
      this.SUBRULE1(this.intoClause, { LABEL: 'returned' })
    })
  })

  /** `USING a, OUT b, IN OUT c`. */
  usingClause: Rule = this.RULE('usingClause', () => {
    this.CONSUME(k.USING)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.usingItem) })
  })

  usingItem: Rule = this.RULE('usingItem', () => {
    this.OPTION(() => this.CONSUME(k.IN))
    this.OPTION1({ GATE: () => this.LA(2).tokenType !== t.Comma, DEF: () => this.CONSUME(k.OUT) })
    this.SUBRULE(this.expression)
  })

  /** COMMIT, ROLLBACK [TO s], SAVEPOINT s, with what else may stand there. */
  transactionStatement: Rule = this.RULE('transactionStatement', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.COMMIT)
          this.SUBRULE(this.restOfStatement)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.ROLLBACK)
          this.OPTION(() => this.CONSUME(k.WORK))
          this.OR1([
            {
              ALT: () => {
                this.CONSUME(k.TO)
                this.OPTION1({ GATE: () => this.LA(2).tokenType !== t.Semicolon, DEF: () => this.CONSUME(k.SAVEPOINT) })
                this.SUBRULE(this.identifier)
              },
            },
            { ALT: () => this.SUBRULE1(this.restOfStatement) },
          ])
        },
      },
      {
        ALT: () => {
          this.CONSUME1(k.SAVEPOINT)
          this.SUBRULE1(this.identifier)
        },
      },
    ])
  })

  /** SET TRANSACTION, SET ROLE and their kind: known by their first words. */
  commandStatement: Rule = this.RULE('commandStatement', () => {
    this.CONSUME(k.SET)
    this.SUBRULE(this.restOfStatement)
  })

  /** Everything up to the semicolon: kept as text. */
  restOfStatement: Rule = this.RULE('restOfStatement', () => {
    if (this.RECORDING_PHASE) return
    while (!this.atTextEnd() && this.LA(1).tokenType !== t.Semicolon) this.SKIP_TOKEN()
  })

  protected atTextEnd(): boolean {
    return Number.isNaN(this.LA(1).startOffset)
  }

  /** PRAGMA among statements or declarations. */
  pragma: Rule = this.RULE('pragma', () => {
    this.CONSUME(k.PRAGMA)
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.SUBRULE(this.callArguments))
  })
}
