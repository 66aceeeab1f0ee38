import type { BodyRefusal, CodeLines, EmittedStatement, StatementId } from '../../../core/dialect/dialect.js'
import { noOrigin } from '../../../core/ir/names.js'
import type { Scratch } from './scratch.js'

/**
 * Bodies as the extension plpgsql_check sees them, where the server of the proof has it. It follows a body as the engine
 * would run it. Of what it calls an error only names, types and shapes count (class 42 of SQLSTATE, and schemas): values and the state
 * of records it judges without knowing them, MOVE it takes for a FETCH, and of an OPEN that failed it says that it is no query.
 */
export async function checkBodies(
  scratch: Scratch,
  programs: readonly EmittedStatement[],
  existing: readonly EmittedStatement[],
  beforeEach: () => void,
): Promise<ReadonlyMap<StatementId, readonly BodyRefusal[]>> {
  const found = new Map<StatementId, readonly BodyRefusal[]>()
  // Tables that bodies make are not there when one is checked.
  const makesTables = existing.some(({ probes = [] }) => probes.some(({ how }) => how === 'made'))
  if (programs.length === 0 || !(await hasExtension(scratch))) return found
  for (const program of programs) {
    beforeEach()
    const { name, kind } = program
    const rows = await scratch.query(check, [
      name.schema?.text ?? 'public',
      name.name.text,
      kind === 'procedure' ? 'p' : 'f',
      makesTables ? '42P01' : '',
    ])
    if (rows.length > 0)
      found.set(
        program.id,
        rows.map(([line, reason, sql]) => refusal(program, line, reason, sql)),
      )
  }
  return found
}

/** The extension is loaded on demand and goes away with the scratch database. */
async function hasExtension(scratch: Scratch): Promise<boolean> {
  const known = await scratch.query('SELECT name FROM pg_catalog.pg_available_extensions WHERE name = $1', [extension])
  if (known.length === 0) return false
  try {
    await scratch.run(
      `CREATE SCHEMA IF NOT EXISTS ${home}; CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA ${home};`,
    )
    return true
  } catch {
    // The account of the proof may not load it.
    return false
  }
}

const extension = 'plpgsql_check'
const home = 'crosswalk_check'

const check = `
SELECT found.lineno, concat_ws(': ', found.message, found.detail), coalesce(found.query, found.statement)
FROM pg_catalog.pg_proc AS proc
  LEFT JOIN pg_catalog.pg_trigger AS trigger ON trigger.tgfoid = proc.oid
  CROSS JOIN LATERAL ${home}.plpgsql_check_function_tb(proc.oid, coalesce(trigger.tgrelid, 0),
    fatal_errors => false, other_warnings => false, extra_warnings => false, performance_warnings => false) AS found
WHERE proc.pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
  AND proc.proname = $2 AND proc.prokind = $3::"char" AND found.level = 'error'
  AND (found.sqlstate LIKE '42%' OR found.sqlstate = '3F000') AND found.sqlstate <> $4 AND found.statement IS DISTINCT FROM 'MOVE'
  AND NOT (found.statement IS NOT DISTINCT FROM 'OPEN' AND found.sqlstate = '42601')
ORDER BY 1, 2`

type Cell = string | null | undefined

function refusal(program: EmittedStatement, line: Cell, reason: Cell, sql: Cell): BodyRefusal {
  const at = bodyLine(program.sql) + Math.max(0, Number(line ?? 1) - 1)
  const origin = narrowest(program.code ?? [], at)?.origin ?? noOrigin
  return { reason: reason ?? '', line: at, sql: sql ?? '', origin }
}

/** The line on which the body begins; the first line of a body is the rest of that line. */
function bodyLine(sql: string): number {
  const at = sql.search(/^AS \$(body\d+)?\$$/m)
  return sql.slice(0, Math.max(0, at)).split('\n').length - 1
}

/** The smallest statement that stands on a line, 0-based. */
export const narrowest = (code: readonly CodeLines[], line: number): CodeLines | undefined =>
  code.filter(({ from, to }) => from <= line && line < to).sort((a, b) => a.to - a.from - (b.to - b.from))[0]
