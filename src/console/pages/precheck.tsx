import type { TaskCard } from '../../server/cards.js'
import { part, post } from '../api.js'
import { visible } from '../format.js'
import { useLive } from '../live.js'
import { Action } from '../loading.js'
import { EndpointTest } from '../parts/endpoint-test.js'

/** Before the first start: whether both sides answer, and whether the source lets its changes be followed. Nothing is made by it. */
export function PrecheckPart({ task: { source, target } }: { readonly task: TaskCard }) {
  const { operations } = useLive()
  const sides = [source, target]
  const check = () => Promise.all(sides.map((name) => post(`/endpoints/${part(name)}/actions/test`)))
  return (
    <section aria-labelledby="precheck">
      <div class="title">
        <h2 id="precheck">Before it starts</h2>
        <Action work={check}>Check both sides</Action>
      </div>
      <dl class="facts">
        {sides.map((name) => {
          const test = operations.find(({ what, subject }) => what === 'endpoint test' && subject === name)
          return (
            <div key={name}>
              <dt>{visible(name)}</dt>
              <dd>{test ? <EndpointTest test={test} /> : 'not checked'}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
