import type { FindingCode, FindingData } from '../../core/findings/codes.generated.js'
import { type Finding, finding } from '../../core/findings/finding.js'
import type { ObjectId, Origin, PartId } from '../../core/ir/names.js'
import { ruleId } from '../../core/ir/names.js'

/** Codes of the function tables. Each has one hole: the function's name. */
export type FunctionCode = {
  [C in FindingCode]: C extends `XW-F${string}` ? ({ readonly name: string } extends FindingData[C] ? C : never) : never
}[FindingCode]

export const isFunctionCode = (code: string): code is FunctionCode => /^XW-F0\d{3}$/.test(code)

export interface FunctionPlace {
  readonly object: ObjectId
  readonly part?: PartId
  readonly origin: Origin
}

/** The finding of a rule that fired, or of a call that no rule takes. */
export function functionFinding(code: FunctionCode, name: string, at: FunctionPlace, rule?: string): Finding {
  const place = rule === undefined ? at : { ...at, rule: ruleId(rule) }
  return finding(code, place, { name })
}

/** For a name that is in no table and in no catalogue. */
export const unknownFunction = (name: string, at: FunctionPlace): Finding => functionFinding('XW-F0002', name, at)

/** For a core call that the target's tables have no text for. */
export const unwrittenFunction = (name: string, at: FunctionPlace): Finding => functionFinding('XW-F0004', name, at)
