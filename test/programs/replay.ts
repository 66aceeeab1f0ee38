import type { Conversion } from '../../src/convert/pipeline.js'
import type { EmittedStatement } from '../../src/core/dialect/dialect.js'
import type { Routine } from '../../src/core/ir/schema.js'
import type { TypeRef } from '../../src/core/ir/types.js'
import { type Argument, type ProgramCase, type Step, schema } from './cases.js'
import { type Engine, EngineError, type TypedRows } from './engine.js'
import type { Cell, Recording } from './recording.js'

/** What a step gave on the target, with the types that say how its values are to be read. */
export interface TargetOutcome {
  readonly error?: { readonly state: string; readonly message: string; readonly where: string }
  readonly value?: TypedRows
  readonly out?: TypedRows
  readonly sets?: readonly TypedRows[]
  readonly tables?: Readonly<Record<string, TypedRows>>
  readonly variables?: Readonly<Record<string, Cell>>
}

export interface Replay {
  /** Statements that the engine did not take, with its words. */
  readonly refused: readonly string[]
  readonly steps: readonly TargetOutcome[]
}

const clean = `RESET ALL; DROP SCHEMA IF EXISTS ${schema} CASCADE; DROP SCHEMA IF EXISTS crosswalk_rt CASCADE;`
const settings = `SET search_path = ''; SET TimeZone = 'UTC'; SET client_min_messages = error;`

/** Makes the converted schema in an engine, gives it the rows of the recording, and takes the steps. */
export async function replayCase(
  engine: Engine,
  one: ProgramCase,
  conversion: Conversion,
  recorded: Recording,
): Promise<Replay> {
  await engine.run('ROLLBACK')
  await engine.run('DISCARD ALL')
  await engine.run(clean)
  // Packages have schemas of their own.
  for (const { name } of conversion.target.schemas)
    await engine.run(`DROP SCHEMA IF EXISTS "${name.text.replaceAll('"', '""')}" CASCADE`)
  await engine.run(settings)
  const refused: string[] = []
  const inPhase = (phase: EmittedStatement['phase']) => conversion.statements.filter((one) => one.phase === phase)
  const apply = async (statements: readonly EmittedStatement[]): Promise<void> => {
    for (const statement of statements)
      await engine.run(statement.sql).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error
        refused.push(`${statement.id}: ${error.message} (${error.state})\n${statement.sql}`)
      })
  }
  await apply(inPhase('pre-data'))
  for (const table of Object.keys(recorded.before))
    await fillTable(engine, table, recorded).catch((error: Error) => refused.push(`rows of ${table}: ${error.message}`))
  await apply(inPhase('post-data'))
  await apply(inPhase('post-cutover'))
  const session = await openSession(engine, conversion)
  const steps: TargetOutcome[] = []
  if (refused.length === 0) for (const step of one.steps) steps.push(await session.take(step))
  return { refused, steps }
}

async function fillTable(engine: Engine, table: string, recorded: Recording): Promise<void> {
  const { columns = [], rows = [], next } = recorded.before[table] ?? {}
  const name = `${schema}.${quoted(table)}`
  const { rows: lists } = await engine.query(
    `SELECT attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     WHERE attrelid = '${name}'::regclass AND t.typcategory = 'A'`,
  )
  const isList = columns.map((column) => lists.some(([found]) => found === column.toLowerCase()))
  const values = rows.map((row) => `(${row.map((value, at) => text(isList[at] ? listOf(value) : value)).join(', ')})`)
  const into = `${name} (${columns.map(quoted).join(', ')})`
  await engine.run(`INSERT INTO ${into} OVERRIDING SYSTEM VALUE VALUES ${values.join(', ')}`)
  if (next !== undefined) await engine.run(counterText(table, next))
}

/** The source writes a set of labels as `a,b`. */
const listOf = (value: Cell): Cell => (value === null ? null : `{${value}}`)

/** The counter of the table's numbered column goes on where the source's would. */
const counterText = (table: string, next: string): string =>
  `SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('${schema}.${table.toLowerCase()}', attname), ${next}, false)
   FROM pg_catalog.pg_attribute WHERE attrelid = '${schema}.${table.toLowerCase()}'::regclass AND attidentity <> ''`

