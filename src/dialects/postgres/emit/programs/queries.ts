import type { FetchCursor, OpenCursor, SelectInto, Target } from '../../../../core/ir/program.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { identText, noForm, type Printing } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { bodyDoc, type ProgramPrinting } from './block.js'

const targetsDoc = (printing: Printing, targets: readonly Target[]): Doc =>
  join(
    [',', line],
    targets.map((target) => exprDoc(printing, target)),
  )

/**
 * INTO without a row sets its targets to null; with STRICT it raises, and leaves them alone. It also raises for a second
 * row, as the source does.
 */
export function selectIntoDoc(stmt: SelectInto, at: ProgramPrinting): Doc {
  const { printing } = at
  const into = (word: string): Doc =>
    group(queryDoc(printing, stmt.query, group(word, indent(targetsDoc(printing, stmt.targets)))), ';')
  if (stmt.plain === true) {
    const read = into('INTO ')
    return stmt.notFound ? [read, hardline, 'IF NOT FOUND THEN', bodyDoc(stmt.notFound, at), hardline, 'END IF;'] : read
  }
  return [
    'BEGIN',
    indent(hardline, into('INTO STRICT ')),
    hardline,
    'EXCEPTION',
    indent(hardline, 'WHEN no_data_found THEN', bodyDoc(stmt.notFound ?? [], at)),
    hardline,
    'END;',
  ]
}

export function openDoc(stmt: OpenCursor, { printing }: ProgramPrinting): Doc {
  const { reads } = stmt
  const name = identText(stmt.cursor)
  if (reads === undefined) throw noForm('a cursor that reads nothing')
  if ('text' in reads) return group(`OPEN ${name} FOR EXECUTE `, indent(exprDoc(printing, reads.text)), ';')
  return [`OPEN ${name} FOR`, indent(hardline, group(queryDoc(printing, reads.query)), ';')]
}

export function fetchDoc(stmt: FetchCursor, at: ProgramPrinting): Doc {
  const fetch = group(`FETCH ${identText(stmt.cursor)} INTO `, indent(targetsDoc(at.printing, stmt.targets)), ';')
  if (stmt.notFound === undefined) return fetch
  return [fetch, hardline, 'IF NOT FOUND THEN', bodyDoc(stmt.notFound, at), hardline, 'END IF;']
}
