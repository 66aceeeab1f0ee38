import type { Catch } from '../../../../core/ir/error-handling.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { textConstant } from '../code/printing.js'
import { bodyDoc, type ProgramPrinting } from './block.js'

/** `EXCEPTION WHEN …` of a block; `lost` stands first in each branch. */
export function exceptionDoc(all: readonly Catch[], at: ProgramPrinting, lost: readonly Doc[] = []): Doc {
  const catches = inCatchOrder(all)
  const branches = catches.map((each, index) => [hardline, catchDoc(each, catches.slice(index + 1), at, lost)])
  return ['EXCEPTION', indent(branches)]
}

/** A state that ends in 000 catches all of its class (manual, "Trapping Errors"). */
const isOfClass = ({ states }: Catch): boolean =>
  states !== 'any' && states.length === 1 && /000$/.test(states[0] ?? '')

/** What catches a whole class comes behind what catches single states, and before what catches everything. */
function inCatchOrder(catches: readonly Catch[]): readonly Catch[] {
  const end = catches.findIndex(({ states }) => states === 'any')
  const known = end < 0 ? catches : catches.slice(0, end)
  const rest = end < 0 ? [] : catches.slice(end)
  return [...known.filter((each) => !isOfClass(each)), ...known.filter(isOfClass), ...rest]
}

/** The one state that was meant is told from others of its class; those go on to what would catch them. */
function catchDoc(one: Catch, later: readonly Catch[], at: ProgramPrinting, lost: readonly Doc[]): Doc {
  const { states, body } = one
  const conditions = states === 'any' ? ['OTHERS'] : states.map((state) => `SQLSTATE ${textConstant(state)}`)
  const first = lost.map((doc) => indent(hardline, doc))
  const head = [group('WHEN ', indent(join([' OR', line], conditions)), ' THEN'), first]
  if (!isOfClass(one)) return [head, bodyDoc(body, at)]
  const rest = later.find((each) => each.states === 'any')
  const others = rest ? bodyDoc(rest.body, at) : indent(hardline, 'RAISE;')
  const own = [
    `IF SQLSTATE = ${textConstant(states[0] ?? '')} THEN`,
    bodyDoc(body, at),
    hardline,
    'ELSE',
    others,
    hardline,
    'END IF;',
  ]
  return [head, indent(hardline, own)]
}
