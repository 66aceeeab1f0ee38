import type { EmittedStatement, StatementId } from '../../../core/dialect/dialect.js'
import { objectId, qname, wholeOf } from '../../../core/ir/names.js'
import { listObjects, type ObjectRow, type Shown, showDatabase, shownOf } from '../catalog/queries.js'
import { query, quoteName, type Session } from '../connect.js'
import { isRefusal } from '../connect-errors.js'
import { objectStatements, viewsInOrder } from './object-statements.js'
import { scriptOf, statement } from './script-text.js'

export interface ReadObject {
  readonly object: ObjectRow
  /** Null: the account may not see it. */
  readonly shown: Shown | null
}

/** Everything in a schema, as the server itself prints it. */
export async function readObjects(
  session: Session,
  schema: string,
  signal?: AbortSignal,
): Promise<readonly ReadObject[]> {
  await query(session, `USE ${quoteName(schema)}`)
  const found: ReadObject[] = []
  for (const object of await listObjects(session, schema)) {
    signal?.throwIfAborted()
    const shown = await shownOf(session, object).catch((error: unknown) => {
      if (isRefusal(error)) return null
      throw error
    })
    found.push({ object, shown })
  }
  return found
}

/** A view is looked at when it is made, and with it the functions that it calls; a program only when it runs. */
export function statementsOf(objects: readonly ReadObject[]): readonly EmittedStatement[] {
  const isView = ({ object }: ReadObject): boolean => object.kind === 'view'
  const sorted = [...objects.filter((one) => !isView(one)), ...objects.filter(isView)]
  return viewsInOrder(sorted.flatMap(({ object, shown }) => (shown ? objectStatements(object, shown) : [])))
}

/** A schema that is there already is taken as it is: its character set only says what tables without one get. */
export async function schemaStatement(session: Session, schema: string): Promise<EmittedStatement> {
  const text = (await showDatabase(session, schema)) ?? `CREATE DATABASE ${quoteName(schema)}`
  const id = objectId('schema', qname(undefined, schema))
  return statement({
    ...{ schema: undefined, name: schema, kind: 'schema', object: id, phase: 'pre-data', sources: [wholeOf(id)] },
    ...{ id: `schema:${schema}`, dependsOn: [] as StatementId[] },
    sql: scriptOf(null, text.replace(/^CREATE DATABASE /, 'CREATE DATABASE IF NOT EXISTS ')),
  })
}
