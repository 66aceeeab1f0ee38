import { useState } from 'preact/hooks'
import type { Evidence, Gate, Moves } from '../../project/moves.js'
import type { TaskCard } from '../../server/cards.js'
import { type Meta, part, post } from '../api.js'
import { time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Action, Problem, useLoaded } from '../loading.js'
import { Badge } from '../parts/badge.js'
import { Table } from '../parts/table.js'

type Known = Moves & { readonly evidence: Evidence | null }

const words: Readonly<Record<Gate['gate'], string>> = {
  lag: 'The target has all changes',
  freeze: 'The source stands still',
  validation: 'Both sides are equal, value by value',
  'set-aside': 'Nothing was left out',
  sequences: 'Counters',
  'way-back': 'The way back',
}

/** What must hold before users move, with what was seen of it; then the move, and the way back. */
export function CutoverPart({
  task,
  meta,
  moment,
}: {
  readonly task: TaskCard
  readonly meta: Meta
  readonly moment: unknown
}) {
  const { value, refusal } = useLoaded<Known>(`/tasks/${part(task.name)}/cutover`, moment)
  if (task.kind === 'full-load' || task.status === 'ready') return null
  const evidence = value?.evidence ?? null
  const rests = task.status === 'stopped' || task.status === 'failed'
  const mayAct = meta.rights.includes('operate')
  return (
    <section aria-labelledby="cutover">
      <h2 id="cutover">Cutover</h2>
      <Problem refusal={refusal} />
      <p>{told(task)}</p>
      <Checklist evidence={evidence} />
      {mayAct && !rests && (
        <p class="quiet">Stop the task first: a rehearsal and the cutover follow the source themselves.</p>
      )}
      {mayAct && rests && task.cutover !== 'done' && <Forward task={task} />}
      {mayAct && rests && task.cutover === 'done' && task.wayBack !== null && task.wayBack !== 'ended' && (
        <Back task={task} />
      )}
    </section>
  )
}

function told({ cutover, wayBack }: TaskCard): string {
  if (wayBack === 'returning') return 'The users are going back to the source. It was not finished: return once more.'
  if (wayBack === 'open' && cutover === 'done')
    return 'The users are on the target. It keeps its log, so that the old source can be brought up to date.'
  if (wayBack === 'ended') return 'The way back has ended.'
  if (cutover === 'done') return 'The users are on the target. No way back was prepared.'
  if (cutover === 'begun') return 'The cutover has begun and is not done: do it once more.'
  return 'The users are on the source. Stop the writers, rehearse, then cut over.'
}

function Checklist({ evidence }: { readonly evidence: Evidence | null }) {
  const { isStale } = useLive()
  if (evidence === null) return <p class="quiet">Nothing has been looked at yet.</p>
  return (
    <Table
      label="Checklist of the cutover"
      heads={['what must hold', 'state', 'evidence']}
      caption={`Seen by ${evidence.isRehearsal ? 'a rehearsal' : 'the cutover'} of ${time(evidence.at)}; what happened since is not in it.`}
    >
      {evidence.gates.map(({ gate, state, evidence }) => (
        <tr key={gate}>
          <th scope="row">{words[gate]}</th>
          <td>{isStale ? `was ${state}` : <Badge word={state} />}</td>
          <td class="prose">{visible(evidence)}</td>
        </tr>
      ))}
    </Table>
  )
}

/** A name to be typed: what cannot be taken back is not done by one click. */
function Confirmed({ name, onSaid }: { readonly name: string; readonly onSaid: (said: string) => void }) {
  return (
    <label>
      Type {visible(name)} to confirm{' '}
      <input autocomplete="off" onInput={(event) => onSaid(event.currentTarget.value)} />
    </label>
  )
}

const act = (task: TaskCard, action: string, body: object) => () =>
  post(`/tasks/${part(task.name)}/actions/${action}`, body)

function Quiet({ seconds, onSaid }: { readonly seconds: number; readonly onSaid: (seconds: number) => void }) {
  return (
    <label>
      Seconds without a change{' '}
      <input
        {...{ type: 'number', min: 1, max: 3600, value: seconds }}
        onInput={(event) => onSaid(event.currentTarget.valueAsNumber || 1)}
      />
    </label>
  )
}

function Forward({ task }: { readonly task: TaskCard }) {
  const [quiet, setQuiet] = useState(5)
  const [fallback, setFallback] = useState(true)
  const [said, setSaid] = useState('')
  return (
    <div class="moves">
      <Quiet seconds={quiet} onSaid={setQuiet} />
      <label>
        <input
          {...{ type: 'checkbox', checked: fallback }}
          onChange={(event) => setFallback(event.currentTarget.checked)}
        />{' '}
        prepare the way back
      </label>
      <Action work={act(task, 'rehearse', { quiet, fallback })}>Rehearse</Action>
      <Confirmed name={task.name} onSaid={setSaid} />
      <Action kind="main" disabled={said !== task.name} work={act(task, 'cutover', { quiet, fallback, confirm: said })}>
        Cut over
      </Action>
    </div>
  )
}

function Back({ task }: { readonly task: TaskCard }) {
  const [quiet, setQuiet] = useState(5)
  const [said, setSaid] = useState('')
  const isUnsaid = said !== task.name
  return (
    <div class="moves">
      <Action work={act(task, 'fallback-catch-up', {})}>Bring the old source up to date</Action>
      <Quiet seconds={quiet} onSaid={setQuiet} />
      <Confirmed name={task.name} onSaid={setSaid} />
      <Action disabled={isUnsaid} work={act(task, 'fallback-return', { quiet, confirm: said })}>
        Return to the source
      </Action>
      <Action kind="danger" disabled={isUnsaid} work={act(task, 'fallback-give-up', { confirm: said })}>
        Give the way back up
      </Action>
    </div>
  )
}
