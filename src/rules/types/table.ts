import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rulesFolder } from '../assets.js'
import { readCheckedYaml } from '../located-yaml.js'
import { type TypeTable, typeTableSchema } from './schema.js'

const tables = new Map<string, TypeTable>()

/** The type table of a dialect, read once. A dialect without one has an empty table. */
export function typeTable(dialect: string): TypeTable {
  const known = tables.get(dialect)
  if (known) return known
  const path = join(rulesFolder, dialect, 'types.yaml')
  const table = existsSync(path) ? readTypeTable(path) : typeTableSchema.parse({ dialect })
  tables.set(dialect, table)
  return table
}

/** Reads one table; throws with file and line when it is not well made. */
export const readTypeTable = (path: string): TypeTable => readCheckedYaml(path, typeTableSchema)
