import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { available, startMariadb, type TestServer } from '../../../../support/servers.js'
import { type FaultProxy, startProxy } from './proxy.js'
import { changesSince, headOf, mappingOf, openFor, Recorder, run } from './support.js'

describe.skipIf(!available('mariadb'))('changes over a bad connection', () => {
  let server: TestServer
  let shop: Endpoint
  let tables: readonly TableMapping[]
  let proxy: FaultProxy
  let from: string

  beforeAll(async () => {
    server = await startMariadb()
    proxy = await startProxy(server.endpoint)
    shop = { ...server.endpoint, database: 'shop' }
    await run(server.endpoint, 'CREATE DATABASE shop')
    await run(shop, 'CREATE TABLE a (id INT PRIMARY KEY, name VARCHAR(200))')
    tables = await mappingOf(shop, 'shop')
  })
  afterAll(async () => {
    await proxy?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    proxy.tamper = (bytes) => bytes
    await run(shop, 'DELETE FROM a')
    from = await headOf(server.endpoint)
  })

  /** Turns one bit of the text, wherever the server sends it. */
  const flip = (bytes: Buffer, text: string): Buffer => {
    const at = bytes.indexOf(text)
    if (at >= 0) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    return bytes
  }

  it('are read again when a byte was changed on the way', async () => {
    await run(shop, "INSERT INTO a VALUES (1, 'before')", "INSERT INTO a VALUES (2, 'the value')")
    let flips = 0
    proxy.tamper = (bytes) => (bytes.includes('the value') && flips++ === 0 ? flip(bytes, 'the value') : bytes)
    const seen = await changesSince(proxy.endpoint, tables, from)
    expect(seen.story).toEqual(['[', '0 + 1,before', ']', '[', '0 + 2,the value', ']'])
    expect(flips).toBe(2)
  })

  it('stop when a byte is wrong each time: it is wrong in the log', async () => {
    await run(shop, "INSERT INTO a VALUES (3, 'the value')")
    proxy.tamper = (bytes) => flip(bytes, 'the value')
    await expect(changesSince(proxy.endpoint, tables, from)).rejects.toMatchObject({ code: 'XW-S0416' })
  })

  it('come once each when the connection is cut in the middle of a transaction, however often', async () => {
    const rows = Array.from({ length: 4000 }, (_, id) => `(${id}, '${'x'.repeat(100)}')`)
    await run(
      shop,
      "INSERT INTO a VALUES (-1, 'first')",
      'BEGIN',
      `INSERT INTO a VALUES ${rows.slice(0, 2000).join()}`,
      `INSERT INTO a VALUES ${rows.slice(2000).join()}`,
      'COMMIT',
      "INSERT INTO a VALUES (-2, 'last')",
    )
    const stream = await openFor(proxy.endpoint, tables, from)
    const sink = new Recorder()
    let changes = 0
    let cuts = 0
    sink.onChange = () => {
      if (++changes % 1000 === 0 && cuts++ < 3) proxy.cut()
    }
    await stream.pump(sink, { until: await headOf(server.endpoint) })
    await stream.close()
    expect(cuts).toBeGreaterThanOrEqual(3)
    const expected = ['[', '0 + -1,first', ']', '[', ...rows.map((_, id) => `0 + ${id},${'x'.repeat(100)}`), ']']
    expect(sink.story).toEqual([...expected, '[', '0 + -2,last', ']'])
  })

  it('wait at the server while the sink is full', async () => {
    const row = 'y'.repeat(200)
    for (let block = 0; block < 20; block++) {
      const rows = Array.from({ length: 5000 }, (_, at) => `(${block * 5000 + at}, '${row}')`)
      await run(shop, `INSERT INTO a VALUES ${rows.join()}`)
    }
    let received = 0
    proxy.tamper = (bytes) => {
      received += bytes.length
      return bytes
    }
    const stream = await openFor(proxy.endpoint, tables, from)
    const sink = new Recorder()
    let changes = 0
    sink.onChange = () => {
      if (++changes === 1000) sink.full = true
    }
    const pumped = stream.pump(sink, { until: await headOf(server.endpoint) })
    await new Promise((done) => setTimeout(done, 1500))
    const [whileFull, changesWhileFull] = [received, changes]
    expect(changesWhileFull).toBeLessThan(2000)
    expect(whileFull).toBeLessThan(15_000_000)
    sink.onChange = () => changes++
    sink.release?.()
    await pumped
    await stream.close()
    expect(changes).toBe(100_000)
    expect(received).toBeGreaterThan(20_000_000)
  })
})
