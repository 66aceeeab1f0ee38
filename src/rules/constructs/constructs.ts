import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ServerVersion } from '../../core/ir/schema.js'
import { rulesFolder } from '../assets.js'
import { readCheckedYaml } from '../located-yaml.js'

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(\.[a-z0-9-]+)+$/),
  /** Key of the option, `*` at the end stands for any rest. */
  option: z.string(),
  /** Only these values; any, when absent. Upper and lower case are the same. */
  values: z.array(z.string()).optional(),
  /**
   * `drop`: it says how the source stores things and means nothing here. `keep-as-comment`: the target has nothing like
   * it, and somebody should look. `consume`: a pass uses it. `flag`: the thing it says is not converted.
   */
  action: z.enum(['drop', 'keep-as-comment', 'consume', 'flag']),
  doc: z.string().min(20),
  see: z.url().optional(),
})

/** Something that only some members of the family have, or only later versions. */
const memberSchema = z.strictObject({
  /** Regular expression over the whole of it, case aside: a type, a collation, `option = value`. */
  match: z.string(),
  /** By flavour: the lowest version that has it. A flavour that is not named has it in none. */
  in: z.record(z.string(), z.tuple([z.number(), z.number()])),
  /** What comes nearest, where that is one thing. */
  instead: z.string().optional(),
})

const tableSchema = z.strictObject({
  dialect: z.string(),
  /** Origins of expressions and queries cover their whole text. */
  exactOrigins: z.boolean().default(false),
  /** What not every member of the family has, for a conversion between them. What fits no rule all have. */
  membersOnly: z
    .strictObject({
      types: z.array(memberSchema).default([]),
      collations: z.array(memberSchema).default([]),
      options: z.array(memberSchema).default([]),
      clauses: z.array(memberSchema).default([]),
    })
    .default({ types: [], collations: [], options: [], clauses: [] }),
  options: z.array(ruleSchema).default([]),
  /** Functions that a check calls on one column to say that its text is JSON. */
  jsonChecks: z.array(z.string()).default([]),
  /** Storage engines and the like under which foreign keys are parsed and then forgotten. */
  /** What a foreign key deletes or changes by itself runs no triggers. */
  silentCascades: z.boolean().default(false),
  foreignKeysIgnored: z.array(z.strictObject({ option: z.string(), values: z.array(z.string()) })).default([]),
  /** Options that say that a table keeps its old rows. */
  systemVersioned: z.array(z.string()).default([]),
  /** Name that stands for a primary key without one of its own. */
  primaryKeyName: z.string().optional(),
  /** Option of a table with the next value of its counter. */
  nextValue: z.string().optional(),
  /** Monotone functions of a column that range partitions are cut by, and how a bound becomes a value of the column. */
  partitionFunctions: z.record(z.string(), z.enum(['year', 'days-of-year-zero', 'epoch-seconds'])).default({}),
  /** Target text for small constructs; `$x` is a hole. */
  templates: z.record(z.string(), z.string()).default({}),
  /** The engine makes an index for every foreign key that has none. */
  foreignKeysMakeIndexes: z.boolean().default(false),
  /** Longest entry of an ordinary index. */
  maxIndexKeyBytes: z.number().optional(),
  /** How text compares: name of the bytewise collation and the provider of the others. */
  collate: z.strictObject({ binary: z.string(), provider: z.string() }).optional(),
  /** Collations that the engine has, for text that must go on to compare as it did; the first that fits wins. */
  ownCollations: z
    .array(
      z.strictObject({
        name: z.string(),
        caseSensitive: z.boolean(),
        accentSensitive: z.boolean(),
        padSpace: z.boolean(),
        flavour: z.string().optional(),
        /** Lowest `major.minor` that has it. */
        from: z.tuple([z.number(), z.number()]).optional(),
      }),
    )
    .default([]),
  /** Text and bytes without a length are in no key, rows and keys have a greatest length in bytes, a character takes so many. */
  lengths: z.strictObject({ key: z.number(), row: z.number(), character: z.number(), prefix: z.number() }).optional(),
  /** Methods of indexes that the engine has; absent: all of them. */
  indexMethods: z.array(z.string()).optional(),
  /** What a foreign key may do to its own rows; absent: everything. */
  foreignKeyActions: z.array(z.string()).optional(),
  /** A table has one counter, which counts up by one and must be the first column of a key. */
  oneCounter: z.boolean().default(false),
  /** Foreign keys and checks share one space of names in a schema. */
  constraintsPerSchema: z.boolean().default(false),
  /** Keys and foreign keys may wait for the end of a transaction. */
  deferrable: z.boolean().default(true),
  /** System columns that tell rows apart where no key does; in a table with partitions both are needed. */
  rowAddress: z.strictObject({ row: z.string(), partition: z.string() }).optional(),
})

export type ConstructTable = z.infer<typeof tableSchema>
export type OptionRule = z.infer<typeof ruleSchema>

const tables = new Map<string, ConstructTable>()

/** The construct table of a dialect, read once; empty when it has none. */
export function constructTable(dialect: string): ConstructTable {
  const known = tables.get(dialect)
  if (known) return known
  const path = join(rulesFolder, dialect, 'constructs.yaml')
  const table = existsSync(path) ? readCheckedYaml(path, tableSchema) : tableSchema.parse({ dialect })
  tables.set(dialect, table)
  return table
}

/** The first rule that speaks of this option and value. */
export function optionRule(table: ConstructTable, key: string, value: string): OptionRule | undefined {
  return table.options.find(
    (rule) => keyFits(rule.option, key) && (rule.values === undefined || among(rule.values, value)),
  )
}

/** Keys are compared without case and separators: readers spell the same clause in several ways. */
export const plainKey = (key: string): string => key.toLowerCase().replace(/[-_ ]/g, '')

const keyFits = (pattern: string, key: string): boolean =>
  pattern.endsWith('*') ? plainKey(key).startsWith(plainKey(pattern.slice(0, -1))) : plainKey(pattern) === plainKey(key)

export const among = (values: readonly string[], value: string): boolean =>
  values.some((each) => each.toLowerCase() === value.toLowerCase())

/** Whether a member of the family has it. The first rule that fits decides; what fits none all have. */
export function memberHas(
  rules: ConstructTable['membersOnly']['types'],
  text: string,
  { flavour, major, minor }: ServerVersion,
): boolean {
  const rule = rules.find(({ match }) => new RegExp(match, 'i').test(text))
  const since = rule?.in[flavour]
  if (!rule) return true
  return since !== undefined && (major > since[0] || (major === since[0] && minor >= since[1]))
}
