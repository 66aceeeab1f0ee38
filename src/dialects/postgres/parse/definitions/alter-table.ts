import { type Finding, finding } from '../../../../core/findings/finding.js'
import { dotted, ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { Column, KeyConstraint, Table } from '../../../../core/ir/schema.js'
import { type LowerContext, originAt } from '../context.js'
import { type CatalogState, key, mapColumn, option } from '../script/state.js'
import { type AlterTableCmd, type AlterTableStmt, type Node, namesOf, stringOf } from '../tree.js'
import { lowerType, typeRef } from '../types.js'
import { commandsIn, spanOf } from '../written.js'
import { lowerColumn, lowerDefault, withIdentity } from './columns.js'
import { lowerConstraint, relationName } from './constraints.js'
import { storageOptions } from './indexes.js'
import { lowerPartition } from './partitions.js'
import { addPartition } from './table-partitions.js'
import { addConstraint, domainChecks, ofColumns } from './tables.js'

/** What a script says of a table that it has made. */
export function alterTable(statement: AlterTableStmt, state: CatalogState, context: LowerContext): void {
  const name = relationName(statement.relation, context)
  const texts = textsOf(statement, context)
  for (const [at, node] of (statement.cmds ?? []).entries()) {
    if (!('AlterTableCmd' in node)) continue
    const command = node.AlterTableCmd
    const isPart = state.parents.has(key(name))
    if (isPart || !isFolded(command)) state.keep(`${texts.head} ${texts.commands[at]?.text ?? ''}`, context)
    if (isRight(command)) continue
    if (isPart) {
      ofPartition(command, name, state, context)
      continue
    }
    if (!state.table(name)) {
      context.sink.add(missing(statement, name, context))
      return
    }
    const own = { ...ofColumns(context, state.table(name)), object: objectId('table', name) }
    if (!apply({ command, segment: texts.commands[at], only: statement.relation?.inh !== true }, name, state, own))
      context.sink.add(notUnderstood(command, name, context))
  }
}

/** A key of a partition is most often the parent's, which its index is attached to later. */
function ofPartition(command: AlterTableCmd, name: QName, state: CatalogState, context: LowerContext): void {
  const { def } = command
  const constraint = def && 'Constraint' in def ? def.Constraint : undefined
  const part = constraint?.conname ?? command.name ?? command.subtype ?? ''
  const origin = originAt(context, constraint?.location ?? 0)
  const text = origin.from === 'text' ? context.text.slice(origin.start, origin.end) : ''
  state.partitionParts.set(`${name.schema?.text ?? ''}.${part}`, {
    partition: key(name),
    option: option(part, text, origin),
  })
}

interface Segment {
  readonly start: number
  readonly text: string
}

interface Said {
  readonly command: AlterTableCmd
  readonly segment: Segment | undefined
  readonly only: boolean
}

const dottedName = /^(?:"(?:[^"]|"")*"|[^\s".,;(]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[^\s".,;(]+))*(?:\s*\*)?/

function textsOf(statement: AlterTableStmt, context: LowerContext) {
  const start = context.offsetOf(statement.relation?.location ?? 0)
  const end = start + (dottedName.exec(context.text.slice(start))?.[0].length ?? 0)
  const from = context.whole.from === 'text' ? context.whole.start : 0
  return { head: context.text.slice(from, end), commands: commandsIn(context.text, end) }
}

/** What the table itself holds afterwards. All else a target of the same engine is told in the words of the script. */
function isFolded({ subtype, def }: AlterTableCmd): boolean {
  if (subtype === 'AT_AddConstraint')
    return (
      def !== undefined &&
      'Constraint' in def &&
      /PRIMARY|UNIQUE|FOREIGN|CHECK|NOTNULL/.test(def.Constraint.contype ?? '')
    )
  return /^AT_(AddColumn|DropColumn|ColumnDefault|SetNotNull|DropNotNull|AlterColumnType|AddIdentity|DropIdentity|DropConstraint)$/.test(
    subtype ?? '',
  )
}

/** Who owns it, and what makes the engine faster: nothing of the definition. */
const isRight = ({ subtype }: AlterTableCmd): boolean =>
  /^AT_(ChangeOwner|SetStatistics|ClusterOn|DropCluster|SetCompression|ReplicaIdentity|SetOptions)$/.test(subtype ?? '')

function missing(statement: AlterTableStmt, name: QName, context: LowerContext): Finding {
  const at = { object: objectId('table', name), origin: originAt(context, statement.relation?.location) }
  return finding('XW-P0203', at, { statement: 'ALTER TABLE', name: dotted(name) })
}

function notUnderstood({ subtype }: AlterTableCmd, name: QName, context: LowerContext): Finding {
  const at = { object: objectId('table', name), origin: context.whole }
  return finding('XW-P0214', at, { action: (subtype ?? '').replace(/^AT_/, '') })
}

function apply({ command, segment, only }: Said, name: QName, state: CatalogState, context: LowerContext): boolean {
  const { subtype, def } = command
  const column = (change: (column: Column) => Column): boolean =>
    state.changeTable(name, (table) => mapColumn(table, command.name ?? '', change))
  switch (subtype) {
    case 'AT_AddColumn':
      return def !== undefined && 'ColumnDef' in def && addColumn(def, name, state, context)
    case 'AT_DropColumn':
      return state.changeTable(name, (table) => withoutColumn(table, command.name ?? ''))
    case 'AT_ColumnDefault':
      return column((each) => withDefault(each, def, segment, context))
    case 'AT_SetNotNull':
      return column((each) => ({ ...each, nullable: false }))
    case 'AT_DropNotNull':
      return column((each) => ({ ...each, nullable: true }))
    case 'AT_AlterColumnType':
      return column((each) => retyped(each, def, segment, context))
    case 'AT_AddIdentity':
      return def !== undefined && 'Constraint' in def && addIdentity(def, command, name, state, context)
    case 'AT_DropIdentity':
      return column(({ identity: _identity, ...rest }) => rest)
    case 'AT_AddConstraint':
      return def !== undefined && 'Constraint' in def && addLowered(def, only, name, state, context)
    case 'AT_DropConstraint':
      return state.changeTable(name, (table) => withoutConstraint(table, command.name ?? ''))
    case 'AT_AttachPartition':
      return def !== undefined && 'PartitionCmd' in def && attach(def, name, state, context)
    default:
      return applyOption(command, name, state, context)
  }
}

function applyOption(command: AlterTableCmd, name: QName, state: CatalogState, context: LowerContext): boolean {
  const { subtype, def } = command
  const add = (...made: Table['options']): boolean =>
    state.changeTable(name, (table) => ({ ...table, options: [...table.options, ...made] }))
  const origin = context.whole
  switch (subtype) {
    case 'AT_SetRelOptions':
      return add(...storageOptions(def && 'List' in def ? (def.List.items ?? []) : [], context))
    case 'AT_SetStorage':
    case 'AT_ResetRelOptions':
    case 'AT_ValidateConstraint':
    case 'AT_SetAccessMethod':
      return true
    case 'AT_SetTableSpace':
      return add(option('tablespace', command.name ?? '', origin))
    case 'AT_EnableRowSecurity':
    case 'AT_ForceRowSecurity':
      return add(option('row_security', subtype === 'AT_ForceRowSecurity' ? 'force' : 'enable', origin))
    case 'AT_AddInherit':
      return add(
        option('inherits', def && 'RangeVar' in def ? dotted(relationName(def.RangeVar, context)) : '', origin),
      )
    case 'AT_EnableTrig':
    case 'AT_EnableTrigAll':
      return true
    case 'AT_DisableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
      return add(option(`trigger.${command.name ?? ''}`, (subtype ?? '').replace(/^AT_/, ''), origin))
    default:
      return false
  }
}

function addColumn(
  { ColumnDef: definition }: Extract<Node, { ColumnDef: unknown }>,
  name: QName,
  state: CatalogState,
  context: LowerContext,
): boolean {
  const { column, type, constraints } = lowerColumn(definition, context)
  const own = definition.colname ?? ''
  const found = constraints.flatMap((constraint) => {
    const made = lowerConstraint(constraint, own, context)
    return made?.kind === 'constraint' ? [made.constraint] : []
  })
  return state.changeTable(name, (table) => {
    if (table.columns.some((each) => each.name.text === own)) return table
    const wider = { ...table, columns: [...table.columns, column] }
    return [...found, ...domainChecks(type.user, own, context)].reduce(addConstraint, wider)
  })
}

const withoutColumn = (table: Table, name: string): Table => ({
  ...table,
  columns: table.columns.filter((column) => column.name.text !== name),
  constraints: table.constraints.filter(
    (each) => each.kind === 'check' || !each.columns.some((column) => column.text === name),
  ),
  indexes: table.indexes.filter(
    (index) => !index.parts.some(({ expr }) => expr.kind === 'column' && expr.path.at(-1)?.text === name),
  ),
})

function withDefault(
  column: Column,
  node: Node | undefined,
  segment: Segment | undefined,
  context: LowerContext,
): Column {
  const { default: _default, ...rest } = column
  const written = segment && behind(segment, /\bSET\s+DEFAULT\b/i, undefined, context)
  return node ? { ...rest, default: { ...lowerDefault(node, column, context), ...(written ? { written } : {}) } } : rest
}

/** What stands behind some words of a command, up to others. */
function behind({ start, text }: Segment, words: RegExp, until: RegExp | undefined, context: LowerContext) {
  const found = words.exec(text)
  if (!found) return undefined
  const from = context.text.indexOf(text, start) + found.index + found[0].length
  const rest = context.text.slice(from, context.text.indexOf(text, start) + text.length)
  const end = until?.exec(rest)?.index ?? rest.length
  return spanOf(context, from, from + end)
}

function retyped(column: Column, node: Node | undefined, segment: Segment | undefined, context: LowerContext): Column {
  if (!node || !('ColumnDef' in node) || !node.ColumnDef.typeName) return column
  const { typeName, collClause } = node.ColumnDef
  const written = segment && behind(segment, /\bTYPE\b/i, /\bUSING\b/i, context)
  const type = typeRef(lowerType(typeName, context, collClause?.collname))
  return { ...column, type: { ...type, ...(written ? { written } : {}) } }
}

function addIdentity(
  { Constraint: constraint }: Extract<Node, { Constraint: unknown }>,
  command: AlterTableCmd,
  name: QName,
  state: CatalogState,
  context: LowerContext,
): boolean {
  for (const node of constraint.options ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'sequence_name') continue
    const names = namesOf(node.DefElem.arg)
    state.identities.set(names.slice(-2).join('.'), { table: name, column: command.name ?? '' })
  }
  return state.changeTable(name, (table) =>
    mapColumn(table, command.name ?? '', (column) => withIdentity(column, constraint, context)),
  )
}

