import { execFile } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { planApply, runApply } from '../../src/apply/apply.js'
import { type Conversion, convert } from '../../src/convert/pipeline.js'
import { standardCode } from '../../src/convert/standard-code.js'
import { defaultPolicies, type RejectRecord, type ValuePolicies } from '../../src/core/data/reject.js'
import type { Dialect, ReadResult, ScriptFile } from '../../src/core/dialect/dialect.js'
import type { Finding, Report } from '../../src/core/findings/finding.js'
import { mysqlComparer } from '../../src/dialects/mysql/data/compare/comparer.js'
import { source as sourceConnector } from '../../src/dialects/mysql/data/source.js'
import { postgresComparer } from '../../src/dialects/postgres/data/compare/comparer.js'
import { target as targetConnector } from '../../src/dialects/postgres/data/target.js'
import { loadDialect } from '../../src/dialects/registry.js'
import { load } from '../../src/load/load.js'
import type { RejectedRows } from '../../src/verify/differences.js'
import type { TableVerdict, ValidationResult } from '../../src/verify/result.js'
import { validate } from '../../src/verify/validate.js'
import { connectMysql, connectPostgres, type TestServer } from '../support/servers.js'
import { cases, type TypeCase } from './cases.js'
import { writeDump } from './dump.js'

/** How the rows come out of the source. */
export type Route = 'server' | 'dump'

export const sourceSchema = 'fidelity'
const dumpTool = ['/usr/bin/mariadb-dump', '/usr/local/bin/mariadb-dump'].find((path) => existsSync(path))

