import { finding } from '../../../core/findings/finding.js'
import { binary } from '../../../core/ir/build.js'
import { dotted, objectId } from '../../../core/ir/names.js'
import type { Catalog, Column, Constraint, ForeignKey, Table } from '../../../core/ir/schema.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { allTables, mapTables } from '../../catalog-edit.js'
import type { Pass, PassContext } from '../../context.js'
import { placeOf } from '../../report.js'

/**
 * Both columns of a foreign key must have one type on the target, and the referenced one decides: an unsigned 64-bit key
 * that numbers its rows is narrower than one that does not. Goes on until nothing changes, since keys chain.
 */
export const foreignKeyTypes: Pass = {
  name: 'foreign-key-types',
  run: (catalog, context) => {
    const types = new Map<string, TypeRef>()
    for (const table of allTables(catalog)) {
      for (const column of table.columns) types.set(key(table, column.name.text), column.type)
    }
    const referenced = settle(pairsOf(catalog), types)
    return mapTables(catalog, (table) => ({
      ...table,
      columns: table.columns.map((column) => retype(table, column, types, referenced, context)),
      constraints: table.constraints.map((each) => lowerBoundOnly(table, each, referenced, context)),
    }))
  },
}

interface Pair {
  readonly child: string
  readonly parent: string
  readonly parentName: string
}

const key = (table: Table, column: string): string => JSON.stringify([table.id, column])

function pairsOf(catalog: Catalog): readonly Pair[] {
  const tables = new Map(allTables(catalog).map((table) => [table.id, table]))
  return [...tables.values()].flatMap((table) =>
    table.constraints
      .filter((constraint): constraint is ForeignKey => constraint.kind === 'foreignKey')
      .flatMap((foreign) => {
        const parent = tables.get(objectId('table', foreign.target))
        if (!parent) return []
        return foreign.columns.flatMap((name, at) => {
          const other = referencedColumns(foreign, parent)[at]
          if (other === undefined) return []
          return [
            { child: key(table, name.text), parent: key(parent, other), parentName: `${dotted(parent.name)}.${other}` },
          ]
        })
      }),
  )
}

/** Names of the referenced columns; the primary key's when the foreign key names none. */
export function referencedColumns(foreign: ForeignKey, parent: Table): readonly string[] {
  if (foreign.targetColumns.length > 0) return foreign.targetColumns.map((name) => name.text)
  const primary = parent.constraints.find((each) => each.kind === 'primaryKey')
  return primary?.kind === 'primaryKey' ? primary.columns.map((name) => name.text) : []
}

/** Changes types in place; in a ring of keys the first pair's parent decides. Each round settles at least one more column. */
function settle(pairs: readonly Pair[], types: Map<string, TypeRef>): ReadonlyMap<string, string> {
  const referenced = new Map<string, string>()
  for (let round = 0, changed = true; changed && round <= pairs.length; round++) {
    changed = false
    for (const pair of pairs) {
      const [child, parent] = [types.get(pair.child), types.get(pair.parent)]
      if (!child || !parent || !mustFollow(child, parent)) continue
      types.set(pair.child, { ...child, logical: parent.logical, native: parent.native })
      referenced.set(pair.child, pair.parentName)
      changed = true
    }
  }
  return referenced
}

/** Kinds whose values stay the same in the parent's type. Text and bytes of other lengths compare as they are. */
const following: ReadonlySet<string> = new Set(['integer', 'decimal', 'boolean', 'enum', 'time', 'interval', 'bits'])

const mustFollow = (child: TypeRef, parent: TypeRef): boolean =>
  child.native !== parent.native && following.has(child.logical.kind) && following.has(parent.logical.kind)

/** The upper end of a range check speaks of the column's old type; the referenced column keeps its own. */
function lowerBoundOnly(
  table: Table,
  constraint: Constraint,
  referenced: ReadonlyMap<string, string>,
  context: PassContext,
): Constraint {
  if (constraint.kind !== 'check' || constraint.expr.kind !== 'between' || !context.made.has(constraint.expr))
    return constraint
  const { operand, low } = constraint.expr
  const column = operand.kind === 'column' ? operand.path[0]?.text : undefined
  if (column === undefined || !referenced.has(key(table, column))) return constraint
  const expr = binary('ge', operand, low)
  context.made.add(expr)
  return { ...constraint, expr }
}

function retype(
  table: Table,
  column: Column,
  types: ReadonlyMap<string, TypeRef>,
  referenced: ReadonlyMap<string, string>,
  context: PassContext,
): Column {
  const type = types.get(key(table, column.name.text))
  const parent = referenced.get(key(table, column.name.text))
  if (!type || parent === undefined || type.native === column.type.native) return column
  context.findings.add(
    finding('XW-T0017', placeOf(table, column), {
      column: column.name.text,
      target: type.native,
      referenced: parent,
    }),
  )
  return { ...column, type }
}
