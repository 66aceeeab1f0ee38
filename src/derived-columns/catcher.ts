import { type Cell, createCell, form } from '../core/data/cell.js'
import type { CellWriter } from '../core/data/stream.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { Slot } from './program.js'
import type { Entered } from './sql-value.js'

/** The values of one row from which others are made. `undefined`: the image does not hold it. */
export interface Caught {
  readonly values: readonly (Entered | undefined)[]
  /** Cells of columns that are kept as they were, by name. */
  readonly cells: ReadonlyMap<string, Cell>
}

/**
 * Looks at the values that a reader sends, column by column, and gives them on to the writers of the columns that the target
 * has as they are.
 */
export class Catcher {
  /** One per column of the read view, in its order. */
  readonly columns: readonly CellWriter[]
  #values: (Entered | undefined)[] = []
  #cells = new Map<string, Cell>()
  readonly #slots: readonly Slot[]

  /** `names`: columns of the read view; those behind `inner` are read for derived values alone. `whole`: columns whose cells are kept. */
  constructor(
    names: readonly string[],
    inner: readonly CellWriter[],
    slots: readonly Slot[],
    whole: ReadonlySet<string>,
  ) {
    this.#slots = slots
    this.columns = names.map((name, at) => this.#watching(name, inner[at], whole.has(name)))
  }

  begin(): void {
    this.#values = this.#slots.map(() => undefined)
    this.#cells = new Map()
  }

  get caught(): Caught {
    return { values: this.#values, cells: this.#cells }
  }

  #watching(name: string, inner: CellWriter | undefined, whole: boolean): CellWriter {
    const places = this.#slots.flatMap((slot, at) => (slot.column === name ? [{ at, slot }] : []))
    if (places.length === 0 && !whole && inner) return inner
    return (cell) => {
      if (cell.form !== form.absent) {
        for (const { at, slot } of places) this.#values[at] = cell.form === form.null ? null : slot.cell(cell)
        if (whole) this.#cells.set(name, copied(cell))
      }
      inner?.(cell)
    }
  }
}

/** With bytes of its own. */
function copied(cell: Cell): Cell {
  const copy = { ...createCell(), ...cell }
  const bytes = Buffer.from(cell.bytes.subarray(cell.start, cell.end))
  return {
    ...copy,
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    start: 0,
    end: bytes.length,
  }
}

/** Columns whose cells a table's derived columns keep. */
export const keptWhole = ({ derived }: TableMapping): ReadonlySet<string> =>
  new Set((derived?.columns ?? []).flatMap(({ by }) => (by.kind === 'before' ? [by.column] : [])))
