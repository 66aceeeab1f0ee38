import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedPostgres } from '../../../../../src/dialects/postgres/embedded/server.js'
import { giveToRuntimeUser, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { run } from './support.js'

/** Needs a restart to take effect. */
const settings = ["ALTER SYSTEM SET wal_level = 'logical'", 'ALTER SYSTEM SET max_prepared_transactions = 5']

export async function logicalPostgres15(): Promise<TestServer> {
  const server = await startPostgres15()
  await run(server.endpoint, ...settings)
  await server.restart?.()
  return server
}

/** A server of its own, whose log tells of rows. */
export async function logicalEmbedded(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-logical-'))
  giveToRuntimeUser(folder)
  const first = await embeddedPostgres.start({ folder, database: 'test' })
  await run(first.endpoint, ...settings)
  await first.stop()
  const server = await embeddedPostgres.start({ folder, database: 'test' })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...server, folder, stop }
}
