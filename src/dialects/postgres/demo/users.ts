import type { LiveWriters } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { SampleUsers, type Transactions } from '../../../core/process/sample-users.js'
import { connect, endOf } from '../connect.js'

const pick = (rows: number, n: number): number => 1 + ((n * 7919) % rows)

/** The day of the shop that moved here. Each is a transaction; `n` makes it another one each time. */
const transactions: Transactions = [
  (n) => [
    `INSERT INTO shop.orders (number, customer_id, total, note, placed_at) VALUES ('P${n}', ${pick(50_000, n)}, ${n} / 8.0, E'Gruß ☕\\t${n}', now())`,
    `INSERT INTO shop.order_lines SELECT max(id), 1, ${pick(10_000, n)}, 2, ${n % 900} / 8.0, 0.5 FROM shop.orders`,
    `UPDATE shop.stock SET quantity = quantity - 1, counted_at = now() WHERE warehouse_id = 1 AND product_id = ${1 + (n % 3000)}`,
  ],
  (n) => [`UPDATE shop.orders SET status = 'shipped' WHERE id = ${pick(150_000, n)}`],
  (n) => [
    `UPDATE shop.customers SET credit = credit + 1.25, birthday = NULL WHERE id BETWEEN ${pick(50_000, n)} AND ${pick(50_000, n)} + 20`,
  ],
  (n) => [
    `UPDATE shop.products SET price = price + 0.125, description = repeat('Neu geröstet ☕ ', ${n % 90}) WHERE id = ${pick(10_000, n)}`,
  ],
  // What hangs on it goes with it; its key moves; rows without a key.
  (n) => [`DELETE FROM shop.carts WHERE customer_id = ${pick(10_000, n)}`],
  (n) => [`UPDATE shop.price_history SET valid_from = valid_from + 1000 WHERE product_id = ${pick(10_000, n)}`],
  (n) => [`INSERT INTO shop.page_views VALUES (now(), '/moved?q=café', NULL, ${n}, ${n % 900})`],
  (n) => [`DELETE FROM shop.page_views WHERE address = ${n} - 13`],
]

/** Users of the sample shop after it moved here. */
export const shopUsers = (endpoint: Endpoint): LiveWriters =>
  new SampleUsers(transactions, async () => {
    const client = await connect(endpoint, { role: 'target', application: 'sample users', lockTimeoutMs: 2000 })
    return { run: (sql) => client.query(sql), end: () => endOf(client) }
  })
