import { ident, partId } from '../core/ir/names.js'
import type { Catalog, Column, Sequence, Table } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import { absentIn } from '../core/mapping/absent-value.js'
import type { DecidedColumn, MappingDecisions } from '../core/mapping/decisions.js'
import type { ColumnMapping, Mapping, SequenceMapping, TableMapping } from '../core/mapping/mapping.js'
import { allObjects, objectsById, sourceOf } from './catalog-edit.js'

/** The mapping that load, change stream and validation read: every table and counter that is on both sides. */
export function buildMapping(
  source: Catalog,
  target: Catalog,
  { loadOrder, filters, derived }: Pick<MappingDecisions, 'loadOrder' | 'filters' | 'derived'>,
): Mapping {
  const objects = objectsById(source)
  const tables: TableMapping[] = []
  const sequences: SequenceMapping[] = []
  for (const object of allObjects(target)) {
    const id = sourceOf(object)
    const original = id === undefined ? undefined : objects.get(id)
    if (object.kind === 'table' && original?.kind === 'table') {
      const order = loadOrder.get(original.id)
      const filter = filters.get(original.id)
      tables.push({
        ...mapTable(original, object, derived.get(original.id) ?? []),
        ...(order === undefined ? {} : { loadOrder: order }),
        ...(filter ? { filter } : {}),
      })
      sequences.push(...mapIdentities(original, object))
    }
    if (object.kind === 'sequence' && original?.kind === 'sequence') sequences.push(mapSequence(original, object))
  }
  return { tables, sequences }
}

const schemaOf = (object: Table | Sequence): string => object.name.schema?.text ?? ''

function mapTable(source: Table, target: Table, decided: readonly DecidedColumn[]): TableMapping {
  const derived = mapDerived(source, target, decided)
  const primary = new Set(
    source.constraints.flatMap((each) => (each.kind === 'primaryKey' ? each.columns.map(({ text }) => text) : [])),
  )
  const columns = target.columns.flatMap((column) => {
    const original = originalColumn(source, column)
    const isDerived = decided.some(({ part }) => part === column.sources?.[0])
    return original && !isDerived ? [mapColumn(original, column, primary.has(original.name.text))] : []
  })
  return {
    source: { schema: schemaOf(source), table: source.name.name.text },
    target: { schema: schemaOf(target), table: target.name.name.text },
    columns,
    ...(columns.length < source.columns.length ? { allColumns: source.columns.map(({ name }) => name.text) } : {}),
    key: keyOf(source, columns),
    uniques: uniquesOf(source, columns).map((key) => key.map((column) => column.name)),
    ...(derived ? { derived } : {}),
  }
}

/** Derived values may be made from any column of the source, also from one that the target does not have. */
function mapDerived(source: Table, target: Table, decided: readonly DecidedColumn[]): TableMapping['derived'] {
  const columns = decided.flatMap(({ rule, part, by }) => {
    const made = target.columns.find((column) => column.sources?.[0] === part)
    return made ? [{ rule, by, target: targetOf(made) }] : []
  })
  if (columns.length === 0) return undefined
  const named = new Set(columns.flatMap(({ by }) => ('column' in by ? [by.column] : [])))
  const texts = columns.flatMap(({ by }) => (by.kind === 'expression' ? [by.text.toLowerCase()] : []))
  const isWanted = ({ text }: Column['name']): boolean =>
    named.has(text) || texts.some((each) => each.includes(`$${text.toLowerCase()}`))
  const masked = new Set(decided.map(({ part }) => part))
  const moved = new Set(
    target.columns.flatMap(({ sources }) => sources?.slice(0, 1) ?? []).filter((part) => !masked.has(part)),
  )
  const inputs = source.columns
    .filter((column) => isWanted(column.name) && !moved.has(partId(source.id, 'column', column.name.text)))
    .map((column) => mapColumn(column, column))
  return { inputs, columns }
}

const originalColumn = (source: Table, column: Column): Column | undefined =>
  source.columns.find((each) => partId(source.id, 'column', each.name.text) === column.sources?.[0])

/** A column of the primary key takes no NULL, whether its own definition says so or not. */
function mapColumn(source: Column, target: Column, primary = false): ColumnMapping {
  return {
    source: {
      name: source.name.text,
      type: sourceType(source, target),
      native: source.type.native,
      nullable: source.nullable && !primary,
      generated: source.generated !== undefined,
      ...absentIn(source),
    },
    target: targetOf(target),
  }
}

function targetOf({ name, type: { logical, native }, nullable, generated }: Column): ColumnMapping['target'] {
  const collation = logical.kind === 'text' ? logical.collation : undefined
  return {
    ...{ name: name.text, type: logical, native, nullable, generated: generated !== undefined },
    ...(collation ? { collation } : {}),
  }
}

/** Text that a check made JSON is read as JSON. */
const sourceType = (source: Column, target: Column): LogicalType =>
  source.type.logical.kind === 'text' && target.type.logical.kind === 'json'
    ? { kind: 'json', binary: false }
    : source.type.logical

/** Source columns of the primary key, else of the first unique key without nulls. */
function keyOf(source: Table, columns: readonly ColumnMapping[]): readonly string[] {
  const key = uniquesOf(source, columns).find((found) => found.every((column) => !column.nullable))
  return key?.map((column) => column.name) ?? []
}

/** Every unique key whose columns the mapping holds, the primary key first. */
function uniquesOf(source: Table, columns: readonly ColumnMapping[]): readonly (readonly ColumnMapping['source'][])[] {
  const mapped = new Map(columns.map((column) => [column.source.name.toLowerCase(), column.source]))
  const candidates = [
    ...source.constraints.flatMap((each) => (each.kind === 'primaryKey' ? [each.columns] : [])),
    ...source.constraints.flatMap((each) => (each.kind === 'unique' ? [each.columns] : [])),
    ...source.indexes.filter((each) => each.unique && plain(each.parts)).map((each) => each.parts.map(columnName)),
  ]
  return candidates.flatMap((names) => {
    const found = names.flatMap((name) => mapped.get(name.text.toLowerCase()) ?? [])
    return found.length === names.length ? [found] : []
  })
}

type Parts = Table['indexes'][number]['parts']

const plain = (parts: Parts): boolean => parts.every((part) => part.expr.kind === 'column' && part.prefix === undefined)

const columnName = (part: Parts[number]) =>
  (part.expr.kind === 'column' ? part.expr.path[part.expr.path.length - 1] : undefined) ?? ident('')

function mapIdentities(source: Table, target: Table): readonly SequenceMapping[] {
  return target.columns.flatMap((column) => {
    const original = originalColumn(source, column)
    if (!column.identity || !original) return []
    const next = column.identity.sequence.next
    return [
      {
        target: place('identity', target, column),
        source: place('identity', source, original),
        ...(next === undefined ? {} : { next: String(next) }),
      },
    ]
  })
}

const place = (kind: 'identity', table: Table, column: Column) => ({
  kind,
  schema: schemaOf(table),
  table: table.name.name.text,
  column: column.name.text,
})

function mapSequence(source: Sequence, target: Sequence): SequenceMapping {
  const next = target.sequence.next
  const named = (object: Sequence) => ({
    kind: 'sequence' as const,
    schema: schemaOf(object),
    name: object.name.name.text,
  })
  return { target: named(target), source: named(source), ...(next === undefined ? {} : { next: String(next) }) }
}