/** What became of all cases on one route. */
export interface RouteResult {
  readonly conversion: Conversion
  /** What reading the source said. */
  readonly readFindings: readonly Finding[]
  readonly applyFailures: readonly string[]
  /** The target against the source's server. */
  readonly verdicts: ReadonlyMap<string, TableVerdict>
  /** The target against the dump itself, when the rows came from one. */
  readonly fileVerdicts?: ReadonlyMap<string, TableVerdict>
  /** Per table, by row id. */
  readonly rejects: ReadonlyMap<string, ReadonlyMap<string, RejectRecord>>
  /** Per table, the target's text of each row's value by row id. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, string | null>>
}

export const tableName = (at: number): string => `case_${String(at).padStart(3, '0')}`

export const casesOf = (server: 'mariadb' | 'mysql'): readonly (readonly [number, TypeCase])[] =>
  [...cases.entries()].filter(([, one]) => one.only === undefined || one.only === server)

/** One table per type, one row per value; row 0 holds NULL. */
export async function fillCases(server: TestServer, flavour: 'mariadb' | 'mysql'): Promise<void> {
  const client = await connectMysql(server.endpoint)
  await client.query(`CREATE DATABASE ${sourceSchema} CHARACTER SET utf8mb4; USE ${sourceSchema}`)
  await client.query("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'")
  for (const [at, { type, values }] of casesOf(flavour)) {
    await client.query(
      `CREATE TABLE ${tableName(at)} (id INT NOT NULL PRIMARY KEY, v ${type}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`,
    )
    const rows = ['(0, NULL)', ...values.map(({ value }, row) => `(${row + 1}, ${value})`)]
    for (const row of rows) await client.query(`INSERT INTO ${tableName(at)} VALUES ${row}`)
  }
  await client.end()
}

/** Converts, applies, loads and validates all cases by one route, with nothing but public steps. */
export async function migrateCases(
  source: TestServer,
  target: TestServer,
  route: Route,
  flavour: 'mariadb' | 'mysql',
  policies: ValuePolicies = defaultPolicies,
): Promise<RouteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-fidelity-'))
  try {
    const from = await dialectNamed('mysql')
    const to = await dialectNamed('postgres')
    const script = join(folder, 'source.sql')
    if (route === 'dump') await dump(source, flavour, script)
    else writeFileSync(script, await definitions(source, flavour))
    const read = await readFile(from, script)
    const conversion = await convertAll(read, from, to, `by_${route}_${policies.zeroDates}`)
    const applyFailures = await applyAll(conversion, to, target)
    const rejectFolder = join(folder, 'rejects')
    await load({
      mapping: conversion.mapping,
      source:
        route === 'dump'
          ? { kind: 'script', connector: sourceConnector, segments: read.value.data }
          : { kind: 'live', connector: sourceConnector, endpoint: { ...source.endpoint, database: sourceSchema } },
      target: { connector: targetConnector, endpoint: target.endpoint },
      options: { rejectFolder, workers: 2, policies },
    })
    const records = readRejects(rejectFolder)
    const asked = {
      mapping: conversion.mapping,
      target: { comparer: postgresComparer, endpoint: target.endpoint },
      options: { rejected: rejectedRows(records), maxDifferences: 50, policies },
    }
    const comparer = mysqlComparer
    const validation = await validate({ ...asked, source: { comparer, endpoint: source.endpoint } })
    const byFile =
      route === 'dump' ? await validate({ ...asked, source: { comparer, segments: read.value.data } }) : undefined
    return {
      conversion,
      readFindings: read.findings,
      applyFailures,
      verdicts: byTable(validation),
      ...(byFile ? { fileVerdicts: byTable(byFile) } : {}),
      rejects: records,
      texts: await targetTexts(conversion, target),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const byTable = (result: ValidationResult): ReadonlyMap<string, TableVerdict> =>
  new Map(result.tables.map((table) => [table.source.split('.')[1] ?? '', table]))

async function dialectNamed(id: string): Promise<Dialect> {
  const dialect = await loadDialect(id)
  if (!dialect) throw new Error(`no dialect ${id}`)
  return dialect
}

async function definitions(source: TestServer, flavour: 'mariadb' | 'mysql'): Promise<string> {
  const client = await connectMysql({ ...source.endpoint, database: sourceSchema })
  const statements: string[] = [`USE ${sourceSchema};`]
  for (const [at] of casesOf(flavour)) {
    const [rows] = await client.query(`SHOW CREATE TABLE ${tableName(at)}`)
    statements.push(`${(rows as string[][])[0]![1]};`)
  }
  await client.end()
  return `${statements.join('\n')}\n`
}

/** The program's own dump where it can read the server, else one in its style. */
async function dump(source: TestServer, flavour: 'mariadb' | 'mysql', file: string): Promise<void> {
  if (flavour === 'mysql' || dumpTool === undefined) return writeDump(source, sourceSchema, file)
  const { host, port, user, password } = source.endpoint
  const args = [
    ...[
      '--no-defaults',
      '-h',
      host,
      '-P',
      String(port),
      '-u',
      user,
      '--databases',
      sourceSchema,
      '--result-file',
      file,
    ],
    ...['--default-character-set=utf8mb4', '--hex-blob', '--skip-lock-tables', '--protocol=tcp', '--skip-ssl'],
  ]
  await promisify(execFile)(dumpTool, args, { env: { ...process.env, MYSQL_PWD: password ?? '' } })
}

async function readFile(from: Dialect, path: string): Promise<Report<ReadResult>> {
  const parser = await from.parser?.()
  if (!parser) throw new Error('no parser')
  const file: ScriptFile = { path, size: statSync(path).size, chunks: () => createReadStream(path) }
  return parser.readScript([file], { defaultSchema: sourceSchema })
}

async function convertAll(read: Report<ReadResult>, from: Dialect, to: Dialect, schema: string): Promise<Conversion> {
  const { catalog, sources, statements } = read.value
  const targetVersion = to.defaultVersion
  const code = await standardCode({ source: catalog, from, to, targetVersion })
  const options = { schemas: { [sourceSchema]: schema } }
  const base = { source: catalog, sources, statements, findings: read.findings, from, to, targetVersion, options, code }
  return convert(base)
}

async function applyAll(conversion: Conversion, to: Dialect, target: TestServer): Promise<readonly string[]> {
  const applier = await to.applier?.()
  if (!applier) throw new Error('no applier')
  const plan = await planApply(applier, target.endpoint, conversion.statements, { ddl: 'full', phases: ['pre-data'] })
  const { failed } = await runApply(applier, plan, { workers: 2 })
  return failed.map(({ step, error }) => `${step.statement}: ${error}`)
}

type Rejects = ReadonlyMap<string, ReadonlyMap<string, RejectRecord>>

function readRejects(folder: string): Rejects {
  const files = existsSync(folder) ? readdirSync(folder) : []
  return new Map(
    files.map((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n')
      const records = lines.map((line): RejectRecord => JSON.parse(line))
      return [file.split('.')[1] ?? file, new Map(records.map((record) => [record.key['id'] ?? '', record]))]
    }),
  )
}

function rejectedRows(rejects: Rejects): ReadonlyMap<string, RejectedRows> {
  const entries = [...rejects].map(([table, records]): [string, RejectedRows] => [
    `${sourceSchema}.${table}`,
    { count: records.size, records: [...records.values()] },
  ])
  return new Map(entries)
}

async function targetTexts(conversion: Conversion, target: TestServer): Promise<RouteResult['texts']> {
  const client = await connectPostgres(target.endpoint)
  await client.query("SET TimeZone = 'UTC'")
  const texts = new Map<string, ReadonlyMap<string, string | null>>()
  for (const table of conversion.mapping.tables) {
    const { schema, table: name } = table.target
    const found = await client
      .query<{ id: string; v: string | null }>(`SELECT id::text, v::text FROM "${schema}"."${name}"`)
      .catch(() => ({ rows: [] }))
    texts.set(table.source.table, new Map(found.rows.map((row) => [row.id, row.v])))
  }
  await client.end()
  return texts
}
