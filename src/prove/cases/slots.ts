import type { Param } from '../../core/ir/program.js'
import type { LogicalType } from '../../core/ir/types.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { Slot, TableSample } from './generate.js'
import { isDocument, type SubjectGraph } from './subjects.js'
import { argumentEdges, around, heldBy, heldOnBothSides, hidesBlanks, isJson } from './values.js'

/** The values worth trying for a parameter: of its branches, of the columns it meets, of its type. */
export function slotOf(
  param: Param,
  type: LogicalType,
  graph: SubjectGraph,
  samples: readonly TableSample[],
  numberedIn: (table: TableMapping) => ReadonlySet<string>,
): Slot {
  const name = param.name.text
  const interest = graph.interest({ kind: 'variable', name: name.toLowerCase() })
  const direct = interest.direct.flatMap(({ value, how }) => around(type, value, how))
  const indirect = interest.indirect.flatMap(({ value, how }) => around(type, value, how))
  const linked = interest.columns.flatMap((subject) => {
    return samples.flatMap((sample) => {
      if (!graph.isOf(subject, sample.table.source.table.toLowerCase())) return []
      const column = sample.table.columns.find(({ source }) => source.name.toLowerCase() === subject.name)
      return column ? [{ sample, column: column.source.name }] : []
    })
  })
  const columns = linked.length > 0 ? linked : byName(name, samples)
  const literals = graph.questions.literals.flatMap(({ text, of }) => (of === 'null' ? [] : (heldBy(type, text) ?? [])))
  const document = isDocument(interest)
  const compared = direct.length + columns.length > 0
  const met = columns.flatMap(({ sample, column }) =>
    sample.table.columns.filter(({ source }) => source.name === column),
  )
  const numbered = columns.some(({ sample, column }) => numberedIn(sample.table).has(column))
  const kept = (texts: readonly string[]): readonly string[] =>
    [...new Set(texts)].filter(
      (text) =>
        (!compared || !hidesBlanks(type, text)) &&
        (!document || isJson(text)) &&
        met.every((column) => heldOnBothSides(column, text)) &&
        (!numbered || isSmall(text)),
    )
  return {
    name,
    type,
    columns,
    document,
    numbered,
    ranged: graph.isRanged({ kind: 'variable', name: name.toLowerCase() }),
    branch: kept(direct),
    near: kept([...variants(type, columns), ...indirect, ...literals]).slice(0, 40),
    edges: kept(argumentEdges(type)),
  }
}

/** A number after which its column has many left. */
export const isSmall = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text)

/** `p_customer_id`, `in_customer_id` and `customerId` look at a column `customer_id`. */
function byName(name: string, samples: readonly TableSample[]): Slot['columns'] {
  const bare = plain(name.replace(/^(p|in|i|v|_|par|param|arg|the)_+/i, ''))
  return samples.flatMap((sample) =>
    sample.table.columns.flatMap(({ source }) => {
      const column = plain(source.name)
      const fits =
        column === bare ||
        `${plain(sample.table.source.table)}${column}` === bare ||
        `${plain(singular(sample.table.source.table))}${column}` === bare
      return fits ? [{ sample, column: source.name }] : []
    }),
  )
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '')
const singular = (name: string): string => name.replace(/ies$/i, 'y').replace(/s$/i, '')

/** Values of the data written in another way, and one that the data does not hold. */
function variants(type: LogicalType, columns: Slot['columns']): readonly string[] {
  const texts = columns.flatMap(({ sample, column }) => sample.rows.flatMap((row) => row[column] ?? [])).slice(0, 12)
  const first = texts[0]
  if (first === undefined) return []
  const raw =
    type.kind === 'text'
      ? [first.toUpperCase(), `${first} `, first.slice(0, 2), `${first.slice(0, 1)}%`, 'no such value']
      : type.kind === 'integer'
        ? [String(texts.reduce((most, one) => (/^\d+$/.test(one) && BigInt(one) > most ? BigInt(one) : most), 0n) + 1n)]
        : []
  return raw.flatMap((one) => heldBy(type, one) ?? [])
}
