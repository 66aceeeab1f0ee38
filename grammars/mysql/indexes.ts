import type { IToken } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { ColumnsChapter } from './columns.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** Indexes, keys and constraints. Manual sections "CREATE INDEX Statement", "FOREIGN KEY Constraints", "CHECK Constraints". */
export abstract class IndexesChapter extends ColumnsChapter {
  /** `(a, b(10) DESC, (expression))`: child `keyPart`. */
  keyParts: Rule = this.RULE('keyParts', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.keyPart) })
    this.CONSUME(t.RightParen)
  })

  /** A column with an optional prefix length, or an expression in parentheses; then ASC or DESC. */
  keyPart: Rule = this.RULE('keyPart', () => {
    this.OR([
      {
        ALT: () => {
          this.SUBRULE(this.identifier)
          this.OPTION(() => {
            this.CONSUME(t.LeftParen)
            this.CONSUME(t.IntegerNumber)
            this.CONSUME(t.RightParen)
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME1(t.LeftParen)
          this.SUBRULE(this.expression)
          this.CONSUME1(t.RightParen)
        },
      },
    ])
    this.OPTION1(() => this.OR1([{ ALT: () => this.CONSUME(k.ASC) }, { ALT: () => this.CONSUME(k.DESC) }]))
    // MariaDB: the name is a period, not a column.
    this.OPTION2(() => {
      this.CONSUME(k.WITHOUT)
      this.CONSUME(k.OVERLAPS)
    })
  })

  /** Everything of a table definition that begins with CONSTRAINT or with a word for a key. */
  keyDefinition: Rule = this.RULE('keyDefinition', () => {
    this.OPTION(() => this.SUBRULE(this.constraintName))
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.PRIMARY)
          this.CONSUME(k.KEY)
          this.SUBRULE(this.keyTail)
        },
      },
      {
        ALT: () => {
          this.OR1([
            { ALT: () => this.CONSUME(k.UNIQUE) },
            { ALT: () => this.CONSUME(k.FULLTEXT) },
            { ALT: () => this.CONSUME(k.SPATIAL) },
          ])
          this.OPTION1(() => this.SUBRULE(this.keyWord))
          this.SUBRULE1(this.keyTail)
        },
      },
      {
        ALT: () => {
          this.SUBRULE1(this.keyWord)
          this.SUBRULE2(this.keyTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.FOREIGN)
          this.CONSUME1(k.KEY)
          this.OPTION2({ GATE: () => isIfNotExists(this.LA(1), this.LA(2)), DEF: () => this.SUBRULE(this.ifNotExists) })
          this.OPTION3(() => this.SUBRULE(this.identifier))
          this.SUBRULE(this.keyParts)
          this.SUBRULE(this.referencesClause)
        },
      },
      { ALT: () => this.SUBRULE(this.checkDefinition) },
    ])
  })

  /** `CONSTRAINT [name]`. */
  constraintName: Rule = this.RULE('constraintName', () => {
    this.CONSUME(k.CONSTRAINT)
    this.OPTION1({ GATE: () => isIfNotExists(this.LA(1), this.LA(2)), DEF: () => this.SUBRULE(this.ifNotExists) })
    this.OPTION(() => this.SUBRULE(this.identifier))
  })

  /** KEY or INDEX. */
  keyWord: Rule = this.RULE('keyWord', () => {
    this.OR([{ ALT: () => this.CONSUME(k.KEY) }, { ALT: () => this.CONSUME(k.INDEX) }])
  })

  /** `[name] [USING type] (parts) option*`. */
  keyTail: Rule = this.RULE('keyTail', () => {
    this.OPTION2({ GATE: () => isIfNotExists(this.LA(1), this.LA(2)), DEF: () => this.SUBRULE(this.ifNotExists) })
    this.OPTION({ GATE: () => !isTypeWord(this.LA(1), this.LA(2)), DEF: () => this.SUBRULE(this.identifier) })
    this.OPTION1(() => this.SUBRULE(this.indexType))
    this.SUBRULE(this.keyParts)
    this.MANY(() => this.SUBRULE(this.indexOption))
  })

  /** `USING BTREE`, or `TYPE BTREE` as it was before 5.1. */
  indexType: Rule = this.RULE('indexType', () => {
    this.OR([{ ALT: () => this.CONSUME(k.USING) }, { ALT: () => this.CONSUME(k.TYPE) }])
    this.SUBRULE(this.identifier)
  })

  /** `USING HASH`, `WITH PARSER p`, NOT IGNORED, and options that begin with a name: KEY_BLOCK_SIZE, COMMENT, INVISIBLE. */
  indexOption: Rule = this.RULE('indexOption', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.USING)
          this.SUBRULE(this.identifier)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.WITH)
          this.CONSUME(k.PARSER)
          this.SUBRULE1(this.identifier)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.NOT)
          this.CONSUME(k.IGNORED)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.AnyName)
          this.OPTION({
            GATE: () => !standsAlone.has(this.LA(0).image.toUpperCase()),
            DEF: () => {
              this.OPTION1(() => this.CONSUME(t.Equal))
              this.SUBRULE(this.optionValue)
            },
          })
        },
      },
      // LOCK is reserved; ALGORITHM is a name.
      {
        ALT: () => {
          this.CONSUME(k.LOCK)
          this.OPTION2(() => this.CONSUME1(t.Equal))
          this.SUBRULE1(this.optionValue)
        },
      },
    ])
  })

  /** `CHECK (expression) [NOT] ENFORCED`. */
  checkDefinition: Rule = this.RULE('checkDefinition', () => {
    this.CONSUME(k.CHECK)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
    this.OPTION(() => {
      this.OPTION1(() => this.CONSUME(k.NOT))
      this.CONSUME(k.ENFORCED)
    })
  })

  ifNotExists: Rule = this.RULE('ifNotExists', () => {
    this.CONSUME(k.IF)
    this.CONSUME(k.NOT)
    this.CONSUME(k.EXISTS)
  })

  ifExists: Rule = this.RULE('ifExists', () => {
    this.CONSUME(k.IF)
    this.CONSUME(k.EXISTS)
  })
}

/** Index options without a value. */
const standsAlone = new Set(['VISIBLE', 'INVISIBLE', 'IGNORED'])

const isIfNotExists = (first: IToken, second: IToken): boolean =>
  first.image.toUpperCase() === 'IF' && second.image.toUpperCase() === 'NOT'

/** TYPE is also a column or index name: it is the old clause only in front of a method. */
const isTypeWord = (first: IToken, second: IToken): boolean =>
  first.tokenType === k.TYPE && ['BTREE', 'HASH', 'RTREE'].includes(second.image.toUpperCase())
