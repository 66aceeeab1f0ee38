import { type Finding, finding } from '../../../../core/findings/finding.js'
import { dotted, ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { SchemaObject, View } from '../../../../core/ir/schema.js'
import type { LowerContext, UserType } from '../context.js'
import { qnameOf } from '../context.js'
import { alterTable } from '../definitions/alter-table.js'
import { relationName } from '../definitions/constraints.js'
import { lowerIndex, storageOptions } from '../definitions/indexes.js'
import { lowerPartition } from '../definitions/partitions.js'
import { numberOf, ownerIn, sequenceOptions } from '../definitions/sequences.js'
import { addPartition } from '../definitions/table-partitions.js'
import { lowerTable, ofColumns } from '../definitions/tables.js'
import { lowerExpr } from '../expressions.js'
import { type LoweredQuery, lowerQuery, NotLowered } from '../queries.js'
import { kindOf, type Node, stringOf, stringsOf } from '../tree.js'
import { lowerType } from '../types.js'
import { commentOn } from './comments.js'
import { drop, rename } from './drops.js'
import { lowerRoutine, lowerTrigger, unmodelled } from './objects.js'
import type { ScriptSession } from './session.js'
import { type CatalogState, key, option } from './state.js'

/** How a statement is counted, where it makes no object that stands in the catalogue. */
export type Handling = 'made' | 'data' | 'setting' | 'applied' | 'ignored'

type Apply<K extends string> = (
  node: Extract<Node, Record<K, unknown>>[K],
  state: CatalogState,
  context: LowerContext,
  session: ScriptSession,
) => Handling

type Handlers = { readonly [K in Node extends infer N ? (N extends N ? keyof N : never) : never]?: Apply<K & string> }

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
  CreateSchemaStmt: ({ schemaname }, state) => {
    state.addSchema(schemaname ?? '')
    return 'made'
  },
  CreateStmt: (statement, state, context) => {
    const name = relationName(statement.relation, context)
    if (statement.if_not_exists && state.table(name)) return 'ignored'
    // The columns of a typed table are those of its type.
    if (statement.ofTypename) return add(unmodelled('table', name, context), state, context)
    const parent = statement.partbound && statement.inhRelations?.[0]
    const table = lowerTable(statement, name, state, { ...context, object: objectId('table', name) })
    if (!parent || !('RangeVar' in parent)) return add(table, state, context)
    const above = relationName(parent.RangeVar, context)
    state.parents.set(key(name), key(above))
    state.add({ ...table, options: table.options.filter((each) => each.key !== 'postgres.inherits') })
    const placed = addPartition(above, name, lowerPartition(name.name.text, statement.partbound, context), state)
    return placed ? 'made' : 'ignored'
  },
  AlterTableStmt: (statement, state, context) => {
    if (statement.objtype === 'OBJECT_TABLE') alterTable(statement, state, context)
    else if (statement.objtype === 'OBJECT_INDEX') attachIndex(statement, state, context)
    return 'applied'
  },
  IndexStmt: (statement, state, context) => {
    const name = relationName(statement.relation, context)
    if (state.parents.has(key(name))) {
      const own = `${name.schema?.text ?? ''}.${statement.idxname ?? ''}`
      state.partitionParts.set(own, {
        partition: key(name),
        option: option(`index.${statement.idxname ?? ''}`, context.text.trim(), context.whole),
      })
      return 'made'
    }
    const view = state.get(objectId('view', name))
    if (view) return addIndexOption(view, state, context)
    const index = lowerIndex(statement, ofColumns(context, state.table(name)))
    const found = state.changeTable(name, (table) => ({ ...table, indexes: [...table.indexes, index] }))
    if (!found) context.sink.add(missing('CREATE INDEX', name, context))
    return found ? 'made' : 'ignored'
  },
  CreateSeqStmt: ({ sequence, options = [], if_not_exists }, state, context) => {
    const name = relationName(sequence, context)
    if (if_not_exists && state.sequences.has(key(name))) return 'ignored'
    const made = {
      ...{ kind: 'sequence' as const, id: objectId('sequence', name), name, origin: context.whole, options: [] },
      sequence: sequenceOptions(options, { cycle: false }),
    }
    state.sequences.set(key(name), { sequence: made, ...ownerOf(options, name) })
    return add(made, state, context)
  },
  AlterSeqStmt: ({ sequence, options = [] }, state, context) => {
    const name = relationName(sequence, context)
    const found = state.sequences.get(key(name))
    if (!found) return 'ignored'
    const changed = { ...found.sequence, sequence: sequenceOptions(options, found.sequence.sequence) }
    state.sequences.set(key(name), { ...found, sequence: changed, ...ownerOf(options, name) })
    state.replace(changed)
    return 'applied'
  },
  CreateEnumStmt: ({ typeName, vals = [] }, state, context) => {
    const name = qnameOf(typeName, (one) => context.schemaOf(one, 'type'))
    const id = objectId('enumType', name)
    const labels = stringsOf(vals)
    state.types.set(key(name), { kind: 'enum', id, labels })
    return add({ kind: 'enumType', id, name, labels, origin: context.whole, options: [] }, state, context)
  },
  AlterEnumStmt: ({ typeName, newVal, newValNeighbor, newValIsAfter, oldVal }, state, context) => {
    const name = qnameOf(typeName, (one) => context.schemaOf(one, 'type'))
    const known = state.types.get(key(name))
    const object = known && state.get(known.id)
    if (known?.kind !== 'enum' || object?.kind !== 'enumType') return 'ignored'
    const labels = changedLabels(known.labels, { newVal, newValNeighbor, newValIsAfter, oldVal })
    state.types.set(key(name), { ...known, labels })
    state.replace({ ...object, labels })
    return 'applied'
  },
  CreateDomainStmt: (statement, state, context) => {
    const name = qnameOf(statement.domainname, (one) => context.schemaOf(one, 'type'))
    const object = unmodelled('domain', name, context)
    state.types.set(key(name), domainOf(statement, object.id, context))
    return add(object, state, context)
  },
  CompositeTypeStmt: ({ typevar }, state, context) => addType(relationName(typevar, context), state, context),
  CreateRangeStmt: ({ typeName }, state, context) =>
    addType(
      qnameOf(typeName, (one) => context.schemaOf(one, 'type')),
      state,
      context,
    ),
  ViewStmt: ({ view, aliases = [], query, withCheckOption, options = [], replace }, state, context) => {
    const name = relationName(view, context)
    if (replace) state.remove(objectId('view', name))
    return addView(name, query, { aliases, withCheckOption, options, materialized: false }, state, context)
  },
  CreateTableAsStmt: ({ objtype, into, query }, state, context) => {
    const name = relationName(into?.rel, context)
    if (objtype === 'OBJECT_MATVIEW')
      return addView(name, query, { aliases: into?.colNames ?? [], materialized: true }, state, context)
    context.sink.add(
      finding('XW-P0215', { object: objectId('table', name), origin: context.whole }, { table: dotted(name) }),
    )
    return add(unmodelled('table', name, context), state, context)
  },
  CreateFunctionStmt: (statement, state, context) => {
    const routine = lowerRoutine(statement, context)
    if (statement.replace && state.get(routine.id)) {
      state.replace(routine)
      return 'made'
    }
    return add(routine, state, context)
  },
  CreateTrigStmt: (statement, state, context) => add(lowerTrigger(statement, context), state, context),
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
  DefineStmt: 'object',
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

function add(object: SchemaObject, state: CatalogState, context: LowerContext): Handling {
  if (state.add(object)) return 'made'
  context.sink.add(finding('XW-P0201', { object: object.id, origin: context.whole }, { name: dotted(object.name) }))
  return 'ignored'
}

function missing(statement: string, name: QName, context: LowerContext): Finding {
  return finding(
    'XW-P0203',
    { object: objectId('table', name), origin: context.whole },
    { statement, name: dotted(name) },
  )
}

/** `ALTER INDEX … ATTACH PARTITION`: the index is the parent's. */
function attachIndex(
  statement: Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt'],
  state: CatalogState,
  context: LowerContext,
): void {
  for (const node of statement.cmds ?? []) {
    const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined
    if (!def || !('PartitionCmd' in def)) continue
    state.partitionParts.delete(key(relationName(def.PartitionCmd.name, context)))
  }
}

function addIndexOption(view: SchemaObject, state: CatalogState, context: LowerContext): Handling {
  const made = option(`index.${view.options.length + 1}`, context.text.trim(), context.whole)
  state.replace({ ...view, options: [...view.options, made] })
  return 'made'
}

function ownerOf(options: readonly Node[], sequence: QName) {
  const names = ownerIn(options)
  if (!names) return {}
  const table: QName = {
    schema: names.length > 2 ? ident(names.at(-3) ?? '') : (sequence.schema ?? ident('public')),
    name: ident(names.at(-2) ?? ''),
  }
  return { ownedBy: { table, column: names.at(-1) ?? '' } }
}

interface LabelChange {
  readonly newVal: string | undefined
  readonly newValNeighbor: string | undefined
  readonly newValIsAfter: boolean | undefined
  readonly oldVal: string | undefined
}

function changedLabels(labels: readonly string[], change: LabelChange): readonly string[] {
  const { newVal = '', newValNeighbor, newValIsAfter, oldVal } = change
  if (oldVal !== undefined) return labels.map((label) => (label === oldVal ? newVal : label))
  if (labels.includes(newVal)) return labels
  const beside = newValNeighbor === undefined ? labels.length : labels.indexOf(newValNeighbor) + (newValIsAfter ? 1 : 0)
  return [...labels.slice(0, beside), newVal, ...labels.slice(beside)]
}

function domainOf(
  statement: Extract<Node, { CreateDomainStmt: unknown }>['CreateDomainStmt'],
  id: UserType['id'],
  context: LowerContext,
): UserType {
  const collation = stringsOf(statement.collClause?.collname).at(-1)
  const { logical } = lowerType(statement.typeName ?? {}, context, collation)
  const own: LowerContext = { ...context, columnType: () => logical }
  const constraints = (statement.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
  const of = (contype: string) => constraints.filter((each) => each.contype === contype)
  const value = of('CONSTR_DEFAULT')[0]?.raw_expr
  return {
    ...{ kind: 'domain', id, logical, nullable: of('CONSTR_NOTNULL').length === 0 },
    ...(value ? { default: lowerExpr(value, own) } : {}),
    checks: of('CONSTR_CHECK').map(({ conname, raw_expr }) => ({
      ...(conname === undefined ? {} : { name: conname }),
      expr: lowerExpr(raw_expr, own),
    })),
  }
}

function addType(name: QName, state: CatalogState, context: LowerContext): Handling {
  const object = unmodelled('type', name, context)
  state.types.set(key(name), { kind: 'other', id: object.id })
  return add(object, state, context)
}

interface ViewFacts {
  readonly aliases: readonly Node[]
  readonly withCheckOption?: string | undefined
  readonly options?: readonly Node[]
  readonly materialized: boolean
}

function addView(
  name: QName,
  query: Node | undefined,
  { aliases, withCheckOption = '', options = [], materialized }: ViewFacts,
  state: CatalogState,
  context: LowerContext,
): Handling {
  const reloptions = storageOptions(options, context)
  const written = reloptions.find((each) => each.key === 'postgres.with.check_option')?.value.toUpperCase()
  const words = /^(LOCAL|CASCADED)_CHECK/.exec(withCheckOption)?.[1] ?? written
  const check = words === 'LOCAL' ? 'local' : words === 'CASCADED' ? 'cascaded' : undefined
  const invoker = options.some((node) => 'DefElem' in node && node.DefElem.defname === 'security_invoker')
  const lowered = queryOf(query, { ...context, object: objectId('view', name) })
  const names = aliases.map(stringOf)
  const columns = lowered?.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }))
  if (columns) state.viewColumns.set(key(name), columns)
  const view: View = {
    ...{ kind: 'view', id: objectId('view', name), name, materialized, origin: context.whole },
    options: reloptions.filter(({ key: each }) => !/check_option|security_invoker/.test(each)),
    columns: names.map((each) => ident(each)),
    query: lowered?.query ?? { kind: 'opaque', text: context.text, why: 'XW-C0313', origin: context.whole },
    ...(check ? { checkOption: check } : {}),
    security: invoker ? 'invoker' : 'definer',
  }
  return add(view, state, context)
}

