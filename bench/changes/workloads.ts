import type { LogicalType } from '../../src/core/ir/types.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'
import type { TargetColumn } from '../../src/dialects/postgres/data/encoding.js'

/** Changes of one table, and how its rows are read. */
export interface Workload {
  readonly name: string
  readonly changes: number
  readonly ddl: string
  /** Statements of a procedure's body, run `rounds` times with `round` counting from 0. */
  readonly body: string
  readonly rounds: number
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly native: string
  readonly type: LogicalType
  /** Name in the target's catalogue. */
  readonly target: string
}

const long: LogicalType = { kind: 'integer', bits: 64, signed: true }
const int: LogicalType = { kind: 'integer', bits: 32, signed: true }
const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
const money: LogicalType = { kind: 'decimal', precision: 12, scale: 2, signed: true }
const moment: LogicalType = { kind: 'timestamp', precision: 0, zone: 'none' }

const column = (name: string, native: string, type: LogicalType, target: string): Column => ({
  name,
  native,
  type,
  target,
})

const small: readonly Column[] = [
  ...[column('id', 'bigint', long, 'int8'), column('a', 'int', int, 'int4'), column('b', 'int', int, 'int4')],
  column('note', 'varchar(40)', text, 'varchar'),
]

const wide: readonly Column[] = [
  ...[
    column('id', 'bigint', long, 'int8'),
    column('a', 'int', int, 'int4'),
    column('price', 'decimal(12,2)', money, 'numeric'),
  ],
  ...[column('made', 'datetime', moment, 'timestamp'), column('changed', 'datetime', moment, 'timestamp')],
  ...Array.from({ length: 5 }, (_, at) => column(`t${at}`, 'varchar(400)', text, 'varchar')),
]

const ddlOf = (name: string, columns: readonly Column[]): string =>
  `CREATE TABLE ${name} (${columns.map((one) => `${one.name} ${one.native} NOT NULL`).join(', ')}, PRIMARY KEY (id))`

const smallRow = (id: string): string => `${id}, ${id} % 1000, ${id} % 77, CONCAT('note ', ${id})`

export function workloads(scale: number): readonly Workload[] {
  const rounds = (full: number): number => Math.max(10, Math.round(full * scale))
  return [manySmall(rounds(400)), single(rounds(150_000)), manyWide(rounds(3000))]
}

/** Transactions of ten thousand short rows. */
function manySmall(rounds: number): Workload {
  const rows = `SELECT ${smallRow('(seq + round * 10000)')} FROM seq_1_to_10000`
  const shape = { name: 'small', ddl: ddlOf('small', small), columns: small }
  return { ...shape, rounds, changes: rounds * 10_000, body: `INSERT INTO small ${rows};` }
}

/** Each transaction one short row. */
function single(rounds: number): Workload {
  const body = `INSERT INTO single VALUES (${smallRow('round')}); UPDATE single SET a = a + 1 WHERE id = round;`
  return { name: 'single', ddl: ddlOf('single', small), columns: small, rounds, changes: rounds * 2, body }
}

/** Transactions of thirty inserts, thirty updates and ten deletes of rows of about a kilobyte. */
function manyWide(rounds: number): Workload {
  const id = '(seq + round * 30)'
  const texts = Array.from({ length: 5 }, (_, at) => `REPEAT(CHAR(97 + (${id} + ${at}) % 26), 200)`).join(', ')
  const times = `'2024-01-01' + INTERVAL ${id} SECOND, '2024-06-01' + INTERVAL ${id} SECOND`
  const rows = `SELECT ${id}, ${id} % 1000, ${id} / 7, ${times}, ${texts} FROM seq_1_to_30`
  const body = `START TRANSACTION; INSERT INTO wide ${rows};
    UPDATE wide SET a = a + 1, price = price + 0.5 WHERE id > round * 30;
    DELETE FROM wide WHERE id > round * 30 AND id <= round * 30 + 10; COMMIT;`
  return { name: 'wide', ddl: ddlOf('wide', wide), columns: wide, rounds, changes: rounds * 70, body }
}

export function mappingOf({ name, columns }: Workload): TableMapping {
  const table = { schema: 'bench', table: name }
  const side = (one: Column) => ({
    name: one.name,
    type: one.type,
    native: one.native,
    nullable: false,
    generated: false,
  })
  return {
    source: table,
    target: table,
    key: ['id'],
    columns: columns.map((one) => ({ source: side(one), target: side(one) })),
  }
}

export const targetColumnsOf = ({ columns }: Workload): readonly TargetColumn[] =>
  columns.map(({ name, target }, index) => ({
    ...{ index, name, type: target, declared: target, typeKind: 'b', typmod: -1, notNull: true },
    ...{ labels: [], elementOid: 0, elementLabels: [] },
  }))
