import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { TableStatistics } from '../../project/model.js'
import type { TaskCard } from '../../server/cards.js'
import { get, part, type Refusal } from '../api.js'
import { count, duration, time, visible } from '../format.js'
import { Problem, refusalOf } from '../loading.js'
import { type Column, Grid } from '../parts/grid.js'
import { LoadBar } from './fleet.js'

const keyOf = (table: TableStatistics): string => `${table.SchemaName}\u0000${table.TableName}`
const nameOf = (table: TableStatistics): string => visible(`${table.SchemaName}.${table.TableName}`)

/** Seconds that the load of a table has left at its rate so far. */
function eta({ TableState, FullLoadStartTime, FullLoadRows, FullLoadExpectedRows }: TableStatistics): number | null {
  if (TableState !== 'Full load' || FullLoadStartTime === null || FullLoadRows === 0) return null
  return (Math.max(0, FullLoadExpectedRows - FullLoadRows) * (Date.now() - FullLoadStartTime)) / 1000 / FullLoadRows
}

const asideOf = (one: TableStatistics): number =>
  one.FullLoadErrorRows +
  one.Inserts +
  one.Updates +
  one.Deletes -
  one.AppliedInserts -
  one.AppliedUpdates -
  one.AppliedDeletes
const changesOf = (one: TableStatistics): number => one.AppliedInserts + one.AppliedUpdates + one.AppliedDeletes

const columns: readonly Column<TableStatistics>[] = [
  { name: 'table', show: (one) => <span title={nameOf(one)}>{nameOf(one)}</span>, sortBy: nameOf },
  { name: 'state', show: (one) => one.TableState, sortBy: (one) => one.TableState },
  { name: 'rows', isNumber: true, show: (one) => count(one.FullLoadRows), sortBy: (one) => one.FullLoadRows },
  {
    name: 'expected',
    isNumber: true,
    show: (one) => `~${count(one.FullLoadExpectedRows)}`,
    sortBy: (one) => one.FullLoadExpectedRows,
  },
  {
    name: 'left',
    isNumber: true,
    show: (one) => (eta(one) === null ? '' : duration(eta(one) ?? 0)),
    sortBy: (one) => eta(one) ?? -1,
  },
  { name: 'changes', isNumber: true, show: (one) => count(changesOf(one)), sortBy: changesOf },
  {
    name: 'set aside',
    isNumber: true,
    show: (one) => <span class={asideOf(one) > 0 ? 'bad-text' : ''}>{count(asideOf(one))}</span>,
    sortBy: asideOf,
  },
  {
    name: 'validation',
    show: (one) => <span title={visible(one.ValidationStateDetails ?? '')}>{one.ValidationState}</span>,
    sortBy: (one) => one.ValidationState,
  },
  { name: 'changed', show: (one) => time(one.LastUpdateTime), sortBy: (one) => one.LastUpdateTime },
]

interface Page {
  readonly items: readonly TableStatistics[]
  readonly next: string | null
}

/** All tables once, then those that changed since. A reading that fails is told, and tried again. */
function useTables(task: TaskCard): { readonly tables: readonly TableStatistics[]; readonly refusal?: Refusal } {
  const [tables, setTables] = useState<ReadonlyMap<string, TableStatistics>>(new Map())
  const [refusal, setRefusal] = useState<Refusal>()
  const [turn, setTurn] = useState(0)
  const since = useRef(0)
  useEffect(() => {
    let isWanted = true
    let again: ReturnType<typeof setTimeout> | undefined
    const read = async (
      cursor: string | null,
      found: readonly TableStatistics[],
    ): Promise<readonly TableStatistics[]> => {
      const more = cursor === null ? '' : `&cursor=${part(cursor)}`
      const { items, next } = await get<Page>(
        `/tasks/${part(task.name)}/tables?limit=1000&since=${since.current}${more}`,
      )
      return next === null ? [...found, ...items] : read(next, [...found, ...items])
    }
    read(null, []).then(
      (found) => {
        if (!isWanted) return
        setRefusal(undefined)
        if (found.length === 0) return
        since.current = found.reduce((latest, one) => Math.max(latest, one.LastUpdateTime), since.current)
        setTables((before) => new Map([...before, ...found.map((one) => [keyOf(one), one] as const)]))
      },
      (error) => {
        if (!isWanted) return
        setRefusal(refusalOf(error))
        again = setTimeout(() => setTurn(turn + 1), 3000)
      },
    )
    return () => {
      isWanted = false
      clearTimeout(again)
    }
  }, [task, turn])
  const all = useMemo(() => [...tables.values()], [tables])
  return refusal ? { tables: all, refusal } : { tables: all }
}

export function TablesPart({ task }: { readonly task: TaskCard }) {
  const { tables, refusal } = useTables(task)
  const [wanted, setWanted] = useState('')
  const [state, setState] = useState('')
  const states = [...new Set(tables.map(({ TableState }) => TableState))].sort()
  const shown = tables.filter(
    (one) => (state === '' || one.TableState === state) && nameOf(one).toLowerCase().includes(wanted.toLowerCase()),
  )
  const loaded = `${count(task.statistics.TablesLoaded)} of ${count(task.tables)} tables`
  return (
    <section aria-labelledby="tables">
      <div class="title">
        <h2 id="tables">Tables</h2>
        <LoadBar percent={task.statistics.FullLoadProgressPercent} words={loaded} />
        <label>
          name <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
        <label>
          state{' '}
          <select value={state} onChange={(event) => setState(event.currentTarget.value)}>
            <option value="">all</option>
            {states.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <span class="quiet">{count(shown.length)} shown</span>
      </div>
      <Problem refusal={refusal} />
      {tables.length === 0 ? (
        <p class="quiet">{task.tables > 0 ? 'Reading …' : 'Known once the task has begun.'}</p>
      ) : (
        <Grid label="Tables of the task" rows={shown} columns={columns} keyOf={keyOf} />
      )}
    </section>
  )
}
