import type { RefusedStatement } from '../../convert/code/code-context.js'
import { buildLedger, type Proof } from '../../convert/ledger.js'
import type { ConvertOptions } from '../../convert/options.js'
import { type Conversion, convert } from '../../convert/pipeline.js'
import { convertAndProve } from '../../convert/rounds.js'
import type { DataProfile } from '../../core/data/profile.js'
import type { DataSegment } from '../../core/data/segment.js'
import type { Dialect, ProofResult, ReadResult, StatementId } from '../../core/dialect/dialect.js'
import type { Finding, Report } from '../../core/findings/finding.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import type { Ledger, LedgerFinding } from '../../core/ledger/ledger.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { checkOutput, writeOutput } from '../../output/write.js'
import type { TableMappingRules } from '../../table-mapping/read.js'
import type { Config } from '../config.js'
import { parseEndpoint, usage } from '../endpoint-url.js'
import { withTightHeap } from '../heap.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { count, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { copiedSource, copySchema, refuseChanges } from './copy.js'
import { decided, schemasToRead } from './decisions.js'
import { readSource } from './read.js'
import { reportFiles } from './report.js'

export interface ConvertStep {
  readonly source: Source
  /** Engine of the target. */
  readonly to: string
  readonly targetVersion: string | undefined
  readonly options: Partial<ConvertOptions>
  readonly schemas: readonly string[]
  /** A document of mapping rules, when there is one. */
  readonly rules?: TableMappingRules | undefined
  readonly proof: 'compile' | 'none'
  /** A server to prove on, instead of the one in process. */
  readonly proofServer: string | undefined
  /** Asks a live source about its data before types are chosen; tables with more rows than this are passed over. */
  readonly profileRows: number
  readonly out: string
  readonly config: Config
}

export interface ConvertOutcome {
  readonly conversion: Conversion
  readonly ledger: Ledger
  readonly findings: readonly LedgerFinding[]
  readonly segments: readonly DataSegment[]
  /** Statements that the proof did not accept. */
  readonly refused: ReadonlySet<StatementId>
  /** By which types were chosen. */
  readonly profile: DataProfile
}

/** Reads, converts, proves and writes OUT. Nothing is called converted before the target engine has taken it. */
export const convertSource = (step: ConvertStep, context: CommandContext): Promise<ConvertOutcome> =>
  withTightHeap(() => convertAll(step, context))

async function convertAll(step: ConvertStep, context: CommandContext): Promise<ConvertOutcome> {
  const to = await knownDialect(step.to)
  const version = step.targetVersion === undefined ? to.defaultVersion : targetVersion(to, step.targetVersion)
  if (step.out === '') throw usage('--out: expected a folder')
  checkOutput(step.out)
  const { conversion, proof, segments, profile } = await makeConversion(step, to, version, context)
  const built = buildLedger(conversion, proof, { tool: `crosswalk ${context.version}`, source: step.source.name })
  await writeOutput(step.out, conversion, built, reportFiles({ conversion, ...built, version: context.version }))
  const refused = new Set(proof?.results.filter((one) => one.outcome !== 'accepted').map((one) => one.statement))
  return { conversion, ...built, segments, refused, profile }
}

interface Made {
  readonly conversion: Conversion
  readonly proof: Proof | null
  readonly segments: readonly DataSegment[]
  readonly profile: DataProfile
}

async function makeConversion(
  step: ConvertStep,
  to: Dialect,
  version: ServerVersion,
  context: CommandContext,
): Promise<Made> {
  const copied = copiedSource(step, to)
  if (!copied) return readAndConvert(step, to, version, context)
  const conversion = await copySchema(step, copied, version, context)
  // The engine's own words may need what a server in process does not have: only a server that somebody names is asked.
  const unproved = step.proof === 'none' || step.proofServer === undefined
  const proved = unproved
    ? { conversion, proof: null }
    : await prove(conversion, async () => conversion, step, to, version, context)
  return { ...proved, segments: [], profile: new Map() }
}

