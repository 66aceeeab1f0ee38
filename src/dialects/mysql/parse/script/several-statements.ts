import { lex } from '../../../../../grammars/mysql/lexer.js'
import type { SqlPiece } from '../../../../../grammars/mysql/split.js'
import type { SqlModes } from '../cst.js'
import { wordOf } from '../definitions/simple-statements.js'

const programs = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])

/**
 * Under another delimiter than `;` a piece may hold several statements (`DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p …`),
 * which the server takes one by one. A stored program is the last of them: its body has semicolons of its own.
 */
export function statementsOf(piece: SqlPiece, modes: SqlModes): readonly SqlPiece[] {
  if (!piece.text.includes(';')) return [piece]
  const { tokens } = lex(piece.text, modes)
  const parts: SqlPiece[] = []
  let from = 0
  let first = 0
  for (const [i, token] of tokens.entries()) {
    if (token.image !== ';') continue
    const begin = tokens.slice(first, first + 16)
    if (wordOf(begin[0]) === 'CREATE' && begin.some((each) => programs.has(wordOf(each)))) break
    if (wordOf(begin[0]) === 'BEGIN') break
    parts.push(partOf(piece, from, token.startOffset))
    from = token.startOffset + 1
    first = i + 1
  }
  return parts.length === 0 ? [piece] : [...parts, partOf(piece, from, piece.text.length)]
}

/** A range of a piece as a piece of its own, without the blanks in front. */
function partOf(piece: SqlPiece, start: number, end: number): SqlPiece {
  const blanks = /^\s*/.exec(piece.text.slice(start, end))?.[0].length ?? 0
  const from = start + blanks
  const before = piece.text.slice(0, from)
  const lines = before.split('\n')
  const last = lines.at(-1) ?? ''
  const firstByte = piece.firstByte + Buffer.byteLength(before)
  return {
    kind: 'sql',
    text: piece.text.slice(from, end),
    firstByte,
    endByte: firstByte + Buffer.byteLength(piece.text.slice(from, end)),
    firstLine: piece.firstLine + lines.length - 1,
    firstColumn: lines.length === 1 ? piece.firstColumn + last.length : last.length + 1,
  }
}
