import type { IToken } from 'chevrotain'
import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeText } from '../../../../../grammars/oracle/literals.js'
import type { SqlPiece } from '../../../../../grammars/oracle/split.js'
import { sortOf } from './words.js'

/** A statement that a block runs as a text. */
export interface BlockStatement {
  readonly piece: SqlPiece
  /** Its text is written out; otherwise it is only how it begins. */
  readonly isWhole: boolean
}

const isText = (token: IToken | undefined): boolean => /^[nq]*'/i.test(token?.image ?? '')

/** What changes objects; whatever else a block runs is no more than the block itself. */
const changesObjects = (text: string): boolean => {
  const { sort } = sortOf(text)
  return sort === 'definition' || sort === 'kept' || sort === 'notApplied'
}

/**
 * The definitions that EXECUTE IMMEDIATE of a block runs, in their order. Install scripts make their objects so, under a
 * condition that they are not there yet.
 */
export function definitionsIn(block: SqlPiece): readonly BlockStatement[] {
  if (!/\bIMMEDIATE\b/i.test(block.text)) return []
  const { tokens } = lex(block.text)
  return tokens.flatMap((token, at) => {
    const starts = /^EXECUTE$/i.test(token.image) && /^IMMEDIATE$/i.test(tokens[at + 1]?.image ?? '')
    const found = starts ? writtenFrom(tokens, at + 2) : undefined
    return found && changesObjects(found.text) ? [{ ...found, piece: pieceOf(found, block) }] : []
  })
}

interface Written {
  readonly text: string
  readonly first: IToken
  readonly isWhole: boolean
}

/** Text literals with `||` between them, as far as they go. */
function writtenFrom(tokens: readonly IToken[], start: number): Written | undefined {
  const first = tokens[start]
  if (!first || !isText(first)) return undefined
  let text = decodeText(first.image)
  let at = start + 1
  for (; tokens[at]?.image === '||' && isText(tokens[at + 1]); at += 2) text += decodeText(tokens[at + 1]?.image ?? '')
  return { text: text.trim(), first, isWhole: tokens[at]?.image === ';' }
}

/** The statement where its first literal stands. */
function pieceOf({ text, first }: Written, block: SqlPiece): SqlPiece {
  const inner = first.startOffset + first.image.indexOf("'") + 1
  const skipped = /^\s*/.exec(block.text.slice(inner))?.[0].length ?? 0
  const before = block.text.slice(0, inner + skipped)
  const lines = before.split('\n')
  return {
    kind: 'sql',
    unit: block.unit,
    text,
    firstByte: block.firstByte + Buffer.byteLength(before),
    endByte: block.endByte,
    firstLine: block.firstLine + lines.length - 1,
    firstColumn: (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? block.firstColumn : 1),
  }
}
