import type { Definition } from '../../../core/ir/definition.js'
import type { QName } from '../../../core/ir/names.js'
import type { SchemaObject, Trigger } from '../../../core/ir/schema.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import type { ScopeColumn } from '../../code/scope.js'
import { sameColumns } from '../../local-tables.js'
import { convertQuery } from '../code.js'
import { type Converters, contextOf, type State } from '../frame.js'
import { convertSessionCommand } from '../session/settings.js'
import { textOf } from '../stubs.js'
import { changeTable, moves } from './table-changes.js'

const wordsOf = (stmt: Definition): string => `${stmt.verb.toUpperCase()} ${stmt.object.toUpperCase()}`

/** Statements that make, empty and drop tables; others are text of the source's language. */
function definition(stmt: Definition, state: State): readonly Stmt[] {
  if (stmt.actions) return changeTable(stmt, state, (name) => targetName(name, stmt, state))
  const isTable = /^(temporary )?table$/.test(stmt.object)
  if (stmt.verb === 'rename' && isTable) return renameTables(stmt, state)
  if (stmt.verb === 'create' && stmt.object === 'view') return createView(stmt, state)
  if (stmt.verb === 'drop' && stmt.object === 'trigger') return dropTrigger(stmt, state)
  if (isTable && stmt.verb === 'create') return createTable(stmt, state)
  if (isTable && stmt.verb === 'drop')
    return [{ ...stmt, names: stmt.names.map((name) => targetName(name, stmt, state)) }]
  if (stmt.verb === 'truncate') return [{ ...stmt, names: stmt.names.map((name) => targetName(name, stmt, state)) }]
  if (stmt.verb === 'drop' && stmt.object === 'view') {
    return [{ ...stmt, names: stmt.names.map((name) => targetName(name, stmt, state)) }]
  }
  return noCounterpart(stmt, state)
}

function renameTables(stmt: Definition, state: State): readonly Stmt[] {
  const names = stmt.names.map((name) => targetName(name, stmt, state))
  const away = names.some((from, at) => at % 2 === 0 && moves(from, names[at + 1] ?? from))
  return away ? noCounterpart(stmt, state) : [{ ...stmt, names }]
}

