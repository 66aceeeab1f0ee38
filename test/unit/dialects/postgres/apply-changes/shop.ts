import type { Change, TupleWriter } from '../../../../../src/core/data/changes.js'
import { mapped, randomFrom, tuple, type Value } from './support.js'

/** Tables of every sort, some in partitions: keys of one and of several columns, text and decimal keys, none, other unique keys, foreign keys. */
export const shopSql = `
  CREATE TABLE customer (id int PRIMARY KEY, name text, email varchar(60) UNIQUE);
  CREATE TABLE orders (id bigint PRIMARY KEY, customer int REFERENCES customer, total numeric(10,2), note text);
  CREATE TABLE line (orders bigint REFERENCES orders ON DELETE CASCADE, place int, sku text, PRIMARY KEY (orders, place));
  CREATE TABLE code (code text PRIMARY KEY, amount int);
  CREATE TABLE price (amount numeric(10,2) PRIMARY KEY, label text) PARTITION BY HASH (amount);
  CREATE TABLE price_0 PARTITION OF price FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE price_1 PARTITION OF price FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  CREATE TABLE log (message text, number int, extra json) PARTITION BY LIST (number);
  CREATE TABLE log_0 PARTITION OF log FOR VALUES IN (0);
  CREATE TABLE log_rest PARTITION OF log DEFAULT;
  CREATE TABLE tree (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, above int REFERENCES tree, twice int GENERATED ALWAYS AS (above * 2) STORED, tags text[])`

export const shopTables = [
  mapped('customer', ['id', 'name', 'email'], ['id']),
  mapped('orders', ['id', 'customer', 'total', 'note'], ['id']),
  mapped('line', ['orders', 'place', 'sku'], ['orders', 'place']),
  mapped('code', ['code', 'amount'], ['code']),
  mapped('price', ['amount', 'label'], ['amount']),
  mapped('log', ['message', 'number', 'extra'], []),
  mapped('tree', ['id', 'above', 'tags'], ['id']),
]

type Row = Value[]
const table = { customer: 0, orders: 1, line: 2, code: 3, price: 4, log: 5, tree: 6 } as const

export interface ShopOptions {
  /** Images hold only what a small log would: of an old row the key, of a new one what has changed. */
  readonly small?: boolean
  /** Nothing that can only be applied in order: keys that move, unique values that change hands, cascades, emptied tables. */
  readonly calm?: boolean
  /** The table without a key is only added to. */
  readonly onlyNewLogRows?: boolean
  /** Every change can be told from what it has done already: no table without a key, no foreign keys. */
  readonly repeatable?: boolean
}

/** The tables as they are while a load and its changes overlap. */
export const withoutForeignKeys = (sql: string): string => sql.replace(/ REFERENCES \w+( ON DELETE CASCADE)?/g, '')

/** A source in memory: it changes rows at random, keeps to its own constraints, and writes a log of what it did. */
export class ModelShop {
  readonly rows: Row[][] = shopTables.map(() => [])
  readonly #random: () => number
  readonly #writers: readonly TupleWriter[]
  #log: Change[] = []
  readonly #options: ShopOptions

  constructor(seed: number, writers: readonly TupleWriter[], options: ShopOptions = {}) {
    this.#random = randomFrom(seed)
    this.#writers = writers
    this.#options = options
  }

