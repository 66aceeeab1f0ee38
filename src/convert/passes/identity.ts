import { finding } from '../../core/findings/finding.js'
import type { PartId } from '../../core/ir/names.js'
import type { Column, Option, SequenceOptions, Table } from '../../core/ir/schema.js'
import { plainKey } from '../../rules/constructs/constructs.js'
import { mapTables, optionId, sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

/** Columns that number their rows become identity columns, and the counter's next value goes along. */
export const identity: Pass = {
  name: 'identity',
  run: (catalog, context) => mapTables(catalog, (table) => convertTable(table, context)),
}

function convertTable(table: Table, context: PassContext): Table {
  const source = sourceOf(table)
  const original = source === undefined ? undefined : context.objects.get(source)
  const counter = original?.options.find((option) => sameKey(option.key, context.from.constructs.nextValue))
  return {
    ...table,
    columns: table.columns.map((column) => (column.identity ? convertColumn(table, column, counter, context) : column)),
  }
}

export const sameKey = (key: string, wanted: string | undefined): boolean =>
  wanted !== undefined && plainKey(key) === plainKey(wanted)

function convertColumn(table: Table, column: Column, counter: Option | undefined, context: PassContext): Column {
  const source = sourceOf(table)
  const part = column.sources?.[0]
  if (counter && source && part) context.consumed.set(optionId(source, counter.key), part)
  if (column.type.logical.kind !== 'integer') {
    const data = { column: column.name.text, type: column.type.native }
    context.findings.add(finding('XW-C0051', placeOf(table, column), data))
    return without(column, 'identity')
  }
  context.findings.add(finding('XW-C0050', placeOf(table, column), { column: column.name.text }))
  const sequence = withNext(column.identity?.sequence ?? { cycle: false }, counter)
  const beyond = nextOf(column.identity?.sequence, counter)
  if (beyond !== undefined && beyond > highest) {
    const data = { name: column.name.text, bound: 'next', value: String(beyond), target: String(highest) }
    context.findings.add(finding('XW-C0085', placeOf(table, column), data))
  }
  return {
    ...without(column, 'default'),
    nullable: false,
    identity: { always: column.identity?.always ?? false, sequence },
    sources: [...(column.sources ?? []), ...consumedOption(source, counter)],
  }
}

const consumedOption = (source: ReturnType<typeof sourceOf>, counter: Option | undefined): readonly PartId[] =>
  source && counter ? [optionId(source, counter.key)] : []

const highest = 2n ** 63n - 1n

function nextOf(sequence: SequenceOptions | undefined, counter: Option | undefined): bigint | undefined {
  const written = counter?.value.trim() ?? ''
  return sequence?.next ?? (/^\d+$/.test(written) ? BigInt(written) : undefined)
}

/** The next value, as far as a counter of the target goes. */
function withNext(sequence: SequenceOptions, counter: Option | undefined): SequenceOptions {
  const next = nextOf(sequence, counter)
  return next === undefined ? sequence : { ...sequence, next: next > highest ? highest : next }
}

export function without(column: Column, key: 'identity' | 'default' | 'generated' | 'onUpdate'): Column {
  const rest: { -readonly [K in keyof Column]: Column[K] } = { ...column }
  delete rest[key]
  return rest
}
