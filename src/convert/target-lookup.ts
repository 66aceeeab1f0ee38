import { ident, type ObjectId, partId } from '../core/ir/names.js'
import type { Catalog, Column } from '../core/ir/schema.js'
import { writeType } from '../rules/types/write.js'
import { allObjects, allTables, sourceOf } from './catalog-edit.js'
import type { TargetColumn, TargetLookup } from './code/code-context.js'
import type { PassContext } from './context.js'

/** Answers of the structure passes for code: what columns, objects and collations of the source are on the target. */
export function targetLookup(catalog: Catalog, context: PassContext): TargetLookup {
  const columns = columnsBySource(catalog)
  const collations = collationsBySource(catalog, context)
  const present = new Set(allObjects(catalog).flatMap((object) => sourceOf(object) ?? []))
  const { list } = context.to.constructs.templates
  return {
    column: (table, name) => columns.get(partId(table, 'column', name)),
    objectName: (object) => (present.has(object) ? context.names.objects.get(object) : undefined),
    columnName: (object, name) => context.names.columns.get(object)?.get(name),
    alias: (text) => ident(context.options.names === 'lower' ? context.to.names.fold(text) : text),
    collation: (source) => collations.get(source) ?? context.names.collations.get(source),
    ...(context.to.constructs.collate ? { bytesCollation: context.to.constructs.collate.binary } : {}),
    typeName: (type) => writeType(context.to.dialect, type)?.native,
    ...(list === undefined ? {} : { listOf: (native: string) => list.replace('$type', () => native) }),
    typeNamed: ({ schema, name }) =>
      [...(schema ? [schema] : []), name].map(({ text }) => context.to.names.quoteIfNeeded(text)).join('.'),
    table: (id) => context.late.tables?.(id),
    variableType: (type) => {
      const written = writeType(context.to.dialect, type)
      if (!written || written.impossible || written.native === '') return undefined
      return { logical: written.logical, native: written.native }
    },
  }
}

function columnsBySource(catalog: Catalog): ReadonlyMap<string, TargetColumn> {
  const found = new Map<string, TargetColumn>()
  for (const table of allTables(catalog)) {
    for (const column of table.columns) {
      const source = column.sources?.[0]
      if (source !== undefined) found.set(source, targetColumn(column))
    }
  }
  return found
}

/** A column of the target as code sees it. */
export function targetColumn(column: Column): TargetColumn {
  const type = column.type.logical
  const collation = type.kind === 'text' ? type.collation?.name : undefined
  return {
    logical: type,
    native: column.type.native,
    nullable: column.nullable,
    ...(collation === undefined ? {} : { collation }),
  }
}

/** Collations of the source by name; the first schema's object serves them all. */
function collationsBySource(catalog: Catalog, context: PassContext): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const targets = new Map<ObjectId | string, string>()
  for (const table of allTables(catalog)) {
    for (const column of table.columns) {
      const type = column.type.logical
      if (type.kind === 'text' && type.collation && column.sources?.[0])
        targets.set(column.sources[0], type.collation.name)
    }
  }
  for (const object of context.objects.values()) {
    if (object.kind !== 'table') continue
    for (const column of object.columns) {
      const type = column.type.logical
      const target = targets.get(partId(object.id, 'column', column.name.text))
      if (type.kind === 'text' && type.collation && target !== undefined && !found.has(type.collation.name)) {
        found.set(type.collation.name, target)
      }
    }
  }
  return found
}
