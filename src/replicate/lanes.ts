import { z } from 'zod'
import type { Position } from '../core/data/changes.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { SpoolPlace } from './spool.js'

/** Tables whose rows are those of one place in the log: of their load, and what was applied to them since. */
export interface Lane {
  readonly to: Position
  /** By their names on the source. */
  readonly tables: readonly string[]
  /** Where the log goes on behind it in the files, where that is known. */
  readonly place?: SpoolPlace
}

type Reached = (position: Position, goal: Position) => boolean

const schema = z.array(z.strictObject({ to: z.string(), tables: z.array(z.string()).readonly() })).readonly()

/** As the target keeps them, together with the rows that they speak of. */
export const lanesText = (lanes: readonly Lane[]): string =>
  JSON.stringify(lanes.map(({ to, tables }) => ({ to, tables })))

/** @throws OperationError XW-S0606 when it is not as this program writes it */
export function readLanes(text: string | null): readonly Lane[] {
  if (text === null) return []
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new OperationError('XW-S0606', { path: 'crosswalk.checkpoint' })
  return parsed.data
}

/** In the order of their places, and those that have come to one place together. */
export function inOrder(lanes: readonly Lane[], reached: Reached): readonly Lane[] {
  const sorted = [...lanes].sort((a, b) => Number(reached(a.to, b.to)) - Number(reached(b.to, a.to)))
  const met: Lane[] = []
  for (const lane of sorted) {
    const last = met.at(-1)
    if (last && reached(last.to, lane.to))
      met.splice(-1, 1, { ...lane, ...last, tables: [...last.tables, ...lane.tables] })
    else met.push(lane)
  }
  return met
}

/** The furthest place of all; null without any. */
export const furthest = (lanes: readonly Lane[], reached: Reached): Position | null =>
  inOrder(lanes, reached).at(-1)?.to ?? null

/** Names of the tables that have what ends at a place already. */
export const having = (lanes: readonly Lane[], position: Position, reached: Reached): readonly string[] =>
  lanes.flatMap(({ to, tables }) => (reached(to, position) ? tables : []))
