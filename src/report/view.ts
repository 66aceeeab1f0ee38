import type { Ledger, LedgerEntry, LedgerFinding, LedgerStatus, SupportEntry } from '../core/ledger/ledger.js'
import type { Mapping } from '../core/mapping/mapping.js'
import { type CodeLine, codeLines } from './code-lines.js'
import { type FidelityRow, fidelityRows } from './fidelity.js'
import { groupBy } from './group.js'

/** Everything a report is made from. Reports format; they compute nothing that the ledger does not say. */
export interface ReportInput {
  readonly ledger: Ledger
  readonly findings: readonly LedgerFinding[]
  readonly mapping: Mapping
  /** Source text of an object and the files made for it. */
  codeOf(entry: LedgerEntry): ObjectCode
  /** Catalogue text behind a code. */
  explain(code: string): { readonly name: string; readonly explain: string; readonly remedy: readonly string[] }
  /** What a run added: load and validation, when they happened. */
  readonly run?: RunSummary
  readonly madeAt: Date
}

export interface ObjectCode {
  readonly source?: { readonly path: string; readonly firstLine: number; readonly text: string }
  readonly targets: readonly {
    readonly file: string
    readonly sql: string
    /** Lines of the file on which a statement of a program begins, and the line of the source from which it comes. */
    readonly origins?: ReadonlyMap<number, number>
  }[]
}

export interface RunSummary {
  readonly tables: readonly {
    readonly table: string
    readonly read: number
    readonly written: number
    readonly rejected: number
    readonly differing: number | null
    readonly verdict: string
    readonly seconds: number
  }[]
}

/** The page without its objects, which are as many as the schema has: see `objectViews`. */
export interface ReportView {
  readonly title: string
  readonly verdict: {
    readonly tone: 'good' | 'mixed' | 'bad'
    readonly headline: string
    readonly lines: readonly string[]
  }
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly kinds: readonly KindRow[]
  readonly topFindings: readonly FindingGroup[]
  readonly fidelity: readonly FidelityRow[]
  readonly run?: RunSummary
  readonly statements: Ledger['statements']
  readonly support: readonly (SupportEntry & { readonly uses: number | null; readonly users: string })[]
  readonly effort: string
}

interface KindRow {
  readonly kind: string
  readonly total: number
  readonly converted: number
  readonly approximated: number
  readonly partial: number
  readonly flagged: number
  /** Shares in percent for the bar, adding up to 100. */
  readonly shares: Readonly<Record<LedgerStatus, string>>
}

interface FindingGroup {
  readonly code: string
  readonly name: string
  readonly severity: string
  readonly outcome: string
  readonly count: number
  readonly message: string
  readonly explain: string
  readonly remedy: readonly string[]
  readonly effort: string
  readonly places: readonly { readonly anchor: string; readonly object: string; readonly message: string }[]
  readonly more: number
}

export interface ObjectView {
  readonly anchor: string
  readonly kind: string
  readonly name: string
  readonly status: LedgerStatus
  readonly proof: string
  readonly reason: string | null
  readonly where: string | null
  readonly parts: readonly {
    readonly kind: string
    readonly name: string
    readonly status: string
    readonly targets: string
  }[]
  readonly findings: readonly {
    readonly id: string
    readonly code: string
    readonly severity: string
    readonly message: string
    readonly line: string | null
  }[]
  readonly source: readonly CodeLine[] | null
  readonly targets: readonly { readonly file: string; readonly lines: readonly CodeLine[] }[]
  /** Code and what needs nobody were left out to keep the page readable; the files beside it hold everything. */
  readonly brief: boolean
  /** Nothing to say of it but its name and status. */
  readonly line: boolean
}

const statuses: readonly LedgerStatus[] = ['converted', 'approximated', 'partial', 'flagged']
const severityRank: Readonly<Record<string, number>> = { error: 0, warning: 1, notice: 2, info: 3 }
const statusRank: Readonly<Record<LedgerStatus, number>> = { flagged: 0, partial: 1, approximated: 2, converted: 3 }

/** Characters that objects may take on one page before they are told in brief. */
const budget = 2_000_000

