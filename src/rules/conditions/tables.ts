import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { rulesFolder } from '../assets.js'
import { readCheckedYaml } from '../located-yaml.js'

const conditionName = z.string().regex(/^[a-z][A-Za-z]*$/)
const sqlstate = z.string().regex(/^[0-9A-Z]{5}$/)

const hubSchema = z.strictObject({
  conditions: z.array(z.strictObject({ name: conditionName, doc: z.string().min(10) })),
})

const tableSchema = z.strictObject({
  dialect: z.string(),
  /** Conditions that stand for a whole class of SQLSTATEs, by its first two characters. */
  classes: z.record(z.string().length(2), conditionName).default({}),
  /** Error number of what a program raises itself without giving one, by class of its SQLSTATE; `else` for the others. */
  signals: z.record(z.string(), z.number()).default({}),
  /** As a source: the engine's own errors. */
  errors: z
    .array(
      z.strictObject({
        number: z.number().int(),
        name: z.string(),
        /** Absent: the engine gives it none that programs use. */
        state: sqlstate.optional(),
        /** What the engine says when a program raises it without a text. */
        message: z.string().optional(),
        versions: z.string().optional(),
        is: z.array(conditionName),
        /** Only some of what its conditions stand for; a target tells no more. */
        part: z.literal(true).optional(),
      }),
    )
    .default([]),
  /** Names that programs use for SQLSTATEs. */
  names: z.record(z.string(), sqlstate).default({}),
  /** Numbers that programs give their own errors, and the beginning of the SQLSTATE that ends in their last three digits. */
  own: z
    .strictObject({
      from: z.number().int(),
      to: z.number().int(),
      state: z.string().length(2),
      /** Beginning of the SQLSTATEs of errors that a program declares without a number, and what the engine says then. */
      declared: z.string().length(2),
      message: z.string(),
    })
    .optional(),
  /** As a target: end of the SQLSTATEs that catch their class. */
  wholeClass: z.string().optional(),
  neverCaughtByAny: z.array(sqlstate).default([]),
  /** As a target: what is raised for a condition. */
  conditions: z
    .array(z.strictObject({ name: conditionName, states: z.array(sqlstate).min(1), doc: z.string().optional() }))
    .default([]),
})

export type ConditionTable = z.infer<typeof tableSchema>

const tables = new Map<string, ConditionTable>()

/** The condition table of a dialect, read once; empty when it has none. */
export function conditionTable(dialect: string): ConditionTable {
  const known = tables.get(dialect)
  if (known) return known
  const path = join(rulesFolder, dialect, 'conditions.yaml')
  const table = existsSync(path) ? readCheckedYaml(path, tableSchema) : tableSchema.parse({ dialect })
  tables.set(dialect, table)
  return table
}

let hub: ReadonlyMap<string, string> | undefined

/** The hub's conditions and what they mean. */
export function hubConditions(): ReadonlyMap<string, string> {
  hub ??= new Map(
    readCheckedYaml(join(rulesFolder, 'core', 'conditions.yaml'), hubSchema).conditions.map(({ name, doc }) => [
      name,
      doc,
    ]),
  )
  return hub
}
