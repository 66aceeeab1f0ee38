import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownProcess } from '../../src/core/process/identity.js'
import { openProject } from '../../src/project/sqlite-store.js'
import { moveTask, taskOf } from '../../src/project/states.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
const words = (...args: readonly string[]): readonly string[] => [...args, '--project', folder]
const settings = join(folder, 'settings.json')

beforeAll(async () => {
  await buildProgram()
  writeFileSync(
    settings,
    JSON.stringify({ TargetMetadata: { TargetSchema: 'sales', LimitedSizeLobMode: true }, Unheard: 1 }),
  )
  await run(words('endpoint', 'add', 'src', 'mysql://u@127.0.0.1:1/shop', '--role', 'source', '--no-test'))
  await run(words('endpoint', 'add', 'dst', 'postgresql://u@127.0.0.1:1/shop', '--role', 'target', '--no-test'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a task is made without any server, and lists of tasks and endpoints are texts and JSON', async () => {
  const made = await run(
    words('task', 'create', 'one', '--source', 'src', '--target', 'dst', '--task-settings', settings),
  )
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/status +ready/) })
  expect((await run(words('task', 'list'))).out).toMatch(/one +full-load-and-cdc +ready/)
  const { out } = await run([...words('endpoint', 'list'), '--json'])
  expect(JSON.parse(out)).toMatchObject([
    { name: 'dst', engine: 'postgres', tls: 'disable' },
    { name: 'src', testedAt: null },
  ])
  await fails(words('task', 'create', 'one', '--source', 'src', '--target', 'dst'), 64, 'XW-S0713')
})

it('a task whose endpoint is away has failed, with the reason, and can be tried again', async () => {
  await fails(words('task', 'start', 'one'), 69, 'XW-S0100')
  const { value } = await runJson(words('task', 'show', 'one'))
  expect(value).toMatchObject({
    status: 'failed',
    stopReason: expect.any(String),
    lastFailure: expect.stringMatching(/^XW-S0100: /),
  })
  await fails(words('task', 'start', 'one'), 75, 'XW-S0711')
  await fails(words('task', 'resume', 'one'), 69, 'XW-S0100')
})

it('a task that does not stop in time is told (XW-S0716)', async () => {
  const store = openProject(folder)
  const started = moveTask(store, taskOf(store, 'one'), 'starting', { startedAt: Date.now(), owner: ownProcess() })
  moveTask(store, started, 'running')
  await fails(words('task', 'stop', 'one', '--wait', '1'), 75, 'XW-S0716')
  moveTask(store, taskOf(store, 'one'), 'stopped', { owner: null })
  store.close()
})

it('settings are shown one by one, with what could be lost; a target schema needs one source schema (XW-S0708)', async () => {
  const { out } = await run(['task', 'settings', settings])
  expect(out).toMatch(/TargetMetadata\.LimitedSizeLobMode +true +otherwise +.*longer than LobMaxSize/)
  expect(out).toMatch(/Unheard +1 +unknown/)
  expect(out).toMatch(/ApplyErrorDeletePolicy +"IGNORE_RECORD" \(default\)/)
  const ends = ['mysql://u@127.0.0.1:1', 'postgresql://u@127.0.0.1:1/d']
  await fails(words('replicate', ...ends, '--task-settings', settings), 64, 'XW-S0708')
})
