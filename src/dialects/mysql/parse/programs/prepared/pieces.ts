import { literal, nativeCall } from '../../../../../core/ir/build.js'
import type { Expr } from '../../../../../core/ir/expr.js'

/** What is known of a text that a program builds: constants, and values that are put between them. */
export type Piece = { readonly text: string } | { readonly value: Expr }

/** Texts that variables hold, by `@name` or `name` in lower case. */
export type Texts = ReadonlyMap<string, readonly Piece[]>

export function keyOf(expr: Expr): string | undefined {
  if (expr.kind !== 'variable') return undefined
  if (expr.scope === 'user') return `@${expr.name.text.toLowerCase()}`
  return expr.scope === 'local' ? expr.name.text.toLowerCase() : undefined
}

/** The pieces of the text that an expression gives. */
export function piecesOf(expr: Expr, texts: Texts): readonly Piece[] {
  if (expr.kind === 'literal')
    return /^(text|integer|decimal|float)$/.test(expr.of) ? [{ text: expr.text }] : [{ value: expr }]
  const key = keyOf(expr)
  const known = key === undefined ? undefined : texts.get(key)
  if (known) return known
  if (expr.kind === 'call' && 'native' in expr.fn && expr.fn.native.toUpperCase() === 'CONCAT')
    return expr.args.flatMap((arg) => piecesOf(arg, texts))
  return [{ value: expr }]
}

export interface Template {
  /** The statement with a name in the place of every value. */
  readonly sql: string
  readonly values: ReadonlyMap<string, Expr>
}

const holeName = (number: number): string => `xw_hole_${number}`

/**
 * One statement with names for its values. Undefined when a value may be a part of the language and not a value: outside of
 * quotes only what is a number for certain, or quoted by QUOTE(), is one.
 */
export function templateOf(
  pieces: readonly Piece[],
  using: readonly Expr[],
  isNumber: (expr: Expr) => boolean,
): Template | undefined {
  const values = new Map<string, Expr>()
  const hole = (value: Expr): string => {
    const name = holeName(values.size + 1)
    values.set(name, value)
    return `${edge}${name}${edge}`
  }
  let sql = ''
  let markers = 0
  let open: { readonly quote: string; parts: Piece[]; raw: string } | undefined
  for (const piece of pieces) {
    if ('value' in piece) {
      if (open?.quote === '`') return undefined
      if (open) open.parts.push(piece)
      else {
        const value = quotedBy(piece.value) ?? (isNumber(piece.value) ? piece.value : undefined)
        if (!value) return undefined
        sql += hole(value)
      }
      continue
    }
    const { text } = piece
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? ''
      if (open) {
        if (char === '\\' && open.quote !== '`') {
          open.raw += char + (text[at + 1] ?? '')
          addText(open.parts, unescaped(text[at + 1] ?? ''))
          at++
        } else if (char === open.quote && text[at + 1] === open.quote) {
          open.raw += char + char
          addText(open.parts, char)
          at++
        } else if (char === open.quote) {
          const holds = open.parts.some((part) => 'value' in part)
          sql += holds ? hole(joined(open.parts)) : `${open.quote}${open.raw}${open.quote}`
          open = undefined
        } else {
          open.raw += char
          addText(open.parts, char)
        }
      } else if (char === "'" || char === '"' || char === '`') open = { quote: char, parts: [], raw: '' }
      else if (char === '?') {
        const value = using[markers++]
        if (!value) return undefined
        sql += hole(value)
      } else if (char === '#' || text.startsWith('--', at) || text.startsWith('/*', at)) return undefined
      else sql += char
    }
  }
  const written = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
  if (open || markers !== using.length || /xw_hole_\d|\u0001/.test(written) || joins.test(sql)) return undefined
  return { sql: sql.replaceAll(edge, ' '), values }
}

/** Stands on both sides of a value while the statement is put together. */
const edge = '\u0001'

/** A value that would be one word, or one text, with what stands beside it. */
const joins = /[\w.$@:\\\u0080-\uffff]\u0001xw|['"`]\s*\u0001xw|\d\u0001(?:[\w.$@:\\(\u0080-\uffff]|\s*['"`\u0001])/

function addText(parts: Piece[], text: string): void {
  const last = parts.at(-1)
  if (last && 'text' in last) parts[parts.length - 1] = { text: last.text + text }
  else parts.push({ text })
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  '0': '\0',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
}

const unescaped = (char: string): string => escapes[char] ?? char

/** The text between two quotes that values were put into. */
function joined(parts: readonly Piece[]): Expr {
  const exprs = parts.map((part) => ('text' in part ? literal('text', part.text) : part.value))
  const [only] = exprs
  return exprs.length === 1 && only ? only : nativeCall('CONCAT', exprs)
}

const quotedBy = (expr: Expr): Expr | undefined =>
  expr.kind === 'call' && 'native' in expr.fn && expr.fn.native.toUpperCase() === 'QUOTE' ? expr.args[0] : undefined
