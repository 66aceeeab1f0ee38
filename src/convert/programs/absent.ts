import type { FindingData } from '../../core/findings/codes.generated.js'
import type { Finding } from '../../core/findings/finding.js'
import { finding } from '../../core/findings/finding.js'
import { type Ident, ident, type QName } from '../../core/ir/names.js'
import type { TableExpr } from '../../core/ir/query.js'
import type { Routine, SchemaObject, WholeSchema } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import { findObject } from '../code/resolve/relations.js'
import { contextOf, type State } from './frame.js'
import { tablesIn } from './relations.js'
import { graveOf } from './stubs.js'

/** What a statement names and the source does not have: the statement fails there whenever it runs. */
export interface Absent {
  readonly condition: 'undefinedTable' | 'undefinedColumn' | 'undefinedRoutine' | 'cursorNotOpen'
  readonly data: FindingData['XW-R0096']
}

/**
 * Why a statement that has no counterpart fails on the source as well, before it does anything: so an error in its place is
 * what it means. Only where a reader saw the whole schema, and no program makes or changes what is missing. Undefined: it
 * may do something on the source.
 */
export function absentIn(stmt: Stmt, found: readonly Finding[], state: State): Absent | undefined {
  const said = found.find(({ code }) => code === 'XW-R0096')
  if (said) return { condition: 'cursorNotOpen', data: said.data as Absent['data'] }
  const grave = graveOf(found)
  if (grave.length === 0 || !failsAsAWhole(stmt)) return undefined
  if (stmt.kind === 'callStatement' && grave.every(({ code }) => code === 'XW-R0017'))
    return isAbsentProcedure(stmt.routine, stmt.args.length, state)
      ? { condition: 'undefinedRoutine', data: { kind: 'procedure', name: dottedName(stmt.routine) } }
      : undefined
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

/** What is said of such a statement takes the place of all that was found in it. */
export function reportAbsent({ condition, data }: Absent, stmt: Stmt, { frame, env }: State): void {
  frame.sink.add(finding('XW-R0096', { object: env.ctx.at.object, origin: stmt.origin }, data))
  if (stmt.kind === 'openCursor' && condition !== 'cursorNotOpen')
    frame.neverOpen.set(stmt.cursor.text.toLowerCase(), data)
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

/** No table of the statement has a column of the name, and all of them are known. */
function isAbsentColumn(kind: string, dotted: string, stmt: Stmt, state: State): boolean {
  const column = dotted.split('.').at(-1)?.toLowerCase()
  const tables = tablesOf(stmt)
  const objects = tables.map((table) => (table.kind === 'tableRef' ? tableNamed(table.name, state) : undefined))
  return (
    kind === 'column' &&
    tables.length > 0 &&
    objects.every((object) => object?.columns.every(({ name }) => name.text.toLowerCase() !== column) ?? false)
  )
}

/** Undefined: it is a view, or not known as it will be when the statement runs. */
function tableNamed(name: QName, state: State): Extract<SchemaObject, { kind: 'table' }> | undefined {
  const whole = wholeSchema(name, state)
  const object = findObject(contextOf(state), name)
  if (!whole || object?.kind !== 'table' || object.temporary || isMade(name, whole)) return undefined
  return whole.changed.includes(name.name.text.toLowerCase()) ? undefined : object
}

function tablesOf(stmt: Stmt): readonly TableExpr[] {
  const tables: TableExpr[] = []
  tablesIn(
    { body: { kind: 'block', declarations: [], handlers: [], statements: [stmt], origin: stmt.origin } },
    (table) => {
      if (table.kind !== 'join') tables.push(table)
    },
  )
  return tables
}

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
