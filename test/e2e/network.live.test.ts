import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FaultProxy } from '../support/fault-proxy.js'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { buildProgram, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!live)('a task over a bad network', () => {
  let pair: Pair
  let near: FaultProxy
  let far: FaultProxy
  beforeAll(async () => {
    pair = await startPair()
    near = await FaultProxy.before(pair.mariadb.endpoint.port)
    far = await FaultProxy.before(pair.postgres.endpoint.port)
  })
  afterAll(async () => {
    await Promise.all([near?.close(), far?.close()])
    await pair?.stop()
  })

  beforeEach(() => {
    near.manner = {}
    far.manner = {}
  })

  async function taskOf(database: string, from = near, to = far) {
    await pair.my.query(shopSchema(database, 'RESTRICT'))
    await pair.freshTarget(database)
    const project = join(folder, database)
    mkdirSync(project, { recursive: true })
    const ends = [
      `mysql://root@127.0.0.1:${from.port}/${database}`,
      `postgresql://tester@127.0.0.1:${to.port}/${database}`,
    ]
    const args = ['replicate', ...ends, '--project', project, '--proof', 'none']
    const validate = ['validate', ...ends, '--out', join(project, 'tasks', database, 'out')]
    return { args, caughtUp: [...args, '--until', 'caught-up'], validate }
  }

  type Task = Awaited<ReturnType<typeof taskOf>>

  const isLoading = async (database: string) =>
    Number(await pair.ask(database, `SELECT count(*)::text FROM "${database}".customers`).catch(() => '0')) > 0

  const write = (database: string, pause: number) =>
    new Workload({ ...pair.mariadb.endpoint, database }, { writers: 2, pause })

  async function inStep(task: Task): Promise<void> {
    const ended = await run(task.caughtUp)
    expect(ended.code, ended.err).toBe(0)
    const compared = await runJson(task.validate)
    const totals = { differing: 0, missing: 0, extra: 0, failedTables: 0 }
    expect({ err: compared.err, value: compared.value }).toMatchObject({ value: { equal: true, totals } })
  }

  it('goes on over connections that are reset again and again, while it loads and while it follows', async () => {
    const task = await taskOf('resets')
    const writing = write('resets', 4)
    const following = start(task.args, { limit: 120_000 })
    await until(() => isLoading('resets'))
    for (let at = 0; at < 12; at++) {
      await sleep(700)
      ;(at % 2 === 0 ? near : far).reset()
    }
    await sleep(2000)
    following.child.kill('SIGTERM')
    const ended = await following.ended
    expect(ended.code, ended.err).toBe(143)
    await writing.stop()
    await inStep(task)
  })

  /** One side falls silent while a task follows; nobody is told by the network. */
  async function silent(side: 'source' | 'target'): Promise<void> {
    const line = { source: await FaultProxy.before(near.toPort), target: await FaultProxy.before(far.toPort) }
    const task = await taskOf(`silent_${side}`, line.source, line.target)
    const writing = write(`silent_${side}`, 10)
    const following = start(task.args, { limit: 200_000 })
    let told = ''
    following.child.stderr?.on('data', (text: string) => {
      told += text
    })
    await until(() => isLoading(`silent_${side}`))
    await sleep(2000)
    line[side].manner = { silent: true, deaf: true }
    await until(async () => new RegExp(`waiting .*${side}: XW-S0`).test(told), 120_000)
    expect(told).toMatch(/catching-up .*lag (?:1[5-9]|[2-9]\d)/)
    line[side].manner = {}
    const before = line[side].connections
    await until(async () => line[side].connections > before, 60_000)
    await writing.stop()
    await sleep(3000)
    following.child.kill('SIGTERM')
    const ended = await following.ended
    expect(ended.code, ended.err).toBe(143)
    await inStep(task)
    await Promise.all([line.source.close(), line.target.close()])
  }

  it('notices that a side has gone silent, shows how it falls behind, and goes on when that side speaks again', async () => {
    await Promise.all([silent('source'), silent('target')])
  }, 240_000)

  it('is exact over a slow line', async () => {
    const task = await taskOf('slow')
    near.manner = { latency: 50, rate: 200_000 }
    far.manner = { latency: 100, rate: 100_000 }
    const writing = write('slow', 100)
    const following = start(task.args, { limit: 120_000 })
    await sleep(15_000)
    await writing.stop()
    following.child.kill('SIGTERM')
    const ended = await following.ended
    near.manner = {}
    far.manner = {}
    expect(ended.code, ended.err).toBe(143)
    await inStep(task)
  })
})

async function until(holds: () => Promise<boolean>, milliseconds = 20_000): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (await holds()) return
    await sleep(100)
  }
  throw new Error('it never came to hold')
}
