import { join } from 'node:path'
import type { Assessment, Fleet, FleetSchema, Limitation } from '../../core/fleet/fleet.js'
import type { Ledger, LedgerFinding } from '../../core/ledger/ledger.js'
import { dialectIds, loadDialect } from '../../dialects/registry.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import type { Config } from '../config.js'
import { parseEndpoint, usage } from '../endpoint-url.js'
import { describeFailure } from '../failure.js'
import { count, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { type ConvertStep, convertSource } from './convert.js'

/** What all conversions of a fleet have in common. */
export type FleetConversion = Pick<ConvertStep, 'options' | 'proof' | 'proofServer' | 'profileRows' | 'config'>

/** Converts every schema for every target that there is, or for the one that is asked for; each with a report of its own. */
export async function assessFleet(
  fleet: Fleet,
  folder: string,
  to: string | undefined,
  step: FleetConversion,
  context: CommandContext,
): Promise<Fleet> {
  const schemas: FleetSchema[] = []
  const failures = [...fleet.failures]
  for (const [index, schema] of fleet.schemas.entries()) {
    context.terminal.note(`${count(index + 1)} of ${count(fleet.schemas.length)}: ${safe(schema.id)}`)
    const assessments: Assessment[] = []
    for (const target of await targetsOf(fleet, schema, to)) {
      context.signal.throwIfAborted()
      const report = join('schemas', `${index + 1}-${target}`)
      try {
        assessments.push(await assessOne(schema, target, { folder, report }, step, context))
      } catch (error) {
        context.signal.throwIfAborted()
        const { code, message } = await describeFailure(error)
        failures.push({ what: `${schema.id} to ${target}`, code, message })
        context.terminal.note(`${safe(schema.id)}: ${code}: ${safe(message)}`)
      }
    }
    schemas.push({ ...schema, assessments: ranked(assessments) })
  }
  return { ...fleet, schemas, failures }
}

async function targetsOf(fleet: Fleet, { server }: FleetSchema, to: string | undefined): Promise<readonly string[]> {
  if (to !== undefined) return [to]
  const engine = fleet.servers.find(({ name }) => name === server)?.engine
  const all = await Promise.all(dialectIds().map(loadDialect))
  return all.flatMap((dialect) => (dialect?.emitter && dialect.id !== engine ? [dialect.id] : []))
}

async function assessOne(
  schema: FleetSchema,
  to: string,
  { folder, report }: { readonly folder: string; readonly report: string },
  step: FleetConversion,
  context: CommandContext,
): Promise<Assessment> {
  const { dialect, endpoint } = await parseEndpoint(urlOf(step.config, schema), 'CROSSWALK_SOURCE_PASSWORD')
  const target = await loadDialect(to)
  const home = dialect.homeSchema !== undefined && target?.homeSchema === undefined
  const { ledger, findings } = await convertSource(
    {
      ...step,
      source: { kind: 'live', dialect, endpoint: { ...endpoint, database: schema.database }, name: schema.database },
      // Where a database is a schema, what stands in the schema that every database has goes into the database itself.
      options: home ? { ...step.options, schemas: { [dialect.homeSchema ?? '']: schema.database } } : step.options,
      ...{ to, targetVersion: undefined, schemas: [schema.schema], out: join(folder, report) },
    },
    { ...context, terminal: { ...context.terminal, note: () => undefined } },
  )
  return assessmentOf(to, ledger, findings, report)
}

function urlOf(config: Config, { server }: FleetSchema): string {
  const url = config.endpoints[server]
  if (url === undefined) throw usage(`the configuration has no endpoint ${server} any more`)
  return url
}

function assessmentOf(to: string, { summary }: Ledger, findings: readonly LedgerFinding[], report: string): Assessment {
  const { converted, approximated, partial, flagged } = summary.byStatus
  const viable = converted + approximated >= partial + flagged
  return {
    to,
    status: viable ? 'alternate' : 'not viable',
    objects: { converted, approximated, partial, flagged },
    effortMinutes: summary.effortMinutes,
    limitations: limitationsOf(findings),
    report: `${report}/report.html`,
  }
}

const impacts = ['blocker', 'high', 'medium', 'low'] as const

/** One for each code that matters, gravest first. */
function limitationsOf(findings: readonly LedgerFinding[]): readonly Limitation[] {
  const byCode = new Map<string, Limitation>()
  for (const found of findings) {
    const impact = impactOf(found)
    if (!impact) continue
    const known = byCode.get(found.code)
    byCode.set(found.code, {
      code: found.code,
      name: catalogue().get(found.code)?.name ?? found.code,
      impact: known && impacts.indexOf(known.impact) < impacts.indexOf(impact) ? known.impact : impact,
      places: (known?.places ?? 0) + 1,
      effortMinutes: (known?.effortMinutes ?? 0) + found.effortMinutes,
    })
  }
  return [...byCode.values()].sort(
    (a, b) => impacts.indexOf(a.impact) - impacts.indexOf(b.impact) || b.places - a.places,
  )
}

function impactOf({ severity, outcome }: LedgerFinding): Limitation['impact'] | undefined {
  if (severity === 'error') return outcome === 'skipped' ? 'blocker' : 'high'
  return severity === 'warning' ? 'medium' : severity === 'notice' ? 'low' : undefined
}

/** The viable one with the least effort is recommended. */
function ranked(all: readonly Assessment[]): readonly Assessment[] {
  const sorted = [...all].sort((a, b) => a.effortMinutes - b.effortMinutes)
  const best = sorted.find(({ status }) => status !== 'not viable')
  return sorted.map((one) => (one === best ? { ...one, status: 'recommended' } : one))
}
