import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { TableStatistics } from '../../project/model.js'
import type { TaskCard } from '../../server/cards.js'
import type { Sample } from '../../server/samples.js'
import { get, type Meta, part, post, remove } from '../api.js'
import { bytes, count, duration, time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Action, useLoaded } from '../loading.js'
import { Badge, Health } from '../parts/badge.js'
import { type Column, Grid } from '../parts/grid.js'
import { Plot } from '../parts/plot.js'
import { goTo } from '../place.js'
import { CutoverPart } from './cutover.js'
import { LoadBar } from './fleet.js'
import { ValidationPart } from './validation.js'

/** One task: where it is, how it follows, and each of its tables. */
export function TaskPage({ name, meta }: { readonly name: string; readonly meta: Meta }) {
  const { tasks, operations } = useLive()
  const task = tasks?.find((one) => one.name === name)
  if (tasks === null) return <p class="quiet">Waiting for the server …</p>
  if (!task) return <h1>There is no task {visible(name)}</h1>
  const last = operations.filter(({ subject, what }) => subject === name && what.startsWith('task')).slice(0, 3)
  return (
    <>
      <div class="title">
        <h1>{visible(name)}</h1>
        <Health task={task} />
        {meta.rights.includes('operate') && <Actions task={task} meta={meta} />}
      </div>
      {task.lastFailure !== null && (
        <p class="problem">
          <strong>It failed:</strong> {visible(task.lastFailure)}
        </p>
      )}
      <Stepper task={task} />
      <dl class="facts">
        <Fact name="from, to" value={`${visible(task.source)} → ${visible(task.target)}`} />
        <Fact name="kind" value={task.kind} />
        <Fact name="started" value={time(task.statistics.StartDate)} />
        <Fact name="rows loaded" value={`${count(task.rows)} of ~${count(task.expectedRows)}`} />
        <Fact name="rows set aside" value={count(task.rowsAside)} isBad={task.rowsAside > 0} />
        <Fact name="changes set aside" value={count(task.changesAside)} isBad={task.changesAside > 0} />
        <Fact name="rows that differ" value={count(task.mismatches)} isBad={task.mismatches > 0} />
        {task.now !== null && (
          <Fact name="waiting" value={`${count(task.now.waitingChanges)} changes, ${bytes(task.now.waitingBytes)}`} />
        )}
      </dl>
      {last.length > 0 && (
        <ul class="operations" aria-label="Last operations">
          {last.map(({ id, what, state, startedAt, problem }) => (
            <li key={id}>
              <Badge word={state} /> {what} at {time(startedAt)} {problem && <code>{problem.code}</code>}{' '}
              {problem && visible(problem.detail)}
            </li>
          ))}
        </ul>
      )}
      <CutoverPart task={task} meta={meta} moment={last[0]?.state} />
      <Plots task={task} />
      <Tables task={task} />
      <ValidationPart name={name} meta={meta} moment={last[0]?.state} />
    </>
  )
}

const Fact = ({
  name,
  value,
  isBad = false,
}: {
  readonly name: string
  readonly value: string
  readonly isBad?: boolean
}) => (
  <div>
    <dt>{name}</dt>
    <dd class={isBad ? 'bad-text' : ''}>{value}</dd>
  </div>
)

function Actions({ task, meta }: { readonly task: TaskCard; readonly meta: Meta }) {
  const act =
    (action: string, body: object = {}) =>
    () =>
      post(`/tasks/${part(task.name)}/actions/${action}`, body)
  const rests = task.status === 'ready' || task.status === 'stopped' || task.status === 'failed'
  return (
    <div class="actions">
      {task.status === 'ready' && (
        <Action kind="main" work={act('start')}>
          Start
        </Action>
      )}
      {(task.status === 'stopped' || task.status === 'failed') && task.cutover === null && (
        <Action kind="main" work={act('resume')}>
          Resume
        </Action>
      )}
      {!rests && <Action work={act('stop')}>Stop</Action>}
      {task.tables > 0 && <Action work={act('validate')}>Compare</Action>}
      {rests && task.status !== 'ready' && (
        <Action work={act('reload')} ask="Empty the target tables and load all of them again?">
          Reload all
        </Action>
      )}
      {rests && meta.rights.includes('administer') && (
        <Action
          kind="danger"
          ask="Forget this task? The target keeps what it has."
          work={() => remove(`/tasks/${part(task.name)}`).then(() => goTo())}
        >
          Delete
        </Action>
      )}
    </div>
  )
}

