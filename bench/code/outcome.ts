import type { LedgerEntry } from '../../src/core/ledger/ledger.js'
import type { Conversion } from './contenders.js'
import { claimsSuccess, entriesByUnit, targetsOf } from './ledger-of.js'
import type { SourceSchema, SourceUnit, UnitKind } from './source-units.js'
import type { CheckError, TargetCatalog, TargetRelation } from './target.js'

/**
 * What became of one unit. `ok`: there, nothing of it lost, the checker has nothing to say. `check_error`: there, and the
 * checker knows that it fails. `check_external`: the same, but only over things that the source does not have either.
 * `lost`: there without some of its columns, constraints or statements. `failed`: the target refuses it. `reported`: not
 * there, or not whole, and the tool says so. `dropped`: not there, and nobody said a word.
 */
export const outcomes = ['ok', 'check_error', 'check_external', 'failed', 'lost', 'reported', 'dropped'] as const
export type OutcomeName = (typeof outcomes)[number]

export interface JudgedUnit {
  readonly kind: UnitKind
  readonly name: string
  readonly outcome: OutcomeName
  readonly why: string
  /** The tool's word for it, where it has one. */
  readonly status: string | null
  /** The tool says that it works, and it is known not to. A tool without a ledger says so of everything it leaves unsaid. */
  readonly falseClaim: boolean
  readonly codes: readonly string[]
}

type Verdict = readonly [outcome: OutcomeName, why: string]

interface Case {
  readonly source: SourceSchema
  readonly conversion: Conversion
  readonly catalog: TargetCatalog
  readonly entry: LedgerEntry | undefined
}

/** Outcomes that a claim of success contradicts; what is broken on the source too is no false claim. */
const broken: ReadonlySet<OutcomeName> = new Set(['check_error', 'failed', 'lost', 'dropped'])

/** Judges every unit of a schema by what the target holds of it. */
export function judge(source: SourceSchema, conversion: Conversion, catalog: TargetCatalog): readonly JudgedUnit[] {
  const { ledger } = conversion
  const entries = ledger === null || ledger === 'none' ? undefined : entriesByUnit(ledger)
  return source.units.map((unit) => {
    const entry = entries?.get(`${unit.kind}:${unit.name}`)
    const [outcome, why] = verdictOf(unit, { source, conversion, catalog, entry })
    const claimed = ledger === null || (entry !== undefined && claimsSuccess(entry.status))
    return {
      kind: unit.kind,
      name: unit.name,
      outcome,
      why,
      status: entry?.status ?? null,
      falseClaim: claimed && broken.has(outcome),
      codes: entry?.findings ?? [],
    }
  })
}

function verdictOf(unit: SourceUnit, one: Case): Verdict {
  if (one.entry !== undefined && !claimsSuccess(one.entry.status))
    return ['reported', `${one.entry.status}: ${one.entry.reason ?? ''}`]
  switch (unit.kind) {
    case 'table':
      return relationVerdict(unit, one, 'table')
    case 'view':
      return relationVerdict(unit, one, 'view')
    case 'trigger':
      return triggerVerdict(unit, one)
    case 'function':
    case 'procedure':
      return routineVerdict(unit, one)
  }
}

function relationVerdict(unit: SourceUnit, one: Case, kind: 'table' | 'view'): Verdict {
  const isNamed = matcherOf(unit, one, [kind])
  const found = one.catalog.relations.find((relation) => isNamed(relation.name))
  if (found === undefined) return absent(unit, one, [kind])
  if (found.columns < unit.columns) return ['lost', `columns ${found.columns} of ${unit.columns}`]
  const missing = kind === 'table' ? missingConstraints(unit, found) : []
  return missing.length > 0 ? ['lost', missing.join(', ')] : ['ok', '']
}

function missingConstraints(unit: SourceUnit, found: TargetRelation): readonly string[] {
  return (['primary', 'unique', 'foreign', 'check'] as const)
    .filter((kind) => found[kind] < unit.constraints[kind])
    .map((kind) => `${kind} ${found[kind]} of ${unit.constraints[kind]}`)
}

/** Below this share of the source's statements, a longer body was cut. */
const leastStatements = 0.55
const longBody = 8

