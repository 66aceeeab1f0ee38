import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { TablesChapter } from './tables.js'

/** Views and what stands in front of stored objects. Manual section "CREATE VIEW Statement". */
export abstract class ViewsChapter extends TablesChapter {
  /** `ALGORITHM = x`, `DEFINER = account`, `SQL SECURITY x`, AGGREGATE: between CREATE and the kind of object. */
  objectPrefix: Rule = this.RULE('objectPrefix', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.ALGORITHM)
          this.CONSUME(t.Equal)
          this.SUBRULE(this.identifier)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.DEFINER)
          this.CONSUME1(t.Equal)
          this.SUBRULE(this.account)
        },
      },
      { ALT: () => this.SUBRULE(this.sqlSecurity) },
    ])
  })

  sqlSecurity: Rule = this.RULE('sqlSecurity', () => {
    this.CONSUME(k.SQL)
    this.CONSUME(k.SECURITY)
    this.SUBRULE(this.identifier)
  })

  /** Behind VIEW: `name [(columns)] AS query [WITH … CHECK OPTION]`. */
  viewTail: Rule = this.RULE('viewTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => this.SUBRULE(this.identifierList))
    this.CONSUME(k.AS)
    this.SUBRULE(this.query)
    this.OPTION2(() => this.SUBRULE(this.checkOption))
  })

  checkOption: Rule = this.RULE('checkOption', () => {
    this.CONSUME(k.WITH)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.CASCADED) }, { ALT: () => this.CONSUME(k.LOCAL) }]))
    this.CONSUME(k.CHECK)
    this.CONSUME(k.OPTION)
  })
}
