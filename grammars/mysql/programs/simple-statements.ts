import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import * as w from '../word-classes.js'
import { DataChangesChapter } from './data-changes.js'

const scopes = new Set<TokenType>([k.GLOBAL, k.SESSION, k.LOCAL, k.PERSIST, k.PERSIST_ONLY])
const assigns = new Set<TokenType>([t.Equal, t.Assign, t.Dot])
/** Behind SET: no assignment but a clause of its own. */
const settingWords = new Set<TokenType>([k.NAMES, k.CHARSET, k.PASSWORD, k.ROLE, k.TRANSACTION, k.STATEMENT])
/** Objects of definitions that the grammar of definitions does not know. */
const foreignObjects = new Set<TokenType>([k.USER, k.ROLE, k.SERVER, k.TABLESPACE, k.LOGFILE, k.UNDO, k.RESOURCE])

/** Statements of stored programs that hold no other statement. Manual chapter "Compound Statement Syntax" and the rest. */
export abstract class SimpleStatementsChapter extends DataChangesChapter {
  /** `SET a = 1, @b := 2, SESSION c = ON`; also SET NAMES and its kind, which are `restOfStatement`. */
  setStatement: Rule = this.RULE('setStatement', () => {
    this.CONSUME(k.SET)
    this.OR([
      {
        // The words are names of variables too, unless something else than an assignment follows.
        GATE: () => this.settingAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.settingClause),
      },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.assignment) }) },
    ])
  })

  settingClause: Rule = this.RULE('settingClause', () => {
    this.OR([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(k.CHARACTER) }])
    this.SUBRULE(this.restOfStatement)
  })

  assignment: Rule = this.RULE('assignment', () => {
    this.OPTION({
      GATE: () => scopes.has(this.LA(1).tokenType) && !assigns.has(this.LA(2).tokenType),
      DEF: () => this.CONSUME(t.AnyName, { LABEL: 'scope' }),
    })
    this.SUBRULE(this.target)
    this.OR([{ ALT: () => this.CONSUME(t.Equal) }, { ALT: () => this.CONSUME(t.Assign) }])
    this.OR1([
      { ALT: () => this.CONSUME(k.ON) },
      {
        // BINARY is an operator too; ALL begins a quantified query.
        GATE: () => this.LA(2).tokenType === t.Comma || this.LA(2).tokenType === t.Semicolon,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.OR2([{ ALT: () => this.CONSUME(k.ALL) }, { ALT: () => this.CONSUME(k.BINARY) }]),
      },
      { ALT: () => this.SUBRULE(this.expression) },
    ])
  })

  /** Where a value goes: `a`, `NEW.a`, `@a`, `@@session.a`. */
  target: Rule = this.RULE('target', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.userVariable) },
      { ALT: () => this.SUBRULE(this.systemVariable) },
      { ALT: () => this.SUBRULE(this.columnPath) },
    ])
  })

  callStatement: Rule = this.RULE('callStatement', () => {
    this.CONSUME(k.CALL)
    this.SUBRULE(this.columnPath)
    this.OPTION(() => this.SUBRULE(this.plainArguments))
  })

  /** `(a, b)`, possibly empty. */
  plainArguments: Rule = this.RULE('plainArguments', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })

  doStatement: Rule = this.RULE('doStatement', () => {
    this.CONSUME(k.DO)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.SUBRULE(this.expression)
        this.OPTION(() => this.SUBRULE(this.alias))
      },
    })
  })

  jumpStatement: Rule = this.RULE('jumpStatement', () => {
    this.OR([{ ALT: () => this.CONSUME(k.LEAVE) }, { ALT: () => this.CONSUME(k.ITERATE) }])
    this.SUBRULE(this.identifier)
  })

  /** Deviation: the value may be left out, as in procedures of sql_mode=ORACLE. */
  returnStatement: Rule = this.RULE('returnStatement', () => {
    this.CONSUME(k.RETURN)
    this.OPTION(() => this.SUBRULE(this.expression))
  })

  /** OPEN c [(a, b)], FETCH [[NEXT] FROM] c INTO a, b, CLOSE c. */
  cursorStatement: Rule = this.RULE('cursorStatement', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.OPEN)
          this.SUBRULE(this.identifier)
          this.OPTION(() => this.SUBRULE(this.plainArguments))
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.FETCH)
          this.OR1([{ ALT: () => this.SUBRULE(this.groupRow) }, { ALT: () => this.SUBRULE(this.fetchTail) }])
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.CLOSE)
          this.SUBRULE2(this.identifier)
        },
      },
    ])
  })

  fetchTail: Rule = this.RULE('fetchTail', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType === k.FROM, DEF: () => this.CONSUME(k.NEXT) })
    this.OPTION1(() => this.CONSUME(k.FROM))
    this.SUBRULE(this.identifier)
    this.CONSUME(k.INTO)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.target) })
  })

  /** FETCH GROUP NEXT ROW in an aggregate function. MariaDB manual section "Stored Aggregate Functions". */
  groupRow: Rule = this.RULE('groupRow', () => {
    this.CONSUME(k.GROUP)
    this.CONSUME(k.NEXT)
    this.CONSUME(k.ROW)
  })

  /** SIGNAL and RESIGNAL. */
  signalStatement: Rule = this.RULE('signalStatement', () => {
    this.OR([{ ALT: () => this.CONSUME(k.SIGNAL) }, { ALT: () => this.CONSUME(k.RESIGNAL) }])
    this.OPTION(() => this.SUBRULE(this.condition))
    this.OPTION1(() => {
      this.CONSUME(k.SET)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.signalItem) })
    })
  })

  signalItem: Rule = this.RULE('signalItem', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(t.Equal)
    this.SUBRULE(this.expression)
  })

  /** What a handler takes or a signal raises. */
  condition: Rule = this.RULE('condition', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.SQLSTATE)
          this.OPTION(() => this.CONSUME(k.VALUE))
          this.CONSUME(t.Text)
        },
      },
      { ALT: () => this.CONSUME(t.IntegerNumber) },
      { ALT: () => this.CONSUME(k.SQLWARNING) },
      { ALT: () => this.CONSUME(k.SQLEXCEPTION) },
      {
        ALT: () => {
          this.CONSUME(k.NOT)
          this.CONSUME(k.FOUND)
        },
      },
      { ALT: () => this.SUBRULE(this.identifier) },
    ])
  })

  /** Manual section "GET DIAGNOSTICS Statement". */
  diagnosticsStatement: Rule = this.RULE('diagnosticsStatement', () => {
    this.CONSUME(k.GET)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.CURRENT) }, { ALT: () => this.CONSUME(k.STACKED) }]))
    this.CONSUME(k.DIAGNOSTICS)
    this.OPTION1(() => {
      this.CONSUME(k.CONDITION)
      this.SUBRULE(this.expression)
    })
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.diagnosticsItem) })
  })

  diagnosticsItem: Rule = this.RULE('diagnosticsItem', () => {
    this.SUBRULE(this.target)
    this.CONSUME(t.Equal)
    this.SUBRULE(this.identifier)
  })

  /** START TRANSACTION, COMMIT, ROLLBACK [TO], SAVEPOINT, RELEASE SAVEPOINT. */
  transactionStatement: Rule = this.RULE('transactionStatement', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.START)
          this.CONSUME(k.TRANSACTION)
          this.SUBRULE(this.restOfStatement)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.COMMIT)
          this.SUBRULE1(this.restOfStatement)
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
                this.OPTION1({
                  GATE: () => this.LA(2).tokenType !== t.Semicolon,
                  DEF: () => this.CONSUME(k.SAVEPOINT),
                })
                this.SUBRULE(this.identifier)
              },
            },
            { ALT: () => this.SUBRULE2(this.restOfStatement) },
          ])
        },
      },
      {
        ALT: () => {
          this.OPTION2(() => this.CONSUME(k.RELEASE))
          this.CONSUME1(k.SAVEPOINT)
          this.SUBRULE1(this.identifier)
        },
      },
    ])
  })

  /** Manual chapter "Prepared Statements"; EXECUTE IMMEDIATE is MariaDB's. */
  preparedStatement: Rule = this.RULE('preparedStatement', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.PREPARE)
          this.SUBRULE(this.identifier)
          this.CONSUME(k.FROM)
          this.SUBRULE(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.EXECUTE)
          this.OR1([
            {
              // IMMEDIATE is a name too, unless a text follows.
              GATE: () => !this.endsExecute(2),
              IGNORE_AMBIGUITIES: true,
              ALT: () => {
                this.CONSUME(k.IMMEDIATE)
                this.SUBRULE1(this.expression)
              },
            },
            { ALT: () => this.SUBRULE1(this.identifier) },
          ])
          this.OPTION(() => {
            this.CONSUME(k.USING)
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE2(this.expression, { LABEL: 'using' }) })
          })
        },
      },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(k.DEALLOCATE) }, { ALT: () => this.CONSUME(k.DROP) }])
          this.CONSUME1(k.PREPARE)
          this.SUBRULE2(this.identifier)
        },
      },
    ])
  })

  /** Statements that make, change and drop objects; those that the other chapters do not know are only looked over. */
  definitionStatement: Rule = this.RULE('definitionStatement', () => {
    this.OR([
      { GATE: () => !this.foreignAhead(), ALT: () => this.SUBRULE(this.createStatement), IGNORE_AMBIGUITIES: true },
      { GATE: () => !this.foreignAhead(), ALT: () => this.SUBRULE(this.alterStatement), IGNORE_AMBIGUITIES: true },
      { GATE: () => !this.foreignAhead(), ALT: () => this.SUBRULE(this.dropStatement), IGNORE_AMBIGUITIES: true },
      { GATE: () => !this.foreignAhead(), ALT: () => this.SUBRULE(this.renameStatement), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE(this.truncateStatement) },
      { ALT: () => this.SUBRULE(this.foreignDefinition) },
    ])
  })

  foreignDefinition: Rule = this.RULE('foreignDefinition', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.CREATE) },
      { ALT: () => this.CONSUME(k.ALTER) },
      { ALT: () => this.CONSUME(k.DROP) },
      { ALT: () => this.CONSUME(k.RENAME) },
    ])
    this.SUBRULE(this.restOfStatement)
  })

  truncateStatement: Rule = this.RULE('truncateStatement', () => {
    this.CONSUME(k.TRUNCATE)
    this.OPTION(() => this.CONSUME(k.TABLE))
    this.SUBRULE(this.qualifiedName)
  })

  /** Statements that are known by their first word: SHOW, LOCK, FLUSH, GRANT and their kind. */
  commandStatement: Rule = this.RULE('commandStatement', () => {
    this.CONSUME(w.CommandWord)
    this.SUBRULE(this.restOfStatement)
  })

  private settingAhead(): boolean {
    const first = this.LA(1).tokenType
    const second = this.LA(2).tokenType
    if (first === k.CHARACTER) return true
    if (scopes.has(first) && second === k.TRANSACTION) return !assigns.has(this.LA(3).tokenType)
    return settingWords.has(first) && !assigns.has(second)
  }

  private foreignAhead(): boolean {
    const second = this.LA(2).tokenType
    if (this.LA(1).tokenType === k.CREATE && second === k.OR) return foreignObjects.has(this.LA(4).tokenType)
    const altersProgram = second === k.PROCEDURE || second === k.FUNCTION || second === k.EVENT
    return foreignObjects.has(second) || (this.LA(1).tokenType === k.ALTER && altersProgram)
  }

  private endsExecute(at: number): boolean {
    const { tokenType, startOffset } = this.LA(at)
    return Number.isNaN(startOffset) || tokenType === t.Semicolon || tokenType === k.USING
  }
}
