import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { RoutinesChapter } from './routines.js'

/**
 * Statements that make or change objects. Manual chapter "Data Definition Statements". All others are recognised by their
 * first words and never parsed (see src/dialects/mysql/parse).
 */
export abstract class StatementsChapter extends RoutinesChapter {
  /** The top rule: one statement with an optional semicolon. */
  statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.createStatement) },
      { ALT: () => this.SUBRULE(this.alterStatement) },
      { ALT: () => this.SUBRULE(this.dropStatement) },
      { ALT: () => this.SUBRULE(this.renameStatement) },
    ])
    this.OPTION(() => this.CONSUME(t.Semicolon))
  })

  createStatement: Rule = this.RULE('createStatement', () => {
    this.CONSUME(k.CREATE)
    this.OPTION(() => {
      this.CONSUME(k.OR)
      this.CONSUME(k.REPLACE)
    })
    this.MANY(() => this.SUBRULE(this.objectPrefix))
    this.OPTION1(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.TEMPORARY) },
        { ALT: () => this.CONSUME(k.AGGREGATE) },
        { ALT: () => this.CONSUME(k.ONLINE) },
      ]),
    )
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(k.TABLE)
          this.SUBRULE(this.createTableTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.VIEW)
          this.SUBRULE(this.viewTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.SEQUENCE)
          this.SUBRULE(this.sequenceTail)
        },
      },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(k.DATABASE) }, { ALT: () => this.CONSUME(k.SCHEMA) }])
          this.OPTION2(() => this.SUBRULE(this.ifNotExists))
          this.SUBRULE(this.identifier)
          this.SUBRULE(this.tableOptions)
        },
      },
      { ALT: () => this.SUBRULE(this.createIndexTail) },
      { ALT: () => this.SUBRULE(this.programHead) },
      { ALT: () => this.SUBRULE(this.triggerHead) },
    ])
  })

  /** `[UNIQUE|FULLTEXT|SPATIAL] INDEX [IF NOT EXISTS] name [USING x] ON table (parts) option*`; KEY is not legal here. */
  createIndexTail: Rule = this.RULE('createIndexTail', () => {
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.UNIQUE) },
        { ALT: () => this.CONSUME(k.FULLTEXT) },
        { ALT: () => this.CONSUME(k.SPATIAL) },
        { ALT: () => this.CONSUME(k.VECTOR) },
      ]),
    )
    this.CONSUME(k.INDEX)
    this.OPTION1({ GATE: () => this.LA(2).tokenType === k.NOT, DEF: () => this.SUBRULE(this.ifNotExists) })
    this.SUBRULE(this.identifier)
    this.OPTION2(() => this.SUBRULE(this.indexType))
    this.CONSUME(k.ON)
    this.SUBRULE(this.qualifiedName)
    this.SUBRULE(this.keyParts)
    this.MANY(() => this.SUBRULE(this.indexOption))
  })

  alterStatement: Rule = this.RULE('alterStatement', () => {
    this.CONSUME(k.ALTER)
    this.MANY(() => this.SUBRULE(this.objectPrefix))
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.IGNORE) }, { ALT: () => this.CONSUME(k.ONLINE) }]))
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(k.TABLE)
          this.SUBRULE(this.alterTableTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.VIEW)
          this.SUBRULE(this.viewTail)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.SEQUENCE)
          this.SUBRULE(this.sequenceTail)
        },
      },
      {
        // The name may be left out; the first word of an option is a name too, so lowering looks at it.
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(k.DATABASE) }, { ALT: () => this.CONSUME(k.SCHEMA) }])
          this.OPTION1({
            GATE: () => this.LA(2).tokenType !== t.Equal,
            DEF: () => this.SUBRULE(this.identifier),
          })
          this.SUBRULE(this.tableOptions)
        },
      },
    ])
  })

  dropStatement: Rule = this.RULE('dropStatement', () => {
    this.CONSUME(k.DROP)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.TEMPORARY) }, { ALT: () => this.CONSUME(k.ONLINE) }]))
    this.OR1([
      { ALT: () => this.CONSUME(k.TABLE) },
      { ALT: () => this.CONSUME(k.TABLES) },
      { ALT: () => this.CONSUME(k.VIEW) },
      { ALT: () => this.CONSUME(k.SEQUENCE) },
      { ALT: () => this.CONSUME(k.DATABASE) },
      { ALT: () => this.CONSUME(k.SCHEMA) },
      { ALT: () => this.CONSUME(k.INDEX) },
      { ALT: () => this.CONSUME(k.PROCEDURE) },
      { ALT: () => this.CONSUME(k.FUNCTION) },
      { ALT: () => this.CONSUME(k.TRIGGER) },
      { ALT: () => this.CONSUME(k.EVENT) },
      {
        ALT: () => {
          this.CONSUME(k.PACKAGE)
          this.OPTION1({ GATE: () => this.LA(2).tokenType !== t.Dot, DEF: () => this.CONSUME(k.BODY) })
        },
      },
    ])
    this.OPTION2(() => this.SUBRULE(this.ifExists))
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.qualifiedName) })
    this.OPTION3(() => {
      this.CONSUME(k.ON)
      this.SUBRULE(this.dropOwner)
    })
    this.MANY(() =>
      this.OR2([
        { ALT: () => this.CONSUME(k.RESTRICT) },
        { ALT: () => this.CONSUME(k.CASCADE) },
        { ALT: () => this.SUBRULE(this.indexOption) },
      ]),
    )
  })

  /** The table of DROP INDEX … ON. */
  dropOwner: Rule = this.RULE('dropOwner', () => {
    this.SUBRULE(this.qualifiedName)
  })

  /** `RENAME TABLE a TO b, c TO d`. */
  renameStatement: Rule = this.RULE('renameStatement', () => {
    this.CONSUME(k.RENAME)
    this.OR([{ ALT: () => this.CONSUME(k.TABLE) }, { ALT: () => this.CONSUME(k.TABLES) }])
    this.OPTION(() => this.SUBRULE(this.ifExists))
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.renamePair) })
  })

  renamePair: Rule = this.RULE('renamePair', () => {
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(k.TO)
    this.SUBRULE1(this.qualifiedName)
  })
}
