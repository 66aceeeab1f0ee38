import { type CstNode, endOf, hasWord, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import { dotted, objectId, type QName } from '../../../../core/ir/names.js'
import type { Constraint, Option, Table, Unmodelled } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf, textBetween } from '../cst.js'
import { columnOf, lowerColumn } from './columns.js'
import { lowerConstraint } from './constraints.js'
import { lowerPartitioning } from './partitions.js'
import { merged, option, optionsBetween } from './properties.js'

/** What `tableElements` or one `tableElement` holds. */
export interface Elements {
  readonly columns: Table['columns']
  readonly constraints: readonly Constraint[]
  readonly options: readonly Option[]
}

export function lowerElements(list: readonly CstNode[], context: LowerContext): Elements {
  const parts = list.map((each) => lowerElement(each, context))
  return {
    columns: parts.flatMap((part) => part.columns),
    constraints: parts.flatMap((part) => part.constraints),
    options: parts.flatMap((part) => part.options),
  }
}

function lowerElement(of: CstNode, context: LowerContext): Elements {
  const column = node(of, 'columnDefinition')
  if (column) {
    const draft = lowerColumn(column, context)
    return { columns: [columnOf(draft, context)], constraints: draft.constraints, options: draft.disabled }
  }
  const constraint = node(of, 'outOfLineConstraint')
  const made = constraint && lowerConstraint(constraint, undefined, context)
  if (made) {
    return 'constraint' in made
      ? { columns: [], constraints: [made.constraint], options: [] }
      : { columns: [], constraints: [], options: [made.disabled] }
  }
  const text = textBetween(of, context).replace(/\s+/g, ' ')
  return { columns: [], constraints: [], options: [option(text.split(' ')[0]?.toLowerCase() ?? '', text, of, context)] }
}

/** Lowers `createTableTail`; `words` stood in front of TABLE. What has no columns of its own is kept with its text. */
export function lowerTable(
  of: CstNode,
  words: readonly string[],
  name: QName,
  context: LowerContext,
): Table | Unmodelled {
  const origin = originOf(of, context)
  const tails = nodes(of, 'tableTail')
  const elements = node(of, 'tableElements')
  const what = unusual(of, tails, context)
  const query = tails.some((tail) => node(tail, 'query'))
  if (what || !elements || query) {
    const kind = what ?? (query ? 'table made by a query' : 'table without columns')
    return {
      kind: 'unmodelled',
      id: objectId('table', name),
      name,
      origin,
      options: [],
      what: kind,
      text: context.text,
    }
  }
  const isGlobal = words.includes('GLOBAL') && words.includes('TEMPORARY')
  if (isGlobal) context.sink.add(finding('XW-P0228', { object: context.object, origin }, { name: dotted(name) }))
  const parts = lowerElements(nodes(elements, 'tableElement'), context)
  const partitions = tails
    .flatMap((tail) => node(tail, 'partitioning') ?? [])
    .map((each) => lowerPartitioning(each, context))
  const partitioning = partitions.find((each) => each.partitioning)?.partitioning
  return {
    kind: 'table',
    id: objectId('table', name),
    name,
    origin,
    // The definition of a global one is there for every session; only its rows belong to one.
    temporary: words.includes('TEMPORARY') && !isGlobal,
    columns: parts.columns,
    constraints: onePrimaryKey(parts.constraints),
    indexes: [],
    ...(partitioning ? { partitioning } : {}),
    options: merged([
      ...parts.options,
      ...partitions.flatMap((each) => each.options),
      ...tails.flatMap((tail) => facetsOf(tail, context)),
    ]),
  }
}

/** The first one stands, as the server would refuse the second. */
const onePrimaryKey = (constraints: readonly Constraint[]): readonly Constraint[] => {
  const first = constraints.find(({ kind }) => kind === 'primaryKey')
  return constraints.filter((each) => each.kind !== 'primaryKey' || each === first)
}

function unusual(of: CstNode, tails: readonly CstNode[], context: LowerContext): string | undefined {
  if (node(of, 'objectTable')) return 'object table'
  const external = tails.some((tail) => /^ORGANIZATION\s+EXTERNAL\b/i.test(textBetween(tail, context)))
  return external ? 'external table' : undefined
}

function facetsOf(tail: CstNode, context: LowerContext): readonly Option[] {
  const commit = node(tail, 'onCommit')
  if (commit)
    return [option('on_commit', hasWord(commit, 'PRESERVE') ? 'PRESERVE ROWS' : 'DELETE ROWS', commit, context)]
  const facets = node(tail, 'tableFacets')
  return facets ? optionsBetween(startOf(facets), endOf(facets), context) : []
}
