import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { available, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { begin, changesSince, mappingOf, run } from './support.js'

describe.skipIf(!available('postgres15'))('definitions of a PostgreSQL', () => {
  let server: TestServer
  let source: Endpoint
  let tables: readonly TableMapping[]
  let from: string

  beforeAll(async () => {
    server = await startPostgres15()
    source = server.endpoint
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    await run(
      source,
      'DROP TABLE IF EXISTS a, renamed',
      'CREATE TABLE a (id int PRIMARY KEY, n numeric(5,1), extra text)',
    )
    tables = (await mappingOf(source, 'a')).map((table) => ({
      ...table,
      columns: table.columns.filter((column) => column.source.name !== 'extra'),
    }))
    from = await begin(source, tables)
  })

  const story = async (...statements: readonly string[]): Promise<string[]> => {
    await run(source, ...statements)
    return (await changesSince(source, tables, from)).story
  }

  it('that change are told in front of the first row of the new shape', async () => {
    const seen = await story(
      'INSERT INTO a VALUES (1, 1)',
      'ALTER TABLE a ADD note text, ALTER n TYPE numeric(8,2), DROP extra',
      'INSERT INTO a VALUES (2, 2.25)',
      'INSERT INTO a VALUES (3, 3)',
    )
    expect(seen).toEqual([
      ...['[', '0 + 1,1.0', ']'],
      '! 0 ALTER TABLE public.a DROP COLUMN extra, ALTER COLUMN n TYPE numeric(8,2), ADD COLUMN note text',
      ...['[', '0 + 2,2.25', ']', '[', '0 + 3,3.00', ']'],
    ])
  })

  it('that change inside of a transaction are told in front of it, and it comes once', async () => {
    const seen = await story(
      'INSERT INTO a VALUES (0, 0)',
      `BEGIN; INSERT INTO a VALUES (1, 1); ALTER TABLE a ADD note text; INSERT INTO a VALUES (2, 2, '', 'x');
       ALTER TABLE a ADD more int; INSERT INTO a VALUES (3, 3); COMMIT`,
      'INSERT INTO a VALUES (4, 4)',
    )
    expect(seen).toEqual([
      ...['[', '0 + 0,0.0', ']'],
      '! 0 ALTER TABLE public.a ADD COLUMN note text',
      '! 0 ALTER TABLE public.a ADD COLUMN more integer',
      ...['[', '0 + 1,1.0', '0 + 2,2.0', '0 + 3,3.0', ']', '[', '0 + 4,4.0', ']'],
    ])
  })

  it('that do not concern rows are not told', async () => {
    const seen = await story(
      'INSERT INTO a VALUES (1, 1)',
      'CREATE INDEX ON a (n); ANALYZE a; ALTER TABLE a ALTER n SET DEFAULT 5, ALTER n SET STATISTICS 10',
      'ALTER TABLE a REPLICA IDENTITY FULL',
      'UPDATE a SET n = 2',
    )
    expect(seen).toEqual(['[', '0 + 1,1.0', ']', '[', '0 ~ 1,1.0 > 1,2.0', ']'])
  })

  it('that take a mapped column away stop the stream', async () => {
    const seen = story('INSERT INTO a VALUES (1, 1)', 'ALTER TABLE a DROP n', 'INSERT INTO a VALUES (2)')
    await expect(seen).rejects.toMatchObject({ code: 'XW-S0418', retryable: false })
  })

  it('that swap the names of columns are followed by name', async () => {
    const seen = await story(
      'INSERT INTO a VALUES (1, 1)',
      'ALTER TABLE a ADD m numeric(5,1); ALTER TABLE a RENAME n TO old; ALTER TABLE a RENAME m TO n',
      'INSERT INTO a (id, old, n) VALUES (2, 7, 8)',
    )
    expect(seen.slice(3)).toEqual(['! 0 ALTER TABLE public.a ADD COLUMN old numeric(5,1)', '[', '0 + 2,8.0', ']'])
  })

  it('that give a table another name stop the stream, though another table has its name now', async () => {
    await run(
      source,
      'INSERT INTO a VALUES (1, 1)',
      'ALTER TABLE a RENAME TO renamed',
      'INSERT INTO renamed VALUES (2, 2)',
    )
    await run(source, 'CREATE TABLE a (id int PRIMARY KEY, n numeric(5,1))')
    await expect(changesSince(source, tables, from)).rejects.toMatchObject({ code: 'XW-S0445' })
  })

  it('of a table that is gone stop the stream', async () => {
    await run(source, 'INSERT INTO a VALUES (1, 1)', 'DROP TABLE a')
    await expect(changesSince(source, tables, from)).rejects.toMatchObject({ code: 'XW-S0445' })
  })
})
