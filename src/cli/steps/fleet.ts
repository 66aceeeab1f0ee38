import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Fleet } from '../../core/fleet/fleet.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { planWaves } from '../../discover/waves.js'
import { fleetCsv, fleetHtml } from '../../report/fleet.js'
import { usage } from '../endpoint-url.js'

/** What tells a fleet from any other file; the rest is ours and was checked when it was written. */
const head = z.looseObject({
  format: z.literal(1),
  tool: z.string(),
  madeAt: z.string(),
  servers: z.array(z.looseObject({})),
})

export const isFleetFile = (path: string): boolean => basename(path) === 'fleet.json' && existsSync(path)

export function readFleet(path: string): Fleet {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw usage(`${path} is no inventory: it is not JSON`)
  }
  if (!isFleet(value)) throw usage(`${path} is no inventory of crosswalk discover`)
  return value
}

const isFleet = (value: unknown): value is Fleet => head.safeParse(value).success

/** Writes `fleet.json`, `fleet.html` and `fleet.csv`. Gives the folder's page. */
export function writeFleet(folder: string, fleet: Fleet): string {
  makeFolder(folder, 0o700)
  const files = {
    'fleet.html': fleetHtml(fleet),
    'fleet.csv': fleetCsv(fleet),
    'fleet.json': `${JSON.stringify(fleet, null, 1)}\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return join(folder, 'fleet.html')
}

/** Minutes of the best target; before anybody assessed it nothing is known. */
const effortOf = (schema: Fleet['schemas'][number]): number =>
  schema.assessments.find(({ status }) => status === 'recommended')?.effortMinutes ??
  schema.assessments[0]?.effortMinutes ??
  0

export const withWaves = (fleet: Fleet, waveMinutes: number): Fleet => ({
  ...fleet,
  waves: planWaves(
    fleet.schemas.map((schema) => ({
      id: schema.id,
      dependsOn: schema.dependsOn,
      effortMinutes: effortOf(schema),
      bytes: schema.dataBytes + schema.indexBytes,
      weight: schema.codeLines + Object.values(schema.objects).reduce((sum, count) => sum + count, 0),
    })),
    fleet.families,
    waveMinutes,
  ),
})
