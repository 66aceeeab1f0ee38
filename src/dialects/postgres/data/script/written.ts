import type { AbsentValue, ColumnMapping } from '../../../../core/mapping/mapping.js'

/** What stands for a value in a script. */
export type Written =
  /** The text of the value in UTF-8, with its escapes undone. `cast`: the type that it is said to be of. */
  | { readonly kind: 'text'; readonly bytes: Buffer; readonly cast?: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'default' }
  /** Something that only a server could compute. */
  | { readonly kind: 'expression' }

export const nothing: Written = { kind: 'null' }
export const byDefault: Written = { kind: 'default' }
export const expression: Written = { kind: 'expression' }

export const textOf = (text: string): Written => ({ kind: 'text', bytes: Buffer.from(text) })

/** What a column gets from a row that does not name it, or says DEFAULT; undefined: it takes no NULL and has no default. */
export function absentValue({ absent, computed, nullable }: ColumnMapping['source']): Written | undefined {
  if (computed) return expression
  if (absent === undefined) return nullable ? nothing : undefined
  return absent.kind === 'literal' ? literal(absent) : expression
}

function literal({ of, text }: Extract<AbsentValue, { readonly kind: 'literal' }>): Written {
  if (of === 'null') return nothing
  if (of === 'boolean') return textOf(/^true$/i.test(text) ? 't' : 'f')
  return of === 'binary' ? textOf(`\\x${text}`) : textOf(text)
}

const sameType: Readonly<Record<string, string>> = {
  ...{ int2: 'smallint', int: 'integer', int4: 'integer', int8: 'bigint', bool: 'boolean', decimal: 'numeric' },
  ...{
    float4: 'real',
    float8: 'double precision',
    varchar: 'character varying',
    bpchar: 'character',
    char: 'character',
  },
  ...{ timestamptz: 'timestamp with time zone', timestamp: 'timestamp without time zone' },
  ...{ timetz: 'time with time zone', time: 'time without time zone', varbit: 'bit varying' },
}

const plainType = (native: string): string => {
  const name = native
    .toLowerCase()
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/^.*\./, '')
    .replaceAll('"', '')
    .trim()
  return sameType[name] ?? name
}

/** A cast to another type may give another value than the text says; one to text does not. */
export function castFits(cast: string, native: string): boolean {
  if (/\(/.test(cast)) return cast.replaceAll(' ', '').toLowerCase() === native.replaceAll(' ', '').toLowerCase()
  const type = plainType(cast)
  return type === 'text' || type === plainType(native)
}
