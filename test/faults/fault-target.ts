import { type Failpoint, failpoints } from '../../src/core/process/failpoint.js'
import type { Pair } from '../e2e/support/live.js'
import { connectMysql, connectPostgres } from '../support/servers.js'
import { ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'

/** A server that tasks write to; each task has it for itself. */
export interface FaultTarget {
  /** Where a crash matters on such a target, in the order in which a task comes by. */
  readonly failpoints: readonly Failpoint[]
  /** Tables of a database that are loaded again now and then. */
  again(database: string): readonly string[]
  /** Nothing of the database is there; the name tells the task from earlier ones. @returns the URL */
  fresh(database: string, name: string): Promise<string>
  /** One value. */
  ask(name: string, sql: string): Promise<string | null>
  crash(): Promise<void>
  /** Ends the sessions of who works there, as a server or a network does that gives a silent client up. */
  dismiss(name: string): Promise<void>
  stop(): Promise<void>
}

export const targetNames = ['postgres', 'mariadb'] as const

export type TargetName = (typeof targetNames)[number]

export const faultTarget = (name: TargetName, pair: Pair): Promise<FaultTarget> => targets[name](pair)

const targets: Readonly<Record<TargetName, (pair: Pair) => Promise<FaultTarget>>> = {
  postgres: async (pair) => ({
    // On a target whose engine commits with a definition there is one more.
    failpoints: failpoints.filter((point) => point !== 'definition-done'),
    again: (database) => (database === 'shop' ? ['ledger', 'orders'] : ['ledger']),
    async fresh(_, name) {
      // Connections of the pair do not live through a restart.
      const admin = await connectPostgres(pair.postgres.endpoint)
      await admin.query(`CREATE DATABASE ${name}`)
      await admin.end()
      return pair.target(name)
    },
    ask: (name, sql) => pair.ask(name, sql),
    crash: async () => pair.postgres.restart?.('crash'),
    async dismiss(name) {
      const admin = await connectPostgres(pair.postgres.endpoint)
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
      await admin.end()
    },
    stop: async () => undefined,
  }),
  async mariadb() {
    const server = await ownMariadb()
    const options = ['--local-infile=1', '--innodb-buffer-pool-size=256M']
    await server.start(...options)
    const query = async (sql: string): Promise<unknown> => {
      const client = await connectMysql(server.endpoint)
      try {
        const [rows] = await client.query({ sql, rowsAsArray: true })
        return rows
      } finally {
        await client.end()
      }
    }
    return {
      failpoints,
      // Where a foreign key acts, none of its like may be around a table that is loaded again.
      again: (database) => (database === 'shop' ? ['ledger'] : ['customers', 'orders', 'ledger']),
      async fresh(database) {
        for (const name of [database, 'crosswalk']) await query(`DROP DATABASE IF EXISTS ${name}`)
        return `mysql://root@127.0.0.1:${server.endpoint.port}/${database}`
      },
      async ask(_, sql) {
        const rows = await query(sql)
        const [first] = Array.isArray(rows) ? rows.flat() : []
        return first === null || first === undefined ? null : String(first)
      },
      async crash() {
        await server.kill()
        await server.start(...options)
      },
      async dismiss() {
        const own = "SELECT id FROM information_schema.processlist WHERE user = 'root' AND id <> connection_id()"
        const rows = await query(own)
        for (const [id] of Array.isArray(rows) ? rows : []) await query(`KILL ${id}`).catch(() => undefined)
      },
      stop: () => server.stop(),
    }
  },
}
