import type { TaskCard } from '../../server/cards.js'
import type { Meta } from '../api.js'
import { count, duration, visible } from '../format.js'
import { useLive } from '../live.js'
import { Health } from '../parts/badge.js'
import { Table } from '../parts/table.js'
import { linkTo } from '../place.js'

const shown = [
  ['failed', 'failed'],
  ['incomplete', 'incomplete'],
  ['lagging', 'lagging'],
  ['running', 'running'],
  ['idle', 'idle'],
] as const

/** All tasks, those that need a person first. */
export function FleetPage({ meta }: { readonly meta: Meta }) {
  const { tasks, isStale } = useLive()
  return (
    <>
      <div class="title">
        <h1>Tasks</h1>
        {meta.rights.includes('administer') && (
          <a class="button main" href={linkTo('new-task')}>
            New task
          </a>
        )}
      </div>
      {tasks === null && <p class="quiet">Waiting for the server …</p>}
      {tasks?.length === 0 && <Empty />}
      {tasks !== null && tasks.length > 0 && (
        <>
          <ul class={`counters ${isStale ? 'old' : ''}`}>
            {shown.map(([health, word]) => (
              <li key={health} class={health}>
                <strong>{isStale ? '?' : count(tasks.filter((task) => task.health === health).length)}</strong> {word}
              </li>
            ))}
          </ul>
          <Table
            label="Tasks, worst first"
            heads={['task', 'state', 'lag', 'changes/s', 'full load', 'set aside', 'from, to', 'next']}
            numbers={['lag', 'changes/s', 'set aside']}
          >
            {tasks.map((task) => (
              <Row key={task.name} task={task} isStale={isStale} />
            ))}
          </Table>
        </>
      )}
    </>
  )
}

function Row({ task, isStale }: { readonly task: TaskCard; readonly isStale: boolean }) {
  const { now, statistics } = task
  const aside = task.rowsAside + task.changesAside + task.mismatches
  return (
    <tr>
      <th scope="row">
        <a href={linkTo('tasks', task.name)}>{visible(task.name)}</a>
      </th>
      <td>
        <Health task={task} />
      </td>
      <td class="number">{isStale ? '?' : now === null ? '–' : duration(now.targetLagSeconds)}</td>
      <td class="number">{isStale ? '?' : now === null ? '–' : count(now.appliedChangesPerSecond)}</td>
      <td>
        {task.kind === 'cdc' || task.tables === 0 ? (
          <span class="quiet">{task.kind === 'cdc' ? 'none' : 'not begun'}</span>
        ) : (
          <LoadBar
            percent={statistics.FullLoadProgressPercent}
            words={`${count(statistics.TablesLoaded)} of ${count(task.tables)} tables`}
          />
        )}
      </td>
      <td class={`number ${aside > 0 ? 'bad-text' : ''}`}>{count(aside)}</td>
      <td class="ends">
        {visible(task.source)} → {visible(task.target)}
      </td>
      <td>
        {task.next}
        {task.lastFailure !== null && <div class="quiet clip">{visible(task.lastFailure)}</div>}
      </td>
    </tr>
  )
}

export function LoadBar({ percent, words }: { readonly percent: number; readonly words: string }) {
  return (
    <span class="load">
      <progress max={100} value={percent} aria-label={`full load, ${words}`} />
      <span>
        {percent} % <span class="quiet">({words})</span>
      </span>
    </span>
  )
}

function Empty() {
  return (
    <div class="empty">
      <p>This project has no tasks yet. A task moves one database to another and keeps both in step.</p>
      <ol>
        <li>
          Add the <a href={linkTo('endpoints')}>endpoints</a>: a source and a target.
        </li>
        <li>
          See what of the schema converts in a <a href={linkTo('conversions')}>conversion</a>.
        </li>
        <li>
          Make a <a href={linkTo('new-task')}>task</a> and start it.
        </li>
      </ol>
    </div>
  )
}
