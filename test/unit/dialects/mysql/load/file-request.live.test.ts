import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StatementConnection } from '../../../../../src/dialects/mysql/statement-connection.js'
import { available, startMariadb, type TestServer } from '../../../../support/servers.js'
import { startProxy } from '../changes/proxy.js'

/** What a server sends that wants a file of the client's machine (manual: LOCAL INFILE Request). */
function request(name: string): Buffer {
  const text = Buffer.from(`\xfb${name}`, 'latin1')
  return Buffer.concat([Buffer.from([text.length, 0, 0, 1]), text])
}

describe.skipIf(!available('mariadb'))('a server that asks for a file of ours', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server?.stop())

  it.each(['SELECT 1', 'START TRANSACTION', 'INSERT INTO t VALUES (1)'])(
    'gets nothing for %s, and the connection ends',
    async (sql) => {
      const proxy = await startProxy(server.endpoint)
      const connection = await StatementConnection.open(proxy.endpoint, { localFiles: true })
      const sent: Buffer[] = []
      proxy.heard = (bytes) => void sent.push(bytes)
      proxy.tamper = () => request('/etc/passwd')
      await expect(connection.query(sql)).rejects.toThrow('local file')
      await expect(connection.query('SELECT 2')).rejects.toThrow()
      expect(Buffer.concat(sent).subarray(5).toString()).toBe(sql)
      await proxy.close()
    },
  )

  it('gets the bytes that we mean to send, whatever file it names', async () => {
    const proxy = await startProxy(server.endpoint)
    const connection = await StatementConnection.open(proxy.endpoint, { localFiles: true })
    await connection.run('CREATE TABLE IF NOT EXISTS filled (a INT) ENGINE = InnoDB')
    proxy.tamper = (bytes) => (bytes[4] === 0xfb ? request('/etc/passwd') : bytes)
    const upload = await connection.upload("LOAD DATA LOCAL INFILE 'ours' INTO TABLE filled")
    const file = Buffer.from('....1\n2\n3\n')
    await new Promise<void>((resolve) => upload.send(file, 4, file.length, resolve))
    expect(await upload.finish()).toMatchObject({ affected: 3, warnings: 0 })
    expect(await connection.query('SELECT SUM(a) FROM filled')).toEqual([['6']])
    connection.close()
    await proxy.close()
  })

  it('is not asked for a file where it may not load one', async () => {
    const connection = await StatementConnection.open(server.endpoint, {})
    await expect(connection.upload("LOAD DATA LOCAL INFILE 'ours' INTO TABLE filled")).rejects.toThrow(/not allowed/i)
    connection.close()
  })
})
