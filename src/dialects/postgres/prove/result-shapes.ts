import { quoteText } from '../names.js'
import { isRefusal, type Scratch } from './scratch.js'

/** Two prepared statements by their names: a query, and one whose columns have the types of what takes its columns. */
export interface Shapes {
  readonly given: string
  readonly wanted: string
  /** The types must be the very same; else they are converted as on assignment. */
  readonly exact: boolean
  readonly params: number
  /** The query reads tables, or gives several columns. */
  readonly reads: boolean
}

export interface ShapeReader {
  /** What does not fit, for each pair: another number of columns, or types that cannot be converted. */
  misfits(pairs: readonly Shapes[]): Promise<readonly (string | undefined)[]>
}

type Types = ReadonlyMap<string, readonly string[]>

/**
 * @param knowsTypes the engine tells the types of prepared statements (from version 16 on); else empty tables do, which are
 * made from them
 */
export function createShapeReader(scratch: Scratch, knowsTypes: boolean): ShapeReader {
  const strange = new Map<string, string | undefined>()
  return {
    async misfits(pairs) {
      if (pairs.length === 0) return []
      const types = knowsTypes ? await typesOf(scratch, ofStatements) : await typesByTables(scratch, pairs)
      await learn(scratch, pairs, types, strange)
      return pairs.map((pair) => misfit(pair, types, strange))
    },
  }
}

function misfit(pair: Shapes, types: Types, strange: ReadonlyMap<string, string | undefined>): string | undefined {
  const given = types.get(pair.given)
  const wanted = types.get(pair.wanted)
  if (!given || !wanted) return undefined
  if (given.length !== wanted.length) return `${given.length} columns where ${wanted.length} are taken`
  for (const [at, type] of given.entries()) {
    const words = strange.get(keyOf(type, wanted[at] ?? '', pair.exact))
    if (words !== undefined) return `column ${at + 1} is ${words}`
  }
  return undefined
}

const keyOf = (given: string, wanted: string, exact: boolean): string => `${given} ${wanted} ${exact}`

/** Asks about pairs of types that were not met before; equal ones fit. */
async function learn(
  scratch: Scratch,
  pairs: readonly Shapes[],
  types: Types,
  strange: Map<string, string | undefined>,
): Promise<void> {
  const unknown = new Map<string, object>()
  for (const { given, wanted, exact } of pairs) {
    const takers = types.get(wanted) ?? []
    for (const [at, type] of (types.get(given) ?? []).entries()) {
      const key = keyOf(type, takers[at] ?? '', exact)
      const taker = takers[at]
      if (taker === undefined || taker === type || strange.has(key)) continue
      unknown.set(key, { key, exact, given: type, wanted: taker })
      strange.set(key, undefined)
    }
  }
  if (unknown.size === 0) return
  const rows = await scratch.query(strangers, [JSON.stringify([...unknown.values()])])
  for (const [key, words] of rows) strange.set(key ?? '', words ?? undefined)
}

async function typesOf(scratch: Scratch, sql: string): Promise<Types> {
  const rows = await scratch.query(sql, [])
  return new Map(rows.map(([name, list]) => [name ?? '', (list ?? '').split(',').filter((each) => each !== '')]))
}

/** Tables cost: a single value that is computed from nothing is not looked at. */
async function typesByTables(scratch: Scratch, pairs: readonly Shapes[]): Promise<Types> {
  const wanted = pairs.filter(({ exact, reads }) => exact || reads)
  const made = new Map(
    wanted.flatMap(({ given, wanted: taker, params }) => [given, taker].map((name) => [name, tableOf(name, params)])),
  )
  // A change of rows cannot become a table: its columns stay unknown.
  if (!(await works(scratch, [...made.values()].join('\n')))) for (const sql of made.values()) await works(scratch, sql)
  const types = await typesOf(scratch, ofTables)
  await scratch.attempt('DISCARD TEMP;')
  return types
}

function tableOf(name: string, params: number): string {
  const nulls = params > 0 ? `(${Array.from({ length: params }, () => 'NULL').join(', ')})` : ''
  return `CREATE TEMPORARY TABLE ${name} AS EXECUTE ${name}${nulls} WITH NO DATA;`
}

async function works(scratch: Scratch, sql: string): Promise<boolean> {
  try {
    await scratch.attempt(sql)
    return true
  } catch (error) {
    if (!isRefusal(error)) throw error
    return false
  }
}

const ofStatements = `SELECT name, array_to_string(result_types::oid[], ',') FROM pg_catalog.pg_prepared_statements`

const ofTables = `SELECT rel.relname::text, string_agg(att.atttypid::text, ',' ORDER BY att.attnum)
FROM pg_catalog.pg_class AS rel LEFT JOIN pg_catalog.pg_attribute AS att ON att.attrelid = rel.oid AND att.attnum > 0
WHERE rel.relnamespace = pg_catalog.pg_my_temp_schema() GROUP BY rel.relname`

/** Categories of types (given, wanted) that no value goes between, not even by way of text. */
const apart = ['BN', 'BD', 'BT', 'DN', 'DB', 'TN', 'TB', 'TD', 'AN', 'AB', 'AD', 'AT', 'NA', 'BA', 'DA', 'TA']

const strangers = `
SELECT asked.key, format('of type %s where %s is taken', asked.given::regtype, asked.wanted::regtype)
FROM json_to_recordset($1::json) AS asked (key text, exact boolean, given oid, wanted oid)
  JOIN pg_catalog.pg_type AS one ON one.oid = asked.given
  JOIN pg_catalog.pg_type AS other ON other.oid = asked.wanted
WHERE asked.exact OR concat(one.typcategory, other.typcategory) IN (${apart.map(quoteText).join(', ')})
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_cast
    WHERE castsource = asked.given AND casttarget = asked.wanted AND castcontext <> 'e')`
