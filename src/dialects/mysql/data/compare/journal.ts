import type { ValidationJournals } from '../../../../core/data/validation-journal.js'
import { close, connect, query } from '../../connect.js'
import { prepareControl } from '../../control-tables.js'

/** Rows that differ, in the words of AWS DMS's awsdms_validation_failures_v1. */
const columnsSql = `(id BIGINT AUTO_INCREMENT PRIMARY KEY, task VARCHAR(60) NOT NULL, source_schema VARCHAR(64) NOT NULL, source_table VARCHAR(64) NOT NULL,
  failure_time DATETIME(3) NOT NULL, row_key LONGTEXT NOT NULL, failure_type VARCHAR(20) NOT NULL, details LONGTEXT NOT NULL)`

const types = { differing: 'RECORD_DIFF', missing: 'MISSING_TARGET', extra: 'MISSING_SOURCE' } as const

export const validationJournals: ValidationJournals = {
  async open(endpoint, task) {
    const session = await connect(endpoint)
    const control = await prepareControl(session, 'checkpoint', (name) => [
      `CREATE TABLE IF NOT EXISTS ${name('validation_failure')} ${columnsSql} ENGINE=InnoDB`,
    ])
    const name = control('validation_failure')
    return {
      async replace({ schema, table }, entries) {
        await query(session, 'START TRANSACTION')
        const place = [task, schema, table]
        await query(session, `DELETE FROM ${name} WHERE task = ? AND source_schema = ? AND source_table = ?`, place)
        for (const { key, kind, columns, at } of entries) {
          const when = new Date(at).toISOString().replace('T', ' ').replace('Z', '')
          await query(
            session,
            `INSERT INTO ${name} (task, source_schema, source_table, failure_time, row_key, failure_type, details) VALUES (?, ?, ?, ?, ?, ?, ?)`,
            [...place, when, JSON.stringify(key), types[kind], JSON.stringify(columns)],
          )
        }
        await query(session, 'COMMIT')
      },
      close: () => close(session),
    }
  },
}
