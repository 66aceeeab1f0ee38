import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, type ObjectId } from '../../../core/ir/names.js'
import type { Catalog, Table } from '../../../core/ir/schema.js'
import type { ConstructTable } from '../../../rules/constructs/constructs.js'
import { allTables, sourceOf } from '../../catalog-edit.js'

/** A unique key of a table as the target has it. */
export interface TargetKey {
  readonly name: Ident
  readonly primary: boolean
  /** A constraint can be named in a statement, an index cannot. */
  readonly constraint: boolean
  /** Columns under their target names, or expressions over them. */
  readonly parts: readonly Expr[]
  /** One of its columns can be null: such a row meets no other. */
  readonly nullable: boolean
}

export interface TargetTable {
  /** In the order in which the source looks at them: the primary key, those without nulls, the others. */
  readonly keys: readonly TargetKey[]
  /** Columns that tell any two rows apart. */
  readonly identity: readonly Ident[]
  /** The table itself, under the target's names. */
  readonly whole?: Table
}

/** What the finished target says of a table of the source. */
export type TargetTables = (source: ObjectId) => TargetTable | undefined

/** Facts about the tables of a target catalogue whose constraints have their names. */
export function targetTables(catalog: Catalog, constructs: Pick<ConstructTable, 'rowAddress'>): TargetTables {
  const tables = new Map(allTables(catalog).flatMap((table) => entry(table)))
  const known = new Map<ObjectId, TargetTable>()
  return (source) => {
    const table = tables.get(source)
    if (table === undefined) return undefined
    const made = known.get(source) ?? describe(table, constructs)
    known.set(source, made)
    return made
  }
}

function entry(table: Table): readonly (readonly [ObjectId, Table])[] {
  const source = sourceOf(table)
  return source === undefined ? [] : [[source, table]]
}

function describe(table: Table, { rowAddress }: Pick<ConstructTable, 'rowAddress'>): TargetTable {
  const keys = keysOf(table)
  const telling = keys.find((key) => !key.nullable && key.parts.every((part) => part.kind === 'column'))
  const address = [
    ...(rowAddress ? [rowAddress.row] : []),
    ...(rowAddress && table.partitioning ? [rowAddress.partition] : []),
  ]
  const identity = telling ? telling.parts.flatMap(columnOf) : address.map((name) => ident(name, false))
  return { keys, identity, whole: table }
}

const columnOf = (expr: Expr): readonly Ident[] => (expr.kind === 'column' ? expr.path.slice(-1) : [])

function keysOf(table: Table): readonly TargetKey[] {
  const nullable = new Set(table.columns.filter((column) => column.nullable).map((column) => column.name.text))
  const constraints = table.constraints.flatMap((each): readonly TargetKey[] => {
    if (each.kind !== 'primaryKey' && each.kind !== 'unique') return []
    const primary = each.kind === 'primaryKey'
    const parts = each.columns.map((name): Expr => ({ kind: 'column', path: [name], origin: each.origin }))
    const name = each.name ?? ident('')
    const may = !primary && each.columns.some((column) => nullable.has(column.text))
    return [{ name, primary, constraint: each.name !== undefined && !each.deferrable, parts, nullable: may }]
  })
  const indexes = table.indexes.flatMap((each): readonly TargetKey[] => {
    if (!each.unique || each.where !== undefined) return []
    const parts = each.parts.map((part) => part.expr)
    const may = parts.some((part) => part.kind !== 'column' || nullable.has(part.path.at(-1)?.text ?? ''))
    return [{ name: each.name ?? ident(''), primary: false, constraint: false, parts, nullable: may }]
  })
  const rank = (key: TargetKey): number => (key.primary ? 0 : key.nullable ? 2 : 1)
  return [...constraints, ...indexes].sort((a, b) => rank(a) - rank(b))
}
