import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../../../src/dialects/postgres/connect.js'
import { FaultProxy } from '../../../support/fault-proxy.js'
import { available, startPostgres15, type TestServer } from '../../../support/servers.js'

describe.skipIf(!available('postgres15'))('a statement that is not answered', () => {
  let server: TestServer
  let line: FaultProxy
  beforeAll(async () => {
    server = await startPostgres15()
    line = await FaultProxy.before(server.endpoint.port)
  })
  afterAll(async () => {
    await line?.close()
    await server?.stop()
  })

  it('is waited for while the server is at work on it, and given up when it is not', async () => {
    const slow = await connect(server.endpoint, { role: 'target' })
    const working = slow.query('SELECT pg_catalog.pg_sleep(45)')
    const cut = await connect({ ...server.endpoint, port: line.port }, { role: 'target' })
    line.manner = { silent: true }
    const asked = cut.query('SELECT 1')
    await new Promise((resolve) => setTimeout(resolve, 200))
    line.manner = {}
    await expect(asked).rejects.toThrow('its session is not at work')
    expect((await working).rows).toHaveLength(1)
    await slow.end()
  }, 120_000)
})
