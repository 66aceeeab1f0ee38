import { nativeCall } from '../../../../core/ir/build.js'
import { ident } from '../../../../core/ir/names.js'
import type { Query, Select, SelectItem } from '../../../../core/ir/query.js'
import type { ProgramPrinting } from './context.js'

/** A query for how many rows another one gives. */
export function countOf(query: Query, at: ProgramPrinting): Query {
  const { body, origin } = query
  const count: SelectItem = { kind: 'expr', expr: nativeCall('count', [{ kind: 'star', origin }], origin) }
  if (body.kind !== 'select') return counting(query, count, at)
  const isFlat = !body.distinct && body.groupBy.length === 0 && !body.having && !query.limit && !query.offset
  if (isFlat && body.items.every(isSimple)) return { ...query, body: { ...body, items: [count] }, orderBy: [] }
  return counting({ ...query, body: { ...body, items: body.items.map(named) } }, count, at)
}

/** Nothing that makes one row of many. */
const isSimple = (item: SelectItem): boolean =>
  item.kind === 'star' || item.expr.kind === 'literal' || item.expr.kind === 'column'

/** Columns of a table have names of their own each. */
const named = (item: SelectItem, place: number): SelectItem =>
  item.kind === 'star' ? item : { ...item, alias: ident(`c${place + 1}`) }

function counting(query: Query, count: SelectItem, { names }: ProgramPrinting): Query {
  const { origin } = query
  const from: Select['from'] = [
    { kind: 'derived', query, alias: ident(names.take('rows_found')), columns: [], lateral: false, origin },
  ]
  const base = { kind: 'select', distinct: false, groupBy: [], rollup: false, windows: [], hints: [], origin } as const
  return { kind: 'query', body: { ...base, items: [count], from }, orderBy: [], origin }
}
