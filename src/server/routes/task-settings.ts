import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { taskOf } from '../../project/states.js'
import { none, type Route, route } from '../route.js'
import { named } from '../schemas.js'

const patience = 60_000

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** As `crosswalk task settings --json` tells them. */
const setting = z.object({
  ...{ setting: z.string(), value, from: z.enum(['document', 'default']), how: z.string(), ours: z.string() },
  loses: z.string().optional(),
})
const translated = z.object({ settings: z.array(setting) })

/** What a task was made with. */
export const taskSettingsRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/tasks/{name}/settings', needs: 'read' },
    summary: 'options of a task, and its settings of AWS DMS with where each value comes from and what it means here',
    ...{ params: named, query: none, body: none },
    answer: {
      status: 200,
      schema: z.object({
        options: z.array(z.object({ option: z.string(), value: z.string() })),
        settings: z.array(setting),
      }),
    },
    handle: async ({ params }, { store, project, operations }) => {
      const { words } = taskOf(store, params.name)
      const file = join(project, 'tasks', params.name, 'task-settings.json')
      const { settings } = existsSync(file)
        ? translated.parse(await operations.now(['task', 'settings', '--json', '--', file], patience))
        : { settings: [] }
      return { options: Object.entries(words).flatMap(optionOf), settings }
    },
  }),
]

/** An address may hold what nobody shall see. */
function optionOf([option, given]: readonly [string, unknown]): readonly { option: string; value: string }[] {
  if (given === undefined || given === null) return []
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  return [{ option, value: text.includes('://') ? '(an address)' : text }]
}
