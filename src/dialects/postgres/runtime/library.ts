import type { SupportLibrary } from '../../../core/dialect/dialect.js'
import { noOrigin, objectId, qname } from '../../../core/ir/names.js'
import type { SupportObject } from '../../../core/ir/schema.js'
import { bundled } from '../prove/in-process.js'
import { type RuntimeFunction, runtimeClosure, runtimeSchema } from './index.js'

/** The runtime functions and extensions that emitted text calls, as objects of the target. */
export const library: SupportLibrary = {
  objects(names) {
    const extensions = names.filter((name) => bundled.some((each) => each === name)).map(extension)
    const functions = runtimeClosure(names).map(runtimeObject)
    return functions.length === 0 ? extensions : [...extensions, schema, ...functions]
  },
  needsOf: (node) => ('kind' in node && node.kind === 'jsonTable' ? [`${runtimeSchema}.json_as`] : []),
}

const base = { kind: 'support', origin: noOrigin, options: [], sources: [], needs: [] } as const

const schema: SupportObject = {
  ...base,
  what: 'schema',
  id: objectId('support', qname(undefined, runtimeSchema)),
  name: qname(undefined, runtimeSchema),
  sql: `CREATE SCHEMA IF NOT EXISTS ${runtimeSchema};`,
}

function runtimeObject(made: RuntimeFunction): SupportObject {
  const name = qname(runtimeSchema, made.name.slice(runtimeSchema.length + 1))
  const needs = made.needs.map((other) =>
    objectId('support', qname(runtimeSchema, other.slice(runtimeSchema.length + 1))),
  )
  return { ...base, what: 'function', id: objectId('support', name), name, sql: made.sql, needs: [schema.id, ...needs] }
}

function extension(text: string): SupportObject {
  const name = qname(undefined, text)
  const sql = `CREATE EXTENSION IF NOT EXISTS "${text}";`
  return { ...base, what: 'extension', id: objectId('support', name), name, sql }
}
