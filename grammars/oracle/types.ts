import { type TokenType, tokenMatcher } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import { NamesChapter, type Rule } from './names.js'

/** Second words of a type, by its first. */
const seconds = new Map<TokenType, ReadonlySet<TokenType>>([
  [k.DOUBLE, new Set([k.PRECISION])],
  [k.LONG, new Set([k.RAW, k.VARCHAR])],
  [k.CHARACTER, new Set([k.VARYING])],
  [k.CHAR, new Set([k.VARYING])],
  [k.NCHAR, new Set([k.VARYING])],
  [k.NATIONAL, new Set([k.CHARACTER, k.CHAR])],
])

/** SQL Language Reference, "Data Types"; PL/SQL Language Reference, "PL/SQL Data Types". */
export abstract class TypesChapter extends NamesChapter {
  /**
   * A type as a column, a variable or a parameter has it. Children: `intervalType`, or `K_REF`?, `typeName`,
   * `typeArguments`?, `zoneClause`?, `typeAttribute`?, `charsetClause`?. Deviation: any name is a type name here.
   */
  dataType: Rule = this.RULE('dataType', () => {
    this.OR([
      {
        // INTERVAL is a name too; the gate looks for its field.
        GATE: () => this.LA(1).tokenType === k.INTERVAL && this.LA(2).tokenType !== t.LeftParen,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.intervalType),
      },
      {
        ALT: () => {
          this.OPTION({
            GATE: () => this.LA(1).tokenType === k.REF && this.nameAt(2),
            DEF: () => this.CONSUME(k.REF),
          })
          this.SUBRULE(this.typeName)
          this.OPTION1(() => this.SUBRULE(this.typeArguments))
          this.OPTION2({
            GATE: () => this.LA(2).tokenType === k.TIME || this.LA(2).tokenType === k.LOCAL,
            DEF: () => this.SUBRULE(this.zoneClause),
          })
          this.OPTION3(() => this.SUBRULE(this.typeAttribute))
          this.OPTION4({
            GATE: () => this.LA(2).tokenType === k.SET,
            DEF: () => this.SUBRULE(this.charsetClause),
          })
        },
      },
    ])
  })

  /** The name of a type: one or two words, or a name of several parts. Children `word`+ or `word`, `part`*, `databaseLink`?. */
  typeName: Rule = this.RULE('typeName', () => {
    const second = seconds.get(this.LA(1).tokenType)
    this.SUBRULE(this.identifier, { LABEL: 'word' })
    this.OPTION({
      GATE: () => second?.has(this.LA(1).tokenType) === true,
      DEF: () => {
        this.CONSUME(t.AnyName, { LABEL: 'second' })
        this.OPTION1({
          GATE: () => this.LA(1).tokenType === k.VARYING,
          DEF: () => this.CONSUME(k.VARYING, { LABEL: 'third' }),
        })
      },
    })
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.SUBRULE1(this.identifier, { LABEL: 'part' })
    })
    this.OPTION2(() => this.SUBRULE(this.databaseLink))
  })

  /** `(10)`, `(10, -2)`, `(*, 0)`, `(20 CHAR)`; in a RANGE of PL/SQL nothing stands here. */
  typeArguments: Rule = this.RULE('typeArguments', () => {
    this.CONSUME(t.LeftParen)
    this.OR([{ ALT: () => this.CONSUME(t.Star) }, { ALT: () => this.SUBRULE(this.typeArgument) }])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.CHAR) }, { ALT: () => this.CONSUME(k.BYTE) }]))
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.SUBRULE1(this.typeArgument)
    })
    this.CONSUME(t.RightParen)
  })

  /** A number; in PL/SQL a constant or a directive may stand for it. */
  typeArgument: Rule = this.RULE('typeArgument', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.signedInteger) }, { ALT: () => this.SUBRULE(this.qualifiedName) }])
  })

  zoneClause: Rule = this.RULE('zoneClause', () => {
    this.CONSUME(k.WITH)
    this.OPTION(() => this.CONSUME(k.LOCAL))
    this.CONSUME(k.TIME)
    this.CONSUME(k.ZONE)
  })

  /** `%TYPE`, `%ROWTYPE`. */
  typeAttribute: Rule = this.RULE('typeAttribute', () => {
    this.CONSUME(t.Percent)
    this.OR([{ ALT: () => this.CONSUME(k.TYPE) }, { ALT: () => this.CONSUME(k.ROWTYPE) }])
  })

  /** `CHARACTER SET ANY_CS`, `CHARACTER SET x%CHARSET`. */
  charsetClause: Rule = this.RULE('charsetClause', () => {
    this.CONSUME(k.CHARACTER)
    this.CONSUME(k.SET)
    this.SUBRULE(this.qualifiedName)
    this.OPTION(() => {
      this.CONSUME(t.Percent)
      this.CONSUME1(t.AnyName)
    })
  })

  /** `INTERVAL YEAR(2) TO MONTH`, `INTERVAL DAY(2) TO SECOND(6)`. */
  intervalType: Rule = this.RULE('intervalType', () => {
    this.CONSUME(k.INTERVAL)
    this.SUBRULE(this.intervalFields)
  })

  /** Fields of an interval, of a type or behind an expression or a literal. */
  intervalFields: Rule = this.RULE('intervalFields', () => {
    this.SUBRULE(this.intervalField, { LABEL: 'from' })
    this.OPTION(() => {
      this.CONSUME(k.TO)
      this.SUBRULE1(this.intervalField, { LABEL: 'to' })
    })
  })

  intervalField: Rule = this.RULE('intervalField', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.YEAR) },
      { ALT: () => this.CONSUME(k.MONTH) },
      { ALT: () => this.CONSUME(k.DAY) },
      { ALT: () => this.CONSUME(k.HOUR) },
      { ALT: () => this.CONSUME(k.MINUTE) },
      { ALT: () => this.CONSUME(k.SECOND) },
    ])
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.SUBRULE(this.signedInteger)
      this.OPTION1(() => {
        this.CONSUME(t.Comma)
        this.SUBRULE1(this.signedInteger)
      })
      this.CONSUME(t.RightParen)
    })
  })

  protected nameAt(ahead: number): boolean {
    return tokenMatcher(this.LA(ahead), t.AnyName)
  }
}
