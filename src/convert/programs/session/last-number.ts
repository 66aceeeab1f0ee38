import { coreCall, int64, intLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Insert } from '../../../core/ir/data-change.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Column, Table } from '../../../core/ir/schema.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import { writtenExpr } from '../code.js'
import { extraVariable, type Frame, type State } from '../frame.js'
import { changesRows, triggersInsert } from './trigger-numbers.js'

/** Inserts of a program after which the last number that was taken is not the one that the source speaks of. */
export interface OtherNumbers {
  /** Several rows at once: the source means the first one. */
  readonly several: boolean
  /** Triggers take numbers too. */
  readonly triggers: boolean
}

export function otherNumbers(frame: Frame, ctx: CodeContext): OtherNumbers {
  const changes: Stmt[] = []
  walkStmt(frame.program.body, {
    stmt: (stmt) => {
      if (changesRows(stmt)) changes.push(stmt)
      return undefined
    },
  })
  return {
    several: changes.some((each) => each.kind === 'insert' && severalRows(each)),
    triggers: changes.some((each) => triggersInsert(each, ctx)),
  }
}

const severalRows = ({ source }: Insert): boolean => 'query' in source || source.rows.length > 1

/**
 * Where the program asks for it, the number of the first row stands behind an INSERT that took more than that one, and what
 * triggers of a change took does not count.
 */
export function keepLastNumber(source: Stmt, made: readonly Stmt[], state: State): readonly Stmt[] {
  const { ctx } = state.env
  if (!state.frame.counters.kept.has('lastNumber')) return made
  const byTriggers = triggersInsert(source, ctx)
  if (source.kind !== 'insert') return byTriggers ? withNumberBefore(made, source, state) : made
  if (source.replace || source.ignore || source.onDuplicate.length > 0) return made
  const several = severalRows(source)
  if (!several && !byTriggers) return made
  const table = findObject(ctx, source.table)
  const column = table?.kind === 'table' ? numberedBy(source, table, ctx) : undefined
  const name = table && ctx.target.objectName(table.id)
  const target = table && column && ctx.target.columnName(table.id, column.name.text)
  const at = made.findLastIndex((each) => each.kind === 'insert' || each.kind === 'getDiagnostics') + 1
  if (table?.kind === 'table' && !column && !hasNumbers(table)) return withNumberBefore(made, source, state)
  if (!name || !target || at === 0) return made
  const parts = name.schema ? [name.schema, name.name] : [name.name]
  const text = parts.map((part) => ctx.targetNames.quoteIfNeeded(part.text)).join('.')
  const rows = several ? rowsOf(source, state) : undefined
  const args = [textLiteral(text), textLiteral(target.text), rows?.ref ?? intLiteral(1)]
  const keep = writtenExpr(coreCall('keep_last_number', args, valueTypeOf(int64), source.origin), state)
  const kept: Stmt = { kind: 'evaluate', exprs: [keep], origin: source.origin }
  return [...made.slice(0, at), ...(rows ? [rows.count] : []), kept, ...made.slice(at)]
}

const hasNumbers = (table: Table): boolean => table.columns.some((each) => each.identity !== undefined)

/** The number from before a change that takes none by itself is the last one behind it. */
function withNumberBefore(made: readonly Stmt[], { origin }: Stmt, state: State): readonly Stmt[] {
  const name = extraVariable(state.frame, 'last_number', state.env.ctx.target.typeName(int64) ?? '')
  const target = { kind: 'variable', scope: 'local', name, type: valueTypeOf(int64), origin } as const
  const call = (core: string, args: readonly Expr[]): Expr =>
    writtenExpr(coreCall(core, args, valueTypeOf(int64), origin), state)
  return [
    { kind: 'assign', assignments: [{ target, value: call('last_insert_id', []) }], origin },
    ...made,
    { kind: 'evaluate', exprs: [call('set_last_insert_id', [target])], origin },
  ]
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
