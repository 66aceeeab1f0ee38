import type { Ident, ObjectId } from '../../core/ir/names.js'
import type { ValueType } from '../../core/ir/types.js'

/** A column that an expression may name. */
export interface ScopeColumn {
  readonly name: string
  readonly target: Ident
  readonly type?: ValueType
}

/** A range variable: a table, view, derived table or CTE under the name by which columns are qualified. */
export interface Relation {
  readonly alias: string
  /** Schema of the object when it stands without an alias: `shop.orders.id` then names its column too. */
  readonly schema?: string
  readonly target: Ident
  readonly object?: ObjectId
  readonly columns: readonly ScopeColumn[]
  /** Columns that USING or NATURAL merged away: they answer only to a qualified name. */
  readonly merged: ReadonlySet<string>
  /** On the optional side of an outer join. */
  readonly optional: boolean
  /** One of those in which the server lists its own objects. */
  readonly listsObjects?: true
}

export interface Scope {
  readonly relations: readonly Relation[]
  readonly parent?: Scope
}

export interface Bound {
  readonly relation: Relation
  readonly column: ScopeColumn
  /** 0: this query; 1: the one around it. */
  readonly depth: number
}

export type Lookup = Bound | 'unknown' | 'ambiguous'

type Fold = (text: string) => string

/** Finds an unqualified column, innermost query first. */
export function findColumn(scope: Scope, name: string, fold: Fold): Lookup {
  const wanted = fold(name)
  for (let depth = 0, at: Scope | undefined = scope; at; at = at.parent, depth++) {
    const found = at.relations.flatMap((relation) => {
      if (relation.merged.has(wanted)) return []
      const column = relation.columns.find((each) => fold(each.name) === wanted)
      return column ? [{ relation, column, depth }] : []
    })
    if (found.length > 1) return 'ambiguous'
    if (found[0]) return found[0]
  }
  return 'unknown'
}

/** Finds `relation.column` or `schema.relation.column`. A name that matches as written goes before one that matches when folded. */
export function findQualified(scope: Scope, path: readonly string[], fold: Fold): Lookup {
  const [column = '', relation = '', schema] = [...path].reverse()
  for (let depth = 0, at: Scope | undefined = scope; at; at = at.parent, depth++) {
    const found = relationNamed(at, relation, schema, fold)
    const hit = found?.columns.find((each) => fold(each.name) === fold(column))
    if (found && hit) return { relation: found, column: hit, depth }
  }
  return 'unknown'
}

export function relationNamed(
  scope: Scope,
  name: string,
  schema: string | undefined,
  fold: Fold,
): Relation | undefined {
  const inSchema = scope.relations.filter(
    (each) => schema === undefined || (each.schema !== undefined && fold(each.schema) === fold(schema)),
  )
  return inSchema.find((each) => each.alias === name) ?? inSchema.find((each) => fold(each.alias) === fold(name))
}

/** The same relations, made optional: the other side of an outer join may have no row for them. */
export const optional = (relations: readonly Relation[]): readonly Relation[] =>
  relations.map((each) => (each.optional ? each : { ...each, optional: true }))
