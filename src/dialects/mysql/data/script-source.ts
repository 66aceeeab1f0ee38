import type { Snapshot, SnapshotOptions } from '../../../core/data/connector.js'
import { LongRows } from '../../../core/data/long-rows.js'
import { checkScript, planScript, rangesOf } from '../../../core/data/script/plan.js'
import { type DataSegment, isOf } from '../../../core/data/segment.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, objectId } from '../../../core/ir/names.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { statementEnds } from './script-ends.js'
import { ScriptOrder } from './script-order/order.js'
import { scriptReader } from './script-reader.js'

/** A statement of a dump is seldom longer than this; it only serves to guess the number of rows. */
const guessedRowBytes = 120

/** The rows of a script: one state by nature. Chunks are ranges of files that begin and end between statements. */
export async function openScript(segments: readonly DataSegment[], options: SnapshotOptions): Promise<Snapshot> {
  const now = new Date()
  const longRows = new LongRows()
  const tables = new Map<TableMapping, ScriptTable>()
  const of = (table: TableMapping): ScriptTable => {
    const known = tables.get(table)
    if (known) return known
    const found = segments.filter((segment) => isOf(segment, table))
    const made = {
      segments: found,
      order: new ScriptOrder(table, found, now, longRows),
      computed: new Map<number, number>(),
    }
    tables.set(table, made)
    return made
  }
  return {
    position: null,
    consistent: true,
    get findings() {
      return options.tables.flatMap((table) => [
        ...zoneFindings(table, of(table).segments),
        ...computedFindings(table, of(table), now),
      ])
    },
    async estimate(table) {
      const bytes = of(table).segments.reduce((sum, segment) => sum + segment.to - segment.from, 0)
      return { rows: Math.round(bytes / guessedRowBytes), bytes, guessed: true }
    },
    planChunks: (table) => planScript(of(table).segments, statementEnds),
    checkChunks: (table, chunks) => checkScript(table, of(table).segments, chunks),
    read(table, chunk) {
      const { segments: own, order, computed } = of(table)
      return scriptReader(table, rangesOf(own, chunk), order, (values) => computed.set(chunk.index, values))
    },
    async close() {},
  }
}

interface ScriptTable {
  readonly segments: readonly DataSegment[]
  readonly order: ScriptOrder
  /** Values computed at this moment, by chunk. */
  readonly computed: Map<number, number>
}

/** Named zones cannot be undone; the rows are taken as UTC, and that is said. */
function zoneFindings(table: TableMapping, segments: readonly DataSegment[]): readonly Finding[] {
  const hasInstants = table.columns.some(
    ({ source }) => source.type.kind === 'timestamp' && source.type.zone === 'session' && !source.generated,
  )
  const zone = segments
    .map((segment) => segment.timeZone ?? 'not given')
    .find((name) => !/^[+-]\d{1,2}:\d{2}$/.test(name))
  if (!hasInstants || zone === undefined) return []
  const { schema, table: name } = table.source
  const object = objectId('table', { schema: { text: schema, quoted: true }, name: { text: name, quoted: true } })
  return [finding('XW-D0010', { object, origin: noOrigin }, { table: `${schema}.${name}`, zone })]
}

function computedFindings(table: TableMapping, { computed }: ScriptTable, now: Date): readonly Finding[] {
  const count = [...computed.values()].reduce((sum, values) => sum + values, 0)
  if (count === 0) return []
  const { schema, table: name } = table.source
  const object = objectId('table', { schema: { text: schema, quoted: true }, name: { text: name, quoted: true } })
  const moment = now.toISOString()
  return [finding('XW-D0011', { object, origin: noOrigin }, { count, table: `${schema}.${name}`, moment })]
}
