import type pg from 'pg'
import {
  type CanonicalColumn,
  canonicalColumns,
  keyColumns as columnsOfKey,
  matchColumns,
} from '../../../../core/data/canonical.js'
import type {
  CompareOptions,
  KeyedRow,
  OutsideValues,
  Repair,
  RowHash,
  RowKey,
  RowSetDigest,
  RowText,
  Side,
  TableComparer,
  TableComparison,
  TableDigest,
} from '../../../../core/data/comparer.js'
import { inOrder, isBehind, repairStatement } from '../../../../core/data/rows-by-key.js'
import { ScriptComparison } from '../../../../core/data/script/comparison.js'
import type { Endpoint } from '../../../../core/dialect/endpoint.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { connect } from '../../connect.js'
import { filterCondition } from '../row-filter.js'
import { keyWords } from './by-key.js'
import { type Encoding, itemOf, matchList, md5Of, outsideOf, quoteName, shownOf, wholeOf } from './expressions.js'
import { scanSegment } from './script-rows.js'

export const postgresComparer: TableComparer = {
  open: (endpoint: Endpoint, side: Side, options: CompareOptions) => PostgresComparison.open(endpoint, side, options),
  openScript: async (segments, options) => new ScriptComparison(segments, options, scanSegment),
}

const rowsPerFetch = 5_000
const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

class PostgresComparison implements TableComparison {
  readonly #client: pg.Client
  readonly #side: Side
  readonly #options: CompareOptions
  readonly #encoding: Encoding
  readonly #plain = new Map<string, boolean>()
  #cursors = 0

  private constructor(client: pg.Client, side: Side, options: CompareOptions, encoding: Encoding) {
    this.#client = client
    this.#side = side
    this.#options = options
    this.#encoding = encoding
  }

  static async open(endpoint: Endpoint, side: Side, options: CompareOptions): Promise<PostgresComparison> {
    const client = await connect(endpoint, {
      role: 'source',
      application: 'crosswalk validate',
      settings: { jit: 'off', work_mem: '64MB' },
      ...(options.signal ? { signal: options.signal } : {}),
    })
    if (!options.fresh) await client.query(begin)
    const encoding = await client.query({ text: 'SHOW server_encoding', rowMode: 'array' })
    return new PostgresComparison(client, side, options, { utf8: encoding.rows[0]?.[0] === 'UTF8' })
  }

