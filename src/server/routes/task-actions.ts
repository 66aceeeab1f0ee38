import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { demand, taskOf } from '../../project/states.js'
import type { Context } from '../context.js'
import type { Operation } from '../operations.js'
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

const runRoute = (verb: 'start' | 'reload', summary: string): Route =>
  route({
    ...{ method: 'POST', path: `/api/v1/tasks/{name}/actions/${verb}`, summary, needs: 'operate' },
    ...{ params: named, query: none, body: runs, answer: begun },
    handle: ({ params, body, reply }, context) => {
      demand(taskOf(context.store, params.name), verb)
      return told(beginRun(context, params.name, verb, body), reply)
    },
  })

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
  runRoute('start', 'run a task for the first time, until it is stopped'),
  runRoute('reload', 'empty the target tables and begin anew'),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks/{name}/actions/resume', needs: 'operate' },
    summary: 'go on where the task was stopped',
    ...{ params: named, query: none, body: resumes, answer: begun },
    handle: ({ params, body, reply }, context) => {
      demand(taskOf(context.store, params.name), 'resume')
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
