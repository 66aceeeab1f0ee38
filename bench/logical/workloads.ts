import type { LogicalType } from '../../src/core/ir/types.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'

/** Changes of one table, and how they are made. */
export interface Workload {
  readonly name: string
  readonly changes: number
  readonly columns: readonly (readonly [name: string, native: string])[]
  /** Statements of a procedure's body, run `rounds` times with `r` counting from 0, each time committed. */
  readonly body: string
  readonly rounds: number
}

const small = [
  ['id', 'bigint'] as const,
  ['a', 'integer'] as const,
  ['b', 'integer'] as const,
  ['note', 'text'] as const,
]

const wide = [
  ...[['id', 'bigint'] as const, ['a', 'integer'] as const, ['price', 'numeric(12,2)'] as const],
  ...[['made', 'timestamp without time zone'] as const, ['changed', 'timestamp without time zone'] as const],
  ...Array.from({ length: 5 }, (_, at) => [`t${at}`, 'text'] as const),
]

const smallRow = (id: string): string => `${id}, ${id} % 1000, ${id} % 77, 'note ' || ${id}`

/** The same shapes as those of the other log's benchmark (`../changes/workloads.ts`). */
export function workloads(scale: number): readonly Workload[] {
  const rounds = (full: number): number => Math.max(10, Math.round(full * scale))
  return [manySmall(rounds(100)), single(rounds(100_000)), manyWide(rounds(3000))]
}

/** Transactions of ten thousand short rows. */
function manySmall(rounds: number): Workload {
  const body = `INSERT INTO small SELECT ${smallRow('(n + r * 10000)')} FROM generate_series(1, 10000) n;`
  return { name: 'small', columns: small, rounds, changes: rounds * 10_000, body }
}

/** Each transaction one short row. */
function single(rounds: number): Workload {
  const body = `INSERT INTO single VALUES (${smallRow('r')}); COMMIT; UPDATE single SET a = a + 1 WHERE id = r;`
  return { name: 'single', columns: small, rounds, changes: rounds * 2, body }
}

/** Transactions of thirty inserts, thirty updates and ten deletes of rows of about a kilobyte. */
function manyWide(rounds: number): Workload {
  const id = '(n + r * 30)'
  const texts = Array.from({ length: 5 }, (_, at) => `repeat(chr(97 + (${id} + ${at}) % 26), 200)`).join(', ')
  const times = `'2024-01-01'::timestamp + ${id} * interval '1 second', '2024-06-01'::timestamp + ${id} * interval '1 second'`
  const body = `INSERT INTO wide SELECT ${id}, ${id} % 1000, ${id} / 7.0, ${times}, ${texts} FROM generate_series(1, 30) n;
    UPDATE wide SET a = a + 1, price = price + 0.5 WHERE id > r * 30;
    DELETE FROM wide WHERE id > r * 30 AND id <= r * 30 + 10;`
  return { name: 'wide', columns: wide, rounds, changes: rounds * 70, body }
}

export const ddlOf = ({ name, columns }: Workload): string =>
  `CREATE TABLE ${name} (${columns.map((column) => `${column.join(' ')} NOT NULL`).join(', ')}, PRIMARY KEY (id))`

export function mappingOf({ name, columns }: Workload): TableMapping {
  const table = { schema: 'public', table: name }
  const type: LogicalType = { kind: 'opaque' }
  const mapped = columns.map(([column, native]) => {
    const side = { name: column, type, native, nullable: false, generated: false }
    return { source: side, target: side }
  })
  return { source: table, target: table, key: ['id'], columns: mapped }
}
