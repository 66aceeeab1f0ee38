import { OperationError } from '../findings/operation-error.js'
import { type NetChanges, NetCollapse, type NetUpdate } from './net.js'
import type { PlacedChange } from './placed.js'
import type { Step, TableWork } from './steps.js'
import { isWhole } from './tuple.js'

/** A table as far as gathering its changes goes. Columns are known by their places. */
export interface GatheredTable {
  readonly columns: readonly unknown[]
  readonly key: { readonly columns: readonly number[] } | null
  readonly uniques: readonly { readonly columns: readonly number[] }[]
  readonly hasOtherUniques: boolean
}

/** Per table that has changes, what is left of them; null: only their order tells. */
export type Nets = ReadonlyMap<number, NetChanges | null>

/** `usable` says whether the engine can write these changes of the table in sets; null: it cannot. */
export function gather(
  changes: readonly PlacedChange[],
  tables: readonly GatheredTable[],
  overlapping: boolean,
  usable: (net: NetChanges, table: number) => NetChanges | null,
): Nets {
  const collapses = new Map<number, NetCollapse>()
  for (const placed of changes) {
    const place = placed.change.table
    let collapse = collapses.get(place)
    if (!collapse) {
      collapse = collapseOf(tables[place], overlapping)
      collapses.set(place, collapse)
    }
    collapse.add(placed)
  }
  return new Map(
    [...collapses].map(([place, collapse]) => {
      const net = collapse.finish()
      return [place, net && usable(overlapping ? overwriting(net) : net, place)]
    }),
  )
}

const collapseOf = (table: GatheredTable | undefined, overlapping: boolean): NetCollapse =>
  new NetCollapse(
    {
      columns: table?.columns.length ?? 0,
      key: table?.key?.columns ?? [],
      uniques: table?.uniques.map((unique) => unique.columns) ?? [],
    },
    overlapping,
  )

/** In the overlap of a load a whole image is written whether its row is there or not. */
function overwriting(net: NetChanges): NetChanges {
  const isOver = ({ after }: NetUpdate): boolean => isWhole(after, net.changed.length)
  const whole = net.updates.filter(isOver).map(({ after }) => after)
  return { ...net, inserts: [...net.inserts, ...whole], updates: net.updates.filter((update) => !isOver(update)) }
}

/** What the steps are planned by. */
export const worksOf = (nets: Nets, tables: readonly GatheredTable[], overlapping: boolean): readonly TableWork[] =>
  [...nets].map(([table, net]) => ({
    ...{ table, ordered: net === null, overwrites: overlapping },
    otherUniques: tables[table]?.hasOtherUniques ?? false,
    deletes: net !== null && net.deletes.length > 0,
    updates: net !== null && net.updates.length > 0,
    inserts: net !== null && net.inserts.length > 0,
    changed: net?.changed ?? [],
    hadDeletes: net?.hadDeletes ?? true,
  }))

export type SetStep = Exclude<Step, { readonly kind: 'ordered' }>

/** A step without what it is made of would lose rows. */
export function missing(step: SetStep): never {
  throw new OperationError('XW-S0002', { problem: `nothing is known of ${step.kind} for table ${step.table}` })
}