/** Which phase a task is in, in the words of AWS DMS. */
function stepsOf({
  kind,
  status,
  statistics,
  now,
  cutover,
}: TaskCard): readonly (readonly [name: string, state: string, detail: string])[] {
  const runs = status === 'starting' || status === 'running' || status === 'stopping'
  const { FullLoadStartDate: begun, FullLoadFinishDate: done } = statistics
  const follows = runs && (done !== null || kind === 'cdc')
  const load = kind === 'cdc' ? 'skipped' : done !== null ? 'done' : begun === null ? 'open' : 'current'
  return [
    ['prepare', begun !== null || follows || done !== null ? 'done' : runs ? 'current' : 'open', 'schema and checks'],
    ['full load', load, done !== null ? `ended ${time(done)}` : `${statistics.FullLoadProgressPercent} %`],
    ...(kind === 'full-load'
      ? []
      : ([
          [
            'cached changes',
            cutover === null && follows && now?.state !== 'in-sync'
              ? 'current'
              : follows || cutover !== null
                ? 'done'
                : 'open',
            'what changed meanwhile',
          ],
          [
            'ongoing',
            cutover !== null ? 'done' : follows && now?.state === 'in-sync' ? 'current' : 'open',
            now === null ? '' : `lag ${duration(now.targetLagSeconds)}`,
          ],
          [
            'cutover',
            cutover === 'done' ? 'done' : cutover === 'begun' ? 'current' : 'open',
            'users move to the target',
          ],
        ] as const)),
  ]
}

const Stepper = ({ task }: { readonly task: TaskCard }) => (
  <ol class="stepper" aria-label="Phases">
    {stepsOf(task).map(([name, state, detail]) => (
      <li key={name} class={state} aria-current={state === 'current' ? 'step' : undefined}>
        <strong>{name}</strong>
        <span>{state === 'current' ? 'under way' : state}</span>
        <span class="quiet">{detail}</span>
      </li>
    ))}
  </ol>
)

function Plots({ task }: { readonly task: TaskCard }) {
  const { value } = useLoaded<{ readonly items: readonly Sample[] }>(`/tasks/${part(task.name)}/lag`, task.now?.at)
  const items = value?.items ?? []
  const times = items.map(({ at }) => at)
  const of = (pick: (sample: Sample) => number): readonly number[] => items.map(pick)
  return (
    <section class="plots" aria-label="Lag and throughput">
      <Plot
        {...{ title: 'Lag', unit: 's', times }}
        lines={[
          { name: 'target', values: of((one) => one.targetLagSeconds) },
          { name: 'source', values: of((one) => one.sourceLagSeconds) },
        ]}
      />
      <Plot
        {...{ title: 'Throughput', unit: 'per s', times }}
        lines={[
          { name: 'changes applied', values: of((one) => one.appliedChangesPerSecond) },
          { name: 'changes read', values: of((one) => one.capturedChangesPerSecond) },
          { name: 'rows loaded', values: of((one) => one.loadedRowsPerSecond) },
        ]}
      />
    </section>
  )
}

const keyOf = (table: TableStatistics): string => `${table.SchemaName}\u0000${table.TableName}`
const nameOf = (table: TableStatistics): string => visible(`${table.SchemaName}.${table.TableName}`)

/** Seconds that the load of a table has left at its rate so far. */
function eta({ TableState, FullLoadStartTime, FullLoadRows, FullLoadExpectedRows }: TableStatistics): number | null {
  if (TableState !== 'Full load' || FullLoadStartTime === null || FullLoadRows === 0) return null
  return (Math.max(0, FullLoadExpectedRows - FullLoadRows) * (Date.now() - FullLoadStartTime)) / 1000 / FullLoadRows
}

