import { intLiteral, plainText } from '../../../core/ir/build.js'
import type { Declaration } from '../../../core/ir/declaration.js'
import type { GetDiagnostics } from '../../../core/ir/error-handling.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { spanOf } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { ResultSet, SelectInto, Stmt, Target } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { ScopeColumn } from '../../code/scope.js'
import { writeTaken } from '../../code/write/write-calls.js'
import { convertQuery, storingAt } from '../code.js'
import { type Converters, contextOf, extraVariable, type State } from '../frame.js'
import { notFoundBody } from '../handling/handlers.js'
import { tablesIn } from '../relations.js'
import { mayRaiseLate } from '../results/late-errors.js'
import { bareTypeOf } from '../results/result-columns.js'
import { partsOf } from '../row-variables.js'
import { mustBeAtOnce, takenDown } from '../session/cursor-reads.js'
import { countWithoutLimit } from '../session/found-rows.js'
import { keepLastNumber } from '../session/last-number.js'
import { withNumberAhead } from '../session/number-ahead.js'
import { bindTargets } from '../session/targets.js'
import { collectRows, countOfRows } from './collects.js'
import { withCountOfFailed } from './failed-counts.js'
import { isAggregate, rowsOf } from './one-row.js'
import { isParameter } from './values.js'
import { givesObjects, objectInto } from './whole-objects.js'

/** Without a row the targets keep their values, and a handler for that may run. */
function selectInto(stmt: SelectInto, state: State): readonly Stmt[] {
  if (stmt.collects) return collectRows(stmt, state)
  const bound = bindTargets(stmt.targets, state)
  const [only, more] = bound.refs
  if (only?.type?.logical.kind === 'record' && !more && givesObjects(stmt.query, state))
    return [...bound.before, ...objectInto(stmt, { ...only, type: only.type }, state), ...bound.after]
  const types = takenTypes(bound.refs, state)
  // User variables take whatever comes.
  const place = stmt.targets.every(isUserVariable) ? state : storingAt(state)
  const converted = convertQuery(lockedRows(stmt.query, state), place, types, writeTaken)
  if (!converted) return []
  const record = bound.refs.length === 1 && bound.refs[0]?.type?.logical.kind === 'record'
  if (record && converted.columns.length !== types.length) {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'A query of another number of values into a record' })
    return []
  }
  const rows = rowsOf(stmt.query, state)
  const waiting = rows === 'one' ? undefined : notFoundBody(state)
  return [
    ...bound.before,
    {
      kind: 'selectInto',
      query: withoutNames(converted.query),
      targets: bound.refs,
      ...(stmt.strict ? { strict: stmt.strict } : {}),
      ...(rows === 'one' || (!stmt.strict && rows === 'upToOne' && areStillNull(stmt, state)) ? { plain: true } : {}),
      ...(waiting ? { notFound: waiting } : {}),
      origin: stmt.origin,
    },
    ...bound.after,
  ]
}

/** A record takes a column for each of its fields. */
function takenTypes(refs: readonly VariableRef[], state: State) {
  const [first] = refs
  const logical = refs.length === 1 ? first?.type?.logical : undefined
  if (logical?.kind === 'record') return logical.fields.map(({ type }) => taking(type, false))
  return refs.map((ref) => ref.type && taking(ref.type, isParameter(ref, state)))
}

const taking = (type: ValueType, result: boolean) => ({ ...type, source: type.source ?? type.logical, result })

const isUserVariable = (target: Target): boolean => target.kind === 'variable' && target.scope === 'user'

/** The target locks no rows that are folded into one: the lock is left out. */
function lockedRows(query: Query, state: State): Query {
  if (!query.lock || query.body.kind !== 'select' || !isAggregate(query.body, contextOf(state))) return query
  contextOf(state).report.note('XW-R0021', query.origin, {})
  const { lock: _, ...rest } = query
  return rest
}

/** Nobody sees the names of columns that go into variables. */
function withoutNames(query: Query): Query {
  const { body } = query
  if (body.kind !== 'select') return query
  const isNamed = query.orderBy.length > 0 || body.groupBy.length > 0 || body.having !== undefined
  const items = body.items.map((item) => {
    if (item.kind === 'star') return item
    const { impliedName: _, alias, ...rest } = item
    return alias && isNamed ? { ...rest, alias } : rest
  })
  return { ...query, body: { ...body, items } }
}

