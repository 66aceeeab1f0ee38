import type { Snapshot, SnapshotOptions, SourceConnector } from '../../../core/data/connector.js'
import { checkScript, planScript, rangesOf } from '../../../core/data/script/plan.js'
import { type DataSegment, isOf } from '../../../core/data/segment.js'
import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, objectId } from '../../../core/ir/names.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { statementEnds } from '../parse/rows/walk.js'
import { type Notes, tableReader } from './table-reader.js'

/** A statement is seldom longer than this; it only serves to guess the number of rows. */
const guessedRowBytes = 160

export const source: SourceConnector = {
  openSnapshot: async () => {
    throw new Error('only scripts are read')
  },
  openScript,
}

interface ScriptTable {
  readonly segments: readonly DataSegment[]
  readonly notes: Notes
}

/** The rows of a script: one state by nature. Chunks are ranges of files that begin and end between statements. */
async function openScript(segments: readonly DataSegment[], options: SnapshotOptions): Promise<Snapshot> {
  const now = new Date()
  const tables = new Map<TableMapping, ScriptTable>()
  const of = (table: TableMapping): ScriptTable => {
    const known = tables.get(table)
    if (known) return known
    const own = segments.filter((segment) => isOf(segment, table))
    const made = { segments: own, notes: { now, computed: new Map(), assumedUtc: false } }
    tables.set(table, made)
    return made
  }
  return {
    position: null,
    consistent: true,
    get findings() {
      return options.tables.flatMap((table) => noteFindings(table, of(table)))
    },
    async estimate(table) {
      const bytes = of(table).segments.reduce((sum, segment) => sum + segment.to - segment.from, 0)
      return { rows: Math.round(bytes / guessedRowBytes), bytes, guessed: true }
    },
    // Rows that are numbered are one chunk: a number depends on the rows in front.
    planChunks: (table) => planScript(of(table).segments, statementEnds, isNumbered(table)),
    checkChunks: (table, chunks) => checkScript(table, of(table).segments, chunks),
    read(table, chunk) {
      const { segments: own, notes } = of(table)
      return tableReader(table, rangesOf(own, chunk), notes, chunk.index)
    },
    async close() {},
  }
}

const isNumbered = ({ columns }: TableMapping): boolean =>
  columns.some(({ source: { absent } }) => absent?.kind === 'counter')

function noteFindings(table: TableMapping, { segments, notes }: ScriptTable): readonly Finding[] {
  const { schema, table: name } = table.source
  const object = objectId('table', { schema: { text: schema, quoted: true }, name: { text: name, quoted: true } })
  const at = { object, origin: noOrigin }
  const dotted = `${schema}.${name}`
  const count = [...notes.computed.values()].reduce((sum, values) => sum + values, 0)
  const zone = segments.find(({ timeZone }) => timeZone !== undefined)?.timeZone ?? 'not given'
  return [
    ...(notes.assumedUtc ? [finding('XW-D0010', at, { table: dotted, zone })] : []),
    ...(count > 0 ? [finding('XW-D0011', at, { count, table: dotted, moment: notes.now.toISOString() })] : []),
  ]
}
