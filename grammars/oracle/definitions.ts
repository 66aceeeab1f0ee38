import type { TokenType } from 'chevrotain'
import * as t from '../sql/tokens.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import { PartitionsChapter } from './partitions.js'

const endsProperties = new Set<TokenType>([t.Semicolon, t.Comma, k.PARTITION, k.SUBPARTITIONS, k.AS, k.ON])

/** What CREATE makes, behind its name. SQL Language Reference, the CREATE statements. */
export abstract class DefinitionsChapter extends PartitionsChapter {
  /**
   * Facets of storage and the like: no children, the range alone. Ends in front of PARTITION BY, AS of a query, ON COMMIT, and
   * a parenthesis that lists subpartitions.
   */
  properties: Rule = this.RULE('properties', () => {
    if (this.RECORDING_PHASE) return
    while (!this.endOfProperties()) this.skipOne()
  })

  private endOfProperties(): boolean {
    const { tokenType, startOffset } = this.LA(1)
    if (Number.isNaN(startOffset) || tokenType === t.RightParen) return true
    if (tokenType === t.LeftParen) return this.LA(2).tokenType === k.SUBPARTITION
    if (tokenType === k.AS) return this.LA(0).tokenType !== k.STORE
    if (tokenType === k.ON) return this.LA(2).tokenType === k.COMMIT && this.LA(0).tokenType !== k.REFRESH
    if (tokenType === k.PARTITION) return this.LA(2).tokenType === k.BY || this.LA(2).tokenType === k.FOR
    return endsProperties.has(tokenType)
  }

  /** Skips one token, or all between a parenthesis and its end. */
  private skipOne(): void {
    let depth = 0
    do {
      const { tokenType } = this.LA(1)
      if (tokenType === t.LeftParen) depth++
      else if (tokenType === t.RightParen) depth--
      this.SKIP_TOKEN()
    } while (depth > 0 && !Number.isNaN(this.LA(1).startOffset))
  }

  ifNotExists: Rule = this.RULE('ifNotExists', () => {
    this.CONSUME(k.IF)
    this.CONSUME(k.NOT)
    this.CONSUME(k.EXISTS)
  })

