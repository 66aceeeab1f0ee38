import type { Catalog, Schema, SchemaObject, WholeSchema } from '../../../core/ir/schema.js'
import { query, type Session } from '../connect.js'

/**
 * Whether the account sees everything in a schema, the texts of programs included: the server lists what one has any right
 * to, so rights to all of it are asked for. Rights that come from a role are not counted.
 * https://mariadb.com/kb/en/information-schema-tables/
 * https://dev.mysql.com/doc/refman/8.4/en/show-create-procedure.html
 */
export async function seesAll(session: Session, schema: string): Promise<boolean> {
  const grantee = `CONCAT("'", REPLACE(CURRENT_USER(), '@', "'@'"), "'")`
  const rows = await query(
    session,
    `SELECT PRIVILEGE_TYPE, 'server' FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ${grantee}
     UNION ALL SELECT PRIVILEGE_TYPE, 'schema' FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ${grantee} AND TABLE_SCHEMA = ?
     UNION ALL SELECT PRIVILEGE_TYPE, 'routines' FROM information_schema.TABLE_PRIVILEGES
       WHERE GRANTEE = ${grantee} AND TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'proc'`,
    [schema],
  )
  const has = (right: string, ...on: readonly string[]): boolean =>
    rows.some(([type, place]) => type?.toUpperCase() === right && on.includes(place ?? ''))
  const texts =
    has('SELECT', 'server', 'routines') ||
    has('SHOW_ROUTINE', 'server') ||
    has('SHOW CREATE ROUTINE', 'server', 'schema')
  return texts && ['SELECT', 'TRIGGER', 'EVENT'].every((right) => has(right, 'server', 'schema'))
}

/** The catalogue with what is known of schemas that were seen whole. */
export function withWholeSchemas(catalog: Catalog, seen: ReadonlySet<string>): Catalog {
  const isUnread = (object: SchemaObject): boolean => object.kind === 'unmodelled'
  const whole = catalog.schemas.some(({ objects }) => objects.some(isUnread)) ? undefined : movingTables(catalog)
  if (!whole) return catalog
  const marked = (schema: Schema): Schema => (seen.has(schema.name.text) ? { ...schema, whole } : schema)
  return { ...catalog, schemas: catalog.schemas.map(marked) }
}

/**
 * What programs do to tables while they run, in statements as in texts that they put together. Undefined: one puts the
 * name together too, so it may be any.
 */
export function movingTables(catalog: Catalog): WholeSchema | undefined {
  const made = new Set<string>()
  const changed = new Set<string>()
  for (const text of catalog.schemas.flatMap(({ objects }) => objects.flatMap(programText))) {
    for (const [, verb, name, next] of text.matchAll(making)) {
      if (!name || next === "'" || next === '"') return undefined
      const found = verb?.toLowerCase() === 'create' ? made : changed
      found.add(lastName(name))
    }
    for (const [, rest = ''] of text.matchAll(renaming)) {
      if (/['"]/.test(rest)) return undefined
      for (const [word] of rest.matchAll(/[\w$]+/g)) made.add(word.toLowerCase())
    }
  }
  return { made: [...made], changed: [...changed] }
}

const namePattern = '(?:`[^`]+`|[\\w$]+)(?:\\s*\\.\\s*(?:`[^`]+`|[\\w$]+))?'
const making = new RegExp(
  `\\b(create|alter)\\s+(?:or\\s+replace\\s+)?(?:ignore\\s+|temporary\\s+)?(?:table|view)\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(${namePattern})?\\s*(['"]?)`,
  'gi',
)
const renaming = /\brename\b([^;]*)/gi

const lastName = (dotted: string): string =>
  dotted.split('.').at(-1)?.trim().replaceAll('`', '').toLowerCase() ?? dotted

const programText = (object: SchemaObject): readonly string[] =>
  'body' in object && object.body.kind === 'opaque' ? [object.body.text] : []
