import type { LiveWriters } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { SampleUsers, type Transactions } from '../../../core/process/sample-users.js'
import { close, connect, query } from '../connect.js'
import { salesSteps } from './fill-sales.js'

const rowsOf = (table: string): number => salesSteps.find((step) => step.table === table)?.rows ?? 1

/** One of the rows that the shop was filled with; spread, and another one for each n. */
const pick = (table: string, n: number): number => 1 + ((n * 7919) % rowsOf(table))

const cart = (n: number): string => `LPAD(HEX(${n % 900}), 36, '0')`

/** What the shop's day is made of. Each is a transaction; `n` makes it another one each time. */
const transactions: Transactions = [
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

/** Users of the shop, from several connections. */
export const shopUsers = (endpoint: Endpoint): LiveWriters =>
  new SampleUsers(transactions, async () => {
    const session = await connect(endpoint, {})
    await query(session, 'SET SESSION innodb_lock_wait_timeout = 2')
    return { run: (sql) => query(session, sql), end: () => close(session) }
  })
