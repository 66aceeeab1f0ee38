import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { TypesChapter } from './types.js'

const timing = new Set<TokenType>([k.BEFORE, k.AFTER, k.INSTEAD])

/** Stored programs as a whole. PL/SQL Language Reference, chapter "SQL Statements for Stored PL/SQL Units". */
export abstract class ProgramsChapter extends TypesChapter {
  /** CREATE of a procedure, function, package, package body or trigger. */
  program: Rule = this.RULE('program', () => {
    this.CONSUME(k.CREATE)
    this.OPTION(() => {
      this.CONSUME(k.OR)
      this.CONSUME(k.REPLACE)
    })
    this.OPTION1(() =>
      this.OR([{ ALT: () => this.CONSUME(k.EDITIONABLE) }, { ALT: () => this.CONSUME(k.NONEDITIONABLE) }]),
    )
    this.OR1([
      { ALT: () => this.SUBRULE(this.routine) },
      { ALT: () => this.SUBRULE(this.packageUnit) },
      { ALT: () => this.SUBRULE(this.trigger) },
      { ALT: () => this.SUBRULE(this.typeUnit) },
    ])
    this.OPTION2(() => this.CONSUME(t.Semicolon))
    this.SUBRULE(this.restOfProgram)
  })

  /** What stands behind the body and should not. */
  restOfProgram: Rule = this.RULE('restOfProgram', () => {
    if (this.RECORDING_PHASE) return
    while (!this.atTextEnd()) this.SKIP_TOKEN()
  })

  /** `FUNCTION f … END;` inside WITH. */
  withProgram: Rule = this.RULE('withProgram', () => {
    this.SUBRULE(this.routine)
    this.CONSUME(t.Semicolon)
  })

