import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { DeclarationsChapter } from './declarations.js'

const endsClauses = new Set<TokenType>([k.IS, k.AS, k.UNDER])

/** Types that stand in schemas. Database PL/SQL Language Reference, "CREATE TYPE Statement", "CREATE TYPE BODY Statement". */
export abstract class TypesChapter extends DeclarationsChapter {
  /** `TYPE t AS OBJECT (a NUMBER, …) | UNDER s (…) | TABLE OF x | VARRAY(n) OF x`, or `TYPE BODY t IS methods END`. */
  typeUnit: Rule = this.RULE('typeUnit', () => {
    this.CONSUME(k.TYPE)
    this.OPTION({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.BODY) })
    this.SUBRULE(this.qualifiedName)
    // Databases exchange objects by it.
    this.OPTION1(() => {
      this.CONSUME(k.OID)
      this.CONSUME(t.Text)
    })
    this.MANY({
      GATE: () => !endsClauses.has(this.LA(1).tokenType),
      DEF: () => this.CONSUME(t.AnyName, { LABEL: 'clause' }),
    })
    this.OPTION2(() => this.OR([{ ALT: () => this.CONSUME(k.IS) }, { ALT: () => this.CONSUME(k.AS) }]))
    this.OR1([
      {
        GATE: () => this.LA(1).tokenType === k.UNDER || this.LA(1).tokenType === k.OBJECT,
        ALT: () => this.SUBRULE(this.objectType),
      },
      { GATE: () => this.LA(1).tokenType === k.TABLE, ALT: () => this.SUBRULE(this.tableType) },
      {
        GATE: () => this.LA(2).tokenType === t.LeftParen || this.LA(2).tokenType === k.ARRAY,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.varrayType),
      },
      { ALT: () => this.SUBRULE(this.typeBody) },
    ])
  })

  objectType: Rule = this.RULE('objectType', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.OBJECT) },
      {
        ALT: () => {
          this.CONSUME(k.UNDER)
          this.SUBRULE(this.qualifiedName)
        },
      },
    ])
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.objectElement) })
    this.CONSUME(t.RightParen)
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(k.NOT))
      this.CONSUME(t.AnyName, { LABEL: 'clause' })
    })
  })

  /** An attribute, the head of a method, or what a pragma says. */
  objectElement: Rule = this.RULE('objectElement', () => {
    this.OR([
      { GATE: () => this.methodAhead(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.method) },
      {
        GATE: () => this.LA(1).tokenType === k.PRAGMA && this.nameAt(2),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.pragma),
      },
      { ALT: () => this.SUBRULE(this.recordField) },
    ])
  })

  /** The methods of a type: a list of declarations. */
  typeBody: Rule = this.RULE('typeBody', () => {
    this.SUBRULE(this.declarationList)
    this.OPTION(() => {
      this.CONSUME(k.END)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
  })
}
