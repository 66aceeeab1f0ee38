import type { TaskCard } from '../../server/cards.js'
import type { Sample } from '../../server/samples.js'
import { type Meta, part, post, remove } from '../api.js'
import { bytes, count, time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Action, useLoaded } from '../loading.js'
import { Badge, Health } from '../parts/badge.js'
import { Plot } from '../parts/plot.js'
import { goTo } from '../place.js'
import { CutoverPart } from './cutover.js'
import { PhasesPart } from './phases.js'
import { PrecheckPart } from './precheck.js'
import { SettingsPart } from './settings.js'
import { TablesPart } from './tables.js'
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
      <PhasesPart task={task} />
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
      {task.status === 'ready' && meta.rights.includes('operate') && <PrecheckPart task={task} />}
      <CutoverPart task={task} meta={meta} moment={last[0]?.state} />
      <Plots task={task} />
      <TablesPart task={task} />
      <ValidationPart name={name} meta={meta} moment={last[0]?.state} />
      <SettingsPart name={name} />
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
      {rests && task.status !== 'ready' && task.cutover === null && (
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
