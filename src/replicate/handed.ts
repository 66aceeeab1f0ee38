import type { Position } from '../core/data/changes.js'
import { having, type Lane } from './lanes.js'
import { type Item, type Items, type Transaction, without } from './transactions.js'

/** What is left to apply where some tables have come further than the checkpoint: they have their share of a transaction already. */
export class Unapplied implements Items {
  readonly #items: Items
  /** By place in the stream. */
  readonly #names: readonly string[]
  readonly #reached: (position: Position, goal: Position) => boolean
  #lanes: readonly Lane[] = []

  constructor(items: Items, names: readonly string[], reached: (position: Position, goal: Position) => boolean) {
    this.#items = items
    this.#names = names
    this.#reached = reached
  }

  set lanes(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  get waiting(): boolean {
    return this.#items.waiting
  }

  async next(): Promise<Item | undefined> {
    const item = await this.#items.next()
    return item?.kind === 'transaction' && this.#lanes.length > 0 ? this.#left(item) : item
  }

  async #left(transaction: Transaction): Promise<Item> {
    const done = new Set(having(this.#lanes, transaction.mark.position, this.#reached))
    if (done.size === 0) return transaction
    const takes = (table: number): boolean => done.has(this.#names[table] ?? '')
    const left = await without(transaction, takes)
    const refused = transaction.refused.filter(({ table }) => !takes(table))
    if (left.count + refused.length > 0) return { ...left, refused }
    const { mark, place } = transaction
    return { kind: 'passed', mark, ...(place ? { place } : {}) }
  }
}
