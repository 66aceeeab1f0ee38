import { useEffect, useState } from 'preact/hooks'
import type { TaskCard } from '../server/cards.js'
import type { Operation } from '../server/operations.js'
import { get } from './api.js'

/** What is known of the fleet, and since when nothing new has been heard. */
export interface Live {
  /** Null: not heard yet. */
  readonly tasks: readonly TaskCard[] | null
  readonly operations: readonly Operation[]
  readonly heardAt: number
  /** True: nobody can say whether what is shown still holds. */
  readonly isStale: boolean
}

/** Milliseconds without a sign of life; the server gives one every five seconds. */
const patience = 12_000
const keptOperations = 50

let state: Live = { tasks: null, operations: [], heardAt: Date.now(), isStale: false }
let source: EventSource | undefined
const listeners = new Set<(live: Live) => void>()

function change(more: Partial<Live>): void {
  state = { ...state, ...more }
  for (const told of listeners) told(state)
}

const heard = (more: Partial<Live>): void => change({ ...more, heardAt: Date.now(), isStale: false })

const order: readonly TaskCard['health'][] = ['failed', 'incomplete', 'lagging', 'running', 'idle']
const rank = (task: TaskCard): number => order.indexOf(task.health)
const lag = ({ now }: TaskCard): number => now?.targetLagSeconds ?? 0
const worstFirst = (tasks: readonly TaskCard[]): readonly TaskCard[] =>
  [...tasks].sort((a, b) => rank(a) - rank(b) || lag(b) - lag(a) || (a.name < b.name ? -1 : 1))

/** Listens until `unfollow`; comes back by itself. A lost session shows in the request that asks for the reason. */
export function follow(): void {
  unfollow()
  const events = new EventSource('/api/v1/events')
  source = events
  const on = <T>(name: string, work: (data: T) => void): void =>
    events.addEventListener(name, (event) => work(JSON.parse(event.data)))
  on<Pick<Live, 'operations'> & { readonly tasks: readonly TaskCard[] }>('snapshot', ({ tasks, operations }) =>
    heard({ tasks: worstFirst(tasks), operations }),
  )
  on<TaskCard>('task', (task) =>
    heard({ tasks: worstFirst([...(state.tasks ?? []).filter(({ name }) => name !== task.name), task]) }),
  )
  on<{ readonly name: string }>('gone', ({ name }) =>
    heard({ tasks: (state.tasks ?? []).filter((task) => task.name !== name) }),
  )
  on<Operation>('operation', (operation) => {
    const others = state.operations.filter(({ id }) => id !== operation.id)
    heard({ operations: [operation, ...others].slice(0, keptOperations) })
  })
  on('beat', () => heard({}))
  events.onerror = () => {
    change({ isStale: true })
    if (events.readyState !== EventSource.CLOSED) return
    void get('/meta').catch(() => undefined)
    setTimeout(() => source === events && follow(), 3000)
  }
}

export function unfollow(): void {
  source?.close()
  source = undefined
  change({ isStale: true })
}

setInterval(() => {
  if (!state.isStale && Date.now() - state.heardAt > patience) change({ isStale: true })
}, 1000)

export function useLive(): Live {
  const [live, setLive] = useState(state)
  useEffect(() => {
    listeners.add(setLive)
    setLive(state)
    return () => void listeners.delete(setLive)
  }, [])
  return live
}
