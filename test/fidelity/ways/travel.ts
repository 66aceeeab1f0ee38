import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ended, run, start } from '../../e2e/support/cli.js'
import type { Side } from './side.js'
import { changeWay, fillWay, makeTables, type WideTable, ways } from './tables.js'

export interface Travel {
  readonly source: Side
  readonly target: Side
  readonly folder: string
  readonly kept: readonly WideTable[]
  readonly refused: readonly WideTable[]
}

/** A table whose rows are held back on the target, so that the load is not over before the changes are made. */
const held = 'held_back'

export async function prepareSource({ source, kept, refused }: Travel): Promise<void> {
  for (const table of kept) {
    await makeTables(source, table, ways)
    for (const way of ways) await fillWay(source, table, way)
  }
  for (const table of refused) await makeTables(source, table, ['stream'])
  await source.run(`CREATE TABLE ${held} (id int PRIMARY KEY)`)
  await source.run(`INSERT INTO ${held} VALUES (1)`)
}

const words = ({ source, target, folder }: Travel): readonly string[] => [
  ...['replicate', source.url, target.url, '--project', folder, '--until', 'caught-up', '--on-refused', 'set-aside'],
  ...['--proof', 'none', '--task', 'ways'],
]

/** Loads while rows change. The run stands still for a second in front of the load: then the target's table is held back. */
export async function loadWhileChanging(travel: Travel): Promise<Ended> {
  const { source, kept, folder } = travel
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CROSSWALK_FAILPOINT: 'load-noted:1:delay' }
  const { ended } = start(words(travel), { env, limit: 120_000 })
  const letGo = await Promise.race([holdOnceNoted(travel), ended.then(() => undefined)])
  if (letGo === undefined) return ended
  try {
    await untilRead(travel)
    const before = waiting(folder)
    for (const table of kept) await changeWay(source, table, 'cached')
    const until = performance.now() + 20_000
    while (waiting(folder) <= before && performance.now() < until) await sleep(50)
    if (waiting(folder) <= before) throw new Error('no change was cached while the load ran')
  } finally {
    await letGo()
  }
  return ended
}

/** Its state is written right in front of the load. */
async function holdOnceNoted({ target, folder }: Travel): Promise<() => Promise<void>> {
  while (!existsSync(join(folder, 'tasks/ways/task.json'))) await sleep(20)
  return target.hold(held)
}

/** Once rows of other tables are on the target, all are read as they were before: what changes from now on is cached. */
async function untilRead({ target, kept }: Travel): Promise<void> {
  const tables = kept.flatMap(({ name }) => ways.map((way) => `${name}_${way}`))
  const counts = tables.map((table) => `(SELECT COUNT(*) FROM ${table})`)
  while ((await target.rows(`SELECT ${counts.join(', ')}`))[0]?.includes('0')) await sleep(20)
}

/** Bytes of changes in files. */
function waiting(folder: string): number {
  const files = join(folder, 'tasks/ways/changes')
  if (!existsSync(files)) return 0
  return readdirSync(files).reduce((sum, name) => sum + statSync(join(files, name)).size, 0)
}

/** What changes after the load, in sets and one by one. */
export async function follow(travel: Travel): Promise<readonly Ended[]> {
  const { source, kept, refused } = travel
  for (const table of kept) await changeWay(source, table, 'net')
  for (const { name } of refused) await source.run(`INSERT INTO ${name}_stream SELECT * FROM ${name}_load`)
  const net = await run(words(travel), { limit: 120_000 })
  for (const table of kept) await changeWay(source, table, 'ordered')
  return [net, await run([...words(travel), '--apply', 'ordered'], { limit: 120_000 })]
}

export const validated = ({ source, target, folder }: Travel): Promise<Ended> =>
  run(['validate', source.url, target.url, '--project', folder, '--out', join(folder, 'tasks/ways/out'), '--json'], {
    limit: 120_000,
  })
