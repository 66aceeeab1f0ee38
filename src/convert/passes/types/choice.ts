import type { ColumnProfile } from '../../../core/data/profile.js'
import type { NameRules } from '../../../core/dialect/dialect.js'
import type { Column } from '../../../core/ir/schema.js'
import type { EnumType, LogicalType } from '../../../core/ir/types.js'
import type { ConvertOptions } from '../../options.js'

const asked = (choice: 'data' | 'always' | 'never', fits: boolean | undefined): boolean =>
  choice === 'always' || (choice === 'data' && fits === true)

const highestSigned = 2n ** 63n - 1n

const fitsSigned = (profile: ColumnProfile): boolean | undefined =>
  profile.maxUnsigned === undefined ? undefined : BigInt(profile.maxUnsigned) <= highestSigned

/** Names of the type variants that the options, the data and the user's own choice ask for. */
export function variantsOf(
  column: Column,
  options: ConvertOptions,
  profile: ColumnProfile,
  names: NameRules,
): ReadonlySet<string> {
  const override = column.sources?.[0] === undefined ? undefined : options.columns[column.sources[0]]
  const labels = column.type.logical.kind === 'enum' ? labelProblem(column.type.logical, names) : undefined
  return new Set([
    ...(override ?? chosen(column, options, profile)),
    ...(options.enums === 'text' || labels !== undefined ? ['enum-text'] : []),
  ])
}

function chosen(column: Column, options: ConvertOptions, profile: ColumnProfile): readonly string[] {
  const type = column.type.logical
  const variants: string[] = []
  if (column.identity) return ['identity']
  if (isFlag(type) && asked(options.booleans, profile.onlyZeroOne)) variants.push('boolean')
  if (options.bits === 'boolean') variants.push('bit-boolean')
  if (asked(options.times, profile.timeWithinDay)) variants.push('time-of-day')
  if (options.json === 'json') variants.push('json-text')
  const wide = options.bigUnsigned
  if (wide === 'integer' || (wide === 'data' && fitsSigned(profile) === true)) variants.push('narrow')
  return variants
}

const isFlag = (type: LogicalType): boolean =>
  type.kind === 'integer' && type.bits === 8 && type.width === 1 && type.signed

/** Why labels cannot be those of a type; undefined when they can. */
export function labelProblem(type: EnumType, names: NameRules): string | undefined {
  const size = (label: string): number => (names.unit === 'bytes' ? Buffer.byteLength(label) : [...label].length)
  if (type.set) return undefined
  if (new Set(type.values).size < type.values.length) return 'two labels are equal'
  return type.values.some((label) => size(label) > names.maxLength) ? 'a label is too long' : undefined
}
