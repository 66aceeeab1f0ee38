import { decodeName } from '../../../../grammars/oracle/literals.js'
import { type CstNode, hasWord, node, nodes } from '../../../../grammars/sql/cst.js'
import { binary, branch, intLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Call, Case, Expr } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import type { DerivedTable, Query, QueryBody, Select, SelectItem } from '../../../core/ir/query.js'
import { type LowerContext, originOf } from './cst.js'
import { lowerExpression } from './expressions.js'
import { lowerAlias, lowerIdent } from './names.js'
import { crossJoin } from './table-references.js'

/**
 * A query in FROM with PIVOT or UNPIVOT behind it (SQL Language Reference, "SELECT": pivot_clause), as one that groups, or
 * that gives each row once for each column. Undefined where the columns of the inner query or the values are not written out.
 */
export function pivoted(of: CstNode, table: DerivedTable, context: LowerContext): Query | undefined {
  const names = columnsOf(table)
  const [column, more] = namesIn(node(of, 'pivotColumns'))
  const list = node(of, 'pivotList')
  const items = list ? nodes(list, 'pivotItem') : []
  if (!names || !column || more || items.length === 0) return undefined
  const given = { of, table, names, column, items }
  const body = hasWord(of, 'PIVOT') ? pivot(given, context) : unpivot(given, context)
  return body && { kind: 'query', origin: originOf(of, context), body, orderBy: [] }
}

interface Given {
  readonly of: CstNode
  readonly table: DerivedTable
  /** Columns of the inner query. */
  readonly names: readonly Ident[]
  /** FOR: the column whose values become columns, or the one that gets their names. */
  readonly column: Ident
  readonly items: readonly CstNode[]
}

function columnsOf({ query: { body } }: DerivedTable): readonly Ident[] | undefined {
  if (body.kind !== 'select') return undefined
  const names = body.items.map((item) => {
    if (item.kind === 'star') return undefined
    return item.alias ?? (item.expr.kind === 'column' ? item.expr.path.at(-1) : undefined)
  })
  const known = names.filter((each) => each !== undefined)
  const distinct = new Set(known.map(({ text }) => text))
  return known.length === names.length && distinct.size === names.length ? known : undefined
}

const namesIn = (of: CstNode | undefined): readonly Ident[] =>
  of
    ? [of, ...nodes(of, 'identifierList')].flatMap((each) => nodes(each, 'identifier')).map((each) => lowerIdent(each))
    : []

const same = (one: Ident, other: Ident): boolean => one.text === other.text

/** Every column that the clause does not name is one by which rows are grouped. */
function pivot({ of, table, names, column, items }: Given, context: LowerContext): QueryBody | undefined {
  if (modeOf(of) !== '') return undefined
  const { origin } = table
  const values = nodes(of, 'value').map((each) => {
    const alias = node(each, 'alias')
    const expression = node(each, 'expression')
    return { alias: alias && lowerAlias(alias), call: expression && lowerExpression(expression, context) }
  })
  const used = new Set([column.text, ...values.flatMap(({ call }) => (call ? columnsIn(call) : []))])
  const keys = names.filter(({ text }) => !used.has(text)).map((name) => columnOf(name, origin))
  const made = items.flatMap((item) => {
    const [value, as] = [...nodes(item, 'expression'), ...nodes(item, 'as')].map((each) =>
      lowerExpression(each, context),
    )
    return values.map(({ alias, call }): SelectItem | undefined => {
      const name = value && headOf(value, as, alias)
      const is = value && binary('eq', columnOf(column, origin), value)
      const expr = is && call && onlyWhere(call, { ...is, origin })
      return name && expr && { kind: 'expr', expr, alias: name }
    })
  })
  const known = made.filter((each) => each !== undefined)
  if (known.length < made.length || keys.length === 0) return undefined
  const grouped = keys.map((expr): SelectItem => ({ kind: 'expr', expr, impliedName: expr.path[0]?.text ?? '' }))
  const groupBy = keys.map((expr) => ({ expr, descending: false }))
  return { ...selectFrom(table, [...grouped, ...known]), groupBy }
}

const columnOf = (name: Ident, origin: Expr['origin']) => ({ kind: 'column', path: [name], origin }) as const

const columnsIn = (expr: Expr): readonly string[] =>
  expr.kind === 'call'
    ? expr.args.flatMap((each) => (each.kind === 'column' ? [each.path.at(-1)?.text ?? ''] : []))
    : []

