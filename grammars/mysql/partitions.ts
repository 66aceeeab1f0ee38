import * as t from '../sql/tokens.js'
import { IndexesChapter } from './indexes.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'

/** Partitioning. Manual chapter "Partitioning"; MariaDB "Partitioning Tables". */
export abstract class PartitionsChapter extends IndexesChapter {
  /** `PARTITION BY … [PARTITIONS n] [SUBPARTITION BY …] [(partitions)]`. */
  partitionClause: Rule = this.RULE('partitionClause', () => {
    this.CONSUME(k.PARTITION)
    this.CONSUME(k.BY)
    this.SUBRULE(this.partitionMethod)
    this.OPTION(() => {
      this.CONSUME(k.PARTITIONS)
      this.CONSUME(t.IntegerNumber)
    })
    this.OPTION1(() => this.SUBRULE(this.subpartitionClause))
    this.OPTION2(() => this.SUBRULE(this.partitionList))
  })

  /** `[LINEAR] HASH (e)`, `[LINEAR] KEY [ALGORITHM = n] (columns)`, `RANGE|LIST (e)`, `RANGE|LIST COLUMNS (columns)`, SYSTEM_TIME. */
  partitionMethod: Rule = this.RULE('partitionMethod', () => {
    this.OPTION(() => this.CONSUME(k.LINEAR))
    this.OR([
      { ALT: () => this.CONSUME(k.RANGE) },
      { ALT: () => this.SUBRULE(this.keyMethod) },
      // LIST, HASH, SYSTEM_TIME: names. SYSTEM_TIME has an interval or a limit in front of its list.
      { ALT: () => this.CONSUME(t.AnyName) },
    ])
    this.OPTION1(() => this.CONSUME(k.COLUMNS))
    this.MANY(() => this.SUBRULE(this.systemTimeOption))
    // SYSTEM_TIME has no keys: its parenthesis begins the list of partitions.
    this.OPTION3({ GATE: () => this.LA(2).tokenType !== k.PARTITION, DEF: () => this.SUBRULE(this.partitionKeys) })
  })

  keyMethod: Rule = this.RULE('keyMethod', () => {
    this.CONSUME(k.KEY)
    this.OPTION(() => {
      this.CONSUME(k.ALGORITHM)
      this.CONSUME(t.Equal)
      this.CONSUME(t.IntegerNumber)
    })
  })

  /** `INTERVAL 1 MONTH`, `LIMIT 1000`, `STARTS TIMESTAMP'…'`, AUTO of PARTITION BY SYSTEM_TIME. */
  systemTimeOption: Rule = this.RULE('systemTimeOption', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.INTERVAL)
          this.SUBRULE(this.prefixedOperand)
          this.SUBRULE(this.identifier)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.LIMIT)
          this.CONSUME(t.IntegerNumber)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.STARTS)
          this.SUBRULE1(this.prefixedOperand)
        },
      },
      { ALT: () => this.CONSUME(k.AUTO) },
    ])
  })

  /** `(expression, …)`; KEY () is legal and means the primary key. */
  partitionKeys: Rule = this.RULE('partitionKeys', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })

  subpartitionClause: Rule = this.RULE('subpartitionClause', () => {
    this.CONSUME(k.SUBPARTITION)
    this.CONSUME(k.BY)
    this.SUBRULE(this.partitionMethod)
    this.OPTION(() => {
      this.CONSUME(k.SUBPARTITIONS)
      this.CONSUME(t.IntegerNumber)
    })
  })

  /** `(PARTITION p0 VALUES …, …)`. */
  partitionList: Rule = this.RULE('partitionList', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.partitionDefinition) })
    this.CONSUME(t.RightParen)
  })

  partitionDefinition: Rule = this.RULE('partitionDefinition', () => {
    this.CONSUME(k.PARTITION)
    this.SUBRULE(this.partitionName)
    this.OPTION(() => this.SUBRULE(this.partitionBound))
    this.MANY(() => this.SUBRULE(this.partitionOption))
    this.OPTION1(() => {
      this.CONSUME(t.LeftParen)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.subpartitionDefinition) })
      this.CONSUME(t.RightParen)
    })
  })

  partitionName: Rule = this.RULE('partitionName', () => {
    this.SUBRULE(this.identifier)
  })

  subpartitionDefinition: Rule = this.RULE('subpartitionDefinition', () => {
    this.CONSUME(k.SUBPARTITION)
    this.SUBRULE(this.partitionName)
    this.MANY(() => this.SUBRULE(this.partitionOption))
  })

  /** `VALUES LESS THAN (…)|MAXVALUE`, `VALUES IN (…)`, and MariaDB's DEFAULT, CURRENT, HISTORY. */
  partitionBound: Rule = this.RULE('partitionBound', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.VALUES)
          this.OR1([
            {
              ALT: () => {
                this.CONSUME(k.LESS)
                this.CONSUME(k.THAN)
                this.OR2([{ ALT: () => this.CONSUME(k.MAXVALUE) }, { ALT: () => this.SUBRULE(this.boundValues) }])
              },
            },
            {
              ALT: () => {
                this.CONSUME(k.IN)
                this.SUBRULE1(this.boundValues)
              },
            },
          ])
        },
      },
      { ALT: () => this.CONSUME(k.DEFAULT) },
      { ALT: () => this.CONSUME(k.CURRENT) },
      { ALT: () => this.CONSUME(k.HISTORY) },
    ])
  })

  /** `(expression|MAXVALUE, …)`; rows of LIST COLUMNS are expressions in parentheses. */
  boundValues: Rule = this.RULE('boundValues', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.boundValue) })
    this.CONSUME(t.RightParen)
  })

  boundValue: Rule = this.RULE('boundValue', () => {
    this.OR([{ ALT: () => this.CONSUME(k.MAXVALUE) }, { ALT: () => this.SUBRULE(this.expression) }])
  })

  /** `[STORAGE] ENGINE = x`, COMMENT, MAX_ROWS, DATA|INDEX DIRECTORY …: children `optionName`, `optionValue`. */
  partitionOption: Rule = this.RULE('partitionOption', () => {
    this.OR([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(k.INDEX) }])
    // STORAGE ENGINE and DATA DIRECTORY are two words.
    this.OPTION({
      GATE: () => ['ENGINE', 'DIRECTORY'].includes(this.LA(1).image.toUpperCase()),
      DEF: () => this.CONSUME1(t.AnyName),
    })
    this.OPTION1(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.optionValue)
  })
}
