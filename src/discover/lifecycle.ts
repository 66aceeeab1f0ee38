import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { ServerRelease } from '../core/dialect/fingerprint.js'
import { rulesFolder } from '../rules/assets.js'

const schema = z.strictObject({
  source: z.string(),
  product: z.string(),
  series: z.record(z.string(), z.iso.date()),
})

/** The end of support of what a server may be: of a span of versions the first and the last. Dates are `YYYY-MM-DD`. */
export interface EndOfSupport {
  readonly from: string
  readonly to: string
  /** `mixed`: some of the versions that it can be are past their end. */
  readonly state: 'supported' | 'ended' | 'mixed'
}

let loaded: ReadonlyMap<string, Readonly<Record<string, string>>> | undefined

function lifecycles(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const folder = join(rulesFolder, 'lifecycle')
  loaded ??= new Map(
    readdirSync(folder).map((file) => {
      const { product, series } = schema.parse(parse(readFileSync(join(folder, file), 'utf8')))
      return [product, series]
    }),
  )
  return loaded
}

/** undefined: the tables know nothing of it. `today` is `YYYY-MM-DD`. */
export function endOfSupport(product: string, release: ServerRelease, today: string): EndOfSupport | undefined {
  const ends = within(Object.entries(lifecycles().get(product) ?? {}), release.series)
    .map(([, end]) => end)
    .sort()
  const [from, to] = [ends[0], ends.at(-1)]
  if (from === undefined || to === undefined) return undefined
  return { from, to, state: to < today ? 'ended' : from < today ? 'mixed' : 'supported' }
}

/** An end of the span that is empty is open. */
function within(
  all: readonly (readonly [string, string])[],
  [oldest, newest]: ServerRelease['series'],
): readonly (readonly [string, string])[] {
  return all.filter(
    ([series]) => (oldest === '' || order(series, oldest) >= 0) && (newest === '' || order(series, newest) <= 0),
  )
}

function order(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number))
  return (left?.[0] ?? 0) - (right?.[0] ?? 0) || (left?.[1] ?? 0) - (right?.[1] ?? 0)
}
