import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, type Right, roles } from '../../../src/server/rights.js'
import { routes } from '../../../src/server/routes/all.js'
import { type Asked, ask, bearer, type TestServer, testServer } from './support.js'

let one: TestServer
beforeAll(async () => {
  one = await testServer()
})
afterAll(() => one?.close())

interface Listed {
  readonly method: string
  readonly path: string
  readonly needs: Right | 'nobody'
}

/** From the document that the server publishes, so that no route can be forgotten here. */
async function listed(): Promise<readonly Listed[]> {
  const { json } = await ask(one.server.url, '/api/v1/openapi.json')
  return Object.entries<Record<string, { 'x-needs': Right | 'nobody' }>>(json.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-needs': needs }]) => ({ method: method.toUpperCase(), path, needs })),
  )
}

/** With names that nobody gave. */
const filled = (path: string): string =>
  path
    .replace('/operations/{id}', '/operations/00000000-0000-4000-8000-000000000000')
    .replace('{id}', '0123456789abcdef')
    .replace('{name}', 'nobody')
    .replace('{code}', 'XW-S9999')

const send = (route: Listed, asked: Asked) =>
  ask(one.server.url, filled(route.path), {
    method: route.method,
    ...(route.method === 'POST' ? { body: {} } : {}),
    ...asked,
  })

const each = async (work: (route: Listed) => Promise<void>): Promise<void> => {
  for (const route of await listed()) await work(route)
}

describe('every route of the OpenAPI document', () => {
  it('is one of the server, and every one of the server is there', async () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`).sort()
    expect((await listed()).map(({ method, path }) => `${method} ${path}`).sort()).toEqual(known)
  })

  it('asks for a token, but for those that are open', async () => {
    await each(async (route) => {
      if (route.needs === 'nobody') return
      const { status, json, headers } = await send(route, {})
      expect({ route, status, code: json.code }).toEqual({ route, status: 401, code: 'XW-S0900' })
      expect(headers['content-type']).toMatch('application/problem+json')
      expect((await send(route, { headers: bearer('x'.repeat(43)) })).status).toBe(401)
    })
  })

  it('is refused to roles without its right, and to no other for that reason', async () => {
    await each(async (route) => {
      if (route.needs === 'nobody' || route.path.endsWith('/events')) return
      for (const role of roles) {
        const { status, json } = await send(route, { headers: bearer(one.server.tokens[role]) })
        const isAllowed = may(role, route.needs)
        expect({ route, role, refused: json?.code === 'XW-S0901' }).toEqual({ route, role, refused: !isAllowed })
        expect(status).toBeLessThan(500)
      }
    })
  })

  it('answers to no foreign Host, with or without a token', async () => {
    await each(async (route) => {
      for (const host of ['evil.example', 'localhost.evil.example:80', '127.0.0.1', '169.254.169.254'])
        expect(await send(route, { headers: { host, ...bearer(one.server.tokens.admin) } })).toMatchObject({
          status: 421,
          json: { code: 'XW-S0902' },
        })
    })
  })

  it('answers to no foreign Origin and to no other site', async () => {
    await each(async (route) => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ])
        expect(await send(route, { headers: { ...headers, ...bearer(one.server.tokens.admin) } })).toMatchObject({
          status: 403,
          json: { code: 'XW-S0903' },
        })
    })
  })

  it('takes no body but JSON, none that is too large or too deep, and none that changes prototypes', async () => {
    const admin = bearer(one.server.tokens.admin)
    await each(async (route) => {
      if (route.method !== 'POST') return
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
        const answer = await send(route, { body: '{}', headers: { ...admin, 'content-type': type } })
        expect({ route, type, status: answer.status, code: answer.json.code }).toMatchObject({
          status: 415,
          code: 'XW-S0904',
        })
      }
      const deep = `${'['.repeat(200)}${']'.repeat(200)}`
      expect(await send(route, { body: deep, headers: admin })).toMatchObject({
        status: 413,
        json: { code: 'XW-S0906' },
      })
      for (const body of ['{"__proto__":{"admin":true}}', '{"constructor":{}}', '{', '[]', 'null', '1'])
        expect(await send(route, { body, headers: admin })).toMatchObject({
          status: expect.toSatisfy((n) => n === 400 || n === 404),
        })
    })
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('admin')
  })

  it('refuses a body of more than 10 MB', async () => {
    const body = JSON.stringify({ name: 'x', script: 'x'.repeat(11 * 1024 * 1024), from: 'mysql', to: 'postgres' })
    const answer = await one.api('/api/v1/conversions', { method: 'POST', body }).catch(() => undefined)
    // The connection may be closed before all of it is sent.
    if (answer) expect(answer).toMatchObject({ status: 413, json: { code: 'XW-S0906' } })
  })

  it('does not know what nobody made', async () => {
    await each(async (route) => {
      if (!route.path.includes('{')) return
      const { status, json } = await send(route, { headers: bearer(one.server.tokens.admin) })
      expect({ route, status, code: json.code }).toEqual({
        route,
        status: expect.toSatisfy((n) => n === 404 || n === 400),
        code: expect.stringMatching(/XW-S0710|XW-S0905/),
      })
    })
    for (const path of [
      '/api/v1/nothing',
      '/..%2f..%2fetc/passwd',
      '/%zz',
      `/api/v1/tasks/${'a'.repeat(5000)}`,
      '/api/v1/tasks/%00',
      '/console.js/../../x',
    ])
      expect((await one.api(path)).status).toSatisfy((n) => n === 404 || n === 400)
  })

  it('has the headers that keep pages apart, also where it refuses', async () => {
    await each(async (route) => {
      const { headers } = await send(route, {})
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    })
  })
})
