import * as t from '../sql/tokens.js'
import { AlterChapter } from './alter.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/**
 * Heads of stored programs. Manual sections "CREATE PROCEDURE and CREATE FUNCTION", "CREATE TRIGGER", "CREATE EVENT"; MariaDB
 * "CREATE PACKAGE". Only the tokens of the head are given to the parser: the body stays text.
 */
export abstract class RoutinesChapter extends AlterChapter {
  /** `PROCEDURE name`, `FUNCTION name`, `EVENT name`, `PACKAGE [BODY] name`. */
  programHead: Rule = this.RULE('programHead', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.PROCEDURE) },
      { ALT: () => this.CONSUME(k.FUNCTION) },
      { ALT: () => this.CONSUME(k.EVENT) },
      {
        ALT: () => {
          this.CONSUME(k.PACKAGE)
          this.OPTION({ GATE: () => this.LA(2).tokenType !== t.Dot, DEF: () => this.CONSUME(k.BODY) })
        },
      },
    ])
    this.OPTION1(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
  })

  /** `TRIGGER name BEFORE|AFTER event [OR event] ON table`. */
  triggerHead: Rule = this.RULE('triggerHead', () => {
    this.CONSUME(k.TRIGGER)
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OR([{ ALT: () => this.CONSUME(k.BEFORE) }, { ALT: () => this.CONSUME(k.AFTER) }])
    this.AT_LEAST_ONE_SEP({ SEP: k.OR, DEF: () => this.SUBRULE(this.triggerEvent) })
    this.CONSUME(k.ON)
    this.SUBRULE1(this.qualifiedName)
  })

  triggerEvent: Rule = this.RULE('triggerEvent', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.INSERT) },
      { ALT: () => this.CONSUME(k.UPDATE) },
      { ALT: () => this.CONSUME(k.DELETE) },
    ])
  })
}