  async digest(table: TableMapping): Promise<TableDigest> {
    const sql = `SELECT count(*),coalesce(sum(${number(this.#hash(table))}),0) FROM ${await this.#from(table)}`
    const row = (await this.#query(sql))[0] ?? []
    return { rows: Number(row[0]), sum: row[1] ?? '0', replaced: new Map() }
  }

  async bucketDigests(table: TableMapping, buckets: number): Promise<ReadonlyMap<number, RowSetDigest>> {
    const hashes = `(SELECT ${this.#hash(table)} AS h FROM ${await this.#from(table)} OFFSET 0) AS r`
    const sql = `SELECT ${bucketOf('h', buckets)} AS b,count(*),sum(${number('h')}) FROM ${hashes} GROUP BY b`
    const rows = await this.#query(sql)
    return new Map(rows.map((row) => [Number(row[0]), { rows: Number(row[1]), sum: row[2] ?? '0' }]))
  }

  async *rows(table: TableMapping, buckets: number, chosen: readonly number[] | null): AsyncIterable<RowHash> {
    const { match, hash } = this.#pair(table)
    const where = chosen === null ? '' : `WHERE ${bucketOf(hash, buckets)} = ANY('{${chosen.join(',')}}'::int[])`
    const inner = `SELECT ${match} AS m,${hash} AS h FROM ${await this.#from(table)} ${where} OFFSET 0`
    const sql = `SELECT m,h FROM (${inner}) AS r ORDER BY m COLLATE "C",h COLLATE "C"`
    for await (const row of this.#stream(sql, rowsPerFetch)) yield { match: row[0] ?? '', hash: row[1] ?? '' }
  }

  async texts(table: TableMapping, matches: readonly string[]): Promise<readonly RowText[]> {
    const columns = this.#columns(table)
    const keys = matchColumns(table, columns)
    const shown = [...keys, ...columns].map((column, at) => `${shownOf(column, this.#side, this.#encoding)} AS c${at}`)
    const { match: matched, hash: hashed } = this.#pair(table)
    const list = [`${matched} AS m`, `${hashed} AS h`, ...shown].join(',')
    const where = `${matched} IN (${matchList(matches)})`
    const rows = await this.#query(`SELECT ${list} FROM ${await this.#from(table)} WHERE ${where}`)
    return rows.map(([match, hash, ...values]) => ({
      ...{ match: match ?? '', hash: hash ?? '' },
      ...{ key: values.slice(0, keys.length), values: values.slice(keys.length) },
    }))
  }

  async *outside(table: TableMapping): AsyncIterable<OutsideValues> {
    const columns = this.#columns(table).filter((column) => column.form.kind === 'json')
    const values = columns.map((column, at) => `${outsideOf(column, this.#side)} AS c${at}`)
    const inner = `SELECT ${[`${this.#pair(table).match} AS m`, ...values].join(',')} FROM ${await this.#from(table)}`
    const names = columns.map((_, at) => `c${at}`)
    const sql = `SELECT m,${names.join(',')} FROM (${inner}) AS r ORDER BY m COLLATE "C"`
    for await (const [match, ...rest] of this.#stream(sql, 100)) yield { match: match ?? '', values: rest }
  }

  async keyed(
    table: TableMapping,
    keys: readonly RowKey[],
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    return this.#keyed(table, columns, `WHERE ${keyWords.hasKey(own, keys, this.#side)}`)
  }

  page(
    table: TableMapping,
    after: RowKey | null,
    limit: number,
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    const where = after === null ? '' : `WHERE ${isBehind(keyWords, own, after, this.#side)}`
    return this.#keyed(table, columns, `${where} ORDER BY ${inOrder(keyWords, own, this.#side)} LIMIT ${limit}`)
  }

  readonly repairHead = ["SET TIME ZONE 'UTC';", 'SET standard_conforming_strings = on;']

  repair(table: TableMapping, columns: readonly CanonicalColumn[], repair: Repair): string | null {
    return repairStatement(keyWords, table, columnsOfKey(table) ?? [], columns, { repair, side: this.#side })
  }

  async #keyed(table: TableMapping, columns: readonly CanonicalColumn[], rest: string): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    const values = [...own, ...columns].map((column, at) => `${wholeOf(column, this.#side)} AS c${at}`)
    const list = [`${this.#hash(table)} AS h`, ...values].join(',')
    const rows = await this.#query(`SELECT ${list} FROM ${await this.#from(table)} ${rest}`)
    return rows.map(([hash, ...texts]) => ({
      ...{ hash: hash ?? '', key: texts.slice(0, own.length).map((text) => text ?? '') },
      values: texts.slice(own.length),
    }))
  }

  async *wholes(table: TableMapping, columns: readonly CanonicalColumn[]): AsyncIterable<OutsideValues> {
    const values = columns.map((column, at) => `${wholeOf(column, this.#side)} AS c${at}`)
    const inner = `SELECT ${[`${this.#pair(table).match} AS m`, ...values].join(',')} FROM ${await this.#from(table)}`
    const names = columns.map((_, at) => `c${at}`)
    const sql = `SELECT m,${names.join(',')} FROM (${inner}) AS r ORDER BY m COLLATE "C"`
    for await (const [match, ...rest] of this.#stream(sql, 500)) yield { match: match ?? '', values: rest }
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined)
  }

  #columns(table: TableMapping): readonly CanonicalColumn[] {
    return canonicalColumns(table, this.#options.policies)
  }

  /**
   * What stands behind FROM: of a table that others inherit from its own rows, of a partitioned one those of its partitions,
   * and on the source those that its filter leaves. The target has no others, or they are too many.
   */
  async #from(table: TableMapping): Promise<string> {
    const place = table[this.#side]
    const name = `${quoteName(place.schema)}.${quoteName(place.table)}`
    const own = (await this.#isPlain(name)) ? `ONLY ${name}` : name
    const filter = this.#side === 'source' ? table.filter : undefined
    return filter ? `(SELECT * FROM ${own} WHERE ${filterCondition(filter)}) AS filtered` : own
  }

  async #isPlain(name: string): Promise<boolean> {
    const known = this.#plain.get(name)
    if (known !== undefined) return known
    const sql = `SELECT relkind FROM pg_class WHERE oid = to_regclass('${name.replaceAll("'", "''")}')`
    const [row] = await this.#query(sql)
    this.#plain.set(name, row?.[0] === 'r')
    return row?.[0] === 'r'
  }

  #hash(table: TableMapping): string {
    return this.#hashOf(this.#columns(table))
  }

  /** Match and hash of a row; without a key the row is its own key. */
  #pair(table: TableMapping): { readonly match: string; readonly hash: string } {
    const columns = this.#columns(table)
    const keys = matchColumns(table, columns)
    const hash = this.#hashOf(columns)
    return { match: keys.length > 0 ? this.#hashOf(keys) : hash, hash }
  }

  /** A function takes 100 arguments at most (FUNC_MAX_ARGS), a table may have more columns. */
  #hashOf(columns: readonly CanonicalColumn[]): string {
    const items = columns
      .map((column) => itemOf(column, this.#side, this.#encoding))
      .filter((item) => item !== undefined)
    const groups: string[] = []
    for (let at = 0; at < items.length; at += 90) groups.push(`concat_ws('|',${items.slice(at, at + 90).join(',')})`)
    return md5Of(groups.length === 0 ? "''" : groups.join(`||'|'||`), this.#encoding)
  }

  async #query(sql: string): Promise<readonly (string | null)[][]> {
    this.#options.signal?.throwIfAborted()
    try {
      const result = await this.#client.query<(string | null)[]>({ text: sql, rowMode: 'array' })
      return result.rows
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      if (this.#options.fresh) throw error
      // One table's failure must not fail the next ones: the transaction is over, so a new one begins.
      await this.#client.query('ROLLBACK').catch(() => undefined)
      await this.#client.query(begin).catch(() => undefined)
      throw error
    }
  }

  async *#stream(sql: string, perFetch: number): AsyncIterable<readonly (string | null)[]> {
    const cursor = `rows_${this.#cursors++}`
    await this.#query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`)
    for (;;) {
      const rows = await this.#query(`FETCH ${perFetch} FROM ${cursor}`)
      yield* rows
      if (rows.length < perFetch) break
    }
    await this.#query(`CLOSE ${cursor}`)
  }
}

/** First 60 bits of a hash: their sums stay exact on both sides, with signed numbers too. */
const number = (hash: string): string => `('x'||left(${hash},15))::bit(60)::bigint`

const bucketOf = (hash: string, buckets: number): string => `(('x'||right(${hash},7))::bit(28)::int % ${buckets})`
