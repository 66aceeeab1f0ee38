import { type Meta, part } from '../api.js'
import { count, time, visible } from '../format.js'
import { Problem, useLoaded } from '../loading.js'
import { Table } from '../parts/table.js'

interface Verdict {
  readonly source: string
  readonly state: string
  readonly reason: string | null
  readonly sourceRows: number
  readonly targetRows: number
  readonly differing: number
  readonly missing: number
  readonly extra: number
  readonly differences: readonly {
    readonly kind: string
    readonly key: Readonly<Record<string, string | null>>
    readonly columns: readonly {
      readonly column: string
      readonly source: string | null
      readonly target: string | null
    }[]
  }[]
}

interface Validation {
  readonly at: string | null
  readonly result: { readonly tables: readonly Verdict[]; readonly equal: boolean } | null
}

/** What the last comparison found, with the values of both sides; only for those who may see values. */
export function ValidationPart({
  name,
  meta,
  moment,
}: {
  readonly name: string
  readonly meta: Meta
  readonly moment: unknown
}) {
  return meta.rights.includes('values') ? <Found name={name} moment={moment} /> : null
}

function Found({ name, moment }: { readonly name: string; readonly moment: unknown }) {
  const { value, refusal } = useLoaded<Validation>(`/tasks/${part(name)}/validation`, moment)
  const result = value?.result
  if (!result) return <Problem refusal={refusal} />
  const wrong = result.tables.filter(({ state }) => state !== 'equal')
  return (
    <section aria-labelledby="validation">
      <h2 id="validation">Comparison of {time(value.at)}</h2>
      <p>
        {result.equal ? 'Both sides are equal' : `${count(wrong.length)} tables are not equal`}:{' '}
        {count(result.tables.length)} tables were compared.
      </p>
      {wrong.map((table) => (
        <Differences key={table.source} table={table} />
      ))}
    </section>
  )
}

const Differences = ({ table }: { readonly table: Verdict }) => (
  <details>
    <summary>
      {visible(table.source)}: {table.state}, {count(table.differing)} differing, {count(table.missing)} missing,{' '}
      {count(table.extra)} extra
    </summary>
    {table.reason !== null && <p>{visible(table.reason)}</p>}
    <Table label={`Differences of ${visible(table.source)}`} heads={['row', 'key', 'column', 'source', 'target']}>
      {table.differences.flatMap((row, index) =>
        row.columns.map((column) => (
          <tr key={`${index} ${column.column}`}>
            <td>{row.kind}</td>
            <td>
              {visible(
                Object.entries(row.key)
                  .map(([key, value]) => `${key} = ${value ?? 'NULL'}`)
                  .join(', '),
              )}
            </td>
            <td>{visible(column.column)}</td>
            <td class="value">{visible(column.source ?? 'NULL')}</td>
            <td class="value">{visible(column.target ?? 'NULL')}</td>
          </tr>
        )),
      )}
    </Table>
  </details>
)
