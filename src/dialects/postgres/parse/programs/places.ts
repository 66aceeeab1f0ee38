import type { Origin } from '../../../../core/ir/names.js'
import { byteOffsets, type LowerContext } from '../context.js'
import type { Body } from './body.js'
import type { PlExpr } from './tree.js'

/** Where the statements of a body stand: the parser tells lines, in source order, and the text of expressions. */
export interface Places {
  /** `first`: what the statement begins with. Else from the first word on the line that no statement before has taken up to the end of the statement. */
  statement(line: number, first?: PlExpr | string): Origin
  /** What the DECLARE sections declare that belong to the block whose BEGIN stands there, in their order. */
  declared(begin: Origin): readonly DeclaredName[]
  /** A context in which byte 0 of a text parsed as `prefix` + query is where the query stands. */
  fragment(query: string, prefix: string, at: Origin, context: LowerContext): LowerContext
}

/** A declaration by its name (folded as the server does) and its line; the parser's list of variables has no blocks. */
export interface DeclaredName {
  readonly name: string
  readonly line: number
  readonly text: string
  readonly origin: Origin
}

export function placesOf(body: Body, context: LowerContext): Places {
  const { text, start } = body
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const words = wordsOf(text)
  const sections = sectionsOf(words)
  const lineOf = (at: number): number => starts.filter((each) => each <= at).length
  let taken = 0
  const origin = (from: number, to: number): Origin => ({
    from: 'text',
    source: context.source,
    start: start + from,
    end: start + Math.max(from, to),
  })
  return {
    statement: (line, first) => {
      const from = Math.max(taken, starts[line - 1] ?? 0)
      const blank = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from))?.[0].length ?? 0
      const begin =
        typeof first === 'object' ? placeOf(first.query, text, from + blank) : wordAt(first, words, from + blank)
      const end = endOf(text, begin)
      // What a statement holds comes behind its first word.
      taken = typeof first === 'object' ? end : begin + (first?.length ?? 1)
      return origin(begin, end)
    },
    declared: (place) =>
      (place.from === 'text' ? (sections.get(place.start - start) ?? []) : []).map((each) => ({
        ...{ name: each.name, line: lineOf(each.from), text: text.slice(each.from, each.to) },
        origin: origin(each.from, each.to),
      })),
    fragment: (query, prefix, at, outer) => {
      const from = at.from === 'text' ? at.start - start : 0
      const base = placeOf(query, text, from)
      const offset = byteOffsets(prefix + query)
      const offsetOf = (byte: number): number => start + Math.max(0, base + offset(byte) - prefix.length)
      return { ...outer, offsetOf, whole: at }
    },
  }
}

function wordAt(wanted: string | undefined, words: readonly Word[], from: number): number {
  if (wanted === undefined) return from
  return words.find(({ text, at }) => at >= from && text.toLowerCase() === wanted)?.at ?? from
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

interface Word {
  readonly text: string
  readonly at: number
}

/** Words and semicolons outside of quotes and comments. */
function wordsOf(text: string): readonly Word[] {
  const quiet = /\be'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/
  const word = /("(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|;)/
  const token = new RegExp(`${quiet.source}|${word.source}`, 'gi')
  return [...text.matchAll(token)].flatMap(({ 2: found, index }) => (found ? [{ text: found, at: index }] : []))
}

interface Section {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Declarations by the place of the BEGIN behind them. */
function sectionsOf(words: readonly Word[]): ReadonlyMap<number, readonly Section[]> {
  const found = new Map<number, readonly Section[]>()
  let open: Section[] | undefined
  let name: Word | undefined
  for (const word of words) {
    if (/^declare$/i.test(word.text)) open ??= []
    else if (open && word.text === ';') {
      if (name) open.push({ name: folded(name.text), from: name.at, to: word.at })
      name = undefined
    } else if (open && !name && /^begin$/i.test(word.text)) {
      found.set(word.at, open)
      open = undefined
    } else if (open) name ??= word
  }
  return found
}

const folded = (word: string): string =>
  word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase()
