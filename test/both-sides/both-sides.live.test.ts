import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, startPostgres15, type TestServer } from '../support/servers.js'
import { differences, listCases, runBothSides } from './run-case.js'

describe.skipIf(!available('mariadb') || !available('postgres15'))('converted programs do what the source does', () => {
  const servers: TestServer[] = []
  beforeAll(async () => {
    servers.push(await startPostgres15(), await startMariadb())
  })
  afterAll(() => Promise.all(servers.map((each) => each.stop())))

  it.each(listCases())('%s', async (name) => {
    const [source, target] = servers
    if (!source || !target) throw new Error('no servers')
    const sides = await runBothSides(name, source.endpoint, target.endpoint)
    expect(differences(sides)).toEqual([])
  })
})