export function reportView(input: ReportInput): ReportView {
  const { ledger, findings } = input
  return {
    title: `${ledger.source.name}: ${ledger.source.dialect} to ${ledger.target.dialect}`,
    verdict: verdict(input),
    facts: facts(input),
    kinds: Object.entries(ledger.summary.byKind).map(([kind, counts]) => kindRow(kind, counts)),
    topFindings: findingGroups(input),
    fidelity: fidelityRows(input.mapping, findings),
    ...(input.run ? { run: input.run } : {}),
    statements: ledger.statements,
    support: ledger.support.map(supportRow).sort((one, other) => (other.uses ?? -1) - (one.uses ?? -1)),
    effort: effortText(ledger.summary.effortMinutes),
  }
}

/** Names of users that are told; the ledger has them all. */
const usersShown = 5

function supportRow(entry: SupportEntry): ReportView['support'][number] {
  const names = entry.usedBy.map((each) => each.slice(each.indexOf(':') + 1))
  const more = names.length - usersShown
  const users = [...names.slice(0, usersShown), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
  return { ...entry, uses: entry.target.startsWith('function:') ? names.length : null, users }
}

function verdict(input: ReportInput): ReportView['verdict'] {
  const { byStatus, objects, effortMinutes } = input.ledger.summary
  const whole = byStatus.converted + byStatus.approximated
  const proved = input.ledger.objects.filter((entry) => entry.proof !== 'parsed' && entry.proof !== 'emitted').length
  const open = byStatus.partial + byStatus.flagged
  const headline =
    open === 0
      ? `All ${objects} objects have a counterpart on the target.`
      : `${whole} of ${objects} objects have a whole counterpart; ${open} need a decision.`
  const lines = [
    `${byStatus.converted} converted, ${byStatus.approximated} approximated, ${byStatus.partial} partial, ${byStatus.flagged} flagged.`,
    proofLine(input.ledger, proved),
    `Work left for people: ${effortText(effortMinutes)}.`,
  ]
  return { tone: open === 0 ? 'good' : whole > open ? 'mixed' : 'bad', headline, lines }
}

function proofLine({ proof, copiedBy }: Ledger, proved: number): string {
  if (proof.engine) return `${proved} objects were accepted by ${proof.engine}.`
  return copiedBy === undefined
    ? 'Nothing was proved: the statements were not run on any engine.'
    : `Source and target are the same engine: nothing was converted, and ${copiedBy} wrote the statements.`
}

function facts({ ledger, madeAt }: ReportInput): ReportView['facts'] {
  return [
    { label: 'Source', value: `${ledger.source.dialect} ${ledger.source.version}` },
    { label: 'Target', value: `${ledger.target.dialect} ${ledger.target.version}` },
    ...(ledger.copiedBy === undefined ? [] : [{ label: 'Copied by', value: ledger.copiedBy }]),
    ...(ledger.copiedBy !== undefined && ledger.proof.engine === null
      ? []
      : [{ label: 'Proved on', value: ledger.proof.engine ?? 'nothing (--proof none)' }]),
    { label: 'Made by', value: ledger.tool },
    { label: 'Made at', value: madeAt.toISOString().replace('T', ' ').slice(0, 16).concat(' UTC') },
  ]
}

function kindRow(kind: string, counts: Readonly<Record<LedgerStatus, number>>): KindRow {
  const total = statuses.reduce((sum, status) => sum + counts[status], 0)
  const share = (status: LedgerStatus): string => ((100 * counts[status]) / Math.max(1, total)).toFixed(2)
  return {
    kind,
    total,
    ...counts,
    shares: {
      converted: share('converted'),
      approximated: share('approximated'),
      partial: share('partial'),
      flagged: share('flagged'),
    },
  }
}

function findingGroups(input: ReportInput): readonly FindingGroup[] {
  const groups = [...groupBy(input.findings, (found) => found.code)].map(([code, found]) =>
    findingGroup(code, found, input),
  )
  return groups.sort((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count || (a.code < b.code ? -1 : 1))
}

function findingGroup(code: string, found: readonly LedgerFinding[], input: ReportInput): FindingGroup {
  const first = found[0]
  const text = input.explain(code)
  const minutes = found.reduce((sum, one) => sum + one.effortMinutes, 0)
  const places = found
    .slice(0, 5)
    .map((one) => ({ anchor: anchorOf(one.object), object: one.object, message: one.message }))
  return {
    code,
    name: text.name,
    severity: first?.severity ?? 'info',
    outcome: first?.outcome ?? 'skipped',
    count: found.length,
    message: first?.message ?? '',
    explain: text.explain,
    remedy: text.remedy,
    effort: minutes === 0 ? '' : effortText(minutes),
    places,
    more: found.length - places.length,
  }
}

/** What the page says of each object, those that need a person first. */
export function* objectViews(input: ReportInput): Generator<ObjectView> {
  const byObject = groupBy(input.findings, (found) => found.object)
  const ordered = [...input.ledger.objects].sort(
    (a, b) => statusRank[a.status] - statusRank[b.status] || (a.id < b.id ? -1 : 1),
  )
  let spent = 0
  for (const entry of ordered) {
    const found = byObject.get(entry.id) ?? []
    const code = input.codeOf(entry)
    const size = sizeOf(entry, found, code)
    const whole = spent + size <= budget
    if (whole) spent += size
    yield whole ? objectView(entry, code, found) : briefView(entry, found)
  }
}

/** Roughly the characters that an object takes on the page. */
const sizeOf = (entry: LedgerEntry, found: readonly LedgerFinding[], code: ObjectCode): number =>
  (code.source?.text.length ?? 0) +
  code.targets.reduce((sum, target) => sum + target.sql.length, 0) +
  150 * entry.parts.length +
  250 * found.length

/** Only what needs a person; the rest is in the files beside the page. */
function briefView(entry: LedgerEntry, found: readonly LedgerFinding[]): ObjectView {
  const parts = entry.parts.filter((part) => part.status === 'partial' || part.status === 'flagged')
  const severe = found.filter((one) => rank(one.severity) <= rank('warning'))
  const view = objectView({ ...entry, parts }, { targets: [] }, severe)
  return { ...view, brief: true, line: view.parts.length + view.findings.length === 0 && view.reason === null }
}

function objectView(entry: LedgerEntry, code: ObjectCode, found: readonly LedgerFinding[]): ObjectView {
  const findings = [...found].sort((a, b) => rank(a.severity) - rank(b.severity))
  return {
    anchor: anchorOf(entry.id),
    kind: entry.kind,
    name: entry.name,
    status: entry.status,
    proof: proofText(entry),
    reason: entry.reason,
    where: entry.span ? `${entry.span.path}:${entry.span.line}` : null,
    parts: entry.parts.map((part) => ({
      kind: part.kind,
      name: part.name,
      status: part.status,
      targets: part.targets.join(', '),
    })),
    findings: findings.map((one) => ({
      id: one.id,
      code: one.code,
      severity: one.severity,
      message: one.message,
      line: one.source ? String(one.source.line) : null,
    })),
    source: code.source
      ? codeLines(
          code.source.text,
          code.source.firstLine,
          findings.flatMap((one) =>
            one.source ? [{ id: one.id, severity: one.severity, from: one.source.line, to: one.source.endLine }] : [],
          ),
        )
      : null,
    targets: code.targets.map((target) => ({
      file: target.file,
      lines: codeLines(
        target.sql,
        1,
        findings.flatMap((one) =>
          one.target?.file === target.file
            ? [{ id: one.id, severity: one.severity, from: one.target.line, to: one.target.endLine }]
            : [],
        ),
        target.origins,
      ),
    })),
    brief: false,
    line: false,
  }
}

/** The rung, and what it rests on when the object was run beside its source. */
function proofText({ proof, runs }: LedgerEntry): string {
  if (!runs || runs.cases === 0) return proof
  return proof === 'equal'
    ? `equal on ${runs.equal} cases`
    : `${proof}, ${runs.different} of ${runs.cases} cases differ`
}

const rank = (severity: string): number => severityRank[severity] ?? 9

/** A fragment identifier that survives hostile names: letters and digits stay, the rest becomes its code point. */
export function anchorOf(id: string): string {
  return `o-${[...id].map((char) => (/[A-Za-z0-9]/.test(char) ? char : `-${(char.codePointAt(0) ?? 0).toString(16)}-`)).join('')}`
}

export function effortText(minutes: number): string {
  if (minutes === 0) return 'none that we know of'
  if (minutes < 90) return `about ${Math.round(minutes)} minutes`
  const hours = minutes / 60
  return hours < 16 ? `about ${hours.toFixed(hours < 5 ? 1 : 0)} hours` : `about ${Math.round(hours / 8)} person-days`
}
