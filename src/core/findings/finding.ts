import type { ObjectId, Origin, PartId, RuleId } from '../ir/names.js'
import type { FindingCode, FindingData } from './codes.generated.js'

/** Consequence: error = something is missing or wrong; warning = behaviour may differ; notice = changed but equal; info = for the record. */
export type Severity = 'info' | 'notice' | 'warning' | 'error'

/** What became of the thing the finding speaks of. */
export type Outcome = 'converted' | 'approximated' | 'kept-as-comment' | 'skipped'

/** A finding is data. Its text is in `rules/findings/`. */
export interface Finding<C extends FindingCode = FindingCode> {
  readonly code: C
  readonly object: ObjectId
  /** The part of the object, when it is not the whole. */
  readonly part?: PartId
  readonly origin: Origin
  readonly rule?: RuleId
  readonly data: FindingData[C]
}

/** Every stage returns its value with what it found; text that users wrote never throws. */
export interface Report<T> {
  readonly value: T
  readonly findings: readonly Finding[]
}

/** Makes a finding; the compiler checks that `data` holds what the code's message needs. */
export function finding<C extends FindingCode>(
  code: C,
  at: { readonly object: ObjectId; readonly part?: PartId; readonly origin: Origin; readonly rule?: RuleId },
  data: FindingData[C],
): Finding<C> {
  return { code, ...at, data }
}

/** Collects findings while a stage walks; a life cycle of one stage. */
export interface FindingSink {
  add(found: Finding): void
  readonly all: readonly Finding[]
}

export function createFindingSink(): FindingSink {
  const all: Finding[] = []
  return { add: (found) => void all.push(found), all }
}
