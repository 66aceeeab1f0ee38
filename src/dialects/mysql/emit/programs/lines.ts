import type { CodeLines } from '../../../../core/dialect/dialect.js'
import type { Origin } from '../../../../core/ir/names.js'
import { spanOf } from '../../../../core/ir/names.js'

/** Lines of a statement, and what a proof asks about it. */
interface StatementLines extends CodeLines {
  readonly asks: readonly string[]
}

/** Printed lines, and which of them stand for which statement of the source (0-based, half-open; outer ones first). */
export interface Lines {
  readonly text: readonly string[]
  readonly code: readonly StatementLines[]
}

export const line = (...text: readonly string[]): Lines => ({ text, code: [] })

export const nothing: Lines = line()

export function joined(parts: readonly Lines[]): Lines {
  const text: string[] = []
  const code: StatementLines[] = []
  for (const part of parts) {
    const by = text.length
    code.push(...part.code.map((each) => ({ ...each, from: each.from + by, to: each.to + by })))
    text.push(...part.text)
  }
  return { text, code }
}

export const indented = ({ text, code }: Lines): Lines => ({
  text: text.map((each) => (each === '' ? '' : `  ${each}`)),
  code,
})

/** The lines as those of a statement. */
export const standingFor = (origin: Origin, lines: Lines, asks: readonly string[]): Lines =>
  (spanOf(origin) === undefined && asks.length === 0) || lines.text.length === 0
    ? lines
    : { text: lines.text, code: [{ from: 0, to: lines.text.length, origin, asks }, ...lines.code] }

/** Lines between two others, one level further in. */
export const between = (first: string, body: Lines, last: string): Lines =>
  joined([line(first), indented(body), line(last)])
