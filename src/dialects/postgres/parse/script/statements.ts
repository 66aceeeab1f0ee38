import { finding } from '../../../../core/findings/finding.js'
import { ident, type QName } from '../../../../core/ir/names.js'
import { type LowerContext, qnameOf } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { kindOf, type Node, stringsOf } from '../tree.js'
import { commentOn } from './comments.js'
import { drop, rename } from './drops.js'
import { type Apply, add, type Handlers, type Handling } from './handlers.js'
import { lowerRoutine, lowerTrigger, unmodelled } from './objects.js'
import { sequenceStatements, setNext } from './sequence-statements.js'
import type { ScriptSession } from './session.js'
import type { CatalogState } from './state.js'
import { tableStatements } from './table-statements.js'
import { typeStatements } from './type-statements.js'
import { viewStatements } from './view-statements.js'

/** Applies a statement to what the script has made so far. Undefined: no rule for its kind. */
export function applyStatement(
  node: Node,
  state: CatalogState,
  context: LowerContext,
  session: ScriptSession,
): Handling | undefined {
  const kind = kindOf(node)
  // Keys and handlers are of one kind by the type of the table.
  const handler = Reflect.get(handlers, kind) as Apply<string> | undefined
  if (handler) return handler(Reflect.get(node, kind), state, context, session)
  const what = made[kind]
  return what === undefined
    ? undefined
    : add(unmodelled(what, anyName(Reflect.get(node, kind), context), context), state, context)
}

const handlers: Handlers = {
  ...tableStatements,
  ...sequenceStatements,
  ...typeStatements,
  ...viewStatements,
  CreateSchemaStmt: ({ schemaname }, state) => {
    state.addSchema(schemaname ?? '')
    return 'made'
  },
  CreateFunctionStmt: (statement, state, context) => {
    const routine = lowerRoutine(statement, context)
    if (routine.kind === 'routine') state.routines.set(routine.id, { statement, context, routine })
    if (statement.replace && state.get(routine.id)) {
      state.replace(routine)
      return 'made'
    }
    return add(routine, state, context)
  },
  CreateTrigStmt: (statement, state, context) => {
    const trigger = lowerTrigger(statement, context)
    state.triggers.set(trigger.id, { statement, context, trigger })
    return add(trigger, state, context)
  },
  CommentStmt: (statement, state, context) => commentOn(statement, state, context),
  DropStmt: (statement, state, context) => drop(statement, state, context),
  RenameStmt: (statement, state, context) => rename(statement, state, context),
  VariableSetStmt: (statement, _state, _context, session) => {
    session.set(statement)
    return 'setting'
  },
  TransactionStmt: () => 'setting',
  SelectStmt: (statement, state, context, session) =>
    calledAlone(statement.targetList ?? [], state, context, session) ?? changesData('SELECT', context),
  InsertStmt: (_statement, _state, context) => changesData('INSERT', context),
  UpdateStmt: (_statement, _state, context) => changesData('UPDATE', context),
  DeleteStmt: (_statement, _state, context) => changesData('DELETE', context),
  DoStmt: (_statement, _state, context) => changesData('DO', context),
  CallStmt: (_statement, _state, context) => changesData('CALL', context),
  TruncateStmt: () => 'ignored',
  LockStmt: () => 'ignored',
  VacuumStmt: () => 'ignored',
  RefreshMatViewStmt: () => 'ignored',
  ClusterStmt: () => 'ignored',
  AlterOwnerStmt: () => 'ignored',
  GrantStmt: (_statement, _state, context) => rights('GRANT', context),
  GrantRoleStmt: (_statement, _state, context) => rights('GRANT', context),
  CreateRoleStmt: (_statement, _state, context) => rights('CREATE ROLE', context),
  AlterRoleStmt: (_statement, _state, context) => rights('ALTER ROLE', context),
  AlterDefaultPrivilegesStmt: (_statement, _state, context) => rights('ALTER DEFAULT PRIVILEGES', context),
  CreatedbStmt: () => 'ignored',
  AlterDatabaseSetStmt: () => 'ignored',
}

/** Statements that make an object of which only the name is read. */
const made: Readonly<Record<string, string>> = {
  CreateExtensionStmt: 'extension',
  RuleStmt: 'rule',
  CreatePolicyStmt: 'policy',
  CreateCastStmt: 'cast',
  CreateConversionStmt: 'conversion',
  CreateStatsStmt: 'statistics',
  CreateEventTrigStmt: 'event trigger',
  CreateFdwStmt: 'foreign data wrapper',
  CreateForeignServerStmt: 'server',
  CreateForeignTableStmt: 'foreign table',
  CreateUserMappingStmt: 'user mapping',
  CreatePublicationStmt: 'publication',
  CreateSubscriptionStmt: 'subscription',
  CreateOpClassStmt: 'operator class',
  CreateOpFamilyStmt: 'operator family',
  CreatePLangStmt: 'language',
  CreateTransformStmt: 'transform',
  CreateAmStmt: 'access method',
  CreateTableSpaceStmt: 'tablespace',
  SecLabelStmt: 'security label',
}

/** The first member that names something, under whatever name the parser keeps it. */
function anyName(value: object, context: LowerContext): QName {
  const members = Object.entries(value)
  const text = members.find(([name, each]) => /name$/.test(name) && typeof each === 'string')?.[1]
  const list = members.find(([name, each]) => /names$/.test(name) && Array.isArray(each))?.[1]
  const own: QName = Array.isArray(list)
    ? qnameOf(list, (one) => context.schemaOf(one, 'relation'))
    : { schema: context.schemaOf('', 'relation'), name: ident(String(text ?? context.text.trim().slice(0, 60))) }
  const table = members.find(
    ([name, each]) => (name === 'table' || name === 'relation') && typeof each === 'object',
  )?.[1]
  if (table === undefined || table === null) return own
  const owner = relationName(table, context)
  return { ...(owner.schema ? { schema: owner.schema } : {}), name: ident(`${owner.name.text}.${own.name.text}`) }
}

/** `SELECT set_config(…)` and `SELECT setval(…)`, as dumps write them. */
function calledAlone(
  targets: readonly Node[],
  state: CatalogState,
  context: LowerContext,
  session: ScriptSession,
): Handling | undefined {
  const [target, ...more] = targets
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined
  if (!value || !('FuncCall' in value) || more.length > 0) return undefined
  const { funcname = [], args = [] } = value.FuncCall
  const texts = args.map((node) => ('A_Const' in node ? (node.A_Const.sval?.sval ?? '') : ''))
  switch (stringsOf(funcname).at(-1)) {
    case 'set_config':
      if (texts[0] === 'search_path') session.searchPath((texts[1] ?? '').split(',').map((each) => each.trim()))
      return 'setting'
    case 'setval':
      return setNext(texts[0] ?? '', args, state, context)
    default:
      return undefined
  }
}

function changesData(statement: string, context: LowerContext): Handling {
  context.sink.add(finding('XW-P0220', { object: context.object, origin: context.whole }, { statement }))
  return 'ignored'
}

function rights(statement: string, context: LowerContext): Handling {
  context.sink.add(finding('XW-P0221', { object: context.object, origin: context.whole }, { statement }))
  return 'ignored'
}
