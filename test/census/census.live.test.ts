import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { fixtures, loadScripts } from './fixtures.js'
import { createDatabases } from './fuzz.js'
import { migrateAndCompare } from './migrate.js'

const seeds = Array.from({ length: 30 }, (_, at) => at + 1)

describe.skipIf(!available('mariadb') || !available('postgres15'))('census of both servers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-census-'))
  let mariadb: TestServer
  let postgres: TestServer
  let client: mysql.Connection
  beforeAll(async () => {
    ;[mariadb, postgres] = await Promise.all([startMariadb(), startPostgres15()])
    client = await connectMysql(mariadb.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await Promise.all([mariadb?.stop(), postgres?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const newTarget = async (database: string): Promise<TestServer['endpoint']> => {
    const admin = await connectPostgres(postgres.endpoint)
    await admin.query(`CREATE DATABASE ${database}`)
    await admin.end()
    return { ...postgres.endpoint, database }
  }

  it('finds no difference between the catalogues that the ledger does not name: fixtures', async () => {
    const schemas = await loadScripts(client, mariadb.endpoint, fixtures())
    expect(schemas.length).toBeGreaterThan(50)
    const target = await newTarget('fixtures')
    const { differences, refused } = await migrateAndCompare(
      mariadb.endpoint,
      target,
      schemas,
      join(folder, 'fixtures'),
    )
    expect({ differences, refused }).toEqual({ differences: [], refused: [] })
  })

  it('finds no difference between the catalogues that the ledger does not name: random schemas', async () => {
    const { schemas, accepted } = await createDatabases(client, seeds)
    expect(accepted).toBeGreaterThan(300)
    const target = await newTarget('random')
    const { differences, refused } = await migrateAndCompare(mariadb.endpoint, target, schemas, join(folder, 'random'))
    expect({ differences, refused }).toEqual({ differences: [], refused: [] })
  })

  it('sees what is not there', async () => {
    await client.query(`CREATE DATABASE plain; CREATE TABLE plain.t (
      a INT NOT NULL DEFAULT 7 COMMENT 'seven', b VARCHAR(9), PRIMARY KEY (a), UNIQUE KEY u (b), KEY k (a, b))`)
    const target = await newTarget('spoiled')
    const project = join(folder, 'spoiled')
    expect((await migrateAndCompare(mariadb.endpoint, target, ['plain'], project)).differences).toEqual([])
    await client.query(`ALTER TABLE plain.t ADD c INT, ALTER a SET DEFAULT 8, MODIFY b VARCHAR(10) NOT NULL COMMENT 'b',
      DROP KEY u, ADD UNIQUE KEY u (b, a), ADD CONSTRAINT ck CHECK (a > 0), COMMENT 'new'`)
    await client.query('CREATE TABLE plain.late (x INT); CREATE VIEW plain.v AS SELECT a FROM plain.t')
    const { differences } = await migrateAndCompare(mariadb.endpoint, target, ['plain'], project, 'compare only')
    expect(differences.map((one) => `${one.object} ${one.part}`.trim()).sort()).toEqual([
      'plain.late',
      'plain.t',
      'plain.t a',
      'plain.t b',
      'plain.t b',
      'plain.t b',
      'plain.t c',
      'plain.t ck',
      'plain.t u',
      'plain.v',
    ])
  })
})
