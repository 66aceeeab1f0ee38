import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import mysql, { type Connection } from 'mysql2/promise'
import { missingPackages, type Servers, startServers } from '../load/servers.js'
import { type Conversion, convertFiles, convertLive, convertPeer, keep } from './contenders.js'
import { type JudgedUnit, judge } from './outcome.js'
import { readSource } from './source-units.js'
import { addCounts, type ByKind, contentOf, countByKind, printCounts } from './table.js'
import { applyAndCheck, type TargetCatalog } from './target.js'

interface Options {
  readonly folders: readonly string[]
  readonly fromFiles: boolean
  readonly withPeer: boolean
  /** Where everything is kept that explains the numbers, or undefined. */
  readonly details: string | undefined
}

type Counted = Readonly<Record<string, ByKind>>

/**
 * Conversion of whole schemas, code and all, judged by the target: each folder of SQL files is loaded into a source server,
 * converted by us and by ora2pg from that server, applied to a fresh target database each, and every routine is checked.
 * Arguments: folders, or BENCH_SCHEMAS (paths with `:` between them); `--from-files` converts the files too,
 * `--no-peer` leaves ora2pg out, `--details=FOLDER` keeps what was written and the verdict on each object.
 */
export async function benchCode(args: readonly string[]): Promise<void> {
  const options = optionsOf(args)
  if (options.folders.length === 0) return say('bench code: no folder of SQL was named; nothing is measured')
  const missing = packagesMissing(options.withPeer)
  if (missing.length > 0) throw new Error(`bench code needs these Debian packages: ${missing.join(' ')}`)
  const servers = await startServers()
  try {
    sql(servers, "CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@'127.0.0.1'")
    const all: Counted[] = []
    for (const folder of options.folders) all.push(await benchSchema(servers, folder, options))
    if (all.length > 1) printCounts(`all ${all.length} schemas`, addCounts(all), say)
  } finally {
    await servers.stop()
  }
}

function optionsOf(args: readonly string[]): Options {
  const named = args.filter((arg) => !arg.startsWith('--'))
  const fallback = (process.env['BENCH_SCHEMAS'] ?? '').split(':').filter((path) => path !== '')
  return {
    folders: (named.length > 0 ? named : fallback).map((path) => resolve(path)),
    fromFiles: args.includes('--from-files'),
    withPeer: !args.includes('--no-peer'),
    details: args.find((arg) => arg.startsWith('--details='))?.slice('--details='.length),
  }
}

function packagesMissing(withPeer: boolean): readonly string[] {
  const checker = '/usr/share/postgresql/15/extension/plpgsql_check.control'
  return [
    ...missingPackages(false),
    ...(existsSync(checker) ? [] : ['postgresql-15-plpgsql-check']),
    ...(withPeer && !existsSync('/usr/bin/ora2pg') ? ['ora2pg', 'libdbd-mysql-perl'] : []),
  ]
}

async function benchSchema(servers: Servers, folder: string, options: Options): Promise<Counted> {
  const schema = basename(folder).replace(/\W/g, '_').toLowerCase()
  fill(servers, schema, folder)
  const connection = await connect(servers, schema)
  const source = await readSource(connection, schema).finally(() => connection.end())
  const out = join(servers.folder, 'out', schema)
  const runs: Readonly<Record<string, () => Promise<Conversion>>> = {
    crosswalk: () => convertLive(servers, schema, join(out, 'crosswalk')),
    ...(options.fromFiles ? { 'crosswalk files': () => convertFiles(folder, join(out, 'crosswalk-files')) } : {}),
    ...(options.withPeer ? { ora2pg: () => convertPeer(servers, schema, join(out, 'ora2pg')) } : {}),
  }
  const counts: Record<string, ByKind> = {}
  const line: Record<string, unknown> = { bench: 'code', schema }
  const details: Record<string, unknown> = {}
  for (const [tool, convert] of Object.entries(runs)) {
    const conversion = await convert()
    const catalog = await applyAndCheck(servers.targetPort, conversion.scripts)
    const units = judge(source, conversion, catalog)
    counts[tool] = countByKind(units)
    line[tool.replace(' ', '_')] = summary(conversion, catalog, counts[tool])
    details[tool] = detail(units, catalog)
  }
  printCounts(`${schema}: ${contentOf(source.units)}`, counts, say)
  process.stdout.write(`${JSON.stringify(line)}\n`)
  if (options.details !== undefined) keepDetails(join(options.details, schema), out, details)
  sql(servers, `DROP DATABASE \`${schema}\``)
  return counts
}

const summary = (conversion: Conversion, catalog: TargetCatalog, counts: ByKind) => ({
  seconds: Math.round(conversion.seconds * 10) / 10,
  statements: catalog.applied + catalog.refused.length,
  refused: catalog.refused.length,
  kinds: counts,
})

/** All that explains the numbers of one tool: verdicts, refused statements, errors of routines that are no unit's. */
const detail = (units: readonly JudgedUnit[], catalog: TargetCatalog) => ({
  units,
  refused: catalog.refused.map((one) => ({ ...one, statement: one.statement.text })),
  routines: catalog.routines.filter((one) => one.errors.length > 0),
  triggers: catalog.triggers.filter((one) => one.errors.length > 0),
})

function keepDetails(folder: string, out: string, details: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true })
  if (existsSync(out)) keep(out, join(folder, 'out'))
  writeFileSync(join(folder, 'verdicts.json'), JSON.stringify(details, null, 1))
}

/** Loads the files of a folder in the order of their names; what the server refuses is simply not there. */
function fill(servers: Servers, schema: string, folder: string): void {
  sql(servers, `CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4`)
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  for (const file of files.sort()) {
    const client = [
      '--no-defaults',
      '-u',
      'root',
      '-S',
      socketOf(servers),
      '--default-character-set=utf8mb4',
      '--force',
    ]
    try {
      execFileSync('mariadb', [...client, schema], {
        stdio: [openSync(join(folder, file), 'r'), 'ignore', 'pipe'],
        encoding: 'utf8',
      })
    } catch (error) {
      say(`${schema}: not all of ${file} was loaded: ${error instanceof Error ? error.message.split('\n')[1] : ''}`)
    }
  }
}

const connect = (servers: Servers, database: string): Promise<Connection> =>
  mysql.createConnection({ host: '127.0.0.1', port: servers.sourcePort, user: 'bench', password: 'bench', database })

const socketOf = (servers: Servers): string => join(servers.folder, 'source.sock')

function sql(servers: Servers, statements: string): void {
  execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socketOf(servers), '-e', statements], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
