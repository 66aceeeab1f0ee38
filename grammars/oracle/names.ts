import type { TokenType } from 'chevrotain'
import { type Rule, SqlChapter } from '../sql/chapter.js'
import * as t from '../sql/tokens.js'
import { k, keywordTypes } from './keywords.js'
import { operatorTokens } from './operators.js'
import * as w from './word-classes.js'

export type { Rule }

/** Every token type of this grammar. */
export const vocabulary: readonly TokenType[] = [
  t.AnyName,
  t.AliasName,
  t.Identifier,
  t.QuotedName,
  t.IntegerNumber,
  t.DecimalNumber,
  t.FloatNumber,
  t.Text,
  t.NationalText,
  t.Hole,
  t.HoleRest,
  t.Infix,
  t.Prefix,
  ...operatorTokens,
  w.BindVariable,
  w.SubstitutionVariable,
  w.InquiryDirective,
  w.CompilationDirective,
  ...keywordTypes.values(),
]

/** Names and the smallest pieces. SQL Language Reference, chapter "Basic Elements of Oracle SQL". */
export abstract class NamesChapter extends SqlChapter {
  protected constructor(skipValidations: boolean) {
    super(vocabulary, skipValidations)
  }

  /** A name without qualifier: `AnyName`, or `SubstitutionVariable`s and what they are glued to. */
  identifier: Rule = this.RULE('identifier', () => {
    this.OR([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(w.SubstitutionVariable) }])
  })

  /** `name`, `schema.name`; children: `identifier`+, `databaseLink`?. */
  qualifiedName: Rule = this.RULE('qualifiedName', () => {
    this.SUBRULE(this.identifier)
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.SUBRULE1(this.identifier)
    })
    this.OPTION(() => this.SUBRULE(this.databaseLink))
  })

  /** `@link`, `@link.domain@qualifier`, and `@!`, which means the session's own database. */
  databaseLink: Rule = this.RULE('databaseLink', () => {
    this.CONSUME(t.AtSign)
    this.OR([
      { ALT: () => this.CONSUME(t.Exclamation) },
      {
        ALT: () => {
          this.SUBRULE(this.identifier)
          this.MANY(() => {
            this.OR1([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME1(t.AtSign) }])
            this.SUBRULE1(this.identifier)
          })
        },
      },
    ])
  })

  /** `(a, b)`; children: `identifier`. */
  identifierList: Rule = this.RULE('identifierList', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.identifier) })
    this.CONSUME(t.RightParen)
  })

  /** Digits with an optional sign: children `Minus`?, `IntegerNumber`. */
  signedInteger: Rule = this.RULE('signedInteger', () => {
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(t.Minus) }, { ALT: () => this.CONSUME(t.Plus) }]))
    this.CONSUME(t.IntegerNumber)
  })

  /** `512`, `64K`, `UNLIMITED`: the scanner sees a number and the unit behind it as a name. */
  sizeValue: Rule = this.RULE('sizeValue', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.IntegerNumber)
          this.OPTION({
            GATE: () => /^[kmgtpe]$/i.test(this.LA(1).image),
            DEF: () => this.CONSUME(t.Identifier),
          })
        },
      },
      { ALT: () => this.CONSUME(k.UNLIMITED) },
    ])
  })
}
