import pg from 'pg'
import { expect, it } from 'vitest'
import { runtimeClosure, runtimeFunction, runtimeNames } from '../../../../../src/dialects/postgres/runtime/index.js'
import { available, startPostgres15 } from '../../../../support/servers.js'

it.skipIf(!available('postgres15'))(
  'the runtime library can be made on an older server and keeps what its examples say',
  async () => {
    const server = await startPostgres15()
    const { host, port, user, password, database } = server.endpoint
    const client = new pg.Client({ host, port, user, password, database: database ?? 'test' })
    await client.connect()
    try {
      await client.query("SET TimeZone = 'UTC'; CREATE SCHEMA crosswalk_rt")
      for (const each of runtimeClosure(runtimeNames())) await client.query(each.sql)
      const wrong: string[] = []
      for (const name of runtimeNames()) {
        const example = /^-- Example: (.*)$/m.exec(runtimeFunction(name)?.sql ?? '')?.[1] ?? 'false'
        // Examples about objects of the user need some.
        if (/'app\./.test(example)) continue
        const held = await client.query(`SELECT (${example}) AS held`).then(
          ({ rows }) => rows[0]?.held,
          (error: unknown) => String(error),
        )
        if (held !== true) wrong.push(`${name}: ${example}: ${held}`)
      }
      expect(wrong).toEqual([])
    } finally {
      await client.end()
      await server.stop()
    }
  },
  60_000,
)
