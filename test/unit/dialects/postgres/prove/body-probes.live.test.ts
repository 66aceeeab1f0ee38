import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EmittedStatement, ProofSession } from '../../../../../src/core/dialect/dialect.js'
import { noOrigin } from '../../../../../src/core/ir/names.js'
import { connect } from '../../../../../src/dialects/postgres/connect.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { type MachinePostgres, postgresOfMachine, startMachinePostgres } from '../../../../support/machine-postgres.js'
import { convertScript } from '../../../convert/support.js'
import { statement } from './statements.js'

const there = postgresOfMachine() !== undefined
if (!there) console.warn('\n*** SKIPPED: no PostgreSQL server on this machine; bodies are not probed on a server ***\n')

describe.skipIf(!there)('bodies on a server of this machine', () => {
  let server: MachinePostgres
  let session: ProofSession
  let hasCheck = false
  beforeAll(async () => {
    server = await startMachinePostgres()
    session = await prover.open({ version: parseVersion('15'), endpoint: server.endpoint })
    const client = await connect(server.endpoint, { role: 'source' })
    const known = await client.query("SELECT 1 FROM pg_catalog.pg_available_extensions WHERE name = 'plpgsql_check'")
    hasCheck = known.rows.length > 0
    await client.end()
  })
  afterAll(async () => {
    await session?.close()
    server?.stop()
  })
  beforeEach(() => session.reset())

  it('are asked as those in process are, whatever the version tells of prepared statements', async () => {
    const { conversion } = await convertScript(
      `CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20));
       DELIMITER //
       CREATE PROCEDURE q(OUT b INT) SET b = 1//
       CREATE PROCEDURE p(IN a INT)
       BEGIN
         DECLARE v INT;
         SELECT id INTO v FROM t WHERE id = a;
         SELECT id, name INTO v FROM t WHERE id = a;
         CALL q(v);
       END//`,
      { to: '15' },
    )
    const spoiled = conversion.statements.map(
      (each): EmittedStatement =>
        each.id === 'procedure:shop.q' ? { ...each, sql: each.sql.replaceAll('shop.q', 'shop.r') } : each,
    )
    const refusals = (await session.prove(spoiled)).flatMap((each) => each.refusals ?? [])
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(
      new Set(['2 columns where 1 are taken', 'procedure shop.q(integer) does not exist']),
    )
  })

  it('are checked by plpgsql_check too, where it is installed', async ({ skip }) => {
    if (!hasCheck) skip('plpgsql_check is not installed')
    const body = 'CREATE FUNCTION a.f() RETURNS int LANGUAGE plpgsql\nAS $$\nDECLARE\n  id int;\nBEGIN'
    const program = (name: string, sql: string): EmittedStatement =>
      statement('function', name, sql, { code: [{ from: 5, to: 6, origin: noOrigin }], undo: '' })
    const results = await session.prove([
      statement('schema', 'a', 'CREATE SCHEMA a;'),
      statement('table', 'a.t', 'CREATE TABLE a.t (id int);'),
      program('a.f', `${body}\n  RETURN (SELECT id FROM a.t);\nEND;\n$$;`),
      program('a.g', `${body.replace('a.f', 'a.g')}\n  RETURN (SELECT t.id FROM a.t);\nEND;\n$$;`),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'refused', 'accepted'])
    expect(results[2]?.refusals).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('column reference "id" is ambiguous'), line: 5 }),
    ])
  })
})
