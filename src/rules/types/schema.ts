import { z } from 'zod'
import type { LogicalType } from '../../core/ir/types.js'

const codeSchema = z.string().regex(/^XW-[TC]\d{4}$/)

const bound = z.union([z.number(), z.string()])

/** A condition on one hole or property: all given parts must hold. */
export const conditionSchema = z.strictObject({
  between: z.tuple([z.number(), z.number()]).optional(),
  above: z.number().optional(),
  in: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  present: z.boolean().optional(),
})
export type Condition = z.infer<typeof conditionSchema>

const common = {
  id: z.string().regex(/^[a-z]+(\.[a-z0-9-]+)+$/),
  doc: z.string().min(20),
  see: z.url().optional(),
  finding: codeSchema.optional(),
  where: z.record(z.string(), conditionSchema).default({}),
}

const nativeExample = z.strictObject({
  name: z.string(),
  args: z.array(z.union([z.number(), z.string()])).default([]),
  flags: z.array(z.string()).default([]),
  charset: z.string().optional(),
  collation: z.string().optional(),
  srid: z.number().optional(),
})

const readRule = z.strictObject({
  ...common,
  /** `decimal($p?, $s?)`: name, then holes; `?` may be missing; `$$$labels` takes all. */
  native: z.string(),
  synonyms: z.array(z.string()).default([]),
  /** Flags that must be there (true) or must not (false). */
  flags: z.record(z.string(), z.boolean()).default({}),
  /** Values of holes that are not given. */
  defaults: z.record(z.string(), z.number()).default({}),
  /** Absent: the type is known and has no counterpart in the hub, so it stays opaque. */
  logical: z.record(z.string(), z.unknown()),
  examples: z.array(z.strictObject({ in: nativeExample, out: z.record(z.string(), z.unknown()) })).min(1),
})
export type ReadRule = z.infer<typeof readRule>

/** Conditions that the target column needs besides its type so that it holds no more than the source's did. */
const checkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('range'), low: bound, high: bound.optional() }),
  z.strictObject({ kind: z.literal('octets'), max: bound.optional(), exactly: bound.optional() }),
  z.strictObject({ kind: z.literal('subset') }),
  z.strictObject({ kind: z.literal('one-of') }),
  z.strictObject({ kind: z.literal('year') }),
])
export type CheckTemplate = z.infer<typeof checkSchema>

const writeRule = z.strictObject({
  ...common,
  /** Properties that the type must have; nested properties are compared the same way. */
  logical: z.record(z.string(), z.unknown()),
  /** Chosen only under this variant of an option, e.g. `json: text`. */
  variant: z.string().optional(),
  /** Target text with holes from the type's properties; absent with `make`. */
  native: z.string().optional(),
  /** The target needs an object of its own for this type. */
  make: z.enum(['enum-type']).optional(),
  /** What the target's type is; absent: the same as the source's. */
  becomes: z.record(z.string(), z.unknown()).optional(),
  check: checkSchema.optional(),
  /** Nothing on the target can hold it: the column is flagged. */
  impossible: z.boolean().default(false),
  examples: z
    .array(z.strictObject({ in: z.record(z.string(), z.unknown()), variant: z.string().optional(), out: z.string() }))
    .min(1),
})
export type WriteRule = z.infer<typeof writeRule>

const collationRule = z.strictObject({
  /** Regular expression over the collation's name. */
  match: z.string(),
  caseSensitive: z.boolean().optional(),
  accentSensitive: z.boolean().optional(),
  binary: z.boolean().optional(),
  padSpace: z.boolean().optional(),
  language: z.string().optional(),
})

export const typeTableSchema = z.strictObject({
  dialect: z.string(),
  read: z.array(readRule).default([]),
  write: z.array(writeRule).default([]),
  /** Facts read from collation names: every pattern that matches adds its facts, later ones win. */
  collations: z.array(collationRule).default([]),
  /** Collation of a character set that names none; the first whose flavour and version fit. */
  defaultCollations: z
    .array(
      z.strictObject({
        charset: z.string(),
        collation: z.string(),
        flavour: z.string().optional(),
        /** Lowest `major.minor` it holds for. */
        from: z.tuple([z.number(), z.number()]).optional(),
      }),
    )
    .default([]),
  /** Flags of a text type that choose a collation: `{charset}` is filled in. */
  collationFlags: z.record(z.string(), z.string()).default({}),
})
export type TypeTable = z.infer<typeof typeTableSchema>

const collation = z.strictObject({
  name: z.string(),
  caseSensitive: z.boolean(),
  accentSensitive: z.boolean(),
  binary: z.boolean(),
  padSpace: z.boolean(),
  language: z.string(),
})

const digits = z.number().int().min(0)
const optionalDigits = digits.optional()
const logical: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({
      kind: z.literal('integer'),
      bits: z.union([z.literal(8), z.literal(16), z.literal(24), z.literal(32), z.literal(64)]),
      signed: z.boolean(),
      width: optionalDigits,
      zerofill: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('decimal'),
      precision: optionalDigits,
      scale: z.number().int().optional(),
      signed: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('float'),
      bits: z.union([z.literal(32), z.literal(64)]),
      signed: z.boolean(),
      precision: optionalDigits,
      scale: optionalDigits,
    }),
    z.strictObject({
      kind: z.literal('text'),
      length: optionalDigits,
      unit: z.enum(['char', 'byte']),
      padded: z.boolean(),
      keepsBlanks: z.literal(true).optional(),
      charset: z.string().optional(),
      collation: collation.optional(),
    }),
    z.strictObject({ kind: z.literal('binary'), length: optionalDigits, padded: z.boolean() }),
    z.strictObject({ kind: z.enum(['boolean', 'date', 'year', 'xml', 'uuid', 'cursor', 'null', 'opaque']) }),
    z.strictObject({ kind: z.literal('time'), precision: digits, zone: z.boolean(), range: z.enum(['day', 'signed']) }),
    z.strictObject({
      kind: z.literal('timestamp'),
      precision: digits,
      zone: z.enum(['none', 'offset', 'session']),
    }),
    z.strictObject({
      kind: z.literal('interval'),
      fields: z.enum(['year-month', 'day-second', 'all']),
      precision: optionalDigits,
    }),
    z.strictObject({ kind: z.literal('bits'), length: digits, varying: z.boolean() }),
    z.strictObject({
      kind: z.literal('enum'),
      values: z.array(z.string()),
      set: z.boolean(),
      collation: collation.optional(),
    }),
    z.strictObject({ kind: z.literal('json'), binary: z.boolean() }),
    z.strictObject({ kind: z.literal('inet'), version: z.union([z.literal(4), z.literal(6), z.literal('both')]) }),
    z.strictObject({
      kind: z.literal('geometry'),
      shape: z.enum([
        'geometry',
        'point',
        'linestring',
        'polygon',
        'multipoint',
        'multilinestring',
        'multipolygon',
        'geometrycollection',
      ]),
      srid: optionalDigits,
    }),
    z.strictObject({ kind: z.literal('vector'), dimensions: optionalDigits }),
    z.strictObject({ kind: z.literal('array'), of: logical }),
  ]),
)

/** Whether a value built from a rule is a type of the hub. */
export const isLogicalType = (value: unknown): value is LogicalType => logical.safeParse(value).success
