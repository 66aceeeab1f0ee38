import type { EmittedStatement, ProofResult, ReadResult, StatementId } from '../core/dialect/dialect.js'
import { type Finding, finding } from '../core/findings/finding.js'
import { dotted, flat, noOrigin, type ObjectId, type PartId, wholeOf } from '../core/ir/names.js'
import type { Ledger, LedgerEntry, LedgerFinding, LedgerPart, LedgerStatus, ProofRung } from '../core/ledger/ledger.js'
import { type CensusEntry, type CensusPart, originsOf, ownersOf, takeCensus } from './ledger/census.js'
import { toLedgerFindings } from './ledger/findings.js'
import { spanIn } from './ledger/span.js'
import { summaryOf } from './ledger/summary.js'
import type { Conversion } from './pipeline.js'

/** What the target said of the statements. Null: it was not asked. */
export interface Proof {
  readonly engine: string
  /** The engine is not the target's own; see `ProofSession`. */
  readonly standsIn?: boolean | undefined
  readonly results: readonly ProofResult[]
}

export interface LedgerNames {
  /** Name and version of the program. */
  readonly tool: string
  /** What a person calls the source: a file, a database. */
  readonly source: string
}

export interface BuiltLedger {
  readonly ledger: Ledger
  readonly findings: readonly LedgerFinding[]
}

/** What became of everything that came in. Each part of the census is answered once; what nobody answers for says so itself. */
export function buildLedger(conversion: Conversion, proof: Proof | null, names: LedgerNames): BuiltLedger {
  const census = takeCensus(conversion.source)
  const refused = refusals(conversion, proof, census)
  const known = { ...conversion, findings: [...conversion.findings, ...refused] }
  const index = indexOf(known, proof, census)
  const lost = census.flatMap((entry) => unaccounted(entry, index))
  const numbered = toLedgerFindings({ ...known, findings: [...known.findings, ...lost] }, census)
  const full: Index = { ...index, findings: numbered }
  const objects = census.map((entry) => entryOf(entry, full, conversion, proof))
  const { source, target } = conversion
  const ledger: Ledger = {
    format: 1,
    tool: names.tool,
    source: { dialect: source.dialect, version: source.version.raw, name: names.source },
    target: { dialect: target.dialect, version: target.version.raw },
    proof: { mode: proof ? 'compile' : 'none', engine: proof?.engine ?? null },
    ...(conversion.copiedBy === undefined ? {} : { copiedBy: conversion.copiedBy }),
    summary: summaryOf(objects, numbered),
    objects,
    support: supportOf(conversion, proof),
    statements: mergeStatements(conversion.otherStatements),
  }
  return { ledger, findings: numbered }
}

interface Index {
  /** Statements that stand for a part, by part. */
  readonly byPart: ReadonlyMap<PartId, readonly EmittedStatement[]>
  /** Statements of a source object. */
  readonly byObject: ReadonlyMap<ObjectId, readonly EmittedStatement[]>
  /** Statements that make a schema, by its name on the target. */
  readonly bySchema: ReadonlyMap<string, readonly EmittedStatement[]>
  readonly results: ReadonlyMap<StatementId, ProofResult>
  readonly consumed: ReadonlyMap<PartId, PartId>
  readonly found: ReadonlyMap<PartId, readonly Finding[]>
  readonly findings: readonly LedgerFinding[]
}