const asideOf = (one: TableStatistics): number =>
  one.FullLoadErrorRows +
  one.Inserts +
  one.Updates +
  one.Deletes -
  one.AppliedInserts -
  one.AppliedUpdates -
  one.AppliedDeletes
const changesOf = (one: TableStatistics): number => one.AppliedInserts + one.AppliedUpdates + one.AppliedDeletes

const columns: readonly Column<TableStatistics>[] = [
  { name: 'table', show: (one) => <span title={nameOf(one)}>{nameOf(one)}</span>, sortBy: nameOf },
  { name: 'state', show: (one) => one.TableState, sortBy: (one) => one.TableState },
  { name: 'rows', isNumber: true, show: (one) => count(one.FullLoadRows), sortBy: (one) => one.FullLoadRows },
  {
    name: 'expected',
    isNumber: true,
    show: (one) => `~${count(one.FullLoadExpectedRows)}`,
    sortBy: (one) => one.FullLoadExpectedRows,
  },
  {
    name: 'left',
    isNumber: true,
    show: (one) => (eta(one) === null ? '' : duration(eta(one) ?? 0)),
    sortBy: (one) => eta(one) ?? -1,
  },
  { name: 'changes', isNumber: true, show: (one) => count(changesOf(one)), sortBy: changesOf },
  {
    name: 'set aside',
    isNumber: true,
    show: (one) => <span class={asideOf(one) > 0 ? 'bad-text' : ''}>{count(asideOf(one))}</span>,
    sortBy: asideOf,
  },
  {
    name: 'validation',
    show: (one) => <span title={visible(one.ValidationStateDetails ?? '')}>{one.ValidationState}</span>,
    sortBy: (one) => one.ValidationState,
  },
  { name: 'changed', show: (one) => time(one.LastUpdateTime), sortBy: (one) => one.LastUpdateTime },
]

interface Page {
  readonly items: readonly TableStatistics[]
  readonly next: string | null
}

/** All tables once, then those that changed since. */
function useTables(task: TaskCard): readonly TableStatistics[] {
  const [tables, setTables] = useState<ReadonlyMap<string, TableStatistics>>(new Map())
  const since = useRef(0)
  useEffect(() => {
    let isWanted = true
    const read = async (
      cursor: string | null,
      found: readonly TableStatistics[],
    ): Promise<readonly TableStatistics[]> => {
      const more = cursor === null ? '' : `&cursor=${part(cursor)}`
      const { items, next } = await get<Page>(
        `/tasks/${part(task.name)}/tables?limit=1000&since=${since.current}${more}`,
      )
      return next === null ? [...found, ...items] : read(next, [...found, ...items])
    }
    read(null, []).then(
      (found) => {
        if (!isWanted || found.length === 0) return
        since.current = found.reduce((latest, one) => Math.max(latest, one.LastUpdateTime), since.current)
        setTables((before) => new Map([...before, ...found.map((one) => [keyOf(one), one] as const)]))
      },
      // The banner says that the server is away.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [task])
  return useMemo(() => [...tables.values()], [tables])
}

function Tables({ task }: { readonly task: TaskCard }) {
  const tables = useTables(task)
  const [wanted, setWanted] = useState('')
  const [state, setState] = useState('')
  const states = [...new Set(tables.map(({ TableState }) => TableState))].sort()
  const shown = tables.filter(
    (one) => (state === '' || one.TableState === state) && nameOf(one).toLowerCase().includes(wanted.toLowerCase()),
  )
  const loaded = `${count(task.statistics.TablesLoaded)} of ${count(task.tables)} tables`
  return (
    <section aria-labelledby="tables">
      <div class="title">
        <h2 id="tables">Tables</h2>
        <LoadBar percent={task.statistics.FullLoadProgressPercent} words={loaded} />
        <label>
          name <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
        <label>
          state{' '}
          <select value={state} onChange={(event) => setState(event.currentTarget.value)}>
            <option value="">all</option>
            {states.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <span class="quiet">{count(shown.length)} shown</span>
      </div>
      {tables.length === 0 ? (
        <p class="quiet">Known once the task has begun.</p>
      ) : (
        <Grid label="Tables of the task" rows={shown} columns={columns} keyOf={keyOf} />
      )}
    </section>
  )
}