function addLowered(
  { Constraint: constraint }: Extract<Node, { Constraint: unknown }>,
  only: boolean,
  name: QName,
  state: CatalogState,
  context: LowerContext,
): boolean {
  const made = lowerConstraint(constraint, undefined, context)
  if (made === undefined)
    return state.changeTable(name, (table) =>
      (constraint.keys ?? []).reduce<Table>(
        (changed, node) => mapColumn(changed, stringOf(node), (column) => ({ ...column, nullable: false })),
        table,
      ),
    )
  if (made.kind === 'option')
    return state.changeTable(name, (table) => ({ ...table, options: [...table.options, made.option] }))
  if (made.kind === 'usingIndex')
    return state.changeTable(name, (table) => overIndex(table, made.index, made.constraint))
  const own = only ? { ...made.constraint, only } : made.constraint
  return state.changeTable(name, (table) => addConstraint(table, own))
}

/** `UNIQUE USING INDEX`: the index becomes the key. */
function overIndex(table: Table, name: string, constraint: KeyConstraint): Table {
  const index = table.indexes.find((each) => each.name?.text === name)
  if (!index) return table
  const columns = index.parts.flatMap(({ expr }) => (expr.kind === 'column' ? (expr.path.at(-1) ?? []) : []))
  const rest = { ...table, indexes: table.indexes.filter((each) => each !== index) }
  return addConstraint(rest, { ...constraint, columns, name: constraint.name ?? ident(name) })
}

const withoutConstraint = (table: Table, name: string): Table => ({
  ...table,
  constraints: table.constraints.filter((each) => each.name?.text !== name),
  options: table.options.filter((each) => each.key !== `postgres.exclude.${name}`),
})

function attach(
  { PartitionCmd: command }: Extract<Node, { PartitionCmd: unknown }>,
  parent: QName,
  state: CatalogState,
  context: LowerContext,
): boolean {
  const name = relationName(command.name, context)
  const partition = lowerPartition(name.name.text, command.bound, context)
  state.parents.set(key(name), key(parent))
  return addPartition(parent, name, partition, state)
}
