import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { PlsqlChapter } from './plsql.js'

/** Stored programs as a whole. Manual sections "CREATE PROCEDURE and CREATE FUNCTION", "CREATE TRIGGER", "CREATE EVENT". */
export abstract class ProgramsChapter extends PlsqlChapter {
  /** CREATE with head and body; the body is a `statementSlot`. */
  program: Rule = this.RULE('program', () => {
    this.CONSUME(k.CREATE)
    this.OPTION(() => {
      this.CONSUME(k.OR)
      this.CONSUME(k.REPLACE)
    })
    this.MANY(() => this.SUBRULE(this.objectPrefix))
    this.OPTION1(() => this.CONSUME(k.AGGREGATE))
    this.OR([
      // Both begin alike; the mode tells which it is.
      { GATE: () => this.plsql, ALT: () => this.SUBRULE(this.plsqlRoutine), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.SUBRULE(this.packageUnit) },
      {
        ALT: () => {
          this.OR1([
            { ALT: () => this.SUBRULE(this.routine) },
            { ALT: () => this.SUBRULE(this.trigger) },
            { ALT: () => this.SUBRULE(this.event) },
          ])
          this.SUBRULE(this.statementSlot)
        },
      },
    ])
    this.OPTION2(() => this.CONSUME(t.Semicolon))
    this.SUBRULE(this.restOfProgram)
  })

  /** What stands behind the body and should not. */
  restOfProgram: Rule = this.RULE('restOfProgram', () => {
    if (this.RECORDING_PHASE) return
    while (!this.atEnd()) this.SKIP_TOKEN()
  })

  routine: Rule = this.RULE('routine', () => {
    this.OR([{ ALT: () => this.CONSUME(k.PROCEDURE) }, { ALT: () => this.CONSUME(k.FUNCTION) }])
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) })
    this.CONSUME(t.RightParen)
    this.OPTION1(() => {
      this.CONSUME(k.RETURNS)
      this.SUBRULE(this.declaredType)
    })
    this.MANY({ GATE: () => this.LA(2).tokenType !== t.Colon, DEF: () => this.SUBRULE(this.characteristic) })
  })

  parameter: Rule = this.RULE('parameter', () => {
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.IN) },
        { ALT: () => this.CONSUME(k.OUT) },
        { ALT: () => this.CONSUME(k.INOUT) },
      ]),
    )
    this.SUBRULE(this.typedName)
    this.OPTION1(() => {
      this.OR1([{ ALT: () => this.CONSUME(k.DEFAULT) }, { ALT: () => this.CONSUME(t.Assign) }])
      this.SUBRULE(this.expression)
    })
  })

  characteristic: Rule = this.RULE('characteristic', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.COMMENT)
          this.SUBRULE(this.stringLiteral)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.LANGUAGE)
          this.OR1([{ ALT: () => this.CONSUME(k.SQL) }, { ALT: () => this.CONSUME(t.AnyName) }])
        },
      },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.NOT))
          this.CONSUME(k.DETERMINISTIC)
        },
      },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(k.CONTAINS) }, { ALT: () => this.CONSUME(k.NO) }])
          this.CONSUME1(k.SQL)
        },
      },
      {
        ALT: () => {
          this.OR3([{ ALT: () => this.CONSUME(k.READS) }, { ALT: () => this.CONSUME(k.MODIFIES) }])
          this.CONSUME2(k.SQL)
          this.CONSUME(k.DATA)
        },
      },
      { ALT: () => this.SUBRULE(this.sqlSecurity) },
    ])
  })

  trigger: Rule = this.RULE('trigger', () => {
    this.SUBRULE(this.triggerHead)
    this.OPTION(() => {
      this.CONSUME(k.FOR)
      this.CONSUME(k.EACH)
      this.CONSUME(k.ROW)
    })
    this.OPTION1({
      GATE: () => this.LA(2).tokenType !== t.Colon,
      DEF: () => {
        this.OR([{ ALT: () => this.CONSUME(k.FOLLOWS) }, { ALT: () => this.CONSUME(k.PRECEDES) }])
        this.SUBRULE(this.identifier)
      },
    })
  })

  event: Rule = this.RULE('event', () => {
    this.CONSUME(k.EVENT)
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(k.ON)
    this.CONSUME(k.SCHEDULE)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.AT)
          this.SUBRULE(this.expression, { LABEL: 'at' })
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.EVERY)
          this.SUBRULE1(this.expression, { LABEL: 'every' })
          this.CONSUME(t.AnyName, { LABEL: 'unit' })
          this.OPTION1(() => {
            this.CONSUME(k.STARTS)
            this.SUBRULE2(this.expression, { LABEL: 'starts' })
          })
          this.OPTION2(() => {
            this.CONSUME(k.ENDS)
            this.SUBRULE3(this.expression, { LABEL: 'ends' })
          })
        },
      },
    ])
    this.MANY(() => this.SUBRULE(this.eventOption))
    this.CONSUME(k.DO)
  })

  eventOption: Rule = this.RULE('eventOption', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.ON)
          this.CONSUME(k.COMPLETION)
          this.OPTION(() => this.CONSUME(k.NOT))
          this.CONSUME(k.PRESERVE)
        },
      },
      { ALT: () => this.CONSUME(k.ENABLE) },
      {
        ALT: () => {
          this.CONSUME(k.DISABLE)
          this.OPTION1(() => {
            this.CONSUME1(k.ON)
            this.OR1([{ ALT: () => this.CONSUME(k.SLAVE) }, { ALT: () => this.CONSUME(k.REPLICA) }])
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.COMMENT)
          this.SUBRULE(this.stringLiteral)
        },
      },
    ])
  })
}