  /** So many changes at random; what they wrote to the log. */
  run(count: number): readonly Change[] {
    this.#log = []
    while (this.#log.length < count) this.#step()
    return this.#log
  }

  /** All rows as the target would print them, sorted. */
  contents(): readonly (readonly string[])[] {
    return this.rows.map((rows) => rows.map((row) => JSON.stringify(row.map(printed))).sort())
  }

  #step(): void {
    const steps = [
      () => this.#customer(),
      () => this.#customer(),
      () => this.#order(),
      () => this.#order(),
      () => this.#order(),
      () => this.#line(),
      () => this.#line(),
      () => this.#code(),
      () => this.#code(),
      () => this.#price(),
      () => this.#options.repeatable || this.#logRow(),
      () => this.#tree(),
      () => this.#options.calm || this.#rare(),
    ]
    steps[this.#below(steps.length)]?.()
  }

  #customer(): void {
    const rows = this.rows[table.customer]!
    const id = this.#below(40)
    const email = this.#maybe(0.2) ? null : `${this.#options.calm ? `${id} ` : ''}${this.#below(40)}@x`
    const free = email === null || !rows.some((row) => row[2] === email)
    const at = rows.findIndex((row) => row[0] === id)
    if (at < 0) {
      if (free) this.#insert(table.customer, [id, this.#word(), email])
    } else if (this.#maybe(0.5)) this.#update(table.customer, at, [id, this.#word(), free ? email : rows[at]![2]])
    else if (!this.rows[table.orders]!.some((order) => order[1] === id)) this.#delete(table.customer, at)
  }

  #order(): void {
    const rows = this.rows[table.orders]!
    const id = this.#below(60)
    const at = rows.findIndex((row) => row[0] === id)
    const customer = this.#pick(this.rows[table.customer]!)?.[0] ?? null
    const values = [id, customer, this.#money(), this.#maybe(0.1) ? 'long '.repeat(500) : this.#word()]
    if (at < 0) this.#insert(table.orders, values)
    else if (this.#options.calm || this.#maybe(0.7)) this.#update(table.orders, at, values)
    else {
      this.#delete(table.orders, at)
      // By the foreign key's own action, of which the log says nothing.
      if (!this.#options.repeatable) this.rows[table.line] = this.rows[table.line]!.filter((line) => line[0] !== id)
    }
  }

  #line(): void {
    const order = this.#pick(this.rows[table.orders]!)?.[0]
    if (order === undefined) return
    const place = this.#below(3)
    const at = this.rows[table.line]!.findIndex((row) => row[0] === order && row[1] === place)
    if (at < 0) this.#insert(table.line, [order, place, this.#word()])
    else if (this.#maybe(0.6)) this.#update(table.line, at, [order, place, this.#word()])
    else this.#delete(table.line, at)
  }

  #code(): void {
    const rows = this.rows[table.code]!
    const code = this.#word()
    const at = rows.findIndex((row) => row[0] === code)
    const other = `${code}${this.#word()}`
    if (at < 0) this.#insert(table.code, [code, this.#below(1000)])
    else if (this.#maybe(0.4)) this.#update(table.code, at, [code, this.#maybe(0.1) ? null : this.#below(1000)])
    else if (this.#maybe(0.5)) this.#delete(table.code, at)
    else if (!this.#options.calm && !rows.some((row) => row[0] === other))
      this.#update(table.code, at, [other, rows[at]![1]])
  }

  #price(): void {
    const amount = this.#money()
    const at = this.rows[table.price]!.findIndex((row) => row[0] === amount)
    if (at < 0) this.#insert(table.price, [amount, this.#word()])
    else if (this.#maybe(0.5)) this.#update(table.price, at, [amount, this.#word()])
    else this.#delete(table.price, at)
  }

  #logRow(): void {
    const rows = this.rows[table.log]!
    const extra = this.#maybe(0.3) ? null : `{"a": ${this.#below(2)}}`
    const row = [this.#maybe(0.2) ? null : this.#word(), this.#below(3), extra]
    const at = this.#below(rows.length + 1)
    if (at >= rows.length || this.#options.onlyNewLogRows || this.#maybe(0.4)) this.#insert(table.log, row)
    else if (this.#maybe(0.5)) this.#update(table.log, at, row)
    else this.#delete(table.log, at)
  }

  #tree(): void {
    const rows = this.rows[table.tree]!
    const id = 1 + this.#below(20)
    const at = rows.findIndex((row) => row[0] === id)
    const above = this.#pick(rows)?.[0] ?? null
    const tags = this.#maybe(0.3) ? null : ['a', 'b,c', '', 'a,b'][this.#below(4)]
    if (at < 0) this.#insert(table.tree, [id, above, tags])
    else if (this.#maybe(0.6)) this.#update(table.tree, at, [id, above, tags])
    else if (!rows.some((row) => row[1] === id && row[0] !== id)) this.#delete(table.tree, at)
  }

  /** Swaps of keys by way of a third one, unique values that change hands, and a table that is emptied. */
  #rare(): void {
    const [codes, customers] = [this.rows[table.code]!, this.rows[table.customer]!]
    if (this.#maybe(0.2)) {
      const emptied = this.#options.repeatable || this.#maybe(0.5) ? table.price : table.log
      this.rows[emptied] = []
      this.#log.push({ kind: 'truncate', table: emptied })
    } else if (this.#maybe(0.5) && codes.length > 1) {
      const [a, b] = [codes[0]!, codes[1]!]
      this.#update(table.code, 0, ['swap', a[1]])
      this.#update(table.code, 1, [a[0], b[1]])
      this.#update(table.code, 0, [b[0], a[1]])
    } else if (customers.length > 1) {
      const [a, b] = [customers[0]!, customers[1]!]
      this.#update(table.customer, 0, [a[0], a[1], null])
      this.#update(table.customer, 1, [b[0], b[1], a[2]])
      this.#update(table.customer, 0, [a[0], a[1], b[2]])
    }
  }

  #insert(at: number, row: Row): void {
    this.rows[at]!.push(row)
    this.#log.push({ kind: 'insert', table: at, after: this.#image(at, row) })
  }

  #update(at: number, place: number, after: Row): void {
    const before = this.rows[at]![place]!
    this.rows[at]![place] = after
    const small = this.#options.small && at !== table.log
    const key = shopTables[at]!.key.length
    const old = small ? before.map((value, column) => (column < key ? value : undefined)) : before
    const changed = small ? after.map((value, column) => (value === before[column] ? undefined : value)) : after
    this.#log.push({ kind: 'update', table: at, before: this.#image(at, old), after: this.#image(at, changed) })
  }

  #delete(at: number, place: number): void {
    const [before] = this.rows[at]!.splice(place, 1)
    this.#log.push({ kind: 'delete', table: at, before: this.#image(at, before!) })
  }

  #image(at: number, row: Row) {
    return tuple(this.#writers[at]!, row)
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #maybe(chance: number): boolean {
    return this.#random() < chance
  }

  #pick(rows: readonly Row[]): Row | undefined {
    return rows[this.#below(rows.length)]
  }

  #word(): string {
    return ['ant', 'bee', 'cow', 'dog', 'eel', 'fox', 'größe', ''][this.#below(8)]!
  }

  #money(): string {
    return `${this.#below(30)}.${this.#below(2)}5`
  }
}

const printed = (value: Value): string | null => (value == null ? null : String(value))

/** The same of a server, by what it answers. Labels come in the form in which the source has them. */
export const contentsSql: readonly string[] = [
  'SELECT id::text, name, email FROM customer',
  'SELECT id::text, customer::text, total::text, note FROM orders',
  'SELECT orders::text, place::text, sku FROM line',
  'SELECT code, amount::text FROM code',
  'SELECT amount::text, label FROM price',
  'SELECT message, number::text, extra::text FROM log',
  "SELECT id::text, above::text, array_to_string(tags, ',') FROM tree",
]