  /** A package or its body: children `K_BODY`?, `declarationList`, `blockBody`? (with its END), `K_END`?. */
  packageUnit: Rule = this.RULE('packageUnit', () => {
    this.CONSUME(k.PACKAGE)
    this.OPTION({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.BODY) })
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => this.SUBRULE(this.routineClause))
    this.OR([{ ALT: () => this.CONSUME(k.IS) }, { ALT: () => this.CONSUME(k.AS) }])
    this.SUBRULE(this.declarationList)
    this.OPTION1(() =>
      this.OR1([
        { ALT: () => this.SUBRULE(this.blockBody) },
        {
          ALT: () => {
            this.CONSUME(k.END)
            this.OPTION2(() => this.SUBRULE(this.identifier))
          },
        },
      ]),
    )
  })

  /** CREATE TRIGGER: children `triggerTiming`, `triggerClause`*, and a block, a compound body or a call. */
  trigger: Rule = this.RULE('trigger', () => {
    this.CONSUME(k.TRIGGER)
    this.SUBRULE(this.qualifiedName)
    this.SUBRULE(this.triggerTiming)
    this.MANY(() => this.SUBRULE(this.triggerClause))
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.COMPOUND,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.compoundTrigger),
      },
      {
        GATE: () => this.LA(1).tokenType === k.CALL,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.CALL)
          this.SUBRULE(this.columnOrCall)
        },
      },
      { ALT: () => this.SUBRULE(this.block) },
    ])
  })

  /** `BEFORE INSERT OR UPDATE OF a, b ON t`, `FOR DELETE ON t`, and events of a schema or database. */
  triggerTiming: Rule = this.RULE('triggerTiming', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.BEFORE) },
      { ALT: () => this.CONSUME(k.AFTER) },
      {
        ALT: () => {
          this.CONSUME(k.INSTEAD)
          this.CONSUME(k.OF)
        },
      },
      { ALT: () => this.CONSUME(k.FOR) },
    ])
    this.SUBRULE(this.triggerEvent)
    this.MANY(() => {
      this.CONSUME(k.OR)
      this.SUBRULE1(this.triggerEvent)
    })
    this.CONSUME(k.ON)
    this.OPTION(() => this.SUBRULE(this.nestedTable))
    this.SUBRULE(this.qualifiedName)
  })

  nestedTable: Rule = this.RULE('nestedTable', () => {
    this.CONSUME(k.NESTED)
    this.CONSUME(k.TABLE)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.OF)
  })

  triggerEvent: Rule = this.RULE('triggerEvent', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.INSERT) },
      { ALT: () => this.CONSUME(k.DELETE) },
      {
        ALT: () => {
          this.CONSUME(k.UPDATE)
          this.OPTION(() => {
            this.CONSUME(k.OF)
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.identifier) })
          })
        },
      },
      // CREATE, ALTER, LOGON and other events that are not about rows.
      { ALT: () => this.CONSUME(k.CREATE) },
      { ALT: () => this.CONSUME(k.ALTER) },
      { ALT: () => this.CONSUME(k.DROP) },
      { ALT: () => this.CONSUME(k.GRANT) },
      { ALT: () => this.CONSUME(t.AnyName, { LABEL: 'otherEvent' }) },
    ])
  })

  /** REFERENCING, FOR EACH ROW, WHEN (…), ENABLE, DISABLE, FOLLOWS. */
  triggerClause: Rule = this.RULE('triggerClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.REFERENCING)
          this.AT_LEAST_ONE(() => this.SUBRULE(this.rowAlias))
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.FOR)
          this.CONSUME(k.EACH)
          this.CONSUME(k.ROW)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.WHEN)
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.expression)
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.CONSUME(k.ENABLE) },
      { ALT: () => this.CONSUME(k.DISABLE) },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.FOLLOWS) }, { ALT: () => this.CONSUME(k.PRECEDES) }])
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
        },
      },
    ])
  })

  /** `NEW AS n`. */
  rowAlias: Rule = this.RULE('rowAlias', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.NEW) },
      { ALT: () => this.CONSUME(k.OLD) },
      { ALT: () => this.CONSUME(k.PARENT) },
    ])
    this.OPTION(() => this.CONSUME(k.AS))
    this.SUBRULE(this.identifier)
  })

  /** `COMPOUND TRIGGER declarations timing points END [name]`. */
  compoundTrigger: Rule = this.RULE('compoundTrigger', () => {
    this.CONSUME(k.COMPOUND)
    this.CONSUME(k.TRIGGER)
    if (this.RECORDING_PHASE) this.MANY(() => this.SUBRULE(this.declarationSlot))
    else while (!this.atTextEnd() && !this.pointAhead()) this.SUBRULE(this.declarationSlot)
    this.MANY1(() => this.SUBRULE(this.timingPoint))
    this.OPTION(() => {
      this.CONSUME(k.END)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
  })

  private pointAhead(): boolean {
    const second = this.LA(2).tokenType
    if (this.LA(1).tokenType === k.END) return true
    return timing.has(this.LA(1).tokenType) && (second === k.STATEMENT || second === k.EACH || second === k.OF)
  }

  /** `BEFORE EACH ROW IS … BEGIN … END BEFORE EACH ROW;`. */
  timingPoint: Rule = this.RULE('timingPoint', () => {
    this.SUBRULE(this.pointName)
    this.CONSUME(k.IS)
    this.SUBRULE(this.declarationList)
    this.CONSUME(k.BEGIN)
    this.SUBRULE(this.blockList)
    this.OPTION(() => {
      this.CONSUME(k.EXCEPTION)
      this.MANY(() => this.SUBRULE(this.exceptionBranch))
    })
    this.CONSUME(k.END)
    this.SUBRULE1(this.pointName)
    this.CONSUME(t.Semicolon)
  })

  pointName: Rule = this.RULE('pointName', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.BEFORE) },
      { ALT: () => this.CONSUME(k.AFTER) },
      {
        ALT: () => {
          this.CONSUME(k.INSTEAD)
          this.CONSUME(k.OF)
        },
      },
    ])
    this.OR1([
      { ALT: () => this.CONSUME(k.STATEMENT) },
      {
        ALT: () => {
          this.CONSUME(k.EACH)
          this.CONSUME(k.ROW)
        },
      },
    ])
  })
}
