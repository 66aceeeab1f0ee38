import type { ValidationJournals } from '../../../../core/data/validation-journal.js'
import { connect, endOf } from '../../connect.js'

/** Rows that differ, in the words of AWS DMS's awsdms_validation_failures_v1. */
const tableSql = `CREATE TABLE IF NOT EXISTS crosswalk.validation_failure (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task text NOT NULL, source_schema text NOT NULL, source_table text NOT NULL,
  failure_time timestamptz NOT NULL, row_key jsonb NOT NULL, failure_type text NOT NULL, details jsonb NOT NULL)`

const types = { differing: 'RECORD_DIFF', missing: 'MISSING_TARGET', extra: 'MISSING_SOURCE' } as const

export const validationJournals: ValidationJournals = {
  async open(endpoint, task) {
    const client = await connect(endpoint, { role: 'target', application: 'crosswalk validate' })
    await client.query('BEGIN')
    await client.query("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('crosswalk.checkpoint'))")
    await client.query('CREATE SCHEMA IF NOT EXISTS crosswalk')
    await client.query(tableSql)
    await client.query('COMMIT')
    return {
      async replace({ schema, table }, entries) {
        const rows = entries.map(({ key, kind, columns, at }) => ({ key, kind: types[kind], columns, at }))
        await client.query('BEGIN')
        await client.query(
          'DELETE FROM crosswalk.validation_failure WHERE task = $1 AND source_schema = $2 AND source_table = $3',
          [task, schema, table],
        )
        await client.query(
          `INSERT INTO crosswalk.validation_failure (task, source_schema, source_table, failure_time, row_key, failure_type, details)
           SELECT $1, $2, $3, timestamptz 'epoch' + (e->>'at')::float8 * interval '1 millisecond', e->'key', e->>'kind', e->'columns'
           FROM pg_catalog.jsonb_array_elements($4::jsonb) AS e`,
          [task, schema, table, JSON.stringify(rows).replaceAll('\\u0000', '')],
        )
        await client.query('COMMIT')
      },
      close: () => endOf(client),
    }
  },
}
