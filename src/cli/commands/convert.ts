import { dirname } from 'node:path'
import type { Command } from 'commander'
import type { ConvertOptions } from '../../convert/options.js'
import type { Severity } from '../../core/findings/finding.js'
import type { Ledger } from '../../core/ledger/ledger.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { readTableMapping, type TableMappingRules } from '../../table-mapping/read.js'
import { readConfig } from '../config.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { openSource, type Source } from '../source.js'
import { assessFleet } from '../steps/assess-fleet.js'
import { type ConvertOutcome, type ConvertStep, convertSource, proofOf } from '../steps/convert.js'
import { isFleetFile, readFleet, withWaves, writeFleet } from '../steps/fleet.js'
import { printFleet } from '../steps/fleet-text.js'
import { choice, positive, several, text, type Words } from '../steps/options.js'
import { configOf, declareProject } from '../steps/project.js'
import { count, safe, table } from '../terminal.js'
import type { CommandContext, Verb } from '../verb.js'

/** Words that decide how types, names and text are converted; shared with `migrate`. */
export function declareConversion(command: Command): void {
  command
    .option('--from <engine>', 'engine of a file or folder of SQL')
    .option(
      '--target-version <n>',
      'version of the target; the one that a live target has, else the oldest that is maintained',
    )
    .option('--schema <name...>', 'source schemas to read; the one in the URL when not given')
    .option('--rename-schema <old=new...>', 'target schema of a source schema')
    .option('--table-mapping <file>', 'table mapping of AWS DMS: which tables and columns, under which names and types')
    .option('--proof <how>', 'compile (run everything on an embedded target) or none', 'compile')
    .option('--proof-server <url>', 'prove on a scratch database of this server instead')
    .option('--names <how>', 'lower (fold names as the target does) or keep', 'lower')
    .option('--booleans <when>', 'one-digit integers as booleans: data (when the data says so), always, never', 'data')
    .option('--collations <how>', 'icu (text compares as on the source) or binary', 'icu')
    .option('--json-type <type>', 'jsonb or json', 'jsonb')
    .option('--enums <how>', 'type or text', 'type')
    .option('--profile-rows <n>', 'ask a live source about the data of tables up to this size', '20000000')
    .option('--config <file>', 'configuration, crosswalk.yaml when not given')
}

function conversionOptions(words: Words): Partial<ConvertOptions> {
  const renames = Array.isArray(words['renameSchema'])
    ? words['renameSchema'].map((pair) => renameOf(String(pair)))
    : []
  return {
    schemas: Object.fromEntries(renames),
    names: choice(words, 'names', ['lower', 'keep'], 'lower'),
    booleans: choice(words, 'booleans', ['data', 'always', 'never'], 'data'),
    collations: choice(words, 'collations', ['icu', 'binary'], 'icu'),
    json: choice(words, 'jsonType', ['jsonb', 'json'], 'jsonb'),
    enums: choice(words, 'enums', ['type', 'text'], 'type'),
  }
}

function renameOf(pair: string): readonly [string, string] {
  const [old, fresh, ...rest] = pair.split('=')
  if (!old || !fresh || rest.length > 0) throw usage(`--rename-schema ${pair}: expected old=new`)
  return [old, fresh]
}

function rulesOf(words: Words): TableMappingRules | undefined {
  const file = text(words, 'tableMapping')
  return file === undefined ? undefined : readTableMapping(file)
}

function declareOutcome(command: Command, unless = ''): void {
  command.option('--out <dir>', `folder to write; crosswalk-out when not given${unless}`)
  declareFailOn(command)
  declareConversion(command)
}

const severities = ['error', 'warning', 'notice', 'none'] as const

export function declareFailOn(command: Command): void {
  command.option(
    '--fail-on <severity>',
    `exit 2 when a finding is at least this severe: ${severities.join(', ')}`,
    'none',
  )
}

export const failOn = (words: Words): (typeof severities)[number] => choice(words, 'failOn', severities, 'none')

/** `crosswalk convert SOURCE --to ENGINE --out OUT`. */
export const convert: Verb = {
  declare: (command) => {
    command
      .argument('<source>', 'URL, file or folder of SQL, or name from the configuration')
      .requiredOption('--to <engine>', 'engine of the target')
    declareOutcome(command)
  },
  run: async (words, options, context) => {
    const outcome = await convertWith(words[0] ?? '', options, text(options, 'out') ?? 'crosswalk-out', context)
    printOutcome(outcome.ledger, text(options, 'out') ?? 'crosswalk-out', context)
    return failsOn(outcome.ledger, failOn(options)) ? exit.findings : exit.done
  },
}

