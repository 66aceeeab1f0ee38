import { DataChangesChapter } from '../data-changes.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'

/** The top of the ladder: PL/SQL goes here. */
export abstract class ProgramsChapter extends DataChangesChapter {
  /** `FUNCTION f … END;` inside WITH. */
  withProgram: Rule = this.RULE('withProgram', () => {
    this.OR([{ ALT: () => this.CONSUME(k.FUNCTION) }, { ALT: () => this.CONSUME(k.PROCEDURE) }])
  })
}
