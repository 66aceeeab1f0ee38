/**
 * A document says what belongs together; the printer decides where lines break. Text inside a document is never changed:
 * line breaks in it (inside a string literal, say) come out as they went in, without indentation.
 */
export type Doc = string | readonly Doc[] | Line | Group | Fill | Indent | Mark

/** `soft`: nothing when flat. `space`: a blank when flat. `hard`: always a new line, and every group around it breaks. */
export interface Line {
  readonly kind: 'line'
  readonly mode: 'soft' | 'space' | 'hard'
}

/** Known when a node is built, so that nested groups are not searched again and again. */
export interface Measure {
  /** Holds a hard line. */
  readonly broken: boolean
  /** Characters up to the first certain line break (or the end) when printed flat. */
  readonly width: number
  /** Whether there is such a break. */
  readonly ends: boolean
}

/** Printed flat when it fits into the rest of the line, else with all its own lines broken. */
export interface Group {
  readonly kind: 'group'
  readonly body: Doc
  readonly measure: Measure
}

/** Items on as few lines as they need; `separator` stands after each item but the last, before the break. */
export interface Fill {
  readonly kind: 'fill'
  readonly items: readonly Doc[]
  readonly separator: string
  readonly measure: Measure
}

export interface Indent {
  readonly kind: 'indent'
  readonly body: Doc
  readonly measure: Measure
}

/** The printer reports which lines the body came to stand on. */
export interface Mark {
  readonly kind: 'mark'
  readonly mark: number
  readonly body: Doc
  readonly measure: Measure
}

/** A possible break that is a blank when it does not break. */
export const line: Line = { kind: 'line', mode: 'space' }
/** A possible break that is nothing when it does not break. */
export const softline: Line = { kind: 'line', mode: 'soft' }
/** A break, always. */
export const hardline: Line = { kind: 'line', mode: 'hard' }

export const group = (...body: readonly Doc[]): Group => ({ kind: 'group', body, measure: measure(body) })

export const indent = (...body: readonly Doc[]): Indent => ({ kind: 'indent', body, measure: measure(body) })

export const mark = (number: number, body: Doc): Mark => ({
  kind: 'mark',
  mark: number,
  body,
  measure: measure(body),
})

export const fill = (items: readonly Doc[], separator = ','): Fill => ({
  kind: 'fill',
  items,
  separator,
  measure: measure(items),
})

/** Puts `separator` between the items. */
export function join(separator: Doc, items: readonly Doc[]): Doc {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]))
}

/** `open`, the items one per line or all on one line, `close`. Nothing but the delimiters when there are no items. */
export function block(open: string, items: readonly Doc[], close: string, separator: Doc = [',', line]): Doc {
  if (items.length === 0) return `${open}${close}`
  return group(open, indent(softline, join(separator, items)), softline, close)
}

function measure(doc: Doc): Measure {
  if (typeof doc === 'string') {
    const end = doc.indexOf('\n')
    return { broken: false, width: end < 0 ? doc.length : end, ends: end >= 0 }
  }
  if ('kind' in doc) {
    if (doc.kind !== 'line') return doc.measure
    return { broken: doc.mode === 'hard', width: doc.mode === 'space' ? 1 : 0, ends: doc.mode === 'hard' }
  }
  let width = 0
  let broken = false
  let ends = false
  for (const item of doc) {
    const inner = measure(item)
    if (!ends) width += inner.width
    broken ||= inner.broken
    ends ||= inner.ends
  }
  return { broken, width, ends }
}
