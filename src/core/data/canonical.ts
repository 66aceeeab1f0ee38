import type { LogicalKind, LogicalType } from '../ir/types.js'
import type { ColumnMapping, TableMapping } from '../mapping/mapping.js'
import type { ValuePolicies } from './reject.js'

/**
 * The text in which two engines must agree about a value. Each engine computes it with its own SQL, so a defect of our
 * own codecs cannot hide itself. The form belongs to the pair of types, not to one of them.
 */
export type CanonicalForm =
  /** Decimal digits with a sign. Booleans are 0 and 1. */
  | { readonly kind: 'integer' }
  /** Digits without trailing zeros after the point. */
  | { readonly kind: 'decimal' }
  /** Shortest digits that read back as the same 64-bit float: plain from 1e-13 up to 1e34, else with an exponent. */
  | { readonly kind: 'float' }
  /** Zeros and ones, as many as declared. */
  | { readonly kind: 'bits'; readonly length: number }
  /** UTF-8. `long`: stands as its MD5 inside a row's text. `printed`: the value as the engine prints it, whatever its type. */
  | { readonly kind: 'text'; readonly long: boolean; readonly printed?: true }
  | { readonly kind: 'bytes' }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'date' }
  /** `YYYY-MM-DD HH:MM:SS[.ffffff]` without trailing zeros, of the wall or, for an instant, in UTC. */
  | { readonly kind: 'timestamp' }
  /** Signed microseconds. */
  | { readonly kind: 'duration' }
  /** Labels of a set, sorted as declared, with commas between. */
  | { readonly kind: 'labels'; readonly values: readonly string[] }
  /** 32 hexadecimal digits. */
  | { readonly kind: 'uuid' }
  /** Bytes of an internet address, hexadecimal. */
  | { readonly kind: 'address' }
  /** SRID (4 bytes, little end first) and well-known binary. */
  | { readonly kind: 'geometry' }
  /** Compared outside the engines, by meaning: order of members, white space and the way a number is written do not count. */
  | { readonly kind: 'json' }
  /** Cannot be compared; the verdict says so. */
  | { readonly kind: 'none'; readonly because: string }

export interface CanonicalColumn {
  readonly mapping: ColumnMapping
  readonly form: CanonicalForm
  /** A change of values that a policy asked for and the load made, to be made on the source side here too. */
  readonly replaced?: Replacement
}

/** `zeroDate`: zero, partial or impossible. `infinity` is for 0000-00-00 alone. */
export type Replacement =
  | { readonly when: 'zeroDate'; readonly by: 'null' | 'infinity' }
  | { readonly when: 'enumError'; readonly by: 'null' }
  | { readonly when: 'nulByte'; readonly by: 'nothing' }

export const canonicalColumns = (table: TableMapping, policies: ValuePolicies): readonly CanonicalColumn[] =>
  table.columns.map((mapping) => {
    const form = canonicalForm(mapping)
    const replaced = replacementOf(mapping, policies)
    return replaced ? { mapping, form, replaced } : { mapping, form }
  })

/** The form for a pair of types. */
export function canonicalForm(column: ColumnMapping): CanonicalForm {
  const source = column.source.type
  const target = column.target.type
  if (column.verbatim && source.kind !== 'integer')
    return { kind: 'text', long: !shortWhenPrinted.has(source.kind) && !shortText(source), printed: true }
  const byPair = pairForms[`${source.kind}:${target.kind}`]
  if (byPair) return byPair(source, target)
  if (source.kind === 'geometry' && column.source.native === column.target.native) return { kind: 'geometry' }
  const bySource = sourceForms[source.kind]
  if (bySource) return bySource(source, target)
  return { kind: 'none', because: `no canonical form for ${column.source.native} as ${column.target.native}` }
}

const shortWhenPrinted: ReadonlySet<LogicalKind> = new Set<LogicalKind>([
  'decimal',
  'float',
  'boolean',
  'date',
  'time',
  'timestamp',
  'interval',
  'uuid',
  'inet',
  'enum',
])

type Former = (source: LogicalType, target: LogicalType) => CanonicalForm

const integer: Former = () => ({ kind: 'integer' })
const decimal: Former = () => ({ kind: 'decimal' })
const duration: Former = () => ({ kind: 'duration' })
const timestamp: Former = () => ({ kind: 'timestamp' })
const bytes: Former = () => ({ kind: 'bytes' })
/** A set, whichever of the sides has it as one type. */
const labels: Former = (source, target) => {
  const set = [source, target].find((type) => type.kind === 'enum' && type.set)
  return set?.kind === 'enum' ? { kind: 'labels', values: set.values } : text(source, target)
}
const text: Former = (source) => ({ kind: 'text', long: !(shortText(source) ?? false) })

