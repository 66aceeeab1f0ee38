import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, quoteText, type Session } from '../connect.js'

/** A unique index as the catalogue has it; null stands for a part that is no whole column. */
export interface IndexFacts {
  readonly columns: readonly (string | null)[]
}

export interface ForeignKeyFacts {
  readonly name: string
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
  readonly parentSchema: string
  readonly parentTable: string
  readonly parentColumns: readonly string[]
  readonly actsOnDelete: boolean
  readonly actsOnUpdate: boolean
}

/** The primary key first, then the shortest. The column of a part that is an expression is NULL. */
export async function readUniqueIndexes(
  session: Session,
  { schema, table }: { readonly schema: string; readonly table: string },
): Promise<readonly IndexFacts[]> {
  const rows = await query(
    session,
    `SELECT INDEX_NAME, IF(SUB_PART IS NULL, COLUMN_NAME, NULL) FROM information_schema.STATISTICS
     WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
    [schema, table],
  )
  const found = new Map<string, (string | null)[]>()
  for (const [name, column] of rows) found.set(name ?? '', [...(found.get(name ?? '') ?? []), column ?? null])
  const isPrimary = (name: string): number => (name.toUpperCase() === 'PRIMARY' ? 0 : 1)
  return [...found]
    .sort(([a, left], [b, right]) => isPrimary(a) - isPrimary(b) || left.length - right.length)
    .map(([, columns]) => ({ columns }))
}

/** Its answer is another one when a foreign key of these schemas has come or gone. */
export function keysSql(mappings: readonly TableMapping[]): string {
  const schemas = [...new Set(mappings.map(({ target }) => target.schema))].map(quoteText)
  return `SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE
    FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA IN (${schemas.join(', ') || "''"}) ORDER BY 1, 2, 3`
}

const acting = new Set(['CASCADE', 'SET NULL', 'SET DEFAULT'])

/** Foreign keys of the tables, and of others that refer to them. */
export async function readForeignKeys(
  session: Session,
  mappings: readonly TableMapping[],
): Promise<readonly ForeignKeyFacts[]> {
  const found = new Map<string, ForeignKeyFacts & { columns: string[]; parentColumns: string[] }>()
  for (const schema of new Set(mappings.map(({ target }) => target.schema))) {
    const rows = await query(
      session,
      `SELECT k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,
         k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
       FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
         ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
       WHERE (k.TABLE_SCHEMA = ? OR k.REFERENCED_TABLE_SCHEMA = ?) AND k.REFERENCED_TABLE_NAME IS NOT NULL
       ORDER BY k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
      [schema, schema],
    )
    for (const row of rows) {
      const [from = '', table = '', name, column = '', parentSchema = '', parentTable = '', parentColumn = ''] =
        row.map((value) => value ?? '')
      const id = `${from}.${table}.${name}`
      const known = found.get(id) ?? {
        ...{ name: name ?? '', schema: from, table, columns: [], parentSchema, parentTable, parentColumns: [] },
        ...{ actsOnDelete: acting.has(row[7] ?? ''), actsOnUpdate: acting.has(row[8] ?? '') },
      }
      if (known.columns.includes(column)) continue
      known.columns.push(column)
      known.parentColumns.push(parentColumn)
      found.set(id, known)
    }
  }
  return [...found.values()]
}
