import type { Ledger, LedgerStatus } from '../../core/ledger/ledger.js'
import { count, many, time, visible } from '../format.js'
import { Table } from '../parts/table.js'

/** Worst first. */
export const statuses: readonly LedgerStatus[] = ['flagged', 'partial', 'approximated', 'converted']
const severities = ['error', 'warning', 'notice', 'info'] as const
const tones = { error: 'flagged', warning: 'partial', notice: 'converted', info: 'converted' } as const

/** Findings by kind of object and severity. */
export type Heat = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What came of everything, in figures: kinds × what became of them, and × how severe their findings are. */
export function Verdict({
  ledger,
  heat,
  at,
}: {
  readonly ledger: Pick<Ledger, 'summary' | 'proof' | 'source' | 'target'>
  readonly heat: Heat
  readonly at: string
}) {
  const { summary, proof, source, target } = ledger
  const found = severities.map((severity) => ({ severity, head: `${severity}s` }))
  const kinds = Object.keys({ ...summary.byKind, ...heat })
  return (
    <section aria-label="Summary">
      <p>
        {source.dialect} {visible(source.version)} to {target.dialect} {visible(target.version)}, {time(at)}.{' '}
        {proof.engine === null ? 'Nothing was proved.' : `Proved on ${visible(proof.engine)}.`}{' '}
        {many(summary.findings.error, 'error')}, {many(summary.findings.warning, 'warning')},{' '}
        {many(summary.findings.notice, 'notice')}; about {count(Math.round(summary.effortMinutes))} minutes of work for
        people.
      </p>
      <Table
        label="Objects by kind and status, findings by kind and severity"
        heads={['kind', ...statuses, ...found.map(({ head }) => head)]}
        numbers={[...statuses, ...found.map(({ head }) => head)]}
      >
        {kinds.map((kind) => (
          <tr key={kind}>
            <th scope="row">{kind}</th>
            {statuses.map((status) => (
              <Cell key={status} tone={status} value={summary.byKind[kind]?.[status] ?? 0} />
            ))}
            {found.map(({ severity }) => (
              <Cell key={severity} tone={tones[severity]} value={heat[kind]?.[severity] ?? 0} />
            ))}
          </tr>
        ))}
      </Table>
    </section>
  )
}

const Cell = ({ tone, value }: { readonly tone: LedgerStatus; readonly value: number }) => (
  <td class={`number ${value > 0 ? `heat-${tone}` : 'quiet'}`}>{count(value)}</td>
)
