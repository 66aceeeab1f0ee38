import type { Span } from '../../../core/text/source.js'
import type { LowerContext } from './context.js'

const token =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|[([\])]|[,;]|[A-Za-z_]\w*|\d+|\s+|./g

/** Offset of the comma or the parenthesis that ends a list's element which begins at `start`, else the end of the statement. */
export function elementEnd(text: string, start: number): number {
  let depth = 0
  for (const { 0: word, index } of text.slice(start).matchAll(token)) {
    if (word === '(' || word === '[') depth++
    else if (word === ')' || word === ']') {
      if (depth === 0) return start + index
      depth--
    } else if (depth === 0 && (word === ',' || word === ';')) return start + index
  }
  return text.length
}

/** Offset behind the list in parentheses that is the first at or behind `start`; -1: there is none. */
export function listEnd(text: string, start: number): number {
  const open = [...text.slice(start).matchAll(token)].find(({ 0: word }) => word === '(')
  if (!open) return -1
  let at = start + open.index + 1
  for (;;) {
    at = elementEnd(text, at)
    if (text[at] !== ',') return text[at] === ')' ? at + 1 : -1
    at++
  }
}

/** Without the blanks and comments around it: what is written behind it must not stand in one. */
export function spanOf(context: LowerContext, start: number, end: number): Span {
  const words = [...context.text.slice(start, end).matchAll(token)].filter(({ 0: word }) => !/^(\s|--|\/\*)/.test(word))
  const [first] = words
  const last = words.at(-1)
  if (!first || !last) return { source: context.source, start, end: start }
  return { source: context.source, start: start + first.index, end: start + last.index + last[0].length }
}

/** A clause of a definition, by where the parser says that it begins: up to the next one, or to the end of the element. */
export function clauseSpan(context: LowerContext, location: number | undefined): Span | undefined {
  if (location === undefined && context.clauses === undefined) return undefined
  const start = context.offsetOf(location ?? 0)
  const next = context.clauses?.find((at) => at > start)
  return spanOf(context, start, next ?? elementEnd(context.text, start))
}

/** The same without the words that it begins with. */
export function behindWords(context: LowerContext, span: Span | undefined, words: RegExp): Span | undefined {
  if (!span) return undefined
  const text = context.text.slice(span.start, span.end)
  const found = words.exec(text)
  return found ? spanOf(context, span.start + found[0].length, span.end) : undefined
}

/** The parts of `ALTER TABLE … a, b, c`, each with its text. */
export function commandsIn(text: string, start: number): readonly { readonly start: number; readonly text: string }[] {
  const found: { start: number; text: string }[] = []
  for (let at = start; at <= text.length; ) {
    const end = elementEnd(text, at)
    found.push({ start: at, text: text.slice(at, end).trim() })
    if (text[end] !== ',') break
    at = end + 1
  }
  return found
}
