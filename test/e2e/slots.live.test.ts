import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, connectPostgres, startPostgres15, type TestServer } from '../support/servers.js'
import { buildProgram, run, start, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!available('postgres15'))('a task whose source keeps its log for it', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres15()
    for (const name of ['origin', 'follower']) await on('test', `CREATE DATABASE ${name}`)
    await on('origin', 'CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t VALUES (1)')
  })
  afterAll(() => server?.stop())

  const words = (...args: readonly string[]): readonly string[] => [...args, '--project', join(folder, 'project')]
  const url = (database: string): string => `postgresql://tester@127.0.0.1:${server.endpoint.port}/${database}`

  async function on(database: string, sql: string): Promise<readonly unknown[][]> {
    const client = await connectPostgres({ ...server.endpoint, database })
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
    } finally {
      await client.end()
    }
  }

  it('follows it from its first start on, without a load, and takes nothing along when it is deleted', async () => {
    const fine = async (...args: readonly string[]): Promise<void> => {
      const ended = await run(words(...args))
      expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    }
    await fine('endpoint', 'add', 'from', url('origin'), '--role', 'source')
    await fine('endpoint', 'add', 'to', url('follower'), '--role', 'target')
    await fine('task', 'create', 'follow', '--source', 'from', '--target', 'to', '--type', 'cdc')
    await fine('task', 'start', 'follow', '--until', 'caught-up')
    await on('origin', 'INSERT INTO t VALUES (2)')
    await fine('task', 'resume', 'follow', '--until', 'caught-up')
    expect(await on('follower', 'SELECT n FROM t')).toEqual([['2']])
    const kept = 'SELECT (SELECT count(*) FROM pg_replication_slots), (SELECT count(*) FROM pg_publication)'
    expect(await on('origin', kept)).toEqual([['1', '1']])
    await fine('task', 'delete', 'follow')
    expect(await on('origin', kept)).toEqual([['0', '0']])
  })

  it('goes on by who took it over, when a process that was frozen with the slot in its hands wakes', async () => {
    for (const name of ['there', 'here']) await on('test', `CREATE DATABASE ${name}`)
    await on('there', 'CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t VALUES (1)')
    // The server gives up a reader that says nothing for so long.
    await on('test', "ALTER SYSTEM SET wal_sender_timeout = '3s'")
    await on('test', 'SELECT pg_reload_conf()')
    const task = (project: string) => [
      'replicate',
      url('there'),
      url('here'),
      '--proof',
      'none',
      '--project',
      join(folder, project),
    ]
    const begun = await run([...task('first'), '--until', 'caught-up'])
    expect(begun.code, begun.err).toBe(0)
    const epoch = async () =>
      (await on('here', "SELECT epoch FROM crosswalk.checkpoint WHERE task NOT LIKE '%/%'"))[0]?.[0]
    const taken = async (project: string) => {
      const before = await epoch()
      const running = start(task(project), { limit: 200_000 })
      while ((await epoch()) === before) await sleep(50)
      return running
    }
    const frozen = await taken('first')
    await on('there', 'INSERT INTO t VALUES (2)')
    while ((await on('here', 'SELECT n FROM t')).length < 2) await sleep(50)
    frozen.child.kill('SIGSTOP')
    await on('test', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'here'")
    const next = await taken('second')
    await on('there', 'INSERT INTO t VALUES (3)')
    while ((await on('here', 'SELECT n FROM t')).length < 3) await sleep(50)
    frozen.child.kill('SIGCONT')
    const woken = await frozen.ended
    expect({ code: woken.code, err: woken.err }).toMatchObject({ code: 75, err: expect.stringMatching(/XW-S0121/) })
    await on('there', 'INSERT INTO t VALUES (4)')
    while ((await on('here', 'SELECT n FROM t')).length < 4) await sleep(50)
    next.child.kill('SIGTERM')
    const served = await next.ended
    expect(served.code, served.err).toBe(143)
  }, 200_000)
})
