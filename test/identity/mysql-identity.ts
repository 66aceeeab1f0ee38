import { execFile } from 'node:child_process'
import type mysql from 'mysql2/promise'
import { convert } from '../../src/convert/pipeline.js'
import type { Dialect } from '../../src/core/dialect/dialect.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { messagesOf } from '../../src/dialects/mysql/copy/script-text.js'
import { dialect } from '../../src/dialects/mysql/index.js'
import { openWriting } from '../../src/dialects/mysql/writing-session.js'
import { connectMysql } from '../support/servers.js'
import { differencesOf, lostIn, type Outcome } from './judge.js'
import { databasesOf, dropDatabases, mysqlCatalogue } from './mysql-catalogue.js'

/**
 * Runs a script on a server, reads what came of it, converts it for the same engine, makes that on the same server in its
 * place and compares what the server says of both. With two servers of the family the script runs on both, and what the first
 * became is made on the second in place of its own. The servers have nothing else.
 */
export async function mysqlIdentity(server: Endpoint, script: Buffer, other?: Endpoint): Promise<Outcome> {
  const target = other ?? server
  const client = await connectMysql(target)
  try {
    await runScript(target, client, script)
    const before = await mysqlCatalogue(client)
    const conversion = await converted(other ? await sourceOf(server, script) : server, target)
    await dropDatabases(client)
    const refused = await apply(
      target,
      conversion.statements.map(({ sql }) => sql),
    )
    const after = await mysqlCatalogue(client)
    const differences = differencesOf(before, after, conversion.findings)
    return { count: before.size, differences, refused, lost: lostIn(conversion) }
  } finally {
    await client.end()
  }
}

async function runScript(server: Endpoint, client: mysql.Connection, script: Buffer): Promise<void> {
  await dropDatabases(client)
  await client.query('CREATE DATABASE app CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci')
  await runClient(server, script)
}

async function sourceOf(server: Endpoint, script: Buffer): Promise<Endpoint> {
  const client = await connectMysql(server)
  await runScript(server, client, script)
  await client.end()
  return server
}

async function converted(server: Endpoint, target: Endpoint) {
  const own: Dialect = dialect
  const version = own.parseVersion(await versionOf(target))
  const client = await connectMysql(server)
  const schemas = await databasesOf(client)
  await client.end()
  const reader = await own.reader?.()
  if (!reader) throw new Error('no reader')
  const { value, findings } = await reader.read(server, { schemas })
  const { catalog: source, sources, statements } = value
  return convert({ source, sources, statements, findings, from: own, to: own, targetVersion: version })
}

async function versionOf(server: Endpoint): Promise<string> {
  const client: mysql.Connection = await connectMysql(server)
  const [rows] = await client.query<mysql.RowDataPacket[][]>({ sql: 'SELECT VERSION()', rowsAsArray: true })
  await client.end()
  return String(rows[0]?.[0])
}

/** In one session, as an application does it. Gives what the server refused, in its words. */
async function apply(server: Endpoint, statements: readonly string[]): Promise<readonly string[]> {
  const connection = await openWriting(server, { withoutDatabase: true })
  const refused: string[] = []
  for (const sql of statements)
    for (const message of messagesOf(sql)) {
      if (message.trim() === '') continue
      await connection.run(message).catch((error: unknown) => {
        refused.push(`${String(error instanceof Error ? error.message : error)}: ${message.slice(0, 200)}`)
      })
    }
  connection.close()
  return refused
}

/** What the server does not take of a script is left out. */
const runClient = (server: Endpoint, script: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const words = ['--no-defaults', '--force', '--default-character-set=utf8mb4', '-h', server.host]
    const env = { ...process.env, MYSQL_PWD: server.password ?? '' }
    const to = ['-P', String(server.port), '-u', server.user, 'app']
    const child = execFile('mariadb', [...words, ...to], { env }, (_error, _out, said) =>
      // 1000 to 1999 are of the server and 2000 to 2999 of the client, which then ran nothing.
      /^ERROR (?:2\d{3}|1045) /m.test(said) ? reject(new Error(said)) : resolve(),
    )
    child.stdin?.end(script)
  })
