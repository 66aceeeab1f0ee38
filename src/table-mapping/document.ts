import { z } from 'zod'

/** Consoles and scripts write numbers as text, and nothing as null or as an empty text. */
const absent = (value: unknown): unknown => (value === null || value === '' ? undefined : value)
const number = z.preprocess((value) => (typeof value === 'string' ? Number(value) : value), z.number().int().min(0))
const optionalNumber = z.preprocess(absent, number.optional())
const name = z.string().min(1)
const optionalText = z.preprocess((value) => (value === null ? undefined : value), z.string().optional())

const ruleId = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().regex(/^\d+$/))
const head = {
  'rule-id': ruleId,
  'rule-name': z.preprocess((value) => (typeof value === 'number' ? String(value) : value), name),
}

const condition = z.strictObject({
  'filter-operator': z.enum(['ste', 'lte', 'gte', 'eq', 'noteq', 'between', 'notbetween', 'null', 'notnull']),
  value: optionalText,
  'start-value': optionalText,
  'end-value': optionalText,
})

const filter = z.strictObject({
  'filter-type': z.literal('source'),
  'column-name': name,
  'filter-conditions': z.array(condition).min(1),
})

const selection = z.strictObject({
  'rule-type': z.literal('selection'),
  ...head,
  'rule-action': z.enum(['include', 'exclude', 'explicit']),
  'object-locator': z.strictObject({
    'schema-name': name,
    'table-name': name,
    'table-type': z.enum(['table', 'view', 'all']).default('table'),
  }),
  'load-order': optionalNumber,
  filters: z.array(filter).default([]),
})

export const renamingActions = [
  'rename',
  'convert-lowercase',
  'convert-uppercase',
  'add-prefix',
  'remove-prefix',
  'replace-prefix',
  'add-suffix',
  'remove-suffix',
  'replace-suffix',
] as const
export type RenamingAction = (typeof renamingActions)[number]

const dataType = z.strictObject({
  type: z.string(),
  length: optionalNumber,
  precision: optionalNumber,
  scale: optionalNumber,
})

const primaryKeyDef = z.strictObject({
  name,
  origin: z.enum(['primary-key', 'unique-index']).default('primary-key'),
  columns: z.array(name).min(1),
})

const beforeImageDef = z.strictObject({
  'column-prefix': optionalText,
  'column-suffix': optionalText,
  'column-filter': z.enum(['pk-only', 'non-lob', 'all']).default('pk-only'),
})

const transformation = z.strictObject({
  'rule-type': z.literal('transformation'),
  ...head,
  'rule-target': z.enum(['schema', 'table', 'column', 'table-tablespace', 'index-tablespace']),
  'rule-action': z.enum([
    ...renamingActions,
    'define-primary-key',
    'remove-column',
    'include-column',
    'add-column',
    'change-data-type',
    'add-before-image-columns',
    'data-masking-digits-mask',
    'data-masking-digits-randomize',
    'data-masking-hash-mask',
  ]),
  'object-locator': z.strictObject({
    'schema-name': name,
    'table-name': optionalText,
    'column-name': optionalText,
    'data-type': optionalText,
    'table-tablespace-name': optionalText,
    'index-tablespace-name': optionalText,
  }),
  value: optionalText,
  'old-value': optionalText,
  expression: optionalText,
  'data-type': dataType.nullish(),
  'primary-key-def': primaryKeyDef.nullish(),
  'before-image-def': beforeImageDef.nullish(),
})

const tableSettings = z.strictObject({
  'rule-type': z.literal('table-settings'),
  ...head,
  'object-locator': z.strictObject({ 'schema-name': name, 'table-name': name }),
  'parallel-load': z
    .looseObject({
      type: z.enum(['partitions-auto', 'subpartitions-auto', 'partitions-list', 'ranges', 'none']),
      partitions: z.array(z.string()).optional(),
      subpartitions: z.array(z.string()).optional(),
      columns: z.array(name).max(10).optional(),
      boundaries: z.array(z.array(z.string())).optional(),
    })
    .nullish(),
  'lob-settings': z
    .strictObject({ mode: z.enum(['limited', 'unlimited', 'none']), 'bulk-max-size': optionalNumber })
    .nullish(),
})

/** Rule types of targets that are no relational databases, and of a validation that works otherwise. */
const foreign = z.looseObject({ 'rule-type': z.enum(['validation', 'post-processing', 'object-mapping']), ...head })

export const ruleSchema = z.discriminatedUnion('rule-type', [selection, transformation, tableSettings, foreign])
export const documentSchema = z.strictObject({ rules: z.array(z.unknown()).min(1) })

export type Rule = z.infer<typeof ruleSchema>
export type SelectionRule = z.infer<typeof selection>
export type TransformationRule = z.infer<typeof transformation>
export type TableSettingsRule = z.infer<typeof tableSettings>
