import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change, Tuple } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { tupleWriters } from '../../../../../src/dialects/postgres/apply-changes/tuple-writer.js'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { CopyIn } from '../../../../../src/dialects/postgres/data/copy-in.js'
import { readTargetTable } from '../../../../../src/dialects/postgres/data/target-table.js'
import { available, connectPostgres, type ServerName, type TestServer } from '../../../../support/servers.js'
import { everyType, ownTypes } from '../data/every-type.js'
import { begin, changesSince, mappingOf, Recorder, run } from './support.js'

const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

export const paritySuite = (title: string, name: ServerName, start: () => Promise<TestServer>) =>
  describe.skipIf(!available(name))(title, () => {
    let server: TestServer
    let source: Endpoint
    let target: Endpoint
    const types = Object.keys(everyType)
    let mappings: readonly TableMapping[]
    /** By table. */
    let images: readonly Tuple[][]
    let client: pg.Client

    beforeAll(async () => {
      server = await start()
      source = server.endpoint
      target = { ...source, database: 'copy' }
      await run(source, 'CREATE DATABASE copy')
      // Numbers of user types differ from those of the source.
      await run(target, "CREATE TYPE before AS ENUM ('x')", 'CREATE TYPE also AS (a int)')
      for (const one of [source, target]) {
        await run(one, ownTypes)
        const tables = types.map((type, at) => `CREATE TABLE t${at} (n serial PRIMARY KEY, x ${type})`)
        await run(one, tables.join('; '))
      }
      mappings = await mappingOf(source, ...types.map((_, at) => `t${at}`))
      const from = await begin(source, mappings)
      const rows = types.flatMap((type, at) => [...(everyType[type] ?? []), 'NULL'].map((one) => [at, one] as const))
      await run(source, rows.map(([at, literal]) => `INSERT INTO t${at} (x) VALUES (${literal})`).join('; '))
      images = await streamed(from)
      client = await connectPostgres(target)
      await client.query("SET timezone = 'UTC'; SET lc_monetary = 'C'")
    })
    afterAll(async () => {
      await client?.end()
      await server?.stop()
    })

    async function streamed(from: string): Promise<Tuple[][]> {
      const plain = await connectPostgres(target)
      const tables = []
      for (const mapping of mappings) tables.push({ mapping, columns: (await readTargetTable(plain, mapping)).columns })
      await plain.end()
      const writers = tupleWriters(tables, defaultPolicies)
      const stream = await changeSource.open(source, {
        ...{ tables: mappings, writers, from, reader: 'test', policies: defaultPolicies },
      })
      const sink = new Recorder()
      await stream.pump(sink, { until: await changeSource.head(source) })
      await stream.close()
      const found = mappings.map((): Tuple[] => [])
      for (const seen of sink.seen) {
        if (seen.kind === 'refused') throw new Error(JSON.stringify([seen.refused, types[seen.refused.table]]))
        if (seen.kind === 'change') found[seen.change.table]!.push(afterOf(seen.change))
      }
      return found
    }

    it.each(types.map((type, at) => ({ type, at })))('of $type is stored as it was', async ({ type, at }) => {
      const copy = await CopyIn.open(client, `COPY t${at} FROM STDIN (FORMAT binary)`)
      const width = Buffer.from([0, 2])
      const body = [head, ...images[at]!.flatMap((image) => [width, image]), Buffer.from([0xff, 0xff])]
      await new Promise<void>((resolve) => copy.sendLong(Buffer.concat(body), resolve))
      await copy.finish()
      const shown = `SELECT n, format('%s', x) AS x, x IS NULL AS missing FROM t${at} ORDER BY n`
      const plain = await connectPostgres(source)
      await plain.query("SET timezone = 'UTC'; SET lc_monetary = 'C'")
      const [expected, stored] = [await plain.query(shown), await client.query(shown)]
      await plain.end()
      expect(stored.rows).toEqual(expected.rows)
      expect(stored.rows).toHaveLength((everyType[type] ?? []).length + 1)
    })

    it('comes as text where a writer knows no binary form, and means the same', async () => {
      const [moment] = await mappingOf(source, `t${types.indexOf('tsvector')}`)
      const from = await begin(source, [moment!], 'text')
      await run(source, `INSERT INTO t${types.indexOf('tsvector')} (x) VALUES ('fat:2B cat:3')`)
      const seen = (await changesSince(source, [moment!], from, 'text')).story
      expect(seen[1]).toMatch(/^0 \+ \d+,'cat':3 'fat':2B$/)
    })
  })

function afterOf(change: Change): Tuple {
  if (change.kind !== 'insert') throw new Error(`an ${change.kind} was not made`)
  return change.after
}
