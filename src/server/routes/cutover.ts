import { join } from 'node:path'
import { z } from 'zod'
import { gates, movesOf, readEvidence } from '../../project/moves.js'
import { taskOf } from '../../project/states.js'
import type { Context } from '../context.js'
import { invalid } from '../problem.js'
import { none, type Route, route } from '../route.js'
import { movesShape, named, operation } from '../schemas.js'
import { ofProject } from './endpoints.js'
import { demandFree } from './task-actions.js'

const day = 24 * 3_600_000
const begun = { status: 202, schema: operation } as const

const rehearsed = z.strictObject({
  /** Seconds for which nothing may change on the source. */
  quiet: z.number().int().min(1).max(3600).default(5),
  /** Prepare the way back. */
  fallback: z.boolean().default(false),
})
/** The name of the task once more: what cannot be taken back is not done by one click. */
const confirmed = { confirm: z.string() }

const moves = z.object({
  ...movesShape,
  evidence: z
    .object({
      ...{ at: z.string(), isRehearsal: z.boolean() },
      gates: z.array(
        z.object({
          ...{ gate: z.enum(gates), state: z.enum(['met', 'attention', 'unmet', 'open']), evidence: z.string() },
        }),
      ),
    })
    .nullable(),
})

const actionPath = (action: string): string => `/api/v1/tasks/{name}/actions/${action}`

/** The users' move to the target, and back. */
export const cutoverRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}/cutover', needs: 'read' },
    summary: 'how far the move of the users is, with what the last check has seen',
    ...{ params: named, query: none, body: none, answer: { status: 200, schema: moves } },
    handle: ({ params }, { store, project }) => {
      const folder = join(project, 'tasks', taskOf(store, params.name).name)
      return { ...movesOf(folder), evidence: readEvidence(folder) }
    },
  }),
  route({
    ...{ method: 'POST', path: actionPath('rehearse'), needs: 'operate' },
    summary: 'look at all that a cutover looks at, and make nothing',
    ...{ params: named, query: none, body: rehearsed, answer: begun },
    handle: ({ params, body, reply }, context) =>
      beginMove(context, params.name, 'cutover', ['--rehearse', ...wordsOf(body)], reply),
  }),
  route({
    ...{ method: 'POST', path: actionPath('cutover'), needs: 'operate' },
    summary: 'check that both sides stand still and are equal, then make the target ready for its users',
    ...{ params: named, query: none, body: rehearsed.extend(confirmed), answer: begun },
    handle: ({ params, body, reply }, context) => {
      confirm(context, params.name, body.confirm)
      return beginMove(context, params.name, 'cutover', wordsOf(body), reply)
    },
  }),
  route({
    ...{ method: 'POST', path: actionPath('fallback-catch-up'), needs: 'operate' },
    summary: 'bring to the old source what users have written on the target',
    ...{ params: named, query: none, body: none, answer: begun },
    handle: ({ params, reply }, context) => beginMove(context, params.name, 'fallback', ['--until=caught-up'], reply),
  }),
  route({
    ...{ method: 'POST', path: actionPath('fallback-return'), needs: 'operate' },
    summary: 'check that both sides stand still and are equal, then make the old source ready for its users again',
    ...{ params: named, query: none, answer: begun },
    body: z.strictObject({ quiet: rehearsed.shape.quiet, ...confirmed }),
    handle: ({ params, body, reply }, context) => {
      confirm(context, params.name, body.confirm)
      return beginMove(context, params.name, 'fallback', ['--return', `--quiet=${body.quiet}`], reply)
    },
  }),
  route({
    ...{ method: 'POST', path: actionPath('fallback-give-up'), needs: 'operate' },
    summary: 'end the way back: nothing is kept for it any more',
    ...{ params: named, query: none, body: z.strictObject(confirmed), answer: begun },
    handle: ({ params, body, reply }, context) => {
      confirm(context, params.name, body.confirm)
      return beginMove(context, params.name, 'fallback', ['--give-up'], reply)
    },
  }),
]

const wordsOf = ({ quiet, fallback }: z.output<typeof rehearsed>): readonly string[] => [
  `--quiet=${quiet}`,
  ...(fallback ? ['--fallback'] : []),
]

/** @throws OperationError XW-S0710, XW-S0905 */
function confirm({ store }: Context, task: string, said: string): void {
  if (said !== taskOf(store, task).name) throw invalid('confirm: expected the name of the task')
}

function beginMove(
  context: Context,
  task: string,
  verb: 'cutover' | 'fallback',
  words: readonly string[],
  reply: { header(name: string, value: string): unknown },
) {
  demandFree(context, task, verb)
  const what = `task ${verb}${words[0] === '--rehearse' ? ' rehearsal' : ''}`
  const args = ['task', verb, ...ofProject(context), ...words, '--', task]
  const operation = context.operations.begin({ what, subject: task, args, limit: day })
  reply.header('location', `/api/v1/operations/${operation.id}`)
  return operation
}
