import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { ViewsChapter } from './views.js'

/** Sequences of MariaDB: "CREATE SEQUENCE", "ALTER SEQUENCE". */
export abstract class SequencesChapter extends ViewsChapter {
  /** Behind CREATE SEQUENCE or ALTER SEQUENCE. Table options may follow the sequence's own. */
  sequenceTail: Rule = this.RULE('sequenceTail', () => {
    this.OPTION(() =>
      this.OR([
        { GATE: () => this.LA(2).tokenType === k.NOT, ALT: () => this.SUBRULE(this.ifNotExists) },
        { ALT: () => this.SUBRULE(this.ifExists), IGNORE_AMBIGUITIES: true }, // told apart by the gate above
      ]),
    )
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => this.SUBRULE(this.sequenceOption))
  })

  /** `START [WITH|=] n`, `INCREMENT [BY|=] n`, `MINVALUE [=] n`, NOCACHE, CYCLE …, or a table option. */
  sequenceOption: Rule = this.RULE('sequenceOption', () => {
    this.OR([
      // Deviation: MAXVALUE is reserved, the other words are names; lowering knows which of them have a number.
      { ALT: () => this.CONSUME(k.MAXVALUE) },
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(k.AS) },
    ])
    // NO MAXVALUE, NO CYCLE: the second word says what there is none of.
    this.OPTION2({
      GATE: () => this.LA(0).tokenType === k.NO,
      DEF: () => this.OR2([{ ALT: () => this.CONSUME1(k.MAXVALUE) }, { ALT: () => this.CONSUME1(t.AnyName) }]),
    })
    this.OPTION(() =>
      this.OR1([
        { ALT: () => this.CONSUME(k.WITH) },
        { ALT: () => this.CONSUME(k.BY) },
        { ALT: () => this.CONSUME(t.Equal) },
      ]),
    )
    this.OPTION1({
      GATE: () => !alone.has(this.LA(0).image.toUpperCase()) && this.LA(-1).tokenType !== k.NO,
      DEF: () => this.SUBRULE(this.sequenceOptionValue),
    })
  })

  sequenceOptionValue: Rule = this.RULE('sequenceOptionValue', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.optionValue) },
      { ALT: () => this.CONSUME(k.MAXVALUE) },
      { ALT: () => this.SUBRULE(this.sequenceType) },
    ])
  })

  /** Of `AS bigint unsigned`. */
  sequenceType: Rule = this.RULE('sequenceType', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.TINYINT) },
      { ALT: () => this.CONSUME(k.SMALLINT) },
      { ALT: () => this.CONSUME(k.MEDIUMINT) },
      { ALT: () => this.CONSUME(k.INT) },
      { ALT: () => this.CONSUME(k.INTEGER) },
      { ALT: () => this.CONSUME(k.BIGINT) },
    ])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.UNSIGNED) }, { ALT: () => this.CONSUME(k.SIGNED) }]))
  })
}

/** Words that take no value. */
const alone = new Set(['NOCACHE', 'CYCLE', 'NOCYCLE', 'NOMINVALUE', 'NOMAXVALUE', 'RESTART', 'NO'])
