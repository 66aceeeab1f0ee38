import type { BodyRefusal, EmittedStatement, Probe, StatementId } from '../../../core/dialect/dialect.js'
import { quoteText } from '../names.js'
import { createShapeReader, type ShapeReader, type Shapes } from './result-shapes.js'
import { isRefusal, type Scratch } from './scratch.js'

/**
 * Asks the engine about every statement of bodies, as if each were about to run for the first time: names, types and
 * shapes are checked, nothing is planned and nothing runs. Each question is put by the client itself: inside of a function
 * the engine in process has little room on its stack.
 * @param existing all programs that are there: what their bodies make may be there too
 */
export async function probeBodies(
  scratch: Scratch,
  statements: readonly EmittedStatement[],
  existing: readonly EmittedStatement[],
  beforeEach: () => void,
): Promise<ReadonlyMap<StatementId, readonly BodyRefusal[]>> {
  const found = new Map<StatementId, readonly BodyRefusal[]>()
  const asked = statements.filter(({ probes = [] }) => probes.length > 0)
  if (asked.length === 0) return found
  const everywhere = existing.flatMap(({ probes = [] }) => probes.filter(isMade))
  const [[version] = []] = await scratch.query("SELECT current_setting('server_version_num')", [])
  const shapes = createShapeReader(scratch, Number(version) >= 160_000)
  for (const { id, probes = [] } of asked) {
    beforeEach()
    const own = probes.filter(isMade)
    const others = everywhere.filter((each) => !own.includes(each))
    const at: Asking = { scratch, shapes, made: [...own, ...others].map(quietly) }
    const refusals = await refusalsOf(probes, own, at)
    if (refusals.length > 0) found.set(id, refusals)
  }
  return found
}

interface Asking {
  readonly scratch: Scratch
  readonly shapes: ShapeReader
  /** Makes the tables that bodies make, as far as that works. */
  readonly made: readonly string[]
}

const isMade = ({ how }: Probe): boolean => how === 'made'

const quietly = ({ sql }: Probe): string => `DO ${quoteText(`BEGIN ${sql}; EXCEPTION WHEN OTHERS THEN NULL; END`)};`

async function refusalsOf(probes: readonly Probe[], own: readonly Probe[], at: Asking) {
  const refusals: BodyRefusal[] = []
  const add = (probe: Probe, reason: string | undefined): void => {
    const { line, sql, origin } = probe
    if (reason !== undefined) refusals.push({ reason, line, sql, origin })
  }
  for (const [index, probe] of own.entries()) add(probe, await making(probe, own.slice(0, index), at))
  const queries = probes.filter(({ how }) => how === 'query')
  const together = await preparing(queries, at)
  for (const [index, probe] of queries.entries())
    add(probe, typeof together === 'string' ? await preparingOne(probe, at) : together[index])
  for (const probe of probes) if (probe.how === 'call') add(probe, await calling(probe, at))
  return refusals.sort((a, b) => a.line - b.line)
}

/** A table that is there already was made by another statement of the body, which may drop it in between. */
async function making({ sql }: Probe, before: readonly Probe[], at: Asking): Promise<string | undefined> {
  const made = before.map(quietly).join('\n')
  const refused = await attempt(at.scratch, `BEGIN;\n${made}\nDO ${quoteText(sql)};\nROLLBACK;`)
  return refused?.code === '42P07' || refused?.code === '42710' ? undefined : refused?.message
}

/** The answer for each of them at once; text when one is refused, nobody knows which. */
async function preparing(probes: readonly Probe[], at: Asking): Promise<readonly (string | undefined)[] | string> {
  if (probes.length === 0) return []
  const { sql, pairs } = preparation(probes)
  const inside = at.made.length > 0 ? ['BEGIN;', ...at.made] : []
  const refused = await attempt(at.scratch, [...inside, ...sql].join('\n'))
  const misfits = refused ? [] : await at.shapes.misfits(pairs.flatMap((pair) => pair ?? []))
  await attempt(at.scratch, inside.length > 0 ? 'ROLLBACK; DEALLOCATE ALL;' : 'DEALLOCATE ALL;')
  if (refused) return refused.message
  const waiting = [...misfits]
  return pairs.map((pair) => pair && waiting.shift())
}

async function preparingOne(probe: Probe, at: Asking): Promise<string | undefined> {
  const answer = await preparing([probe], at)
  return typeof answer === 'string' ? answer : answer[0]
}

/** Statements that prepare all of them, and what takes their columns; equal texts are prepared once. */
function preparation(probes: readonly Probe[]) {
  const sql: string[] = []
  const names = new Map<string, string>()
  const prepare = (text: string, params: readonly string[]): string => {
    const statement = `${params.length > 0 ? `(${params.join(', ')})` : ''} AS ${text};`
    const known = names.get(statement)
    if (known !== undefined) return known
    const name = `crosswalk_probe_${names.size}`
    names.set(statement, name)
    sql.push(`PREPARE ${name}${statement}`)
    return name
  }
  const pairs = probes.map(({ sql: text, params, into, exact = false }): Shapes | undefined => {
    const given = prepare(text, params)
    if (into === undefined) return undefined
    const reads = /\sFROM\s/.test(text) || into.includes(',')
    return { given, wanted: prepare(into, params), exact, params: params.length, reads }
  })
  return { sql, pairs }
}

/**
 * A call cannot be prepared, but a function in SQL that makes it is checked when it is created. That such a function cannot
 * take what the procedure gives back is said only when the procedure is found.
 */
async function calling({ sql, params }: Probe, at: Asking): Promise<string | undefined> {
  const head = `CREATE FUNCTION pg_temp.crosswalk_probe(${params.join(', ')}) RETURNS void LANGUAGE sql`
  const refused = await attempt(
    at.scratch,
    ['BEGIN;', ...at.made, `${head} AS ${quoteText(sql)};`, 'ROLLBACK;'].join('\n'),
  )
  return refused?.code === '0A000' ? undefined : refused?.message
}

/** What the engine says against the text; undefined: nothing. */
async function attempt(scratch: Scratch, sql: string): Promise<{ message: string; code: string } | undefined> {
  try {
    await scratch.attempt(sql)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || !isRefusal(error)) throw error
    return { message: error.message, code: 'code' in error ? String(error.code) : '' }
  }
}
