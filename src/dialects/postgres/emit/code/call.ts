import type { Call, Frame, FrameBound, FunctionRef, OrderItem, Window } from '../../../../core/ir/expr.js'
import { dotted, type Ident } from '../../../../core/ir/names.js'
import { block, type Doc, group, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc, exprList } from './expression.js'
import { binding } from './operators.js'
import { identText, nameText, noForm, type Printing, usesKey } from './printing.js'

/** Written without quotes though they are keywords: syntax of their own, not functions of a schema. */
const syntax = new Set([
  'coalesce',
  'greatest',
  'least',
  'nullif',
  'grouping',
  'xmlconcat',
  'json_array',
  'json_scalar',
])

/** Stand without parentheses, or with a precision in them. */
const values = new Set([
  'current_catalog',
  'current_date',
  'current_role',
  'current_schema',
  'current_time',
  'current_timestamp',
  'current_user',
  'localtime',
  'localtimestamp',
  'session_user',
  'user',
])

export function callDoc(printing: Printing, call: Call): Doc {
  const unusual = Object.keys(call.keywords ?? {})[0]
  if (unusual !== undefined) throw noForm(`a call with the keyword ${unusual}`)
  if (call.nulls === 'ignore') throw noForm('IGNORE NULLS')
  const name = functionText(printing, call.fn)
  if ('native' in call.fn && values.has(call.fn.native.toLowerCase()) && call.args.length === 0) return name
  const items = [...exprList(printing, call.args)]
  if (call.separator !== undefined) items.push(exprDoc(printing, call.separator))
  const order = call.orderBy?.length ? [line, orderByDoc(printing, call.orderBy)] : ''
  const inner: Doc[] = items.length > 0 ? [[join([',', line], items), order]] : []
  const args = block(call.distinct ? '(DISTINCT ' : '(', inner, ')')
  const filter = call.filter === undefined ? '' : [' FILTER (WHERE ', exprDoc(printing, call.filter), ')']
  return group(name, args, filter, overDoc(printing, call.over))
}

function functionText(printing: Printing, fn: FunctionRef): string {
  if ('core' in fn) throw noForm(`the function core.${fn.core}`)
  if ('routine' in fn) {
    printing.uses.add(usesKey('need', dotted(fn.routine)))
    return nameText(fn.routine)
  }
  const lower = fn.native.toLowerCase()
  if (fn.schema === undefined && (syntax.has(lower) || values.has(lower))) return lower.toUpperCase()
  const name = identText({ text: lower, quoted: false })
  if (fn.schema === undefined) return name
  printing.uses.add(usesKey('need', `${fn.schema.text}.${lower}`))
  return `${identText(fn.schema)}.${name}`
}

function overDoc(printing: Printing, over: Window | { readonly named: Ident } | undefined): Doc {
  if (over === undefined) return ''
  if ('named' in over) return ` OVER ${identText(over.named)}`
  return [' OVER ', windowDoc(printing, over)]
}

export function windowDoc(printing: Printing, window: Window): Doc {
  const clauses: Doc[] = []
  if (window.base !== undefined) clauses.push(identText(window.base))
  if (window.partitionBy.length > 0)
    clauses.push(group('PARTITION BY ', indent(join([',', line], exprList(printing, window.partitionBy)))))
  if (window.orderBy.length > 0) clauses.push(orderByDoc(printing, window.orderBy))
  if (window.frame !== undefined) clauses.push(frameDoc(printing, window.frame))
  return block('(', clauses, ')', line)
}

function frameDoc(printing: Printing, frame: Frame): Doc {
  const start = boundDoc(printing, frame.start)
  const unit = frame.unit.toUpperCase()
  return frame.end === undefined
    ? [unit, ' ', start]
    : [unit, ' BETWEEN ', start, ' AND ', boundDoc(printing, frame.end)]
}

function boundDoc(printing: Printing, bound: FrameBound): Doc {
  switch (bound.kind) {
    case 'unboundedPreceding':
      return 'UNBOUNDED PRECEDING'
    case 'unboundedFollowing':
      return 'UNBOUNDED FOLLOWING'
    case 'currentRow':
      return 'CURRENT ROW'
    case 'preceding':
    case 'following':
      return [exprDoc(printing, bound.offset, binding.other), ` ${bound.kind.toUpperCase()}`]
  }
}

export const orderByDoc = (printing: Printing, items: readonly OrderItem[]): Doc =>
  group(
    'ORDER BY ',
    indent(
      join(
        [',', line],
        items.map((item) => orderItemDoc(printing, item)),
      ),
    ),
  )

export const orderItemDoc = (printing: Printing, item: OrderItem): Doc => [
  exprDoc(printing, item.expr),
  item.descending ? ' DESC' : '',
  item.nulls === undefined ? '' : ` NULLS ${item.nulls.toUpperCase()}`,
]
