import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAddress } from '../../../src/server/addresses.js'
import { Operations } from '../../../src/server/operations.js'
import { startServer } from '../../../src/server/server.js'
import { type Answer, bearer, type TestServer, testServer, until } from './support.js'

const canary = 'canary-7f3a9'
let one: TestServer
beforeAll(async () => {
  one = await testServer()
})
afterAll(() => one?.close())

const post = (path: string, body: object): Promise<Answer> => one.api(path, { method: 'POST', body })
/** What became of an operation. */
const ended = ({ json }: Answer) =>
  until(async () => {
    const found = (await one.api(`/api/v1/operations/${(json.operation ?? json).id}`)).json
    return found.state === 'running' ? undefined : found
  })

describe('endpoints', () => {
  it('are added without a password, listed, and forgotten once no task uses them', async () => {
    const body = { name: 'new', url: 'mysql://u@127.0.0.1:1/x', role: 'source', test: false }
    expect(await post('/api/v1/endpoints', body)).toMatchObject({ status: 201, json: { name: 'new', testedAt: null } })
    expect(await post('/api/v1/endpoints', body)).toMatchObject({ status: 409, json: { code: 'XW-S0713' } })
    expect((await one.api('/api/v1/endpoints')).json.items.map(({ name }: { name: string }) => name)).toContain('new')
    expect((await one.api('/api/v1/endpoints/new', { method: 'DELETE' })).status).toBe(204)
    expect(await one.api('/api/v1/endpoints/src', { method: 'DELETE' })).toMatchObject({
      status: 409,
      json: { code: 'XW-S0714' },
    })
  })

  it('never hold a password, and none comes back in an answer, the audit or a file', async () => {
    const url = `mysql://u:${canary}@127.0.0.1:1/x`
    const answer = await post('/api/v1/endpoints', { name: 'leaky', url, role: 'source' })
    expect(answer).toMatchObject({ status: 400, json: { code: 'XW-S0715' } })
    expect(answer.text).not.toContain(canary)
    expect((await one.api('/api/v1/audit')).text).not.toContain(canary)
    // Another process looks: closing SQLite's file here would take the locks of the server away.
    expect(spawnSync('grep', ['-rlF', canary, one.project], { encoding: 'utf8' }).stdout).toBe('')
  })

  it('are no addresses of the link or of the metadata of a cloud, however they are written (XW-S0914)', async () => {
    for (const host of [
      '169.254.169.254',
      '[::ffff:169.254.169.254]',
      '[fe80::1]',
      '0.0.0.0',
      '[fd00:ec2::254]',
      '2852039166',
      '0xa9fea9fe',
    ])
      await expect(checkAddress(`mysql://u@${host}:3306/x`), host).rejects.toThrow('XW-S0914')
    await checkAddress('mysql://u@127.0.0.1:3306/x')
    const body = { name: 'meta', url: 'mysql://u@169.254.169.254/latest', role: 'source' }
    expect(await post('/api/v1/endpoints', body)).toMatchObject({ status: 400, json: { code: 'XW-S0914' } })
  })

  it('that nobody answers at are told as such', async () => {
    const answer = await post('/api/v1/endpoints/src/actions/test', {})
    expect(answer.headers['location']).toBe(`/api/v1/operations/${answer.json.id}`)
    expect(await ended(answer)).toMatchObject({
      state: 'failed',
      problem: { code: expect.stringMatching(/^XW-S0(100|201)$/), status: 502 },
    })
  })
})

