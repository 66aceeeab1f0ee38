import { z } from 'zod'
import { OperationError } from '../../core/findings/operation-error.js'
import type { LedgerEntry } from '../../core/ledger/ledger.js'
import { checkAddress } from '../addresses.js'
import type { Context } from '../context.js'
import type { Converted } from '../conversions.js'
import { reportPolicy } from '../headers.js'
import { none, type Route, route } from '../route.js'
import { conversion, identified, limit, name, operation } from '../schemas.js'
import { endpointOf } from './endpoints.js'

const hour = 3_600_000
const engine = z.string().regex(/^[a-z]{1,30}$/)

const asked = z
  .strictObject({
    /** What people call it. */
    name: z.string().trim().min(1).max(100),
    /** A source endpoint of the project. */
    source: name.optional(),
    /** Or a script, and the engine that it was written for. */
    script: z.string().min(1).optional(),
    from: engine.optional(),
    to: engine,
    targetVersion: z.string().max(20).optional(),
    schemas: z.array(z.string().min(1).max(200)).max(100).default([]),
    proof: z.enum(['compile', 'none']).default('compile'),
    names: z.enum(['lower', 'keep']).default('lower'),
  })
  .refine(({ source, script }) => (source === undefined) !== (script === undefined), 'expected source or script')
  .refine(({ script, from }) => script === undefined || from !== undefined, 'from: a script needs its engine')
type Asked = z.output<typeof asked>

const objectRow = z.object({
  ...{ id: z.string(), kind: z.string(), name: z.string(), status: z.string(), proof: z.string() },
  ...{ reason: z.string().nullable(), findings: z.number() },
})
const rowOf = ({ id, kind, name, status, proof, reason, findings, parts }: LedgerEntry) => {
  const all = findings.length + parts.reduce((sum, part) => sum + part.findings.length, 0)
  return { id, kind, name, status, proof, reason, findings: all }
}

/** Findings by kind of object and severity. */
const heatMap = z.record(z.string(), z.record(z.string(), z.number()))

function heatOf({ ledger, findings }: Converted): z.output<typeof heatMap> {
  const kinds = new Map(ledger.objects.map(({ id, kind }) => [id, kind]))
  const heat: Record<string, Record<string, number>> = {}
  for (const { object, severity } of findings) {
    const row = (heat[kinds.get(object) ?? 'other'] ??= {})
    row[severity] = (row[severity] ?? 0) + 1
  }
  return heat
}

const list = z.array(z.looseObject({}))
const shown = (context: Context, id: string) => ({
  ...context.conversions.find(id),
  isDone: context.conversions.isDone(id),
})