const printedText: Former = () => ({ kind: 'text', long: true, printed: true })

const shortText = (type: LogicalType): boolean | undefined =>
  type.kind === 'enum' || (type.kind === 'text' && type.length !== undefined && type.length <= 1024)

const pairForms: Readonly<Record<string, Former>> = {
  'integer:decimal': decimal,
  'float:decimal': decimal,
  'bits:boolean': integer,
  'bits:integer': integer,
  'bits:binary': (source) => ({ kind: 'bits', length: source.kind === 'bits' ? source.length : 64 }),
  'binary:uuid': () => ({ kind: 'uuid' }),
  'text:uuid': () => ({ kind: 'uuid' }),
  'text:json': () => ({ kind: 'json' }),
  'json:text': text,
  'date:timestamp': timestamp,
  'uuid:text': () => ({ kind: 'uuid' }),
  'uuid:binary': () => ({ kind: 'uuid' }),
  'array:enum': labels,
  // Where one side has no such type it keeps the text that the other prints.
  ...Object.fromEntries(
    ['time', 'interval', 'bits', 'inet', 'array', 'opaque', 'userDefined', 'xml', 'geometry', 'vector'].flatMap(
      (kind) => [`${kind}:text`, `text:${kind}`].map((pair) => [pair, printedText] as const),
    ),
  ),
  'geometry:binary': () => ({ kind: 'geometry' }),
}

const sourceForms: Readonly<Partial<Record<LogicalKind, Former>>> = {
  integer,
  decimal,
  boolean: integer,
  year: integer,
  float: () => ({ kind: 'float' }),
  bits: (source) => ({ kind: 'bits', length: source.kind === 'bits' ? source.length : 64 }),
  text,
  binary: bytes,
  date: () => ({ kind: 'date' }),
  timestamp,
  time: duration,
  interval: duration,
  enum: labels,
  json: () => ({ kind: 'json' }),
  uuid: () => ({ kind: 'uuid' }),
  inet: () => ({ kind: 'address' }),
}

function replacementOf(column: ColumnMapping, policies: ValuePolicies): Replacement | undefined {
  const type = column.source.type
  const holdsNull = column.target.nullable
  switch (type.kind) {
    case 'date':
    case 'timestamp':
      if (policies.zeroDates === 'infinity') return { when: 'zeroDate', by: 'infinity' }
      return policies.zeroDates === 'null' && holdsNull ? { when: 'zeroDate', by: 'null' } : undefined
    case 'enum':
      return policies.enumErrors === 'null' && holdsNull && !type.set ? { when: 'enumError', by: 'null' } : undefined
    case 'text':
      return policies.nulBytes === 'strip' ? { when: 'nulByte', by: 'nothing' } : undefined
    default:
      return undefined
  }
}

const keyForms: ReadonlySet<CanonicalForm['kind']> = new Set([
  'integer',
  'decimal',
  'text',
  'bytes',
  'date',
  'timestamp',
  'uuid',
])

/** The canonical columns of a key; undefined where rows cannot be asked for by it: there is none, or its values have no words. */
export function keyColumns(table: TableMapping): readonly CanonicalColumn[] | undefined {
  const columns = table.key.flatMap((name) =>
    table.columns
      .filter(({ source }) => source.name === name)
      .map((mapping) => ({ mapping, form: canonicalForm(mapping) })),
  )
  const fits = columns.every(({ form, mapping: { source, target } }) => {
    if (form.kind === 'text') return source.type.kind === 'text' && target.type.kind === 'text' && !form.printed
    return (
      keyForms.has(form.kind) && source.type.kind !== 'enum' && !(form.kind === 'uuid' && source.type.kind === 'text')
    )
  })
  return columns.length > 0 && columns.length === table.key.length && fits ? columns : undefined
}

/** What of a key can be compared: rows of both sides are matched by it. None: a row is its own key. */
export function matchColumns(table: TableMapping, columns: readonly CanonicalColumn[]): readonly CanonicalColumn[] {
  const usable = columns.filter(({ form }) => form.kind !== 'none' && form.kind !== 'json')
  return table.key.flatMap((name) => usable.filter((column) => column.mapping.source.name === name))
}
