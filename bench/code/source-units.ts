import type { Connection, RowDataPacket } from 'mysql2/promise'
import { semicolons } from './script.js'

export const unitKinds = ['table', 'view', 'procedure', 'function', 'trigger'] as const
export type UnitKind = (typeof unitKinds)[number]

/** Constraints of a table that a conversion has to bring over, by kind. */
export interface Constraints {
  readonly primary: number
  readonly unique: number
  readonly foreign: number
  readonly check: number
}

/** One object of the source, with what says whether all of it arrived. */
export interface SourceUnit {
  readonly kind: UnitKind
  readonly name: string
  /** The table of a trigger, or null. */
  readonly table: string | null
  /** Columns of a table. */
  readonly columns: number
  readonly constraints: Constraints
  /** Statements of a body, by its semicolons. */
  readonly statements: number
}

export interface SourceSchema {
  readonly name: string
  readonly units: readonly SourceUnit[]
  /** Names that the schema defines, lower case: what a routine refers to and is not here, is not here on the source either. */
  readonly defined: ReadonlySet<string>
  /** Functions and words that the source has of its own, lower case. */
  readonly builtin: ReadonlySet<string>
}

const noConstraints: Constraints = { primary: 0, unique: 0, foreign: 0, check: 0 }

/** What the live server holds of one schema: that is what has to be converted, whatever the files said. */
export async function readSource(connection: Connection, schema: string): Promise<SourceSchema> {
  const rows = async (sql: string) => (await connection.query<RowDataPacket[]>(sql, [schema]))[0]
  const constraints = await readConstraints(rows)
  const tables = await rows(
    `SELECT table_name AS name, table_type AS type FROM information_schema.tables
      WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')`,
  )
  const columns = await readColumns(rows)
  const routines = await rows(
    `SELECT routine_name AS name, lower(routine_type) AS kind, routine_definition AS body
       FROM information_schema.routines WHERE routine_schema = ? AND routine_type IN ('PROCEDURE', 'FUNCTION')`,
  )
  const triggers = await rows(
    `SELECT trigger_name AS name, event_object_table AS t, action_statement AS body
       FROM information_schema.triggers WHERE trigger_schema = ?`,
  )
  const units: SourceUnit[] = [
    ...tables.map((row) => ({
      kind: row['type'] === 'VIEW' ? ('view' as const) : ('table' as const),
      name: String(row['name']),
      table: null,
      columns: columns.get(String(row['name'])) ?? 0,
      constraints: constraints.get(String(row['name'])) ?? noConstraints,
      statements: 0,
    })),
    ...routines.map((row) =>
      programUnit(row['kind'] === 'function' ? 'function' : 'procedure', String(row['name']), null, row['body']),
    ),
    ...triggers.map((row) => programUnit('trigger', String(row['name']), String(row['t']), row['body'])),
  ]
  const [words] = await connection.query<RowDataPacket[]>(
    'SELECT lower(function) AS word FROM information_schema.sql_functions UNION SELECT lower(word) FROM information_schema.keywords',
  )
  return {
    name: schema,
    units,
    defined: new Set(units.map((unit) => unit.name.toLowerCase())),
    builtin: new Set(words.map((row) => String(row['word']))),
  }
}

const programUnit = (
  kind: 'procedure' | 'function' | 'trigger',
  name: string,
  table: string | null,
  body: unknown,
): SourceUnit => ({
  kind,
  name,
  table,
  columns: 0,
  constraints: noConstraints,
  statements: semicolons(String(body ?? '')),
})

const constraintKinds: Readonly<Record<string, keyof Constraints>> = {
  'PRIMARY KEY': 'primary',
  UNIQUE: 'unique',
  'FOREIGN KEY': 'foreign',
  CHECK: 'check',
}

/** Columns by table. Counted here: the server would count two tables together whose names differ in case alone. */
async function readColumns(
  rows: (sql: string) => Promise<readonly RowDataPacket[]>,
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>()
  for (const row of await rows('SELECT table_name AS name FROM information_schema.columns WHERE table_schema = ?')) {
    const table = String(row['name'])
    counted.set(table, (counted.get(table) ?? 0) + 1)
  }
  return counted
}

/** A check that a column holds JSON is part of a JSON column's type: the target's own type says the same. */
async function readConstraints(
  rows: (sql: string) => Promise<readonly RowDataPacket[]>,
): Promise<ReadonlyMap<string, Constraints>> {
  const found = await rows(
    `SELECT t.table_name AS name, t.constraint_type AS type
       FROM information_schema.table_constraints t
       LEFT JOIN information_schema.check_constraints c
         ON c.constraint_schema = t.table_schema AND binary c.table_name = binary t.table_name
            AND c.constraint_name = t.constraint_name
      WHERE t.table_schema = ? AND coalesce(c.check_clause, '') NOT LIKE 'json_valid(%'`,
  )
  const counted = new Map<string, Constraints>()
  for (const row of found) {
    const kind = constraintKinds[String(row['type'])]
    if (kind === undefined) continue
    const table = String(row['name'])
    const before = counted.get(table) ?? noConstraints
    counted.set(table, { ...before, [kind]: before[kind] + 1 })
  }
  return counted
}
