import type { Side } from './side.js'

export interface Refusal {
  readonly load?: string
  readonly stream?: string
}

/** One value of one column, as an SQL literal of the source. */
export interface Sample {
  readonly value: string
  /** A way on which the target does not get it, with the code that says so. */
  readonly refused?: Refusal
}

export interface SampledColumn {
  readonly type: string
  readonly samples: readonly Sample[]
}

/** Columns of many types, and rows that have one value each. */
export interface WideTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly { readonly column: number; readonly sample: Sample }[]
}

const columnsEach = 30

/** Values that travel (`kept`) and those that the target refuses, in tables of their own. */
export function wideTables(columns: readonly SampledColumn[], wanted: 'kept' | 'refused'): readonly WideTable[] {
  const chosen = columns
    .map(({ type, samples }) => ({
      type,
      samples: samples.filter(({ refused }) => (refused === undefined) === (wanted === 'kept')),
    }))
    .filter(({ samples }) => samples.length > 0)
  const groups = Array.from({ length: Math.ceil(chosen.length / columnsEach) }, (_, at) =>
    chosen.slice(at * columnsEach, (at + 1) * columnsEach),
  )
  return groups.map((group, at) => ({
    name: `${wanted}_${at}`,
    columns: group.map(({ type }, index) => ({ name: `c${index}`, type })),
    rows: group.flatMap(({ samples }, column) => samples.map((sample) => ({ column, sample }))),
  }))
}

export const names = ({ columns }: WideTable): string => columns.map(({ name }) => name).join(', ')

/** The ways that a row can take. `load`: it is there when the task begins. */
export const ways = ['cached', 'net', 'ordered'] as const
export type Way = (typeof ways)[number]

/** Rows of one kind of change lie this far apart. */
export const block = 100_000

/** Makes the table with its values, and a copy for each way that has the values in other places. */
export async function makeTables(source: Side, table: WideTable, stagings: readonly string[]): Promise<void> {
  const columns = table.columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  const end = source.engine === 'mysql' ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4' : ''
  for (const suffix of ['load', ...stagings])
    await source.run(`CREATE TABLE ${table.name}_${suffix} (id int PRIMARY KEY, touched int, ${columns})${end}`)
  for (const [row, { column, sample }] of table.rows.entries())
    await source.run(
      `INSERT INTO ${table.name}_load (id, ${table.columns[column]?.name}) VALUES (${row + 1}, ${sample.value})`,
    )
}

/** What a way's table holds before anything changes: other values, and the values in rows that change otherwise. */
export async function fillWay(source: Side, table: WideTable, way: Way): Promise<void> {
  const { from, to, all } = words(table, way)
  const places = [`id % ${table.rows.length} + 1`, ...[1, 2, 3, 4].map((at) => `id + ${at * block}`)]
  for (const place of places) await source.run(`INSERT INTO ${to} (id, ${all}) SELECT ${place}, ${all} FROM ${from}`)
}

/** Every kind of change. Whatever is left has the values of the first table again, block for block. */
export async function changeWay(source: Side, table: WideTable, way: Way): Promise<void> {
  const { from, to, all } = words(table, way)
  const within = (at: number): string => `id BETWEEN ${at * block} AND ${(at + 1) * block}`
  const again = (at: number): string => `INSERT INTO ${to} (id, ${all}) SELECT id + ${at * block}, ${all} FROM ${from}`
  await source.run(overwrite(source, table, from, to))
  await source.run(`UPDATE ${to} SET touched = 1 WHERE ${within(1)}`)
  await source.run(`UPDATE ${to} SET id = id + ${4 * block} WHERE ${within(2)}`)
  await source.run(`BEGIN; DELETE FROM ${to} WHERE ${within(3)}; ${again(3)}; COMMIT`)
  await source.run(`DELETE FROM ${to} WHERE ${within(4)}`)
  await source.run(again(5))
}

/** Where the values are at last: written over, in a row of which something else changed, deleted and back, new, under another key. */
export const lastBlocks = [0, 1, 3, 5, 6]

const words = (table: WideTable, way: Way) => ({
  ...{ from: `${table.name}_load`, to: `${table.name}_${way}`, all: names(table) },
})

function overwrite({ engine }: Side, { columns }: WideTable, from: string, to: string): string {
  const sets = columns.map(({ name }) => `${engine === 'mysql' ? 't.' : ''}${name} = l.${name}`).join(', ')
  return engine === 'mysql'
    ? `UPDATE ${to} t JOIN ${from} l ON l.id = t.id SET ${sets}`
    : `UPDATE ${to} t SET ${sets} FROM ${from} l WHERE l.id = t.id`
}