/** `crosswalk assess SOURCE`: the same, for the report; of an inventory, for all that is in it. */
export const assess: Verb = {
  declare: (command) => {
    command
      .argument('<source>', 'URL, file or folder of SQL, name from the configuration, or fleet.json of discover')
      .option('--to <engine>', 'engine of the target; the only one there is when not given, of an inventory each')
      .option('--wave-hours <n>', 'of an inventory: work that one wave of a move may take', '40')
    declareOutcome(declareProject(command), ', of an inventory the folder that it is in')
  },
  run: async (words, options, context) =>
    isFleetFile(words[0] ?? '') ? assessAll(words[0] ?? '', options, context) : convert.run(words, options, context),
}

/** Assesses what an inventory lists; the reports go beside it unless a folder is given. */
async function assessAll(path: string, options: Words, context: CommandContext): Promise<number> {
  const folder = text(options, 'out') ?? dirname(path)
  const config = await configOf(options)
  const step = { ...conversionChoices(options), options: conversionOptions(options), config }
  const assessed = await assessFleet(readFleet(path), folder, text(options, 'to'), step, context)
  const fleet = withWaves(assessed, positive(options, 'waveHours', 40) * 60)
  printFleet(fleet, writeFleet(folder, fleet), context.terminal)
  return fleet.failures.length > 0 ? exit.incomplete : exit.done
}

async function convertWith(
  word: string,
  options: Words,
  out: string,
  context: CommandContext,
): Promise<ConvertOutcome> {
  const config = readConfig(text(options, 'config'))
  const source = await openSource(word, text(options, 'from'), config)
  const to = text(options, 'to') ?? (await onlyTarget(source.dialect.id))
  return convertSource(
    conversionStep(source, options, {
      ...{ to, targetVersion: text(options, 'targetVersion'), out, config },
      database: await databaseFor(source, to),
    }),
    context,
  )
}

interface ConversionTarget extends Pick<ConvertStep, 'to' | 'targetVersion' | 'out' | 'config'> {
  /** The database of a target in which a database is a schema. */
  readonly database?: string | undefined
}

/** What stands in the schema that every database has goes into the database itself, where the target has no schemas in it. */
function withHome(
  options: Partial<ConvertOptions>,
  { dialect }: Source,
  database: string | undefined,
): Partial<ConvertOptions> {
  if (database === undefined || dialect.homeSchema === undefined) return options
  return { ...options, schemas: { [dialect.homeSchema]: database, ...options.schemas } }
}

/** Before there is a target its database is called like that of a live source. */
async function databaseFor(source: Source, to: string): Promise<string | undefined> {
  const target = await loadDialect(to)
  return source.kind === 'live' && target?.homeSchema === undefined ? source.endpoint.database : undefined
}

/** A conversion as the words of a command line ask for it. */
export const conversionStep = (
  source: Source,
  options: Words,
  { database, ...target }: ConversionTarget,
): ConvertStep => ({
  ...target,
  source,
  options: withHome(conversionOptions(options), source, database),
  schemas: several(options, 'schema'),
  rules: rulesOf(options),
  ...conversionChoices(options),
})

const conversionChoices = (options: Words) => ({
  proof: choice(options, 'proof', ['compile', 'none'], 'compile'),
  proofServer: text(options, 'proofServer'),
  profileRows: positive(options, 'profileRows', 20_000_000),
})

/** What to assess for when nobody said: the one other engine that can be a target. */
async function onlyTarget(from: string): Promise<string> {
  const all = await Promise.all(dialectIds().map(loadDialect))
  const [only, ...more] = all.filter((dialect) => dialect?.emitter !== undefined && dialect.id !== from)
  if (only === undefined || more.length > 0) throw usage('say which engine it is for: --to')
  return only.id
}

const order: readonly Severity[] = ['info', 'notice', 'warning', 'error']

export const failsOn = (ledger: Ledger, limit: Severity | 'none'): boolean =>
  limit !== 'none' && order.slice(order.indexOf(limit)).some((severity) => ledger.summary.findings[severity] > 0)

/** The summary by kind and where the report is; as JSON the ledger's own summary. */
export function printOutcome(ledger: Ledger, out: string, { terminal }: CommandContext): void {
  if (terminal.json) {
    terminal.out(
      JSON.stringify({
        out,
        summary: ledger.summary,
        proof: ledger.proof,
        source: ledger.source,
        target: ledger.target,
      }),
    )
    return
  }
  const rows = Object.entries(ledger.summary.byKind).map(([kind, one]) => [
    kind,
    ...[one.converted, one.approximated, one.partial, one.flagged].map(count),
  ])
  terminal.out(table(['kind', 'converted', 'approximated', 'partial', 'flagged'], rows, [1, 2, 3, 4]))
  const { error, warning, notice } = ledger.summary.findings
  terminal.out(`findings: ${count(error)} errors, ${count(warning)} warnings, ${count(notice)} notices`)
  terminal.out(proofOf(ledger).join(': '))
  terminal.out(`report: ${safe(out)}/report.html`)
}
