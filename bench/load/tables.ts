import type { LogicalType } from '../../src/core/ir/types.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'

/** One table of the benchmark: how the source makes it, what the target has, and how they map. */
export interface BenchTable {
  readonly name: string
  readonly rows: number
  readonly fill: string
  readonly columns: readonly BenchColumn[]
  /** Rows per range and batch for the peer, so that wide rows do not fill its memory. */
  readonly peerBatch: number
}

interface BenchColumn {
  readonly name: string
  readonly source: string
  readonly target: string
  readonly type: LogicalType
}

const int = (bits: 8 | 16 | 32 | 64): LogicalType => ({ kind: 'integer', bits, signed: true })
const money = (precision: number): LogicalType => ({ kind: 'decimal', precision, scale: 2, signed: true })
const text = (length?: number): LogicalType => ({
  kind: 'text',
  unit: 'char',
  padded: false,
  ...(length === undefined ? {} : { length }),
})

const column = (name: string, source: string, target: string, type: LogicalType): BenchColumn => ({
  name,
  source,
  target,
  type,
})

export function benchTables(scale: number): readonly BenchTable[] {
  const rows = (full: number): number => Math.max(1000, Math.round(full * scale))
  return [sixteen(rows(3_000_000)), narrow(rows(10_000_000)), wide(rows(235_000))]
}

function sixteen(rows: number): BenchTable {
  return {
    name: 'sixteen',
    rows,
    peerBatch: 50_000,
    columns: [
      column('id', 'bigint', 'bigint', int(64)),
      column('order_id', 'int', 'integer', int(32)),
      column('part_id', 'int', 'integer', int(32)),
      column('supplier_id', 'int', 'integer', int(32)),
      column('line_no', 'tinyint', 'smallint', int(8)),
      column('quantity', 'decimal(12,2)', 'numeric(12,2)', money(12)),
      column('price', 'decimal(12,2)', 'numeric(12,2)', money(12)),
      column('discount', 'decimal(4,2)', 'numeric(4,2)', money(4)),
      column('tax', 'decimal(4,2)', 'numeric(4,2)', money(4)),
      column('return_flag', 'char(1)', 'char(1)', text(1)),
      column('line_status', 'char(1)', 'char(1)', text(1)),
      column('shipped', 'date', 'date', { kind: 'date' }),
      column('committed', 'datetime', 'timestamp', { kind: 'timestamp', precision: 0, zone: 'none' }),
      column('weight', 'double', 'double precision', { kind: 'float', bits: 64, signed: true }),
      column('ship_mode', 'varchar(10)', 'varchar(10)', text(10)),
      column('note', 'varchar(60)', 'varchar(60)', text(60)),
    ],
    fill: `SELECT seq, seq div 4, (seq*7919)%200000, (seq*31)%10000, seq%4, (seq%5000)/100, (seq%9000000)/100, (seq%11)/100, (seq%9)/100,
      elt(1+seq%3,'A','N','R'), elt(1+seq%2,'O','F'), date_add('1992-01-01', interval seq%2500 day),
      date_add('1992-01-01 10:00:00', interval seq%250000 minute), seq/7,
      elt(1+seq%7,'AIR','TRUCK','MAIL','SHIP','RAIL','FOB','REG AIR'), concat('note ', left(md5(seq), 8+seq%24)) FROM seq_1_to_${rows}`,
  }
}

function narrow(rows: number): BenchTable {
  return {
    name: 'narrow',
    rows,
    peerBatch: 100_000,
    columns: [
      column('id', 'int', 'integer', int(32)),
      column('a', 'int', 'integer', int(32)),
      column('b', 'int', 'integer', int(32)),
    ],
    fill: `SELECT seq, (seq*7919)%1000000, seq%97 FROM seq_1_to_${rows}`,
  }
}

/** About 4.4 kB a row: text of hexadecimal hashes and bytes of hashes. */
function wide(rows: number): BenchTable {
  const hashes = (count: number, make: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => make(at)).join(', ')
  return {
    name: 'wide',
    rows,
    peerBatch: 2000,
    columns: [
      column('id', 'int', 'integer', int(32)),
      column('title', 'varchar(100)', 'varchar(100)', text(100)),
      column('body', 'mediumtext', 'text', text()),
      column('data', 'mediumblob', 'bytea', { kind: 'binary', padded: false }),
    ],
    fill: `SELECT seq, concat('title ', seq), concat(${hashes(12, (at) => `repeat(concat(md5(seq+${at}), ' and so on, '), 5)`)}),
      unhex(concat(${hashes(24, (at) => `sha2(concat(seq,'${at}'),512)`)})) FROM seq_1_to_${rows}`,
  }
}

export const sourceDdl = (table: BenchTable): string =>
  `CREATE TABLE ${table.name} (${table.columns.map(({ name, source }) => `${name} ${source} NOT NULL`).join(', ')}, PRIMARY KEY (id)) CHARACTER SET utf8mb4`

export const targetDdl = (table: BenchTable): string =>
  `CREATE TABLE bench.${table.name} (${table.columns.map(({ name, target }) => `${name} ${target} NOT NULL`).join(', ')})`

export function mappingOf(table: BenchTable): TableMapping {
  return {
    source: { schema: 'bench', table: table.name },
    target: { schema: 'bench', table: table.name },
    key: ['id'],
    columns: table.columns.map(({ name, source, target, type }) => ({
      source: { name, type, native: source, nullable: false, generated: false },
      target: { name, type, native: target, nullable: false, generated: false },
    })),
  }
}