/** Undefined: it holds what is not lowered. The view is listed with its text then. */
function queryOf(query: Node | undefined, context: LowerContext): LoweredQuery | undefined {
  try {
    return query && 'SelectStmt' in query ? lowerQuery(query.SelectStmt, context) : undefined
  } catch (error) {
    if (!(error instanceof NotLowered)) throw error
    const at = { object: context.object, origin: context.whole }
    context.sink.add(finding('XW-P0010', at, { construct: error.message }))
    return undefined
  }
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

/** Where a counter goes on: the third argument says whether the value was given out already. */
function setNext(name: string, args: readonly Node[], state: CatalogState, context: LowerContext): Handling {
  const value = numberOf(args[1])
  const last = args[2]
  const given = !(last && 'A_Const' in last && last.A_Const.boolval && last.A_Const.boolval.boolval !== true)
  const full = sequenceName(name, context)
  const found = state.sequences.get(key(full))
  const column = state.identities.get(key(full))
  // A counter that the script has not made belongs to something that is not read.
  if (value === undefined || (!found && !column)) return 'ignored'
  const next = (step: bigint): bigint => (given ? value + step : value)
  if (found) {
    const { sequence } = found.sequence
    const moved = { ...found.sequence, sequence: { ...sequence, next: next(sequence.increment ?? 1n) } }
    state.sequences.set(key(full), { ...found, sequence: moved })
    state.replace(moved)
  }
  if (column)
    state.changeTable(column.table, (table) => ({
      ...table,
      columns: table.columns.map((each) =>
        each.name.text === column.column && each.identity
          ? {
              ...each,
              identity: {
                ...each.identity,
                sequence: { ...each.identity.sequence, next: next(each.identity.sequence.increment ?? 1n) },
              },
            }
          : each,
      ),
    }))
  return 'applied'
}

/** The text of a regclass: `public.s`, `"My Seq"`. */
export function sequenceName(text: string, context: Pick<LowerContext, 'schemaOf'>): QName {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '').toLowerCase() : quoted.replaceAll('""', '"'),
  )
  const name = parts.at(-1) ?? ''
  const schema = parts.at(-2)
  return { schema: schema === undefined ? context.schemaOf(name, 'relation') : ident(schema), name: ident(name) }
}

function changesData(statement: string, context: LowerContext): Handling {
  context.sink.add(finding('XW-P0220', { object: context.object, origin: context.whole }, { statement }))
  return 'ignored'
}

function rights(statement: string, context: LowerContext): Handling {
  context.sink.add(finding('XW-P0221', { object: context.object, origin: context.whole }, { statement }))
  return 'ignored'
}