function routineVerdict(unit: SourceUnit, one: Case): Verdict {
  const isNamed = matcherOf(unit, one, ['function', 'procedure'])
  const found = one.catalog.routines.filter((routine) => !routine.isTrigger && isNamed(routine.name))
  if (found.length === 0) return absent(unit, one, ['function', 'procedure'])
  const errors = found.flatMap((routine) => routine.errors)
  if (errors.length > 0) return checkVerdict(errors, one.source)
  const statements = Math.max(...found.map((routine) => routine.statements))
  if (unit.statements >= longBody && statements < leastStatements * unit.statements)
    return ['lost', `statements ${statements} of ${unit.statements}`]
  return ['ok', '']
}

/** The peer names the function of a trigger by this. */
const peerFunction = 'trigger_fct_'

function triggerVerdict(unit: SourceUnit, one: Case): Verdict {
  const isNamed = matcherOf(unit, one, ['trigger'])
  const found = one.catalog.triggers.filter(
    (trigger) => isNamed(trigger.name) && trigger.table.toLowerCase() === unit.table?.toLowerCase(),
  )
  if (found.length > 0) {
    const errors = found.flatMap((trigger) => trigger.errors)
    return errors.length > 0 ? checkVerdict(errors, one.source) : ['ok', '']
  }
  const verdict = absent(unit, one, ['trigger', 'function'], peerFunction)
  const alone = one.catalog.routines.some(
    (routine) => routine.isTrigger && isNamed(routine.name.replace(peerFunction, '')),
  )
  return verdict[0] === 'dropped' && alone ? ['lost', 'its function is there, the trigger is not'] : verdict
}

function checkVerdict(errors: readonly CheckError[], source: SourceSchema): Verdict {
  const inside = errors.filter((error) => !isExternal(error, source))
  const first = inside[0] ?? errors[0]
  return [inside.length === 0 ? 'check_external' : 'check_error', `${first?.sqlState} ${first?.message}`]
}

const unknownThings = [
  /^(?:relation|type|schema|sequence) "([^"]+)" does not exist/,
  /^(?:function|procedure) ([\w."$]+)\(.*\) does not exist/,
  /^cross-database references are not implemented: "?([\w."$]+)/,
]
/** Schemas that the source has of its own, and ours for the target: what is missing there was ours to bring. */
const systemSchemas = new Set([
  'mysql',
  'sys',
  'information_schema',
  'performance_schema',
  'crosswalk_rt',
  'pg_catalog',
])

/** The error is about something that the source neither defines nor has built in. */
function isExternal(error: CheckError, source: SourceSchema): boolean {
  for (const pattern of unknownThings) {
    const dotted = pattern.exec(error.message)?.[1]
    if (dotted === undefined) continue
    const parts = dotted.replaceAll('"', '').toLowerCase().split('.')
    return !parts.some((part) => source.defined.has(part) || source.builtin.has(part) || systemSchemas.has(part))
  }
  return false
}

/** Longest name that the target keeps whole. */
const longestName = 63

/** Whether a thing of the target is this unit's: by the ledger's exact word, else by the name as the target folds it. */
function matcherOf(unit: SourceUnit, one: Case, kinds: readonly string[]): (name: string) => boolean {
  const mapped = one.entry === undefined ? [] : targetsOf(one.entry, kinds)
  if (mapped.length > 0) return (name) => mapped.includes(name)
  const own = unit.name.toLowerCase()
  return (name) => [own, own.slice(0, longestName)].includes(name.toLowerCase())
}

/** Why there is nothing: the target refused it, the tool said so, or neither. */
function absent(unit: SourceUnit, one: Case, kinds: readonly string[], prefix = ''): Verdict {
  const isNamed = matcherOf(unit, one, kinds)
  const refused = one.catalog.refused.find(
    ({ statement }) =>
      kinds.includes(statement.kind) &&
      (isNamed(statement.name) || (prefix !== '' && isNamed(statement.name.replace(prefix, '')))),
  )
  if (refused !== undefined) return ['failed', `${refused.sqlState} ${refused.message}`]
  const word = new RegExp(`(?<![\\w$])${unit.name.toLowerCase().replace(/[^\w]/g, '\\$&')}(?![\\w$])`)
  return word.test(one.conversion.remarks) ? ['reported', 'named in a comment or message'] : ['dropped', '']
}
