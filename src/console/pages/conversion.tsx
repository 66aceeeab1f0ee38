import { useEffect, useMemo, useState } from 'preact/hooks'
import type { LedgerStatus } from '../../core/ledger/ledger.js'
import { get, part, type Refusal } from '../api.js'
import { count, visible } from '../format.js'
import { useLive } from '../live.js'
import { Problem, refusalOf, useLoaded } from '../loading.js'
import { Badge } from '../parts/badge.js'
import { linkTo } from '../place.js'
import { ObjectPart } from './object.js'
import { type Heat, statuses, Verdict } from './verdict.js'

interface Conversion {
  readonly name: string
  readonly to: string
  readonly startedAt: string
  readonly isDone: boolean
  readonly ledger: Parameters<typeof Verdict>[0]['ledger'] | null
  readonly heat: Heat | null
}

export interface Row {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly status: LedgerStatus
  readonly proof: string
  readonly findings: number
}

/** What came of a schema: its objects, and both sides of the one that is chosen. */
export function ConversionPage({ id, chosen }: { readonly id: string; readonly chosen: string | undefined }) {
  const { operations } = useLive()
  const operation = operations.find(({ subject, what }) => subject === id && what === 'convert')
  const { value, refusal } = useLoaded<Conversion>(`/conversions/${part(id)}`, operation?.state)
  if (!value) return <Problem refusal={refusal} />
  return (
    <>
      <div class="title">
        <h1>{visible(value.name)}</h1>
        {!value.isDone && <Badge word={operation?.state ?? 'failed'} />}
        {value.isDone && (
          <a class="button" href={`/api/v1/conversions/${id}/file?name=report.html`} target="_blank" rel="noreferrer">
            Report
          </a>
        )}
      </div>
      {operation?.problem && (
        <p class="problem">
          <code>{operation.problem.code}</code> {visible(operation.problem.detail)}
        </p>
      )}
      {!value.isDone &&
        operation?.lines.map((line) => (
          <p key={line} class="line">
            {visible(line)}
          </p>
        ))}
      {value.ledger && <Verdict ledger={value.ledger} heat={value.heat ?? {}} at={value.startedAt} />}
      {value.isDone && <Objects id={id} chosen={chosen} />}
    </>
  )
}

const rank = (row: Row): number => statuses.indexOf(row.status)

function useObjects(id: string): { readonly rows: readonly Row[]; readonly refusal: Refusal | undefined } {
  const [rows, setRows] = useState<readonly Row[]>([])
  const [refusal, setRefusal] = useState<Refusal>()
  useEffect(() => {
    const read = async (offset: number, found: readonly Row[]): Promise<void> => {
      const { items, total } = await get<{ readonly items: readonly Row[]; readonly total: number }>(
        `/conversions/${part(id)}/objects?limit=1000&offset=${offset}`,
      )
      const all = [...found, ...items]
      setRows(all)
      if (items.length > 0 && all.length < total) await read(all.length, all)
    }
    read(0, []).catch((error) => setRefusal(refusalOf(error)))
  }, [id])
  const sorted = useMemo(
    () => [...rows].sort((a, b) => rank(a) - rank(b) || b.findings - a.findings || (a.name < b.name ? -1 : 1)),
    [rows],
  )
  return { rows: sorted, refusal }
}

/** Objects that are listed at a time; the search finds the others. */
const listed = 300

function Objects({ id, chosen }: { readonly id: string; readonly chosen: string | undefined }) {
  const { rows, refusal } = useObjects(id)
  const [wanted, setWanted] = useState('')
  const found = rows.filter(({ name, kind }) => `${kind} ${name}`.toLowerCase().includes(wanted.toLowerCase()))
  const kinds = [...new Set(found.map(({ kind }) => kind))]
  const shown = chosen ?? rows[0]?.id
  return (
    <div class="browser">
      <nav aria-label="Objects">
        <Problem refusal={refusal} />
        <label>
          find <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
        {kinds.map((kind) => {
          const own = found.filter((row) => row.kind === kind)
          return (
            <details key={kind} open>
              <summary>
                {kind} <span class="quiet">{count(own.length)}</span>
              </summary>
              <ul>
                {own.slice(0, listed).map((row) => (
                  <li key={row.id}>
                    <a href={linkTo('conversions', id, row.id)} aria-current={row.id === shown ? 'true' : undefined}>
                      <Badge word={row.status} /> <span>{visible(row.name)}</span>
                    </a>
                  </li>
                ))}
                {own.length > listed && <li class="quiet">{count(own.length - listed)} more: search for them</li>}
              </ul>
            </details>
          )
        })}
      </nav>
      {shown !== undefined && <ObjectPart key={shown} conversion={id} object={shown} />}
    </div>
  )
}
