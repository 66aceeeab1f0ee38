import type { ObjectId } from '../core/ir/names.js'
import type { LedgerFinding } from '../core/ledger/ledger.js'
import { isProofCode } from './ledger.js'
import type { ObjectVerdict } from './result.js'

/**
 * What the conversion itself said of an object that differs and of all that its runs touch: a reader looks here first whether
 * the difference was to be expected. Nothing is judged by it.
 */
export function knownDifferences(
  { reached }: ObjectVerdict,
  findings: readonly LedgerFinding[],
): readonly LedgerFinding[] {
  const place = new Map<ObjectId, number>(reached.map((id, at) => [id, at]))
  const told = findings.filter(
    ({ object, outcome, code }) => place.has(object) && outcome !== 'converted' && !isProofCode(code),
  )
  const first = new Map<string, LedgerFinding>()
  const near = [...told].sort((a, b) => (place.get(a.object) ?? 0) - (place.get(b.object) ?? 0))
  for (const one of near) if (!first.has(one.code)) first.set(one.code, one)
  return [...first.values()]
}
