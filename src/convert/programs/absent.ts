import type { FindingCode, FindingData } from '../../core/findings/codes.generated.js'
import type { Finding } from '../../core/findings/finding.js'
import { finding } from '../../core/findings/finding.js'
import { type Ident, ident, type QName } from '../../core/ir/names.js'
import type { TableExpr } from '../../core/ir/query.js'
import type { Routine, SchemaObject, WholeSchema } from '../../core/ir/schema.js'
import type { Block, Stmt, Stub } from '../../core/ir/statement.js'
import { findObject } from '../code/resolve/relations.js'
import { contextOf, type State } from './frame.js'
import { visitQueries } from './relations.js'
import { failingStub, graveOf } from './stubs.js'

/** What a statement names and the source does not have: the statement fails there whenever it runs. */
interface Absent {
  readonly condition: 'undefinedTable' | 'undefinedColumn' | 'undefinedRoutine'
  readonly data: FindingData['XW-R0096']
}

/** In the place of a statement that fails on the source whenever it runs, after saying so. Undefined: it is none. */
export function failingHere(stmt: Stmt, found: readonly Finding[], state: State): Stub | undefined {
  const { frame, env } = state
  const said = graveOf(found).length === 0 ? found.find(({ code }) => code in failing) : undefined
  if (said) {
    frame.sink.add(said)
    return failingStub(stmt, said, failing[said.code], frame)
  }
  const absent = absentIn(stmt, found, state)
  if (!absent) return undefined
  const { condition, data } = absent
  if (stmt.kind === 'openCursor') frame.neverOpen.set(stmt.cursor.text.toLowerCase(), data)
  const report = finding('XW-R0096', { object: env.ctx.at.object, origin: stmt.origin }, data)
  frame.sink.add(report)
  return failingStub(stmt, report, condition, frame)
}

/** What converters have found out already, and what a handler of the source may wait for then. */
const failing: Partial<Record<FindingCode, string>> = {
  'XW-R0096': 'cursorNotOpen',
  'XW-R0097': 'triggeredChange',
  'XW-R0098': 'noPlaceForValue',
}

/**
 * Why a statement that has no counterpart fails on the source as well, before it does anything: so an error in its place is
 * what it means. Only where a reader saw the whole schema, and no program makes or changes what is missing. Undefined: it
 * may do something on the source.
 */
function absentIn(stmt: Stmt, found: readonly Finding[], state: State): Absent | undefined {
  const grave = graveOf(found)
  if (grave.length === 0 || !failsAsAWhole(stmt)) return undefined
  if (stmt.kind === 'callStatement' && grave.every(({ code }) => code === 'XW-R0017'))
    return isAbsentProcedure(stmt.routine, stmt.args.length, state)
      ? { condition: 'undefinedRoutine', data: { kind: 'procedure', name: dottedName(stmt.routine) } }
      : undefined
  const unknown = grave.flatMap(({ code, data }) => (code === 'XW-F0002' && 'name' in data ? [`${data.name}`] : []))
  const [none] = unknown.length === grave.length ? unknown : []
  if (none !== undefined && isAbsentFunction(none, state))
    return { condition: 'undefinedRoutine', data: { kind: 'function', name: none } }
  const names = grave.flatMap(({ code, data }) =>
    code === 'XW-C0300' && 'kind' in data && 'name' in data ? [{ kind: `${data.kind}`, name: `${data.name}` }] : [],
  )
  // Tables are opened before anything else is looked at.
  const table = names.find(({ kind, name }) => kind === 'table or view' && isAbsentTable(nameOf(name), state))
  if (table) return { condition: 'undefinedTable', data: table }
  const column = names.find(({ kind }) => kind === 'column')
  const all = names.length === grave.length && names.every(({ kind, name }) => isAbsentColumn(kind, name, stmt, state))
  return column && all ? { condition: 'undefinedColumn', data: column } : undefined
}

/** Statements that do nothing before their names are looked up. A loop may have run before, a block has handlers. */
function failsAsAWhole(stmt: Stmt): boolean {
  if ('dynamic' in stmt && stmt.dynamic) return false
  switch (stmt.kind) {
    case 'block':
    case 'caseStatement':
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return false
    case 'if':
      return stmt.branches.length === 1
    case 'assign':
      return stmt.assignments.length === 1
    default:
      return true
  }
}

const dottedName = ({ schema, name }: QName): string => (schema ? `${schema.text}.${name.text}` : name.text)

function nameOf(dotted: string): QName | undefined {
  const parts = dotted.split('.').map((part): Ident => ident(part))
  const [first, second] = parts
  if (!first || parts.length > 2) return undefined
  return second ? { schema: first, name: second } : { name: first }
}

