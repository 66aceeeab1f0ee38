/** Identifies one source text: a piece of a script, or the DDL that a live server gave for one object. */
export type SourceId = string & { readonly __brand: 'SourceId' }

/** Half-open range of UTF-16 offsets inside the text of one source. Line and column are computed when somebody asks. */
export interface Span {
  readonly source: SourceId
  readonly start: number
  readonly end: number
}

/**
 * One statement's text and where it stood. Scripts are cut into pieces before anything is parsed, so a dump of many
 * gigabytes costs only the pieces that hold DDL.
 */
export interface SourceText {
  readonly id: SourceId
  /** What a person calls it: a path as given, or `catalog:shop.orders`. */
  readonly path: string
  readonly text: string
  /** Position of the first character inside the file, 1-based. */
  readonly firstLine: number
  readonly firstColumn: number
  /** Byte offset of the first character inside the file. */
  readonly firstByte: number
}

export interface Position {
  readonly path: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
}

export const sourceId = (text: string): SourceId => text as SourceId

/** Where an offset stands in its file. */
export function positionOf(source: SourceText, offset: number): Position {
  const { text, path, firstLine, firstColumn } = source
  const end = Math.max(0, Math.min(offset, text.length))
  let line = firstLine
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', start)) {
    line++
    start = at + 1
  }
  return { path, line, column: line === firstLine ? firstColumn + end : end - start + 1 }
}

export const textOf = (source: SourceText, span: Span): string => source.text.slice(span.start, span.end)
