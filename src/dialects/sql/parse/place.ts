import { type CstElement, endOf, startOf } from '../../../../grammars/sql/cst.js'
import type { FindingSink } from '../../../core/findings/finding.js'
import type { ObjectId, Origin } from '../../../core/ir/names.js'
import type { SourceId } from '../../../core/text/source.js'

/** Where the text stands that is lowered, and where findings about it go. */
export interface LowerPlace {
  /** The source whose offsets the spans speak of. */
  readonly source: SourceId
  /** Offset of the parsed text inside that source; 0 when the whole source was parsed. */
  readonly base: number
  /** The parsed text. */
  readonly text: string
  readonly sink: FindingSink
  /** The object that findings speak of. */
  readonly object: ObjectId
}

/** Origin of the text from one element to another (inclusive). */
export function originOf(from: CstElement, place: LowerPlace, to: CstElement = from): Origin {
  return originOfRange(startOf(from), endOf(to), place)
}

/** Origin of a half-open range of the parsed text. */
export function originOfRange(start: number, end: number, place: LowerPlace): Origin {
  return { from: 'text', source: place.source, start: place.base + start, end: place.base + end }
}

/** The source text from one element to another (inclusive). */
export const textBetween = (from: CstElement, place: LowerPlace, to: CstElement = from): string =>
  place.text.slice(startOf(from), endOf(to))
