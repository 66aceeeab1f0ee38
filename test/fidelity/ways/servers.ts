import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { connectMysql, connectPostgres, startMariadb, startPostgres15, type TestServer } from '../../support/servers.js'
import { ownMariadb } from '../../unit/dialects/mysql/changes/own-server.js'
import { mysqlSide, postgresSide, type Side } from './side.js'

/** Servers of a pair, with a side of each and one way to stop all. */
export interface Servers {
  readonly source: Side
  readonly target: Side
  stop(): Promise<void>
}

type Started = Pick<TestServer, 'endpoint' | 'stop'>

async function newDatabase(server: Started, name: string): Promise<Endpoint> {
  if (server.endpoint.dialect === 'mysql') {
    const client = await connectMysql(server.endpoint)
    await client.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
    await client.end()
  } else {
    const client = await connectPostgres(server.endpoint)
    await client.query(`CREATE DATABASE ${name}`)
    await client.end()
  }
  return { ...server.endpoint, database: name }
}

async function sideOf(server: Started, name: string): Promise<Side> {
  const endpoint = await newDatabase(server, name)
  return endpoint.dialect === 'mysql' ? mysqlSide(endpoint, name) : postgresSide(endpoint, name)
}

/** `another`: a second server of the engine. */
const starters = {
  mysql: startMariadb,
  postgres: startPostgres15,
  async another(): Promise<Started> {
    const server = await ownMariadb()
    await server.start()
    return server
  },
}

export async function startServers(from: keyof typeof starters, to: keyof typeof starters): Promise<Servers> {
  const [first, second] = await Promise.all([starters[from](), starters[to]()])
  const source = await sideOf(first, 'ways')
  // Tables keep the name of their database; two databases of one server have two names.
  const target = await sideOf(second, from === to ? 'ways_copy' : 'ways')
  return {
    source,
    target,
    async stop() {
      await Promise.allSettled([source.close(), target.close()])
      await Promise.all([first.stop(), second.stop()])
    },
  }
}
