import { z } from 'zod'
import { none, type Route, route } from '../route.js'
import { limit } from '../schemas.js'

const entry = z.object({
  ...{ at: z.string(), role: z.string(), by: z.string(), from: z.string(), method: z.string(), path: z.string() },
  ...{ status: z.number(), code: z.string().nullable(), hash: z.string() },
})

/** Who did what. */
export const auditRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/audit', needs: 'administer' },
    summary: 'who asked for what, newest first, and the first line that somebody changed',
    ...{ params: none, query: z.strictObject({ limit }), body: none },
    answer: { status: 200, schema: z.object({ items: z.array(entry), firstBroken: z.number().nullable() }) },
    handle: ({ query }, { audit }) => ({ items: audit.list(query.limit), firstBroken: audit.firstBroken() }),
  }),
]
