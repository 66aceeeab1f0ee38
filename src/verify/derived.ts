import { type CanonicalColumn, canonicalForm } from '../core/data/canonical.js'
import type { OutsideValues, TableComparison } from '../core/data/comparer.js'
import { readView, writeView } from '../core/mapping/derived.js'
import type { ColumnMapping, TableMapping } from '../core/mapping/mapping.js'
import { canonicalOutcome } from '../derived-columns/canonical.js'
import { Deriver, type RowFacts } from '../derived-columns/deriver.js'
import type { Entered } from '../derived-columns/sql-value.js'

/** What is known of the derived columns of a table: those that can be computed once more, and the others. */
export interface DerivedComparison {
  readonly columns: readonly CanonicalColumn[]
  /** Computed from the source's rows, in the canonical form of the columns. */
  readonly expected: () => AsyncIterable<OutsideValues>
  readonly found: () => AsyncIterable<OutsideValues>
}

export interface DerivedSides {
  readonly source: TableComparison
  readonly target: TableComparison
}

/** What is compared of derived columns, row by row. */
export interface DerivedForm {
  /** What the source is asked for. */
  readonly inputs: readonly CanonicalColumn[]
  readonly columns: readonly CanonicalColumn[]
  /** Values of the columns out of those of the inputs, both canonical. */
  expect(inputs: readonly (string | null)[]): readonly (string | null)[]
}

/** Undefined: the table has no derived columns that can be computed once more. */
export function derivedForm(table: TableMapping): DerivedForm | undefined {
  const { derived } = table
  if (!derived) return undefined
  const deriver = new Deriver(table)
  const kept = derived.columns.flatMap((_, at) => (deriver.isRepeatable(at) ? [at] : []))
  if (kept.length === 0) return undefined
  const read = readView(table).columns
  const made = writeView(table).columns.slice(table.columns.length)
  const columns = kept.flatMap((at) => made.slice(at, at + 1)).map(canonical)
  return {
    inputs: deriver.slots.flatMap(({ column }) => read.filter(({ source }) => source.name === column).map(asSource)),
    columns,
    expect(values) {
      const entered = values.map(
        (value, at): Entered => (value === null ? null : (deriver.slots[at]?.canonical(value) ?? null)),
      )
      const outcomes = deriver.derive(entered, noFacts)
      return columns.map(({ mapping }, at) => canonicalOutcome(mapping.target.type, outcomes[kept[at] ?? 0] ?? null))
    },
  }
}

/** Undefined: there is nothing to compare, or one of the sides cannot be asked. */
export function derivedComparison(
  table: TableMapping,
  { source, target }: DerivedSides,
): DerivedComparison | undefined {
  const form = source.wholes && target.wholes ? derivedForm(table) : undefined
  if (!form) return undefined
  const nothing = async function* (): AsyncIterable<OutsideValues> {}
  return {
    columns: form.columns,
    expected: async function* () {
      for await (const { match, values } of source.wholes?.(table, form.inputs) ?? nothing())
        yield { match, values: form.expect(values) }
    },
    found: () => target.wholes?.(table, form.columns) ?? nothing(),
  }
}

/** Why derived columns are not compared, by their names. */
export function notCompared(
  table: TableMapping,
  sides: DerivedSides,
): readonly { readonly column: string; readonly because: string }[] {
  if (!table.derived) return []
  const compared = new Set(derivedComparison(table, sides)?.columns.map(({ mapping }) => mapping.target.name))
  return table.derived.columns.flatMap(({ target: { name } }) =>
    compared.has(name) ? [] : [{ column: name, because: 'it depends on more than the row of the source' }],
  )
}

const noFacts: RowFacts = { operation: 'INSERT', at: 0, position: '', sequence: '' }

const canonical = (mapping: ColumnMapping): CanonicalColumn => ({ mapping, form: canonicalForm(mapping) })

/** As the source has it: what the target makes of it does not matter to a value that is made from it. */
const asSource = (column: ColumnMapping): CanonicalColumn =>
  canonical({
    source: column.source,
    target: { ...column.target, type: column.source.type, native: column.source.native },
  })
