import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Moves, movesOf } from '../project/moves.js'

const plans = ['plan.json', 'fallback/plan.json']

/** How far the moves of all tasks are; a plan is read when it has changed. A life cycle of one server. */
export class KnownMoves {
  readonly #project: string
  readonly #known = new Map<string, { readonly print: string; readonly moves: Moves }>()

  constructor(project: string) {
    this.#project = project
  }

  of(task: string): Moves {
    const folder = join(this.#project, 'tasks', task)
    const times = plans.map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    const print = times.join(' ')
    const known = this.#known.get(task)
    if (known?.print === print) return known.moves
    const moves = movesOf(folder)
    this.#known.set(task, { print, moves })
    return moves
  }

  forget(task: string): void {
    this.#known.delete(task)
  }
}
