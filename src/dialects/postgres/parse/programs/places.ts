import type { Origin } from '../../../../core/ir/names.js'
import { byteOffsets, type LowerContext } from '../context.js'
import type { Body } from './body.js'
import type { PlExpr } from './tree.js'

/** Where the statements of a body stand: the parser tells lines, in source order, and the text of expressions. */
export interface Places {
  /** `first`: what the statement begins with. Else from the first word on the line that no statement before has taken up to the end of the statement. */
  statement(line: number, first?: PlExpr | string): Origin
  /** What stands behind `:=` of a declaration: the parser keeps it only for types that it knows. */
  written(line: number, name: string): string | undefined
  /** A context in which byte 0 of a text parsed as `prefix` + query is where the query stands. */
  fragment(query: string, prefix: string, at: Origin, context: LowerContext): LowerContext
}

export function placesOf(body: Body, context: LowerContext): Places {
  const { text, start } = body
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  let taken = 0
  const origin = (from: number, to: number): Origin => ({
    from: 'text',
    span: { source: context.source, start: start + from, end: start + Math.max(from, to) },
  })
  return {
    statement: (line, first) => {
      const from = Math.max(taken, starts[line - 1] ?? 0)
      const blank = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from))?.[0].length ?? 0
      const begin =
        typeof first === 'object' ? placeOf(first.query, text, from + blank) : wordAt(first, text, from + blank)
      const end = endOf(text, begin)
      // What a statement holds comes behind its first word.
      taken = typeof first === 'object' ? end : begin + (first?.length ?? 1)
      return origin(begin, end)
    },
    written: (line, name) => {
      const from = starts[line - 1] ?? 0
      const declared = text.slice(from, endOf(text, from))
      return new RegExp(`^\\s*"?${name}"?\\s[^=]*?(?::=|=|\\bdefault\\b)\\s*([\\s\\S]+)$`, 'i').exec(declared)?.[1]
    },
    fragment: (query, prefix, at, outer) => {
      const from = at.from === 'text' ? at.span.start - start : 0
      const base = placeOf(query, text, from)
      const offset = byteOffsets(prefix + query)
      const offsetOf = (byte: number): number => start + Math.max(0, base + offset(byte) - prefix.length)
      return { ...outer, offsetOf, whole: at }
    },
  }
}

function wordAt(word: string | undefined, text: string, from: number): number {
  const found = word === undefined ? -1 : text.slice(from).search(new RegExp(`\\b${word}\\b`, 'i'))
  return from + Math.max(0, found)
}

/** Where a query stands; the parser leaves blanks where INTO was, and writes PERFORM as SELECT. */
function placeOf(query: string, text: string, from: number): number {
  const plain = text.indexOf(query, from)
  if (plain >= 0) return plain
  const performed = /^SELECT /.test(query) ? text.indexOf(query.slice(7), from) : -1
  if (performed >= 0) return Math.max(from, performed - 8)
  const begun = query.split(/\s{2,}/)[0] ?? query
  return Math.max(from, text.indexOf(begun, from))
}

/** The next `;` that stands in no quotes and no comment. */
function endOf(text: string, from: number): number {
  const token = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|;/g
  token.lastIndex = from
  for (let found = token.exec(text); found; found = token.exec(text)) if (found[0] === ';') return found.index
  return text.trimEnd().length
}
