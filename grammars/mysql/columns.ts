import type { IToken } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { QueriesChapter } from './queries.js'

/** Column definitions. Manual section "CREATE TABLE Statement", column_definition. */
export abstract class ColumnsChapter extends QueriesChapter {
  /** `name type attribute*`. */
  columnDefinition: Rule = this.RULE('columnDefinition', () => {
    this.SUBRULE(this.identifier)
    this.SUBRULE(this.columnBody)
  })

  /** What stands behind the name: children `dataType`, `columnAttribute`*. */
  columnBody: Rule = this.RULE('columnBody', () => {
    this.SUBRULE(this.dataType)
    this.MANY(() => this.SUBRULE(this.columnAttribute))
  })

  /** One attribute. Deviation: any order, as in the servers; words that carry no keyword token are `wordAttribute`. */
  columnAttribute: Rule = this.RULE('columnAttribute', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.notAttribute) },
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.SUBRULE(this.defaultClause) },
      { ALT: () => this.SUBRULE(this.onUpdateClause) },
      { ALT: () => this.SUBRULE(this.keyAttribute) },
      { ALT: () => this.SUBRULE(this.collateClause) },
      { ALT: () => this.SUBRULE(this.charsetClause) },
      { ALT: () => this.SUBRULE(this.generatedClause) },
      { ALT: () => this.SUBRULE(this.checkClause) },
      { ALT: () => this.SUBRULE(this.referencesClause) },
      { ALT: () => this.SUBRULE(this.withSystemVersioning) },
      { ALT: () => this.SUBRULE(this.wordAttribute) },
    ])
  })

  /** NOT NULL, NOT ENFORCED. */
  notAttribute: Rule = this.RULE('notAttribute', () => {
    this.CONSUME(k.NOT)
    this.OR([{ ALT: () => this.CONSUME(k.NULL) }, { ALT: () => this.CONSUME(k.ENFORCED) }])
  })

  /** `DEFAULT value`: child `columnDefault`. */
  defaultClause: Rule = this.RULE('defaultClause', () => {
    this.CONSUME(k.DEFAULT)
    this.SUBRULE(this.columnDefault)
  })

  /** A literal, a call, or any expression in parentheses: NOT may follow and is none of its operators. */
  columnDefault: Rule = this.RULE('columnDefault', () => {
    this.SUBRULE(this.prefixedOperand)
  })

  /** `ON UPDATE NOW(6)`: child `prefixedOperand`. */
  onUpdateClause: Rule = this.RULE('onUpdateClause', () => {
    this.CONSUME(k.ON)
    this.CONSUME(k.UPDATE)
    this.SUBRULE(this.prefixedOperand)
  })

  /** UNIQUE [KEY], PRIMARY KEY, KEY. */
  keyAttribute: Rule = this.RULE('keyAttribute', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.UNIQUE)
          this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.KEY) }, { ALT: () => this.CONSUME(k.INDEX) }]))
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.PRIMARY)
          this.OPTION1(() => this.CONSUME1(k.KEY))
        },
      },
      { ALT: () => this.CONSUME2(k.KEY) },
    ])
  })

  /** `AS (expression)` or MariaDB's `AS ROW START|END`; GENERATED ALWAYS before it are `wordAttribute`s. */
  generatedClause: Rule = this.RULE('generatedClause', () => {
    this.CONSUME(k.AS)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.SUBRULE(this.expression)
          this.CONSUME(t.RightParen)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.ROW)
          this.OR1([{ ALT: () => this.CONSUME(k.START) }, { ALT: () => this.CONSUME(k.END) }])
        },
      },
    ])
  })

  /** `[CONSTRAINT [name]] CHECK (expression)`; NOT ENFORCED follows as an attribute. */
  checkClause: Rule = this.RULE('checkClause', () => {
    this.OPTION(() => {
      this.CONSUME(k.CONSTRAINT)
      this.OPTION1(() => this.SUBRULE(this.identifier))
    })
    this.CONSUME(k.CHECK)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
  })

  /** `REFERENCES t (a) MATCH FULL ON DELETE CASCADE …`. */
  referencesClause: Rule = this.RULE('referencesClause', () => {
    this.CONSUME(k.REFERENCES)
    this.SUBRULE(this.qualifiedName)
    this.OPTION(() => this.SUBRULE(this.keyParts))
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.MATCH)
            this.SUBRULE(this.identifier)
          },
        },
        // ON UPDATE of a column's value would begin alike; an action must follow here.
        { GATE: () => beginsAction(this.LA(2), this.LA(3)), ALT: () => this.SUBRULE(this.referenceAction) },
      ]),
    )
  })

  /** `ON DELETE|UPDATE action`: children `onDelete` or `onUpdate` tokens and one `action`. */
  referenceAction: Rule = this.RULE('referenceAction', () => {
    this.CONSUME(k.ON)
    this.OR([{ ALT: () => this.CONSUME(k.DELETE) }, { ALT: () => this.CONSUME(k.UPDATE) }])
    this.OR1([
      { ALT: () => this.CONSUME(k.RESTRICT) },
      { ALT: () => this.CONSUME(k.CASCADE) },
      {
        ALT: () => {
          this.CONSUME(k.NO)
          this.CONSUME(k.ACTION)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.SET)
          this.OR2([{ ALT: () => this.CONSUME(k.NULL) }, { ALT: () => this.CONSUME(k.DEFAULT) }])
        },
      },
    ])
  })

  /** WITH SYSTEM VERSIONING on a column or a table; its opposite, WITHOUT …, are words. */
  withSystemVersioning: Rule = this.RULE('withSystemVersioning', () => {
    this.CONSUME(k.WITH)
    this.CONSUME(k.SYSTEM)
    this.CONSUME(k.VERSIONING)
  })

  /**
   * Every attribute that begins with a word that is no reserved one: AUTO_INCREMENT, COMMENT 'x', INVISIBLE, STORED,
   * COLUMN_FORMAT FIXED, SRID 4326, `attribute` = 'x'. Lowering knows the words.
   */
  wordAttribute: Rule = this.RULE('wordAttribute', () => {
    this.CONSUME(t.AnyName)
    this.OPTION({
      GATE: () => this.LA(1).tokenType === t.Equal || takesValue.has(this.LA(0).image.toUpperCase()),
      DEF: () => {
        this.OPTION1(() => this.CONSUME(t.Equal))
        this.SUBRULE(this.optionValue)
      },
    })
  })

  /** The value of an option: a name, a number, a string, DEFAULT, or a list in parentheses. */
  optionValue: Rule = this.RULE('optionValue', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.SUBRULE(this.stringLiteral) },
      { ALT: () => this.SUBRULE(this.signedInteger) },
      { ALT: () => this.CONSUME(k.DEFAULT) },
      { ALT: () => this.CONSUME(k.BINARY) },
      { ALT: () => this.CONSUME(k.ON) },
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.SUBRULE(this.optionList) },
    ])
  })

  /** `(t1, db.t2)`; may be empty. */
  optionList: Rule = this.RULE('optionList', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    this.CONSUME(t.RightParen)
  })

  /** Defined in IndexesChapter. */
  abstract keyParts: Rule
}

const takesValue = new Set([
  'AFTER',
  'COMMENT',
  'COLUMN_FORMAT',
  'STORAGE',
  'SRID',
  'REF_SYSTEM_ID',
  'CHARSET',
  'ENGINE_ATTRIBUTE',
  'SECONDARY_ENGINE_ATTRIBUTE',
])

const actions = new Set(['RESTRICT', 'CASCADE', 'SET', 'NO'])

const beginsAction = (event: IToken, action: IToken): boolean =>
  event.image.toUpperCase() === 'DELETE' || actions.has(action.image.toUpperCase())
