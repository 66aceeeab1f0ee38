import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Expr, Template } from '../../../core/ir/expr.js'
import { rulesFolder } from '../../../rules/assets.js'
import { familyOf } from '../../../rules/functions/families.js'

const tableSchema = z.strictObject({
  calls: z.array(z.string()),
  casts: z.array(z.strictObject({ to: z.string(), from: z.array(z.string()) })),
})

type StableTable = z.infer<typeof tableSchema>

const tables = new Map<string, StableTable>()

function tableOf(dialect: string): StableTable {
  const known = tables.get(dialect)
  if (known) return known
  const file = join(rulesFolder, dialect, 'stable-text.yaml')
  const made = existsSync(file) ? tableSchema.parse(parse(readFileSync(file, 'utf8'))) : { calls: [], casts: [] }
  tables.set(dialect, made)
  return made
}

/**
 * Whether the text of a template gives the same result in every session: it calls nothing that the target calls stable or
 * volatile, and casts no date to text or back. Functions of our own runtime are immutable.
 */
export function isImmutableText(template: Template, dialect: string): boolean {
  const table = tableOf(dialect)
  const text = template.parts.map((part) => (typeof part === 'string' ? part : ' ')).join('')
  if (table.calls.some((name) => new RegExp(`(?<![\\w.])${name}\\s*\\(`, 'i').test(text))) return false
  return template.parts.every((part, at) => {
    if (typeof part === 'string') return true
    const next = template.parts[at + 1]
    return typeof next !== 'string' || !castIsStable(part, next, table)
  })
}

function castIsStable(value: Expr, after: string, table: StableTable): boolean {
  const to = /^\)?::(\w+)/.exec(after)?.[1]?.toLowerCase()
  const from = familyOf(value.type)
  return table.casts.some((cast) => cast.to === to && cast.from.includes(from))
}
