import type { IToken } from 'chevrotain'
import { lex } from '../../../../../grammars/oracle/lexer.js'
import { type CstNode, endOf, startOf } from '../../../../../grammars/sql/cst.js'
import type { Option } from '../../../../core/ir/schema.js'
import { type LowerContext, originOfRange } from '../cst.js'

/**
 * Words that start a facet of storage or of a segment, with the words that belong to its name. The rest up to the next such
 * word is its value. SQL Language Reference, "physical_attributes_clause", "table_properties", "index_properties".
 */
const starters = new Set(
  (
    'TABLESPACE PCTFREE PCTUSED INITRANS MAXTRANS STORAGE LOGGING NOLOGGING FILESYSTEM_LIKE_LOGGING COMPRESS NOCOMPRESS CACHE ' +
    'NOCACHE PARALLEL NOPARALLEL MONITORING NOMONITORING SEGMENT ROW ROWDEPENDENCIES NOROWDEPENDENCIES LOB VARRAY NESTED XMLTYPE ' +
    'RESULT_CACHE FLASHBACK INMEMORY NO MEMOPTIMIZE INDEXING ORGANIZATION INCLUDING OVERFLOW PCTTHRESHOLD MAPPING NOMAPPING READ ' +
    'CLUSTER SUPPLEMENTAL COMPUTE REVERSE NOREVERSE SORT NOSORT VISIBLE INVISIBLE UNUSABLE USABLE LOCAL GLOBAL ONLINE USING ENABLE ' +
    'DISABLE SHARING INDEXTYPE PARAMETERS BUILD REFRESH NEVER FOR DEFAULT EVALUATE FROM COLUMN_VALUE ILM CLUSTERING PARTITION ON'
  ).split(' '),
)
/** Words behind which the next one is never the start of a facet. */
const binds = new Set(
  'ROW SEGMENT NO ENABLE DISABLE ON STORE AS FLASHBACK BUILD REFRESH USING FOR SUPPLEMENTAL NESTED WITH DEFAULT INDEX READ BASIC OLTP ADVANCED DEMAND COMMIT FAST FORCE COMPLETE START NEXT QUERY ROWID KEY PRIMARY AND'.split(
    ' ',
  ),
)

/** The facets in a range of text that the grammar did not look into, each as an option `oracle.<words>`. */
export function optionsIn(of: CstNode | undefined, context: LowerContext): readonly Option[] {
  return of ? optionsBetween(startOf(of), endOf(of), context) : []
}

export function optionsBetween(start: number, end: number, context: LowerContext): readonly Option[] {
  const tokens = lex(context.text.slice(start, end)).tokens
  const groups: IToken[][] = []
  let depth = 0
  let previous = ''
  for (const token of tokens) {
    const word = token.image.toUpperCase()
    const last = groups.at(-1)
    if (!last || (depth === 0 && starters.has(word) && !binds.has(previous))) groups.push([token])
    else last.push(token)
    if (word === '(') depth++
    else if (word === ')') depth--
    previous = word
  }
  return groups.flatMap((group) => optionOf(group, start, context) ?? [])
}

function optionOf(group: readonly IToken[], base: number, context: LowerContext): Option | undefined {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) return undefined
  const from = base + first.startOffset
  const to = base + (last.endOffset ?? last.startOffset) + 1
  const rest = context.text.slice(base + (first.endOffset ?? first.startOffset) + 1, to)
  const value = rest.trim().replace(/\s+/g, ' ')
  return {
    key: `oracle.${first.image.toLowerCase()}`,
    value: value === '' ? 'yes' : value,
    origin: originOfRange(from, to, context),
  }
}

/** One option that a clause of its own gave. */
export const option = (key: string, value: string, of: CstNode, context: LowerContext): Option => ({
  key: `oracle.${key}`,
  value,
  origin: originOfRange(startOf(of), endOf(of), context),
})

/** The same key twice is one option: the census counts options by their key. */
export function merged(options: readonly Option[]): readonly Option[] {
  const found = new Map<string, Option>()
  for (const each of options) {
    const known = found.get(each.key)
    found.set(each.key, known ? { ...known, value: `${known.value}; ${each.value}` } : each)
  }
  return [...found.values()]
}
