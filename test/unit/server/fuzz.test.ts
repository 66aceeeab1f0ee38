import { afterAll, beforeAll, expect, it } from 'vitest'
import { roles } from '../../../src/server/rights.js'
import { ask, bearer, type TestServer, testServer } from './support.js'

/** Requests; more with CROSSWALK_FUZZ=20000. */
const requests = Number(process.env['CROSSWALK_FUZZ'] ?? 1500)
const seed = Number(process.env['CROSSWALK_FUZZ_SEED'] ?? 7)

let one: TestServer
beforeAll(async () => {
  // What is fuzzed is the HTTP side: commands end at once.
  one = await testServer({ program: { path: 'true', words: [] } })
})
afterAll(() => one?.close())

/** Park and Miller's generator: a failure can be repeated by its seed. */
function generator(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
const random = generator(seed)
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!

const texts = [
  ...[
    '',
    'one',
    'src',
    'dst',
    'shop',
    '0',
    '-1',
    'null',
    '../../etc/passwd',
    '%00',
    '\u0000',
    '\u202e',
    '__proto__',
    'constructor',
  ],
  ...[
    '<script>',
    "' OR 1=1 --",
    '${7*7}',
    'a'.repeat(5000),
    '😀'.repeat(50),
    '--help',
    '-',
    'XW-S0001',
    '0123456789abcdef',
  ],
  ...['00000000-0000-4000-8000-000000000000', 'mysql://u@127.0.0.1:1/x', 'file:///etc/passwd', '[[[', 'eyJ9', '1e400'],
]
const junk = (): unknown =>
  pick<unknown>([null, true, -1, 0, 1e308, 2 ** 53, [], {}, [[[[]]]], { a: { b: {} } }, ...texts])

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

/** Mostly what the schema asks for, sometimes anything. */
function sampleOf(schema: Schema): unknown {
  if (random(8) === 0) return junk()
  if (schema.enum) return pick(schema.enum)
  if (schema.anyOf) return sampleOf(pick(schema.anyOf))
  switch (schema.type) {
    case 'string':
      return pick(texts)
    case 'integer':
    case 'number':
      return pick([0, 1, 2, 64, 1000, -1, 0.5])
    case 'boolean':
      return random(2) === 0
    case 'array':
      return Array.from({ length: random(4) }, () => sampleOf(schema.items ?? {}))
    case 'object': {
      const given = Object.entries(schema.properties ?? {}).filter(() => random(5) > 0)
      const more = random(10) === 0 ? [[pick(texts), junk()] as const] : []
      return Object.fromEntries([...given.map(([name, own]) => [name, sampleOf(own)] as const), ...more])
    }
    default:
      return junk()
  }
}

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }
}

it(`${requests} requests made from the OpenAPI document get no answer in the 500s and no stack`, async () => {
  const { json } = await ask(one.server.url, '/api/v1/openapi.json')
  const operations = Object.entries<Record<string, Operation>>(json.paths)
    // A stream of events has no end.
    .filter(([path]) => path !== '/api/v1/events')
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  const seen = new Map<number, number>()
  for (let made = 0; made < requests; made++) {
    const { path, method, operation } = pick(operations)
    const place = path.replace(/\{\w+\}/g, () => encodeURIComponent(pick(texts)))
    const query = operation.parameters
      .filter((one) => one.in === 'query' && random(3) > 0)
      .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sampleOf(schema)))}`)
    const body =
      operation.requestBody && JSON.stringify(sampleOf(operation.requestBody.content['application/json'].schema))
    const asked = `${place}${query.length > 0 ? `?${query.join('&')}` : ''}`
    const answer = await ask(one.server.url, asked, {
      method: method.toUpperCase(),
      headers: random(20) === 0 ? {} : bearer(one.server.tokens[random(3) === 0 ? pick(roles) : 'admin']),
      ...(body === undefined ? {} : { body }),
    })
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
    expect(one.notes).toEqual([])
    expect({ made, method, asked, body, status: answer.status, text: answer.text.slice(0, 300) }).toMatchObject({
      status: expect.toSatisfy((status) => status < 500),
      text: expect.not.stringMatching(/\n\s+at |node:internal/),
    })
  }
  // It does not only knock at closed doors.
  expect((seen.get(200) ?? 0) + (seen.get(202) ?? 0)).toBeGreaterThan(requests / 20)
}, 900_000)
