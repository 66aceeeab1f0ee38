import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StatementConnection } from '../../../../src/dialects/mysql/statement-connection.js'
import { FaultProxy } from '../../../support/fault-proxy.js'
import { available, startMariadb, type TestServer } from '../../../support/servers.js'

describe.skipIf(!available('mariadb'))('a statement that is not answered', () => {
  let server: TestServer
  let line: FaultProxy
  beforeAll(async () => {
    server = await startMariadb()
    line = await FaultProxy.before(server.endpoint.port)
  })
  afterAll(async () => {
    await line?.close()
    await server?.stop()
  })

  it('is waited for while the server is at work on it, and given up when nobody is there', async () => {
    const slow = await StatementConnection.open(server.endpoint, {})
    const working = slow.query('SELECT SLEEP(45)')
    const cut = await StatementConnection.open({ ...server.endpoint, port: line.port }, {})
    line.manner = { silent: true, deaf: true }
    await expect(cut.query('SELECT 1')).rejects.toThrow('no other connection could be made')
    line.manner = {}
    const late = await StatementConnection.open({ ...server.endpoint, port: line.port }, {})
    line.manner = { silent: true }
    const asked = late.query('SELECT 1')
    await new Promise((resolve) => setTimeout(resolve, 200))
    line.manner = {}
    await expect(asked).rejects.toThrow('its session is not at work')
    expect(await working).toEqual([['0']])
    slow.close()
  }, 120_000)
})
