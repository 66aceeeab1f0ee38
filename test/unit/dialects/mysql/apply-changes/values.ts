import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeTarget } from '../../../../../src/dialects/mysql/apply-changes/target.js'
import { changeSource } from '../../../../../src/dialects/mysql/changes/source.js'
import { casesOf, fillCases, sourceSchema, tableName } from '../../../../fidelity/run.js'
import { Recorder } from '../../../../support/change-recorder.js'
import { available, connectMysql, type ServerName, startServer, type TestServer } from '../../../../support/servers.js'
import { batchOf } from '../../postgres/apply-changes/support.js'
import { mappedInto } from '../load/support.js'
import { moreCases } from '../load/values.js'

const unstorable = (type: string, value: string): boolean =>
  type.startsWith('ENUM') && (value === "'nothing of it'" || value === "'😀'")

const others = ['every_byte', 'own_numbers', 'without_key', 'pages']

/** Every type and edge value inserted, moved from row to row, put in keys that move, and deleted; compared by the server's own checksums. */
export function describeStreamedValues(name: ServerName): void {
  const flavour = name === 'mariadb' ? 'mariadb' : 'mysql'
  describe.skipIf(!available(name))(`values of the log of ${name} into the same engine`, () => {
    let server: TestServer
    let client: mysql.Connection
    const modes = ['ordered', 'net'] as const
    beforeAll(async () => {
      server = await startServer(name)
      await fillCases(server, flavour)
      await moreCases(server)
      client = await connectMysql(server.endpoint)
      await client.query("SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'")
      // A value outside of its labels cannot be written anew, and a label that the server itself shows as `?` has none in the log.
      for (const [at, { type, values }] of casesOf(flavour))
        for (const [row, { value }] of values.entries())
          if (unstorable(type, value))
            await client.query(`DELETE FROM ${sourceSchema}.${tableName(at)} WHERE id = ${row + 1}`)
      await changeAll()
    })
    afterAll(async () => {
      await client?.end()
      await server?.stop()
    })

    let mapped: readonly TableMapping[]
    let from: string

    async function changeAll(): Promise<void> {
      const tables = [...casesOf(flavour).map(([at]) => tableName(at)), ...others]
      for (const schema of ['streamed', ...modes.map((mode) => `into_${mode}`)]) {
        await client.query(`CREATE DATABASE ${schema}`)
        for (const table of tables) await client.query(`CREATE TABLE ${schema}.${table} LIKE ${sourceSchema}.${table}`)
      }
      mapped = await mappedInto(server, 'streamed', 'anywhere')
      from = await changeSource.head(server.endpoint)
      for (const table of tables) {
        const [here, there] = [`streamed.${table}`, `${sourceSchema}.${table}`]
        await client.query(`INSERT INTO ${here} SELECT * FROM ${there}`)
        if (table === 'without_key')
          await client.query(`UPDATE ${here} SET b = 'é' WHERE b = 'X'; DELETE FROM ${here} WHERE a IS NULL LIMIT 1`)
        if (others.includes(table)) continue
        // Each row gets the value of the next, and another key; some go.
        await client.query(`UPDATE ${here} h JOIN ${there} t ON t.id = h.id + 1 SET h.v = t.v`)
        await client.query(`UPDATE ${here} SET id = id + 1000 WHERE id % 2 = 0`)
        await client.query(`DELETE FROM ${here} WHERE id % 5 = 3`)
      }
    }

    describe.each(modes)('in mode %s', (mode) => {
      beforeAll(async () => {
        const tables = mapped.map((table) => ({ ...table, target: { ...table.target, schema: `into_${mode}` } }))
        const options = { task: mode, tables, policies: defaultPolicies }
        const applier = await changeTarget.open(server.endpoint, options)
        const stream = await changeSource.open(server.endpoint, {
          ...options,
          writers: applier.writers,
          from,
          reader: `values ${mode}`,
        })
        const sink = new Recorder()
        await stream.pump(sink, { until: await changeSource.head(server.endpoint) })
        await stream.close()
        expect(sink.seen.filter(({ kind }) => kind === 'refused')).toEqual([])
        const changes = sink.seen.flatMap((one): readonly Change[] => (one.kind === 'change' ? [one.change] : []))
        const batch = batchOf(changes, { position: 'end', at: 1 }, { pieceSize: mode === 'net' ? 100_000 : 500 })
        await applier.apply(batch, { mode, overlapping: false })
        await applier.close()
      })

      it.each([
        ...casesOf(flavour).map(([at, { type }]) => [type.slice(0, 60), tableName(at)] as const),
        ...others.map((table) => [table, table] as const),
      ])('are equal: %s', async (_type, table) => {
        const [rows] = await client.query(`CHECKSUM TABLE streamed.${table}, into_${mode}.${table}`)
        const sums = Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row[1] : row)) : []
        expect(sums[1]).toBe(sums[0])
        const [counts] = await client.query(`SELECT COUNT(*) FROM into_${mode}.${table}`)
        expect(Number(Array.isArray(counts) && Array.isArray(counts[0]) ? counts[0][0] : 0)).toBeGreaterThan(0)
      })
    })
  })
}