  /** Behind TABLE: children `qualifiedName`, `objectTable`?, `tableElements`?, `tableTail`*. */
  createTableTail: Rule = this.RULE('createTableTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => this.SUBRULE(this.objectTable))
    this.OPTION2(() => this.SUBRULE(this.tableElements))
    this.MANY(() => this.SUBRULE(this.tableTail))
  })

  /** `OF t`, `OF XMLTYPE`. */
  objectTable: Rule = this.RULE('objectTable', () => {
    this.CONSUME(k.OF)
    this.SUBRULE(this.qualifiedName)
  })

  tableElements: Rule = this.RULE('tableElements', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tableElement) })
    this.CONSUME(t.RightParen)
  })

  tableElement: Rule = this.RULE('tableElement', () => {
    this.OR([
      {
        // The words are names too; the gate looks at what follows them.
        GATE: () => this.constraintAhead(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.outOfLineConstraint),
      },
      {
        GATE: () => this.LA(1).tokenType === k.SUPPLEMENTAL && this.LA(2).tokenType === k.LOG,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.otherElement),
      },
      {
        GATE: () => this.LA(1).tokenType === k.PERIOD && this.LA(2).tokenType === k.FOR,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE1(this.otherElement),
      },
      { ALT: () => this.SUBRULE(this.columnDefinition) },
    ])
  })

  /** SUPPLEMENTAL LOG and PERIOD FOR: nobody looks inside. */
  otherElement: Rule = this.RULE('otherElement', () => {
    this.CONSUME(t.AnyName)
    this.skipTo(commas)
  })

  protected constraintAhead(): boolean {
    const first = this.LA(1).tokenType
    const second = this.LA(2).tokenType
    if (first === k.PRIMARY || first === k.FOREIGN) return second === k.KEY
    return first === k.CONSTRAINT || first === k.UNIQUE || (first === k.CHECK && second === t.LeftParen)
  }

  tableTail: Rule = this.RULE('tableTail', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.onCommit) },
      { ALT: () => this.SUBRULE(this.partitioning), IGNORE_AMBIGUITIES: true },
      {
        ALT: () => {
          this.CONSUME(k.AS)
          this.SUBRULE(this.query)
        },
      },
      // Whatever else: it takes at least one token. Its words are names, PARTITION among them.
      { ALT: () => this.SUBRULE(this.tableFacets), IGNORE_AMBIGUITIES: true },
    ])
  })

  tableFacets: Rule = this.RULE('tableFacets', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.AnyName) },
      { ALT: () => this.CONSUME(k.START) },
      { ALT: () => this.CONSUME(k.NOT) },
    ])
    this.SUBRULE(this.properties)
  })

  /** `ON COMMIT DELETE ROWS`, `ON COMMIT PRESERVE ROWS`. */
  onCommit: Rule = this.RULE('onCommit', () => {
    this.CONSUME(k.ON)
    this.CONSUME(k.COMMIT)
    this.OR([
      { ALT: () => this.CONSUME(k.DELETE) },
      { ALT: () => this.CONSUME(k.PRESERVE) },
      { ALT: () => this.CONSUME(t.Identifier) },
    ])
    this.OR1([{ ALT: () => this.CONSUME(k.ROWS) }, { ALT: () => this.CONSUME(k.DEFINITION) }])
  })

  /** Behind INDEX: children `qualifiedName` (index), `indexed`?, `indexPart`*, `properties`. */
  createIndexTail: Rule = this.RULE('createIndexTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(k.ON)
    this.OPTION1({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.CLUSTER) })
    this.SUBRULE1(this.qualifiedName, { LABEL: 'indexed' })
    this.OPTION2(() => this.SUBRULE(this.alias))
    this.OPTION3(() => {
      this.CONSUME(t.LeftParen)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.indexPart) })
      this.CONSUME(t.RightParen)
    })
    this.SUBRULE(this.indexProperties)
  })

  indexPart: Rule = this.RULE('indexPart', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(k.ASC) }, { ALT: () => this.CONSUME(k.DESC) }]))
  })

  /** All that follows the list, a bitmap join's tables among it: lowering cuts it. */
  indexProperties: Rule = this.RULE('indexProperties', () => this.skipTo(nothing))

  createSequenceTail: Rule = this.RULE('createSequenceTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.MANY(() => this.SUBRULE(this.sequenceOption))
  })

  /** Behind VIEW. */
  createViewTail: Rule = this.RULE('createViewTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => this.SUBRULE(this.viewOfType))
    this.OPTION2(() => this.SUBRULE(this.viewColumns))
    this.MANY(() => this.SUBRULE(this.viewFacet))
    this.CONSUME(k.AS)
    this.SUBRULE(this.query)
    this.OPTION3(() => this.SUBRULE(this.restriction))
  })

  /** `OF t WITH OBJECT IDENTIFIER (a)`, `OF t UNDER v`. */
  viewOfType: Rule = this.RULE('viewOfType', () => {
    this.CONSUME(k.OF)
    this.skipTo(asOnly)
  })

  /** `(a, b, CONSTRAINT …)`, each with constraints of its own. */
  viewColumns: Rule = this.RULE('viewColumns', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () =>
        this.OR([
          {
            GATE: () => this.constraintAhead(),
            IGNORE_AMBIGUITIES: true,
            ALT: () => this.SUBRULE(this.outOfLineConstraint),
          },
          {
            ALT: () => {
              this.SUBRULE(this.identifier)
              this.OPTION({
                GATE: () => this.LA(1).tokenType !== t.Comma && this.LA(1).tokenType !== t.RightParen,
                DEF: () => this.SUBRULE(this.viewColumnFacets),
              })
            },
          },
        ]),
    })
    this.CONSUME(t.RightParen)
  })

  viewColumnFacets: Rule = this.RULE('viewColumnFacets', () => {
    this.OR([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(k.UNIQUE) }])
    this.skipTo(commas)
  })

  /** `BEQUEATH CURRENT_USER`, `DEFAULT COLLATION x`. */
  viewFacet: Rule = this.RULE('viewFacet', () => {
    this.CONSUME(t.AnyName)
    this.AT_LEAST_ONE(() => this.CONSUME1(t.AnyName))
  })

  /** Behind MATERIALIZED VIEW: the facets are for lowering to cut. */
  createMaterializedTail: Rule = this.RULE('createMaterializedTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.OPTION1(() => this.SUBRULE(this.identifierList))
    this.SUBRULE(this.materializedFacets)
    this.CONSUME(k.AS)
    this.SUBRULE(this.query)
  })

  materializedFacets: Rule = this.RULE('materializedFacets', () => {
    if (this.RECORDING_PHASE) return
    while (!this.endOfFacets()) this.skipOne()
  })

  private endOfFacets(): boolean {
    const { tokenType, startOffset } = this.LA(1)
    if (Number.isNaN(startOffset)) return true
    return tokenType === k.AS && this.LA(0).tokenType !== k.STORE
  }

  createSynonymTail: Rule = this.RULE('createSynonymTail', () => {
    this.OPTION(() => this.SUBRULE(this.ifNotExists))
    this.SUBRULE(this.qualifiedName)
    this.CONSUME(k.FOR)
    this.SUBRULE1(this.qualifiedName, { LABEL: 'target' })
  })
}

const nothing: ReadonlySet<TokenType> = new Set()
const commas: ReadonlySet<TokenType> = new Set([t.Comma])
const asOnly: ReadonlySet<TokenType> = new Set([k.AS])
