import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import { demand, type TaskVerb, taskOf } from '../../project/states.js'
import type { Context } from '../context.js'
import type { Operation } from '../operations.js'
import { invalid } from '../problem.js'
import { none, type Route, route } from '../route.js'
import { metricsFile } from '../samples.js'
import { named, operation } from '../schemas.js'
import { ofProject } from './endpoints.js'

const hour = 3_600_000
const begun = { status: 202, schema: operation } as const

const runs = z.strictObject({
  until: z.enum(['caught-up', 'stopped']).default('stopped'),
  /** Go on behind the definition change at which the task stands. */
  passDefinition: z.boolean().default(false),
})
type Runs = z.output<typeof runs>
const resumes = runs.extend({
  /** Tables of the source (schema.table) to be loaded again while others are followed. */
  reload: z.array(z.string().min(1).max(300)).max(1000).optional(),
})
const reloads = runs.extend({
  /** The name of the task once more, when a cutover has begun: the users' own rows would go. */
  confirm: z.string().optional(),
})

/** Starts a run in the background: it goes on whatever becomes of the server. */
export function beginRun(
  context: Context,
  name: string,
  verb: 'start' | 'resume' | 'reload',
  { until, passDefinition, reload = [] }: Runs & { readonly reload?: readonly string[] | undefined },
): Operation {
  const args = [
    ...['task', verb, ...ofProject(context), '--detach', `--until=${until}`],
    `--metrics=${metricsFile(context.project, name)}`,
    ...(passDefinition ? ['--pass-definition'] : []),
    ...reload.map((table) => `--reload=${table}`),
    ...['--', name],
  ]
  context.supervisor.want(name)
  return context.operations.begin({ what: `task ${verb}`, subject: name, args, limit: 120_000 })
}

/** @throws OperationError XW-S0711 also while another one works on the same two sides */
export function demandFree({ operations, store }: Context, name: string, verb: TaskVerb): void {
  const task = taskOf(store, name)
  demand(task, verb)
  const isUnderWay = ({ subject, state, what }: Operation): boolean =>
    subject === name && state === 'running' && /^task (start|resume|reload|cutover|fallback)/.test(what)
  const other = operations.list().find(isUnderWay)
  if (other) throw new OperationError('XW-S0711', { task: name, status: `in ${other.what}`, verb, states: 'at rest' })
}

function told(operation: Operation, reply: { header(name: string, value: string): unknown }): Operation {
  reply.header('location', `/api/v1/operations/${operation.id}`)
  return operation
}

const resultPath = ({ folder }: Context, task: string): string => join(folder, `validation-${task}.json`)

const verdicts = z.looseObject({
  tables: z.array(z.looseObject({ source: z.string(), state: z.string(), differences: z.array(z.unknown()) })),
})

/** What is asked of a task. Each answers at once with an operation that tells the rest. */
export const taskActionRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/start', needs: 'operate' },
    summary: 'run a task for the first time, until it is stopped',
    ...{ params: named, query: none, body: runs, answer: begun },
    handle: ({ params, body, reply }, context) => {
      demandFree(context, params.name, 'start')
      return told(beginRun(context, params.name, 'start', body), reply)
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/reload', needs: 'operate' },
    summary: 'empty the target tables and begin anew',
    ...{ params: named, query: none, body: reloads, answer: begun },
    handle: ({ params, body, reply }, context) => {
      demandFree(context, params.name, 'reload')
      if (context.moves.of(params.name).cutover !== null && body.confirm !== params.name)
        throw invalid('confirm: the target belongs to its users now; expected the name of the task')
      return told(beginRun(context, params.name, 'reload', body), reply)
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/resume', needs: 'operate' },
    summary: 'go on where the task was stopped',
    ...{ params: named, query: none, body: resumes, answer: begun },
    handle: ({ params, body, reply }, context) => {
      demandFree(context, params.name, 'resume')
      return told(beginRun(context, params.name, 'resume', body), reply)
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/stop', needs: 'operate' },
    summary: 'stop it behind its next checkpoint',
    ...{ params: named, query: none, body: none, answer: begun },
    handle: ({ params, reply }, context) => {
      demand(taskOf(context.store, params.name), 'stop')
      context.supervisor.release(params.name)
      const args = ['task', 'stop', ...ofProject(context), '--wait=60', '--', params.name]
      return told(context.operations.begin({ what: 'task stop', subject: params.name, args, limit: 90_000 }), reply)
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/validate', needs: 'operate' },
    summary: 'compare every value of both sides',
    ...{ params: named, query: none, body: none, answer: begun },
    handle: ({ params, reply }, context) => {
      taskOf(context.store, params.name)
      const args = ['task', 'validate', ...ofProject(context), '--', params.name]
      const work = { what: 'task validate', subject: params.name, args, limit: 24 * hour, fine: [2] }
      const onEnd = (ended: { readonly failure: unknown; readonly result: unknown }): void => {
        if (ended.failure !== null) return
        const kept = { at: new Date().toISOString(), result: ended.result }
        writeFileSync(resultPath(context, params.name), JSON.stringify(kept), { mode: 0o600 })
      }
      return told(context.operations.begin({ ...work, onEnd }), reply)
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}/validation', needs: 'values' },
    summary: 'what the last comparison found, row by row: it shows values',
    ...{ params: named, query: none, body: none },
    answer: { status: 200, schema: z.object({ at: z.string().nullable(), result: verdicts.nullable() }) },
    handle: ({ params }, context) => {
      taskOf(context.store, params.name)
      const path = resultPath(context, params.name)
      return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { at: null, result: null }
    },
  }),
]
