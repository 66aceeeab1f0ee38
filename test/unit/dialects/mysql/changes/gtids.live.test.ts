import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { serverIdOf } from '../../../../../src/dialects/mysql/changes/dump.js'
import { connect, query } from '../../../../../src/dialects/mysql/connect.js'
import { parsePosition, positionText } from '../../../../../src/dialects/mysql/log-position.js'
import { available } from '../../../../support/servers.js'
import { type OwnServer, ownMariadb } from './own-server.js'
import { changesSince, headOf, mappingOf, openFor, run } from './support.js'

describe.skipIf(!available('mariadb'))('changes of a server and its replica', () => {
  let first: OwnServer
  let second: OwnServer
  let tables: readonly TableMapping[]

  beforeAll(async () => {
    ;[first, second] = await Promise.all([ownMariadb(), ownMariadb()])
    await Promise.all([
      first.start('--log-bin=one', '--binlog-format=ROW'),
      second.start(
        '--log-bin=other',
        '--binlog-format=ROW',
        `--server-id=${serverIdOf('replica')}`,
        '--log-slave-updates',
      ),
    ])
    await run(first.endpoint, "CREATE USER follower IDENTIFIED BY 'f'", 'GRANT ALL ON *.* TO follower')
    const { port } = first.endpoint
    await run(
      second.endpoint,
      `CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=${port}, MASTER_USER='follower', MASTER_PASSWORD='f', MASTER_USE_GTID=slave_pos`,
      'START SLAVE',
    )
    await run(first.endpoint, 'CREATE DATABASE shop', 'CREATE TABLE shop.a (id INT PRIMARY KEY) ENGINE=InnoDB')
    tables = await mappingOf(first.endpoint, 'shop')
  })
  afterAll(() => Promise.all([first?.stop(), second?.stop()]))

  const caughtUp = async (count: number): Promise<void> => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const session = await connect(second.endpoint)
      const found = await query(session, 'SELECT COUNT(*) FROM shop.a').catch(() => [])
      session.driver.destroy()
      if (found[0]?.[0] === String(count)) return
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error('the replica does not follow')
  }

  it('go on at the replica where they were left at the first server', async () => {
    await run(first.endpoint, 'INSERT INTO shop.a VALUES (1)', 'INSERT INTO shop.a VALUES (2)')
    const left = await headOf(first.endpoint)
    await run(first.endpoint, 'INSERT INTO shop.a VALUES (3)', 'DELETE FROM shop.a WHERE id = 1')
    await caughtUp(2)
    const seen = await changesSince(second.endpoint, tables, left)
    expect(seen.story).toEqual(['[', '0 + 3', ']', '[', '0 - 1', ']'])
    const last = seen.seen.at(-1)
    const mark = last?.kind === 'commit' ? parsePosition(last.mark.position) : null
    expect(mark).toMatchObject({ ...parsePosition(await headOf(second.endpoint)), server: expect.any(String) })
  })

  it('are not read under the number of the replica, which would lose its connection', async () => {
    const reading = openFor(first.endpoint, tables, await headOf(first.endpoint), 'replica')
    await expect(reading).rejects.toMatchObject({ code: 'XW-S0415' })
  })

  it('do not go on at the replica by a place alone', async () => {
    const place = parsePosition(await headOf(first.endpoint))!
    const placeAlone = positionText({ ...place, gtids: '' })
    await run(first.endpoint, 'INSERT INTO shop.a VALUES (4)')
    await caughtUp(3)
    // Its own place is completed with the transactions before it.
    expect((await changesSince(first.endpoint, tables, placeAlone)).story).toEqual(['[', '0 + 4', ']'])
    const atReplica = positionText({ ...place, gtids: '', server: 'first' })
    await expect(changesSince(second.endpoint, tables, atReplica)).rejects.toMatchObject({ code: 'XW-S0408' })
  })
})
