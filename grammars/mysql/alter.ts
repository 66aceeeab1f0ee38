import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { SequencesChapter } from './sequences.js'

/** Manual section "ALTER TABLE Statement". */
export abstract class AlterChapter extends SequencesChapter {
  /** Behind `ALTER [IGNORE] TABLE`. Options of a table need no comma between them, so a comma is optional everywhere. */
  alterTableTail: Rule = this.RULE('alterTableTail', () => {
    this.OPTION({ GATE: () => this.LA(2).tokenType === k.EXISTS, DEF: () => this.SUBRULE(this.ifExists) })
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => {
      this.SUBRULE(this.alterAction)
      this.OPTION1(() => this.CONSUME(t.Comma))
    })
  })

  alterAction: Rule = this.RULE('alterAction', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.addAction) },
      { ALT: () => this.SUBRULE(this.dropAction) },
      { ALT: () => this.SUBRULE(this.changeAction) },
      { ALT: () => this.SUBRULE(this.alterColumnAction) },
      { ALT: () => this.SUBRULE(this.renameAction) },
      { ALT: () => this.SUBRULE(this.convertAction) },
      { ALT: () => this.SUBRULE(this.orderAction) },
      { ALT: () => this.SUBRULE(this.partitionClause) },
      { ALT: () => this.SUBRULE(this.maintenanceAction) },
      { ALT: () => this.CONSUME(k.FORCE) },
      { ALT: () => this.SUBRULE(this.lockAction) },
      // The words below are names too; the gates are in order and what is left is an option of the table.
      {
        GATE: () => this.LA(1).tokenType === k.MODIFY,
        ALT: () => this.SUBRULE(this.modifyAction),
        IGNORE_AMBIGUITIES: true,
      },
      {
        GATE: () => this.LA(2).tokenType === k.PARTITION,
        ALT: () => this.SUBRULE(this.partitionAction),
        IGNORE_AMBIGUITIES: true,
      },
      {
        GATE: () => this.LA(2).tokenType === k.KEYS,
        ALT: () => this.SUBRULE(this.keysAction),
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.tableOption) },
    ])
  })

  /** ADD of a column, a list, a key, a check or partitions. FIRST and AFTER are word attributes of the column. */
  addAction: Rule = this.RULE('addAction', () => {
    this.CONSUME(k.ADD)
    this.OR([
      { ALT: () => this.SUBRULE(this.keyDefinition) },
      {
        ALT: () => {
          this.CONSUME(k.PARTITION)
          this.OPTION(() => this.SUBRULE(this.ifNotExists))
          this.OPTION1(() => this.SUBRULE(this.binlogWord))
          this.OR1([
            { ALT: () => this.SUBRULE(this.partitionList) },
            {
              ALT: () => {
                this.CONSUME(k.PARTITIONS)
                this.CONSUME(t.IntegerNumber)
              },
            },
          ])
        },
      },
      {
        ALT: () => {
          this.OPTION2(() => this.CONSUME(k.COLUMN))
          this.OPTION3(() => this.SUBRULE1(this.ifNotExists))
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(t.LeftParen)
                this.SUBRULE(this.tableElements)
                this.CONSUME(t.RightParen)
              },
            },
            { ALT: () => this.SUBRULE(this.namedElement) },
          ])
        },
      },
    ])
  })

  dropAction: Rule = this.RULE('dropAction', () => {
    this.CONSUME(k.DROP)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.PRIMARY)
          this.CONSUME(k.KEY)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.FOREIGN)
          this.CONSUME1(k.KEY)
          this.SUBRULE(this.droppedName)
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.keyWord)
          this.SUBRULE1(this.droppedName)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.CHECK)
          this.SUBRULE2(this.droppedName)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.CONSTRAINT)
          this.SUBRULE3(this.droppedName)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.PARTITION)
          this.OPTION(() => this.SUBRULE(this.ifExists))
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.partitionName) })
        },
      },
      {
        ALT: () => {
          this.OPTION1(() => this.CONSUME(k.COLUMN))
          this.SUBRULE4(this.droppedName)
          // DROP PERIOD FOR SYSTEM_TIME, DROP SYSTEM VERSIONING.
          this.OPTION2(() =>
            this.OR1([
              {
                ALT: () => {
                  this.CONSUME(k.FOR)
                  this.CONSUME(t.AnyName)
                },
              },
              { ALT: () => this.CONSUME(k.VERSIONING) },
            ]),
          )
        },
      },
    ])
    this.OPTION3(() => this.OR2([{ ALT: () => this.CONSUME(k.RESTRICT) }, { ALT: () => this.CONSUME(k.CASCADE) }]))
  })

  droppedName: Rule = this.RULE('droppedName', () => {
    this.OPTION(() => this.SUBRULE(this.ifExists))
    this.SUBRULE(this.identifier)
  })

  /** `CHANGE [COLUMN] old new definition`. */
  changeAction: Rule = this.RULE('changeAction', () => {
    this.CONSUME(k.CHANGE)
    this.OPTION(() => this.CONSUME(k.COLUMN))
    this.SUBRULE(this.droppedName)
    this.SUBRULE(this.columnDefinition)
  })

  /** `MODIFY [COLUMN] name definition`. */
  modifyAction: Rule = this.RULE('modifyAction', () => {
    this.CONSUME(k.MODIFY)
    this.OPTION(() => this.CONSUME(k.COLUMN))
    this.OPTION1(() => this.SUBRULE(this.ifExists))
    this.SUBRULE(this.columnDefinition)
  })

  /** ALTER of a column's default or visibility, an index' visibility, a check's enforcement. */
  alterColumnAction: Rule = this.RULE('alterColumnAction', () => {
    this.CONSUME(k.ALTER)
    this.OR([
      {
        ALT: () => {
          this.SUBRULE(this.keyWord)
          this.SUBRULE(this.droppedName)
          this.SUBRULE(this.switchWord)
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(k.CHECK) }, { ALT: () => this.CONSUME(k.CONSTRAINT) }])
          this.SUBRULE1(this.droppedName)
          this.SUBRULE1(this.switchWord)
        },
      },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.COLUMN))
          this.SUBRULE2(this.droppedName)
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(k.DROP)
                this.CONSUME(k.DEFAULT)
              },
            },
            {
              ALT: () => {
                this.CONSUME(k.SET)
                this.OR3([
                  { ALT: () => this.SUBRULE(this.defaultClause) },
                  { ALT: () => this.SUBRULE2(this.switchWord) },
                ])
              },
            },
          ])
        },
      },
    ])
  })

  /** `[NOT] ENFORCED`, `[NOT] IGNORED`, VISIBLE, INVISIBLE. */
  switchWord: Rule = this.RULE('switchWord', () => {
    this.OPTION(() => this.CONSUME(k.NOT))
    this.CONSUME(t.AnyName)
  })

  /** RENAME of the table, a column or an index. */
  renameAction: Rule = this.RULE('renameAction', () => {
    this.CONSUME(k.RENAME)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.COLUMN)
          this.SUBRULE(this.droppedName)
          this.CONSUME(k.TO)
          this.SUBRULE(this.identifier)
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.keyWord)
          this.SUBRULE1(this.droppedName)
          this.CONSUME1(k.TO)
          this.SUBRULE1(this.identifier)
        },
      },
      {
        ALT: () => {
          this.OPTION(() =>
            this.OR1([
              { ALT: () => this.CONSUME2(k.TO) },
              { ALT: () => this.CONSUME(k.AS) },
              { ALT: () => this.CONSUME(t.Equal) },
            ]),
          )
          this.SUBRULE(this.qualifiedName)
        },
      },
    ])
  })

  /** `CONVERT TO CHARACTER SET x [COLLATE y]`. */
  convertAction: Rule = this.RULE('convertAction', () => {
    this.CONSUME(k.CONVERT)
    this.CONSUME(k.TO)
    this.OR([{ ALT: () => this.SUBRULE(this.charsetClause) }, { ALT: () => this.SUBRULE(this.charsetWordClause) }])
    this.OPTION(() => this.SUBRULE(this.collateClause))
  })

  orderAction: Rule = this.RULE('orderAction', () => {
    this.CONSUME(k.ORDER)
    this.CONSUME(k.BY)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.SUBRULE(this.expression)
        this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.ASC) }, { ALT: () => this.CONSUME(k.DESC) }]))
      },
    })
  })

  lockAction: Rule = this.RULE('lockAction', () => {
    this.CONSUME(k.LOCK)
    this.OPTION(() => this.CONSUME(t.Equal))
    this.SUBRULE(this.optionValue)
  })

  /** `ENABLE KEYS`, `DISABLE KEYS`. */
  keysAction: Rule = this.RULE('keysAction', () => {
    this.CONSUME(t.AnyName)
    this.CONSUME(k.KEYS)
  })

  /** ANALYZE, CHECK, OPTIMIZE PARTITION: the words that are reserved. */
  maintenanceAction: Rule = this.RULE('maintenanceAction', () => {
    this.OR([{ ALT: () => this.CONSUME(k.ANALYZE) }, { ALT: () => this.CONSUME(k.OPTIMIZE) }])
    this.SUBRULE(this.partitionNames)
  })

  /** `REORGANIZE PARTITION a INTO (…)`, `COALESCE PARTITION 2`, `TRUNCATE PARTITION ALL`, `EXCHANGE PARTITION p WITH TABLE t` … */
  partitionAction: Rule = this.RULE('partitionAction', () => {
    this.CONSUME(t.AnyName)
    this.SUBRULE(this.partitionNames)
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.INTO)
            this.SUBRULE(this.partitionList)
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.WITH)
            this.CONSUME(k.TABLE)
            this.SUBRULE(this.qualifiedName)
            this.MANY(() => {
              this.OR1([{ ALT: () => this.CONSUME1(k.WITH) }, { ALT: () => this.CONSUME(k.WITHOUT) }])
              this.CONSUME(k.VALIDATION)
            })
          },
        },
        { ALT: () => this.CONSUME(k.TABLESPACE) },
      ]),
    )
  })

  partitionNames: Rule = this.RULE('partitionNames', () => {
    this.CONSUME(k.PARTITION)
    this.OPTION(() => this.SUBRULE(this.binlogWord))
    this.OR([
      { ALT: () => this.CONSUME(k.ALL) },
      { ALT: () => this.CONSUME(t.IntegerNumber) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.partitionName) }) },
    ])
  })

  binlogWord: Rule = this.RULE('binlogWord', () => {
    this.CONSUME(k.NO_WRITE_TO_BINLOG)
  })
}
