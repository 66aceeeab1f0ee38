import { isAbsent, isNull, type Places } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { quoteName } from '../connect.js'
import { introducer, putValue, type StatementText } from '../load/insert-text.js'
import type { ApplyTable, RowKey } from './tables.js'

/** An image of a row and where its values begin. */
export interface Image {
  readonly tuple: Tuple
  readonly places: Places
}

/** The parts of statements about rows of one table. */
export class RowText {
  readonly table: ApplyTable
  readonly names: readonly string[]
  readonly introducers: readonly string[]

  constructor(table: ApplyTable) {
    this.table = table
    this.names = table.columns.map((column) => quoteName(column.name))
    this.introducers = table.columns.map(introducer)
  }

  value(out: StatementText, { tuple, places }: Image, column: number): void {
    putValue(out, this.introducers[column] ?? '', tuple, places[column] ?? 0)
  }

  /** `a = …, b = …`. What sets itself and is not named keeps what it has. */
  sets(out: StatementText, image: Image, columns: readonly number[]): void {
    let comma = ''
    for (const column of columns) {
      out.text(`${comma}${this.names[column]} = `)
      this.value(out, image, column)
      comma = ', '
    }
    for (const name of this.kept(columns)) {
      out.text(`${comma}${name} = ${name}`)
      comma = ', '
    }
  }

  /** Columns that the engine would set on its own because a statement does not. */
  kept(columns: readonly number[]): readonly string[] {
    const { table } = this
    if (table.setThemselves.length === 0) return []
    const named = new Set(columns.map((column) => table.columns[column]?.name))
    return table.setThemselves.filter((name) => !named.has(name)).map(quoteName)
  }

  keyed(out: StatementText, image: Image, key: RowKey): void {
    for (const [place, column] of key.columns.entries()) {
      out.text(`${place === 0 ? '' : ' AND '}${this.names[column]} = `)
      this.value(out, image, column)
    }
  }

  /** A row that is as the image, to the byte. Plain equality stands first: an index may serve it. */
  like(out: StatementText, image: Image): void {
    for (const [column, { type, charset }] of this.table.columns.entries()) {
      const name = this.names[column]
      if (column > 0) out.text(' AND ')
      if (isNull(image.tuple, image.places, column)) {
        out.text(`${name} IS NULL`)
        continue
      }
      out.text(`${name} = ${type === 'json' ? 'CAST(' : ''}`)
      this.value(out, image, column)
      if (type === 'json') out.text(' AS JSON)')
      if (charset === null || type === 'enum' || type === 'set') continue
      out.text(` AND CAST(${name} AS BINARY) = CAST(CONVERT(`)
      this.value(out, image, column)
      out.text(` USING ${charset}) AS BINARY)`)
    }
  }

  insert(out: StatementText, image: Image, columns: readonly number[]): void {
    out.text(`INSERT INTO ${this.table.name} (${columns.map((column) => this.names[column]).join(', ')}) VALUES (`)
    for (const [place, column] of columns.entries()) {
      if (place > 0) out.text(', ')
      this.value(out, image, column)
    }
    out.text(')')
  }
}

export const holds = ({ tuple, places }: Image, column: number): boolean => !isAbsent(tuple, places, column)

/** The tail of an INSERT that writes over a row with the same key. Newer servers warn of the function VALUES. */
export function overwriting(text: RowText, columns: readonly number[], key: RowKey, alias: boolean): string {
  const sets = columns
    .filter((column) => !key.columns.includes(column))
    .map((column) => {
      const name = text.names[column]
      return alias ? `${name} = new_.${name}` : `${name} = VALUES(${name})`
    })
  const kept = text.kept(columns).map((name) => `${name} = ${alias ? `${text.table.name}.${name}` : name}`)
  const [first] = key.columns
  const nothing = `${text.names[first ?? 0]} = ${alias ? `${text.table.name}.` : ''}${text.names[first ?? 0]}`
  const all = [...sets, ...kept]
  return `${alias ? ' AS new_' : ''} ON DUPLICATE KEY UPDATE ${all.length === 0 ? nothing : all.join(', ')}`
}
