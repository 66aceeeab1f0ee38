import { type CstNode, CstParser, type ParserMethod, type TokenType } from 'chevrotain'

export type Rule = ParserMethod<[], CstNode>

/** A node of the tree while it is made. */
interface Located {
  location?: { readonly startOffset: number; endOffset: number }
}

/** What every chapter of every grammar is: one token of lookahead, no recovery, offsets of all nodes. */
export abstract class SqlChapter extends CstParser {
  protected constructor(vocabulary: readonly TokenType[], skipValidations: boolean) {
    super([...vocabulary], {
      recoveryEnabled: false,
      maxLookahead: 1,
      nodeLocationTracking: 'onlyOffset',
      skipValidations,
    })
  }

  /**
   * This and the next method take the place of Chevrotain's own, which give NaN as the range of a node without tokens. One
   * NaN makes the engine keep all offsets as boxed fractions and convert each node made afterwards: measured, three
   * quarters of the time of parsing. Here a node without tokens has no length and stands before the next token.
   */
  protected setInitialNodeLocationOnlyOffsetRegular(node: Located): void {
    const { startOffset: next } = this.LA(1)
    const startOffset = Number.isNaN(next) ? this.readTo() + 1 : next
    node.location = { startOffset, endOffset: startOffset - 1 }
  }

  protected cstPostRuleOnlyOffset(node: Located): void {
    const last = this.readTo()
    if (node.location && last >= node.location.startOffset) node.location.endOffset = last
  }

  /** Offset of the last character that was read, -1 before the first. */
  private readTo(): number {
    const { endOffset } = this.LA(0)
    return endOffset === undefined || Number.isNaN(endOffset) ? -1 : endOffset
  }
}
