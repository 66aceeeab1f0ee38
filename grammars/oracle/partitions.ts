import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { ColumnsChapter } from './columns.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** Partitions. SQL Language Reference, "CREATE TABLE", table_partitioning_clauses. */
export abstract class PartitionsChapter extends ColumnsChapter {
  /** Facets of storage and the like up to what has a rule of its own; lowering cuts them. */
  abstract properties: Rule

  partitioning: Rule = this.RULE('partitioning', () => {
    this.CONSUME(k.PARTITION)
    this.CONSUME(k.BY)
    this.SUBRULE(this.partitionMethod)
    this.MANY({
      // INTERVAL and the like; a parenthesis starts the list.
      GATE: () => this.LA(1).tokenType !== t.LeftParen,
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              this.CONSUME(k.INTERVAL)
              this.SUBRULE(this.expressionList, { LABEL: 'interval' })
            },
          },
          { ALT: () => this.CONSUME(k.AUTOMATIC) },
          { ALT: () => this.SUBRULE(this.storeIn) },
          { ALT: () => this.SUBRULE(this.subpartitioning) },
          {
            ALT: () => {
              this.CONSUME(k.PARTITIONS)
              this.CONSUME(t.IntegerNumber, { LABEL: 'count' })
            },
          },
        ]),
    })
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.partition) })
      this.CONSUME(t.RightParen)
    })
  })

  /** `RANGE (a)`, `LIST (a, b)`, `HASH (a)`, `REFERENCE (c)`, `SYSTEM`: children `AnyName`, `expression`*. */
  partitionMethod: Rule = this.RULE('partitionMethod', () => {
    this.CONSUME(t.AnyName)
    this.OPTION(() => this.CONSUME1(t.AnyName, { LABEL: 'second' }))
    // SYSTEM has no columns: the partitions themselves may follow.
    this.OPTION1({
      GATE: () => this.LA(2).tokenType !== k.PARTITION,
      DEF: () => this.SUBRULE(this.expressionList),
    })
  })

  subpartitioning: Rule = this.RULE('subpartitioning', () => {
    this.CONSUME(k.SUBPARTITION)
    this.CONSUME(k.BY)
    this.SUBRULE(this.partitionMethod)
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.SUBPARTITIONS)
            this.CONSUME(t.IntegerNumber, { LABEL: 'count' })
          },
        },
        {
          ALT: () => {
            this.CONSUME1(k.SUBPARTITION)
            this.CONSUME(k.TEMPLATE)
            this.SUBRULE(this.subpartitions)
          },
        },
      ]),
    )
  })

  /** `STORE IN (a, b)`. */
  storeIn: Rule = this.RULE('storeIn', () => {
    this.CONSUME(k.STORE)
    this.CONSUME(k.IN)
    this.SUBRULE(this.identifierList)
  })

  /** Children: `identifier`?, `partitionValues`?, `properties`, `subpartitions`?, `count`?. */
  partition: Rule = this.RULE('partition', () => {
    this.CONSUME(k.PARTITION)
    this.SUBRULE(this.partitionBody)
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.subpartitions) },
        {
          ALT: () => {
            this.CONSUME(k.SUBPARTITIONS)
            this.CONSUME(t.IntegerNumber, { LABEL: 'count' })
            this.OPTION1(() => this.SUBRULE(this.storeIn))
          },
        },
      ]),
    )
  })

  partitionBody: Rule = this.RULE('partitionBody', () => {
    this.OPTION({
      GATE: () => !unnamed.has(this.LA(1).tokenType),
      DEF: () => this.SUBRULE(this.identifier),
    })
    this.OPTION1(() => this.SUBRULE(this.partitionValues))
    this.SUBRULE(this.properties)
  })

  subpartitions: Rule = this.RULE('subpartitions', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.CONSUME(k.SUBPARTITION)
        this.SUBRULE(this.partitionBody)
      },
    })
    this.CONSUME(t.RightParen)
  })

  /** `VALUES LESS THAN (a, MAXVALUE)`, `VALUES (1, 2)`, `VALUES (DEFAULT)`, `VALUES ((1, 2), (3, 4))`. */
  partitionValues: Rule = this.RULE('partitionValues', () => {
    this.CONSUME(k.VALUES)
    this.OPTION(() => {
      this.CONSUME(k.LESS)
      this.CONSUME(k.THAN)
    })
    this.SUBRULE(this.expressionList)
  })
}

const unnamed = new Set<TokenType>([k.TABLESPACE, k.VALUES])
