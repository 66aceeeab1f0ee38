import type { Partition } from '../../../../core/ir/schema.js'
import { canonicalCharset, canonicalCollation } from '../../collations.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, textBetween, token } from '../cst.js'
import { lowerIdent, lowerQName } from '../names.js'
import type { AlterAction, AlterTable } from '../script/shapes.js'
import { clauseName } from '../types.js'
import { lowerColumn, lowerDefault } from './columns.js'
import { lowerKeyDefinition } from './indexes.js'
import { lowerPartitioning, lowerPartitionList } from './partitions.js'
import { lowerNamedElement, lowerTableElement, lowerTableOption, lowerTableOptions } from './tables.js'

type Action = AlterAction extends infer A ? (A extends AlterAction ? Omit<A, 'origin'> : never) : never

/** Lowers ALTER TABLE: the statement with its `alterTableTail`. */
export function lowerAlterTable(of: CstNode, tail: CstNode, context: LowerContext): AlterTable {
  const name = node(tail, 'qualifiedName')
  return {
    kind: 'alterTable',
    name: name ? lowerQName(name) : { name: { text: '', quoted: true } },
    ifExists: node(tail, 'ifExists') !== undefined,
    actions: nodes(tail, 'alterAction').flatMap((each) => lowerAction(each, context)),
    origin: originOf(of, context),
  }
}

const lowerings: Readonly<Record<string, (of: CstNode, context: LowerContext) => readonly Action[]>> = {
  addAction: lowerAdd,
  dropAction: (of) => [lowerDrop(of)],
  changeAction: lowerChange,
  modifyAction: lowerModify,
  alterColumnAction: lowerAlterColumn,
  renameAction: lowerRename,
  convertAction: lowerConvert,
  partitionClause: lowerPartitionBy,
  partitionAction: lowerPartitionAction,
  tableOption: lowerOption,
  orderAction: noEffect,
  maintenanceAction: noEffect,
  lockAction: noEffect,
  keysAction: noEffect,
}

function lowerAction(of: CstNode, context: LowerContext): readonly AlterAction[] {
  const [name, [element] = []] = Object.entries(of.children)[0] ?? []
  const origin = originOf(of, context)
  const child = element && 'children' in element ? element : undefined
  const lowering = name !== undefined && child && Object.hasOwn(lowerings, name) ? lowerings[name] : undefined
  const actions: readonly Action[] = lowering && child ? lowering(child, context) : noEffect(of, context)
  return actions.map((action) => ({ ...action, origin }))
}

function noEffect(of: CstNode, context: LowerContext): readonly Action[] {
  return [{ kind: 'noEffect', text: textBetween(of, context) }]
}

const unknown = (of: CstNode, context: LowerContext): readonly Action[] => [
  { kind: 'unknown', text: textBetween(of, context) },
]

function lowerAdd(of: CstNode, context: LowerContext): readonly Action[] {
  const ifNotExists = node(of, 'ifNotExists') !== undefined
  const key = node(of, 'keyDefinition')
  if (key) return [{ kind: 'add', element: lowerKeyDefinition(key, context), ifNotExists }]
  if (hasWord(of, 'PARTITION')) return [lowerAddPartition(of, context)]
  const list = node(of, 'tableElements')
  if (list) {
    return nodes(list, 'tableElement')
      .flatMap((each) => lowerTableElement(each, context))
      .map((element) => ({ kind: 'add', element, ifNotExists }))
  }
  const named = node(of, 'namedElement')
  return named ? [lowerAddNamed(named, ifNotExists, context)] : []
}

function lowerAddNamed(of: CstNode, ifNotExists: boolean, context: LowerContext): Action {
  const { element, place } = lowerNamedElement(of, context)
  if (element.kind !== 'column') return { kind: 'add', element, ifNotExists }
  const { column } = element
  // ADD SYSTEM VERSIONING reads like a column `system` of type `versioning`.
  if (!column.name.quoted && /^system\s+versioning$/i.test(textBetween(of, context))) {
    const option = { key: 'mysql.system_versioning', value: 'with', origin: column.origin }
    return { kind: 'options', options: { options: [option] } }
  }
  return { kind: 'addColumn', column, ifNotExists, ...(place === undefined ? {} : { place }) }
}

function lowerAddPartition(of: CstNode, context: LowerContext): Action {
  const list = node(of, 'partitionList')
  const count = token(of, 'IntegerNumber')
  const partitions: readonly Partition[] = list ? lowerPartitionList(list, context) : []
  return { kind: 'addPartitions', partitions, ...(count ? { count: Number(count.image) } : {}) }
}

function lowerDrop(of: CstNode): Action {
  const dropped = node(of, 'droppedName')
  const ifExists = (dropped ? node(dropped, 'ifExists') : node(of, 'ifExists')) !== undefined
  if (hasWord(of, 'PARTITION')) {
    const names = nodes(of, 'partitionName').map((each) => lowerIdent(node(each, 'identifier')))
    return { kind: 'dropPartitions', names, ifExists }
  }
  if (hasWord(of, 'PRIMARY')) return { kind: 'drop', what: 'primaryKey', ifExists }
  const name = lowerIdent(dropped && node(dropped, 'identifier'))
  if (hasWord(of, 'FOR') || hasWord(of, 'VERSIONING')) return { kind: 'drop', what: 'period', name, ifExists }
  const what = hasWord(of, 'FOREIGN')
    ? 'foreignKey'
    : node(of, 'keyWord')
      ? 'index'
      : hasWord(of, 'CHECK')
        ? 'check'
        : hasWord(of, 'CONSTRAINT')
          ? 'constraint'
          : 'column'
  return { kind: 'drop', what, name, ifExists }
}

