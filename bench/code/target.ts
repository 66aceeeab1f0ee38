import pg from 'pg'
import { type Statement, semicolons } from './script.js'

/** A statement that the target refused at every try. */
export interface Refused {
  readonly statement: Statement
  readonly sqlState: string
  readonly message: string
}

export interface CheckError {
  readonly sqlState: string
  readonly message: string
  readonly line: number | null
  readonly statement: string
}

export interface TargetRoutine {
  readonly name: string
  readonly schema: string
  readonly isTrigger: boolean
  readonly statements: number
  readonly errors: readonly CheckError[]
}

export interface TargetTrigger {
  readonly name: string
  readonly table: string
  readonly errors: readonly CheckError[]
}

export interface TargetRelation {
  readonly name: string
  /** `table` for tables of every kind, `view` for views of every kind. */
  readonly kind: 'table' | 'view'
  readonly columns: number
  readonly primary: number
  readonly unique: number
  readonly foreign: number
  readonly check: number
}

/** What a database holds after everything was applied that can be. */
export interface TargetCatalog {
  readonly applied: number
  readonly refused: readonly Refused[]
  readonly relations: readonly TargetRelation[]
  readonly routines: readonly TargetRoutine[]
  readonly triggers: readonly TargetTrigger[]
}

const statementTimeout = 10_000
/** Beyond this, a statement that still fails waits for something that does not come. */
const mostPasses = 25

/** Applies the scripts to a fresh database, again and again until nothing more succeeds, and checks every routine. */
export async function applyAndCheck(port: number, scripts: readonly (readonly Statement[])[]): Promise<TargetCatalog> {
  const database = `bench_${Math.random().toString(36).slice(2, 10)}`
  await withClient(port, 'postgres', (client) => client.query(`CREATE DATABASE ${database} TEMPLATE template0`))
  try {
    return await withClient(port, database, async (client) => {
      await client.query('CREATE EXTENSION plpgsql_check SCHEMA public')
      await client.query(`SET statement_timeout = ${statementTimeout}; SET check_function_bodies = on`)
      const refused = await applyAll(client, scripts)
      await client.query('SET search_path = public')
      const applied = scripts.reduce((sum, script) => sum + script.filter(isApplied).length, 0) - refused.length
      return { applied, refused, ...(await readCatalog(client)) }
    })
  } finally {
    await withClient(port, 'postgres', (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`))
  }
}

async function withClient<T>(port: number, database: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'bench', database })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const transactions = new Set(['begin', 'start', 'commit', 'rollback', 'end'])
/** Settings are no objects, and must not switch off the check of bodies. */
const isApplied = (statement: Statement): boolean => statement.kind !== 'set' && !transactions.has(statement.kind)
const searchPath = /^\s*set\s+(?:session\s+)?search_path\b/i

async function applyAll(client: pg.Client, scripts: readonly (readonly Statement[])[]): Promise<readonly Refused[]> {
  let pending = scripts.map((script) => script.filter((one) => isApplied(one) || searchPath.test(one.text)))
  let refused: readonly Refused[] = []
  for (let pass = 0; pass < mostPasses; pass++) {
    const failures = new Map<Statement, Refused>()
    for (const script of pending) {
      await client.query('SET search_path = public')
      for (const statement of script) {
        const failure = await apply(client, statement)
        if (failure !== null) failures.set(statement, failure)
      }
    }
    const before = refused.length
    refused = [...failures.values()]
    if (refused.length === 0 || (pass > 0 && refused.length === before)) break
    pending = pending.map((script) => script.filter((one) => failures.has(one) || searchPath.test(one.text)))
  }
  return refused.filter((one) => isApplied(one.statement))
}

async function apply(client: pg.Client, statement: Statement): Promise<Refused | null> {
  try {
    await client.query(statement.text)
    return null
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const sqlState = 'code' in error ? String(error.code) : ''
    return { statement, sqlState, message: error.message.split('\n', 1)[0] ?? '' }
  }
}

const own = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')`

async function readCatalog(client: pg.Client): Promise<Pick<TargetCatalog, 'relations' | 'routines' | 'triggers'>> {
  const relations = await client.query(
    `SELECT o.relname AS name, CASE WHEN o.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind,
            (SELECT count(*)::int FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
            (SELECT count(*)::int FROM pg_index i WHERE i.indrelid = o.oid AND i.indisprimary) AS primary,
            (SELECT count(*)::int FROM pg_index i WHERE i.indrelid = o.oid AND i.indisunique AND NOT i.indisprimary) AS unique,
            (SELECT count(*)::int FROM pg_constraint c WHERE c.conrelid = o.oid AND c.contype = 'f') AS foreign,
            (SELECT count(*)::int FROM pg_constraint c WHERE c.conrelid = o.oid AND c.contype = 'c') AS check
       FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
      WHERE o.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${own}`,
  )
  const routines = await client.query(
    `SELECT o.oid, o.proname AS name, n.nspname AS schema, o.prorettype = 'trigger'::regtype AS trigger,
            l.lanname = 'plpgsql' AND o.prorettype <> 'event_trigger'::regtype AS checked, o.prosrc AS body
       FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace JOIN pg_language l ON l.oid = o.prolang WHERE ${own}`,
  )
  const triggers = await client.query(
    `SELECT o.tgname AS name, c.relname AS table, o.tgrelid AS relation, o.tgfoid AS function
       FROM pg_trigger o JOIN pg_class c ON c.oid = o.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT o.tgisinternal AND ${own}`,
  )
  const checked = new Set(routines.rows.filter((row) => row.checked).map((row) => row.oid))
  return {
    relations: relations.rows,
    routines: await eachOf(routines.rows, async (row) => ({
      name: row.name,
      schema: row.schema,
      isTrigger: row.trigger,
      statements: semicolons(row.body ?? ''),
      errors: row.checked && !row.trigger ? await check(client, row.oid, 0) : [],
    })),
    triggers: await eachOf(triggers.rows, async (row) => ({
      name: row.name,
      table: row.table,
      errors: checked.has(row.function) ? await check(client, row.function, row.relation) : [],
    })),
  }
}

async function eachOf<T, R>(items: readonly T[], one: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (const item of items) results.push(await one(item))
  return results
}

/** Every error of one routine, not the first alone; what the checker itself cannot get through is one too. */
async function check(client: pg.Client, routine: number, relation: number): Promise<readonly CheckError[]> {
  try {
    const found = await client.query(
      `SELECT sqlstate, concat_ws('; ', message, detail) AS message, lineno, statement
         FROM public.plpgsql_check_function_tb($1::oid, $2::oid, fatal_errors => false, other_warnings => false,
              extra_warnings => false, performance_warnings => false) WHERE level = 'error'`,
      [routine, relation],
    )
    return found.rows.map((row) => ({
      sqlState: row.sqlstate ?? '',
      message: row.message ?? '',
      line: row.lineno,
      statement: row.statement ?? '',
    }))
  } catch (error) {
    const sqlState = error instanceof Error && 'code' in error ? String(error.code) : ''
    return [{ sqlState, message: error instanceof Error ? error.message : String(error), line: null, statement: '' }]
  }
}
