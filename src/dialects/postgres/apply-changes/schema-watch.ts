import type pg from 'pg'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { readHindrances, readState, type SchemaState } from './catalogue.js'
import type { ApplySchema } from './tables.js'

/** Keys or foreign keys have come or gone since the tables were read: what is known of them may be wrong. */
export class SchemaChanged extends Error {
  override readonly name = 'SchemaChanged'
}

/**
 * Whether the tables are still as we know them. Looked at in every transaction behind its rows: who makes a trigger or a key
 * takes a lock that waits for our rows, so nothing that met them can be missed.
 *
 * Foreign keys must act as they do on the source, whose log does not hold what they did; triggers must not, because the log
 * does. `session_replication_role` would switch off both, so triggers have to be disabled by whoever made them.
 * @throws OperationError XW-S0122 when triggers or rules would act, SchemaChanged when keys are others
 */
export async function checkSchema(client: pg.Client, endpoint: Endpoint, schema: ApplySchema): Promise<void> {
  const relations = schema.tables.map((table) => table.relation)
  await judgeState(client, endpoint, schema, await readState(client, relations))
}

/** As `checkSchema`, with the state that was read already. */
export async function judgeState(
  client: pg.Client,
  endpoint: Endpoint,
  schema: ApplySchema,
  { acts, keys }: SchemaState,
): Promise<void> {
  if (acts) {
    const relations = schema.tables.map((table) => table.relation)
    const named = (await readHindrances(client, relations)).join(', ')
    throw new OperationError('XW-S0122', { endpoint: endpointName(endpoint), acts: named })
  }
  if (keys !== schema.keys) throw new SchemaChanged('keys of the target have changed')
}
