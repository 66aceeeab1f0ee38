import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { cardsOf } from './cards.js'
import type { Context } from './context.js'

/** Of the process; one for all servers in it. */
const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'crosswalk_server_' })
const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
  new Gauge<L>({ name: `crosswalk_${name}`, help, labelNames, registers: [registry] })
const state = gauge('task_state', '1 for the status that the task has', ['task', 'status'])
const tables = gauge('task_tables', 'Tables of the task by whether they are loaded', ['task', 'state'])
const aside = gauge('task_set_aside', 'Rows and changes that were set aside, and rows that differ', ['task', 'what'])
const watching = gauge('console_listeners', 'Open event streams', [])

/** What runs wrote themselves, and what the server knows of all tasks. Samples of one metric stand together, as the format wants it. */
export async function metricsText(context: Context): Promise<{ readonly text: string; readonly type: string }> {
  for (const each of [state, tables, aside]) each.reset()
  const cards = cardsOf(context, Date.now())
  for (const { name: task, status, statistics, rowsAside, changesAside, mismatches } of cards) {
    state.set({ task, status }, 1)
    tables.set({ task, state: 'loaded' }, statistics.TablesLoaded)
    tables.set({ task, state: 'loading' }, statistics.TablesLoading)
    tables.set({ task, state: 'queued' }, statistics.TablesQueued)
    tables.set({ task, state: 'failed' }, statistics.TablesErrored)
    aside.set({ task, what: 'rows' }, rowsAside)
    aside.set({ task, what: 'changes' }, changesAside)
    aside.set({ task, what: 'mismatches' }, mismatches)
  }
  watching.set(context.hub.size)
  const running = cards.filter(({ now }) => now !== null).map(({ name }) => context.samples.textOf(name))
  return { text: `${await registry.metrics()}${together(running)}`, type: registry.contentType }
}

/** Texts of several runs as one: HELP and TYPE of a metric once, then its samples from each run. Those of their processes stay out. */
function together(texts: readonly string[]): string {
  const metrics = new Map<string, { readonly head: string; readonly lines: string[] }>()
  for (const text of texts) {
    let current: string[] | undefined
    let head = ''
    for (const line of text.split('\n')) {
      if (line.startsWith('# HELP')) head = line
      else if (line.startsWith('# TYPE')) {
        const name = line.split(' ')[2] ?? ''
        const known = metrics.get(name) ?? { head: `${head}\n${line}`, lines: [] }
        if (name.startsWith('crosswalk_')) metrics.set(name, known)
        current = known.lines
      } else if (line !== '') current?.push(line)
    }
  }
  return [...metrics.values()].map(({ head, lines }) => `${head}\n${lines.join('\n')}\n\n`).join('')
}
