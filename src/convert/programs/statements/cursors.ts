import { textLiteral } from '../../../core/ir/build.js'
import type { CloseCursor, FetchCursor, OpenCursor } from '../../../core/ir/cursor.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { type Ident, ident, type Origin } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import type { Assign, Stmt } from '../../../core/ir/statement.js'
import { convertExpr, convertQuery } from '../code.js'
import { type Converters, type CursorBinding, contextOf, extraVariable, type State, withScope } from '../frame.js'
import { notFoundBody } from '../handling/handlers.js'
import { extend } from '../scope.js'
import { noted } from '../session/cursor-attributes.js'
import { mustBeAtOnce, takenDown } from '../session/cursor-reads.js'
import { bindTargets } from '../session/targets.js'
import { preparedText, reportText } from './dynamic.js'
import { collectFetched } from './fetched-lists.js'
import { showsLeftOvers } from './fetches.js'
import { bindTarget } from './values.js'

function find(name: Ident, stmt: Stmt, state: State): CursorBinding | undefined {
  const found = state.scope.cursor(name.text)
  if (found && !found.shared) return found
  contextOf(state).report.fail('XW-C0300', stmt.origin, { kind: 'cursor', name: name.text })
  return undefined
}

/** What sets the parameters of a cursor before it is opened. */
export const setParameters = ({ params }: CursorBinding, args: readonly Expr[], origin: Origin, state: State) =>
  params.flatMap((param, at): readonly Stmt[] => {
    const arg = args[at]
    if (!arg) return []
    const value = convertExpr(arg, { type: param.type.logical, source: param.type.source }, state)
    const ref = { kind: 'variable', scope: 'local', name: param.target, origin } as const
    return [{ kind: 'assign', assignments: [{ target: ref, value }], origin }]
  })

/** The place with the names in sight that the query of a cursor sees: those of its declaration, and its parameters. */
export function atCursor(
  { declaration, params, scope }: Pick<CursorBinding, 'declaration' | 'params' | 'scope'>,
  state: State,
): State {
  const names = declaration.params.map((param) => param.name.text)
  return withScope(state, extend(scope, { variables: params.map((param, at) => [names[at] ?? '', param] as const) }))
}

/** The query with the names of the place where the cursor is declared; its parameters are set first. */
function openCursor(stmt: OpenCursor, state: State): readonly Stmt[] {
  const opened = stmt.reads ? openVariable(stmt, stmt.reads, state) : openDeclared(stmt, state)
  return opened.length > 0 ? [...opened, ...noted('open', stmt.cursor, noting(stmt, state))] : opened
}

const noting = ({ origin }: Stmt, state: State) => ({ frame: state.frame, ctx: contextOf(state), origin })

/** The variable that holds a cursor. */
function cursorVariable(name: Ident, stmt: Stmt, state: State): VariableRef | undefined {
  const target = { kind: 'column', path: name.text.split('.').map((text) => ident(text)), origin: stmt.origin } as const
  return bindTarget(target, state)?.ref
}

/** OPEN of a variable says what it reads. */
function openVariable(stmt: OpenCursor, reads: NonNullable<OpenCursor['reads']>, state: State): readonly Stmt[] {
  const variable = cursorVariable(stmt.cursor, stmt, state)
  if (!variable || variable.field) return []
  const base = { kind: 'openCursor', cursor: variable.name, args: [], origin: stmt.origin } as const
  if ('text' in reads) {
    if (reads.parts) reportText(reads.text, reads.parts, state)
    else contextOf(state).report.fail('XW-R0013', stmt.origin, { name: stmt.cursor.text })
    return []
  }
  const converted = convertQuery(reads.query, state)
  return converted ? [{ ...base, reads: { query: converted.query } }] : []
}

function openDeclared(stmt: OpenCursor, state: State): readonly Stmt[] {
  const cursor = find(stmt.cursor, stmt, state)
  if (!cursor) return []
  const { declaration, target, lists } = cursor
  const set = setParameters(cursor, stmt.args, stmt.origin, state)
  const at = atCursor(cursor, state)
  const { source } = declaration
  const atOnce = !lists && 'query' in source && mustBeAtOnce(source.query, at)
  const taken = 'query' in source && !atOnce ? takenDown(source.query, at) : { state: at, before: [] }
  const reads = readsOf(cursor, taken.state)
  return reads
    ? [
        ...set,
        ...taken.before,
        {
          kind: 'openCursor',
          cursor: target,
          args: [],
          reads,
          ...(atOnce ? { atOnce } : {}),
          ...(lists ? { lists } : {}),
          origin: stmt.origin,
        },
      ]
    : []
}

function readsOf({ declaration, keeps, lists }: CursorBinding, state: State): OpenCursor['reads'] {
  const { source } = declaration
  if ('query' in source) {
    const converted = convertQuery(source.query, state)
    return (
      converted && { query: keeps && !lists ? numbered(converted.query, converted.columns.length) : converted.query }
    )
  }
  if ('prepared' in source) {
    const text = preparedText(source.prepared, declaration.origin, state)
    return text && { text }
  }
  contextOf(state).report.fail('XW-R0002', declaration.origin, { what: 'The cursor' })
  return undefined
}

/** A statement about a cursor that cannot be opened fails on the source. */
function isNeverOpen({ cursor, origin }: FetchCursor | CloseCursor, state: State): boolean {
  const missing = state.frame.neverOpen.get(cursor.text.toLowerCase())
  if (missing) contextOf(state).report.fail('XW-R0096', origin, missing)
  return missing !== undefined
}

