import type { Span } from '../text/source.js'

/** A name as the source wrote it. Folding and comparing belong to the dialect. */
export interface Ident {
  readonly text: string
  readonly quoted: boolean
}

export interface QName {
  readonly schema?: Ident
  readonly name: Ident
}

/** Stable name of an object inside a catalogue: `table:shop.orders`. */
export type ObjectId = string & { readonly __brand: 'ObjectId' }

/** Stable name of a part of an object: `table:shop.orders/column:id`. The object itself is a part too: its own id. */
export type PartId = string & { readonly __brand: 'PartId' }

export type RuleId = string & { readonly __brand: 'RuleId' }

/**
 * Where a node comes from: source text, or a conversion rule applied to something that came from source text. Every node has
 * one, so the place stands in it and not beside it.
 */
export type Origin =
  | ({ readonly from: 'text' } & Span)
  | { readonly from: 'rule'; readonly rule: RuleId; readonly source: Origin }
  | { readonly from: 'none' }

export const noOrigin: Origin = { from: 'none' }

export const ident = (text: string, quoted = true): Ident => ({ text, quoted })

export function qname(schema: string | undefined, name: string): QName {
  return schema === undefined ? { name: ident(name) } : { schema: ident(schema), name: ident(name) }
}

/**
 * One text of several pieces. Ids live long and are many: a template would keep a tree of its pieces in memory for each.
 */
export const flat = (...pieces: readonly string[]): string => pieces.join('')

export const dotted = (name: QName): string =>
  name.schema ? flat(name.schema.text, '.', name.name.text) : name.name.text

export const objectId = (kind: string, name: QName): ObjectId => flat(kind, ':', dotted(name)) as ObjectId

export const partId = (object: ObjectId, kind: PartKind, name: string): PartId =>
  flat(object, '/', kind, ':', name) as PartId

/** The object as a part of itself. */
export const wholeOf = (object: ObjectId): PartId => object as string as PartId

export type PartKind = 'column' | 'constraint' | 'index' | 'partition' | 'option' | 'statement'

export const ruleId = (text: string): RuleId => text as RuleId

export const fromRule = (rule: string, source: Origin): Origin => ({ from: 'rule', rule: ruleId(rule), source })

/** The place in the source text that an origin leads back to, if any. */
export function spanOf(origin: Origin): Span | undefined {
  switch (origin.from) {
    case 'text':
      return origin
    case 'rule':
      return spanOf(origin.source)
    case 'none':
      return undefined
  }
}