describe('tasks', () => {
  it('are made of two endpoints with a mapping document, and forgotten', async () => {
    const tableMapping = {
      rules: [
        {
          ...{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include' },
          'object-locator': { 'schema-name': 'shop', 'table-name': '%' },
        },
      ],
    }
    const taskSettings = { FullLoadSettings: { MaxFullLoadSubTasks: 3 } }
    const given = { tableMapping, taskSettings, validate: 'continuous', workers: 2 }
    const body = { name: 'two', source: 'src', target: 'dst', ...given }
    expect(await post('/api/v1/tasks', body)).toMatchObject({
      status: 201,
      json: { status: 'ready', health: 'idle', next: 'start it' },
    })
    const { options, settings } = (await one.api('/api/v1/tasks/two/settings')).json
    expect(options).toContainEqual({ option: 'validate', value: 'continuous' })
    expect(options).toContainEqual({ option: 'workers', value: '2' })
    const maxTasks = { setting: 'FullLoadSettings.MaxFullLoadSubTasks', value: 3, from: 'document', how: 'carried' }
    expect(settings[0]).toMatchObject(maxTasks)
    expect(settings).toContainEqual(expect.objectContaining({ from: 'default', loses: expect.any(String) }))
    expect(await post('/api/v1/tasks', { ...body, source: 'nowhere', name: 'three' })).toMatchObject({ status: 404 })
    expect(await post('/api/v1/tasks', { ...body, name: 'four', tableMapping: { rules: 1 } })).toMatchObject({
      status: 400,
      json: { code: 'XW-S0701' },
    })
    expect((await one.api('/api/v1/tasks/two', { method: 'DELETE' })).status).toBe(204)
    expect((await one.api('/api/v1/tasks/two')).status).toBe(404)
  })

  it('are refused what their state does not allow, and fail with the reason that the command has', async () => {
    expect(await post('/api/v1/tasks/one/actions/resume', {})).toMatchObject({
      status: 409,
      json: { code: 'XW-S0711' },
    })
    const operation = await ended(await post('/api/v1/tasks/one/actions/start', {}))
    expect(operation).toMatchObject({ what: 'task start', subject: 'one', state: 'failed' })
    const card = (await one.api('/api/v1/tasks/one')).json
    expect(card).toMatchObject({
      status: 'failed',
      health: 'failed',
      lastFailure: expect.stringMatching(/^XW-S0100: /),
    })
  })
})

describe('the cutover of a task', () => {
  const act = (action: string, body: object) => post(`/api/v1/tasks/one/actions/${action}`, body)

  it('is asked for with the name of the task, and ends with what the command refuses', async () => {
    expect((await one.api('/api/v1/tasks/one/cutover')).json).toEqual({ cutover: null, wayBack: null, evidence: null })
    for (const action of ['cutover', 'fallback-return', 'fallback-give-up'])
      expect(await act(action, { confirm: 'two' })).toMatchObject({ status: 400, json: { code: 'XW-S0905' } })
    expect(await act('cutover', { quiet: 0, confirm: 'one' })).toMatchObject({ status: 400 })
    const begun = await act('cutover', { confirm: 'one' })
    for (const action of ['resume', 'reload', 'rehearse', 'fallback-catch-up'])
      expect(await act(action, {})).toMatchObject({ status: 409, json: { code: 'XW-S0711' } })
    expect(await one.api('/api/v1/tasks/one', { method: 'DELETE' })).toMatchObject({ status: 409 })
    const refused = await ended(begun)
    expect(refused).toMatchObject({ what: 'task cutover', state: 'failed', problem: { code: 'XW-S0100' } })
  })

  it('and the way back wait until the task is at rest', async () => {
    const { json } = await post('/api/v1/tasks', { name: 'new', source: 'src', target: 'dst' })
    expect(json).toMatchObject({ status: 'ready', cutover: null, wayBack: null })
    for (const action of ['rehearse', 'fallback-catch-up'])
      expect(await post(`/api/v1/tasks/new/actions/${action}`, {})).toMatchObject({
        status: 409,
        json: { code: 'XW-S0711' },
      })
  })

  it('makes the target one that is not emptied without the name of the task', async () => {
    const folder = join(one.project, 'tasks', 'one')
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ cutover: 'done' }))
    expect(await act('reload', {})).toMatchObject({ status: 400, json: { code: 'XW-S0905' } })
    rmSync(join(folder, 'plan.json'))
    const reloading = await act('reload', {})
    expect(reloading.json).toMatchObject({ what: 'task reload', state: 'running' })
    await ended(reloading)
  })
})

