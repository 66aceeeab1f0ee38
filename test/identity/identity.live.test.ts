import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, startMariadb, startPostgres15, type TestServer } from '../support/servers.js'
import { unexplained } from './judge.js'
import { mysqlIdentity } from './mysql-identity.js'
import { postgresIdentity } from './postgres-identity.js'

const inputs = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('input.sql'))
    .map((file) => join(folder, file))
    .sort()

const same = { refused: [], lost: [], left: [] }

const databases = ['fixtures/databases/shop/mysql.sql', 'fixtures/databases/shop/mariadb.sql']

describe.skipIf(!available('mariadb'))('MariaDB to MariaDB through the hub', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server?.stop())

  const outcomeOf = async (files: readonly string[]) => {
    const outcome = await mysqlIdentity(server.endpoint, Buffer.concat(files.map((file) => readFileSync(file))))
    return { refused: outcome.refused, lost: outcome.lost, left: unexplained(outcome) }
  }

  it.each([...inputs('fixtures/convert/mysql-to-postgres').map((file) => [file]), databases])(
    '%s: the server says the same of the copy',
    async (...files) => {
      expect(await outcomeOf(files)).toEqual(same)
    },
  )

  it('keeps programs as they are, with what the server keeps beside them', async () => {
    const files = inputs('fixtures/programs').filter((_, at) => at % 25 === 0)
    for (const file of files) expect({ file, ...(await outcomeOf([file])) }).toEqual({ file, ...same })
  })

  it('keeps packages whole', async () => {
    const file = 'fixtures/programs/packages/members/input.sql'
    expect(await outcomeOf([file])).toEqual(same)
  })
})

describe.skipIf(!available('postgres15'))('PostgreSQL to PostgreSQL through the hub', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres15()
  })
  afterAll(() => server?.stop())

  const files = [...inputs('fixtures/convert/postgres-to-mysql'), 'test/identity/postgres.sql']

  it.each(files)('%s: pg_dump says the same of the copy', async (file) => {
    const outcome = await postgresIdentity(server.endpoint, readFileSync(file), 'server')
    expect({ refused: outcome.refused, lost: outcome.lost, left: unexplained(outcome) }).toEqual(same)
  })

  // What the server does not take of a script it does not take of the copy either.
  it.each(files)('%s: so it does when the script itself was read', async (file) => {
    const outcome = await postgresIdentity(server.endpoint, readFileSync(file), 'script')
    expect({ lost: outcome.lost, left: unexplained(outcome) }).toEqual({ lost: [], left: [] })
  })
})
