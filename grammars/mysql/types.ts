import type { IToken, TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import { NamesChapter, type Rule } from './names.js'

/** Type words that are reserved; all others (ENUM, DATE, JSON, POINT …) are names and need no list. */
const typeWords: readonly TokenType[] = [
  k.TINYINT,
  k.SMALLINT,
  k.MEDIUMINT,
  k.MIDDLEINT,
  k.INT,
  k.INTEGER,
  k.BIGINT,
  k.INT1,
  k.INT2,
  k.INT3,
  k.INT4,
  k.INT8,
  k.DEC,
  k.DECIMAL,
  k.NUMERIC,
  k.FLOAT,
  k.FLOAT4,
  k.FLOAT8,
  k.REAL,
  k.VARCHAR,
  k.VARCHARACTER,
  k.VARBINARY,
  k.BINARY,
  k.BLOB,
  k.TINYBLOB,
  k.MEDIUMBLOB,
  k.LONGBLOB,
  k.TINYTEXT,
  k.MEDIUMTEXT,
  k.LONGTEXT,
  k.SET,
]

/** Data types. Manual chapter "Data Types"; MariaDB "Data Types". */
export abstract class TypesChapter extends NamesChapter {
  /**
   * A type as a column or a parameter has it: children `typeName`, `typeArguments`?, `typeAttribute`*. Deviation: any name
   * is a type name here; the type rules know which ones mean something.
   */
  dataType: Rule = this.RULE('dataType', () => {
    this.SUBRULE(this.typeName)
    this.OPTION(() => this.SUBRULE(this.typeArguments))
    this.MANY(() => this.SUBRULE(this.typeAttribute))
  })

  /** A type as CAST has it: also UNSIGNED [INTEGER], and ARRAY behind it. */
  castType: Rule = this.RULE('castType', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.UNSIGNED)
          this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.INT) }, { ALT: () => this.CONSUME(k.INTEGER) }]))
        },
      },
      { ALT: () => this.SUBRULE(this.dataType) },
    ])
    this.OPTION1(() => this.CONSUME(k.ARRAY))
  })

  /** The words of the name, as child tokens in source order. */
  typeName: Rule = this.RULE('typeName', () => {
    this.OR([
      ...typeWords.map((word) => ({ ALT: () => this.CONSUME(word) })),
      {
        ALT: () => {
          this.CONSUME(k.DOUBLE)
          this.OPTION(() => this.CONSUME(k.PRECISION))
        },
      },
      { ALT: () => this.SUBRULE(this.characterWords) },
      {
        ALT: () => {
          this.CONSUME(k.LONG)
          this.OPTION1(() => this.SUBRULE(this.longWords))
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.AnyName)
          this.OPTION2({ GATE: () => isNational(this.LA(0)), DEF: () => this.SUBRULE(this.nationalWords) })
          this.OPTION3({ GATE: () => is(this.LA(0), 'SIGNED'), DEF: () => this.SUBRULE(this.integerWord) })
        },
      },
    ])
  })

  /** CHAR, CHARACTER [VARYING]. */
  characterWords: Rule = this.RULE('characterWords', () => {
    this.OR([{ ALT: () => this.CONSUME(k.CHAR) }, { ALT: () => this.CONSUME(k.CHARACTER) }])
    this.OPTION(() => this.CONSUME(k.VARYING))
  })

  /** Behind LONG. CHARACTER may begin CHARACTER SET there. */
  longWords: Rule = this.RULE('longWords', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.VARBINARY) },
      { ALT: () => this.CONSUME(k.VARCHAR) },
      { ALT: () => this.CONSUME(k.VARCHARACTER) },
      {
        GATE: () => is(this.LA(2), 'VARYING'),
        ALT: () => this.SUBRULE(this.characterWords),
      },
    ])
  })

  /** Behind NATIONAL and NCHAR. */
  nationalWords: Rule = this.RULE('nationalWords', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.VARCHAR) },
      { ALT: () => this.CONSUME(k.VARCHARACTER) },
      { ALT: () => this.CONSUME(k.VARYING) },
      { ALT: () => this.SUBRULE(this.characterWords) },
    ])
  })

  /** INT or INTEGER behind SIGNED. */
  integerWord: Rule = this.RULE('integerWord', () => {
    this.OR([{ ALT: () => this.CONSUME(k.INT) }, { ALT: () => this.CONSUME(k.INTEGER) }])
  })

  /** `(10, 2)` or `('a', 'b')`: child `typeArgument`. */
  typeArguments: Rule = this.RULE('typeArguments', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.typeArgument) })
    this.CONSUME(t.RightParen)
  })

  /** A number or a label; a label may be written in hex or bits. */
  typeArgument: Rule = this.RULE('typeArgument', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.IntegerNumber) },
      { ALT: () => this.CONSUME(t.HexText) },
      { ALT: () => this.CONSUME(t.BitText) },
      { ALT: () => this.SUBRULE(this.stringLiteral) },
    ])
  })

  /** What may follow a type and belongs to it: one of the keywords, or child `charsetClause`. */
  typeAttribute: Rule = this.RULE('typeAttribute', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.UNSIGNED) },
      { ALT: () => this.CONSUME(k.SIGNED) },
      { ALT: () => this.CONSUME(k.ZEROFILL) },
      { ALT: () => this.CONSUME(k.BINARY) },
      { ALT: () => this.CONSUME(k.ASCII) },
      { ALT: () => this.CONSUME(k.UNICODE) },
      { ALT: () => this.CONSUME(k.BYTE) },
      { ALT: () => this.SUBRULE(this.charsetClause) },
      { ALT: () => this.SUBRULE(this.charsetWordClause) },
      { ALT: () => this.SUBRULE(this.collateClause) },
    ])
  })

  /** `CHARACTER SET x`, `CHAR SET x`: child `nameOrText`. */
  charsetClause: Rule = this.RULE('charsetClause', () => {
    this.OR([{ ALT: () => this.CONSUME(k.CHARACTER) }, { ALT: () => this.CONSUME(k.CHAR) }])
    this.CONSUME(k.SET)
    this.OPTION(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.nameOrText)
  })

  /** `CHARSET x`: child `nameOrText`. */
  charsetWordClause: Rule = this.RULE('charsetWordClause', () => {
    this.CONSUME(k.CHARSET)
    this.OPTION(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.nameOrText)
  })

  /** `COLLATE x`: child `nameOrText`. */
  collateClause: Rule = this.RULE('collateClause', () => {
    this.CONSUME(k.COLLATE)
    this.OPTION(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.nameOrText)
  })
}

const is = (token: IToken, word: string): boolean => token.image.toUpperCase() === word

const isNational = (token: IToken): boolean => is(token, 'NATIONAL') || is(token, 'NCHAR')
