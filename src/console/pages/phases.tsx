import type { TaskCard } from '../../server/cards.js'
import { duration, time } from '../format.js'

/** `stopped`: it was reached, and nothing goes on there while the task is at rest. */
type State = 'open' | 'current' | 'stopped' | 'done' | 'skipped'
type Phase = readonly [name: string, state: State, detail: string]

/** Which phase a task is in, in the words of AWS DMS. */
function phasesOf(task: TaskCard): readonly Phase[] {
  const { kind, status, statistics, cutover } = task
  const runs = status === 'starting' || status === 'running' || status === 'stopping'
  const { FullLoadStartDate: begun, FullLoadFinishDate: loaded } = statistics
  const isPrepared = begun !== null || loaded !== null || (kind === 'cdc' && statistics.StartDate !== null)
  const goesOn = runs ? 'current' : 'stopped'
  const load = kind === 'cdc' ? 'skipped' : loaded !== null ? 'done' : begun === null ? 'open' : goesOn
  return [
    ['prepare', isPrepared ? 'done' : runs ? 'current' : 'open', 'schema and checks'],
    ['full load', load, loaded !== null ? `ended ${time(loaded)}` : `${statistics.FullLoadProgressPercent} %`],
    ...(kind === 'full-load' ? [] : followingOf(task, runs, loaded !== null || (kind === 'cdc' && isPrepared))),
    ...(kind === 'full-load' ? [] : [['cutover', moved[cutover ?? 'none'], 'users move to the target'] as const]),
  ]
}

const moved = { none: 'open', begun: 'current', done: 'done' } as const

function followingOf({ stopReason, now, cutover }: TaskCard, runs: boolean, follows: boolean): readonly Phase[] {
  const [cached, ongoing] = ((): readonly [State, State] => {
    if (cutover !== null) return ['done', 'done']
    if (!follows) return ['open', 'open']
    if (runs) return now?.state === 'in-sync' ? ['done', 'current'] : ['current', 'open']
    return stopReason === 'STOPPED_AFTER_CACHED_EVENTS' ? ['done', 'open'] : ['stopped', 'stopped']
  })()
  return [
    ['cached changes', cached, 'what changed meanwhile'],
    ['ongoing', ongoing, now === null ? '' : `lag ${duration(now.targetLagSeconds)}`],
  ]
}

export const PhasesPart = ({ task }: { readonly task: TaskCard }) => (
  <ol class="stepper" aria-label="Phases">
    {phasesOf(task).map(([name, state, detail]) => (
      <li key={name} class={state} aria-current={state === 'current' ? 'step' : undefined}>
        <strong>{name}</strong>
        <span>{state === 'current' ? 'under way' : state}</span>
        <span class="quiet">{detail}</span>
      </li>
    ))}
  </ol>
)
