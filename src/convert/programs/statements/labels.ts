import type { Ident } from '../../../core/ir/names.js'
import type { State } from '../frame.js'

type Labelled = { readonly label?: Ident }

export const folded = (name: Ident): string => name.text.toLowerCase()

/** Runs `work` where the label is known; the label comes back only when something speaks of it. */
export function withLabel<T>(stmt: Labelled, state: State, work: (state: State) => T): { readonly made: T } & Labelled {
  if (!stmt.label) return { made: work(state) }
  const own = { target: state.frame.names.label(stmt.label.text), used: false }
  const made = work({ ...state, labels: new Map([...state.labels, [folded(stmt.label), own] as const]) })
  return own.used ? { made, label: own.target } : { made }
}
