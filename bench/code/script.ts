/** One statement of a target script. */
export interface Statement {
  readonly text: string
  /** What it creates, `table`, `view`, `function` …; the first word for any other statement. */
  readonly kind: string
  /** What it creates, without its schema, as the target folds it. */
  readonly name: string
}

/** Comments and quoted things of the target's SQL; a dollar quote is found by its own tag. */
const token =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_]\w*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d+|;|\\|\s+|./gsy

/** Splits a script at its semicolons; lines for the target's client program (`\set …`) are left out. */
export function statementsOf(script: string): readonly Statement[] {
  const found: Statement[] = []
  let start = 0
  let at = 0
  let empty = true
  const flush = (end: number) => {
    const text = script.slice(start, end).trim()
    if (!empty && text !== '') found.push(describe(text))
    empty = true
  }
  while (at < script.length) {
    token.lastIndex = at
    const text = token.exec(script)?.[0] ?? ' '
    let end = at + text.length
    if (text === '/*') end = endOfComment(script, end)
    else if (text === ';') {
      flush(at)
      start = end
    } else if (text === '\\' && empty) {
      end = lineEnd(script, end)
      start = end
    } else if (text.startsWith('$') && text.length > 1) {
      const close = script.indexOf(text, end)
      end = close < 0 ? script.length : close + text.length
      empty = false
    } else if (!text.startsWith('--') && text.trim() !== '') empty = false
    at = end
  }
  flush(script.length)
  return found
}

/** Comments nest on the target. */
function endOfComment(script: string, from: number): number {
  let depth = 1
  let at = from
  while (at < script.length && depth > 0) {
    if (script.startsWith('/*', at)) depth += 1
    else if (script.startsWith('*/', at)) depth -= 1
    else {
      at += 1
      continue
    }
    at += 2
  }
  return at
}

function lineEnd(script: string, from: number): number {
  const end = script.indexOf('\n', from)
  return end < 0 ? script.length : end
}

const name = String.raw`((?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))*)`
const created = new RegExp(
  String.raw`^create\s+(?:or\s+replace\s+)?(?:constraint\s+|unique\s+|unlogged\s+|temp(?:orary)?\s+|recursive\s+)*(table|view|function|procedure|trigger|index|type|sequence|schema|domain|collation)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?${name}`,
  'i',
)

function describe(text: string): Statement {
  const head = withoutComments(text.slice(0, 4000)).trim()
  const match = created.exec(head)
  if (!match) return { text, kind: /^\w+/.exec(head)?.[0].toLowerCase() ?? '', name: '' }
  return { text, kind: (match[1] ?? '').toLowerCase(), name: lastName(match[2] ?? '') }
}

/** The last part of a dotted name, as the target holds it. */
function lastName(dotted: string): string {
  const last = /(?:"(?:[^"]|"")+"|[\w$]+)$/.exec(dotted.trim())?.[0] ?? dotted
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last.toLowerCase()
}

export const withoutComments = (text: string): string => text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')

/** The comments of a script, where a tool may have said what it did not convert. */
export const commentsOf = (script: string): string => (script.match(/--[^\n]*|\/\*[\s\S]*?\*\//g) ?? []).join('\n')

const sourceToken = /--\s[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|;/g

/** Semicolons of a body, outside its comments and strings. */
export const semicolons = (body: string): number =>
  (body.match(sourceToken) ?? []).filter((text) => text === ';').length
