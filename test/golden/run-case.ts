import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parse, stringify } from 'yaml'
import { buildLedger, type Proof } from '../../src/convert/ledger.js'
import type { ConvertOptions } from '../../src/convert/options.js'
import { type Conversion, convert } from '../../src/convert/pipeline.js'
import { standardCode } from '../../src/convert/standard-code.js'
import type { Dialect, ProofSession, ScriptFile } from '../../src/core/dialect/dialect.js'
import type { Ledger, LedgerFinding } from '../../src/core/ledger/ledger.js'
import { loadDialect } from '../../src/dialects/registry.js'
import { packageRoot } from '../../src/rules/assets.js'

export const casesFolder = join(packageRoot, 'fixtures', 'convert')

/** What a case's `options.yaml` may say. */
interface CaseOptions {
  readonly targetVersion?: string
  readonly options?: Partial<ConvertOptions>
}

export interface CaseResult {
  readonly expectedSql: string
  readonly findingsYaml: string
  readonly ledger: Ledger
  readonly conversion: Conversion
}

/** Folders of cases, relative to `fixtures/convert`, whose name contains the filter. */
export function listCases(filter = ''): readonly string[] {
  return readdirSync(casesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'input.sql')
    .map((entry) => relative(casesFolder, dirname(join(entry.parentPath, entry.name))))
    .filter((name) => name.includes(filter))
    .sort()
}

/** Converts a case as the command line does. */
export async function convertCase(name: string): Promise<Conversion> {
  const folder = join(casesFolder, name)
  const [from, to] = await dialectsOf(name)
  const chosen = optionsOf(folder)
  const targetVersion = chosen.targetVersion === undefined ? to.defaultVersion : to.parseVersion(chosen.targetVersion)
  const parser = await from.parser?.()
  if (!parser) throw new Error(`${from.id} has no parser`)
  const read = await parser.readScript([fileOf(join(folder, 'input.sql'))], { defaultSchema: 'app' })
  const { catalog: source, sources, statements } = read.value
  const code = await standardCode({ source, from, to, targetVersion })
  return convert({
    source,
    sources,
    statements,
    findings: read.findings,
    from,
    to,
    targetVersion,
    code,
    ...(chosen.options ? { options: chosen.options } : {}),
  })
}

/** Converts a case and has every statement run by the target engine. */
export async function runCase(name: string, session: (to: Dialect) => Promise<ProofSession>): Promise<CaseResult> {
  const conversion = await convertCase(name)
  const [, to] = await dialectsOf(name)
  const engine = await session(to)
  await engine.reset()
  const proof: Proof = {
    engine: engine.engine,
    standsIn: engine.standsIn,
    results: await engine.prove(conversion.statements),
  }
  const { ledger, findings } = buildLedger(conversion, proof, { tool: 'golden', source: name })
  return { expectedSql: sqlText(conversion), findingsYaml: findingsText(findings), ledger, conversion }
}

async function dialectsOf(name: string): Promise<readonly [Dialect, Dialect]> {
  const [fromId = '', toId = ''] = (name.split('/')[0] ?? '').split('-to-')
  const [from, to] = [await loadDialect(fromId), await loadDialect(toId)]
  if (!from || !to) throw new Error(`${name}: the folder must be named <from>-to-<to>`)
  return [from, to]
}

const optionsOf = (folder: string): CaseOptions =>
  existsSync(join(folder, 'options.yaml')) ? parse(readFileSync(join(folder, 'options.yaml'), 'utf8')) : {}

function fileOf(path: string): ScriptFile {
  const bytes = readFileSync(path)
  return {
    path: 'input.sql',
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}

/** All statements in running order; a headline per phase, which psql reads as a comment of our own words only. */
function sqlText(conversion: Conversion): string {
  const phases = ['pre-data', 'post-data', 'post-cutover'] as const
  return phases
    .map(
      (phase) =>
        [
          phase,
          conversion.statements.filter(
            (statement) =>
              statement.phase === phase && statement.kind !== 'schema' && !isSupport(conversion, statement.object),
          ),
        ] as const,
    )
    .filter(([, statements]) => statements.length > 0)
    .map(
      ([phase, statements]) => `-- ${phase}\n${statements.map((statement) => statement.sql.trimEnd()).join('\n\n')}\n`,
    )
    .join('\n')
}

/** Runtime functions have tests of their own; a case names them by using them. */
const isSupport = (conversion: Conversion, id: string): boolean =>
  conversion.target.schemas.some((schema) =>
    schema.objects.some((object) => object.id === id && object.kind === 'support'),
  )

/** Codes, places and data; no prose, so that rewording a message touches no fixture. */
function findingsText(findings: readonly LedgerFinding[]): string {
  const listed = findings
    .filter((found) => found.severity !== 'info')
    .map((found) => ({
      code: found.code,
      object: found.part ?? found.object,
      at: found.source ? `${found.source.line}:${found.source.column}` : null,
      data: found.data,
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return listed.length === 0 ? '[]\n' : stringify(listed, { lineWidth: 0 })
}

/** One proof session per target dialect, kept for all cases and emptied before each. */
export function sharedSessions(): {
  readonly open: (to: Dialect) => Promise<ProofSession>
  readonly close: () => Promise<void>
} {
  const sessions = new Map<string, Promise<ProofSession>>()
  const open = (to: Dialect): Promise<ProofSession> => {
    const known = sessions.get(to.id) ?? start(to)
    sessions.set(to.id, known)
    return known
  }
  return {
    open,
    close: async () => void (await Promise.all([...sessions.values()].map(async (session) => (await session).close()))),
  }
}

async function start(to: Dialect): Promise<ProofSession> {
  if (!to.prover) throw new Error(`${to.id} has no prover`)
  return (await to.prover()).open({ version: to.defaultVersion })
}
