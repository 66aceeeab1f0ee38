import type { VariableRef } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/program.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { findObject } from '../../code/resolve/relations.js'
import type { SessionScope } from '../../code/variables.js'
import type { Frame } from '../frame.js'
import { counterRef } from '../queries.js'
import { userVariableKey } from './definite-assignment.js'
import { sessionScope } from './session-scope.js'

/** The session as one program sees it. */
export function sessionOf(frame: Frame): SessionScope {
  let differ: boolean | undefined
  return sessionScope({
    object: frame.object,
    variables: frame.userVariables,
    own: (name, ctx) => ownVariable(name, frame, ctx),
    counter: (counter, ctx) => counterRef(counter, { frame, env: { ctx, ctes: new Map() } }),
    numbersDiffer: (ctx) => (differ ??= numbersDiffer(frame, ctx)),
  })
}

/** The local variable in place of a user variable that no one else uses; made, and told of, once. */
function ownVariable(name: string, frame: Frame, ctx: CodeContext): VariableRef {
  const { type } = frame.userVariables.typeOf(name)
  const key = `@${userVariableKey(name)}`
  const known = frame.extra.get(key)
  const target = known?.name ?? frame.names.variable(name, 'v')
  if (!known) {
    frame.extra.set(key, { name: target, native: ctx.target.typeName(type.logical) ?? '' })
    ctx.report.note('XW-R0152', ctx.at.origin, { name })
  }
  return { kind: 'variable', scope: 'local', name: target, type, origin: ctx.at.origin }
}

/**
 * Whether the program inserts several rows at once, or into tables whose triggers insert as well: the last number that a
 * counter gave is then not the first one of the program's own statement.
 */
const numbersDiffer = (frame: Frame, ctx: CodeContext): boolean =>
  holds(frame.program.body, (stmt) => stmt.kind === 'insert' && (severalRows(stmt) || triggersInsert(stmt, ctx)))

type Insert = Extract<Stmt, { kind: 'insert' }>

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
      holds(each.program.body, ({ kind }) => kind === 'insert'),
  )
}

function holds(body: Stmt, wanted: (stmt: Stmt) => boolean): boolean {
  let found = false
  walkStmt(body, {
    stmt: (stmt) => {
      found ||= wanted(stmt)
      return undefined
    },
  })
  return found
}
