import type { RowLists } from '../../../core/ir/cursor.js'
import type { CursorDeclaration, Declaration } from '../../../core/ir/declaration.js'
import type { Handler } from '../../../core/ir/error-handling.js'
import type { Ident } from '../../../core/ir/names.js'
import { noOrigin, spanOf } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { isLoop, walkProgram, walkStmt } from '../../../core/ir/walk-program.js'
import type { Span } from '../../../core/text/source.js'
import { endsTransaction } from '../ended-transactions.js'
import { contextOf, type State } from '../frame.js'
import { isOneUnit } from '../handling/rollbacks.js'
import { listTypeOf } from '../results/result-columns.js'
import { cursorColumns } from '../row-variables.js'

/**
 * A cursor of the source lives until it is closed, one of the target until its transaction ends: where COMMIT or ROLLBACK may
 * come in between, its rows are read into lists when it is opened.
 */
export function listsOf(
  declaration: CursorDeclaration,
  name: Ident,
  params: Parameters<typeof cursorColumns>[1],
  state: State,
  declarations: Declaration[],
): RowLists | undefined {
  if (!outlivesTransaction(declaration, state)) return undefined
  const columns = cursorColumns(declaration, params, state)
  if (!columns) return undefined
  const { frame } = state
  const declare = (wanted: string, native: string): Ident => {
    const variable = frame.names.variable(wanted, 'v')
    const type = { logical: { kind: 'opaque' }, native, origin: noOrigin } as const
    declarations.push({
      kind: 'declareVariables',
      names: [variable],
      type: { kind: 'type', type },
      origin: declaration.origin,
    })
    return variable
  }
  const ctx = contextOf(state)
  return {
    at: declare(`${name.text}_at`, ctx.target.typeName(int32) ?? ''),
    values: columns.map((column, at) => declare(`${name.text}_${at + 1}`, listTypeOf(column, ctx))),
  }
}

const int32: LogicalType = { kind: 'integer', bits: 32, signed: true }

function outlivesTransaction({ name }: CursorDeclaration, state: State): boolean {
  const { frame } = state
  if (isOneUnit(frame)) return false
  const of = name.text.toLowerCase()
  const uses: number[] = []
  const ends: number[] = []
  const anywhere: Span[] = []
  walkProgram(frame.program, {
    stmt: (stmt) => {
      const span = spanOf(stmt.origin)
      if (!span) return undefined
      if (usesCursor(stmt, of)) uses.push(span.start)
      if (isLoop(stmt) && usesIn(stmt, of, 'fetchCursor') && !usesIn(stmt, of, 'openCursor')) uses.push(span.end)
      if (endsTransaction(stmt, state, new Set([frame.program]))) ends.push(span.start)
      // Behind any statement of its block.
      if (stmt.kind === 'block' && stmt.handlers.some((each) => goesOnAfterEnd(each, state))) anywhere.push(span)
      return undefined
    },
  })
  const [first, last] = [Math.min(...uses), Math.max(...uses)]
  return ends.some((end) => end > first && end < last) || anywhere.some(({ start, end }) => start < last && end > first)
}

function goesOnAfterEnd({ action, body }: Handler, state: State): boolean {
  let found = false
  walkStmt(body, {
    stmt: (stmt) => {
      found ||= action === 'continue' && endsTransaction(stmt, state)
      return !found
    },
  })
  return found
}

const usesCursor = (stmt: Stmt, name: string): boolean => 'cursor' in stmt && stmt.cursor.text.toLowerCase() === name

function usesIn(stmt: Stmt, name: string, kind: Stmt['kind']): boolean {
  let found = false
  walkStmt(stmt, {
    stmt: (each) => {
      found ||= each.kind === kind && usesCursor(each, name)
      return !found
    },
  })
  return found
}
