import { type TokenType, tokenMatcher } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { DefinitionsChapter } from './definitions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** What an ALTER TABLE may hold that changes partitions, in the words that follow the verb. */
const ofPartitions = new Set<TokenType>([k.PARTITION, k.SUBPARTITION])

/**
 * Statements that make or change objects. All others, and those that only the engine has a use for, are recognised by their
 * first words and never parsed (see src/dialects/oracle/parse).
 */
export abstract class StatementsChapter extends DefinitionsChapter {
  /** The top rule: one statement with an optional semicolon. */
  statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.createStatement) },
      { ALT: () => this.SUBRULE(this.alterTable) },
      { ALT: () => this.SUBRULE(this.commentStatement) },
      { ALT: () => this.SUBRULE(this.dropStatement) },
      { ALT: () => this.SUBRULE(this.renameStatement) },
    ])
    this.OPTION(() => this.CONSUME(t.Semicolon))
  })

  createStatement: Rule = this.RULE('createStatement', () => {
    this.CONSUME(k.CREATE)
    this.MANY(() => this.SUBRULE(this.createWord))
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.TABLE)
          this.SUBRULE(this.createTableTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.INDEX)
          this.SUBRULE(this.createIndexTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.SEQUENCE)
          this.SUBRULE(this.createSequenceTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.VIEW)
          this.SUBRULE(this.createViewTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.MATERIALIZED)
          this.CONSUME1(k.VIEW)
          this.SUBRULE(this.createMaterializedTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.SYNONYM)
          this.SUBRULE(this.createSynonymTail)
        },
      },
    ])
  })

  /** What may stand between CREATE and the kind: OR REPLACE, FORCE, GLOBAL TEMPORARY, UNIQUE, BITMAP, PUBLIC … */
  createWord: Rule = this.RULE('createWord', () => {
    this.OR(createWords.map((word) => ({ ALT: () => this.CONSUME(word) })))
  })

  alterTable: Rule = this.RULE('alterTable', () => {
    this.CONSUME(k.ALTER)
    this.CONSUME(k.TABLE)
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => this.SUBRULE(this.alterAction))
  })

  alterAction: Rule = this.RULE('alterAction', () => {
    const second = this.LA(2).tokenType
    this.OR([
      {
        GATE: () => !ofPartitions.has(second) && second !== k.SUPPLEMENTAL,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.addAction),
      },
      {
        GATE: () => !ofPartitions.has(second) && second !== k.LOB && second !== k.DEFAULT && second !== k.NESTED,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.modifyAction),
      },
      {
        GATE: () => !ofPartitions.has(second) && second !== k.SUPPLEMENTAL,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.dropAction),
      },
      {
        GATE: () => !ofPartitions.has(second) && second !== k.LOB,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.renameAction),
      },
      {
        GATE: () => this.switchAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.switchAction),
      },
      { ALT: () => this.SUBRULE(this.otherAction) },
    ])
  })

  /** ADD of columns and constraints, in parentheses or not. Several may follow one word. */
  addAction: Rule = this.RULE('addAction', () => {
    this.CONSUME(k.ADD)
    this.OPTION({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.COLUMN) })
    this.OR([{ ALT: () => this.SUBRULE(this.tableElements) }, { ALT: () => this.SUBRULE(this.tableElement) }])
    // LOB (…) STORE AS … of the new columns.
    this.OPTION1({
      GATE: () => this.LA(1).tokenType === k.LOB && this.LA(2).tokenType === t.LeftParen,
      DEF: () => this.SUBRULE(this.otherAction),
    })
  })

  modifyAction: Rule = this.RULE('modifyAction', () => {
    this.CONSUME(k.MODIFY)
    this.OR([
      {
        GATE: () => this.constraintAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.SUBRULE(this.constraintRef)
          this.SUBRULE(this.constraintStates)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.columnDefinition) })
          this.CONSUME(t.RightParen)
        },
      },
      { ALT: () => this.SUBRULE1(this.columnDefinition) },
    ])
  })

  /** `CONSTRAINT c`, `PRIMARY KEY`, `UNIQUE (a, b)`. */
  constraintRef: Rule = this.RULE('constraintRef', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.CONSTRAINT)
          this.SUBRULE(this.identifier)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.PRIMARY)
          this.CONSUME(k.KEY)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.UNIQUE)
          this.SUBRULE(this.identifierList)
        },
      },
    ])
  })

  dropAction: Rule = this.RULE('dropAction', () => {
    this.CONSUME(k.DROP)
    this.OR([
      {
        GATE: () => this.constraintAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.constraintRef),
      },
      {
        GATE: () => this.LA(1).tokenType === k.COLUMN,
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(k.COLUMN)
          this.SUBRULE(this.identifier)
        },
      },
      { ALT: () => this.SUBRULE(this.identifierList) },
      // UNUSED COLUMNS, COLUMNS CONTINUE.
      {
        ALT: () => {
          this.CONSUME(t.AnyName)
          this.OPTION(() => this.CONSUME1(t.AnyName))
        },
      },
    ])
    this.MANY(() =>
      this.OR1([
        { ALT: () => this.CONSUME(k.CASCADE) },
        { ALT: () => this.CONSUME(k.CONSTRAINTS) },
        { ALT: () => this.CONSUME(k.INVALIDATE) },
        { ALT: () => this.CONSUME(k.ONLINE) },
        {
          ALT: () => {
            this.OR2([{ ALT: () => this.CONSUME(k.KEEP) }, { ALT: () => this.CONSUME1(k.DROP) }])
            this.CONSUME(k.INDEX)
          },
        },
      ]),
    )
  })

  /** `RENAME TO x`, `RENAME COLUMN a TO b`, `RENAME CONSTRAINT a TO b`. */
  renameAction: Rule = this.RULE('renameAction', () => {
    this.CONSUME(k.RENAME)
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(k.COLUMN) }, { ALT: () => this.CONSUME(k.CONSTRAINT) }])
      this.SUBRULE(this.identifier, { LABEL: 'from' })
    })
    this.CONSUME(k.TO)
    this.SUBRULE1(this.identifier)
  })

  private switchAhead(): boolean {
    const first = this.LA(1).tokenType
    if (first !== k.ENABLE && first !== k.DISABLE) return false
    return switched.has(this.LA(2).tokenType)
  }

  /** `ENABLE [NOVALIDATE] CONSTRAINT c`, `DISABLE PRIMARY KEY CASCADE`. */
  switchAction: Rule = this.RULE('switchAction', () => {
    this.OR([{ ALT: () => this.CONSUME(k.ENABLE) }, { ALT: () => this.CONSUME(k.DISABLE) }])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.VALIDATE) }, { ALT: () => this.CONSUME(k.NOVALIDATE) }]))
    this.SUBRULE(this.constraintRef)
    this.MANY(() =>
      this.OR2([
        { ALT: () => this.SUBRULE(this.constraintState) },
        { ALT: () => this.CONSUME(k.CASCADE) },
        {
          ALT: () => {
            this.OR3([{ ALT: () => this.CONSUME(k.KEEP) }, { ALT: () => this.CONSUME(k.DROP) }])
            this.CONSUME(k.INDEX)
          },
        },
      ]),
    )
  })

  /** Storage, partitions, triggers of the table …: the whole rest of the statement, for lowering to cut. */
  otherAction: Rule = this.RULE('otherAction', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(k.SET) },
      { ALT: () => this.CONSUME(k.DROP) },
    ])
    this.skipTo(nothing)
  })

  /** `COMMENT ON COLUMN t.a IS '…'`: children `qualifiedName`, `Text`. */
  commentStatement: Rule = this.RULE('commentStatement', () => {
    this.CONSUME(k.COMMENT)
    this.CONSUME(k.ON)
    this.OR([{ ALT: () => this.CONSUME(k.TABLE) }, { ALT: () => this.CONSUME(t.AnyName, { LABEL: 'kind' }) }])
    this.OPTION(() => this.CONSUME(k.VIEW))
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(k.IS)
    this.OR1([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.CONSUME(t.NationalText) }])
  })

  /** Children: words of the kind, `qualifiedName`; what follows is not looked at. */
  dropStatement: Rule = this.RULE('dropStatement', () => {
    this.CONSUME(k.DROP)
    this.OR([{ ALT: () => this.CONSUME(k.TABLE) }, { ALT: () => this.CONSUME(t.AnyName, { LABEL: 'kind' }) }])
    this.OPTION({ GATE: () => this.kindGoesOn(), DEF: () => this.CONSUME1(t.AnyName, { LABEL: 'second' }) })
    this.OPTION1({ GATE: () => this.LA(1).tokenType === k.VIEW, DEF: () => this.CONSUME1(k.VIEW) })
    this.OPTION2(() => {
      this.CONSUME(k.IF)
      this.CONSUME(k.EXISTS)
    })
    this.SUBRULE(this.qualifiedName)
    this.skipTo(semicolons)
  })

  /** PACKAGE BODY, PUBLIC SYNONYM, DATABASE LINK: two words of a kind and then a name. */
  private kindGoesOn(): boolean {
    return tokenMatcher(this.LA(1), t.AnyName) && this.nameAt(2) && twoWords.has(this.LA(0).tokenType)
  }

  renameStatement: Rule = this.RULE('renameStatement', () => {
    this.CONSUME(k.RENAME)
    this.SUBRULE(this.identifier, { LABEL: 'from' })
    this.CONSUME(k.TO)
    this.SUBRULE1(this.identifier)
  })
}

const nothing: ReadonlySet<TokenType> = new Set()
const semicolons: ReadonlySet<TokenType> = new Set([t.Semicolon])
const switched = new Set<TokenType>([k.CONSTRAINT, k.PRIMARY, k.UNIQUE, k.VALIDATE, k.NOVALIDATE])
const twoWords = new Set<TokenType>([k.PUBLIC, k.PACKAGE, k.TYPE, k.DATABASE, k.JAVA])
const createWords: readonly TokenType[] = [
  k.OR,
  k.REPLACE,
  k.FORCE,
  k.NOFORCE,
  k.NO,
  k.EDITIONABLE,
  k.NONEDITIONABLE,
  k.EDITIONING,
  k.GLOBAL,
  k.PRIVATE,
  k.TEMPORARY,
  k.SHARDED,
  k.DUPLICATED,
  k.IMMUTABLE,
  k.UNIQUE,
  k.BITMAP,
  k.PUBLIC,
]
