import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'

export interface DumpOptions {
  /** Empty: the whole database. */
  readonly schemas: readonly string[]
  /** An exported snapshot of the source, so that tool and catalogues tell of one moment. */
  readonly snapshot: string
  /** Names are quoted even where this version need not: a later one may have more reserved words. */
  readonly quoteAll: boolean
  /** `plain`: a script, with rights. Absent: an archive without them. */
  readonly format?: 'plain'
  readonly signal?: AbortSignal
}

export interface DumpTool {
  readonly path: string
  readonly major: number
}

/** Where the packages of the known systems put the tool of each version, besides the PATH. */
const packageFolders = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt', '/usr/local/opt']

/**
 * The tool of the target's version, else the oldest that is not older than both servers: it writes what both understand.
 * @throws OperationError XW-S0130 when none on this machine is new enough for the source
 */
export async function findTool(endpoint: Endpoint, source: number, target: number): Promise<DumpTool> {
  const found = (await Promise.all(candidates().map(versionOf))).filter((tool) => tool !== undefined)
  const usable = found.filter(({ major }) => major >= source).sort((a, b) => a.major - b.major)
  const wanted = usable.find(({ major }) => major >= target) ?? usable.at(-1)
  if (wanted) return wanted
  const versions = found.map(({ major }) => String(major)).join(', ')
  throw new OperationError('XW-S0130', {
    ...{ endpoint: endpointName(endpoint), minimum: source },
    found: versions === '' ? 'none' : `version ${versions}`,
  })
}

function candidates(): readonly string[] {
  const inPackages = packageFolders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'bin')) : [],
  )
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const files = [...onPath, ...inPackages].map((folder) => join(folder, 'pg_dump'))
  return [...new Set(files)].filter(existsSync)
}

async function versionOf(path: string): Promise<DumpTool | undefined> {
  const { code, output } = await collect(path, ['--version'], {})
  const major = /\b(\d+)(?:\.|devel|beta|rc|\s|$)/.exec(output.toString('utf8'))?.[1]
  return code === 0 && major !== undefined ? { path, major: Number(major) } : undefined
}

/**
 * The definitions, without owners.
 * @throws OperationError XW-S0131 with the tool's own words
 */
export async function dumpSchema(tool: DumpTool, endpoint: Endpoint, options: DumpOptions): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-dump-'))
  try {
    const env = environment(endpoint, folder)
    const { code, output, errors } = await collect(tool.path, argumentsOf(endpoint, options), env, options.signal)
    options.signal?.throwIfAborted()
    if (code === 0) return output
    const reason = errors.trim().split('\n').slice(-3).join(' ') || `it ended with ${code}`
    throw new OperationError('XW-S0131', { tool: 'pg_dump', endpoint: endpointName(endpoint), reason })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const lockTimeout = '--lock-wait-timeout=30000'

function argumentsOf({ database }: Endpoint, options: DumpOptions): readonly string[] {
  return [
    ...(options.format === 'plain' ? ['--format=plain'] : ['--format=custom', '--no-privileges']),
    ...['--schema-only', '--no-owner', '--no-subscriptions', '--no-password', '--encoding=UTF8', lockTimeout],
    ...(options.quoteAll ? ['--quote-all-identifiers'] : []),
    `--snapshot=${options.snapshot}`,
    ...['crosswalk', 'crosswalk_rt'].map((schema) => `--exclude-schema=${schema}`),
    ...options.schemas.map((schema) => `--schema=${pattern(schema)}`),
    ...(database === undefined ? [] : [`--dbname=${connectionValue(database)}`]),
  ]
}

/** In quotes a pattern is a name: no character of it stands for others, and its case counts (manual: psql, Patterns). */
const pattern = (schema: string): string => `"${schema.replaceAll('"', '""')}"`

/** A database whose name looks like a connection string would be taken for one. */
const connectionValue = (database: string): string =>
  `dbname='${database.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Where the server is and who we are; a password stands in no list of processes. */
function environment(endpoint: Endpoint, folder: string): Readonly<Record<string, string>> {
  const { tls, socketPath } = endpoint
  return {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    PGHOST: socketPath === undefined ? endpoint.host : socketPath.replace(/\/\.s\.PGSQL\.\d+$/, ''),
    PGPORT: String(endpoint.port),
    PGUSER: endpoint.user,
    PGPASSFILE: '/dev/null',
    PGAPPNAME: 'crosswalk copy',
    PGCLIENTENCODING: 'UTF8',
    PGCONNECT_TIMEOUT: '15',
    PGSSLMODE: socketPath === undefined ? tls.mode : 'disable',
    ...(endpoint.password === undefined ? {} : { PGPASSWORD: endpoint.password }),
    ...(tls.mode.startsWith('verify')
      ? { PGSSLROOTCERT: pemFile(folder, 'ca', tls.ca ?? rootCertificates.join('\n')) }
      : {}),
    ...(tls.cert === undefined ? {} : { PGSSLCERT: pemFile(folder, 'cert', tls.cert) }),
    ...(tls.key === undefined ? {} : { PGSSLKEY: pemFile(folder, 'key', tls.key) }),
  }
}

/** Certificates and keys are given as PEM text or as a path; the tool takes paths. */
function pemFile(folder: string, name: string, value: string): string {
  if (!value.includes('-----BEGIN')) return value
  const path = join(folder, name)
  writeFileSync(path, value, { mode: 0o600 })
  return path
}

interface Ended {
  readonly code: number
  readonly output: Buffer
  readonly errors: string
}

function collect(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const output: Buffer[] = []
    let errors = ''
    const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(signal ? { signal } : {}) })
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => {
      errors = (errors + bytes.toString('utf8')).slice(-10_000)
    })
    child.on('error', (error) => resolve({ code: -1, output: Buffer.alloc(0), errors: error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(output), errors }))
  })
}
