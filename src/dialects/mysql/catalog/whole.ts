import type { Catalog, Schema, SchemaObject, WholeSchema } from '../../../core/ir/schema.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import { query, quoteName, type Session } from '../connect.js'
import { isRefusal, serverErrorNumber } from '../connect-errors.js'

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

/** The catalogue with what is known of schemas that were seen whole. `noFunctions`: what is called and not there, by schema. */
export function withWholeSchemas(
  catalog: Catalog,
  seen: ReadonlySet<string>,
  noFunctions: ReadonlyMap<string, readonly string[]> = new Map(),
): Catalog {
  const isUnread = (object: SchemaObject): boolean => object.kind === 'unmodelled'
  const tables = catalog.schemas.some(({ objects }) => objects.some(isUnread)) ? undefined : movingTables(catalog)
  if (!tables) return catalog
  const marked = (schema: Schema): Schema => {
    const { text } = schema.name
    return seen.has(text)
      ? { ...schema, whole: { ...tables, unlisted, noFunctions: noFunctions.get(text) ?? [] } }
      : schema
  }
  return { ...catalog, schemas: catalog.schemas.map(marked) }
}

/**
 * Columns that tables have without listing them, and words that stand for a value of the server.
 * https://mariadb.com/kb/en/rowid/ https://mariadb.com/kb/en/system-versioned-tables/ https://mariadb.com/kb/en/current_role/
 */
const unlisted: readonly string[] = [
  '_rowid',
  'row_start',
  'row_end',
  'rownum',
  'current_role',
  'sysdate',
  'sqlcode',
  'sqlerrm',
]

/** Asks the server about each function that programs of the schema call by its bare name: it looks names up when it prepares. */
export async function missingFunctions(session: Session, schema: Schema): Promise<readonly string[]> {
  const called = new Set<string>()
  for (const object of schema.objects) {
    if (!('program' in object) || !object.program) continue
    walkProgram(object.program, {
      expr: (expr) => {
        if (expr.kind === 'call' && 'native' in expr.fn && !expr.fn.schema) called.add(expr.fn.native.toLowerCase())
        return undefined
      },
    })
  }
  await query(session, `USE ${quoteName(schema.name.text)}`)
  const missing: string[] = []
  for (const name of called) if (/^[a-z_]\w*$/.test(name) && (await isMissing(session, name))) missing.push(name)
  return missing
}

/** https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const doesNotExist = 1305

async function isMissing(session: Session, name: string): Promise<boolean> {
  try {
    await query(session, `PREPARE crosswalk_asks FROM 'SELECT ${name}()'`)
    await query(session, 'DEALLOCATE PREPARE crosswalk_asks')
    return false
  } catch (error) {
    if (!isRefusal(error)) throw error
    return serverErrorNumber(error) === doesNotExist
  }
}

/**
 * What programs do to tables while they run, in statements as in texts that they put together. Undefined: one puts the
 * name together too, so it may be any.
 */
export function movingTables(catalog: Catalog): Pick<WholeSchema, 'made' | 'changed'> | undefined {
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
