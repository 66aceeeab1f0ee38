import { query, quoteName, type Row, type Session } from '../connect.js'

export interface ObjectRow {
  readonly kind:
    | 'table'
    | 'view'
    | 'sequence'
    | 'procedure'
    | 'function'
    | 'trigger'
    | 'event'
    | 'package'
    | 'packageBody'
  readonly schema: string
  readonly name: string
  /** Estimates for tables, as the server gives them. */
  readonly rows?: string
  readonly bytes?: string
}

/** Schemas that belong to the server. */
const systemSchemas = new Set(['information_schema', 'mysql', 'performance_schema', 'sys'])

/** The schemas to read: those asked for, or all that are not the server's own. */
export async function listSchemas(session: Session, wanted: readonly string[]): Promise<readonly string[]> {
  const rows = await query(session, 'SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME')
  const all = rows.map(([name]) => name ?? '')
  return wanted.length > 0
    ? all.filter((name) => wanted.includes(name))
    : all.filter((name) => !systemSchemas.has(name))
}

const tableKinds: Readonly<Record<string, ObjectRow['kind']>> = {
  'BASE TABLE': 'table',
  'SYSTEM VERSIONED': 'table',
  VIEW: 'view',
  SEQUENCE: 'sequence',
}

const routineKinds: Readonly<Record<string, ObjectRow['kind']>> = {
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  PACKAGE: 'package',
  'PACKAGE BODY': 'packageBody',
}

const at = (row: Row, index: number): string => row[index] ?? ''

/** Tables, sequences and views of a schema, then its programs. */
export async function listObjects(session: Session, schema: string): Promise<readonly ObjectRow[]> {
  const relations = await query(
    session,
    'SELECT TABLE_TYPE, TABLE_NAME, TABLE_ROWS, DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME',
    [schema],
  )
  const tables = relations.flatMap((row): readonly ObjectRow[] => {
    const kind = Object.hasOwn(tableKinds, at(row, 0)) ? tableKinds[at(row, 0)] : undefined
    return kind ? [{ kind, schema, name: at(row, 1), rows: at(row, 2), bytes: at(row, 3) }] : []
  })
  const order: readonly ObjectRow['kind'][] = ['sequence', 'table', 'view']
  const sorted = order.flatMap((kind) => tables.filter((table) => table.kind === kind))
  return [...sorted, ...(await listPrograms(session, schema))]
}

async function listPrograms(session: Session, schema: string): Promise<readonly ObjectRow[]> {
  const routines = await query(
    session,
    'SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY ROUTINE_TYPE, ROUTINE_NAME',
    [schema],
  )
  const triggers = await query(
    session,
    'SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER',
    [schema],
  )
  const events = await query(
    session,
    'SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME',
    [schema],
  )
  return [
    ...routines.flatMap((row): readonly ObjectRow[] => {
      const kind = Object.hasOwn(routineKinds, at(row, 0)) ? routineKinds[at(row, 0)] : undefined
      return kind ? [{ kind, schema, name: at(row, 1) }] : []
    }),
    ...triggers.map((row): ObjectRow => ({ kind: 'trigger', schema, name: at(row, 0) })),
    ...events.map((row): ObjectRow => ({ kind: 'event', schema, name: at(row, 0) })),
  ]
}

/** The server's own text of an object, and under what it was made. */
export interface Shown {
  readonly text: string
  readonly sqlMode?: string
  readonly charset?: string
  readonly collation?: string
  /** That of the database when a program was made: what its parameters without a character set have. */
  readonly databaseCollation?: string
  readonly timeZone?: string
}

/** Words of SHOW CREATE, and the columns of its answer: text, sql_mode, character set and time zone; −1 where there is none. */
const shows: Readonly<Record<ObjectRow['kind'], readonly [string, number, number, number, number]>> = {
  table: ['TABLE', 1, -1, -1, -1],
  view: ['VIEW', 1, -1, 2, -1],
  sequence: ['SEQUENCE', 1, -1, -1, -1],
  procedure: ['PROCEDURE', 2, 1, 3, -1],
  function: ['FUNCTION', 2, 1, 3, -1],
  trigger: ['TRIGGER', 2, 1, 3, -1],
  event: ['EVENT', 3, 1, 4, 2],
  package: ['PACKAGE', 2, 1, 3, -1],
  packageBody: ['PACKAGE BODY', 2, 1, 3, -1],
}

/** Null: this account may not see the definition. The schema of the object has to be selected: names in it come without it then. */
export async function shownOf(session: Session, { kind, schema, name }: ObjectRow): Promise<Shown | null> {
  const [words, text, mode, charset, zone] = shows[kind]
  const [row] = await query(session, `SHOW CREATE ${words} ${quoteName(schema)}.${quoteName(name)}`)
  const at = (row_: Row | undefined, place: number) => (place < 0 ? null : (row_?.[place] ?? null))
  const found = at(row, text)
  if (found === null) return null
  const facts = { sqlMode: at(row, mode), charset: at(row, charset), timeZone: at(row, zone) }
  const collation = at(row, charset < 0 ? -1 : charset + 1)
  const databaseCollation = at(row, mode < 0 ? -1 : charset + 2)
  return { text: found, ...present({ ...facts, collation, databaseCollation }) }
}

const present = (facts: Readonly<Record<string, string | null>>): Partial<Shown> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))

/** `CREATE DATABASE` as the server prints it. */
export async function showDatabase(session: Session, schema: string): Promise<string | null> {
  const [row] = await query(session, `SHOW CREATE DATABASE ${quoteName(schema)}`)
  return row?.[1] ?? null
}

const settingNames = [
  'version',
  'sql_mode',
  'lower_case_table_names',
  'character_set_server',
  'collation_server',
  'time_zone',
  'system_time_zone',
  'explicit_defaults_for_timestamp',
  'default_storage_engine',
]

/** Settings of the server (not of our session) that change what text or data means. */
export async function readSettings(session: Session): Promise<ReadonlyMap<string, string>> {
  const list = settingNames.map((name) => `'${name}'`).join(', ')
  const rows = await query(session, `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${list})`)
  return new Map(rows.map((row) => [at(row, 0).toLowerCase(), at(row, 1)]))
}

/** The value that the next call of a sequence gives, or undefined when the account may not see it. */
export async function sequenceNext(session: Session, object: ObjectRow): Promise<string | undefined> {
  const name = `${quoteName(object.schema)}.${quoteName(object.name)}`
  return (await query(session, `SELECT next_not_cached_value FROM ${name}`))[0]?.[0] ?? undefined
}
