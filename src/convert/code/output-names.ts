import type { OrderItem } from '../../core/ir/expr.js'
import { type Ident, ident, type ObjectId } from '../../core/ir/names.js'
import type { Query, QueryBody, SelectItem } from '../../core/ir/query.js'
import type { CodeContext } from './code-context.js'
import { bodyColumns } from './resolve/relations.js'

/** Gives the columns of a query the names of a column list, in the branch that names them. */
export function withColumnNames(query: Query, names: readonly Ident[]): Query {
  return names.length === 0 ? query : { ...query, body: named(query.body, names) }
}

function named(body: QueryBody, names: readonly (Ident | undefined)[]): QueryBody {
  switch (body.kind) {
    case 'select':
      return { ...body, items: body.items.map((item, index) => aliased(item, names[index])) }
    case 'setOperation':
      return { ...body, left: named(body.left, names) }
    case 'nested':
      return { ...body, query: { ...body.query, body: named(body.query.body, names) } }
    case 'values':
      return body
  }
}

const aliased = (item: SelectItem, name: Ident | undefined): SelectItem =>
  item.kind === 'expr' && name ? { ...item, alias: name } : item

/** A column that keeps its name needs no alias. */
export function withoutNeedlessAlias(item: SelectItem): SelectItem {
  if (item.kind === 'star' || item.expr.kind !== 'column' || item.alias === undefined) return item
  if (item.expr.path[item.expr.path.length - 1]?.text !== item.alias.text) return item
  const { alias: _, ...rest } = item
  return rest
}

/** The names that a view's columns get on the target, in order. Two of one name are a finding. */
export function outputNames(query: Query, view: ObjectId, ctx: CodeContext): readonly Ident[] {
  const taken = new Set<string>()
  return bodyColumns(query.body, ctx.target.alias).map((column) => {
    const chosen = ctx.target.columnName(view, column.name) ?? column.target
    if (taken.has(chosen.text)) ctx.report.fail('XW-C0302', ctx.at.origin, { name: chosen.text })
    taken.add(chosen.text)
    if (tooLong(column.name, ctx)) {
      ctx.report.note('XW-C0321', ctx.at.origin, { name: column.name, target: chosen.text })
    }
    return chosen
  })
}

const tooLong = (name: string, { targetNames }: CodeContext): boolean =>
  sizeOf(name, targetNames.unit) > targetNames.maxLength

const sizeOf = (name: string, unit: 'bytes' | 'characters'): number =>
  unit === 'bytes' ? Buffer.byteLength(name, 'utf8') : [...name].length

/** A name cut to what the target takes; what is cut off leaves a short mark, so that different names stay different. */
export function fittingName(name: string, max: number, unit: 'bytes' | 'characters'): Ident {
  if (sizeOf(name, unit) <= max) return ident(name)
  let hash = 0
  for (const character of name) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  const mark = `_${hash.toString(36)}`
  const characters = [...name]
  while (sizeOf(characters.join('') + mark, unit) > max) characters.pop()
  return ident(characters.join('') + mark)
}

/** References to output columns (in ORDER BY and GROUP BY) follow the names that the columns got. */
export function renameOutputs(query: Query, before: readonly string[], after: readonly Ident[]): Query {
  const follow = (item: OrderItem): OrderItem => {
    const { expr } = item
    if (expr.kind !== 'column' || expr.of?.relation !== '') return item
    const name = after[before.indexOf(expr.of.column)]
    return name ? { ...item, expr: { ...expr, path: [name] } } : item
  }
  const body = named(query.body, after)
  return {
    ...query,
    body:
      body.kind === 'select'
        ? { ...body, items: body.items.map(withoutNeedlessAlias), groupBy: body.groupBy.map(follow) }
        : body,
    orderBy: query.orderBy.map(follow),
  }
}
