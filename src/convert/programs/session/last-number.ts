import { coreCall, int64, intLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Insert, Stmt } from '../../../core/ir/program.js'
import type { Column, Table } from '../../../core/ir/schema.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import { writtenExpr } from '../code.js'
import { extraVariable, type Frame, type State } from '../frame.js'

/** Inserts of a program after which the last number that was taken is not the one that the source speaks of. */
export interface OtherNumbers {
  /** Several rows at once: the source means the first one. */
  readonly several: boolean
  /** Triggers take numbers too. */
  readonly triggers: boolean
}

export function otherNumbers(frame: Frame, ctx: CodeContext): OtherNumbers {
  const inserts: Insert[] = []
  walkStmt(frame.program.body, {
    stmt: (stmt) => {
      if (stmt.kind === 'insert') inserts.push(stmt)
      return undefined
    },
  })
  return { several: inserts.some(severalRows), triggers: inserts.some((each) => triggersInsert(each, ctx)) }
}

const severalRows = ({ source }: Insert): boolean => 'query' in source || source.rows.length > 1

function triggersInsert({ table }: Insert, ctx: CodeContext): boolean {
  const target = findObject(ctx, table)
  if (target === undefined) return false
  return [...ctx.byId.values()].some(
    (each) =>
      each.kind === 'trigger' &&
      each.events.includes('insert') &&
      each.program !== undefined &&
      findObject(ctx, each.table)?.id === target.id &&
      inserts(each.program.body),
  )
}

function inserts(body: Stmt): boolean {
  let found = false
  walkStmt(body, {
    stmt: (stmt) => {
      found ||= stmt.kind === 'insert'
      return undefined
    },
  })
  return found
}

/** Where the program asks for it, the number of the first row stands behind an INSERT that took more than that one. */
export function keepLastNumber(source: Stmt, made: readonly Stmt[], state: State): readonly Stmt[] {
  const { ctx } = state.env
  if (source.kind !== 'insert' || !state.frame.counters.kept.has('lastNumber')) return made
  if (source.replace || source.ignore || source.onDuplicate.length > 0) return made
  const several = severalRows(source)
  if (!several && !triggersInsert(source, ctx)) return made
  const table = findObject(ctx, source.table)
  const column = table?.kind === 'table' ? numberedBy(source, table, ctx) : undefined
  const name = table && ctx.target.objectName(table.id)
  const target = table && column && ctx.target.columnName(table.id, column.name.text)
  const at = made.findLastIndex((each) => each.kind === 'insert' || each.kind === 'getDiagnostics') + 1
  if (!name || !target || at === 0) return made
  const parts = name.schema ? [name.schema, name.name] : [name.name]
  const text = parts.map((part) => ctx.targetNames.quoteIfNeeded(part.text)).join('.')
  const rows = several ? rowsOf(source, state) : undefined
  const args = [textLiteral(text), textLiteral(target.text), rows?.ref ?? intLiteral(1)]
  const keep = writtenExpr(coreCall('keep_last_number', args, valueTypeOf(int64), source.origin), state)
  const kept: Stmt = { kind: 'evaluate', exprs: [keep], origin: source.origin }
  return [...made.slice(0, at), ...(rows ? [rows.count] : []), kept, ...made.slice(at)]
}

function rowsOf({ origin }: Insert, state: State) {
  const native = state.env.ctx.target.typeName(int64) ?? ''
  const name = extraVariable(state.frame, 'inserted_rows', native)
  const ref = { kind: 'variable', scope: 'local', name, type: valueTypeOf(int64), origin } as const
  const count: Stmt = { kind: 'getDiagnostics', area: 'current', items: [{ target: ref, name: 'ROW_COUNT' }], origin }
  return { ref, count }
}

/** The column that numbers the rows, when no row brings a number of its own. */
function numberedBy({ columns, source }: Insert, table: Table, ctx: CodeContext): Column | undefined {
  const { fold } = ctx.sourceNames
  const column = table.columns.find((each) => each.identity !== undefined)
  if (!column) return undefined
  const names = columns.length > 0 ? columns.map((each) => each.text) : table.columns.map((each) => each.name.text)
  const place = names.findIndex((name) => fold(name) === fold(column.name.text))
  if (place < 0) return column
  return 'rows' in source && source.rows.every((row) => isNext(row[place])) ? column : undefined
}

const isNext = (value: Expr | undefined): boolean =>
  value === undefined ||
  value.kind === 'default' ||
  (value.kind === 'literal' && (value.of === 'null' || (value.of === 'integer' && Number(value.text) === 0)))
