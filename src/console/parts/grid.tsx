import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export interface Column<T> {
  readonly name: string
  readonly isNumber?: boolean
  readonly show: (row: T) => ComponentChildren
  readonly sortBy: (row: T) => string | number
}

const rowHeight = 32
/** Rows kept in the page above and below what is seen. */
const margin = 10

/** A table of any length: only the rows that are seen are in the page, the others are counted for those who listen. */
export function Grid<T>({
  label,
  rows,
  columns,
  keyOf,
}: {
  readonly label: string
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly keyOf: (row: T) => string
}) {
  const [sort, setSort] = useState({ column: 0, isUp: true })
  const [scrolled, setScrolled] = useState(0)
  const [seen, setSeen] = useState(480)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => setSeen(box.current?.clientHeight ?? 480), [])
  const sorted = sortRows(rows, columns[sort.column], sort.isUp)
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - margin)
  const shown = sorted.slice(first, first + Math.ceil(seen / rowHeight) + 2 * margin)
  const turn = (column: number): void => setSort({ column, isUp: sort.column === column ? !sort.isUp : true })
  return (
    <div
      class="grid"
      ref={box}
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex={1}>
          {columns.map((column, index) => (
            <div
              key={column.name}
              role="columnheader"
              class={column.isNumber ? 'number' : ''}
              aria-sort={index !== sort.column ? 'none' : sort.isUp ? 'ascending' : 'descending'}
            >
              <button type="button" onClick={() => turn(index)}>
                {column.name} <span aria-hidden="true">{index !== sort.column ? '' : sort.isUp ? '↑' : '↓'}</span>
              </button>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: `${sorted.length * rowHeight}px`, position: 'relative' }}>
        {shown.map((row, index) => (
          <div
            key={keyOf(row)}
            role="row"
            aria-rowindex={first + index + 2}
            style={{ top: `${(first + index) * rowHeight}px` }}
          >
            {columns.map((column) => (
              <div key={column.name} role="cell" class={column.isNumber ? 'number' : ''}>
                {column.show(row)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function sortRows<T>(rows: readonly T[], column: Column<T> | undefined, isUp: boolean): readonly T[] {
  if (!column) return rows
  const keyed = rows.map((row) => ({ row, key: column.sortBy(row) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (isUp ? 1 : -1))
  return keyed.map(({ row }) => row)
}
