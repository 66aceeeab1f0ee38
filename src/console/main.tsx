import { render } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, type Meta, post, remove, useCsrf, whenExpired } from './api.js'
import { time, visible } from './format.js'
import { follow, unfollow, useLive } from './live.js'
import { AuditPage } from './pages/audit.js'
import { ConversionPage } from './pages/conversion.js'
import { ConversionsPage } from './pages/conversions.js'
import { EndpointsPage } from './pages/endpoints.js'
import { FleetPage } from './pages/fleet.js'
import { InventoryPage } from './pages/inventory.js'
import { NewTaskPage } from './pages/new-task.js'
import { SignIn } from './pages/sign-in.js'
import { TaskPage } from './pages/task.js'
import { linkTo, usePlace } from './place.js'

const pages = [
  ['', 'Tasks', 'read'],
  ['endpoints', 'Endpoints', 'read'],
  ['conversions', 'Conversions', 'read'],
  ['inventory', 'Inventory', 'read'],
  ['audit', 'Audit', 'administer'],
] as const

function App() {
  const [meta, setMeta] = useState<Meta | null>()
  const enter = useCallback(
    () =>
      get<Meta>('/meta').then(
        (read) => {
          useCsrf(read.csrf)
          setMeta(read)
          follow()
        },
        () => setMeta(null),
      ),
    [],
  )
  useEffect(() => {
    whenExpired(() => {
      unfollow()
      setMeta(null)
    })
    // The link that the server prints at its first start carries a token where no server sees it; it leaves the address at once.
    const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1]
    if (token === undefined) void enter()
    else {
      history.replaceState(null, '', '#/')
      post('/session', { token }).then(enter, () => setMeta(null))
    }
  }, [enter])
  if (meta === undefined) return <p class="quiet wait">Reading …</p>
  return meta === null ? <SignIn onDone={enter} /> : <Shell meta={meta} onLeft={() => setMeta(null)} />
}

function Shell({ meta, onLeft }: { readonly meta: Meta; readonly onLeft: () => void }) {
  const place = usePlace()
  const { isStale } = useLive()
  const leave = (): void => {
    unfollow()
    remove('/session').finally(onLeft)
  }
  const skip = (event: Event): void => {
    event.preventDefault()
    document.querySelector<HTMLElement>('main')?.focus()
  }
  const [page = ''] = place
  useEffect(() => {
    document.title = `${place.map(visible).join(' / ') || 'Tasks'} – Crosswalk`
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
  }, [place])
  return (
    <>
      <a class="skip" href={linkTo(...place)} onClick={skip}>
        Skip to the page
      </a>
      <header>
        <span class="brand">
          <img src="/icon.svg" alt="" width="22" height="22" /> Crosswalk
        </span>
        <nav aria-label="Pages">
          {pages
            .filter(([, , right]) => meta.rights.includes(right))
            .map(([path, title]) => (
              <a
                key={path}
                href={path === '' ? '#/' : linkTo(path)}
                aria-current={page === path || (path === '' && page === 'tasks') ? 'page' : undefined}
              >
                {title}
              </a>
            ))}
        </nav>
        <span class="who">
          {meta.role}
          <button type="button" onClick={leave}>
            Sign out
          </button>
        </span>
      </header>
      <Heartbeat />
      <main tabIndex={-1} class={isStale ? 'old' : ''}>
        <Page place={place} meta={meta} />
      </main>
      <footer>
        Crosswalk {meta.version} · {visible(meta.project)}
      </footer>
    </>
  )
}

/** Nothing that is shown is true any more when the server has not been heard for a while. */
function Heartbeat() {
  const { isStale, heardAt } = useLive()
  return (
    <div role="status" class={isStale ? 'stale' : 'hidden'}>
      {isStale
        ? `The server is not heard. What you see is of ${time(heardAt)}; what has happened since is not known.`
        : ''}
    </div>
  )
}

function Page({ place, meta }: { readonly place: readonly string[]; readonly meta: Meta }) {
  const [page = '', name] = place
  if (page === '') return <FleetPage meta={meta} />
  if (page === 'tasks' && name !== undefined) return <TaskPage key={name} name={name} meta={meta} />
  if (page === 'new-task') return <NewTaskPage />
  if (page === 'endpoints') return <EndpointsPage meta={meta} />
  if (page === 'conversions' && name !== undefined) return <ConversionPage key={name} id={name} chosen={place[2]} />
  if (page === 'conversions') return <ConversionsPage meta={meta} />
  if (page === 'inventory') return <InventoryPage meta={meta} />
  if (page === 'audit') return <AuditPage />
  return (
    <>
      <h1>There is no such page</h1>
      <a href="#/">All tasks</a>
    </>
  )
}

const root = document.getElementById('app')
if (root) render(<App />, root)
