import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import type pg from 'pg'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../../support/servers.js'

export const live = available('mariadb') && available('postgres15')

/** A source and a target with an administrator on each, and URLs of their databases. */
export interface Pair {
  readonly mariadb: TestServer
  readonly postgres: TestServer
  readonly my: mysql.Connection
  readonly pg: pg.Client
  source(database: string, login?: string): string
  target(database: string, login?: string): string
  /** An empty database on the target, made anew. */
  freshTarget(database: string): Promise<string>
  /** One value from a database of the target. */
  ask(database: string, sql: string): Promise<string | null>
  stop(): Promise<void>
}

export async function startPair(): Promise<Pair> {
  const [mariadb, postgres] = await Promise.all([startMariadb(), startPostgres15()])
  const my = await connectMysql(mariadb.endpoint)
  const admin = await connectPostgres(postgres.endpoint)
  my.on('error', () => undefined)
  admin.on('error', () => undefined)
  const target = (database: string, login = 'tester') =>
    `postgresql://${login}@127.0.0.1:${postgres.endpoint.port}/${database}`
  return {
    ...{ mariadb, postgres, my, pg: admin, target },
    source: (database, login = 'root') => `mysql://${login}@127.0.0.1:${mariadb.endpoint.port}/${database}`,
    async freshTarget(database) {
      await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
      await admin.query(`CREATE DATABASE "${database}"`)
      return target(database)
    },
    async ask(database, sql) {
      const client = await connectPostgres({ ...postgres.endpoint, database })
      try {
        const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' })
        return rows[0]?.[0] ?? null
      } finally {
        await client.end()
      }
    },
    async stop() {
      await Promise.allSettled([my.end(), admin.end()])
      await Promise.all([mariadb.stop(), postgres.stop()])
    },
  }
}

export const processOf = {
  mariadb: (server: TestServer): number => Number(readFileSync(pidFile(server), 'utf8')),
  postgres: (server: TestServer): number =>
    Number(readFileSync(join(server.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]),
}

function pidFile(server: TestServer): string {
  const host = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim()
  return join(server.folder, 'data', `${host}.pid`)
}
