import type { ColumnMapping, TableMapping } from '../../src/core/mapping/mapping.js'

/** One table of the benchmark, with `id` as its key, and the query that fills it. */
export interface CopyTable {
  readonly name: string
  readonly rows: number
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly fill: string
}

/** The tables of the benchmark `load`, with types of this engine. */
export function copyTables(scale: number): readonly CopyTable[] {
  const rows = (full: number): number => Math.max(1000, Math.round(full * scale))
  return [sixteen(rows(3_000_000)), narrow(rows(10_000_000)), wide(rows(235_000))]
}

const sixteen = (rows: number): CopyTable => ({
  ...{ name: 'sixteen', rows },
  columns: [
    ...[['id', 'bigint'] as const, ['order_id', 'integer'] as const, ['part_id', 'integer'] as const],
    ...[['supplier_id', 'integer'] as const, ['line_no', 'smallint'] as const, ['quantity', 'numeric(12,2)'] as const],
    ...[['price', 'numeric(12,2)'] as const, ['discount', 'numeric(4,2)'] as const, ['tax', 'numeric(4,2)'] as const],
    ...[
      ['return_flag', 'character(1)'] as const,
      ['line_status', 'character(1)'] as const,
      ['shipped', 'date'] as const,
    ],
    ...[['committed', 'timestamp without time zone'] as const, ['weight', 'double precision'] as const],
    ...[['ship_mode', 'character varying(10)'] as const, ['tags', 'text[]'] as const],
  ],
  fill: `SELECT n, n / 4, (n * 7919) % 200000, (n * 31) % 10000, n % 4, (n % 5000) / 100.0, (n % 9000000) / 100.0, (n % 11) / 100.0,
    (n % 9) / 100.0, (ARRAY['A', 'N', 'R'])[1 + n % 3], (ARRAY['O', 'F'])[1 + n % 2], '1992-01-01'::date + (n % 2500)::int,
    '1992-01-01 10:00:00'::timestamp + (n % 250000) * interval '1 minute', n / 7.0,
    (ARRAY['AIR', 'TRUCK', 'MAIL', 'SHIP', 'RAIL'])[1 + n % 5], ARRAY['note', left(md5(n::text), (8 + n % 24)::int)]
    FROM generate_series(1::bigint, ${rows}) AS n`,
})

const narrow = (rows: number): CopyTable => ({
  ...{ name: 'narrow', rows },
  columns: [['id', 'integer'] as const, ['a', 'integer'] as const, ['b', 'integer'] as const],
  fill: `SELECT n, (n::bigint * 7919 % 1000000)::int, n % 97 FROM generate_series(1, ${rows}) AS n`,
})

/** About 4.4 kB a row. */
const wide = (rows: number): CopyTable => ({
  ...{ name: 'wide', rows },
  columns: [['id', 'integer'] as const, ['body', 'text'] as const, ['data', 'bytea'] as const],
  fill: `SELECT n, (SELECT string_agg(repeat(md5((n + k)::text) || ' and so on, ', 5), '') FROM generate_series(1, 12) AS k),
    (SELECT string_agg(sha512((n || ' ' || k)::bytea), '') FROM generate_series(1, 24) AS k) FROM generate_series(1, ${rows}) AS n`,
})

export function mappingOf({ name, columns }: CopyTable): TableMapping {
  const place = { schema: 'public', table: name }
  const mapped = columns.map(([column, native]): ColumnMapping => {
    const type =
      column === 'id' ? ({ kind: 'integer', bits: 64, signed: true } as const) : ({ kind: 'opaque' } as const)
    const side = { name: column, native, type, nullable: false, generated: false }
    return { source: side, target: side, verbatim: true }
  })
  return { source: place, target: place, key: ['id'], columns: mapped }
}
