import type { PartBase, Table } from '../../../core/ir/schema.js'
import { capabilities } from '../capabilities.js'
import { isMariadb, type Printing } from './printing.js'
import { columnComment, tableComment } from './table.js'

/** Something of an object or of one of its parts that this engine has no word for. */
export interface LostFacet {
  readonly facet: string
  readonly part?: PartBase
}

/** What is written of a table, less what was asked for: the statements that hold it say nothing of it. */
export function lostFacets(printing: Printing, table: Table): readonly LostFacet[] {
  const length = (text: string | undefined): number => [...(text ?? '')].length
  return [
    ...(length(table.comment) > tableComment ? [{ facet: 'The end of the comment' }] : []),
    ...table.columns.flatMap((column): readonly LostFacet[] => [
      ...(length(column.comment) > columnComment ? [{ facet: 'The end of a comment', part: column }] : []),
      ...(!column.visible && !capabilities(printing.version).invisibleColumns
        ? [{ facet: `INVISIBLE of ${column.name.text}`, part: column }]
        : []),
      ...(column.generated && !column.nullable && isMariadb(printing)
        ? [{ facet: `NOT NULL of the computed column ${column.name.text}`, part: column }]
        : []),
    ]),
    ...table.constraints.flatMap((each): readonly LostFacet[] => [
      ...(each.comment ? [{ facet: `The comment of ${each.name?.text ?? each.kind}`, part: each }] : []),
      // Manual, "FOREIGN KEY Constraints": MATCH is read and has no effect.
      ...(each.kind === 'foreignKey' && each.match !== 'simple'
        ? [{ facet: `MATCH ${each.match.toUpperCase()} of ${each.name?.text ?? 'a foreign key'}`, part: each }]
        : []),
    ]),
  ]
}
