import { cellText } from '../../../core/data/cell.js'
import type { ScriptRange } from '../../../core/data/segment.js'
import type { PumpOptions, RowDescription, RowWriter, TableReader } from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { Header } from './script-header.js'
import { RowCounter } from './script-order/counter.js'
import type { ScriptOrder } from './script-order/order.js'
import { type DroppedRows, yields } from './script-order/repeats.js'
import { type RowHandler, type Taken, walkRows } from './script-rows.js'
import type { RowTokens } from './script-tokens.js'
import { RowValues } from './script-values.js'

/** What a reader is told once its range is done. */
export type OnComputed = (values: number) => void

export function scriptReader(
  table: TableMapping,
  ranges: readonly ScriptRange[],
  order: ScriptOrder,
  onComputed: OnComputed = () => undefined,
): TableReader {
  return {
    table,
    async pump(writer, options) {
      const run: Run = {
        table,
        writer,
        order,
        options,
        counter: new RowCounter(),
        counterKnown: false,
        rows: 0,
        bytes: 0,
      }
      let computed = 0
      for (const range of ranges) {
        const rows = new LoadRows(run, range, await order.dropped(range.segment.path))
        await walkRows(range, rows, options?.signal, order.longRows)
        run.bytes += range.to - range.from
        computed += rows.values.computed
      }
      onComputed(computed)
      return { rows: run.rows, bytes: run.bytes }
    },
  }
}

/** What the ranges of one chunk share. */
interface Run {
  readonly table: TableMapping
  readonly writer: RowWriter
  readonly order: ScriptOrder
  readonly options: PumpOptions | undefined
  readonly counter: RowCounter
  counterKnown: boolean
  rows: number
  bytes: number
}

const keptBytes = 4096

/** Writes the rows of a range. */
class LoadRows implements RowHandler {
  readonly values: RowValues
  readonly #run: Run
  readonly #range: ScriptRange
  readonly #writer: RowWriter
  readonly #dropped: DroppedRows
  #wantsNumber = false

  constructor(run: Run, range: ScriptRange, dropped: DroppedRows) {
    this.#run = run
    this.#range = range
    this.#writer = run.writer
    this.#dropped = dropped
    this.values = new RowValues(run.table, range.segment, run.counter, run.order.now)
    this.values.counterKnown = run.counterKnown
  }

  onRead(bytes: number): void {
    const { options, rows, bytes: before } = this.#run
    options?.onRead?.({ rows, bytes: before + bytes })
  }

  get full(): boolean {
    return this.#writer.full
  }

  async ready(): Promise<void> {
    if (this.#wantsNumber) {
      const { counter, order } = this.#run
      counter.atLeast(await order.nextAt(this.#range))
      this.#run.counterKnown = true
      this.values.counterKnown = true
      this.#wantsNumber = false
    }
    if (this.#writer.full) await this.#writer.drained()
  }

  header(header: Header): void {
    this.values.begin(header.columns)
  }

  row(bytes: Buffer, start: number, end: number, tokens: RowTokens, position: number): Taken {
    const { values } = this
    const dropped = this.#dropped.get(position)
    const found = values.row(bytes, tokens, yields(dropped))
    if (found === 'number') {
      this.#wantsNumber = true
      return 'again'
    }
    const code = found === 'width' ? 'XW-D0115' : dropped
    if (code !== undefined) {
      this.#refuse(code, bytes.subarray(start, end))
      return 'done'
    }
    this.#run.rows++
    const writer = this.#writer
    const { columns } = writer
    writer.begin()
    for (let column = 0; column < columns.length; column++) {
      values.decode(column)
      columns[column]?.(values.cell)
    }
    if (!writer.end() || writer.describeAll) writer.describe(this.#describe())
    return 'done'
  }

  statementEnd(tail: Buffer): void {
    this.values.end()
    this.#run.order.checkTail(tail)
  }

  broken(code: 'XW-D0112' | 'XW-D0113', statement: Buffer): void {
    this.#refuse(code, statement)
  }

  #describe(): RowDescription {
    const { values } = this
    const before = values.computed
    const key: Record<string, string | null> = Object.create(null)
    for (const name of this.#run.table.key) {
      const column = values.names.indexOf(name)
      if (column < 0) continue
      values.decode(column)
      key[name] = cellText(values.cell)
    }
    values.computed = before
    return { key, bytes: this.#writer.refusedColumn < 0 ? null : values.written(this.#writer.refusedColumn) }
  }

  #refuse(code: Parameters<RowWriter['refuseRow']>[0], bytes: Buffer): void {
    this.#run.rows++
    this.#writer.refuseRow(code, { key: {}, bytes: Buffer.from(bytes.subarray(0, keptBytes)) })
  }
}
