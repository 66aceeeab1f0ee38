import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import { taskKinds } from '../../project/model.js'
import { taskOf } from '../../project/states.js'
import { cardsOf } from '../cards.js'
import type { Context } from '../context.js'
import { invalid } from '../problem.js'
import { none, type Route, route } from '../route.js'
import { limit, name, named, sample, tableStatistics, taskCard } from '../schemas.js'
import { ofProject } from './endpoints.js'
import { demandFree } from './task-actions.js'

const patience = 60_000

/** Documents of AWS DMS, taken as they are. */
const document = z.record(z.string(), z.unknown())
const plainWord = z.string().min(1).max(200)

const created = z.strictObject({
  ...{ name, source: name, target: name },
  type: z.enum(taskKinds).default('full-load-and-cdc'),
  tableMapping: document.optional(),
  taskSettings: document.optional(),
  schemas: z.array(plainWord).max(100).optional(),
  changesFrom: plainWord.optional(),
  apply: z.enum(['net', 'ordered']).optional(),
  onRefused: z.enum(['stop', 'set-aside']).optional(),
  definitions: z.enum(['carry', 'stop']).optional(),
  validate: z.enum(['continuous', 'none']).optional(),
  proof: z.enum(['compile', 'none']).optional(),
  workers: z.number().int().min(1).max(64).optional(),
})
type Created = z.output<typeof created>

export const cardOf = (context: Context, task: string) => {
  const card = cardsOf(context, Date.now()).find((one) => one.name === task)
  if (!card) throw new OperationError('XW-S0710', { what: 'task', name: task })
  return card
}

/** Tasks and what is known of them. */
export const taskRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/tasks', summary: 'all tasks, worst first', needs: 'read' },
    ...{ params: none, query: none, body: none },
    answer: { status: 200, schema: z.object({ items: z.array(taskCard) }) },
    handle: (_, context) => ({ items: cardsOf(context, Date.now()) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/tasks', summary: 'make a task of two endpoints', needs: 'administer' },
    ...{ params: none, query: none, body: created, answer: { status: 201, schema: taskCard } },
    handle: async ({ body }, context) => {
      const folder = mkdtempSync(join(tmpdir(), 'crosswalk-'))
      try {
        await context.operations.now(wordsOf(body, folder, context), patience)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
      return cardOf(context, body.name)
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}', summary: 'one task', needs: 'read' },
    ...{ params: named, query: none, body: none, answer: { status: 200, schema: taskCard } },
    handle: ({ params }, context) => cardOf(context, params.name),
  }),
  route({
    ...{ method: 'DELETE', path: '/api/v1/tasks/{name}', needs: 'administer' },
    summary: 'forget a task and its folder; the target keeps what it has',
    ...{ params: named, query: none, body: none, answer: { status: 204 } },
    handle: async ({ params }, context) => {
      demandFree(context, params.name, 'delete')
      await context.operations.now(['task', 'delete', ...ofProject(context), '--', params.name], patience)
      context.supervisor.release(params.name)
      context.samples.forget(params.name)
      context.moves.forget(params.name)
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}/tables', needs: 'read' },
    summary: 'statistics by table, in the columns of AWS DMS, in the order of their names',
    ...{ params: named, body: none },
    query: z.strictObject({
      limit,
      cursor: z.string().max(1000).optional(),
      /** Those that changed at this time or later, ms since 1970. */
      since: z.coerce.number().int().min(0).optional(),
    }),
    answer: { status: 200, schema: z.object({ items: z.array(tableStatistics), next: z.string().nullable() }) },
    handle: ({ params, query }, { store }) => {
      taskOf(store, params.name)
      const { cursor, since } = query
      const items = store.tablePage(params.name, {
        limit: query.limit,
        ...(since === undefined ? {} : { since }),
        ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
      })
      const last = items.length === query.limit ? items.at(-1) : undefined
      return { items, next: last ? writeCursor([last.SchemaName, last.TableName]) : null }
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}/lag', needs: 'read' },
    summary: 'lag and throughput of the last hour; empty when the task does not tell',
    ...{ params: named, query: none, body: none },
    answer: { status: 200, schema: z.object({ items: z.array(sample) }) },
    handle: ({ params }, { store, samples }) => {
      taskOf(store, params.name)
      return { items: samples.of(params.name) }
    },
  }),
]

function wordsOf(body: Created, folder: string, context: Context): readonly string[] {
  const file = (key: string, document: Created['tableMapping']): readonly string[] => {
    if (document === undefined) return []
    const path = join(folder, `${key}.json`)
    writeFileSync(path, JSON.stringify(document), { mode: 0o600 })
    return [`--${key}=${path}`]
  }
  const given = (key: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [`--${key}=${value}`]
  return [
    ...['task', 'create', ...ofProject(context), `--source=${body.source}`, `--target=${body.target}`],
    ...[
      `--type=${body.type}`,
      ...file('table-mapping', body.tableMapping),
      ...file('task-settings', body.taskSettings),
    ],
    ...(body.schemas ?? []).map((schema) => `--schema=${schema}`),
    ...given('changes-from', body.changesFrom),
    ...given('apply', body.apply),
    ...given('on-refused', body.onRefused),
    ...given('definitions', body.definitions),
    ...given('validate', body.validate),
    ...given('proof', body.proof),
    ...given('workers', body.workers),
    ...['--', body.name],
  ]
}

const cursorForm = z.tuple([z.string(), z.string()])

const writeCursor = (at: readonly [string, string]): string => Buffer.from(JSON.stringify(at)).toString('base64url')

function readCursor(text: string): readonly [string, string] {
  try {
    return cursorForm.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw invalid('cursor: not one of ours')
  }
}
