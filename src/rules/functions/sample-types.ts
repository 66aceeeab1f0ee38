import type { LogicalType, ValueType } from '../../core/ir/types.js'
import {
  binaryType,
  decimalType,
  familyNames,
  floatType,
  instantType,
  integerType,
  jsonType,
  textType,
  timestampType,
  timeType,
} from './families.js'

const samples: Readonly<Record<string, LogicalType>> = {
  text: textType,
  'text ci': {
    ...textType,
    kind: 'text',
    unit: 'char',
    padded: false,
    collation: {
      name: 'sample_ci',
      caseSensitive: false,
      accentSensitive: false,
      binary: false,
      padSpace: true,
      language: 'und',
    },
  },
  enum: { kind: 'enum', values: ['a', 'b'], set: false },
  integer: integerType(64),
  'integer 32': integerType(32),
  decimal: decimalType,
  float: floatType,
  'float 32': { kind: 'float', bits: 32, signed: true },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  timestamp: timestampType,
  'timestamp 0': { kind: 'timestamp', precision: 0, zone: 'none' },
  'time 0': { kind: 'time', precision: 0, zone: false, range: 'signed' },
  'instant 0': { kind: 'timestamp', precision: 0, zone: 'session' },
  instant: instantType,
  time: timeType,
  interval: { kind: 'interval', fields: 'all' },
  json: jsonType,
  binary: binaryType,
  bits: { kind: 'bits', length: 8, varying: false },
  'bits 64': { kind: 'bits', length: 64, varying: false },
  uuid: { kind: 'uuid' },
  year: { kind: 'year' },
  list: { kind: 'array', of: textType },
  null: { kind: 'null' },
}

/** The type that an example of a write rule means by a word (`instant`, `text ci`, `integer 32`, with `!` for not null); undefined for `none`. */
export function sampleType(word: string): ValueType | undefined {
  const notNull = word.endsWith('!')
  const logical = samples[notNull ? word.slice(0, -1) : word]
  return logical === undefined ? undefined : { logical, nullable: !notNull }
}

export const sampleWords: readonly string[] = [...new Set([...Object.keys(samples), ...familyNames])]
