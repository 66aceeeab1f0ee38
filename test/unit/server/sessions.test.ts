import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPath, firstBroken, readAudit } from '../../../src/server/audit.js'
import { Sessions } from '../../../src/server/sessions.js'
import { readTokens, tokensPath } from '../../../src/server/tokens.js'
import { type Answer, ask, type TestServer, testServer } from './support.js'

let one: TestServer
beforeAll(async () => {
  one = await testServer()
})
afterAll(() => one?.close())

const origin = (): string => one.server.url.slice(0, -1)
const signIn = (token: string): Promise<Answer> =>
  ask(one.server.url, '/api/v1/session', { method: 'POST', body: { token }, headers: { origin: origin() } })
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''

describe('a session of the console', () => {
  it('begins with a token, and its cookie is kept from scripts and other sites', async () => {
    const answer = await signIn(one.server.tokens.viewer)
    expect(answer).toMatchObject({ status: 200, json: { role: 'viewer', csrf: expect.stringMatching(/^[\w-]{43}$/) } })
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^crosswalk_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    )
    const headers = { cookie: cookieOf(answer) }
    expect((await ask(one.server.url, '/api/v1/meta', { headers })).json).toMatchObject({
      role: 'viewer',
      csrf: answer.json.csrf,
    })
  })

  it('writes only with its own origin and the token of the session, and is over when it is closed', async () => {
    const answer = await signIn(one.server.tokens.operator)
    const cookie = cookieOf(answer)
    const stop = (headers: Readonly<Record<string, string>>): Promise<Answer> =>
      ask(one.server.url, '/api/v1/tasks/one/actions/stop', {
        method: 'POST',
        body: {},
        headers: { cookie, ...headers },
      })
    const csrf = { 'x-crosswalk-csrf': String(answer.json.csrf) }
    for (const headers of [{}, csrf, { origin: origin() }, { origin: origin(), 'x-crosswalk-csrf': 'guessed' }])
      expect(await stop(headers)).toMatchObject({ status: 403, json: { code: 'XW-S0903' } })
    // Nothing runs that could be stopped: the request itself was taken.
    expect(await stop({ ...csrf, origin: origin() })).toMatchObject({ status: 409, json: { code: 'XW-S0711' } })
    const close = { method: 'DELETE', headers: { cookie, ...csrf, origin: origin() } }
    expect((await ask(one.server.url, '/api/v1/session', close)).status).toBe(204)
    expect((await ask(one.server.url, '/api/v1/meta', { headers: { cookie } })).status).toBe(401)
  })

  it('is over after an hour without use, and after twelve hours in any case', () => {
    let now = 0
    const sessions = new Sessions(() => now)
    const { id } = sessions.open('viewer')
    for (; now < 11 * 3_600_000; now += 1_800_000) expect(sessions.find(id)).toBeDefined()
    now = 13 * 3_600_000
    expect(sessions.find(id)).toBeUndefined()
    const idle = sessions.open('viewer')
    now += 3_600_001
    expect(sessions.find(idle.id)).toBeUndefined()
  })

  it('cannot be guessed: ten wrong tokens in a minute close the door for the right one, too (XW-S0908)', async () => {
    for (let tries = 0; tries < 10; tries++) expect((await signIn(`wrong-${tries}`)).status).toBe(401)
    const answer = await signIn(one.server.tokens.admin)
    expect(answer).toMatchObject({ status: 429, json: { code: 'XW-S0908' } })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('the audit', () => {
  it('holds every write with who asked for it, no token, and shows a line that was changed', async () => {
    await one.api('/api/v1/tasks/one/actions/start', { method: 'POST', body: { until: 'never' } })
    const { json } = await one.api('/api/v1/audit')
    expect(json.firstBroken).toBeNull()
    expect(json.items[0]).toMatchObject({
      role: 'admin',
      path: '/api/v1/tasks/one/actions/start',
      status: 400,
      code: 'XW-S0905',
    })
    const path = auditPath(join(one.project, 'server'))
    const text = readFileSync(path, 'utf8')
    for (const token of Object.values(one.server.tokens)) expect(text).not.toContain(token)
    const entries = readAudit(path)
    const changed = entries.map((entry, index) => (index === 2 ? { ...entry, role: 'nobody' } : entry))
    expect(firstBroken(changed)).toBe(3)
    expect(firstBroken(entries.filter((_, index) => index !== 2))).toBe(3)
  })
})

describe('the tokens', () => {
  it('are made once, for their owner alone; a file that others can read is refused (XW-S0912)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-tokens-'))
    const first = readTokens(folder)
    expect(first.areNew).toBe(true)
    expect(statSync(tokensPath(folder)).mode & 0o777).toBe(0o600)
    expect(readTokens(folder)).toEqual({ tokens: first.tokens, areNew: false })
    chmodSync(tokensPath(folder), 0o644)
    expect(() => readTokens(folder)).toThrow('XW-S0912')
    chmodSync(tokensPath(folder), 0o600)
    writeFileSync(tokensPath(folder), '{}')
    expect(() => readTokens(folder)).toThrow('XW-S0912')
  })
})
