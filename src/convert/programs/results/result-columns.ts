import { implicitCast } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident, noOrigin } from '../../../core/ir/names.js'
import type { ResultShape } from '../../../core/ir/program.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import type { Block } from '../../../core/ir/statement.js'
import type { TypeRef } from '../../../core/ir/types.js'
import { mapStmt, type StmtMapper, sameStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import type { ScopeColumn } from '../../code/scope.js'

type Columns = Extract<ResultShape, { kind: 'rows' }>['columns']

/** The body with what it selects in exactly the types that the function says it gives: the target converts nothing there. */
export function withResultTypes(body: Block, columns: Columns): Block {
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt) => {
      const inner = mapStmt(stmt, mapper)
      return inner.kind === 'resultSet' ? { ...inner, query: typedQuery(inner.query, columns) } : inner
    },
  }
  const made = mapStmt(body, mapper)
  return made.kind === 'block' ? made : body
}

function typedQuery(query: Query, columns: Columns): Query {
  const { body } = query
  if (body.kind === 'select' && !body.distinct) return { ...query, body: typedSelect(body, columns) }
  if (body.kind === 'select' && body.items.every((item, at) => isTyped(item, columns[at]?.type))) return query
  return aroundQuery(query, columns)
}

const isTyped = (item: SelectItem, type: TypeRef | undefined): boolean =>
  item.kind === 'expr' && type !== undefined && typed(item.expr, type) === item.expr

const typedSelect = (select: Select, columns: Columns): Select => ({
  ...select,
  items: select.items.map((item, at) => {
    const type = columns[at]?.type
    return item.kind === 'expr' && type ? { ...item, expr: typed(item.expr, type) } : item
  }),
})

function typed(expr: Expr, to: TypeRef): Expr {
  const known = expr.kind === 'column' || expr.kind === 'variable' || expr.kind === 'cast'
  const native = expr.kind === 'cast' ? expr.to.native : expr.type?.native
  if (known && native !== undefined && bare(native) === bare(to.native)) return expr
  if (expr.kind === 'literal' && expr.of === 'text' && to.native === 'text') return expr
  if (expr.kind === 'literal' && expr.of === 'integer' && to.native === 'integer' && /^-?\d{1,9}$/.test(expr.text))
    return expr
  return implicitCast(expr, to.logical, bare(to.native))
}

/** Lengths do not count where types are compared. */
const bare = (native: string): string => native.replace(/\s*\([^)]*\)/, '')

/** What a set operation or DISTINCT gives is converted outside of it: inside, a type can change what is equal. */
function aroundQuery(query: Query, columns: Columns): Query {
  const alias = ident('q')
  const names = columns.map((_, at) => ident(`c${at + 1}`))
  const items = columns.map(
    ({ type }, at): SelectItem => ({
      kind: 'expr',
      expr: implicitCast(
        { kind: 'column', path: [alias, names[at] ?? alias], origin: noOrigin },
        type.logical,
        bare(type.native),
      ),
    }),
  )
  const select: Select = {
    kind: 'select',
    origin: query.origin,
    distinct: false,
    items,
    from: [{ kind: 'derived', query, alias, columns: names, lateral: false, origin: query.origin }],
    groupBy: [],
    rollup: false,
    windows: [],
    hints: [],
  }
  return { kind: 'query', origin: query.origin, body: select, orderBy: [] }
}

/** The type in which a column of a result is handed over. */
export function columnTypeRef({ type }: ScopeColumn, ctx: CodeContext): TypeRef {
  // Labels whose type has no name are text.
  const isText = type?.logical.kind === 'null' || (type?.logical.kind === 'enum' && ctx.targetCan.inlineEnums)
  const logical = isText || !type ? ({ kind: 'text', unit: 'char', padded: false } as const) : type.logical
  const native =
    (isText ? undefined : type?.native) ??
    ctx.target.typeName(logical) ??
    ctx.target.typeName({ kind: 'text', unit: 'char', padded: false })
  return { logical, native: native ?? '', origin: noOrigin }
}

export const bareTypeOf = (column: ScopeColumn, ctx: CodeContext): string => bare(columnTypeRef(column, ctx).native)

/** The type of a list of the values of a column. */
export const listTypeOf = (column: ScopeColumn, ctx: CodeContext): string => `${bareTypeOf(column, ctx)}[]`