const quoted = (name: string): string => `"${name.toLowerCase()}"`
const text = (value: Cell): string => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`)

interface Session {
  take(step: Step): Promise<TargetOutcome>
}

async function openSession(engine: Engine, conversion: Conversion): Promise<Session> {
  const routines = new Map(
    conversion.target.schemas
      .flatMap(({ objects }) => objects)
      .flatMap((object) => (object.kind === 'routine' ? [[nameOf(object).toLowerCase(), object] as const] : [])),
  )
  const routineNamed = (name: string): Routine => {
    const found = routines.get(name.toLowerCase())
    if (!found) throw new EngineError('', `the target has no routine ${name}`, '')
    return found
  }
  const runCode = async (step: Step): Promise<TargetOutcome> => {
    if ('call' in step) return call(engine, routineNamed(step.call), step.args)
    if ('function' in step) {
      const routine = routineNamed(step.function)
      return { value: await engine.query(`SELECT ${qualified(routine)}(${sentArguments(routine, step.args)})`) }
    }
    if (!('sql' in step)) throw new Error('no code')
    const found = await engine.query(step.target ?? step.sql)
    return found.columns.length > 0 ? { sets: [found] } : {}
  }
  return {
    async take(step) {
      if ('set' in step) return setVariables(engine, step.set)
      if ('tables' in step) return readState(engine, step.tables, step.variables)
      try {
        return await runCode(step)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        await engine.run('ROLLBACK')
        return { error: { state: error.state, message: error.message, where: error.where } }
      }
    },
  }
}

/** As a case calls it: with its package, if it stands in one. */
const nameOf = ({ name, package: owner }: Routine): string =>
  owner ? `${owner.name.text}.${name.name.text}` : name.name.text

const qualified = ({ name }: Routine): string =>
  [name.schema?.text ?? schema, name.name.text].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')

/** Untyped text, which becomes what the parameter is. */
function literal(value: Argument): string {
  if (value === null) return 'NULL'
  if (typeof value !== 'object') return text(String(value))
  return 'hex' in value ? text(`\\x${value.hex}`) : text(value.bits)
}

/** Arguments in the form of their parameters. */
const sentArguments = (routine: Routine, args: readonly Argument[]): string =>
  args
    .map((value, at) => {
      const param = routine.program?.params[at]
      if (param?.mode === 'out') return 'NULL'
      const isList = param?.type.kind === 'type' && isListType(param.type.type)
      return literal(isList && typeof value === 'string' ? listOf(value) : value)
    })
    .join(', ')

const isListType = ({ logical, native }: TypeRef): boolean =>
  logical.kind === 'array' || (logical.kind === 'enum' && logical.set) || native.endsWith('[]')

/** How a routine is called follows from what it has become. */
async function call(engine: Engine, routine: Routine, args: readonly Argument[]): Promise<TargetOutcome> {
  const name = qualified(routine)
  const results = routine.program?.results
  const sent = sentArguments(routine, args)
  if (routine.form === 'function') {
    const found = await engine.query(`SELECT * FROM ${name}(${sent})`)
    return { sets: results?.kind === 'rows' ? [found] : [] }
  }
  if (results?.kind !== 'cursors') {
    const out = await engine.query(`CALL ${name}(${sent})`)
    return { ...(out.columns.length > 0 ? { out } : {}), sets: [] }
  }
  // Cursors live as long as the transaction, unless the program ends transactions itself: then nobody may open one for it.
  const ends = JSON.stringify(routine.program?.body).includes('"kind":"transaction"')
  if (!ends) await engine.run('BEGIN')
  const row = await engine.query(`CALL ${name}(${sent}${sent === '' ? '' : ', '}NULL)`)
  const sets: TypedRows[] = []
  for (const cursor of listed(row.rows[0]?.at(-1))) sets.push(await engine.query(`FETCH ALL FROM "${cursor}"`))
  if (!ends) await engine.run('COMMIT')
  const out = { columns: row.columns.slice(0, -1), rows: row.rows.map((cells) => cells.slice(0, -1)) }
  return { ...(out.columns.length > 0 ? { out } : {}), sets }
}

/** Members of an array of names: `{"<unnamed portal 1>",c2}`. */
function listed(array: Cell | undefined): readonly string[] {
  const inner = array?.slice(1, -1) ?? ''
  return [...inner.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, long, short]) =>
    (long ?? short ?? '').replace(/\\(.)/g, '$1'),
  )
}

async function setVariables(engine: Engine, values: Readonly<Record<string, Argument>>): Promise<TargetOutcome> {
  for (const [name, value] of Object.entries(values))
    await engine.query(`SELECT crosswalk_rt.set_user_variable('${name}', ${literal(value)})`).catch(ignoreMissing)
  return {}
}

/** A conversion that needs no user variables brings no functions for them; a table may not have been made. */
function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof EngineError) || !['42883', '3F000', '42P01'].includes(error.state)) throw error
}

async function readState(
  engine: Engine,
  tables: readonly string[],
  variables: readonly string[],
): Promise<TargetOutcome> {
  const contents: Record<string, TypedRows> = {}
  for (const table of tables) {
    const found = await engine.query(`SELECT * FROM ${schema}.${quoted(table)}`).catch(ignoreMissing)
    if (found) contents[table] = found
  }
  const values: Record<string, Cell> = {}
  for (const name of variables) {
    const found = await engine.query(`SELECT crosswalk_rt.user_variable('${name}')`).catch(ignoreMissing)
    values[name] = found?.rows[0]?.[0] ?? null
  }
  return {
    ...(tables.length > 0 ? { tables: contents } : {}),
    ...(variables.length > 0 ? { variables: values } : {}),
  }
}
