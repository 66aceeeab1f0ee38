import type { Operation } from '../../server/operations.js'
import { time, visible } from '../format.js'
import { Badge } from './badge.js'

/** What the test of an endpoint said: whether it answers, and what keeps its changes from being followed. */
export const EndpointTest = ({ test }: { readonly test: Operation | undefined }) =>
  test === undefined ? null : (
    <div role="status">
      <Badge word={test.state} /> test of {time(test.startedAt)} {test.problem && visible(test.problem.detail)}
      {test.lines.map((line) => (
        <span key={line} class="line">
          {visible(line)}
        </span>
      ))}
    </div>
  )
