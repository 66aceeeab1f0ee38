import type mysql from 'mysql2/promise'
import type { ChangeTargetOptions } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import { shopTables } from '../../postgres/apply-changes/shop.js'

/** The tables of the model shop: keys of one and of several columns, text and decimal keys, none, other unique keys, foreign keys. */
export const shopSql = `
  CREATE TABLE customer (id INT PRIMARY KEY, name TEXT, email VARCHAR(60) UNIQUE) ENGINE = InnoDB;
  CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INT, total DECIMAL(10,2), note TEXT, FOREIGN KEY (customer) REFERENCES customer (id)) ENGINE = InnoDB;
  CREATE TABLE line (orders BIGINT, place INT, sku TEXT, PRIMARY KEY (orders, place), FOREIGN KEY (orders) REFERENCES orders (id) ON DELETE CASCADE) ENGINE = InnoDB;
  CREATE TABLE code (code VARCHAR(60) COLLATE utf8mb4_bin PRIMARY KEY, amount INT) ENGINE = InnoDB;
  CREATE TABLE price (amount DECIMAL(10,2) PRIMARY KEY, label TEXT) ENGINE = InnoDB PARTITION BY KEY (amount) PARTITIONS 2;
  CREATE TABLE log (message TEXT, number INT, extra LONGTEXT) ENGINE = InnoDB PARTITION BY HASH (number) PARTITIONS 2;
  CREATE TABLE tree (id INT AUTO_INCREMENT PRIMARY KEY, above INT, tags VARCHAR(20), touched TIMESTAMP NOT NULL DEFAULT '2000-01-01' ON UPDATE CURRENT_TIMESTAMP,
    FOREIGN KEY (above) REFERENCES tree (id)) ENGINE = InnoDB;`

export const shopOptions = (task: string): ChangeTargetOptions => ({
  task,
  tables: shopTables,
  policies: defaultPolicies,
})

/** Makes the tables anew, in the schema that their mapping names. */
export async function freshShop(client: mysql.Connection, sql = shopSql): Promise<void> {
  await client.query(
    'DROP DATABASE IF EXISTS public; DROP DATABASE IF EXISTS crosswalk; CREATE DATABASE public CHARACTER SET utf8mb4; USE public',
  )
  await client.query(sql)
}

const selects = [
  'SELECT id, name, email FROM customer',
  'SELECT id, customer, total, note FROM orders',
  'SELECT orders, place, sku FROM line',
  'SELECT code, amount FROM code',
  'SELECT amount, label FROM price',
  'SELECT message, number, extra FROM log',
  'SELECT id, above, tags FROM tree',
]

/** All rows as the server prints them, sorted. */
export async function contents(client: mysql.Connection): Promise<readonly (readonly string[])[]> {
  const all: string[][] = []
  for (const sql of selects) {
    const [rows] = await client.query(`${sql.replace('FROM ', 'FROM public.')}`)
    const lines = Array.isArray(rows) ? rows : []
    all.push(
      lines
        .map((row) =>
          JSON.stringify(Array.isArray(row) ? row.map((value) => (value === null ? null : String(value))) : row),
        )
        .sort(),
    )
  }
  return all
}

/** Nothing that the engine does on its own when a row is changed: the source had its say. */
export async function touchedRows(client: mysql.Connection): Promise<number> {
  const [rows] = await client.query("SELECT COUNT(*) FROM public.tree WHERE touched <> '2000-01-01'")
  return Array.isArray(rows) && Array.isArray(rows[0]) ? Number(rows[0][0]) : -1
}