describe('conversions', () => {
  it('convert a script, and show both sides of each object with its findings', async () => {
    const script =
      'CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, `<img src=x onerror=alert(1)>` TEXT);\nCREATE VIEW v AS SELECT id FROM t;'
    const asked = await post('/api/v1/conversions', { name: 'shop', script, from: 'mysql', to: 'postgres' })
    expect(asked).toMatchObject({ status: 202 })
    expect(await ended(asked)).toMatchObject({ state: 'done', exit: 0 })
    const { id } = asked.json.conversion
    const at = (rest: string) => one.api(`/api/v1/conversions/${id}${rest}`)
    expect((await at('')).json).toMatchObject({ isDone: true, ledger: { summary: { objects: 3 } } })
    const { items } = (await at('/objects')).json
    expect(items.map(({ kind, proof }: { kind: string; proof: string }) => [kind, proof])).toEqual([
      ['schema', 'parsed'],
      ['table', 'compiled'],
      ['view', 'compiled'],
    ])
    const object = (await at(`/object?object=${encodeURIComponent(items[1].id)}`)).json
    expect(object.source.text).toContain('INT UNSIGNED')
    expect(object.targets[0].text).toMatch(/bigint/i)
    expect(object.findings.length).toBeGreaterThan(0)
    expect((await at('/findings')).json.total).toBeGreaterThan(0)
    const report = await at('/file?name=report.html')
    expect(report.headers['content-security-policy']).toMatch(/sandbox/)
    for (const name of ['../conversion.json', '/etc/passwd', 'sql/../../conversion.json'])
      expect((await at(`/file?name=${encodeURIComponent(name)}`)).status).toBe(404)
    expect((await one.api(`/api/v1/conversions/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await at('')).status).toBe(404)
  })
})

describe('the server', () => {
  it('is alone in its project (XW-S0913), on loopback (XW-S0911), and says who has its port (XW-S0910)', async () => {
    const options = { project: one.project, host: '127.0.0.1', port: 0, hostNames: [], behindProxy: false }
    const more = { version: 'test', engines: [], note: () => undefined, program: { path: 'false', words: [] } }
    await expect(startServer({ ...options, ...more })).rejects.toThrow('XW-S0913')
    await expect(startServer({ ...options, ...more, host: '0.0.0.0' })).rejects.toThrow('XW-S0911')
    const taken = Number(new URL(one.server.url).port)
    await expect(testServer({ port: taken })).rejects.toThrow('XW-S0910')
  })

  it('tells Prometheus of every task, with each metric once', async () => {
    const { text, status, headers } = await one.api('/metrics')
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch('text/plain')
    expect(text.match(/^crosswalk_task_state.*$/m)?.[0]).toMatch(
      /^crosswalk_task_state\{task="one",status="failed"\} 1$/m,
    )
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(new Set(types).size).toBe(types.length)
  })

  it('knows no other addresses (XW-S0907)', async () => {
    expect(await one.api('/api/v1/nothing')).toMatchObject({
      status: 404,
      json: { code: 'XW-S0907', type: '/api/v1/findings/XW-S0907' },
    })
    expect((await one.api('/api/v1/findings/XW-S0907')).json).toMatchObject({ name: 'server.no-such-route' })
  })
})

describe('the inventory', () => {
  it('is taken of all sources by a command, names those that nobody answers at, and is read as a document', async () => {
    expect((await one.api('/api/v1/inventory')).json).toEqual({ fleet: null })
    expect((await post('/api/v1/inventory/actions/assess', { proof: 'none' })).status).toBe(404)
    expect((await one.api('/api/v1/inventory/file?name=fleet.html')).status).toBe(404)
    expect((await post('/api/v1/inventory', { sources: ['nobody'] })).status).toBe(404)
    const answer = await post('/api/v1/inventory', { sources: 'all' })
    expect(answer).toMatchObject({ status: 202, json: { what: 'inventory', subject: 'fleet' } })
    expect(await ended(answer)).toMatchObject({ state: 'done', exit: 3 })
    const { fleet } = (await one.api('/api/v1/inventory')).json
    expect(fleet).toMatchObject({ servers: [], schemas: [] })
    expect(fleet.failures).toContainEqual(expect.objectContaining({ what: 'src', code: 'XW-S0201' }))
    const page = await one.api('/api/v1/inventory/file?name=fleet.html')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).toContain('<b>src</b>')
    expect((await one.api('/api/v1/inventory/file?name=..%2Fproject.sqlite')).status).toBe(400)
    expect(await ended(await post('/api/v1/inventory/actions/assess', { proof: 'none' }))).toMatchObject({
      state: 'done',
    })
  })
})

describe('operations', () => {
  it('are at most sixteen at a time (XW-S0909), and one that ends without a word says so (XW-S0915)', async () => {
    const operations = new Operations({ path: '/bin/sh', words: ['-c'] }, () => undefined)
    const work = { what: 'test', subject: 'x', limit: 60_000 }
    const killed = operations.begin({ ...work, args: ['kill -9 $$'] })
    await until(async () => (operations.find(killed.id)?.state === 'failed' ? true : undefined))
    expect(operations.find(killed.id)?.problem).toMatchObject({ code: 'XW-S0915' })
    for (let begun = 0; begun < 16; begun++) operations.begin({ ...work, args: ['exec sleep 30'] })
    expect(() => operations.begin({ ...work, args: ['true'] })).toThrow('XW-S0909')
    await operations.close()
    expect(operations.list().filter(({ state }) => state === 'running')).toEqual([])
  })
})

describe('events', () => {
  it('tell who comes back what has ended meanwhile', async () => {
    const begun = await post('/api/v1/endpoints/src/actions/test', {})
    await ended(begun)
    const response = await fetch(`${one.server.url}api/v1/events`, { headers: bearer(one.server.tokens.admin) })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    while (reader && !heard.includes('\n\n')) heard += (await reader.read()).value ?? ''
    await reader?.cancel()
    const [, text = ''] = /^event: snapshot\ndata: (.*)\n\n/.exec(heard) ?? []
    expect(JSON.parse(text).operations[0]).toMatchObject({ id: begun.json.id, state: 'failed' })
  })
})
