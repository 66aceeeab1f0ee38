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
  t.HexText,
  t.BitText,
  t.Introducer,
  t.Hole,
  t.HoleRest,
  t.Infix,
  t.Prefix,
  ...operatorTokens,
  w.CallWord,
  w.ValueWord,
  w.Modifier,
  w.UserVariable,
  w.SystemVariable,
  w.OptimizerHint,
  w.CommandWord,
  ...keywordTypes.values(),
]

/** Names and the smallest pieces. Manual chapter "Language Structure". */
export abstract class NamesChapter extends SqlChapter {
  protected constructor(skipValidations: boolean) {
    super(vocabulary, skipValidations)
  }

  /** A name without qualifier: `AnyName`. */
  identifier: Rule = this.RULE('identifier', () => {
    this.CONSUME(t.AnyName)
  })

  /** `name`, `schema.name` or `.name`; children: `identifier` (1 or 2). */
  qualifiedName: Rule = this.RULE('qualifiedName', () => {
    this.OPTION(() => this.CONSUME(t.Dot))
    this.SUBRULE(this.identifier)
    this.OPTION1(() => {
      this.CONSUME1(t.Dot)
      this.SUBRULE1(this.identifier)
    })
  })

  /** `(a, b)`; children: `identifier`. */
  identifierList: Rule = this.RULE('identifierList', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.identifier) })
    this.CONSUME(t.RightParen)
  })

  /** Name or string, as for charsets, engines and option values: children `AnyName`, `Text`, `Binary` or `Default`. */
  nameOrText: Rule = this.RULE('nameOrText', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(t.Text) },
      { ALT: () => this.CONSUME(k.BINARY) },
      { ALT: () => this.CONSUME(k.DEFAULT) },
    ])
  })

  /** One or more adjacent strings, which are one: children `Introducer`?, `Text`+ or `NationalText`. */
  stringLiteral: Rule = this.RULE('stringLiteral', () => {
    this.OPTION(() => this.CONSUME(t.Introducer))
    this.OR([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.CONSUME(t.NationalText) }])
    this.MANY(() => this.CONSUME1(t.Text))
  })

  /** Digits with an optional sign: children `Minus`?, `IntegerNumber` (or `DecimalNumber`, `HexText`). */
  signedInteger: Rule = this.RULE('signedInteger', () => {
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(t.Minus) }, { ALT: () => this.CONSUME(t.Plus) }]))
    this.OR1([
      { ALT: () => this.CONSUME(t.IntegerNumber) },
      { ALT: () => this.CONSUME(t.DecimalNumber) },
      { ALT: () => this.CONSUME(t.FloatNumber) },
      { ALT: () => this.CONSUME(t.HexText) },
    ])
  })

  /** `@x`: child `UserVariable`. */
  userVariable: Rule = this.RULE('userVariable', () => {
    this.CONSUME(w.UserVariable)
  })

  /** `@@x`, `@@session.x`, `@@global.cache.x`: children `SystemVariable`, `identifier`*. */
  systemVariable: Rule = this.RULE('systemVariable', () => {
    this.CONSUME(w.SystemVariable)
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.SUBRULE(this.identifier)
    })
  })

  /** `'root'@'localhost'`, `root`, `CURRENT_USER()`: children `AnyName` | `Text` | `ValueWord`, `UserVariable`? (the host). */
  account: Rule = this.RULE('account', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.CURRENT_USER)
          this.OPTION(() => {
            this.CONSUME(t.LeftParen)
            this.CONSUME(t.RightParen)
          })
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(t.Text) }])
          this.OPTION1(() => this.CONSUME(w.UserVariable))
        },
      },
    ])
  })
}
