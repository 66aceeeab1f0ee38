import { spanOf } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'

interface Comment {
  readonly text: string
  /** Where the next word behind it begins. */
  readonly before: number
}

/** Strings, quoted names and comments; of these only comments are kept. Versioned comments are code. */
const token =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|\/\*(?!M?!)[\s\S]*?\*\/|#[^\n]*|--(?=\s)[^\n]*/g

/** Comments of a program with the statements that they stand in front of. */
export function withComments(program: Program, text: string): Program {
  const comments = commentsOf(text)
  if (comments.length === 0) return program
  const left = [...comments]
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) => {
      const own = stmt === program.body ? [] : take(left, stmt)
      const inner = mapStmt(stmt, mapper)
      return own.length > 0 ? { ...inner, comments: own } : inner
    },
  }
  const taken = mapProgram(program, mapper)
  const { body } = taken
  // What follows the last statement belongs to the outermost block.
  return left.length > 0 && body.kind === 'block'
    ? { ...taken, body: { ...body, closing: left.map(({ text: said }) => said) } }
    : taken
}

/** Those that stand before the statement and that no earlier one took. */
function take(left: Comment[], stmt: Stmt): readonly string[] {
  const start = spanOf(stmt.origin)?.start
  if (start === undefined) return []
  const count = left.findIndex(({ before }) => before > start)
  return left.splice(0, count < 0 ? left.length : count).map(({ text }) => text)
}

function commentsOf(text: string): readonly Comment[] {
  const found: { text: string; end: number }[] = []
  for (const match of text.matchAll(token)) {
    const [whole] = match
    if (/^(#|--|\/\*)/.test(whole)) found.push({ text: plain(whole), end: match.index + whole.length })
  }
  let next = text.length
  return found
    .reverse()
    .map(({ text: said, end }, at) => {
      const blank = /^\s*/.exec(text.slice(end))?.[0].length ?? 0
      const follows = found[at - 1]
      const own = end + blank
      const joined = follows !== undefined && isComment(text, own)
      next = joined ? next : own
      return { text: said, before: next }
    })
    .reverse()
}

const isComment = (text: string, at: number): boolean => /^(#|--\s|\/\*(?!M?!))/.test(text.slice(at, at + 4))

/** The words of a comment without its marks. */
const plain = (comment: string): string =>
  comment
    .replace(/^(#|--|\/\*+)[ \t]?/, '')
    .replace(/\*+\/$/, '')
    .replace(/[ \t]+$/gm, '')
    .trim()
