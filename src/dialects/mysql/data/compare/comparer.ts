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
import { close, connect, isAtLeast, query, quoteName, type Row, type Session } from '../../connect.js'
import { filterCondition } from '../row-filter.js'
import { keyWords } from './by-key.js'
import { itemOf, matchList, outsideOf, replacedWhen, shownOf, wholeOf } from './expressions.js'
import { scanSegment } from './script/rows.js'

export const mysqlComparer: TableComparer = {
  open: (endpoint: Endpoint, side: Side, options: CompareOptions) => MysqlComparison.open(endpoint, side, options),
  openScript: async (segments, options) => new ScriptComparison(segments, options, scanSegment),
}

class MysqlComparison implements TableComparison {
  readonly #session: Session
  readonly #side: Side
  readonly #options: CompareOptions

  private constructor(session: Session, side: Side, options: CompareOptions) {
    this.#session = session
    this.#side = side
    this.#options = options
  }

  static async open(endpoint: Endpoint, side: Side, options: CompareOptions): Promise<MysqlComparison> {
    const session = await connect(endpoint, options.signal ? { signal: options.signal } : {})
    // Merged into the outer query, the hash would be computed once for every place that names it.
    const merges = isAtLeast(session, 'mariadb', 5, 3) || isAtLeast(session, 'mysql', 5, 7)
    if (merges) await query(session, "SET SESSION optimizer_switch = 'derived_merge=off'")
    if (options.fresh) return new MysqlComparison(session, side, options)
    await query(session, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await query(session, 'START TRANSACTION WITH CONSISTENT SNAPSHOT')
    return new MysqlComparison(session, side, options)
  }

  async digest(table: TableMapping): Promise<TableDigest> {
    const columns = this.#columns(table)
    const counted = this.#side === 'source' ? columns.filter((column) => column.replaced) : []
    const counts = counted.map((column) => `,COALESCE(SUM(${replacedWhen(column) ?? '0'}),0)`)
    const sql = `SELECT COUNT(*),COALESCE(SUM(${number(this.#hash(table))}),0)${counts.join('')} FROM ${this.#from(table)}`
    const row = (await this.#query(sql))[0] ?? []
    const replaced = counted.map((column, at): [string, number] => [column.mapping.source.name, Number(row[at + 2])])
    return { rows: Number(row[0]), sum: row[1] ?? '0', replaced: new Map(replaced.filter(([, count]) => count > 0)) }
  }

  async bucketDigests(table: TableMapping, buckets: number): Promise<ReadonlyMap<number, RowSetDigest>> {
    const hashes = `(SELECT ${this.#hash(table)} AS h FROM ${this.#from(table)}) AS r`
    const sql = `SELECT ${bucketOf('h', buckets)} AS b,COUNT(*),SUM(${number('h')}) FROM ${hashes} GROUP BY b`
    const rows = await this.#query(sql)
    return new Map(rows.map((row) => [Number(row[0]), { rows: Number(row[1]), sum: row[2] ?? '0' }]))
  }

  async *rows(table: TableMapping, buckets: number, chosen: readonly number[] | null): AsyncIterable<RowHash> {
    const { match, hash } = this.#pair(table)
    const within = chosen === null ? undefined : `${bucketOf(hash, buckets)} IN (${chosen.join(',')})`
    const sql = `SELECT ${match} AS m,${hash} AS h FROM ${this.#from(table, within)} ORDER BY m,h`
    for await (const row of this.#stream(sql)) yield { match: row[0] ?? '', hash: row[1] ?? '' }
  }

  async texts(table: TableMapping, matches: readonly string[]): Promise<readonly RowText[]> {
    const columns = this.#columns(table)
    const keys = matchColumns(table, columns)
    const shown = [...keys, ...columns].map((column, at) => `${shownOf(column, this.#side)} AS c${at}`)
    const { match: matched, hash: hashed } = this.#pair(table)
    const list = [`${matched} AS m`, `${hashed} AS h`, ...shown].join(',')
    // The hash stands in the condition too: a derived table would hold every row with all its texts.
    const rows = await this.#query(`SELECT ${list} FROM ${this.#from(table, `${matched} IN (${matchList(matches)})`)}`)
    return rows.map(([match, hash, ...values]) => ({
      ...{ match: match ?? '', hash: hash ?? '' },
      ...{ key: values.slice(0, keys.length), values: values.slice(keys.length) },
    }))
  }

  async *outside(table: TableMapping): AsyncIterable<OutsideValues> {
    const columns = this.#columns(table).filter((column) => column.form.kind === 'json')
    const values = columns.map((column, at) => `${outsideOf(column, this.#side)} AS c${at}`)
    const list = [`${this.#pair(table).match} AS m`, ...values].join(',')
    for await (const [match, ...rest] of this.#stream(`SELECT ${list} FROM ${this.#from(table)} ORDER BY m`)) {
      yield { match: match ?? '', values: rest }
    }
  }

  keyed(
    table: TableMapping,
    keys: readonly RowKey[],
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    return this.#keyed(table, columns, this.#from(table, keyWords.hasKey(own, keys, this.#side)))
  }

  page(
    table: TableMapping,
    after: RowKey | null,
    limit: number,
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    const from = this.#from(table, after === null ? undefined : `(${isBehind(keyWords, own, after, this.#side)})`)
    return this.#keyed(table, columns, `${from} ORDER BY ${inOrder(keyWords, own, this.#side)} LIMIT ${limit}`)
  }

  readonly repairHead = [
    'SET NAMES utf8mb4;',
    "SET SESSION time_zone = '+00:00', sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');",
  ]

  repair(table: TableMapping, columns: readonly CanonicalColumn[], repair: Repair): string | null {
    return repairStatement(keyWords, table, columnsOfKey(table) ?? [], columns, { repair, side: this.#side })
  }

  async #keyed(table: TableMapping, columns: readonly CanonicalColumn[], from: string): Promise<readonly KeyedRow[]> {
    const own = columnsOfKey(table) ?? []
    const values = [...own, ...columns].map((column, at) => `${wholeOf(column, this.#side)} AS c${at}`)
    const rows = await this.#query(`SELECT ${[`${this.#hash(table)} AS h`, ...values].join(',')} FROM ${from}`)
    return rows.map(([hash, ...texts]) => ({
      ...{ hash: hash ?? '', key: texts.slice(0, own.length).map((text) => text ?? '') },
      values: texts.slice(own.length),
    }))
  }

  async *wholes(table: TableMapping, columns: readonly CanonicalColumn[]): AsyncIterable<OutsideValues> {
    const values = columns.map((column, at) => `${wholeOf(column, this.#side)} AS c${at}`)
    const list = [`${this.#pair(table).match} AS m`, ...values].join(',')
    for await (const [match, ...rest] of this.#stream(`SELECT ${list} FROM ${this.#from(table)} ORDER BY m`)) {
      yield { match: match ?? '', values: rest }
    }
  }

  close(): Promise<void> {
    return close(this.#session)
  }

  #columns(table: TableMapping): readonly CanonicalColumn[] {
    return canonicalColumns(table, this.#options.policies)
  }

  /** The table, with the rows that its filter and the condition leave. The target has no others, or they are too many. */
  #from(table: TableMapping, condition?: string): string {
    const name = table[this.#side]
    const filter = this.#side === 'source' && table.filter ? [filterCondition(table.filter)] : []
    const all = [...filter, ...(condition === undefined ? [] : [condition])]
    const where = all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`
    return `${quoteName(name.schema)}.${quoteName(name.table)}${where}`
  }

  #hash(table: TableMapping): string {
    return hashOf(this.#columns(table), this.#side)
  }

  /** Match and hash of a row; without a key the row is its own key. */
  #pair(table: TableMapping): { readonly match: string; readonly hash: string } {
    const columns = this.#columns(table)
    const keys = matchColumns(table, columns)
    const hash = hashOf(columns, this.#side)
    return { match: keys.length > 0 ? hashOf(keys, this.#side) : hash, hash }
  }

  #query(sql: string): Promise<Row[]> {
    this.#options.signal?.throwIfAborted()
    return query(this.#session, sql)
  }

  async *#stream(sql: string): AsyncIterable<Row> {
    this.#options.signal?.throwIfAborted()
    const rows = this.#session.driver.query({ sql, rowsAsArray: true }).stream({ highWaterMark: 500 })
    for await (const row of rows) {
      if (Array.isArray(row)) yield row.map((value) => (Buffer.isBuffer(value) ? value.toString('utf8') : null))
    }
  }
}

function hashOf(columns: readonly CanonicalColumn[], side: Side): string {
  const items = columns.map((column) => itemOf(column, side)).filter((item) => item !== undefined)
  return items.length === 0 ? "MD5('')" : `MD5(CONCAT_WS('|',${items.join(',')}))`
}

/** First 60 bits of a hash: their sums stay exact on both sides, with signed numbers too. */
const number = (hash: string): string => `CAST(CONV(LEFT(${hash},15),16,10) AS UNSIGNED)`

const bucketOf = (hash: string, buckets: number): string => `(CONV(RIGHT(${hash},7),16,10) MOD ${buckets})`
