import { column as columnRef } from '../../../../core/ir/build.js'
import { ident } from '../../../../core/ir/names.js'
import type { Index, IndexPart, Option } from '../../../../core/ir/schema.js'
import { type LowerContext, originAt } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { option } from '../script/state.js'
import { type IndexElem, type IndexStmt, type Node, stringsOf } from '../tree.js'

const methods: Readonly<Record<string, Index['method']>> = {
  btree: 'btree',
  hash: 'hash',
  gin: 'gin',
  gist: 'gist',
  spgist: 'gist',
  brin: 'brin',
}

export function lowerIndex(statement: IndexStmt, context: LowerContext): Index {
  const { idxname, accessMethod = 'btree', indexParams = [], whereClause } = statement
  return {
    ...(idxname === undefined ? {} : { name: ident(idxname) }),
    unique: statement.unique === true,
    method: methods[accessMethod] ?? 'gist',
    parts: elements(indexParams).map((element) => lowerPart(element, context)),
    ...(whereClause ? { where: lowerExpr(whereClause, context) } : {}),
    visible: true,
    origin: originAt(context, statement.relation?.location),
    ...(context.whole.from === 'text' ? { written: context.whole } : {}),
    options: indexOptions(statement, context),
  }
}

const elements = (nodes: readonly Node[]): readonly IndexElem[] =>
  nodes.flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []))

function lowerPart(element: IndexElem, context: LowerContext): IndexPart {
  const collation = stringsOf(element.collation).at(-1)
  const nulls = element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? 'first' : 'last'
  return {
    expr: element.name === undefined ? lowerExpr(element.expr, context) : columnRef([element.name]),
    descending: element.ordering === 'SORTBY_DESC',
    ...(/FIRST|LAST/.test(element.nulls_ordering ?? '') ? { nulls } : {}),
    ...(collation === undefined ? {} : { collation }),
  }
}

function indexOptions(statement: IndexStmt, context: LowerContext): readonly Option[] {
  const origin = originAt(context, statement.relation?.location)
  const including = elements(statement.indexIncludingParams ?? []).map(({ name }) => name ?? '')
  const classes = elements(statement.indexParams ?? []).flatMap(({ opclass }) => stringsOf(opclass).at(-1) ?? [])
  const known = methods[statement.accessMethod ?? 'btree']
  return [
    ...(including.length > 0 ? [option('include', including.join(', '), origin)] : []),
    ...(classes.length > 0 ? [option('operator_class', [...new Set(classes)].join(', '), origin)] : []),
    ...(statement.nulls_not_distinct ? [option('nulls_not_distinct', 'true', origin)] : []),
    ...(statement.tableSpace === undefined ? [] : [option('tablespace', statement.tableSpace, origin)]),
    ...(known === undefined ? [option('access_method', statement.accessMethod ?? '', origin)] : []),
    ...storageOptions(statement.options ?? [], context),
  ]
}

/** `WITH (fillfactor = 70)` */
export const storageOptions = (nodes: readonly Node[], context: LowerContext): readonly Option[] =>
  nodes.flatMap((node) => {
    if (!('DefElem' in node)) return []
    const { defname = '', arg, location } = node.DefElem
    return [option(`with.${defname}`, shown(arg), originAt(context, location))]
  })

function shown(node: Node | undefined): string {
  if (node === undefined) return 'true'
  if ('Integer' in node) return String(node.Integer.ival ?? 0)
  if ('Float' in node) return node.Float.fval ?? ''
  if ('TypeName' in node) return stringsOf(node.TypeName.names).join('.')
  return 'String' in node ? (node.String.sval ?? '') : ''
}
