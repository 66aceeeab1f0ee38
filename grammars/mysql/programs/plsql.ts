import { type TokenType, tokenMatcher } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { CompoundStatementsChapter } from './compound-statements.js'

/** What follows the name in an assignment or in a call without CALL. */
const behindName = new Set<TokenType>([t.Assign, t.Dot, t.LeftParen])
/** Names that are statements by themselves. */
const bareStatements = new Set<TokenType>([k.COMMIT, k.ROLLBACK, k.RAISE])
const plsqlWords = new Set<TokenType>([k.NULL, k.EXIT, k.CONTINUE, k.RAISE])

/** Statements and declarations of sql_mode=ORACLE. MariaDB manual section "SQL_MODE=ORACLE". */
export abstract class PlsqlChapter extends CompoundStatementsChapter {
  labelMark: Rule = this.RULE('labelMark', () => {
    this.CONSUME(t.ShiftLeft)
    this.SUBRULE(this.identifier)
    this.CONSUME(t.ShiftRight)
  })

  /** `a := 1`, `p.q(1)`, `q`. */
  nameStatement: Rule = this.RULE('nameStatement', () => {
    this.SUBRULE(this.columnPath)
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Assign)
            this.SUBRULE(this.expression)
          },
        },
        { ALT: () => this.SUBRULE(this.plainArguments) },
      ]),
    )
  })

  /** NULL, EXIT and CONTINUE, RAISE. */
  plsqlStatement: Rule = this.RULE('plsqlStatement', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.NULL) },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.EXIT) }, { ALT: () => this.CONSUME(k.CONTINUE) }])
          this.OPTION(() => this.SUBRULE(this.identifier))
          this.OPTION1(() => {
            this.CONSUME(k.WHEN)
            this.SUBRULE(this.expression)
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.RAISE)
          this.OPTION2(() => this.SUBRULE1(this.identifier))
        },
      },
    ])
  })

  exceptionBranch: Rule = this.RULE('exceptionBranch', () => {
    this.CONSUME(k.WHEN)
    this.AT_LEAST_ONE_SEP({ SEP: k.OR, DEF: () => this.SUBRULE(this.condition) })
    this.CONSUME(k.THEN)
    this.SUBRULE(this.caseList)
  })

  /** `t.c%TYPE`, `t%ROWTYPE`. */
  percentType: Rule = this.RULE('percentType', () => {
    this.SUBRULE(this.columnPath)
    this.CONSUME(t.Percent)
    this.OR([{ ALT: () => this.CONSUME(k.TYPE) }, { ALT: () => this.CONSUME(k.ROWTYPE) }])
  })

  /** A declaration in front of BEGIN, or one of a package. In the default mode DECLARE stands before all but routines. */
  unitDeclaration: Rule = this.RULE('unitDeclaration', () => {
    this.OR([
      { GATE: () => !this.plsql, ALT: () => this.SUBRULE(this.declaration), IGNORE_AMBIGUITIES: true },
      // Its first word is a name, too.
      { ALT: () => this.SUBRULE(this.member), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE(this.cursorBefore) },
      {
        GATE: () => this.LA(2).tokenType === k.EXCEPTION,
        ALT: () => this.SUBRULE(this.exceptionDeclaration),
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.variableDeclaration) },
    ])
  })

  exceptionDeclaration: Rule = this.RULE('exceptionDeclaration', () => {
    this.SUBRULE(this.identifier)
    this.CONSUME(k.EXCEPTION)
  })

  cursorBefore: Rule = this.RULE('cursorBefore', () => {
    this.CONSUME(k.CURSOR)
    this.SUBRULE(this.identifier)
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.MANY_SEP({
        SEP: t.Comma,
        DEF: () => {
          this.SUBRULE1(this.identifier, { LABEL: 'parameterName' })
          this.OPTION1(() => this.CONSUME(k.IN))
          this.SUBRULE(this.declaredType)
        },
      })
      this.CONSUME(t.RightParen)
    })
    this.CONSUME(k.IS)
    this.SUBRULE(this.query)
  })

  /** A routine of a package: its head, or all of it. */
  member: Rule = this.RULE('member', () => {
    this.OR([
      { GATE: () => this.plsql, ALT: () => this.SUBRULE(this.plsqlRoutine), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE(this.routine) },
    ])
    this.OPTION({ GATE: () => !this.plsql && !this.endsHead(), DEF: () => this.SUBRULE(this.programStatement) })
  })

  /** `PROCEDURE p (a IN OUT INT) AS … BEGIN … END`; the head of a member has no body. */
  plsqlRoutine: Rule = this.RULE('plsqlRoutine', () => {
    this.OR([{ ALT: () => this.CONSUME(k.PROCEDURE) }, { ALT: () => this.CONSUME(k.FUNCTION) }])
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => {
      this.CONSUME(t.LeftParen)
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.plsqlParameter) })
      this.CONSUME(t.RightParen)
    })
    this.OPTION2(() => {
      this.CONSUME(k.RETURN)
      this.SUBRULE(this.declaredType)
    })
    this.MANY(() => this.SUBRULE(this.characteristic))
    this.OPTION3(() => {
      this.OR1([{ ALT: () => this.CONSUME(k.AS) }, { ALT: () => this.CONSUME(k.IS) }])
      this.SUBRULE(this.plsqlBody)
    })
  })

  plsqlParameter: Rule = this.RULE('plsqlParameter', () => {
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.CONSUME(k.IN))
    this.OPTION1(() => this.OR([{ ALT: () => this.CONSUME(k.OUT) }, { ALT: () => this.CONSUME(k.INOUT) }]))
    this.SUBRULE(this.declaredType)
    this.OPTION2(() => {
      this.OR1([{ ALT: () => this.CONSUME(k.DEFAULT) }, { ALT: () => this.CONSUME(t.Assign) }])
      this.SUBRULE(this.expression)
    })
  })

  /** Declarations and block of a routine. */
  plsqlBody: Rule = this.RULE('plsqlBody', () => {
    this.inside(() => {
      this.SUBRULE(this.declarationList)
      this.SUBRULE(this.block)
    })
  })

  /** `PACKAGE [BODY] p [AS|IS] … [BEGIN …] END`. MariaDB manual sections "CREATE PACKAGE" and "CREATE PACKAGE BODY". */
  packageUnit: Rule = this.RULE('packageUnit', () => {
    this.CONSUME(k.PACKAGE)
    this.OPTION({ GATE: () => this.LA(2).tokenType !== t.Dot, DEF: () => this.CONSUME(k.BODY) })
    this.OPTION1(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => this.SUBRULE(this.characteristic))
    this.OPTION2({
      GATE: () => this.plsql,
      DEF: () => this.OR([{ ALT: () => this.CONSUME(k.AS) }, { ALT: () => this.CONSUME(k.IS) }]),
    })
    this.inside(() => {
      this.SUBRULE(this.declarationList)
      this.OPTION3(() =>
        this.OR1([
          { ALT: () => this.SUBRULE(this.block) },
          {
            ALT: () => {
              this.CONSUME(k.END)
              this.OPTION4(() => this.SUBRULE(this.identifier))
            },
          },
        ]),
      )
    })
  })

  abstract routine: Rule
  abstract characteristic: Rule

  protected nameAhead(): boolean {
    if (!this.plsql || !tokenMatcher(this.LA(1), t.AnyName)) return false
    const second = this.LA(2).tokenType
    if (behindName.has(second)) return true
    return (second === t.Semicolon || this.isLast(2)) && !bareStatements.has(this.LA(1).tokenType)
  }

  protected plsqlAhead(): boolean {
    return this.plsql && plsqlWords.has(this.LA(1).tokenType)
  }

  /** A path of names with `%` behind it. */
  protected percentAhead(): boolean {
    if (!this.plsql) return false
    let at = 2
    while (this.LA(at).tokenType === t.Dot) at += 2
    return this.LA(at).tokenType === t.Percent
  }

  private endsHead(): boolean {
    return this.LA(1).tokenType === t.Semicolon || this.isLast(1)
  }

  private isLast(at: number): boolean {
    return Number.isNaN(this.LA(at).startOffset)
  }
}
