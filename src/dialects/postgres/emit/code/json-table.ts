import type { Expr } from '../../../../core/ir/expr.js'
import type { JsonTable, JsonTableAction, JsonTableColumn } from '../../../../core/ir/query.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc } from './expression.js'
import { deeper, identText, noForm, type Printing, textConstant, usesKey } from './printing.js'
import { typeText } from './type-text.js'

/**
 * Rows of a document as a LATERAL query over its path functions. JSON_TABLE, there since 17, gives other values: NULL for
 * 2.7 as an integer, `t` for true as text; and its paths find elements of what is no array.
 */
export function jsonTableDoc(printing: Printing, table: JsonTable): Doc {
  const { input } = table
  const given = exprDoc(printing, input)
  const document = input.type?.logical.kind === 'json' ? given : ['CAST(', given, ' AS jsonb)']
  const { items, from } = levelDoc(printing, document, table.path, table.columns, 1)
  const query = [group('SELECT ', indent(join([',', line], items))), hardline, 'FROM ', join(hardline, from)]
  return ['LATERAL (', indent(hardline, query), hardline, ') AS ', identText(table.alias)]
}

interface Level {
  readonly items: readonly Doc[]
  /** The rows of the level, and those inside it. */
  readonly from: readonly Doc[]
}

function levelDoc(
  printing: Printing,
  source: Doc,
  path: Expr,
  columns: readonly JsonTableColumn[],
  depth: number,
): Level {
  const rows = depth === 1 ? 'json_rows' : `json_rows_${depth}`
  const own: Doc = [
    'jsonb_path_query(',
    source,
    `, ${pathText(path)}, '{}', true) WITH ORDINALITY AS ${rows} (item, at)`,
  ]
  const items: Doc[] = []
  const inner: Doc[] = []
  for (const column of columns) {
    if (column.kind !== 'nested') {
      items.push(columnDoc(printing, column, rows))
      continue
    }
    const nested = deeper(printing, () => levelDoc(printing, `${rows}.item`, column.path, column.columns, depth + 1))
    items.push(...nested.items)
    inner.push(...nested.from.map((each, at) => (at === 0 ? ['LEFT JOIN LATERAL ', each, ' ON true'] : each)))
  }
  return { items, from: [own, ...inner] }
}

function columnDoc(printing: Printing, column: Exclude<JsonTableColumn, { kind: 'nested' }>, rows: string): Doc {
  const name = identText(column.name)
  if (column.kind === 'ordinality') return `CAST(${rows}.at AS integer) AS ${name}`
  const type = typeText(printing, column.type)
  const path = pathText(column.path)
  const found = isRoot(column.path) ? `${rows}.item` : `jsonb_path_query_first(${rows}.item, ${path}, '{}', true)`
  if (column.exists) return `CAST(CAST(${found} IS NOT NULL AS integer) AS ${type}) AS ${name}`
  const isJson = column.type.logical.kind === 'json'
  const empty = defaultText(column.onEmpty)
  const filled = isJson ? `CAST(${empty} AS jsonb)` : `to_jsonb(${empty}::text)`
  const item = empty === undefined ? found : `coalesce(${found}, ${filled})`
  if (isJson) return `${item} AS ${name}`
  printing.uses.add(usesKey('need', 'crosswalk_rt.json_as'))
  const failed = defaultText(column.onError)
  const plain = type.replace(/\s+COLLATE\s.*$/is, '')
  const given = [item, textConstant(plain), ...(failed === undefined ? [] : [failed])].join(', ')
  return `CAST(crosswalk_rt.json_as(${given}) AS ${type}) AS ${name}`
}

/** Null where NULL is said, or nothing. */
function defaultText(action: JsonTableAction | undefined): string | undefined {
  if (action?.kind !== 'default') return undefined
  if (action.value.kind !== 'literal') throw noForm('a computed default in JSON_TABLE')
  return textConstant(action.value.text)
}

const constantOf = (path: Expr): string => {
  if (path.kind !== 'literal' || path.of !== 'text') throw noForm('a computed path in JSON_TABLE')
  return path.text.trim()
}

const isRoot = (path: Expr): boolean => constantOf(path) === '$'

/** A path of the target. It is strict: what is no array has no elements; errors of the path find nothing. */
const pathText = (path: Expr): string =>
  textConstant(`strict ${constantOf(path).replace(/\.\s*([A-Za-z_$][\w$]*)/g, '."$1"')}`)
