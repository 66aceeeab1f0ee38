import { type Doc, hardline } from '../../../core/layout/doc.js'
import { textConstant } from './code/printing.js'

/** `COMMENT ON …` behind the statement that makes the thing. What a source says is only ever written as a string constant. */
export function commentDoc(what: string, comment: string | undefined): Doc {
  return comment === undefined || comment === '' ? '' : [hardline, `COMMENT ON ${what} IS ${textConstant(comment)};`]
}
