import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { available } from '../../../../support/servers.js'
import { type OwnServer, ownMysql } from './own-server.js'
import { changesSince, headOf, mappingOf, run } from './support.js'

const numbered = ['--gtid-mode=ON', '--enforce-gtid-consistency', '--log-slave-updates']

describe.skipIf(!available('embedded-mysql'))('a log of MySQL that was begun anew', () => {
  let server: OwnServer
  let tables: readonly TableMapping[]

  beforeAll(async () => {
    server = await ownMysql()
    await server.start('--log-bin=binlog', '--binlog-format=ROW')
    await run(server.endpoint, 'CREATE DATABASE shop', 'CREATE TABLE shop.a (id INT PRIMARY KEY)')
    tables = await mappingOf(server.endpoint, 'shop')
  })
  afterAll(() => server?.stop())

  const insert = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `INSERT INTO shop.a VALUES (${from + at})`)

  it.each([
    ['with its places alone', []],
    ['with GTIDs', numbered],
  ])('is not taken for the one that it was, however far it has grown, %s', async (_, options) => {
    await server.kill()
    await server.start('--log-bin=binlog', '--binlog-format=ROW', ...options)
    await run(server.endpoint, 'DELETE FROM shop.a', 'RESET MASTER', ...insert(0, 2))
    const from = await headOf(server.endpoint)
    await run(server.endpoint, ...insert(2, 2))
    const { seen } = await changesSince(server.endpoint, tables, from)
    const [first, last] = seen.flatMap((one) => (one.kind === 'commit' ? [one.mark.position] : []))
    expect((await changesSince(server.endpoint, tables, first ?? '')).story).toEqual(['[', '0 + 3', ']'])
    // Files are told apart by seconds.
    await new Promise((done) => setTimeout(done, 1100))
    await run(server.endpoint, 'RESET MASTER', ...insert(4, 20))
    await expect(changesSince(server.endpoint, tables, last ?? '')).rejects.toMatchObject({
      code: 'XW-S0407',
      message: expect.stringContaining('was begun anew'),
    })
  })
})
