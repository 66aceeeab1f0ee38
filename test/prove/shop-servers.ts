import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type mysql from 'mysql2/promise'
import type pg from 'pg'
import { type Converted, readOut } from '../../src/cli/steps/out.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import type { Catalog } from '../../src/core/ir/schema.js'
import { catalogReader } from '../../src/dialects/mysql/catalog/reader.js'
import { mysqlRunner } from '../../src/dialects/mysql/prove-calls/runner.js'
import { postgresRunner } from '../../src/dialects/postgres/prove-calls/runner.js'
import { type ProveOptions, prove } from '../../src/prove/prove.js'
import type { ProveResult } from '../../src/prove/result.js'
import { connectMysql, connectPostgres, startMariadb, startPostgres15, type TestServer } from '../support/servers.js'

const here = dirname(fileURLToPath(import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The shop of our own making on a source, and migrated to a target. */
export interface Shop {
  readonly source: mysql.Connection
  readonly target: pg.Client
  readonly out: Converted
  /** Runs a command of the program on both ends. */
  command(verb: string, ...words: readonly string[]): Promise<Ended>
  /** Proves what is on both servers now. */
  prove(options: Partial<ProveOptions>): Promise<ProveResult>
  stop(): Promise<void>
}

/** Starts both servers, fills the source with `sql` and migrates it. Statements end with `$$` from the first DELIMITER on. */
export async function startShop(sql = readFileSync(join(here, 'shop/source.sql'), 'utf8')): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-prove-'))
  const [mariadb, postgres] = await Promise.all([startMariadb(), startPostgres15()])
  const admin = await connectMysql(mariadb.endpoint)
  await admin.query('CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci')
  await admin.end()
  const from: Endpoint = { ...mariadb.endpoint, database: 'shop' }
  const source = await connectMysql(from)
  for (const statement of statementsOf(sql)) await source.query(statement)
  const to = postgres.endpoint
  const project = join(folder, 'project')
  const migrated = await run(folder, from, to, 'migrate', ['--project', project])
  if (migrated.code !== 0) throw new Error(`migrate ended with ${migrated.code}:\n${migrated.out}\n${migrated.err}`)
  const target = await connectPostgres(to)
  const outFolder = join(project, 'out')
  const catalog = await catalogOf(from)
  return {
    ...{ source, target, out: readOut(outFolder) },
    command: (verb, ...words) => run(folder, from, to, verb, ['--out', outFolder, ...words]),
    prove: (options) => proveShop(catalog, readOut(outFolder), from, to, options),
    stop: async () => {
      await Promise.all([source.end(), target.end()])
      await stopAll(mariadb, postgres)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function stopAll(...servers: readonly TestServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()))
}

/** Cuts the script as its client would: at semicolons, and at `$$` after DELIMITER says so. */
function statementsOf(sql: string): readonly string[] {
  const [plain = '', programs = ''] = sql.split(/^DELIMITER \$\$$/m)
  const [bodies = '', rest = ''] = programs.split(/^DELIMITER ;$/m)
  return [...plain.split(/;\s*$/m), ...bodies.split('$$'), ...rest.split(/;\s*$/m)]
    .map((one) => one.trim())
    .filter(Boolean)
}

/** Runs a command of the program on two ends, with its files for the moment below `folder`. */
export async function run(
  folder: string,
  from: Endpoint,
  to: Endpoint,
  verb: string,
  words: readonly string[],
): Promise<Ended> {
  const url = ({ dialect, user, host, port, database }: Endpoint): string =>
    `${dialect === 'mysql' ? 'mysql' : 'postgresql'}://${encodeURIComponent(user)}@${host}:${port}/${database}`
  const env = {
    ...process.env,
    CROSSWALK_SOURCE_PASSWORD: from.password ?? '',
    CROSSWALK_TARGET_PASSWORD: to.password ?? '',
    TMPDIR: folder,
  }
  const args = ['--import', 'tsx', 'src/cli/main.ts', verb, url(from), url(to), ...words]
  return promisify(execFile)(process.execPath, args, { env, maxBuffer: 1 << 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? 1,
      out: error.stdout ?? '',
      err: error.stderr ?? String(error),
    }),
  )
}

export const catalogOf = async (endpoint: Endpoint): Promise<Catalog> =>
  (await catalogReader.read(endpoint, { schemas: ['shop'] })).value.catalog

const proveShop = (
  catalog: Catalog,
  out: Converted,
  source: Endpoint,
  target: Endpoint,
  options: Partial<ProveOptions>,
): Promise<ProveResult> =>
  prove({
    catalog,
    mapping: out.mapping,
    statements: out.statements,
    source: { runner: mysqlRunner, endpoint: source },
    target: { runner: postgresRunner, endpoint: target },
    options: { sample: 30, seed: 'crosswalk', timeout: 2_000, allowCommit: false, only: [], ...options },
  })
