import type { AuditEntry } from '../../server/audit.js'
import { count, time, visible } from '../format.js'
import { Problem, useLoaded } from '../loading.js'
import { Table } from '../parts/table.js'

interface Page {
  readonly items: readonly AuditEntry[]
  readonly firstBroken: number | null
}

/** Who asked for what. */
export function AuditPage() {
  const { value, refusal } = useLoaded<Page>('/audit?limit=500')
  return (
    <>
      <h1>Audit</h1>
      <Problem refusal={refusal} />
      {value?.firstBroken != null && (
        <p class="problem">Line {count(value.firstBroken)} of the audit is not as it was written.</p>
      )}
      {value?.firstBroken === null && <p class="quiet">Every line is as it was written. The last 500 are shown.</p>}
      <Table label="What was asked for, newest first" heads={['at', 'role', 'by', 'from', 'request', 'answer']}>
        {value?.items.map((entry) => (
          <tr key={entry.hash}>
            <td>{time(entry.at)}</td>
            <td>{entry.role}</td>
            <td>{entry.by}</td>
            <td>{visible(entry.from)}</td>
            <td>
              <code>
                {entry.method} {visible(entry.path)}
              </code>
            </td>
            <td>
              {entry.status} {entry.code}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}
