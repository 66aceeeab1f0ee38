import type { Delete, Insert, Update } from '../../../../core/ir/program.js'
import type { Doc } from '../../../../core/layout/doc.js'
import { noForm, type Printing } from '../code/printing.js'

export function dataChangeDoc(_printing: Printing, stmt: Insert | Update | Delete): Doc {
  throw noForm(`the statement ${stmt.kind}`)
}
