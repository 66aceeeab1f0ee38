import { partIdsOf } from '../../src/convert/catalog-edit.js'
import type { Conversion } from '../../src/convert/pipeline.js'
import { objectId, partId } from '../../src/core/ir/names.js'
import type { SchemaObject, Table } from '../../src/core/ir/schema.js'

/** Ids of a target, as a reader gives them, and the id of what each stands for on the source. Absent: it stands for nothing. */
export type Ancestors = ReadonlyMap<string, string>

/** What the conversion itself says of where each object and part comes from. */
export function ancestorsOf({ target }: Conversion): Ancestors {
  return new Map(target.schemas.flatMap(({ objects }) => objects.flatMap(ofObject)))
}

function ofObject(object: SchemaObject): readonly (readonly [string, string])[] {
  const id = objectId(object.kind, object.name)
  const own = pair(id, object)
  return object.kind === 'table' ? [...own, ...ofParts({ ...object, id })] : own
}

function ofParts(table: Table): readonly (readonly [string, string])[] {
  const ids = partIdsOf(table)
  return [
    // What one engine calls a unique index is a constraint for another.
    ...table.indexes.flatMap((each, at) =>
      each.unique ? pair((ids.indexes[at] ?? '').replace('/index:', '/constraint:'), each) : [],
    ),
    ...table.columns.flatMap((each) => pair(partId(table.id, 'column', each.name.text), each)),
    ...table.constraints.flatMap((each, at) => [
      ...pair(ids.constraints[at] ?? '', each),
      ...(each.kind === 'primaryKey' ? pair(partId(table.id, 'constraint', 'primary key'), each) : []),
    ]),
    ...table.indexes.flatMap((each, at) => pair(ids.indexes[at] ?? '', each)),
    ...(table.partitioning?.partitions ?? []).flatMap((each) =>
      pair(partId(table.id, 'partition', each.name.text), each),
    ),
  ]
}

const pair = (
  id: string,
  { sources }: { readonly sources?: readonly string[] },
): readonly (readonly [string, string])[] => (sources?.[0] === undefined ? [] : [[id, sources[0]]])

/** Leads an id back over the first `count` legs. What one of them made has the id that it had there. */
export const backTo =
  (legs: readonly Ancestors[]) =>
  (id: string): string =>
    legs.reduceRight((at, ancestors) => ancestors.get(at) ?? at, id)
