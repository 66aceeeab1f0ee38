import type { EmittedStatement, PlannedStep } from '../../../core/dialect/dialect.js'
import { listSchemas } from '../catalog/queries.js'
import type { Session } from '../connect.js'
import { readObjects, statementsOf } from '../copy/read-objects.js'
import { type Applied, hashOf, readApplied } from './control.js'
import { partsOf, withoutChecks } from './parts.js'

/**
 * Compares statements with what the target holds, in the form in which a copy of the target itself would say it. An object
 * that we made by the same statement is compared with what the server said right after it (servers of other versions print
 * definitions otherwise), any other one with the statement.
 */
export async function planOn(
  session: Session,
  statements: readonly EmittedStatement[],
  signal?: AbortSignal,
): Promise<readonly PlannedStep[]> {
  const wanted = new Set(statements.map(schemaOf))
  const schemas = (await listSchemas(session, [...wanted])).filter((schema) => wanted.has(schema))
  const there = new Map<string, string>(schemas.map((schema) => [`schema:${schema}`, '']))
  for (const schema of schemas) {
    const objects = await readObjects(session, schema, signal)
    for (const { id, sql } of statementsOf(objects)) there.set(id, sql)
    for (const { object, shown } of objects)
      if (object.kind === 'table' && shown)
        for (const [id, text] of partsOf(`${schema}.${object.name}`, shown.text)) there.set(id, text)
  }
  const applied = await readApplied(session)
  return statements.map((statement) => ({
    ...{ statement: statement.id, phase: statement.phase, sql: statement.sql, emitted: statement },
    ...actionOf(statement, there.get(statement.id), applied.get(statement.id)),
  }))
}

const schemaOf = ({ kind, name }: EmittedStatement): string =>
  kind === 'schema' ? name.name.text : (name.schema?.text ?? '')

/** What the server says of an object, as far as the statement made it. */
export const comparable = ({ kind, sql }: Pick<EmittedStatement, 'kind' | 'sql'>, found: string): string =>
  kind === 'table' && !/\bCHECK \(/.test(sql) ? withoutChecks(found) : found

function actionOf(
  statement: EmittedStatement,
  found: string | undefined,
  record: Applied | undefined,
): Pick<PlannedStep, 'action' | 'difference'> {
  const { kind, sql } = statement
  const isOurs = record?.sqlHash === hashOf(sql)
  // The server says nothing of where a counter goes on that a statement could be compared with.
  if (kind === 'identity') return { action: isOurs && record.madeHash !== null ? 'exists' : 'create' }
  if (found === undefined) return { action: 'create' }
  if (kind === 'schema' || found === sql) return { action: 'exists' }
  if (isOurs && (record.madeHash === null || record.madeHash === hashOf(comparable(statement, found))))
    return { action: 'exists' }
  return { action: 'drifted', difference: `the target has\n${found}` }
}
