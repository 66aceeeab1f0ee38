import { type CanonicalColumn, canonicalColumns, keyColumns } from '../../core/data/canonical.js'
import type { KeyedRow, RowKey } from '../../core/data/comparer.js'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import { derivedForm } from '../derived.js'
import { sameValue } from '../differences.js'
import { canonicalJson } from '../json.js'
import type { ColumnDifference } from '../result.js'

/** How rows of one table are asked for by their keys, and compared. */
export interface RowForm {
  readonly keys: readonly CanonicalColumn[]
  /** What each side is asked for beside the hash of a row. */
  readonly source: readonly CanonicalColumn[]
  readonly target: readonly CanonicalColumn[]
  /** All values, for rows that differ. */
  readonly all: { readonly source: readonly CanonicalColumn[]; readonly target: readonly CanonicalColumn[] }
  /** Some columns cannot be compared, and are in none of the others. */
  readonly isPartial: boolean
  equal(source: KeyedRow, target: KeyedRow): boolean
  /** What the target's row should hold, out of the source's with all values. */
  wanted(source: KeyedRow): readonly {
    readonly name: string
    readonly column: CanonicalColumn
    readonly value: string | null
  }[]
  /** Of rows with all values. */
  differences(source: KeyedRow | undefined, target: KeyedRow | undefined): readonly ColumnDifference[]
}

/** Undefined: the table has no key by which its rows can be asked for. */
export function rowForm(table: TableMapping, policies: ValuePolicies): RowForm | undefined {
  const keys = keyColumns(table)
  if (!keys) return undefined
  const columns = canonicalColumns(table, policies).filter(({ form }) => form.kind !== 'none')
  const json = columns.filter(({ form }) => form.kind === 'json')
  const derived = derivedForm(table)
  const [inputs, outputs] = [derived?.inputs ?? [], derived?.columns ?? []]
  const expected = (row: KeyedRow, behind: number) => derived?.expect(row.values.slice(behind)) ?? []
  const shown = [...columns, ...outputs]
  const nameAt = (at: number): string =>
    (at < columns.length ? columns[at]?.mapping.source.name : shown[at]?.mapping.target.name) ?? ''
  const oursOf = (source: KeyedRow) => [...source.values.slice(0, columns.length), ...expected(source, columns.length)]
  return {
    ...{ keys, source: [...json, ...inputs], target: [...json, ...outputs] },
    isPartial: columns.length < table.columns.length,
    all: { source: [...columns, ...inputs], target: shown },
    equal: (source, target) =>
      source.hash === target.hash &&
      json.every((_, at) => sameJson(source.values[at] ?? null, target.values[at] ?? null)) &&
      expected(source, json.length).every((value, at) =>
        sameAs(outputs[at], value, target.values[json.length + at] ?? null),
      ),
    wanted: (source) =>
      oursOf(source).flatMap((value, at) => {
        const column = shown[at]
        return column ? [{ name: nameAt(at), column, value }] : []
      }),
    differences(source, target) {
      const ours = source ? oursOf(source) : []
      return shown.flatMap((column, at): readonly ColumnDifference[] => {
        const [a, b] = [ours[at] ?? null, target?.values[at] ?? null]
        if (source && target && sameAs(column, a, b)) return []
        return [{ column: nameAt(at), source: a, target: b }]
      })
    },
  }
}

const sameJson = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : canonicalJson(a) === canonicalJson(b)

function sameAs(column: CanonicalColumn | undefined, a: string | null, b: string | null): boolean {
  if (!column) return true
  return column.form.kind === 'json' ? sameJson(a, b) : sameValue(column, a, b)
}

/** The canonical texts of a key whose values came as a log shows them; undefined where one of them is none of its type. */
export function canonicalKey(keys: readonly CanonicalColumn[], texts: readonly (string | null)[]): RowKey | undefined {
  const key = keys.map((column, at) => canonicalText(column, texts[at] ?? null))
  return key.every((text) => text !== null) ? key : undefined
}

function canonicalText({ form, mapping: { source } }: CanonicalColumn, text: string | null): string | null {
  if (text === null) return null
  switch (form.kind) {
    case 'integer':
      if (source.type.kind === 'bits') return /^[01]+$/.test(text) ? String(BigInt(`0b${text}`)) : null
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : null
    case 'decimal':
      return withoutZeros(text)
    case 'timestamp':
      return withoutZeros(text.length === 10 ? `${text} 00:00:00` : text)
    case 'uuid':
      return text.replace(/^\\x|-/g, '').toLowerCase()
    case 'text':
      return source.type.kind === 'text' && source.type.padded ? text.replace(/ +$/, '') : text
    default:
      return text
  }
}

const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