function indexOf(conversion: Conversion, proof: Proof | null, census: readonly CensusEntry[]): Index {
  const owners = ownersOf(census)
  const byPart = new Map<PartId, EmittedStatement[]>()
  const byObject = new Map<ObjectId, EmittedStatement[]>()
  const bySchema = new Map<string, EmittedStatement[]>()
  for (const statement of conversion.statements) {
    if (statement.kind === 'schema') push(bySchema, statement.name.name.text, statement)
    for (const part of statement.sources) push(byPart, part, statement)
    for (const owner of ownersIn(statement, conversion, owners)) push(byObject, owner, statement)
  }
  const found = new Map<PartId, Finding[]>()
  for (const each of conversion.findings) push(found, each.part ?? wholeOf(each.object), each)
  return {
    byPart,
    byObject,
    bySchema,
    results: new Map(proof?.results.map((result) => [result.statement, result])),
    consumed: conversion.consumed,
    found,
    findings: [],
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Source objects that a statement belongs to: owners of its parts, else the source of the target object it is about. */
function ownersIn(
  statement: EmittedStatement,
  conversion: Conversion,
  owners: ReadonlyMap<PartId, ObjectId>,
): ReadonlySet<ObjectId> {
  const found = statement.sources.flatMap((part) => owners.get(part) ?? [])
  if (found.length > 0) return new Set(found)
  const target = targetsOf(conversion).get(statement.object)
  return new Set(target?.flatMap((part) => owners.get(part) ?? []) ?? [])
}

const targetLinks = new WeakMap<Conversion['target'], ReadonlyMap<ObjectId, readonly PartId[]>>()

function targetsOf(conversion: Conversion): ReadonlyMap<ObjectId, readonly PartId[]> {
  const known = targetLinks.get(conversion.target)
  if (known) return known
  const made = new Map(
    conversion.target.schemas.flatMap((schema) =>
      schema.objects.map((object) => [object.id, object.sources ?? []] as const),
    ),
  )
  targetLinks.set(conversion.target, made)
  return made
}

const codes = { refused: 'XW-C0100', blocked: 'XW-C0101', untried: 'XW-C0102' } as const

/** A statement that the target refused, or never saw because of one, is a finding of each object it belongs to. */
function refusals(conversion: Conversion, proof: Proof | null, census: readonly CensusEntry[]): readonly Finding[] {
  const results = (proof?.results ?? []).filter((result) => result.outcome !== 'accepted')
  if (results.length === 0) return []
  const owners = ownersOf(census)
  const origins = originsOf(census)
  const statements = new Map(conversion.statements.map((statement) => [statement.id, statement]))
  return results.flatMap((result) => {
    const statement = statements.get(result.statement)
    if (!statement) return []
    const data = {
      statement: `${statement.kind} ${dotted(statement.name)}`,
      message: result.reason ?? 'no reason given',
    }
    if (result.outcome === 'accepted') return []
    const code = codes[result.outcome]
    return [...ownersIn(statement, conversion, owners)].map((object) => {
      const parts = statement.sources.filter((part) => owners.get(part) === object && part !== wholeOf(object))
      const whole = statement.sources.includes(wholeOf(object))
      const part = whole ? undefined : parts[0]
      const origin = origins.get(part ?? wholeOf(object)) ?? noOrigin
      return finding(code, { object, origin, ...(part === undefined ? {} : { part }) }, data)
    })
  })
}

function unaccounted(entry: CensusEntry, index: Index): readonly Finding[] {
  if (entry.kind === 'schema') return lostParts(entry, entry.parts, index)
  const whole: CensusPart = { id: wholeOf(entry.id), kind: entry.kind, name: entry.name, origin: entry.origin }
  const isThere = answered(whole, index)
  if (!isThere) return lostParts(entry, [whole], index)
  // What a flagged object held is gone with it, and its finding says so.
  return index.byPart.has(whole.id) ? lostParts(entry, entry.parts, index) : []
}

const lostParts = (entry: CensusEntry, parts: readonly CensusPart[], index: Index): readonly Finding[] =>
  parts
    .filter((each) => !answered(each, index))
    .map((each) =>
      finding(
        'XW-C0003',
        { object: entry.id, origin: each.origin, ...(each.id === wholeOf(entry.id) ? {} : { part: each.id }) },
        { part: `${each.kind} ${each.name}` },
      ),
    )

/** On the target, used up by another part, or named by a finding. */
const answered = (part: CensusPart, index: Index): boolean =>
  index.byPart.has(part.id) || index.consumed.has(part.id) || (index.found.get(part.id)?.length ?? 0) > 0

type Rank = 0 | 1 | 2

/** 0: nothing lost. 1: something differs. 2: something is missing. */
function rankOf(found: readonly LedgerFinding[]): Rank {
  const ranks = found.map((each): Rank => {
    if (each.outcome === 'skipped') return 2
    return each.outcome === 'converted' ? 0 : 1
  })
  return ranks.includes(2) ? 2 : ranks.includes(1) ? 1 : 0
}

function partOf(part: CensusPart, index: Index, findings: ReadonlyMap<PartId, readonly LedgerFinding[]>): LedgerPart {
  const own = findings.get(part.id) ?? []
  const answeredBy = index.consumed.get(part.id)
  const through = answeredBy === undefined ? [] : (findings.get(answeredBy) ?? [])
  const statements = index.byPart.get(part.id) ?? []
  const all = [...own, ...(own.length === 0 && statements.length === 0 ? through : [])]
  return {
    id: part.id,
    kind: part.kind,
    name: part.name,
    status: statusOfPart(part, rankOf(all), statements.length > 0 || answeredBy !== undefined),
    targets: labelsOf(statements),
    findings: all.map((each) => each.id),
  }
}

const labels = new WeakMap<EmittedStatement, string>()

/** What people call the statements: `table:shop.orders`. Each is made once, many parts name the same. */
const labelsOf = (statements: readonly EmittedStatement[]): readonly string[] => [
  ...new Set(statements.map((statement) => labels.get(statement) ?? newLabel(statement))),
]

function newLabel(statement: EmittedStatement): string {
  const label = flat(statement.kind, ':', dotted(statement.name))
  labels.set(statement, label)
  return label
}

function statusOfPart(part: CensusPart, rank: Rank, isThere: boolean): LedgerStatus {
  if (rank === 2) return isThere && part.kind === 'column' ? 'partial' : 'flagged'
  if (rank === 1) return 'approximated'
  return 'converted'
}

function entryOf(entry: CensusEntry, index: Index, conversion: Conversion, proof: Proof | null): LedgerEntry {
  const byPart = new Map<PartId, LedgerFinding[]>()
  const own = findingsOf(entry.id, index)
  for (const each of own) push(byPart, each.part ?? wholeOf(entry.id), each)
  const statements =
    entry.kind === 'schema'
      ? (index.bySchema.get(conversion.schemas.get(entry.name) ?? '') ?? [])
      : (index.byObject.get(entry.id) ?? [])
  const parts = entry.parts.map((part) => partOf(part, index, byPart))
  const main = statements.find((statement) => statement.sources.includes(wholeOf(entry.id))) ?? statements[0]
  const status = statusOf(entry, parts, byPart.get(wholeOf(entry.id)) ?? [], main, index)
  const files = statements.flatMap((statement) => conversion.files.get(statement.id) ?? [])
  const rung = rungOf(statements, proof, index, conversion.copiedBy)
  return {
    id: entry.id,
    kind: entry.kind,
    name: entry.name,
    span: spanIn(entry.origin, conversion.sources),
    status,
    ...rung,
    targets: labelsOf(statements),
    file: (main && conversion.files.get(main.id)) ?? null,
    files,
    findings: own.map((each) => each.id),
    parts,
  }
}

const findingLists = new WeakMap<readonly LedgerFinding[], ReadonlyMap<ObjectId, readonly LedgerFinding[]>>()

function findingsOf(object: ObjectId, index: Index): readonly LedgerFinding[] {
  let lists = findingLists.get(index.findings)
  if (!lists) {
    const made = new Map<ObjectId, LedgerFinding[]>()
    for (const each of index.findings) push(made, each.object, each)
    lists = made
    findingLists.set(index.findings, lists)
  }
  return lists.get(object) ?? []
}

function statusOf(
  entry: CensusEntry,
  parts: readonly LedgerPart[],
  own: readonly LedgerFinding[],
  main: EmittedStatement | undefined,
  index: Index,
): LedgerStatus {
  const refused = main !== undefined && isRefused(main, index)
  if (entry.kind !== 'schema' && (!main || refused || !index.byPart.has(wholeOf(entry.id)))) return 'flagged'
  if (rankOf(own) === 2 || parts.some((part) => part.status === 'flagged' || part.status === 'partial'))
    return 'partial'
  if (rankOf(own) === 1 || parts.some((part) => part.status === 'approximated')) return 'approximated'
  return 'converted'
}

const isRefused = (statement: EmittedStatement, index: Index): boolean => {
  const outcome = index.results.get(statement.id)?.outcome
  return outcome !== undefined && outcome !== 'accepted'
}

/** How far every statement of the object came; the least of them counts. */
function rungOf(
  statements: readonly EmittedStatement[],
  proof: Proof | null,
  index: Index,
  copiedBy: string | undefined,
): { readonly proof: ProofRung; readonly reason: string | null } {
  if (statements.length === 0) return { proof: 'parsed', reason: 'nothing was made on the target' }
  if (!proof)
    return { proof: 'emitted', reason: copiedBy === undefined ? 'no proof was asked for' : `as ${copiedBy} wrote it` }
  for (const statement of statements) {
    const result = index.results.get(statement.id)
    if (!result) return { proof: 'emitted', reason: `${statement.id} was not tried` }
    if (result.outcome !== 'accepted')
      return { proof: 'emitted', reason: result.reason ?? `${statement.id}: ${result.outcome}` }
  }
  return acceptedBy(proof)
}

const acceptedBy = ({ engine, standsIn }: Proof): { readonly proof: ProofRung; readonly reason: string | null } =>
  standsIn ? { proof: 'stand-in', reason: `accepted by ${engine}` } : { proof: 'compiled', reason: null }

/** Statements that stand for nothing of the source: what the target needs besides. */
function supportOf(conversion: Conversion, proof: Proof | null): Ledger['support'] {
  const outcomes = new Map(proof?.results.map((result) => [result.statement, result.outcome]))
  const links = targetsOf(conversion)
  const support = conversion.statements.filter(
    (statement) => statement.sources.length === 0 && (links.get(statement.object)?.length ?? 0) === 0,
  )
  const uses = usesOf(support, conversion.statements)
  return support.map((statement) => ({
    target: targetOf(statement),
    file: conversion.files.get(statement.id) ?? '',
    proof: proof && outcomes.get(statement.id) === 'accepted' ? acceptedBy(proof).proof : 'emitted',
    usedBy: uses.get(dotted(statement.name)) ?? [],
  }))
}

const targetOf = ({ kind, name }: EmittedStatement): string => `${kind}:${dotted(name)}`

/** Who calls the functions that stand for nothing of the source, by their names; they call each other, too. */
function usesOf(
  support: readonly EmittedStatement[],
  statements: readonly EmittedStatement[],
): ReadonlyMap<string, readonly string[]> {
  const names = support.flatMap(({ kind, name }) => (kind === 'function' ? [dotted(name)] : []))
  const uses = new Map<string, Set<string>>(names.map((name) => [name, new Set()]))
  for (const statement of statements)
    for (const [name, users] of uses)
      if (dotted(statement.name) !== name && statement.sql.includes(`${name}(`)) users.add(targetOf(statement))
  return new Map([...uses].map(([name, users]) => [name, [...users]]))
}

function mergeStatements(statements: ReadResult['statements']): Ledger['statements'] {
  const merged = new Map<string, Ledger['statements'][number]>()
  for (const each of statements) {
    const key = `${each.kind} ${each.handling}`
    merged.set(key, { ...each, count: (merged.get(key)?.count ?? 0) + each.count })
  }
  return [...merged.values()]
}
