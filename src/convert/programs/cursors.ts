import { textLiteral } from '../../core/ir/build.js'
import type { Ident } from '../../core/ir/names.js'
import type { FetchCursor, OpenCursor, Stmt } from '../../core/ir/program.js'
import { convertExpr, convertQuery } from './code.js'
import { preparedText } from './dynamic.js'
import { type Converters, type CursorBinding, contextOf, type State, withScope } from './frame.js'
import { notFoundBody } from './handlers.js'
import { extend } from './scope.js'
import { takenDown } from './session/cursor-reads.js'
import { bindTargets } from './session/targets.js'

function find(name: Ident, stmt: Stmt, state: State): CursorBinding | undefined {
  const found = state.scope.cursor(name.text)
  if (!found) contextOf(state).report.fail('XW-C0300', stmt.origin, { kind: 'cursor', name: name.text })
  return found
}

/** The query with the names of the place where the cursor is declared; its parameters are set first. */
function openCursor(stmt: OpenCursor, state: State): readonly Stmt[] {
  const cursor = find(stmt.cursor, stmt, state)
  if (!cursor) return []
  const { declaration, target, params } = cursor
  const names = declaration.params.map((param) => param.name.text)
  const set = params.flatMap((param, at): readonly Stmt[] => {
    const arg = stmt.args[at]
    if (!arg) return []
    const value = convertExpr(arg, { type: param.type.logical }, state)
    const ref = { kind: 'variable', scope: 'local', name: param.target, origin: stmt.origin } as const
    return [{ kind: 'assign', assignments: [{ target: ref, value }], origin: stmt.origin }]
  })
  const scope = extend(cursor.scope, { variables: params.map((param, at) => [names[at] ?? '', param] as const) })
  const at = withScope(state, scope)
  const { source } = declaration
  const taken = 'query' in source ? takenDown(source.query, at) : { state: at, before: [] }
  const reads = readsOf(cursor, taken.state)
  return reads
    ? [...set, ...taken.before, { kind: 'openCursor', cursor: target, args: [], reads, origin: stmt.origin }]
    : []
}

function readsOf({ declaration }: CursorBinding, state: State): OpenCursor['reads'] {
  const { source } = declaration
  if ('query' in source) {
    const converted = convertQuery(source.query, state)
    return converted && { query: converted.query }
  }
  if ('prepared' in source) {
    const text = preparedText(source.prepared, declaration.origin, state)
    return text && { text }
  }
  contextOf(state).report.fail('XW-R0002', declaration.origin, { what: 'The cursor' })
  return undefined
}

/** Without a row and without a handler for it the source raises an error. */
function fetchCursor(stmt: FetchCursor, state: State): readonly Stmt[] {
  const cursor = find(stmt.cursor, stmt, state)
  const { refs: targets, before, after } = bindTargets(stmt.targets, state)
  if (!cursor) return []
  const notFound = notFoundBody(state) ?? [noData(stmt)]
  return [...before, { kind: 'fetchCursor', cursor: cursor.target, targets, notFound, origin: stmt.origin }, ...after]
}

const noData = ({ origin }: Stmt): Stmt => ({
  kind: 'signal',
  condition: { kind: 'sqlstate', value: '02000' },
  items: [{ name: 'MESSAGE_TEXT', value: textLiteral('No data: zero rows fetched', origin) }],
  origin,
})

export const cursors: Converters<'openCursor' | 'fetchCursor' | 'closeCursor' | 'fetchGroupRow'> = {
  openCursor,
  fetchCursor,
  closeCursor: (stmt, state) => {
    const cursor = find(stmt.cursor, stmt, state)
    return cursor ? [{ ...stmt, cursor: cursor.target }] : []
  },
  fetchGroupRow: (stmt, state) => {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'FETCH GROUP NEXT ROW' })
    return []
  },
}
