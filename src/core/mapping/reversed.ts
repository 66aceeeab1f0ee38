import type { ColumnMapping, Mapping, SequenceMapping, TableMapping } from './mapping.js'

/** The mapping of the way back: the same tables, columns and counters, with the sides changed. */
export const reversed = (mapping: Mapping): Mapping => ({
  tables: mapping.tables.map(reversedTable),
  sequences: mapping.sequences.map(({ source, target }): SequenceMapping => ({ source: target, target: source })),
})

function reversedTable(table: TableMapping): TableMapping {
  const renamed = (names: readonly string[]): readonly string[] =>
    names.map((name) => table.columns.find((column) => column.source.name === name)?.target.name ?? name)
  const { source, target, key, uniques } = table
  return {
    ...{ source: target, target: source, columns: table.columns.map(reversedColumn), key: renamed(key) },
    ...(uniques ? { uniques: uniques.map(renamed) } : {}),
  }
}

/** What a source says of values that are absent concerns scripts, and from this side nobody reads one. */
function reversedColumn({ source, target, ...kept }: ColumnMapping): ColumnMapping {
  const { absent: _absent, computed, ...onSource } = source
  const { collation: _collation, ...onTarget } = target
  return { ...kept, source: onTarget, target: { ...onSource, generated: source.generated || computed === true } }
}