async function readAndConvert(
  step: ConvertStep,
  to: Dialect,
  version: ServerVersion,
  context: CommandContext,
): Promise<Made> {
  if (!to.emitter) throw usage(`${to.title} cannot be a target of ${step.source.dialect.title} yet`)
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'read', state: 'started' })
  const read = await readSource(step.source, schemasToRead(step), context)
  const profile = await profileSource(step, read.value, context)
  const objects = read.value.catalog.schemas.reduce((sum, schema) => sum + schema.objects.length, 0)
  onProgress({ kind: 'phase', phase: 'read', state: 'done', detail: `${count(objects)} objects` })
  // Success on nothing would hide an empty dump and an account that may see nothing.
  if (objects === 0 && read.findings.length === 0) throw new OperationError('XW-S0023', { source: step.source.name })

  onProgress({ kind: 'phase', phase: 'convert', state: 'started' })
  const target = targetOf(step, to, version, read.value)
  const convertOnce = (refused: readonly RefusedStatement[]) => convertRead(read, profile, step, to, target, refused)
  const first = await convertOnce([])
  const made = `${count(first.statements.length)} statements`
  onProgress({ kind: 'phase', phase: 'convert', state: 'done', detail: made })
  const proved =
    step.proof === 'none'
      ? { conversion: first, proof: null }
      : await prove(first, convertOnce, step, to, target, context)
  return { ...proved, segments: read.value.data, profile: profile.value }
}

/** Within one engine names and columns stay as they are; the target is the source's own version when nobody says another. */
function targetOf(step: ConvertStep, to: Dialect, version: ServerVersion, read: ReadResult): ServerVersion {
  if (to.id !== step.source.dialect.id) return version
  refuseChanges(step)
  return step.targetVersion === undefined ? read.catalog.version : version
}

async function knownDialect(id: string): Promise<Dialect> {
  const dialect = await loadDialect(id)
  if (!dialect) throw usage(`--to ${id}: known engines are ${dialectIds().join(', ')}`)
  return dialect
}

function targetVersion(to: Dialect, text: string): ServerVersion {
  const known = to.targetVersions
  const range = known ? `${known.oldest} to ${known.newest}` : 'a version number'
  try {
    const version = to.parseVersion(text)
    if (!known || (version.major >= known.oldest && version.major <= known.newest)) return version
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw usage(`--target-version ${text}: expected ${range}`)
}

async function profileSource(
  step: ConvertStep,
  read: ReadResult,
  context: CommandContext,
): Promise<Report<DataProfile>> {
  const { source } = step
  if (source.kind !== 'live' || !source.dialect.profiler) return { value: new Map(), findings: [] }
  const profiler = await source.dialect.profiler()
  return profiler.profile(source.endpoint, read.catalog, { maxRows: step.profileRows, signal: context.signal })
}

async function convertRead(
  read: Report<ReadResult>,
  profile: Report<DataProfile>,
  step: ConvertStep,
  to: Dialect,
  targetVersion: ServerVersion,
  refusedStatements: readonly RefusedStatement[],
): Promise<Conversion> {
  const { catalog, sources, statements } = read.value
  const findings: readonly Finding[] = [...read.findings, ...profile.findings]
  const from = step.source.dialect
  return convert({
    source: catalog,
    sources,
    statements,
    findings,
    from,
    to,
    targetVersion,
    options: step.rules ? { ...step.options, decisions: decided(step.rules, catalog, step.source) } : step.options,
    profile: profile.value,
    settings: { refusedStatements },
  })
}

/** Runs every statement on a scratch database of the target engine. */
async function prove(
  first: Conversion,
  convertOnce: (refused: readonly RefusedStatement[]) => Promise<Conversion>,
  step: ConvertStep,
  to: Dialect,
  version: ServerVersion,
  context: CommandContext,
): Promise<{ readonly conversion: Conversion; readonly proof: Proof }> {
  if (!to.prover) throw usage(`${to.title} has no proof; use --proof none`)
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'prove', state: 'started' })
  const endpoint =
    step.proofServer === undefined
      ? undefined
      : (await parseEndpoint(step.config.endpoints[step.proofServer] ?? step.proofServer, 'CROSSWALK_TARGET_PASSWORD'))
          .endpoint
  const session = await (await to.prover()).open({ version, ...(endpoint ? { endpoint } : {}), signal: context.signal })
  try {
    const { conversion, results } = await convertAndProve(first, convertOnce, session, (done, total) =>
      onProgress({ kind: 'items', phase: 'prove', done, total }),
    )
    onProgress({ kind: 'phase', phase: 'prove', state: 'done', detail: proofLine(results, session.engine) })
    return { conversion, proof: { engine: session.engine, standsIn: session.standsIn, results } }
  } finally {
    await session.close()
  }
}

function proofLine(results: readonly ProofResult[], engine: string): string {
  const accepted = results.filter((one) => one.outcome === 'accepted').length
  const refused = results.length - accepted
  return `${count(accepted)} statements accepted by ${engine}${refused > 0 ? `, ${count(refused)} not` : ''}`
}

/** What stands behind the word converted, and its name. */
export const proofOf = ({ proof, copiedBy }: Ledger): readonly [string, string] =>
  copiedBy === undefined || proof.engine !== null
    ? ['proved on', proof.engine ?? 'nothing (--proof none)']
    : ['copied by', `${safe(copiedBy)}, from and to the same engine`]