/** The schema that a name stands in, where all of it is known. */
function wholeSchema(name: QName | undefined, state: State): WholeSchema | undefined {
  const { at, source, sourceNames } = contextOf(state)
  const wanted = sourceNames.fold(name?.schema?.text ?? at.schema)
  return name && source.schemas.find((schema) => sourceNames.fold(schema.name.text) === wanted)?.whole
}

const isMade = ({ name }: QName, { made }: WholeSchema): boolean => made.includes(name.text.toLowerCase())

function isAbsentTable(name: QName | undefined, state: State): boolean {
  const whole = wholeSchema(name, state)
  return name !== undefined && whole !== undefined && !isMade(name, whole) && !findObject(contextOf(state), name)
}

/** What the name may stand in is all known, and has no column of the name. */
function isAbsentColumn(kind: string, dotted: string, stmt: Stmt, state: State): boolean {
  const [column, qualifier, ...others] = dotted.split('.').reverse()
  if (kind !== 'column' || column === undefined || others.length > 0) return false
  const whole = wholeSchema({ name: ident(column) }, state)
  if (!whole || !holdsItsQueries.has(stmt.kind) || whole.unlisted.includes(column.toLowerCase())) return false
  if (qualifier !== undefined && rowImages.has(qualifier.toLowerCase())) return false
  const { fold } = contextOf(state).sourceNames
  const isMeant = (table: TableExpr): boolean =>
    qualifier === undefined || (table.kind !== 'join' && fold(nameInQuery(table)) === fold(qualifier))
  const lacks = (names: readonly string[] | undefined): boolean =>
    names?.every((name) => name.toLowerCase() !== column.toLowerCase()) ?? false
  const { tables, aliases } = namesOf(stmt)
  const meant = tables.filter(isMeant)
  return !aliases.has(column.toLowerCase()) && meant.every((table) => lacks(columnsOf(table, state)))
}

/** All tables that such a statement reads stand in it: the query of a cursor or a prepared text does not. */
const holdsItsQueries: ReadonlySet<Stmt['kind']> = new Set<Stmt['kind']>([
  'assign',
  'delete',
  'if',
  'insert',
  'resultSet',
  'return',
  'selectInto',
  'update',
])

const rowImages: ReadonlySet<string> = new Set(['new', 'old'])

const nameInQuery = (table: Exclude<TableExpr, { kind: 'join' }>): string =>
  'alias' in table && table.alias ? table.alias.text : table.kind === 'tableRef' ? table.name.name.text : ''

/** Undefined: the columns are not known as they will be when the statement runs. */
function columnsOf(table: TableExpr, state: State): readonly string[] | undefined {
  if (table.kind !== 'tableRef') return undefined
  const { name } = table
  const whole = wholeSchema(name, state)
  const object = findObject(contextOf(state), name)
  if (!whole || isMade(name, whole) || whole.changed.includes(name.name.text.toLowerCase())) return undefined
  if (object?.kind === 'view')
    return contextOf(state)
      .viewColumns(object.id)
      ?.map((column) => column.name)
  return object?.kind === 'table' && !object.temporary ? object.columns.map((column) => column.name.text) : undefined
}

/** The tables of a statement, and the names, in lower case, that its queries give to what they select. */
function namesOf(stmt: Stmt): { readonly tables: readonly TableExpr[]; readonly aliases: ReadonlySet<string> } {
  const tables: TableExpr[] = []
  const aliases = new Set<string>()
  const body: Block = { kind: 'block', declarations: [], handlers: [], statements: [stmt], origin: stmt.origin }
  visitQueries(
    { body },
    {
      table: (table) => {
        if (table.kind !== 'join') tables.push(table)
      },
      select: ({ items }) => {
        for (const item of items) if ('alias' in item && item.alias) aliases.add(item.alias.text.toLowerCase())
      },
    },
  )
  return { tables, aliases }
}

const isAbsentFunction = (name: string, state: State): boolean =>
  wholeSchema({ name: ident(name) }, state)?.noFunctions.includes(name.toLowerCase()) ?? false

/** None of the name, or one that takes another number of arguments. */
function isAbsentProcedure(name: QName, given: number, state: State): boolean {
  const { at, byId, sourceNames } = contextOf(state)
  const { fold } = sourceNames
  const schema = name.schema?.text ?? at.schema
  const isNamed = (object: SchemaObject): object is Routine =>
    object.kind === 'routine' &&
    object.form === 'procedure' &&
    fold(object.name.schema?.text ?? '') === fold(schema) &&
    object.name.name.text.toLowerCase() === name.name.text.toLowerCase()
  const found = [...byId.values()].find(isNamed)
  if (!wholeSchema(name, state) || at.members !== undefined) return false
  if (!found?.program) return found === undefined
  const { params } = found.program
  return given > params.length || given < params.filter((param) => !param.default).length
}
