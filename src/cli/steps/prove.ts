import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { summaryOf } from '../../convert/ledger/summary.js'
import type { ReadResult } from '../../core/dialect/dialect.js'
import { spanOf } from '../../core/ir/names.js'
import type { Ledger, LedgerFinding } from '../../core/ledger/ledger.js'
import { jsonParts } from '../../core/text/json-parts.js'
import { oneLine, sqlFile } from '../../output/sql-file.js'
import { writeText } from '../../output/text-file.js'
import { knownDifferences } from '../../prove/known.js'
import { provedLedger } from '../../prove/ledger.js'
import { type ProveOptions, prove } from '../../prove/prove.js'
import type { ObjectVerdict, ProveResult } from '../../prove/result.js'
import { csvReport } from '../../report/csv.js'
import { htmlReport } from '../../report/html.js'
import { sarifReport } from '../../report/sarif.js'
import type { ReportInput } from '../../report/view.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import { usage } from '../endpoint-url.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { count, duration, safe, table } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { Converted } from './out.js'
import { readSource } from './read.js'
import type { Target } from './target.js'

export interface ProveStep {
  readonly out: Converted
  readonly source: Source
  readonly target: Target
  readonly schemas: readonly string[]
  readonly options: ProveOptions
}

/** Runs both sides beside each other and writes what came of it into OUT: `prove/`, the ledger and the report. */
export async function proveObjects(step: ProveStep, context: CommandContext): Promise<ProveResult> {
  const { source, target, out } = step
  if (source.kind !== 'live') throw usage('prove runs the source itself: give the URL of a server')
  if (!source.dialect.runner || !target.dialect.runner)
    throw usage('this pair of engines cannot be run beside each other')
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'prove', state: 'started' })
  const schemas = step.schemas.length > 0 ? step.schemas : schemasOf(out)
  const read = await readSource(source, schemas, context)
  const result = await prove({
    catalog: read.value.catalog,
    mapping: out.mapping,
    statements: madeOnTarget(out),
    source: { runner: await source.dialect.runner(), endpoint: source.endpoint },
    target: { runner: await target.dialect.runner(), endpoint: target.endpoint },
    options: step.options,
    onProgress,
    signal: context.signal,
  })
  await writeProof(step, read.value, result, context)
  const wrong = result.totals.different > 0
  onProgress({ kind: 'phase', phase: 'prove', state: wrong ? 'failed' : 'done', detail: proveLine(result) })
  return result
}

/** What was refused when it was proved is not there to be run. */
function madeOnTarget({ ledger, statements }: Converted): Converted['statements'] {
  const flagged = new Set(ledger.objects.flatMap(({ id, status }) => (status === 'flagged' ? [id] : [])))
  return statements.filter(({ object }) => !flagged.has(object))
}

/** Source schemas of the conversion: those that its objects stand in. */
const schemasOf = (out: Converted): readonly string[] =>
  out.ledger.objects.flatMap((entry) => (entry.kind === 'schema' ? [entry.name] : []))

async function writeProof(
  step: ProveStep,
  read: ReadResult,
  result: ProveResult,
  context: CommandContext,
): Promise<void> {
  const { folder } = step.out
  const findings = findingsIn(folder)
  await writeCases(folder, result, findings, step.options.only.length > 0)
  const proved = provedLedger(step.out.ledger, findings, result)
  const ledger: Ledger = {
    ...step.out.ledger,
    objects: proved.objects,
    summary: summaryOf(proved.objects, proved.findings),
  }
  const input = reportInput(step.out, ledger, proved.findings, read)
  const files: Readonly<Record<string, () => Iterable<string>>> = {
    'findings.json': () => jsonParts(proved.findings, 1),
    'report.html': () => htmlReport(input),
    'report.csv': () => csvReport(ledger, proved.findings),
    'findings.sarif': () => sarifReport(proved.findings, { version: context.version }, input.explain),
    'prove/result.json': () => [`${JSON.stringify(result, withoutSteps, 1)}\n`],
    'ledger.json': () => jsonParts(ledger, 2),
  }
  for (const [name, make] of Object.entries(files)) {
    await writeText(join(folder, `${name}.new`), make)
    await rename(join(folder, `${name}.new`), join(folder, name))
  }
}

const findingsIn = (folder: string): readonly LedgerFinding[] =>
  JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8'))

/** Tables of the mapping are long, and the scripts say the same. */
const withoutSteps = (key: string, value: unknown): unknown => (key === 'steps' ? undefined : value)

