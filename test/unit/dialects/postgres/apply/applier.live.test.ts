import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { planApply, runApply } from '../../../../../src/apply/apply.js'
import type { EmittedStatement } from '../../../../../src/core/dialect/dialect.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { applier } from '../../../../../src/dialects/postgres/apply/applier.js'
import { connect } from '../../../../../src/dialects/postgres/connect.js'
import { emitter } from '../../../../../src/dialects/postgres/emit/emitter.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { type MachinePostgres, postgresOfMachine, startMachinePostgres } from '../../../../support/machine-postgres.js'
import { shop } from '../emit/shop.js'
import { statement } from '../prove/statements.js'

const there = postgresOfMachine() !== undefined
if (!there)
  console.warn('\n*** SKIPPED: no PostgreSQL server on this machine; applying to a server is not tested ***\n')

const statements = emitter.emit({ ...shop, version: parseVersion('15') }).value

describe.skipIf(!there)('applying to a server', () => {
  let server: MachinePostgres
  let endpoint: Endpoint
  let databases = 0
  beforeAll(async () => {
    server = await startMachinePostgres()
  })
  afterAll(() => server.stop())
  const sql = async (text: string): Promise<readonly unknown[]> => {
    const client = await connect(endpoint, { role: 'target' })
    const result = await client.query(text).finally(() => client.end())
    return result.rows
  }
  beforeEach(async () => {
    endpoint = server.endpoint
    const database = `d${++databases}`
    await sql(`CREATE DATABASE ${database}`)
    endpoint = { ...server.endpoint, database }
  })
  const apply = async (
    all: readonly EmittedStatement[],
    ddl: 'minimal' | 'full' = 'full',
    signal?: AbortSignal,
    onStep?: (done: number) => void,
  ) => {
    const plan = await planApply(applier, endpoint, all, { ddl })
    const result = await runApply(applier, plan, {
      workers: 4,
      ...(signal ? { signal } : {}),
      onProgress: (event) => event.kind === 'items' && onStep?.(event.done),
    })
    return {
      plan: plan.summary,
      applied: result.applied,
      failed: result.failed.map(({ step, error }) => `${step.statement}: ${error}`),
    }
  }

  it('does everything once and nothing twice', async () => {
    const first = await apply(statements)
    expect(first).toMatchObject({
      applied: statements.length,
      failed: [],
      plan: { create: statements.length, exists: 0, drifted: 0 },
    })
    const second = await apply(statements)
    expect(second).toMatchObject({ applied: 0, failed: [], plan: { create: 0, exists: statements.length, drifted: 0 } })
  })

  it('can do the minimal form first and the rest later', async () => {
    const minimal = await apply(statements, 'minimal')
    expect(minimal.plan.create).toBe(statements.filter((one) => one.minimal).length)
    const rest = await apply(statements)
    expect(rest.plan.exists).toBe(minimal.applied)
    expect(rest.applied).toBe(statements.length - minimal.applied)
    expect((await apply(statements)).plan.create).toBe(0)
  })

  it('goes on where it was stopped', async () => {
    const controller = new AbortController()
    await expect(
      apply(statements, 'full', controller.signal, (done) => done === 6 && controller.abort()),
    ).rejects.toThrow('aborted')
    const rest = await apply(statements)
    expect(rest.plan.exists).toBeGreaterThanOrEqual(6)
    expect(rest.failed).toEqual([])
    expect((await apply(statements)).plan).toMatchObject({ create: 0, drifted: 0 })
  })

  it('takes the files of a person for done', async () => {
    for (const one of statements) await sql(one.sql)
    expect((await apply(statements)).plan).toMatchObject({ create: 2, drifted: 0 })
  })

  it('lets one failure cost only what waits for it', async () => {
    const result = await apply([
      statement('table', 'public.bad', 'CREATE TABLE public.bad (a nosuch);'),
      statement('index', 'public.bad_i', 'CREATE INDEX bad_i ON public.bad (a);', {
        phase: 'post-data',
        dependsOn: ['table:public.bad'],
      }),
      statement('table', 'public.good', 'CREATE TABLE public.good ();'),
    ])
    expect(result.applied).toBe(1)
    expect(result.failed).toEqual([
      'table:public.bad: type "nosuch" does not exist (line 1)',
      'index:public.bad_i: not run: it waits for table:public.bad, which failed',
    ])
    expect(await sql('SELECT id FROM crosswalk.applied_statement')).toEqual([{ id: 'table:public.good' }])
  })

  it('leaves alone what differs', async () => {
    await sql('CREATE SCHEMA shop; CREATE TABLE shop.customers (id bigint)')
    const { plan } = await apply(statements)
    expect(plan.drifted).toBe(1)
    expect(await sql("SELECT count(*) FROM information_schema.columns WHERE table_name = 'customers'")).toEqual([
      { count: '1' },
    ])
  })

  it('builds keys, indexes and foreign keys of many tables side by side without a deadlock', async () => {
    const many: EmittedStatement[] = []
    const count = 12
    for (let index = 0; index < count; index++)
      many.push(statement('table', `public.t${index}`, `CREATE TABLE public.t${index} (id int NOT NULL, other int);`))
    for (let index = 0; index < count; index++)
      many.push({
        ...statement(
          'primary-key',
          `public.t${index}_pkey`,
          `ALTER TABLE public.t${index} ADD CONSTRAINT t${index}_pkey PRIMARY KEY (id);`,
          { phase: 'post-data', dependsOn: [`table:public.t${index}`] },
        ),
        id: `primary-key:public.t${index}/t${index}_pkey` as EmittedStatement['id'],
      })
    for (let index = 0; index < count * 5; index++)
      many.push({
        ...statement('index', `public.i${index}`, `CREATE INDEX i${index} ON public.t${index % count} (other);`, {
          phase: 'post-data',
          dependsOn: [`table:public.t${index % count}`],
        }),
        id: `index:public.t${index % count}/i${index}` as EmittedStatement['id'],
      })
    for (let index = 0; index < count; index++)
      for (const target of [(index + 1) % count, (index + count - 1) % count])
        many.push({
          ...statement(
            'foreign-key',
            `public.f${index}_${target}`,
            `ALTER TABLE public.t${index} ADD CONSTRAINT f${index}_${target} FOREIGN KEY (other) REFERENCES public.t${target} (id);`,
            {
              phase: 'post-data',
              dependsOn: [`table:public.t${index}`, `table:public.t${target}`],
            },
          ),
          id: `foreign-key:public.t${index}/f${index}_${target}` as EmittedStatement['id'],
        })
    expect(await apply(many)).toMatchObject({ applied: many.length, failed: [] })
    expect((await apply(many)).plan).toMatchObject({ create: 0, exists: many.length })
  })

  it('refuses to run beside another run', async () => {
    const client = await connect(endpoint, { role: 'target' })
    await client.query('SELECT pg_catalog.pg_advisory_lock(4711, pg_catalog.hashtext(pg_catalog.current_database()))')
    const error = await apply(statements).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(OperationError)
    expect(error instanceof OperationError && error.code).toBe('XW-S0111')
    await client.end()
  })

  it('does nothing twice when another run did the same between its plan and its lock', async () => {
    const stale = await planApply(applier, endpoint, statements, { ddl: 'full' })
    await apply(statements)
    expect(await runApply(applier, stale, { workers: 4 })).toEqual({ applied: 0, failed: [] })
    const [dropped] = [...statements].reverse().filter(({ kind }) => kind === 'view')
    if (!dropped?.undo) throw new Error('the shop has a view that can be dropped')
    const before = await planApply(applier, endpoint, statements, { ddl: 'full' })
    await sql(dropped.undo)
    const after = await planApply(applier, endpoint, statements, { ddl: 'full' })
    expect([before.summary.create, after.summary.create]).toEqual([0, 1])
    expect(await runApply(applier, after, { workers: 4 })).toEqual({ applied: 1, failed: [] })
  })

  it('undoes with the statements that are kept for it', async () => {
    await apply(statements)
    for (const { undo } of [...statements].reverse()) if (undo?.trim()) await sql(undo)
    expect(await sql("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'shop'")).toEqual([])
  })

  it('reports a server that goes away, and what was done stays recorded', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      statement('table', `public.g${index}`, `CREATE TABLE public.g${index} ();`),
    )
    const error = await apply(many, 'full', undefined, (done) => done === 40 && server.crash()).catch(
      (caught: unknown) => caught,
    )
    expect(error instanceof OperationError && error.code).toBe('XW-S0106')
  })
})
