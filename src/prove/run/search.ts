import type { RaisedError } from '../../core/prove/runner.js'
import type { ProofCase } from '../cases/generate.js'
import { pick } from '../cases/random.js'

/** What came of a case: it went through, it was stopped, or it could not be begun. */
export type Attempt =
  | { readonly passed: ProofCase }
  | { readonly stopped: RaisedError; readonly one: ProofCase }
  | 'impossible'

export interface SearchOptions {
  readonly starts: readonly ProofCase[]
  readonly vary: (one: ProofCase) => ProofCase | undefined
  readonly attempt: (one: ProofCase) => Promise<Attempt>
  readonly random: () => number
  /** Attempts at most, and milliseconds. */
  readonly attempts: number
  readonly time: number
  /** Cases that went through, after which there are enough. */
  readonly enough: number
  /** Attempts leave nothing, so that there may be more of them to make what was found plain. */
  readonly simplify: boolean
}

export interface Searched {
  readonly passed: readonly ProofCase[]
  /** A case that was stopped at the place that took most steps to come to. */
  readonly nearest: { readonly one: ProofCase; readonly stopped: RaisedError } | undefined
}

/** Cases that are stopped at one place of the code. */
interface Place {
  readonly stopped: RaisedError
  /** Places behind each other on the way here. */
  readonly depth: number
  readonly cases: ProofCase[]
  tries: number
}

const kept = 6
const maxPlaces = 60

/**
 * Looks for cases that get past what stops all of them. The error that ends a case says how far it came: a case that ends in
 * an error not seen before came somewhere else, and is varied further.
 */
export async function searchCases(options: SearchOptions): Promise<Searched> {
  const { starts, vary, random } = options
  const places = new Map<string, Place>()
  const passed: ProofCase[] = []
  const until = Date.now() + options.time
  const seen = new Set<string>()
  const take = async (one: ProofCase, depth: number): Promise<void> => {
    const key = JSON.stringify([one.setup, one.step], withoutTables)
    if (seen.has(key)) return
    seen.add(key)
    const came = await options.attempt(one)
    if (came === 'impossible') return
    if ('passed' in came) passed.push(came.passed)
    else arrive(places, came.one, came.stopped, depth)
  }
  for (const one of starts) await take(one, 0)
  for (const one of starts) await take(vary(one) ?? one, 0)
  for (let count = 0; count < options.attempts && Date.now() < until; count++) {
    if (passed.length >= options.enough || hopeless(places, count)) break
    const place = next(places)
    const from = passed.length > 0 && random() < 0.6 ? pick(passed, random) : pick(place?.cases ?? [], random)
    const first = from && vary(from)
    const second = first && random() < 0.4 ? vary(first) : first
    if (second) await take(second, (place?.depth ?? 0) + 1)
  }
  const nearest = nearestOf([...places.values()])
  const same = nearest && placeOf(nearest.stopped)
  return {
    passed: await simplified(passed, options, (came) => 'passed' in came),
    nearest: nearest && {
      stopped: nearest.stopped,
      one:
        (await simplified([nearest.one], options, (c) => 'stopped' in c && placeOf(c.stopped) === same))[0] ??
        nearest.one,
    },
  }
}

/** The cases without those steps of their state that make no difference to what comes of them. */
async function simplified(
  cases: readonly ProofCase[],
  { attempt, simplify }: SearchOptions,
  isSame: (came: Exclude<Attempt, 'impossible'>) => boolean,
): Promise<readonly ProofCase[]> {
  if (!simplify) return cases
  const found = new Map<string, ProofCase>()
  for (const one of cases) {
    let plain = one
    for (const step of [...one.setup].reverse()) {
      const less = { ...plain, setup: plain.setup.filter((each) => each !== step) }
      const came = await attempt(less)
      if (came !== 'impossible' && isSame(came)) plain = less
    }
    found.set(JSON.stringify([plain.setup, plain.step], withoutTables), plain)
  }
  return [...found.values()]
}

function nearestOf(places: readonly Place[]): Searched['nearest'] {
  const far = (place: Place): number => (isRefusedValue(place.stopped) ? -1 : place.depth)
  const [last] = [...places].sort((a, b) => far(b) - far(a))
  const [one] = last?.cases ?? []
  return last && one && { one, stopped: last.stopped }
}

/** Tables go into a key by name: their mappings are long. */
const withoutTables = (name: string, value: unknown): unknown =>
  name === 'table' && typeof value === 'object' && value !== null && 'source' in value ? value.source : value

/** After some attempts, code that the source itself cannot run will not run. */
const hopeless = (places: ReadonlyMap<string, Place>, count: number): boolean =>
  count > 80 && [...places.values()].every(({ stopped }) => stopped.unusable)

function arrive(places: Map<string, Place>, one: ProofCase, stopped: RaisedError, depth: number): void {
  const key = placeOf(stopped)
  const known = places.get(key)
  if (!known && places.size < maxPlaces) places.set(key, { stopped, depth, cases: [one], tries: 0 })
  if (!known) return
  if (known.cases.length >= kept) known.cases.shift()
  known.cases.push(one)
}

/** The place tried least for its depth, the newest of them; values that were refused by their form alone come last. */
function next(places: ReadonlyMap<string, Place>): Place | undefined {
  const cost = ({ stopped, tries, depth }: Place): number =>
    isRefusedValue(stopped) ? 4 * tries + 4 : tries / Math.min(8, depth + 1)
  let found: Place | undefined
  for (const place of places.values()) if (!found || cost(place) <= cost(found)) found = place
  if (found) found.tries += 1
  return found
}

const isRefusedValue = ({ state }: RaisedError): boolean => state.startsWith('22')

/** The error without the values that it names: of what it quotes, the last is a name. */
function placeOf({ state, number = '', message }: RaisedError): string {
  const quoted = [...message.matchAll(/'[^']*'/g)].map(([text]) => text)
  const plain = message.replace(/'[^']*'/g, "''").replace(/\d+/g, '0')
  return `${state} ${number} ${plain} ${quoted.at(-1)?.replace(/\d+/g, '0') ?? ''}`
}
