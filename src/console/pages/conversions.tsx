import { useState } from 'preact/hooks'
import { type Meta, post, type Refusal } from '../api.js'
import { time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Problem, refusalOf, useLoaded } from '../loading.js'
import { Badge } from '../parts/badge.js'
import { Table } from '../parts/table.js'
import { goTo, linkTo } from '../place.js'

interface Conversion {
  readonly id: string
  readonly name: string
  readonly source: string | null
  readonly from: string | null
  readonly to: string
  readonly startedAt: string
  readonly isDone: boolean
}

/** Schemas and code that were converted, and new ones. */
export function ConversionsPage({ meta }: { readonly meta: Meta }) {
  const { operations } = useLive()
  const own = operations.filter(({ what }) => what === 'convert')
  const { value, refusal } = useLoaded<{ readonly items: readonly Conversion[] }>(
    '/conversions',
    own.map(({ state }) => state).join(),
  )
  return (
    <>
      <h1>Conversions</h1>
      <Problem refusal={refusal} />
      {value?.items.length === 0 && <p class="quiet">None yet.</p>}
      {value !== undefined && value.items.length > 0 && (
        <Table label="Conversions, newest first" heads={['conversion', 'from', 'to', 'begun', 'state']}>
          {value.items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={linkTo('conversions', one.id)}>{visible(one.name)}</a>
              </th>
              <td>{visible(one.source ?? `script for ${one.from}`)}</td>
              <td>{one.to}</td>
              <td>{time(one.startedAt)}</td>
              <td>
                <Badge
                  word={one.isDone ? 'done' : (own.find(({ subject }) => subject === one.id)?.state ?? 'failed')}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {meta.rights.includes('operate') && <NewConversion meta={meta} />}
    </>
  )
}

function NewConversion({ meta }: { readonly meta: Meta }) {
  const { value } = useLoaded<{ readonly items: readonly { readonly name: string; readonly role: string }[] }>(
    '/endpoints',
  )
  const [refusal, setRefusal] = useState<Refusal>()
  const [isScript, setScript] = useState(false)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const given = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''))
    post<{ readonly conversion: Conversion }>('/conversions', given).then(
      ({ conversion }) => goTo('conversions', conversion.id),
      (error) => setRefusal(refusalOf(error)),
    )
  }
  const sources = value?.items.filter(({ role }) => role === 'source') ?? []
  const engines = meta.engines.map((engine) => <option key={engine}>{engine}</option>)
  return (
    <form class="sheet" onSubmit={submit}>
      <h2>Convert a schema</h2>
      <label>
        Name <input name="name" required maxLength={100} />
      </label>
      <label>
        To <select name="to">{engines}</select>
      </label>
      <label>
        What{' '}
        <select onChange={(event) => setScript(event.currentTarget.value === 'script')}>
          <option value="endpoint">a source endpoint</option>
          <option value="script">a script</option>
        </select>
      </label>
      {isScript ? (
        <>
          <label>
            From <select name="from">{engines}</select>
          </label>
          <label class="wide">
            SQL <textarea name="script" rows={10} required spellcheck={false} />
          </label>
        </>
      ) : (
        <label>
          Endpoint{' '}
          <select name="source" required>
            {sources.map(({ name }) => (
              <option key={name} value={name}>
                {visible(name)}
              </option>
            ))}
          </select>
        </label>
      )}
      {!isScript && value && sources.length === 0 && (
        <p class="quiet">
          There is no source endpoint yet. <a href={linkTo('endpoints')}>Add one</a>, or give a script.
        </p>
      )}
      <label>
        Proof{' '}
        <select name="proof">
          <option value="compile">run every statement on an embedded target</option>
          <option value="none">none</option>
        </select>
      </label>
      <button type="submit" class="main" disabled={!isScript && sources.length === 0}>
        Convert
      </button>
      <Problem refusal={refusal} />
    </form>
  )
}
