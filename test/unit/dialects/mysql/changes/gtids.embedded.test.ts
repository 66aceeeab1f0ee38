import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { parsePosition } from '../../../../../src/dialects/mysql/log-position.js'
import { available } from '../../../../support/servers.js'
import { type OwnServer, ownMysql } from './own-server.js'
import { changesSince, headOf, mappingOf, run } from './support.js'

describe.skipIf(!available('embedded-mysql'))('changes of a MySQL with GTIDs', () => {
  let server: OwnServer
  let tables: readonly TableMapping[]
  let from: string

  beforeAll(async () => {
    server = await ownMysql()
    const gtids = ['--gtid-mode=ON', '--enforce-gtid-consistency', '--log-slave-updates']
    await server.start('--log-bin=binlog', '--binlog-format=ROW', '--log-bin-use-v1-row-events=ON', ...gtids)
    await run(server.endpoint, 'CREATE DATABASE shop', 'CREATE TABLE shop.a (id INT PRIMARY KEY, t VARCHAR(9))')
    tables = await mappingOf(server.endpoint, 'shop')
    from = await headOf(server.endpoint)
  })
  afterAll(() => server?.stop())

  it('are asked for by their transactions, and every position names those before it', async () => {
    await run(server.endpoint, "INSERT INTO shop.a VALUES (1, 'x')", 'FLUSH LOGS', 'UPDATE shop.a SET t = NULL')
    expect(parsePosition(from)?.gtids).toMatch(/^[0-9a-f-]{36}:1-\d+$/)
    const all = await changesSince(server.endpoint, tables, from)
    expect(all.story).toEqual(['[', '0 + 1,x', ']', '[', '0 ~ 1,x > 1,NULL', ']'])
    const marks = all.seen.flatMap((one) => (one.kind === 'commit' ? [one.mark.position] : []))
    const rest = await changesSince(server.endpoint, tables, marks[0] ?? '')
    expect(rest.story).toEqual(['[', '0 ~ 1,x > 1,NULL', ']'])
    expect(parsePosition(marks[1] ?? '')).toMatchObject(parsePosition(await headOf(server.endpoint)) ?? {})
  })

  it('are refused when the server has purged one of them', async () => {
    await run(server.endpoint, 'FLUSH LOGS')
    const end = parsePosition(await headOf(server.endpoint))!
    await new Promise((done) => setTimeout(done, 500))
    await run(server.endpoint, `PURGE BINARY LOGS TO '${end.file}'`)
    await expect(changesSince(server.endpoint, tables, from)).rejects.toMatchObject({ code: 'XW-S0407' })
  })
})
