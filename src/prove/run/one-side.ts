import type { TableMapping } from '../../core/mapping/mapping.js'
import type { ProofStep, StepOutcome, TableContent } from '../../core/prove/runner.js'
import type { ProofCase } from '../cases/generate.js'
import type { Clock } from '../compare/cells.js'
import type { TableChange } from '../compare/changes.js'
import { clockBetween, type SideSession } from './sides.js'

/** Rows of a table up to which it is read whole; a larger one is compared by its digest. */
const wholeRows = 2_000

export interface SideRun {
  readonly outcome: StepOutcome
  readonly changes: readonly TableChange[]
  readonly clock: Clock
  readonly milliseconds: number
}

export interface SideTask {
  readonly one: ProofCase
  readonly seeds: readonly ProofStep[]
  readonly tables: readonly TableMapping[]
  /** Tables as they are before any case; undefined: they change from case to case. */
  readonly base: readonly TableContent[] | undefined
  readonly fresh: boolean
  /** Nothing is taken back. */
  readonly stays: boolean
}

/** Runs one case on one side. `impossible`: the state that the case wants cannot be made here. */
export async function runSide(side: SideSession, task: SideTask): Promise<SideRun | { readonly impossible: string }> {
  const { session } = side
  if (task.fresh) await session.renew()
  const began = await session.clock()
  const run = await taken(side, task)
  return 'impossible' in run ? run : { ...run, clock: clockBetween(began, await session.clock()) }
}

async function taken(
  side: SideSession,
  task: SideTask,
): Promise<Omit<SideRun, 'clock'> | { readonly impossible: string }> {
  const { session } = side
  await (task.stays ? session.beginOpen() : session.begin())
  try {
    const setup = [...task.seeds, ...task.one.setup]
    for (const step of setup) {
      const { error } = await session.run(step)
      if (error) return { impossible: error.message }
    }
    const before = setup.length === 0 && task.base ? task.base : await readAll(side, task.tables)
    const started = Date.now()
    const outcome = await session.run(task.one.step)
    const milliseconds = Date.now() - started
    const after = outcome.error ? [] : await readAll(side, task.tables)
    const changes = after.flatMap((content, at): TableChange[] => {
      const known = before[at]
      return known ? [{ before: known, after: content }] : []
    })
    return { outcome, changes, milliseconds }
  } finally {
    await session.rollback()
  }
}

export async function readAll(
  { session }: SideSession,
  tables: readonly TableMapping[],
): Promise<readonly TableContent[]> {
  const contents: TableContent[] = []
  for (const table of tables) contents.push(await session.readTable(table, wholeRows))
  return contents
}
