import { useState } from 'preact/hooks'
import { get, type Meta, part, post, type Refusal, remove } from '../api.js'
import { time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Action, Problem, refusalOf, useLoaded } from '../loading.js'
import { EndpointTest } from '../parts/endpoint-test.js'

interface Endpoint {
  readonly name: string
  readonly role: 'source' | 'target'
  readonly engine: string
  readonly url: string
  readonly tls: string
  readonly version: string | null
  readonly testedAt: string | null
}

/** The connections of the project. */
export function EndpointsPage({ meta }: { readonly meta: Meta }) {
  const { operations } = useLive()
  const tests = operations.filter(({ what }) => what === 'endpoint test')
  const moment = tests.map(({ state }) => state).join()
  const { value, refusal, again } = useLoaded<{ readonly items: readonly Endpoint[] }>('/endpoints', moment)
  const [script, setScript] = useState<{ readonly endpoint: string; readonly sql: string }>()
  return (
    <>
      <h1>Endpoints</h1>
      <Problem refusal={refusal} />
      {value?.items.length === 0 && <p class="quiet">None yet. A task needs a source and a target.</p>}
      <ul class="cards">
        {value?.items.map((endpoint) => {
          const test = tests.find(({ subject }) => subject === endpoint.name)
          return (
            <li key={endpoint.name}>
              <h2>{visible(endpoint.name)}</h2>
              <p>
                {endpoint.role} · {endpoint.engine} {visible(endpoint.version ?? '')} · TLS {endpoint.tls}
              </p>
              <p>
                <code>{visible(endpoint.url)}</code>
              </p>
              <p class="quiet">{endpoint.testedAt === null ? 'never tested' : `answered ${time(endpoint.testedAt)}`}</p>
              <EndpointTest test={test} />
              <div class="actions">
                {meta.rights.includes('operate') && (
                  <Action work={() => post(`/endpoints/${part(endpoint.name)}/actions/test`)}>Test</Action>
                )}
                <Action work={async () => setScript(await get(`/endpoints/${part(endpoint.name)}/grants`))}>
                  Rights it needs
                </Action>
                {meta.rights.includes('administer') && (
                  <Action
                    kind="danger"
                    ask="Forget this endpoint?"
                    work={() => remove(`/endpoints/${part(endpoint.name)}`).then(again)}
                  >
                    Delete
                  </Action>
                )}
              </div>
              {script?.endpoint === endpoint.name && (
                <pre
                  class="scroll"
                  tabIndex={0}
                  role="region"
                  aria-label={`Rights that ${visible(endpoint.name)} needs`}
                >
                  {script.sql.split('\n').map(visible).join('\n')}
                </pre>
              )}
            </li>
          )
        })}
      </ul>
      {meta.rights.includes('administer') && <NewEndpoint onDone={again} />}
    </>
  )
}

function NewEndpoint({ onDone }: { readonly onDone: () => void }) {
  const [refusal, setRefusal] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const given = Object.fromEntries([...new FormData(form)].filter(([key, value]) => value !== '' && key !== 'test'))
    setBusy(true)
    post('/endpoints', { ...given, test: new FormData(form).has('test') })
      .then(() => {
        form.reset()
        setRefusal(undefined)
        onDone()
      })
      .catch((error) => setRefusal(refusalOf(error)))
      .finally(() => setBusy(false))
  }
  return (
    <form class="sheet" onSubmit={submit}>
      <h2>Add an endpoint</h2>
      <label>
        Name <input name="name" required pattern="\w[\w.\-]{0,59}" />
      </label>
      <label>
        Role{' '}
        <select name="role">
          <option>source</option>
          <option>target</option>
        </select>
      </label>
      <label class="wide">
        URL, without the password <input name="url" required placeholder="scheme://user@host:port/database" />
      </label>
      <label>
        Password is in the environment variable <input name="passwordVariable" />
      </label>
      <label>
        or in the file <input name="passwordFile" />
      </label>
      <label class="check">
        <input type="checkbox" name="test" checked /> connect now, and keep it only if it answers
      </label>
      <button type="submit" class="main" disabled={isBusy}>
        {isBusy ? 'Connecting …' : 'Add'}
      </button>
      <Problem refusal={refusal} />
    </form>
  )
}