function lowerChange(of: CstNode, context: LowerContext): readonly Action[] {
  const old = node(of, 'droppedName')
  const definition = node(of, 'columnDefinition')
  if (!definition) return unknown(of, context)
  const { column, place } = lowerColumn(definition, context)
  const ifExists = old !== undefined && node(old, 'ifExists') !== undefined
  const name = lowerIdent(old && node(old, 'identifier'))
  return [{ kind: 'changeColumn', name, column, ifExists, ...(place === undefined ? {} : { place }) }]
}

function lowerModify(of: CstNode, context: LowerContext): readonly Action[] {
  const definition = node(of, 'columnDefinition')
  if (!definition) return unknown(of, context)
  const { column, place } = lowerColumn(definition, context)
  const ifExists = node(of, 'ifExists') !== undefined
  return [{ kind: 'changeColumn', name: column.name, column, ifExists, ...(place === undefined ? {} : { place }) }]
}

function lowerAlterColumn(of: CstNode, context: LowerContext): readonly Action[] {
  const dropped = node(of, 'droppedName')
  const name = lowerIdent(dropped && node(dropped, 'identifier'))
  const ifExists = dropped !== undefined && node(dropped, 'ifExists') !== undefined
  const set = node(of, 'defaultClause')
  if (set) return [{ kind: 'setDefault', name, value: lowerDefault(set, context), ifExists }]
  if (hasWord(of, 'DROP')) return [{ kind: 'setDefault', name, value: undefined, ifExists }]
  const switched = node(of, 'switchWord')
  const word = switched && token(switched, 'AnyName')?.image.toLowerCase()
  const positive = switched !== undefined && !hasWord(switched, 'NOT')
  if (word === 'enforced') return [{ kind: 'checkEnforcement', name, enforced: positive }]
  const visible = word === 'visible' || (word === 'ignored' && !positive)
  return [{ kind: node(of, 'keyWord') ? 'indexVisibility' : 'columnVisibility', name, visible }]
}

function lowerRename(of: CstNode, context: LowerContext): readonly Action[] {
  const table = node(of, 'qualifiedName')
  if (table) return [{ kind: 'renameTable', to: lowerQName(table) }]
  const dropped = node(of, 'droppedName')
  const name = lowerIdent(dropped && node(dropped, 'identifier'))
  const to = lowerIdent(node(of, 'identifier'))
  if (node(of, 'keyWord')) return [{ kind: 'renameIndex', name, to }]
  if (!dropped) return unknown(of, context)
  return [{ kind: 'renameColumn', name, to, ifExists: node(dropped, 'ifExists') !== undefined }]
}

function lowerConvert(of: CstNode, context: LowerContext): readonly Action[] {
  const charset = node(of, 'charsetClause') ?? node(of, 'charsetWordClause')
  const collate = node(of, 'collateClause')
  return [
    {
      kind: 'convert',
      ...(charset ? { charset: canonicalCharset(clauseName(charset, context)) } : {}),
      ...(collate ? { collation: canonicalCollation(clauseName(collate, context)) } : {}),
    },
  ]
}

function lowerPartitionBy(of: CstNode, context: LowerContext): readonly Action[] {
  const partitioning = lowerPartitioning(of, context)
  return partitioning ? [{ kind: 'partitionBy', partitioning }] : unknown(of, context)
}

/** What leaves the definition as it is. */
const maintenance = new Set(['truncate', 'rebuild', 'repair', 'check', 'discard', 'import', 'exchange'])

function lowerPartitionAction(of: CstNode, context: LowerContext): readonly Action[] {
  const word = token(of, 'AnyName')?.image.toLowerCase() ?? ''
  const list = node(of, 'partitionList')
  const named = node(of, 'partitionNames')
  if (word === 'reorganize' && list && named) {
    const names = nodes(named, 'partitionName').map((each) => lowerIdent(node(each, 'identifier')))
    return [{ kind: 'reorganize', names, partitions: lowerPartitionList(list, context) }]
  }
  return maintenance.has(word) ? noEffect(of, context) : unknown(of, context)
}

const buildWords = new Set(['algorithm', 'wait', 'nowait', 'discard', 'import', 'order', 'upgrade', 'secondary_load'])

function lowerOption(of: CstNode, context: LowerContext): readonly Action[] {
  const options = lowerTableOptions(undefined, context)
  const said = { ...options, options: [...options.options] }
  lowerTableOption(of, said, context)
  const [option] = said.options
  const word = option?.key.slice('mysql.'.length)
  if (word === 'remove' && option?.value.toLowerCase() === 'partitioning') return [{ kind: 'removePartitioning' }]
  if (word !== undefined && buildWords.has(word)) return noEffect(of, context)
  return [{ kind: 'options', options: said }]
}
