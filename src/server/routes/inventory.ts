import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import type { Fleet } from '../../core/fleet/fleet.js'
import { checkAddress } from '../addresses.js'
import type { Context } from '../context.js'
import { reportPolicy } from '../headers.js'
import { none, type Route, route } from '../route.js'
import { name, operation } from '../schemas.js'

const hour = 3_600_000

const asked = z.strictObject({ sources: z.union([z.literal('all'), z.array(name).min(1).max(1000)]) })

/** Some servers could not be read, and the inventory says which. */
const fine = [3]

const folderOf = ({ project }: Context): string => join(project, 'fleet')

function fleetOf(context: Context): Fleet | null {
  const path = join(folderOf(context), 'fleet.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** What is on the project's sources. Nobody is searched for from here: the network is no matter of a browser. */
export const inventoryRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/inventory', summary: 'the inventory, once it was taken', needs: 'read' },
    ...{ params: none, query: none, body: none },
    answer: { status: 200, schema: z.object({ fleet: z.looseObject({}).nullable() }) },
    handle: (_, context) => ({ fleet: fleetOf(context) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/inventory', summary: 'ask sources what is on them', needs: 'operate' },
    ...{ params: none, query: none, body: asked, answer: { status: 202, schema: operation } },
    handle: async ({ body, reply }, context) => {
      const all = context.store.endpoints().filter(({ role }) => role === 'source')
      const missing =
        body.sources === 'all' ? undefined : body.sources.find((one) => !all.some(({ name }) => name === one))
      if (missing !== undefined || all.length === 0)
        throw new OperationError('XW-S0710', { what: 'source', name: missing ?? 'endpoint' })
      const sources = all.filter(({ name }) => body.sources === 'all' || body.sources.includes(name))
      for (const { url } of sources) await checkAddress(url)
      const words = ['discover', '--inventory', '--json', `--project=${context.project}`, `--out=${folderOf(context)}`]
      const args = [...words, ...sources.map(({ name }) => `--endpoint=${name}`)]
      const begun = context.operations.begin({ what: 'inventory', subject: 'fleet', args, limit: hour, fine })
      reply.header('location', `/api/v1/operations/${begun.id}`)
      return begun
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/inventory/actions/assess', needs: 'operate' },
    summary: 'convert every schema of the inventory, and plan waves',
    ...{ params: none, query: none, body: z.strictObject({ proof: z.enum(['compile', 'none']) }) },
    answer: { status: 202, schema: operation },
    handle: async ({ body, reply }, context) => {
      if (!fleetOf(context)) throw new OperationError('XW-S0710', { what: 'inventory', name: 'fleet' })
      for (const { role, url } of context.store.endpoints()) if (role === 'source') await checkAddress(url)
      const words = ['assess', '--json', `--proof=${body.proof}`, `--project=${context.project}`]
      const args = [...words, '--', join(folderOf(context), 'fleet.json')]
      const begun = context.operations.begin({ what: 'assess', subject: 'fleet', args, limit: 6 * hour, fine })
      reply.header('location', `/api/v1/operations/${begun.id}`)
      return begun
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/inventory/file', summary: 'its page or its table', needs: 'read' },
    ...{ params: none, query: z.strictObject({ name: z.enum(['fleet.html', 'fleet.csv']) }), body: none },
    answer: { status: 200, type: 'text/plain' },
    handle: ({ query, reply }, context) => {
      const path = join(folderOf(context), query.name)
      if (!existsSync(path)) throw new OperationError('XW-S0710', { what: 'file', name: query.name })
      const text = readFileSync(path, 'utf8')
      if (query.name === 'fleet.csv') return reply.type('text/csv; charset=utf-8').send(text)
      reply.header('content-security-policy', reportPolicy)
      return reply.type('text/html; charset=utf-8').send(text)
    },
  }),
]