/** Local variables that nothing can have set before: without a row they are null anyway. */
function areStillNull(stmt: SelectInto, state: State): boolean {
  const isPlain = (target: Target): boolean =>
    target.kind === 'variable' && target.scope === 'local' && !partsOf(target, state)
  if (state.inLoop || !stmt.targets.every(isPlain)) return false
  const names = new Set(stmt.targets.flatMap((target) => (target.kind === 'variable' ? [fold(target)] : [])))
  const { params, body } = state.frame.program
  if (params.some(({ name }) => names.has(name.text.toLowerCase()))) return false
  const here = spanOf(stmt.origin)?.start ?? 0
  let set = false
  walkStmt(body, {
    stmt: (each) => {
      if (each.kind === 'block') set ||= each.declarations.some((declared) => startsSet(declared, names))
      return undefined
    },
    target: (target) => {
      const before = (spanOf(target.origin)?.start ?? 0) < here
      if (before && target.kind === 'variable' && names.has(fold(target))) set = true
    },
    expr: (expr) => {
      const before = (spanOf(expr.origin)?.start ?? 0) < here
      // As an argument of a call a variable may come back with a value.
      if (before && expr.kind === 'variable' && names.has(fold(expr)) && inCall(expr, body)) set = true
      return undefined
    },
  })
  return !set
}

const fold = ({ name }: VariableRef): string => name.text.toLowerCase()

const startsSet = (declared: Declaration, names: ReadonlySet<string>): boolean =>
  declared.kind === 'declareVariables' &&
  declared.default !== undefined &&
  declared.names.some((name) => names.has(name.text.toLowerCase()))

function inCall(variable: Expr, body: Stmt): boolean {
  let found = false
  walkStmt(body, {
    stmt: (each) => {
      if (each.kind === 'callStatement' && each.args.includes(variable)) found = true
      return !found
    },
  })
  return found
}

/** What goes to the caller; every place's columns are remembered. */
function resultSet(stmt: ResultSet, state: State): readonly Stmt[] {
  const late = state.frame.results === 'cursors'
  const { kept } = state.frame.counters
  const atOnce = late && (kept.has('foundRows') || mustBeAtOnce(stmt.query, state) || mayRaiseLate(stmt.query, state))
  const { state: at, before } = late && !atOnce ? takenDown(stmt.query, state) : { state, before: [] }
  const converted = convertQuery(stmt.query, at)
  if (!converted) return []
  state.frame.shapes.push(converted.columns)
  const { origin } = stmt
  const { collects, program } = state.frame
  if (collects && converted.columns.length !== program.rows?.length) {
    contextOf(state).report.fail('XW-R0002', origin, { what: 'Rows of a form that is not known' })
    return []
  }
  // Rows of lists are not counted by what makes the lists.
  const isKept = isDropped(stmt.query, state) || (atOnce && !kept.has('foundRows') && !converted.query.with?.changes)
  const columns = late && isKept ? keptColumns(converted.columns, state) : undefined
  const how = columns ? { kept: columns } : atOnce ? { atOnce } : {}
  return [...before, { kind: 'resultSet', query: converted.query, ...how, origin }]
}

/** Whether the query reads a table that the program drops: rows that are still to be read would hold it. */
function isDropped(query: Query, state: State): boolean {
  const { fold } = contextOf(state).sourceNames
  const dropped = new Set<string>()
  walkStmt(state.frame.program.body, {
    stmt: (stmt) => {
      if (stmt.kind === 'definition' && stmt.verb === 'drop')
        for (const { name } of stmt.names) dropped.add(fold(name.text))
      return undefined
    },
  })
  if (dropped.size === 0) return false
  let found = false
  tablesIn({ body: { kind: 'resultSet', query, origin: query.origin } }, (table) => {
    if (table.kind === 'tableRef' && dropped.has(fold(table.name.name.text))) found = true
  })
  return found
}

/** A variable for the values of each column. */
function keptColumns(columns: readonly ScopeColumn[], state: State): ResultSet['kept'] {
  const natives = columns.map((column) => bareTypeOf(column, contextOf(state)))
  const text = contextOf(state).target.typeName(plainText) ?? ''
  return columns.map((column, at) => {
    const own = natives[at] ?? ''
    const isList = own.endsWith('[]')
    const native = `${isList ? text : own}[]`
    const values = extraVariable(state.frame, `kept ${native} ${at}`, native, `kept_${at + 1}`)
    return { column: column.target, values, ...(isList ? { list: own } : {}) }
  })
}

export const queries: Converters<'selectInto' | 'resultSet'> = { selectInto, resultSet }

const changes: ReadonlySet<Stmt['kind']> = new Set(['insert', 'update', 'delete', 'merge', 'execute'])
const selects: ReadonlySet<Stmt['kind']> = new Set(['selectInto', 'resultSet'])

