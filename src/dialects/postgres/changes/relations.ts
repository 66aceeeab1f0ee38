import type { DescribedTable, TableShape } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { leavesBeside, readNamedTypes, readNumbers, rootOf, tableKey } from './catalogue.js'
import type { Control } from './control.js'
import { planRows } from './plans.js'
import type { Relation } from './relation.js'
import type { RowPlan, StreamTable } from './row-plan.js'
import { describedBy, differenceOf, mappedShape, type Shape, shapeOf } from './shapes.js'

export interface RelationsOptions {
  readonly tables: readonly StreamTable[]
  readonly control: Control
  readonly binary: boolean
  readonly moneyScale: number
  /** Every table of the publication is one of the stream. */
  readonly isExact: boolean
  /** By number; what an earlier reading of the same task has seen is in it. */
  readonly shapes: Map<number, KnownShape>
  /** The tables where the stream begins, one each, as the mapping has them; absent: as they are described first. */
  readonly expected?: readonly TableShape[]
}

export interface KnownShape {
  readonly table: number
  readonly shape: Shape
}

/** A table whose rows have another shape from here on. */
export interface ShapeChange {
  readonly table: number
  readonly schema: string
  readonly sql: string
  readonly described?: DescribedTable
}

/** Knows how to read the rows of each table that the log has described. */
export class Relations {
  readonly #options: RelationsOptions
  readonly #byName: ReadonlyMap<string, StreamTable>
  readonly #plans = new Map<number, RowPlan | null>()
  /** Shapes as they were at the last boundary, of those that have changed since. */
  readonly #undo = new Map<number, KnownShape | undefined>()
  /** Place and text of the changes that somebody was told of. */
  readonly #told = new Set<string>()
  #lastId = -1
  #lastPlan: RowPlan | null | undefined

  constructor(options: RelationsOptions) {
    this.#options = options
    this.#byName = new Map(
      options.tables.map((table) => [tableKey(table.mapping.source.schema, table.mapping.source.table), table]),
    )
  }

  /** Null: not a table of the stream. Undefined: the log has not described it. */
  planOf(id: number): RowPlan | null | undefined {
    if (id !== this.#lastId) {
      this.#lastId = id
      this.#lastPlan = this.#plans.get(id)
    }
    return this.#lastPlan
  }

  /** Everything is read again from the last boundary between transactions, in a new session. */
  rewind(): void {
    for (const [id, before] of this.#undo) {
      if (before) this.#options.shapes.set(id, before)
      else this.#options.shapes.delete(id)
    }
    this.#undo.clear()
    this.#plans.clear()
    this.#lastId = -1
  }

  /** A boundary between transactions: what was described up to here holds. */
  settle(): void {
    if (this.#undo.size > 0) this.#undo.clear()
  }

  /** Takes in a description; what is new in it against the last one, if that is to be told. */
  async describe(relation: Relation, place: string): Promise<ShapeChange | null> {
    const { control, shapes, binary, moneyScale, expected } = this.#options
    this.#lastId = -1
    const known = shapes.get(relation.id)
    const table = (await this.#find(relation)) ?? (known && this.#options.tables[known.table])
    if (!table) {
      if (this.#options.isExact) throw this.#unknown(relation, place)
      this.#plans.set(relation.id, null)
      return null
    }
    const [types, numbers] = await control.ask(async (client) => [
      await readNamedTypes(client, relation.columns),
      await readNumbers(client, relation.id),
    ])
    const shape = shapeOf(relation, types, numbers)
    const mapped = expected?.[table.index]
    const before = known?.shape ?? (mapped && mappedShape(table.mapping, mapped, shape.name))
    const sql = before ? differenceOf(before, shape) : null
    if (sql !== null && !this.#told.has(`${place} ${sql}`)) {
      this.#told.add(`${place} ${sql}`)
      return { table: table.index, schema: relation.schema, sql, described: describedBy(relation, types) }
    }
    if (!this.#undo.has(relation.id)) this.#undo.set(relation.id, known)
    shapes.set(relation.id, { table: table.index, shape })
    this.#plans.set(relation.id, planRows(relation, types, table, { binary, moneyScale, place }))
    return null
  }

  /** Whether the truncation of these tables leaves no partition beside `id` that the present table has. */
  async isWhole(id: number, truncated: readonly number[]): Promise<boolean> {
    const leaves = await this.#options.control.ask((client) => leavesBeside(client, id))
    return leaves.every((leaf) => truncated.includes(leaf))
  }

  async #find({ id, schema, name }: Relation): Promise<StreamTable | undefined> {
    const direct = this.#byName.get(tableKey(schema, name))
    if (direct) return direct
    const root = await this.#options.control.ask((client) => rootOf(client, id))
    return root ? this.#byName.get(tableKey(root.schema, root.name)) : undefined
  }

  /** A partition that is gone, or a table that had another name: its rows are somebody's. */
  #unknown(relation: Relation, position: string): OperationError {
    const table = `${relation.schema}.${relation.name}`
    const reason = 'it is published for the task, and no table of the mapping has its rows'
    return new OperationError('XW-S0418', { table, position, reason })
  }
}
