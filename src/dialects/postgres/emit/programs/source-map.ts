import type { CodeLines, Probe } from '../../../../core/dialect/dialect.js'
import { type Origin, spanOf } from '../../../../core/ir/names.js'
import { type Doc, mark } from '../../../../core/layout/doc.js'
import type { Printed } from '../../../../core/layout/print.js'

export interface BodyMap {
  readonly code: readonly CodeLines[]
  readonly probes: readonly Probe[]
}

/** Remembers what is printed into a body, to tell afterwards where it stands. */
export interface BodyMarks<T> {
  /** Wraps the document of something that comes from `origin`. */
  add(what: T, origin: Origin, doc: Doc): Doc
  /** All that was added, with its lines in the printed text (0-based, half-open); outer ones first. */
  placed(marks: Printed['marks']): readonly (CodeLines & { readonly what: T })[]
}

export function createBodyMarks<T>(): BodyMarks<T> {
  const added: { readonly what: T; readonly origin: Origin }[] = []
  return {
    add: (what, origin, doc) => mark(added.push({ what, origin }) - 1, doc),
    placed: (marks) =>
      marks
        .flatMap(({ mark: number, from, to }) => {
          const known = added[number]
          return known ? [{ from, to, ...known, number }] : []
        })
        .sort((a, b) => a.from - b.from || b.to - a.to || a.number - b.number)
        .map(({ number: _, ...place }) => place),
  }
}

/** The lines of those that come from source text; several in a row for the same text on the same lines stand once. */
export function codeLines(places: readonly CodeLines[]): readonly CodeLines[] {
  const known = places.filter(({ origin }) => spanOf(origin) !== undefined)
  return known.flatMap(({ from, to, origin }, index) => {
    const before = known[index - 1]
    const same = before?.from === from && before.to === to && spanOf(before.origin) === spanOf(origin)
    return same ? [] : [{ from, to, origin }]
  })
}

/** The map of a body that begins on a line of a longer text. */
export const movedBy = (lines: number, { code, probes }: BodyMap): BodyMap => ({
  code: code.map((each) => ({ ...each, from: each.from + lines, to: each.to + lines })),
  probes: probes.map((probe) => ({ ...probe, line: probe.line + lines })),
})