/** Keeps the counts of the last statement where the program asks for them. */
export function counted(source: Stmt, converted: readonly Stmt[], state: State): readonly Stmt[] {
  const made = withNumberAhead(source, converted, state)
  const { kept } = state.frame.counters
  const rows = kept.has('rowCount') ? rowsAfter(source, state) : undefined
  const found = kept.has('foundRows') && selects.has(source.kind)
  if ((rows === undefined && !found) || made.length === 0) return keepLastNumber(source, made, state)
  // What the statement gave goes into variables of the session behind it, and would be counted.
  const at = made.findLastIndex((each) => each.kind !== 'evaluate') + 1
  const counting = [
    ...withCount(source, made.slice(0, at), rows === 'asked', state),
    ...(found ? [countFound(source, counterRef('foundRows', state), state)] : []),
    ...(typeof rows === 'bigint' ? [setCount(rows, state, source)] : []),
  ]
  return keepLastNumber(source, [...counting, ...made.slice(at)], state)
}

/** How the number of rows behind a statement is known: from the target, by its kind; absent: it stays what it was. */
function rowsAfter(source: Stmt, state: State): 'asked' | bigint | undefined {
  const { sourceCan, report } = contextOf(state)
  if (changes.has(source.kind)) return 'asked'
  if (source.kind === 'resultSet' && state.frame.collects) return source.single ? undefined : 'asked'
  if (source.kind === 'selectInto') return sourceCan.countsSelectedRows ? 'asked' : undefined
  if (source.kind === 'fetchCursor') return sourceCan.countsFetchedRows ? 'asked' : undefined
  if (!sourceCan.countsEveryStatement) return undefined
  if (source.kind === 'callStatement') report.note('XW-R0116', source.origin, { statement: 'CALL' })
  // Where errors are handled a transaction ends behind all else.
  return source.kind === 'transaction' && state.guarded ? undefined : countOfKind[source.kind]
}

/** The manual of the source, "Information Functions", ROW_COUNT(); what is not said there was measured. */
const countOfKind: Readonly<Partial<Record<Stmt['kind'], bigint>>> = {
  resultSet: -1n,
  transaction: 0n,
  definition: 0n,
  prepare: 0n,
  callStatement: 0n,
}

function withCount(source: Stmt, made: readonly Stmt[], isAsked: boolean, state: State): readonly Stmt[] {
  if (!isAsked) return made
  const ref = counterRef('rowCount', state)
  const collected = source.kind === 'selectInto' && source.collects ? countOfRows(made, ref, state) : undefined
  return [...withCountOfFailed(source, made, ref, state), collected ?? countInto(ref, source)]
}

const countFound = (source: Stmt, ref: VariableRef, state: State): Stmt =>
  ('query' in source && source.query ? countWithoutLimit(source.query, ref, state) : undefined) ??
  countInto(ref, source)

const setCount = (rows: bigint, state: State, { origin }: Stmt): Stmt => ({
  kind: 'assign',
  assignments: [{ target: counterRef('rowCount', state), value: intLiteral(rows, origin) }],
  origin,
})

const counterNames = { rowCount: 'row_count', foundRows: 'found_rows' } as const

/** The variable that holds a count; asking for it makes the program keep it. */
export function counterRef(counter: keyof typeof counterNames, state: Pick<State, 'frame' | 'env'>): VariableRef {
  state.frame.counters.asked.add(counter)
  const native = state.env.ctx.target.typeName({ kind: 'integer', bits: 64, signed: true }) ?? ''
  const wanted = counterNames[counter]
  const known = state.frame.extra.get(wanted)
  const name = known?.name ?? state.frame.names.variable(wanted, 'v')
  // Before the first statement the count is that of the one that called; none is what most call with.
  const { countsEveryStatement, countsFromNone } = state.env.ctx.sourceCan
  const start = counter === 'rowCount' && (countsEveryStatement || countsFromNone) ? intLiteral(0n) : undefined
  if (!known) state.frame.extra.set(wanted, { name, native, ...(start ? { start } : {}) })
  const { origin } = state.env.ctx.at
  return { kind: 'variable', scope: 'local', name, origin, ...typeOfCount() }
}

const typeOfCount = () => {
  const { type } = intLiteral(0n)
  return type ? { type: { ...type, logical: { kind: 'integer', bits: 64, signed: true } as const } } : {}
}

const countInto = (target: VariableRef, { origin }: Stmt): GetDiagnostics => ({
  kind: 'getDiagnostics',
  area: 'current',
  items: [{ target, name: 'ROW_COUNT' }],
  origin,
})
