import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveWriters } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { close, connect, query, type Session } from '../connect.js'
import { salesSteps } from './fill-sales.js'

const connections = 3

/** Milliseconds between two transactions of a connection. */
const pause = 2

const rowsOf = (table: string): number => salesSteps.find((step) => step.table === table)?.rows ?? 1

/** One of the rows that the shop was filled with; spread, and another one for each n. */
const pick = (table: string, n: number): number => 1 + ((n * 7919) % rowsOf(table))

const cart = (n: number): string => `LPAD(HEX(${n % 900}), 36, '0')`

/** What the shop's day is made of. Each is a transaction; `n` makes it another one each time. */
const transactions: readonly ((n: number) => readonly string[])[] = [
  (n) => [
    `INSERT INTO orders (number, customer_id, total, note, placed_at) VALUES ('W${n}', ${pick('customers', n)}, ${n} / 7, 'Gruß ☕ ${n}', NOW(6))`,
    `INSERT INTO order_lines SELECT LAST_INSERT_ID(), 1, ${pick('products', n)}, ${1 + (n % 4)}, ${n % 900} / 8, 0.5`,
    `INSERT INTO payments (order_id, method, amount, paid_at, reference) VALUES (LAST_INSERT_ID(), 'card', ${n} / 7, NOW(3), UNHEX(MD5(${n})))`,
    `UPDATE stock SET quantity = quantity - 1, counted_at = NOW() WHERE warehouse_id = 1 AND product_id = ${1 + (n % 3000)}`,
  ],
  (n) => [`UPDATE orders SET status = 'shipped' WHERE id = ${pick('orders', n)}`],
  (n) => [
    `UPDATE customers SET credit = credit + 1.25, flags = flags ^ b'1', interests = 'tea,books' WHERE id = ${pick('customers', n)}`,
    `UPDATE customers SET birthday = NULL, points = -points WHERE id BETWEEN ${pick('customers', n)} AND ${pick('customers', n)} + 20`,
  ],
  (n) => [
    `UPDATE products SET price = price + 0.125, description = REPEAT('Neu geröstet ☕ ', ${n % 90}) WHERE id = ${pick('products', n)}`,
    `REPLACE INTO price_history VALUES (${pick('products', n)}, '2024-06-${10 + (n % 20)}', ${n % 500} / 8)`,
  ],
  (n) => [
    `REPLACE INTO carts VALUES (${cart(n)}, ${pick('customers', n)}, NOW())`,
    `INSERT INTO cart_lines VALUES (${cart(n)}, ${pick('products', n)}, 1)`,
  ],
  // The lines of the cart go with it; its key moves; rows without a key.
  (n) => [`DELETE FROM carts WHERE id = ${cart(n * 3)}`],
  (n) => [
    `UPDATE price_history SET valid_from = valid_from + INTERVAL 1000 DAY WHERE product_id = ${pick('products', n)}`,
  ],
  (n) => [`INSERT INTO page_views VALUES (NOW(3), '/live?q=café', NULL, ${n}, ${n % 900})`],
  (n) => [`UPDATE page_views SET milliseconds = ${n % 1000} WHERE address = ${n} - 13 LIMIT 1`],
  (n) => [`INSERT INTO audit_log (actor, action) VALUES ('ädmin', REPEAT('x', ${n % 200}))`],
]

/** Uses the shop from several connections until it is stopped. Some transactions are taken back: nothing of them may arrive anywhere. */
export class ShopWriters implements LiveWriters {
  readonly #endpoint: Endpoint
  readonly #writing: readonly Promise<void>[]
  #stopped = false
  #committed = 0

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
    this.#writing = Array.from({ length: connections }, (_, writer) => this.#write(writer))
  }

  get committed(): number {
    return this.#committed
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#writing)
  }

  async #write(writer: number): Promise<void> {
    const session = await connect(this.#endpoint, {})
    try {
      await query(session, 'SET SESSION innodb_lock_wait_timeout = 2')
      for (let n = 1 + writer; !this.#stopped; n += connections) {
        await this.#transaction(session, n)
        await sleep(pause)
      }
    } finally {
      await close(session)
    }
  }

  async #transaction(session: Session, n: number): Promise<void> {
    const rollback = n % 17 === 0
    try {
      await query(session, 'START TRANSACTION')
      for (const statement of transactions[n % transactions.length]?.(n) ?? []) await query(session, statement)
      await query(session, rollback ? 'ROLLBACK' : 'COMMIT')
      if (!rollback) this.#committed++
    } catch {
      // Who meets another's locks or keys gives up, as an application does; a session that is gone fails at the next statement.
      await query(session, 'ROLLBACK')
    }
  }
}