const aggregates = /^(SUM|AVG|MIN|MAX|COUNT)$/i

/** An aggregate over the rows of one value. */
function onlyWhere(call: Expr, is: Expr): Call | undefined {
  if (call.kind !== 'call' || !('native' in call.fn) || !aggregates.test(call.fn.native) || call.over) return undefined
  const [arg, more] = call.args
  if (!arg || more || (arg.kind !== 'column' && arg.kind !== 'star' && arg.kind !== 'literal')) return undefined
  const { origin } = call
  const counted: Case = {
    kind: 'case',
    whens: [branch(is, arg.kind === 'star' ? intLiteral(1, origin) : arg)],
    origin,
  }
  return { ...call, args: [counted] }
}

/** The name of a column: that of the value, or the value as it is written, and that of the aggregate. */
function headOf(value: Expr, as: Expr | undefined, aggregate: Ident | undefined): Ident | undefined {
  if (value.kind !== 'literal' || !/^(text|integer|decimal)$/.test(value.of)) return undefined
  if (as) {
    const name = as.kind === 'column' && as.path.length === 1 ? as.path[0] : undefined
    if (!name || !aggregate) return name
    return name.quoted || aggregate.quoted ? undefined : { text: `${name.text}_${aggregate.text}`, quoted: false }
  }
  if (aggregate?.quoted) return undefined
  const written = value.of === 'text' ? `'${value.text}'` : value.text
  return decodeName(`"${written}${aggregate ? `_${aggregate.text.toUpperCase()}` : ''}"`)
}

/** Each row once for each column, without those where it is null. */
function unpivot({ of, table, names, column, items: listed }: Given, context: LowerContext): QueryBody | undefined {
  const { origin } = table
  const [value, more] = nodes(of, 'value').map((each) => node(each, 'expression'))
  const target = value && lowerExpression(value, context)
  const into = target?.kind === 'column' ? target.path[0] : undefined
  const read = listed.map((item) => {
    const [from, as] = [...nodes(item, 'expression'), ...nodes(item, 'as')].map((each) =>
      lowerExpression(each, context),
    )
    const name = from?.kind === 'column' && from.path.length === 1 ? from.path[0] : undefined
    const known = name && names.find((each) => same(each, name))
    if (!known || (as && as.kind !== 'literal')) return undefined
    return { name: known, label: as ?? textLiteral(known.quoted ? known.text : known.text.toUpperCase(), origin) }
  })
  const found = read.filter((each) => each !== undefined)
  if (!into || more || found.length < read.length) return undefined
  const rest = names.filter((each) => !found.some(({ name }) => same(name, each)))
  const keeps = hasWord(of, 'NULLS') && /^include$/i.test(modeOf(of))
  const each = found.map(({ name, label }): QueryBody => {
    const expr: Expr = { kind: 'column', path: [table.alias, name], origin }
    return {
      ...selectFrom(table, [
        { kind: 'expr', expr: label, alias: column },
        { kind: 'expr', expr, alias: into },
      ]),
      from: [],
    }
  })
  const body = each.reduce((left, right) => ({ kind: 'setOperation', op: 'union', all: true, left, right }))
  const alias: Ident = { text: `${table.alias.text}_columns`, quoted: true }
  const query: Query = { kind: 'query', origin, body, orderBy: [] }
  const columns: DerivedTable = { kind: 'derived', origin, query, alias, columns: [], lateral: true }
  const from = [crossJoin(table, columns, origin)]
  const items = [
    ...rest.map((name) => itemOf(table.alias, name, origin)),
    ...[column, into].map((name) => itemOf(alias, name, origin)),
  ]
  const operand: Expr = { kind: 'column', path: [alias, into], origin }
  const isThere: Expr = { kind: 'test', negated: true, is: 'null', operand, origin }
  return { ...selectFrom(table, items), from, ...(keeps ? {} : { where: isThere }) }
}

const itemOf = (table: Ident, name: Ident, origin: Expr['origin']): SelectItem => ({
  kind: 'expr',
  expr: { kind: 'column', path: [table, name], origin },
  impliedName: name.text,
})

const modeOf = (of: CstNode): string => {
  const [mode] = of.children.mode ?? []
  return mode && 'image' in mode ? mode.image : ''
}

const selectFrom = (table: DerivedTable, items: readonly SelectItem[]): Select => ({
  kind: 'select',
  origin: table.origin,
  distinct: false,
  items,
  from: [table],
  groupBy: [],
  rollup: false,
  windows: [],
  hints: [],
})
