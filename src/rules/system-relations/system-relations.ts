import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { rulesFolder } from '../assets.js'
import { readCheckedYaml } from '../located-yaml.js'

const columnNames = z.array(z.string().regex(/^[a-z_]+$/))

const tableSchema = z.strictObject({
  dialect: z.string(),
  schema: z.string().optional(),
  /** Columns that hold names of schemas; of tables, routines and triggers; of columns; of keys. */
  schemas: columnNames.default([]),
  objects: columnNames.default([]),
  columns: columnNames.default([]),
  keys: columnNames.default([]),
  /** Names of keys that are the server's own. */
  ownKeys: z.array(z.string()).default([]),
  relations: z
    .array(z.strictObject({ name: z.string(), is: z.string(), text: columnNames, integer: columnNames }))
    .default([]),
})

export type SystemRelationTable = z.infer<typeof tableSchema>

const tables = new Map<string, SystemRelationTable>()

/** The relations in which a dialect's server lists its own objects, read once; empty when it has no table. */
export function systemRelationTable(dialect: string): SystemRelationTable {
  const known = tables.get(dialect)
  if (known) return known
  const path = join(rulesFolder, dialect, 'system-relations.yaml')
  const table = existsSync(path) ? readCheckedYaml(path, tableSchema) : tableSchema.parse({ dialect })
  tables.set(dialect, table)
  return table
}

export interface SystemRelation {
  /** The core function that gives the rows. */
  readonly core: string
  readonly columns: readonly { readonly name: string; readonly type: 'text' | 'integer' }[]
}

/** A relation of the server by its name, in any case. Undefined: it is none, or has no counterpart. */
export function systemRelation(dialect: string, schema: string, name: string): SystemRelation | undefined {
  const table = systemRelationTable(dialect)
  if (table.schema === undefined || schema.toLowerCase() !== table.schema) return undefined
  const found = table.relations.find((each) => each.name === name.toUpperCase())
  if (!found) return undefined
  const columns = [
    ...found.text.map((column) => ({ name: column, type: 'text' as const })),
    ...found.integer.map((column) => ({ name: column, type: 'integer' as const })),
  ]
  return { core: found.is, columns }
}
