import type { Call, ColumnRef, Expr } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Select } from '../../../core/ir/query.js'
import { mapChildren } from '../../../core/ir/walk.js'
import { findColumn, findQualified, type Relation } from '../scope.js'

/** A column of FROM and the name that it has in the tree. */
export interface Carried {
  readonly relation: Relation
  readonly column: string
  readonly name: Ident
}

export type OwnName = 'level' | 'place' | 'parent' | 'walk' | 'loops' | 'way' | 'leaf' | 'cycle'

/** What a query asks about the place of a row, kept as columns of the tree. */
export interface Asked {
  readonly what: 'root' | 'path' | 'prior'
  readonly name: Ident
  readonly args: readonly Expr[]
}

/** The columns that the rows of a tree have, collected while the expressions of the query are rewritten. */
export class TreeColumns {
  readonly carried = new Map<string, Carried>()
  readonly asked = new Map<string, Asked>()
  asksLeaf = false
  asksCycle = false

  constructor(
    readonly relations: readonly Relation[],
    private readonly fold: (text: string) => string,
  ) {}

  /** The column that a name means, when it is one of FROM; the tree has it from now on. */
  find(ref: ColumnRef): Carried | undefined {
    const found = this.look(ref)
    return found && this.carry(found.relation, found.column)
  }

  look(ref: ColumnRef): Omit<Carried, 'name'> | undefined {
    const path = ref.path.map(({ text }) => text)
    const scope = { relations: this.relations }
    const found =
      path.length === 1 ? findColumn(scope, path[0] ?? '', this.fold) : findQualified(scope, path, this.fold)
    return typeof found === 'string' ? undefined : { relation: found.relation, column: found.column.name }
  }

  carry(relation: Relation, column: string): Carried {
    const key = JSON.stringify([relation.alias, column])
    const known = this.carried.get(key)
    if (known) return known
    const taken = new Set([...this.carried.values()].map(({ name }) => name.text))
    const name = taken.has(column) ? `${relation.alias}_${column}` : column
    const made = { relation, column, name: ident(name) }
    this.carried.set(key, made)
    return made
  }

  /** A column of the tree itself, under a name that no column of FROM has. */
  own(name: OwnName): Ident {
    const isTaken = this.relations.some((each) => each.columns.some((column) => this.fold(column.name) === name))
    return ident(isTaken ? `${name}_of_tree` : name)
  }

  ask(what: Asked['what'], args: readonly Expr[]): Ident {
    const key = JSON.stringify([what, args], (name, value) => (name === 'origin' ? undefined : value))
    const known = this.asked.get(key)
    if (known) return known.name
    const count = [...this.asked.values()].filter((each) => each.what === what).length
    const name = ident(`${what}_${count + 1}_of_tree`)
    this.asked.set(key, { what, name, args })
    return name
  }
}

export const columnOf = (table: Ident, name: Ident, { origin }: Expr): ColumnRef => ({
  kind: 'column',
  path: [table, name],
  origin,
})

/** The name behind `core.hierarchy_`. */
export function placeCall(expr: Expr): { readonly what: string; readonly call: Call } | undefined {
  if (expr.kind !== 'call' || !('core' in expr.fn) || !expr.fn.core.startsWith('hierarchy_')) return undefined
  return { what: expr.fn.core.slice('hierarchy_'.length), call: expr }
}

/** Every node that `rewrite` answers is replaced. Queries inside have names of their own and stay as they are. */
export function rewritten(expr: Expr, rewrite: (expr: Expr) => Expr | undefined): Expr {
  const visit = (each: Expr): Expr => rewrite(each) ?? mapChildren(each, { expr: visit, query: (query) => query })
  return visit(expr)
}

export const plainSelect = (origin: Select['origin']): Select => ({
  kind: 'select',
  origin,
  distinct: false,
  items: [],
  from: [],
  groupBy: [],
  rollup: false,
  windows: [],
  hints: [],
})
