import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeSource } from '../../../../../src/dialects/mysql/changes/source.js'
import { parsePosition, positionText } from '../../../../../src/dialects/mysql/log-position.js'
import { available } from '../../../../support/servers.js'
import { type OwnServer, ownMariadb } from './own-server.js'
import { headOf, mappingOf, run } from './support.js'

describe.skipIf(!available('mariadb'))('the check of a source of changes', () => {
  let server: OwnServer
  let tables: readonly TableMapping[]

  beforeAll(async () => {
    server = await ownMariadb()
    await server.start('--log-bin=binlog', '--binlog-format=ROW')
    await run(
      server.endpoint,
      'CREATE DATABASE shop',
      'CREATE TABLE shop.parent (id INT PRIMARY KEY) ENGINE=InnoDB',
      'CREATE TABLE shop.child (id INT PRIMARY KEY, p INT, CONSTRAINT of_parent FOREIGN KEY (p) REFERENCES shop.parent (id) ON DELETE CASCADE)',
      "CREATE USER weak IDENTIFIED BY 'w'",
      'GRANT SELECT ON *.* TO weak',
    )
    tables = await mappingOf(server.endpoint, 'shop')
  })
  afterAll(() => server?.stop())

  const codes = async (endpoint: Endpoint = server.endpoint, from?: string): Promise<string[]> => {
    const findings = await changeSource.check(endpoint, { tables, ...(from === undefined ? {} : { from }) })
    return findings.map((one) => `${one.code} ${one.object}`).sort()
  }

  it('finds nothing wrong with a server that logs rows, but says what its log does not hold', async () => {
    expect(await codes()).toEqual(['XW-S0412 table:shop.child', 'XW-S0414 table:shop.child'])
    await run(server.endpoint, "SET GLOBAL binlog_row_metadata = 'FULL'")
    expect(await codes()).toEqual(['XW-S0414 table:shop.child'])
  })

  it('names each setting that stands in the way', async () => {
    await run(
      server.endpoint,
      "SET GLOBAL binlog_format = 'MIXED'",
      "SET GLOBAL binlog_row_image = 'MINIMAL'",
      "SET GLOBAL binlog_checksum = 'NONE'",
      'SET GLOBAL expire_logs_days = 1',
      "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_USER = 'nobody'",
    )
    const found = (await codes()).map((one) => one.slice(0, 8))
    expect([...new Set(found)]).toEqual([...['XW-S0402', 'XW-S0403', 'XW-S0406', 'XW-S0409', 'XW-S0411', 'XW-S0414']])
    await run(
      server.endpoint,
      "SET GLOBAL binlog_format = 'ROW', binlog_row_image = 'FULL', binlog_checksum = 'CRC32', expire_logs_days = 0",
      'RESET SLAVE ALL',
    )
  })

  it('names the rights that an account lacks', async () => {
    const found = await codes({ ...server.endpoint, user: 'weak', password: 'w' })
    expect(found.filter((one) => one.startsWith('XW-S0420'))).toHaveLength(2)
    await run(server.endpoint, 'GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO weak')
    expect((await codes({ ...server.endpoint, user: 'weak', password: 'w' })).join()).not.toContain('XW-S0420')
  })

  it('tells engines without transactions', async () => {
    await run(server.endpoint, 'CREATE TABLE shop.plain (id INT PRIMARY KEY) ENGINE=MyISAM')
    const mapped = await mappingOf(server.endpoint, 'shop')
    const findings = await changeSource.check(server.endpoint, { tables: mapped })
    expect(findings.find((one) => one.code === 'XW-S0410')?.data).toEqual({ table: 'shop.plain', engine: 'MyISAM' })
    await run(server.endpoint, 'DROP TABLE shop.plain')
  })

  it('tells whether the log still reaches back to a position', async () => {
    const here = await headOf(server.endpoint)
    expect((await codes(server.endpoint, here)).join()).not.toMatch(/XW-S040[78]/)
    const place = parsePosition(here)!
    const gone = positionText({ ...place, file: 'binlog.000000' })
    expect((await codes(server.endpoint, gone)).join()).toContain('XW-S0407')
    const later = positionText({ ...place, offset: place.offset + 1 })
    expect((await codes(server.endpoint, later)).join()).toContain('XW-S0407')
    const foreign = positionText({ ...place, gtids: '', server: 'another' })
    expect((await codes(server.endpoint, foreign)).join()).toContain('XW-S0408')
  })

  it('does not take a log that was made anew for the one that it was, however far it has grown', async () => {
    const grow = (to: number) =>
      run(
        server.endpoint,
        ...Array.from({ length: to }, (_, at) => `INSERT INTO shop.parent VALUES (${at + 100})`),
        'DELETE FROM shop.parent',
      )
    await run(server.endpoint, 'RESET MASTER')
    await grow(5)
    const here = await headOf(server.endpoint)
    await grow(20)
    expect((await codes(server.endpoint, here)).join()).not.toContain('XW-S0407')
    await run(server.endpoint, 'RESET MASTER')
    await run(server.endpoint, 'CREATE TABLE shop.after (id INT PRIMARY KEY)', 'DROP TABLE shop.after')
    expect((await codes(server.endpoint, here)).join()).toContain('XW-S0407')
    await grow(40)
    expect((await codes(server.endpoint, here)).join()).toContain('XW-S0407')
  })

  it('names databases that are kept out of the log, and a log that is off', async () => {
    await server.kill()
    await server.start('--log-bin=binlog', '--binlog-format=ROW', '--binlog-ignore-db=shop')
    expect((await codes()).filter((one) => one.startsWith('XW-S0409'))).toHaveLength(2)
    await server.kill()
    await server.start('--skip-log-bin')
    expect((await codes()).map((one) => one.slice(0, 8))).toEqual(['XW-S0401'])
  })
})