/** Schemas and code, converted: what came of each object. */
export const conversionRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v1/conversions', summary: 'all conversions, newest first', needs: 'read' },
    ...{ params: none, query: none, body: none },
    answer: { status: 200, schema: z.object({ items: z.array(conversion) }) },
    handle: (_, context) => ({ items: context.conversions.list().map(({ id }) => shown(context, id)) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v1/conversions', summary: 'convert an endpoint or a script', needs: 'operate' },
    ...{ params: none, query: none, body: asked },
    answer: { status: 202, schema: z.object({ conversion, operation }) },
    handle: async ({ body, reply }, context) => {
      const url = body.source === undefined ? undefined : endpointOf(context.store, body.source).url
      if (url !== undefined) await checkAddress(url)
      const { name, source = null, from = null, to, script } = body
      const record = context.conversions.add({ name, source, from, to }, script)
      const args = wordsOf(body, url ?? context.conversions.script(record.id), context.conversions.out(record.id))
      const begun = context.operations.begin({ what: 'convert', subject: record.id, args, limit: hour })
      reply.header('location', `/api/v1/operations/${begun.id}`)
      return { conversion: shown(context, record.id), operation: begun }
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/conversions/{id}', needs: 'read' },
    summary: 'one conversion, with the summary of its ledger once it is done',
    ...{ params: identified, query: none, body: none },
    answer: {
      status: 200,
      schema: conversion.extend({ ledger: z.looseObject({}).nullable(), heat: heatMap.nullable() }),
    },
    handle: ({ params }, context) => {
      const one = shown(context, params.id)
      if (!one.isDone) return { ...one, ledger: null, heat: null }
      const converted = context.conversions.converted(params.id)
      const { objects: _, support: __, ...ledger } = converted.ledger
      return { ...one, ledger, heat: heatOf(converted) }
    },
  }),
  route({
    ...{ method: 'DELETE', path: '/api/v1/conversions/{id}', summary: 'forget it', needs: 'operate' },
    ...{ params: identified, query: none, body: none, answer: { status: 204 } },
    handle: ({ params }, { conversions }) => conversions.remove(params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/conversions/{id}/objects', summary: 'its objects', needs: 'read' },
    ...{ params: identified, body: none },
    query: z.strictObject({ limit, offset: z.coerce.number().int().min(0).default(0) }),
    answer: { status: 200, schema: z.object({ items: z.array(objectRow), total: z.number() }) },
    handle: ({ params, query }, { conversions }) => {
      const { objects } = conversions.converted(params.id).ledger
      return { items: objects.slice(query.offset, query.offset + query.limit).map(rowOf), total: objects.length }
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/conversions/{id}/object', needs: 'read' },
    summary: 'one object: both sides of its code, its parts, its findings with their places',
    ...{ params: identified, query: z.strictObject({ object: z.string().max(2000) }), body: none },
    answer: {
      status: 200,
      schema: z.object({
        ...{ entry: z.looseObject({}), source: z.looseObject({}).nullable() },
        ...{ targets: z.array(z.object({ file: z.string(), text: z.string() })), findings: list },
      }),
    },
    handle: ({ params, query }, { conversions }) => {
      const { ledger, findings, sources } = conversions.converted(params.id)
      const entry = ledger.objects.find(({ id }) => id === query.object)
      if (!entry) throw new OperationError('XW-S0710', { what: 'object', name: query.object })
      const targets = entry.files.map((file) => ({ file, text: conversions.file(params.id, file) }))
      const own = findings.filter(({ object }) => object === entry.id)
      return { entry, source: sources.get(entry.id) ?? null, targets, findings: own }
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/conversions/{id}/findings', summary: 'its findings', needs: 'read' },
    ...{ params: identified, body: none },
    query: z.strictObject({ limit, offset: z.coerce.number().int().min(0).default(0) }),
    answer: { status: 200, schema: z.object({ items: list, total: z.number() }) },
    handle: ({ params, query }, { conversions }) => {
      const { findings } = conversions.converted(params.id)
      return { items: findings.slice(query.offset, query.offset + query.limit), total: findings.length }
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v1/conversions/{id}/file', needs: 'read' },
    summary: 'a file that it wrote: SQL, report.html, report.csv, findings.sarif, ledger.json',
    ...{ params: identified, query: z.strictObject({ name: z.string().max(1000) }), body: none },
    answer: { status: 200, type: 'text/plain' },
    handle: ({ params, query, reply }, { conversions }) => {
      const text = conversions.file(params.id, query.name)
      if (query.name !== 'report.html') return reply.type('text/plain; charset=utf-8').send(text)
      reply.header('content-security-policy', reportPolicy)
      return reply.type('text/html; charset=utf-8').send(text)
    },
  }),
]

const wordsOf = (body: Asked, source: string, out: string): readonly string[] => [
  ...['convert', '--json', `--to=${body.to}`, `--out=${out}`, `--proof=${body.proof}`, `--names=${body.names}`],
  ...(body.from === undefined ? [] : [`--from=${body.from}`]),
  ...(body.targetVersion === undefined ? [] : [`--target-version=${body.targetVersion}`]),
  ...body.schemas.map((schema) => `--schema=${schema}`),
  ...['--', source],
]