/** A view by the columns of its query: the target replaces one only by a view of the same columns. */
function createView(stmt: Definition, state: State): readonly Stmt[] {
  const [name] = stmt.names
  if (!name || !stmt.query || !/\bVIEW\s+(IF\s+NOT\s+EXISTS\s+)?[^\s(]+\s+AS\b/i.test(stmt.text))
    return noCounterpart(stmt, state)
  const converted = convertQuery(stmt.query, state)
  if (!converted) return []
  return [{ ...stmt, names: [targetName(name, stmt, state)], query: converted.query }]
}

/** With its function, which nothing else calls. */
function dropTrigger(stmt: Definition, state: State): readonly Stmt[] {
  const ctx = contextOf(state)
  const [name] = stmt.names
  if (!name) return noCounterpart(stmt, state)
  const schema = name.schema?.text ?? ctx.at.schema
  const isNamed = (object: SchemaObject): boolean =>
    object.name.schema?.text === schema && object.name.name.text.toLowerCase() === name.name.text.toLowerCase()
  const known = [...ctx.byId.values()].filter(isNamed)
  const trigger = known.find((object) => object.kind === 'trigger')
  const target = trigger?.kind === 'trigger' ? ctx.target.objectName(trigger.id) : undefined
  if (trigger?.kind === 'trigger' && isOneOfSeveral(trigger, ctx)) return noCounterpart(stmt, state)
  if (target) return [{ ...stmt, names: [target] }]
  // One that a later script made, or none; a routine of the name is not meant.
  if (known.some((object) => object.kind === 'routine' || object.kind === 'event'))
    return stmt.guarded ? [] : noCounterpart(stmt, state)
  return [{ ...stmt, names: [targetName(name, stmt, state)] }]
}

/** Triggers of one event get names by their order, when all are known. */
function isOneOfSeveral(trigger: Trigger, { byId }: CodeContext): boolean {
  const fold = (name: QName): string => name.name.text.toLowerCase()
  const all = [...byId.values()].filter((each): each is Trigger => each.kind === 'trigger')
  const table = [...byId.values()].find((each) => each.kind === 'table' && fold(each.name) === fold(trigger.table))
  const isMade = trigger.timing === 'before' && table?.kind === 'table' && table.columns.some((each) => each.onUpdate)
  return (isMade && trigger.events.includes('update')) || all.some((each) => each !== trigger && meets(each, trigger))
}

const meets = (one: Trigger, other: Trigger): boolean =>
  one.timing === other.timing &&
  one.table.name.text.toLowerCase() === other.table.name.text.toLowerCase() &&
  one.events.some((event) => other.events.includes(event))

function noCounterpart(stmt: Definition, state: State): readonly Stmt[] {
  contextOf(state).report.fail('XW-R0014', stmt.origin, { what: wordsOf(stmt) })
  return []
}

/** By its columns, by a query, or like another table. */
function createTable(stmt: Definition, state: State): readonly Stmt[] {
  const [name, like] = stmt.names
  const ctx = contextOf(state)
  if (!name) return noCounterpart(stmt, state)
  if (stmt.table) {
    const known = findObject(ctx, name)
    // Of another table of that name the rest of the program would have the types.
    const other = known?.kind === 'table' && !sameColumns(known, stmt.table)
    return other ? noCounterpart(stmt, state) : [{ ...stmt, names: [targetName(name, stmt, state)] }]
  }
  if (stmt.query) {
    const converted = convertQuery(stmt.query, state)
    if (!converted) return []
    const own = targetName(name, stmt, state)
    noteMade(name, own, converted.columns, state)
    return [{ ...stmt, names: [own], query: converted.query }]
  }
  const model = like && findObject(ctx, like)
  if (!like || model?.kind !== 'table') return noCounterpart(stmt, state)
  const columns = model.columns.flatMap((column): readonly ScopeColumn[] => {
    const target = ctx.target.columnName(model.id, column.name.text)
    return target ? [{ name: column.name.text, target }] : []
  })
  const own = targetName(name, stmt, state)
  noteMade(name, own, columns, state)
  return [{ ...stmt, names: [own, targetName(like, stmt, state)] }]
}

/** From here on the program may name the table. */
function noteMade(name: QName, target: QName, columns: readonly ScopeColumn[], state: State): void {
  const key = contextOf(state).sourceNames.fold(name.name.text)
  state.frame.made.set(key, columns)
  state.frame.madeNames.set(key, target)
}

/** Whether the program makes a temporary table of the name anywhere: then that is the one it drops. */
function makesTemporary(name: QName, state: State): boolean {
  const { fold } = contextOf(state).sourceNames
  let found = false
  walkStmt(state.frame.program.body, {
    stmt: (stmt) => {
      if (stmt.kind === 'definition' && stmt.verb === 'create' && /^temporary/.test(stmt.object))
        found ||= stmt.names[0] !== undefined && fold(stmt.names[0].name.text) === fold(name.name.text)
      return !found
    },
  })
  return found
}

/** A table of the catalogue by its name there; any other by its own, in no schema when it may be a temporary one. */
function targetName(name: QName, stmt: Definition, state: State): QName {
  const ctx = contextOf(state)
  const object = findObject(ctx, name)
  const known = object && ctx.target.objectName(object.id)
  if (known) return known
  const made = state.frame.madeNames.get(ctx.sourceNames.fold(name.name.text))
  if (made) return made
  const own = ctx.target.alias(name.name.text)
  const schema = ctx.target.objectName(state.frame.object.id)?.schema
  const temporary = /^temporary/.test(stmt.object) || makesTemporary(name, state)
  return temporary || !schema ? { name: own } : { schema, name: own }
}

export const definitions: Converters<'definition' | 'command' | 'load'> = {
  definition,
  command: (stmt, state) => {
    const made = convertSessionCommand(stmt, state)
    if (made) return made
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: stmt.words })
    return []
  },
  load: (stmt, state) => {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: textOf(stmt.origin, state.frame).slice(0, 30) })
    return []
  },
}
