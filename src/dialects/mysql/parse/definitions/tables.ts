import type { Option } from '../../../../core/ir/schema.js'
import { canonicalCharset, canonicalCollation } from '../../collations.js'
import {
  type CstNode,
  hasWord,
  inOrder,
  isToken,
  type LowerContext,
  node,
  nodes,
  originOf,
  textBetween,
} from '../cst.js'
import { lowerIdents, lowerQName } from '../names.js'
import type { CreateTable, TableElement, TableOptions } from '../script/shapes.js'
import { clauseName } from '../types.js'
import { lowerColumn, optionText, type PlacedColumn } from './columns.js'
import { lowerKeyDefinition, lowerKeyTail } from './indexes.js'
import { lowerPartitioning, systemTimeText } from './partitions.js'

/** Lowers CREATE TABLE: `createStatement` with its `createTableTail`. */
export function lowerCreateTable(of: CstNode, tail: CstNode, context: LowerContext): CreateTable {
  const name = node(tail, 'qualifiedName')
  const elements = node(tail, 'tableElements')
  const rest = node(tail, 'tableTail')
  const partition = rest && node(rest, 'partitionClause')
  const like = node(tail, 'likeClause')
  const likeName = like && node(like, 'qualifiedName')
  const query = node(tail, 'query') ?? (rest && node(rest, 'query'))
  const system = partition && systemTimeText(partition, context)
  const partitioning = partition && system === undefined ? lowerPartitioning(partition, context) : undefined
  const options = lowerTableOptions(rest && node(rest, 'tableOptions'), context)
  return {
    kind: 'createTable',
    name: name ? lowerQName(name) : { name: { text: '', quoted: true } },
    temporary: hasWord(of, 'TEMPORARY'),
    orReplace: hasWord(of, 'REPLACE'),
    ifNotExists: node(tail, 'ifNotExists') !== undefined,
    elements: elements ? nodes(elements, 'tableElement').flatMap((each) => lowerTableElement(each, context)) : [],
    options:
      partition && system !== undefined ? withOption(options, 'partition_by', system, partition, context) : options,
    ...(partitioning === undefined ? {} : { partitioning }),
    ...(likeName ? { like: lowerQName(likeName) } : {}),
    ...(query ? { select: textBetween(query, context) } : {}),
    origin: originOf(of, context),
  }
}

const withOption = (said: TableOptions, name: string, value: string, of: CstNode, context: LowerContext) => ({
  ...said,
  options: [...said.options, { key: `mysql.${name}`, value, origin: originOf(of, context) }],
})

/** Lowers `tableElement`. */
export function lowerTableElement(of: CstNode, context: LowerContext): readonly TableElement[] {
  const key = node(of, 'keyDefinition')
  if (key) return [lowerKeyDefinition(key, context)]
  const named = node(of, 'namedElement')
  return named ? [lowerNamedElement(named, context).element] : []
}

/** Lowers `namedElement`: a column, a VECTOR key or a period. */
export function lowerNamedElement(
  of: CstNode,
  context: LowerContext,
): { readonly element: TableElement; readonly place?: PlacedColumn['place'] } {
  const tail = node(of, 'keyTail')
  if (tail) return { element: lowerKeyTail(tail, 'vector', of, context) }
  const period = node(of, 'identifierList')
  if (period) {
    const value = `(${lowerIdents(period)
      .map((name) => name.text)
      .join(', ')})`
    const option = { key: 'mysql.period_for_system_time', value, origin: originOf(of, context) }
    return { element: { kind: 'period', option } }
  }
  const { column, place } = lowerColumn(of, context)
  return { element: { kind: 'column', column }, ...(place === undefined ? {} : { place }) }
}

/** The options in the making. */
type OptionFacts = { -readonly [K in keyof TableOptions]: TableOptions[K] } & { options: Option[] }

/** Lowers `tableOptions`. Everything is kept under `mysql.<name>`; a later one of the same name wins. */
export function lowerTableOptions(of: CstNode | undefined, context: LowerContext): TableOptions {
  const said: OptionFacts = { options: [] }
  for (const option of of ? nodes(of, 'tableOption') : []) lowerTableOption(option, said, context)
  return said
}

/** Lowers one `tableOption` into the options said so far. */
export function lowerTableOption(of: CstNode, said: OptionFacts, context: LowerContext): void {
  const charset = node(of, 'charsetClause')
  const collate = node(of, 'collateClause')
  const named = node(of, 'namedOption')
  if (charset) setOption(said, 'charset', canonicalCharset(clauseName(charset, context)), of, context)
  else if (collate) setOption(said, 'collate', canonicalCollation(clauseName(collate, context)), of, context)
  else if (node(of, 'withSystemVersioning')) setOption(said, 'system_versioning', 'with', of, context)
  else if (named) lowerNamedOption(named, said, context)
}

function lowerNamedOption(of: CstNode, said: OptionFacts, context: LowerContext): void {
  const value = node(of, 'optionValue')
  const words = inOrder(of).flatMap(({ name, element }) =>
    isToken(element) && name !== 'Equal' ? [nameText(name, element.image)] : [],
  )
  const name = words.join('_').toLowerCase()
  const text = value ? optionText(value, context) : ''
  if (name === 'comment') said.comment = text
  else if (name === 'charset') setOption(said, name, canonicalCharset(text), of, context)
  else if (name === 'type') setOption(said, 'engine', text, of, context)
  else setOption(said, name, text, of, context)
}

const nameText = (kind: string, image: string): string =>
  kind === 'AnyName' && /^[`"]/.test(image) ? image.slice(1, -1) : image

function setOption(said: OptionFacts, name: string, value: string, of: CstNode, context: LowerContext): void {
  const key = `mysql.${name}`
  said.options = [...said.options.filter((each) => each.key !== key), { key, value, origin: originOf(of, context) }]
  if (name === 'charset') said.charset = value
  else if (name === 'collate') said.collation = value
  else if (name === 'engine') said.engine = value
  else if (name === 'auto_increment' && /^\d+$/.test(value)) said.autoIncrement = BigInt(value)
}
