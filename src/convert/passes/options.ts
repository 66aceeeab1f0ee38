import { finding } from '../../core/findings/finding.js'
import type { ObjectId, PartId } from '../../core/ir/names.js'
import type { Catalog, Option, Partition, SchemaObject, Table } from '../../core/ir/schema.js'
import { optionRule } from '../../rules/constructs/constructs.js'
import { allObjects, optionId, schemaId } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'

/** Every option of the source is answered: used by a pass, without meaning on the target, left as a comment, or flagged. */
export const options: Pass = {
  name: 'options',
  run: (catalog, context) => {
    for (const owned of optionsOf(context.source)) answerOption(owned, context)
    return catalog
  },
}

export interface OwnedOption {
  readonly id: PartId
  readonly object: ObjectId
  readonly option: Option
}

/** All options of a catalogue with the ids that the census gives them. */
export function optionsOf(catalog: Catalog): readonly OwnedOption[] {
  const own = (object: ObjectId, found: readonly Option[], owner?: string): readonly OwnedOption[] =>
    found.map((option) => ({ id: optionId(object, option.key, owner), object, option }))
  const schemas = catalog.schemas.flatMap((schema) => own(schemaId(schema), schema.options))
  const objects = allObjects(catalog).flatMap((object: SchemaObject) => [
    ...own(object.id, object.options),
    ...(object.kind === 'table' ? tableOptions(object, (found, owner) => own(object.id, found, owner)) : []),
  ])
  return [...schemas, ...objects]
}

function tableOptions(
  table: Table,
  own: (found: readonly Option[], owner: string) => readonly OwnedOption[],
): readonly OwnedOption[] {
  const partitions = (list: readonly Partition[]): readonly OwnedOption[] =>
    list.flatMap((each) => [...own(each.options, `partition ${each.name.text}`), ...partitions(each.subpartitions)])
  return [
    ...table.columns.flatMap((column) => own(column.options, column.name.text)),
    ...table.constraints.flatMap((each, at) => own(each.options, `constraint ${each.name?.text ?? at + 1}`)),
    ...table.indexes.flatMap((each, at) => own(each.options, `index ${each.name?.text ?? at + 1}`)),
    ...(table.partitioning ? partitions(table.partitioning.partitions) : []),
  ]
}

/** Says what becomes of one option, unless a pass has used it. */
export function answerOption({ id, object, option }: OwnedOption, context: PassContext): void {
  if (context.consumed.has(id)) return
  const at = { object, part: id, origin: option.origin }
  const data = { option: option.key.replace(/^[^.]*\./, ''), value: option.value }
  const rule = optionRule(context.from.constructs, option.key, option.value)
  switch (rule?.action) {
    case 'drop':
      context.findings.add(finding('XW-C0010', at, data))
      return
    case 'flag':
      context.findings.add(finding('XW-C0011', at, data))
      return
    case 'consume':
    case 'keep-as-comment':
    case undefined:
      context.findings.add(finding('XW-C0001', at, data))
  }
}
