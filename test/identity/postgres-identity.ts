import { execFile } from 'node:child_process'
import { convert } from '../../src/convert/pipeline.js'
import type { Dialect, ReadResult } from '../../src/core/dialect/dialect.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import type { Report } from '../../src/core/findings/finding.js'
import { dialect } from '../../src/dialects/postgres/index.js'
import { scriptOf } from '../round-trips/trip.js'
import { connectPostgres } from '../support/servers.js'
import { type Catalogue, differencesOf, lostIn, type Outcome } from './judge.js'

/** What is converted: the script as somebody wrote it, or what the server's own tool says of the database that it made. */
export type Reading = 'script' | 'server'

/** Makes a database of a script, another one of what the script or the first becomes, and compares what pg_dump says of both. */
export async function postgresIdentity(server: Endpoint, script: Buffer, reading: Reading): Promise<Outcome> {
  await renewDatabases(server)
  const source: Endpoint = { ...server, database: 'identity_source' }
  const target: Endpoint = { ...server, database: 'identity_target' }
  // Scripts of fixtures do not make it; one that stays empty goes again.
  await psql(source, Buffer.concat([Buffer.from('CREATE SCHEMA app;\n'), script]))
  await psql(source, Buffer.from('DROP SCHEMA app'))
  const before = entriesIn(await dump(source))
  const conversion = await converted(await read(source, script, reading))
  const refused = await apply(
    target,
    conversion.statements.map(({ sql }) => sql),
  )
  const after = entriesIn(await dump(target))
  const differences = differencesOf(before, after, conversion.findings)
  return { count: before.size, differences, refused, lost: lostIn(conversion) }
}

async function renewDatabases(server: Endpoint): Promise<void> {
  const admin = await connectPostgres(server)
  for (const name of ['identity_source', 'identity_target']) {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  }
  await admin.end()
}

async function read(source: Endpoint, script: Buffer, reading: Reading): Promise<Report<ReadResult>> {
  const own: Dialect = dialect
  if (reading === 'script') {
    const parser = await own.parser?.()
    if (!parser) throw new Error('no parser')
    return parser.readScript([scriptOf(script.toString())], { defaultSchema: 'public' })
  }
  const reader = await own.reader?.()
  if (!reader) throw new Error('no reader')
  return reader.read(source, { schemas: [] })
}

async function converted({ value, findings }: Report<ReadResult>) {
  const { catalog, sources, statements } = value
  const own = { from: dialect, to: dialect, targetVersion: dialect.parseVersion('15') }
  return convert({ source: catalog, sources, statements, findings, ...own })
}

async function apply(target: Endpoint, statements: readonly string[]): Promise<readonly string[]> {
  const client = await connectPostgres(target)
  const refused: string[] = []
  for (const sql of statements)
    await client.query(sql).catch(async (error: unknown) => {
      refused.push(`${error instanceof Error ? error.message : String(error)}: ${sql.slice(0, 300)}`)
      await client.query('RESET ALL')
    })
  await client.end()
  return refused
}

const tool = (name: string): string => `/usr/lib/postgresql/15/bin/${name}`

const urlOf = ({ host, port, user, password, database }: Endpoint): string =>
  `postgresql://${user}:${password ?? ''}@${host}:${port}/${database ?? ''}`

/** What the server does not take of a script is left out. */
const psql = (at: Endpoint, script: Buffer): Promise<void> =>
  new Promise((resolve) => {
    const child = execFile(tool('psql'), ['-X', '-q', urlOf(at)], { maxBuffer: 1 << 28 }, () => resolve())
    child.stdin?.end(script)
  })

const dump = (at: Endpoint): Promise<string> =>
  new Promise((resolve, reject) => {
    const words = ['--schema-only', '--no-owner', '--no-privileges', urlOf(at)]
    execFile(tool('pg_dump'), words, { maxBuffer: 1 << 28 }, (error, text) => (error ? reject(error) : resolve(text)))
  })

/** Entries of a dump by kind and name, as its comments name them. */
function entriesIn(text: string): Catalogue {
  const found = new Map<string, string>()
  const heads = /^-- Name: (.*); Type: (.*); Schema: (\S+); Owner: .*$/gm
  const all = [...text.matchAll(heads)]
  for (const [at, head] of all.entries()) {
    const [line, name = '', type = '', schema = ''] = head
    const end = all[at + 1]?.index ?? text.length
    const own = text
      .slice(head.index + line.length, end)
      .replace(/^(?:--|\\(?:un)?restrict ).*$/gm, '')
      .trim()
    const key = `${type.toLowerCase()} ${schema === '-' ? '' : `${schema}.`}${name}`
    found.set(key, [found.get(key), own].filter((each) => each !== undefined).join('\n'))
  }
  return found
}
