import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { PartitionsChapter } from './partitions.js'

/** Tables. Manual section "CREATE TABLE Statement". */
export abstract class TablesChapter extends PartitionsChapter {
  /** Behind `CREATE [OR REPLACE] [TEMPORARY] TABLE`. */
  createTableTail: Rule = this.RULE('createTableTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OR([
      { ALT: () => this.SUBRULE(this.likeClause) },
      {
        // `(LIKE t)` and `(SELECT …)` share the parenthesis with the list of elements; a query behind options begins with AS.
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(t.LeftParen)
          this.OR1([
            { ALT: () => this.SUBRULE1(this.likeClause) },
            { ALT: () => this.SUBRULE(this.query) },
            { ALT: () => this.SUBRULE(this.tableElements) },
          ])
          this.CONSUME(t.RightParen)
          this.SUBRULE(this.tableTail)
        },
      },
      { ALT: () => this.SUBRULE1(this.tableTail) },
    ])
  })

  likeClause: Rule = this.RULE('likeClause', () => {
    this.CONSUME(k.LIKE)
    this.SUBRULE(this.qualifiedName)
  })

  tableElements: Rule = this.RULE('tableElements', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tableElement) })
  })

  tableElement: Rule = this.RULE('tableElement', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.keyDefinition) }, { ALT: () => this.SUBRULE(this.namedElement) }])
  })

  /** A column; also `PERIOD FOR SYSTEM_TIME (a, b)` and `VECTOR KEY …`, whose first words are names too. */
  namedElement: Rule = this.RULE('namedElement', () => {
    this.SUBRULE(this.identifier)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.FOR)
          this.SUBRULE1(this.identifier)
          this.SUBRULE(this.identifierList)
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.keyWord)
          this.SUBRULE(this.keyTail)
        },
      },
      { ALT: () => this.SUBRULE(this.columnBody) },
    ])
  })

  /** Table options, partitions, and the query of CREATE TABLE … SELECT. */
  tableTail: Rule = this.RULE('tableTail', () => {
    this.SUBRULE(this.tableOptions)
    this.OPTION(() => this.SUBRULE(this.partitionClause))
    this.OPTION1(() => this.OR([{ ALT: () => this.CONSUME(k.IGNORE) }, { ALT: () => this.CONSUME(k.REPLACE) }]))
    this.OPTION2(() => this.CONSUME(k.AS))
    this.OPTION3(() => this.SUBRULE(this.query))
  })

  tableOptions: Rule = this.RULE('tableOptions', () => {
    this.MANY({
      // Behind the options a query may begin, with WITH too.
      GATE: () => this.LA(1).tokenType !== k.WITH || this.LA(2).tokenType === k.SYSTEM,
      DEF: () => {
        this.SUBRULE(this.tableOption)
        this.OPTION(() => this.CONSUME(t.Comma))
      },
    })
  })

  /** One option; its name is known to lowering only. Deviation: any name is an option here (engines define their own). */
  tableOption: Rule = this.RULE('tableOption', () => {
    this.OPTION(() => this.CONSUME(k.DEFAULT))
    this.OR([
      { ALT: () => this.SUBRULE(this.charsetClause) },
      { ALT: () => this.SUBRULE(this.collateClause) },
      { ALT: () => this.SUBRULE(this.withSystemVersioning) },
      { ALT: () => this.SUBRULE(this.namedOption) },
    ])
  })

  /** `ENGINE = InnoDB`, `DATA DIRECTORY '…'`, `UNION = (t1, t2)`, `START TRANSACTION`. */
  namedOption: Rule = this.RULE('namedOption', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(k.INDEX) },
      { ALT: () => this.CONSUME(k.UNION) },
      { ALT: () => this.CONSUME(k.READ) },
    ])
    this.OPTION({
      GATE: () => this.LA(1).image.toUpperCase() === 'DIRECTORY' || this.LA(1).tokenType === k.ONLY,
      DEF: () => this.CONSUME1(t.AnyName),
    })
    this.OPTION1(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.optionValue)
  })
}
