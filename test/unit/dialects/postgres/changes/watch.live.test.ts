import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChangeStream } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { openStream } from '../../../../../src/dialects/postgres/changes/stream.js'
import { PlainWriter } from '../../../../support/change-recorder.js'
import { available, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { ask, begin, mappingOf, Recorder, run } from './support.js'

describe.skipIf(!available('postgres15'))('what takes rows out of a log without a word in it', () => {
  let server: TestServer
  let source: Endpoint
  let tables: readonly TableMapping[]
  let stream: ChangeStream
  let sink: Recorder
  let reading: Promise<unknown>

  beforeAll(async () => {
    server = await startPostgres15()
    source = server.endpoint
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    await run(
      source,
      'DROP TABLE IF EXISTS a, parts, gone',
      'CREATE TABLE a (id int PRIMARY KEY)',
      'CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)',
      'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20)',
    )
    tables = await mappingOf(source, 'a', 'parts')
    const from = await begin(source, tables)
    const writers = tables.map((table) => new PlainWriter(table))
    stream = await openStream(source, { tables, writers, from, reader: 'test', policies: defaultPolicies }, 100)
    sink = new Recorder()
    reading = stream.pump(sink).then(
      () => 'ended',
      (error: unknown) => error,
    )
    await run(source, 'INSERT INTO a VALUES (1)')
    await until(() => sink.story.length === 3)
  })

  const stopped = async (...statements: readonly string[]): Promise<unknown> => {
    await run(source, ...statements)
    const error = await reading
    await stream.close()
    return error
  }

  it('stops the stream when a table is dropped', async () => {
    expect(await stopped('DROP TABLE a')).toMatchObject({ code: 'XW-S0445', retryable: false })
  })

  it('stops the stream when a table is not published any more', async () => {
    const name = await ask(source, 'SELECT pubname FROM pg_publication')
    expect(await stopped(`ALTER PUBLICATION ${name} DROP TABLE a`)).toMatchObject({ code: 'XW-S0445' })
  })

  it('is told as a definition when a partition goes with its rows', async () => {
    await run(source, 'INSERT INTO parts VALUES (1)')
    await until(() => sink.story.length === 6)
    await run(source, 'ALTER TABLE parts DETACH PARTITION parts_1')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await run(source, 'INSERT INTO a VALUES (2)')
    await until(() => sink.story.length === 10)
    expect(sink.story.slice(6)).toEqual([
      '! 1 ALTER TABLE public.parts DETACH PARTITION parts_1',
      ...['[', '0 + 2', ']'],
    ])
    await stream.close()
    expect(await reading).toBe('ended')
    await run(source, 'DROP TABLE parts_1')
  })
})

async function until(what: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (what()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come to that')
}
