import type { CanonicalColumn } from '../core/data/canonical.js'
import type { KeyedRow, RowKey, TableComparison } from '../core/data/comparer.js'
import { defaultPolicies } from '../core/data/reject.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { type RowForm, rowForm } from './continuous/row-form.js'
import type { TableVerdict, ValidationResult } from './result.js'
import { dotted } from './table.js'
import type { ValidateRequest, ValidateSide } from './validate.js'

/** What is to be run on the target, table by table, so that its rows are those of the source. */
export interface TableRepair {
  readonly table: string
  readonly statements: readonly string[]
  /** Rows for which there is no statement, by their keys, and why. */
  readonly left: readonly { readonly key: Readonly<Record<string, string | null>>; readonly because: string }[]
  /** Rows that differ and that the comparison only counted. */
  readonly more: number
}

export interface Repairs {
  /** What is to be run first, so that the statements are read as they are meant. */
  readonly head: readonly string[]
  readonly tables: readonly TableRepair[]
}

type Live = ValidateRequest & { readonly source: ValidateSide }

const rowsAtOnce = 200

/**
 * Statements that repair what a comparison found. The rows are looked at once more: what is right by now needs none. Nothing
 * is run. Differences that the result does not list are only counted.
 */
export async function repairsOf(request: Live, result: ValidationResult): Promise<Repairs> {
  const options = { policies: request.options?.policies ?? defaultPolicies, fresh: true }
  const source = await request.source.comparer.open(request.source.endpoint, 'source', options)
  try {
    const target = await request.target.comparer.open(request.target.endpoint, 'target', options)
    try {
      const tables: TableRepair[] = []
      for (const [at, table] of request.mapping.tables.entries()) {
        const verdict = result.tables[at]
        if (verdict?.state === 'different')
          tables.push(await tableRepair(table, verdict, { source, target, form: rowForm(table, options.policies) }))
      }
      return { head: target.repairHead ?? [], tables }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

interface Sides {
  readonly source: TableComparison
  readonly target: TableComparison
  readonly form: RowForm | undefined
}

async function tableRepair(table: TableMapping, verdict: TableVerdict, sides: Sides): Promise<TableRepair> {
  const { differing, missing, extra, differences } = verdict
  const statements: string[] = []
  const left: TableRepair['left'][number][] = []
  const { form } = sides
  for (let at = 0; at < differences.length; at += rowsAtOnce) {
    const keys = differences.slice(at, at + rowsAtOnce).map(({ key }) => key)
    if (!form) {
      for (const key of keys) left.push({ key, because: 'the table has no key by which its rows could be named' })
      continue
    }
    const asked = keys.map((key) => table.key.map((name) => key[name] ?? ''))
    const [ours, theirs] = [
      byKey(await sides.source.keyed?.(table, asked, form.all.source)),
      byKey(await sides.target.keyed?.(table, asked, form.all.target)),
    ]
    for (const [place, key] of asked.entries()) {
      const found = statementOf(table, key, ours.get(textOf(key)), theirs.get(textOf(key)), { ...sides, form })
      if ('sql' in found) statements.push(found.sql)
      else if (found.because !== '') left.push({ key: keys[place] ?? {}, because: found.because })
    }
  }
  return { table: dotted(table.target), statements, left, more: differing + missing + extra - differences.length }
}

function statementOf(
  table: TableMapping,
  key: RowKey,
  ours: KeyedRow | undefined,
  theirs: KeyedRow | undefined,
  { target, form }: { readonly target: TableComparison; readonly form: RowForm },
): { readonly sql: string } | { readonly because: string } {
  // A key that was cut to be shown names no row.
  if (!ours && !theirs) return { because: key.some((text) => text.length > 200) ? 'its key is too long' : '' }
  if (!ours) return said(target.repair?.(table, [], { kind: 'delete', key, values: [] }))
  const wanted = form.wanted(ours).filter(({ column: { mapping } }) => !mapping.target.generated)
  const differing = theirs && new Set(form.differences(ours, theirs).map(({ column }) => column))
  if (differing?.size === 0) return { because: '' }
  const set = wanted.filter(({ name }) => !differing || differing.has(name))
  if (!theirs && form.isPartial) return { because: 'it has a column whose values cannot be compared, nor named' }
  const replaced = set.find(({ column }) => column.replaced)
  if (replaced) return { because: `the load may change values of ${replaced.name}` }
  const columns: readonly CanonicalColumn[] = set.map(({ column }) => column)
  const values = set.map(({ value }) => value)
  return said(target.repair?.(table, columns, { kind: theirs ? 'update' : 'insert', key, values }))
}

const said = (sql: string | null | undefined) =>
  sql ? { sql } : { because: 'there are no words for one of its values' }

const textOf = (key: RowKey): string => JSON.stringify(key)

const byKey = (rows: readonly KeyedRow[] = []): ReadonlyMap<string, KeyedRow> =>
  new Map(rows.map((row) => [textOf(row.key), row]))
