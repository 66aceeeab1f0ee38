import type { CodeLines, Probe } from '../../../../core/dialect/dialect.js'
import type { VariableRef } from '../../../../core/ir/expr.js'
import type { Ident, PartId, QName } from '../../../../core/ir/names.js'
import { dotted } from '../../../../core/ir/names.js'
import { type Doc, mark } from '../../../../core/layout/doc.js'
import { nameProblem, names, quoteText } from '../../names.js'

/** What a statement turned out to use while it was printed, as keys of `usesKey`. */
export type UseKind = 'schema' | 'relation' | 'type' | 'collation' | 'need' | 'routine' | 'object'

export const usesKey = (kind: UseKind, name: string): string => `${kind}:${name}`

/** One statement on its way to text. */
export interface Printing {
  readonly major: number
  /** Target collations by their bare and their dotted name. */
  readonly collations: ReadonlyMap<string, QName>
  /** Names of common table expressions in scope do not reach out of the statement. */
  readonly uses: Set<string>
  readonly parts: PartId[]
  /** Bodies of programs in the statement; the lines in them count from the start of the body. */
  readonly bodies: Body[]
  /** How a variable of a program is written, where its name is not known. */
  readonly local?: (ref: VariableRef) => Doc
  depth: number
}

export interface Body {
  readonly code: readonly CodeLines[]
  readonly probes: readonly Probe[]
  /** What it names and is not looked up before it runs, as keys of `usesKey`. */
  readonly names: ReadonlySet<string>
}

export const startPrinting = (major: number, collations: ReadonlyMap<string, QName>): Printing => ({
  major,
  collations,
  uses: new Set(),
  parts: [],
  bodies: [],
  depth: 0,
})

/** The reasons for which a statement, or a part of it, is not written. */
export type RefusalCode = 'XW-C0500' | 'XW-C0501' | 'XW-C0502' | 'XW-C0504' | 'XW-C0505'

/** Ends the printing of one statement. It never leaves the emitter: there it becomes a finding. */
export class Unprintable extends Error {
  readonly code: RefusalCode
  readonly data: Readonly<Record<string, string | number>>

  constructor(code: RefusalCode, data: Readonly<Record<string, string | number>>) {
    super(code)
    this.code = code
    this.data = data
  }
}

export const noForm = (construct: string): Unprintable => new Unprintable('XW-C0500', { construct })

export const maxDepth = 400

/** Guards the recursion over trees. */
export function deeper<T>(printing: Printing, work: () => T): T {
  if (printing.depth >= maxDepth) throw new Unprintable('XW-C0505', { limit: maxDepth })
  printing.depth++
  const result = work()
  printing.depth--
  return result
}

export function identText(name: Ident): string {
  const problem = nameProblem(name.text)
  if (problem !== undefined) throw new Unprintable('XW-C0501', { text: name.text.slice(0, 80), problem })
  return names.quoteIfNeeded(name.text)
}

export const nameText = (name: QName): string =>
  name.schema === undefined ? identText(name.name) : `${identText(name.schema)}.${identText(name.name)}`

/** Name of a table or view; remembers that the statement needs it. */
export function relationText(printing: Printing, name: QName): string {
  printing.uses.add(usesKey('relation', dotted(name)))
  return nameText(name)
}

export function textConstant(text: string): string {
  if (text.includes('\0')) throw new Unprintable('XW-C0502', { problem: 'holds a zero character' })
  if (/\p{Surrogate}/u.test(text)) throw new Unprintable('XW-C0502', { problem: 'is not valid Unicode' })
  return quoteText(text)
}

/** Wraps a document so that its lines are known to stand for these source parts. */
export function standsFor(printing: Printing, parts: readonly PartId[] | undefined, doc: Doc): Doc {
  return (parts ?? []).reduce<Doc>((inner, part) => mark(printing.parts.push(part) - 1, inner), doc)
}

/** Wraps the text of a body so that the statement knows on which line it begins. */
export const bodyMark = (printing: Printing, body: Body, text: string): Doc => mark(-printing.bodies.push(body), text)
