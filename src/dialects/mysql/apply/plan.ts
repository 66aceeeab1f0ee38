import type { EmittedStatement, PlannedStep } from '../../../core/dialect/dialect.js'
import { listSchemas } from '../catalog/queries.js'
import type { Session } from '../connect.js'
import { readObjects, statementsOf } from '../copy/read-objects.js'
import { type Applied, hashOf, readApplied } from './control.js'

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
  for (const schema of schemas)
    for (const { id, sql } of statementsOf(await readObjects(session, schema, signal))) there.set(id, sql)
  const applied = await readApplied(session)
  return statements.map((statement) => ({
    ...{ statement: statement.id, phase: statement.phase, sql: statement.sql, emitted: statement },
    ...actionOf(statement, there.get(statement.id), applied.get(statement.id)),
  }))
}

const schemaOf = ({ kind, name }: EmittedStatement): string =>
  kind === 'schema' ? name.name.text : (name.schema?.text ?? '')

function actionOf(
  { kind, sql }: EmittedStatement,
  found: string | undefined,
  record: Applied | undefined,
): Pick<PlannedStep, 'action' | 'difference'> {
  if (found === undefined) return { action: 'create' }
  if (kind === 'schema' || found === sql) return { action: 'exists' }
  const isOurs = record?.sqlHash === hashOf(sql)
  if (isOurs && (record.madeHash === null || record.madeHash === hashOf(found))) return { action: 'exists' }
  return { action: 'drifted', difference: `the target has\n${found}` }
}
