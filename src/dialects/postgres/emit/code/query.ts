import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Cte, Grouping, Query, QueryBody, Select, SelectItem, SetOperation } from '../../../../core/ir/query.js'
import { block, type Doc, group, indent, join, line, softline } from '../../../../core/layout/doc.js'
import { nameProblem } from '../../names.js'
import { namedChanges } from '../programs/data-changes.js'
import { orderByDoc, windowDoc } from './call.js'
import { exprDoc, exprList } from './expression.js'
import { fromDoc } from './from.js'
import { binding } from './operators.js'
import { deeper, identText, nameText, type Printing } from './printing.js'

/** The clauses of a query, to be put into a group (or at the top, where each takes its own line). */
export function queryDoc(printing: Printing, query: Query, into: Doc = ''): Doc {
  const clauses: Doc[] = []
  if (query.with !== undefined) {
    const ctes = query.with.ctes.map((cte) => cteDoc(printing, cte))
    const all = [...ctes, ...namedChanges(printing, query.with.changes ?? [])]
    clauses.push([query.with.recursive ? 'WITH RECURSIVE ' : 'WITH ', join([',', line], all)])
  }
  const { body } = query
  clauses.push(body.kind === 'select' ? selectDoc(printing, body, into) : bodyDoc(printing, body))
  if (query.orderBy.length > 0) clauses.push(orderByDoc(printing, query.orderBy))
  if (query.limit !== undefined) clauses.push(['LIMIT ', exprDoc(printing, query.limit, binding.other)])
  if (query.offset !== undefined) clauses.push(['OFFSET ', exprDoc(printing, query.offset, binding.other)])
  if (query.lock !== undefined) clauses.push(lockText(query.lock))
  if (into !== '' && body.kind !== 'select') clauses.push(into)
  return join(line, clauses)
}

export function cteDoc(printing: Printing, cte: Cte): Doc {
  const columns = cte.columns.length > 0 ? [' ', block('(', cte.columns.map(identText), ')')] : ''
  const inner = deeper(printing, () => queryDoc(printing, cte.query))
  return [identText(cte.name), columns, ' AS ', group('(', indent(softline, inner), softline, ')'), marksDoc(cte)]
}

/** What PostgreSQL 14 and later say behind a recursive query (manual, SELECT, WITH clause). */
function marksDoc({ search, cycle }: Cte): Doc {
  const list = (names: readonly Ident[]): string => names.map(identText).join(', ')
  const order = search ? [line, `SEARCH DEPTH FIRST BY ${list(search.by)} SET ${identText(search.into)}`] : []
  const marks = cycle
    ? [line, `CYCLE ${list(cycle.columns)} SET ${identText(cycle.mark)} USING ${identText(cycle.path)}`]
    : []
  return [order, marks]
}

const waits = { nowait: ' NOWAIT', skipLocked: ' SKIP LOCKED' } as const

function lockText(lock: NonNullable<Query['lock']>): string {
  const of = lock.of.length > 0 ? ` OF ${lock.of.map(nameText).join(', ')}` : ''
  return `FOR ${lock.strength.toUpperCase()}${of}${lock.wait === undefined ? '' : waits[lock.wait]}`
}

function bodyDoc(printing: Printing, body: QueryBody): Doc {
  switch (body.kind) {
    case 'select':
      return selectDoc(printing, body)
    case 'setOperation':
      return setDoc(printing, body)
    case 'values':
      return group(
        'VALUES ',
        indent(
          join(
            [',', line],
            body.rows.map((row) => block('(', exprList(printing, row), ')')),
          ),
        ),
      )
    case 'nested':
      return deeper(printing, () => inParentheses(queryDoc(printing, body.query)))
  }
}

const inParentheses = (doc: Doc): Doc => group('(', indent(softline, doc), softline, ')')

/** INTERSECT binds tighter than the other two, which chain from the left. */
const setLevel = (operation: SetOperation): number => (operation.op === 'intersect' ? 2 : 1)

function setDoc(printing: Printing, operation: SetOperation): Doc {
  const tail: Doc[] = []
  let first: QueryBody = operation
  while (first.kind === 'setOperation' && setLevel(first) === setLevel(operation)) {
    tail.push([line, `${first.op.toUpperCase()}${first.all ? ' ALL' : ''}`, line, operandDoc(printing, first.right, 3)])
    first = first.left
  }
  return [operandDoc(printing, first, setLevel(operation)), tail.reverse()]
}

function operandDoc(printing: Printing, body: QueryBody, least: number): Doc {
  const doc = deeper(printing, () => bodyDoc(printing, body))
  return body.kind === 'setOperation' && setLevel(body) < least ? inParentheses(doc) : doc
}

/** `into`: what stands behind the select list in a program. */
function selectDoc(printing: Printing, select: Select, into: Doc = ''): Doc {
  const items = select.items.map((item) => itemDoc(printing, item))
  const head = select.distinct ? 'SELECT DISTINCT' : 'SELECT'
  const clauses: Doc[] = [items.length > 0 ? group(head, indent(line, join([',', line], items))) : head]
  if (into !== '') clauses.push(into)
  if (select.from.length > 0) clauses.push(fromDoc(printing, select.from))
  if (select.where !== undefined) clauses.push(conditionDoc(printing, 'WHERE ', select.where))
  if (select.groupBy.length > 0 || select.grouping) clauses.push(groupByDoc(printing, select))
  if (select.having !== undefined) clauses.push(conditionDoc(printing, 'HAVING ', select.having))
  if (select.windows.length > 0) {
    const windows = select.windows.map(({ name, window }) => [identText(name), ' AS ', windowDoc(printing, window)])
    clauses.push(group('WINDOW ', indent(join([',', line], windows))))
  }
  return join(line, clauses)
}

const conditionDoc = (printing: Printing, keyword: string, condition: Expr): Doc =>
  group(keyword, exprDoc(printing, condition))

function groupByDoc(printing: Printing, { groupBy, rollup, grouping }: Select): Doc {
  const keys = groupBy.map((item) => exprDoc(printing, item.expr))
  if (grouping) return group('GROUP BY ', indent(join([',', line], groupingDocs(grouping, keys))))
  return rollup ? group('GROUP BY ROLLUP ', block('(', keys, ')')) : group('GROUP BY ', indent(join([',', line], keys)))
}

const groupingWords = { list: '', rollup: 'ROLLUP ', cube: 'CUBE ', sets: 'GROUPING SETS ' } as const

const groupingDocs = (parts: readonly Grouping[], keys: readonly Doc[]): Doc[] =>
  parts.map((part) =>
    part.kind === 'key'
      ? (keys[part.at] ?? '')
      : [groupingWords[part.kind], block('(', groupingDocs(part.of, keys), ')')],
  )

export function itemDoc(printing: Printing, item: SelectItem): Doc {
  if (item.kind === 'star') return item.table === undefined ? '*' : `${nameText(item.table)}.*`
  const alias = aliasOf(item)
  return alias === undefined ? exprDoc(printing, item.expr) : [exprDoc(printing, item.expr), ` AS ${alias}`]
}

/** A column that has no alias keeps the name that the source engine gave it, where that can be a name here. */
function aliasOf(item: Extract<SelectItem, { kind: 'expr' }>): string | undefined {
  if (item.alias !== undefined) return identText(item.alias)
  const { impliedName, expr } = item
  if (impliedName === undefined || nameProblem(impliedName) !== undefined) return undefined
  if (expr.kind === 'column' && expr.path[expr.path.length - 1]?.text === impliedName) return undefined
  return identText({ text: impliedName, quoted: true })
}
