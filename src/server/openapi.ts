import { z } from 'zod'
import { rights } from './rights.js'
import type { Route } from './route.js'

/** OpenAPI 3.1 of the same routes and schemas that take the requests. */
export function openApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Crosswalk',
      version,
      description: `Roles have these rights: ${rights.join(', ')}. Refusals are application/problem+json with a code of the findings catalogue.`,
    },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'crosswalk_session' },
      },
      schemas: { Problem: z.toJSONSchema(problem, { target: 'draft-2020-12' }) },
    },
  }
}

const problem = z.object({
  ...{ type: z.string(), title: z.string(), status: z.number().int(), code: z.string(), detail: z.string() },
  ...{ hint: z.array(z.string()), retryable: z.boolean() },
})

function operationOf(route: Route): object {
  const { answer } = route
  const hasBody = route.method === 'POST'
  const content = answer.schema
    ? { 'application/json': { schema: schemaOf(answer.schema, 'output') } }
    : { [answer.type ?? 'application/json']: {} }
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z]+(\w)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}`,
    'x-needs': route.needs,
    ...(route.needs === 'nobody' ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(hasBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
      : {}),
    responses: {
      [answer.status]: { description: 'done', ...(answer.status === 204 ? {} : { content }) },
      default: {
        description: 'refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })

const parametersOf = (schema: z.ZodObject, place: 'path' | 'query'): readonly object[] =>
  Object.entries(schema.shape).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(one, undefined).success,
    schema: one instanceof z.ZodType ? schemaOf(one, 'input') : {},
  }))
