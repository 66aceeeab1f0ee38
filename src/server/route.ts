import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Caller } from './caller.js'
import type { Context } from './context.js'
import type { Right } from './rights.js'

/** One address with one method: what it takes, who may use it, what it gives. The OpenAPI document is made from these. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Parameters in braces, as OpenAPI writes them. */
  readonly path: string
  readonly summary: string
  /** `nobody`: it is open to everyone who reaches the server. */
  readonly needs: Right | 'nobody'
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body: z.ZodType
  readonly answer: Answer
  readonly handle: (request: Taken, context: Context) => unknown
}

export interface Answer {
  readonly status: 200 | 201 | 202 | 204
  readonly schema?: z.ZodType
  /** When it is not JSON. */
  readonly type?: string
}

/** A request that passed every check. */
export interface Taken<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly caller: Caller
  readonly reply: FastifyReply
}

interface Declared<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>
  extends Omit<Route, 'params' | 'query' | 'body' | 'handle'> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly handle: (request: Taken<z.output<P>, z.output<Q>, z.output<B>>, context: Context) => unknown
}

export const none = z.strictObject({})

/** Ties the types of a handler to its schemas: what a handler is given has been checked by them. */
export function route<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  declared: Declared<P, Q, B>,
): Route {
  const { params, query, body, handle } = declared
  return {
    ...declared,
    handle: (taken, context) =>
      handle(
        {
          ...taken,
          params: params.parse(taken.params),
          query: query.parse(taken.query),
          body: body.parse(taken.body ?? {}),
        },
        context,
      ),
  }
}
