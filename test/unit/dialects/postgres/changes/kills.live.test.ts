import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSource } from '../../../../../src/dialects/postgres/changes/source.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../support/servers.js'
import { ask, begin, mappingOf, run } from './support.js'

const script = fileURLToPath(new URL('./reader-process.ts', import.meta.url))

describe.skipIf(!available('postgres15'))('a reader of a PostgreSQL that is killed', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres15()
    await run(server.endpoint, 'CREATE TABLE a (id int PRIMARY KEY, note text)')
  })
  afterAll(() => server?.stop())

  it('again and again at any moment goes on behind what it made durable: nothing is missing, nothing comes twice', async () => {
    const { endpoint, folder } = server
    const file = join(folder, 'applied')
    const first = await begin(endpoint, await mappingOf(endpoint, 'a'))
    const lines = (): string[][] =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .trim()
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
        : []
    const reader = (until?: string): ChildProcess => {
      const request = { endpoint, table: 'a', from: lines().at(-1)?.[0] ?? first, file, ...(until ? { until } : {}) }
      return spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(request)], { stdio: 'inherit' })
    }
    const writer = await connectPostgres(endpoint)
    let written = 0
    let writing = true
    const busy = (async () => {
      for (; writing; written += 3)
        await writer.query(
          `INSERT INTO a SELECT n, repeat('x', n % 500) FROM generate_series(${written + 1}, ${written + 3}) n`,
        )
    })()
    for (let round = 0; round < 8; round++) {
      const before = lines().length
      const child = reader()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await until(() => lines().length > before + round * 40)
      child.kill('SIGKILL')
      await ended
    }
    writing = false
    await busy
    await writer.end()
    const child = reader(await changeSource.head(endpoint))
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    const ids = lines().flatMap(([, ...story]) => story.flatMap((one) => /^0 \+ (\d+),/.exec(one)?.[1] ?? []))
    expect(ids).toEqual(Array.from({ length: written }, (_, at) => String(at + 1)))
    expect(await ask(endpoint, 'SELECT count(*) FROM a')).toBe(String(written))
  })
})

async function until(what: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (what()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not come to that')
}