/** One script for each side of every failing case. A run of a few objects leaves the scripts of the others. */
async function writeCases(
  folder: string,
  result: ProveResult,
  findings: readonly LedgerFinding[],
  some: boolean,
): Promise<void> {
  const place = join(folder, 'prove')
  if (!some) await rm(place, { recursive: true, force: true })
  await mkdir(place, { recursive: true })
  for (const object of result.objects) {
    const known = knownDifferences(object, findings)
    if (object.nearest) {
      const { summary, stopped, source, target } = object.nearest
      const head = `-- ${oneLine(`${object.kind} ${object.name}, the case that came furthest: ${summary}`)}\n-- ${oneLine(stopped)}\n\n`
      await writeFile(join(place, `${fileName(object)}.nearest.source.sql`), `${head}${source}`)
      await writeFile(join(place, `${fileName(object)}.nearest.target.sql`), `${head}${target}`)
    }
    for (const one of object.failing) {
      const name = `${fileName(object)}.${one.number}`
      const head = [
        `-- ${oneLine(`${object.kind} ${object.name}, case ${one.number}: ${one.summary}`)}`,
        `-- ${oneLine(`${one.difference.what}: ${one.difference.detail}`)}`,
        ...known.map(({ code, message }) => `-- known: ${oneLine(`${code} ${message}`)}`),
        '',
      ].join('\n')
      await writeFile(join(place, `${name}.source.sql`), `${head}${one.source}`)
      await writeFile(join(place, `${name}.target.sql`), `${head}${one.target}`)
    }
  }
}

const fileName = ({ kind, name }: ObjectVerdict): string =>
  `${kind}-${name.replace(/[^A-Za-z0-9_.-]/g, (char) => `-${char.codePointAt(0)?.toString(16) ?? ''}-`)}`.slice(0, 180)

function reportInput(
  out: Converted,
  ledger: Ledger,
  findings: readonly LedgerFinding[],
  read: ReadResult,
): ReportInput {
  const origins = new Map(
    read.catalog.schemas.flatMap((schema) =>
      schema.objects.map((object) => [object.id as string, object.origin] as const),
    ),
  )
  const listed: readonly { readonly id: string; readonly file: string }[] = JSON.parse(
    readFileSync(join(out.folder, 'statements.json'), 'utf8'),
  )
  const fileOf = new Map(listed.map(({ id, file }) => [file, id]))
  const statementOf = new Map(out.statements.map((statement) => [statement.id as string, statement]))
  const runPath = join(out.folder, 'run.json')
  return {
    ledger,
    findings,
    mapping: out.mapping,
    madeAt: new Date(),
    codeOf: (entry) => {
      const origin = origins.get(entry.id)
      const span = origin && spanOf(origin)
      const source = span && read.sources.get(span.source)
      return {
        ...(source ? { source: { path: source.path, firstLine: source.firstLine, text: source.text } } : {}),
        targets: entry.files.map((file) => {
          const statement = statementOf.get(fileOf.get(file) ?? '')
          return { file, sql: statement ? sqlFile(statement) : '' }
        }),
      }
    },
    explain: (code) => {
      const entry = catalogue().get(code)
      return { name: entry?.name ?? code, explain: entry?.explain ?? '', remedy: entry?.remedy ?? [] }
    },
    ...(existsSync(runPath) ? { run: JSON.parse(readFileSync(runPath, 'utf8')) } : {}),
  }
}

export function proveLine({ totals }: ProveResult): string {
  return [
    `${count(totals.equal)} of ${count(totals.objects)} equal in ${count(totals.cases)} cases`,
    ...(totals.different > 0 ? [`${count(totals.different)} different`] : []),
    ...(totals.open > 0 ? [`${count(totals.open)} open`] : []),
    ...(totals.notRun > 0 ? [`${count(totals.notRun)} not run`] : []),
  ].join(', ')
}

/** One line for each object, then the first failing cases. */
export function proveDetails(result: ProveResult, folder: string): string {
  const rows = result.objects.map((one) => [
    one.kind,
    safe(one.name),
    count(one.runs.cases),
    count(one.runs.equal),
    count(one.runs.different),
    count(one.runs.open),
    count(one.runs.errors),
    duration(one.seconds),
    one.state,
  ])
  const head = ['kind', 'name', 'cases', 'equal', 'different', 'open', 'errors', 'time', 'verdict']
  const findings = findingsIn(folder)
  const reasons = result.objects.flatMap((one) => {
    const known = one.state === 'different' ? knownDifferences(one, findings) : []
    const said = known.map(({ code, message }) => safe(`  known: ${code} ${message}`).slice(0, 200))
    return one.reason === null ? [] : [safe(`${one.name}: ${one.reason}`).slice(0, 400), ...said]
  })
  const failing = result.totals.different > 0 ? [`scripts of failing cases: ${safe(folder)}/prove/`] : []
  return [table(head, rows, [2, 3, 4, 5, 6, 7]), ...reasons, ...failing].join('\n')
}