/** Without a row and without a handler for it the source raises an error. */
function fetchCursor(stmt: FetchCursor, state: State): readonly Stmt[] {
  if (stmt.collects) return collectFetched(stmt, state)
  if (!state.scope.cursor(stmt.cursor.text)) return fetchVariable(stmt, state)
  const cursor = find(stmt.cursor, stmt, state)
  const { refs: targets, before, after } = bindTargets(stmt.targets, state)
  if (!cursor) return []
  if (isNeverOpen(stmt, state)) return []
  if (stmt.silent) {
    const { origin } = stmt
    const base = { kind: 'fetchCursor', cursor: cursor.target, targets, origin } as const
    const keeps = cursor.keeps && contextOf(state).sourceCan.fetchKeepsValues && targets.every(isPlain)
    const fetched: Stmt = keeps ? { ...base, through: recordFor(targets.length, state) } : base
    return [...before, fetched, ...noted('fetch', stmt.cursor, noting(stmt, state)), ...after]
  }
  const notFound = notFoundBody(state) ?? [noData(stmt)]
  const { lists } = cursor
  const fetched = { kind: 'fetchCursor', cursor: cursor.target, targets, notFound, origin: stmt.origin } as const
  if (lists) return [...before, { ...fetched, lists }, ...after]
  const through = cursor.keeps ? recordFor(targets.length, state) : undefined
  return [...before, through ? { ...fetched, through } : fetched, ...after]
}

function fetchVariable(stmt: FetchCursor, state: State): readonly Stmt[] {
  const variable = cursorVariable(stmt.cursor, stmt, state)
  const { refs: targets, before, after } = bindTargets(stmt.targets, state)
  if (!variable || variable.field) return []
  const { origin } = stmt
  const keeps = contextOf(state).sourceCan.fetchKeepsValues && showsLeftOvers(stmt.cursor, state.frame.program)
  const kept = keeps ? keptValues(targets, origin, state) : undefined
  const notFound = kept && { notFound: kept.back }
  const fetched = { kind: 'fetchCursor', cursor: variable.name, targets, ...notFound, origin } as const
  const saved = kept?.saved ?? []
  return [...before, ...saved, fetched, ...noted('fetch', stmt.cursor, noting(stmt, state)), ...after]
}

/** The values of the targets put aside, and taken back where there was no row: nothing is known of the columns. */
function keptValues(targets: readonly VariableRef[], origin: Origin, state: State) {
  const pairs = targets.flatMap((target, at): readonly Assign['assignments'][number][] => {
    const native = target.type?.native
    if (native === undefined) return []
    const name = extraVariable(state.frame, `kept ${at} ${native}`, native, 'kept')
    return [{ target: { kind: 'variable', scope: 'local', name, origin }, value: target }]
  })
  const back = pairs.flatMap(({ target, value }) =>
    value.kind === 'variable' && target.kind === 'variable' ? [{ target: value, value: target }] : [],
  )
  const assign = (assignments: Assign['assignments']): Stmt => ({ kind: 'assign', assignments, origin })
  return { saved: [assign(pairs)], back: [assign(back)] }
}

const isPlain = ({ type }: VariableRef): boolean => type !== undefined && type.logical.kind !== 'record'

const fieldName = (at: number): Ident => ident(`c${at + 1}`)

/** A record that a row goes into before the variables, so that they stay as they are without one. */
function recordFor(count: number, state: State): NonNullable<FetchCursor['through']> {
  const record = extraVariable(state.frame, 'fetched', 'record')
  return { record, fields: Array.from({ length: count }, (_, at) => fieldName(at)) }
}

/** The query with its columns under names of their own, by which fields of a record are named. */
function numbered(query: Query, count: number): Query {
  const alias = ident('q')
  const columns = Array.from({ length: count }, (_, at) => fieldName(at))
  const { body } = query
  const direct = body.kind === 'select' && !body.distinct && query.orderBy.every(({ expr }) => !namesOutput(expr))
  if (direct) {
    const items = body.items.map((item, at) => (item.kind === 'expr' ? { ...item, alias: fieldName(at) } : item))
    return { ...query, body: { ...body, items } }
  }
  const items = columns.map(
    (name): SelectItem => ({ kind: 'expr', expr: { kind: 'column', path: [alias, name], origin: query.origin } }),
  )
  const from = [{ kind: 'derived', query, alias, columns, lateral: false, origin: query.origin } as const]
  const { origin } = query
  const select: Select = {
    kind: 'select',
    origin,
    distinct: false,
    items,
    from,
    groupBy: [],
    rollup: false,
    windows: [],
    hints: [],
  }
  return { kind: 'query', origin, body: select, orderBy: [] }
}

const namesOutput = (expr: Expr): boolean =>
  expr.kind === 'literal' || (expr.kind === 'column' && expr.of?.relation === '')

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
    const closed = noted('close', stmt.cursor, noting(stmt, state))
    if (!state.scope.cursor(stmt.cursor.text)) {
      const variable = cursorVariable(stmt.cursor, stmt, state)
      return variable && !variable.field ? [{ ...stmt, cursor: variable.name }, ...closed] : []
    }
    const cursor = find(stmt.cursor, stmt, state)
    // The guard around the block has closed what was opened in it.
    if (cursor && isNeverOpen(stmt, state)) return []
    if (!cursor || state.closed?.has(stmt.cursor.text.toLowerCase())) return []
    return [{ ...stmt, cursor: cursor.target, ...(cursor.lists ? { lists: cursor.lists } : {}) }, ...closed]
  },
  fetchGroupRow: (stmt, state) => {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'FETCH GROUP NEXT ROW' })
    return []
  },
}
