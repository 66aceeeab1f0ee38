import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'

export interface Scripted {
  readonly schema: string
  readonly files: readonly string[]
}

const cases = 'fixtures/convert/mysql-to-postgres'
const shop = 'fixtures/databases/shop'

/** One database per fixture: every case of the specification by example, and the shop in both forms. */
export function fixtures(): readonly Scripted[] {
  const folders = readdirSync(cases).flatMap((topic) => readdirSync(join(cases, topic)).map((one) => join(topic, one)))
  return [
    ...folders.map((folder) => ({
      schema: `case_${folder.replaceAll(/[^a-z0-9]/g, '_')}`,
      files: [join(cases, folder, 'input.sql')].filter((file) => existsSync(file)),
    })),
    { schema: 'shop_old', files: [join(shop, 'mysql.sql')] },
    { schema: 'shop_new', files: [join(shop, 'mysql.sql'), join(shop, 'mariadb.sql')] },
  ]
}

/**
 * Runs the files through the server's own client, which knows DELIMITER. What the server does not take is left out: it is
 * the judge of what a valid schema is. Gives the databases that are there afterwards and were not before.
 */
export async function loadScripts(
  client: mysql.Connection,
  server: Endpoint,
  scripts: readonly Scripted[],
): Promise<readonly string[]> {
  // A second try of a test finds what the first one left.
  const own = new Set(scripts.map(({ schema }) => schema))
  const before = (await databases(client)).filter((name) => !own.has(name))
  for (const { schema, files } of scripts) {
    await client.query(`DROP DATABASE IF EXISTS ${schema}`)
    await client.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`)
    for (const file of files) await runClient(server, schema, readFileSync(file))
  }
  return (await databases(client)).filter((name) => !before.includes(name))
}

async function databases(client: mysql.Connection): Promise<readonly string[]> {
  const [rows] = await client.query<mysql.RowDataPacket[][]>('SHOW DATABASES')
  return rows.map((row) => String(row[0]))
}

const runClient = (server: Endpoint, schema: string, input: Buffer): Promise<void> =>
  new Promise((resolve) => {
    const words = ['--no-defaults', '--force', '--default-character-set=utf8mb4', '-h', server.host]
    const child = execFile('mariadb', [...words, '-P', String(server.port), '-u', server.user, schema], () => resolve())
    child.stdin?.end(input)
  })
