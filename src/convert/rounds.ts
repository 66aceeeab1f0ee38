import type { EmittedStatement, ProofResult, ProofSession, StatementId } from '../core/dialect/dialect.js'
import { spanOf } from '../core/ir/names.js'
import type { RefusedStatement } from './code/code-context.js'
import type { Conversion } from './pipeline.js'

export interface ProvedConversion {
  readonly conversion: Conversion
  readonly results: readonly ProofResult[]
}

/** How often statements that the target refuses are taken out and the rest is tried again. */
const rounds = 2

/**
 * Proves a conversion. When the target takes a program but not one of its statements, the conversion is made again
 * without that statement, so that it costs no more than itself. What is still refused after the last round stays so.
 */
export async function convertAndProve(
  first: Conversion,
  convert: (refused: readonly RefusedStatement[]) => Promise<Conversion>,
  session: ProofSession,
  onProved?: (done: number, total: number) => void,
): Promise<ProvedConversion> {
  const refused: RefusedStatement[] = []
  let conversion = first
  const total = conversion.statements.length
  let results = await session.prove(conversion.statements, (done) => onProved?.(done, total))
  for (let round = 0; round < rounds; round++) {
    const more = refusedIn(results).filter((each) => !refused.some((known) => isSame(known, each)))
    if (more.length === 0) break
    refused.push(...more)
    const next = await convert([...refused])
    results = await proveAgain(session, { conversion, results }, next.statements)
    conversion = next
  }
  return { conversion, results }
}

function refusedIn(results: readonly ProofResult[]): readonly RefusedStatement[] {
  const all = results.flatMap(({ refusals = [] }) =>
    refusals.flatMap(({ origin, reason }) => {
      const span = spanOf(origin)
      return span ? [{ span, reason }] : []
    }),
  )
  return all.filter((each, index) => all.findIndex((other) => isSame(each, other)) === index)
}

const isSame = ({ span: one }: RefusedStatement, { span: other }: RefusedStatement): boolean =>
  one.source === other.source && one.start === other.start && one.end === other.end

/** Only what changed is tried again, in the place of what was there; when that does not work, everything is. */
async function proveAgain(
  session: ProofSession,
  before: ProvedConversion,
  statements: readonly EmittedStatement[],
): Promise<readonly ProofResult[]> {
  const known = new Map(before.conversion.statements.map((each) => [each.id, each]))
  const changed = statements.filter((each) => known.get(each.id)?.sql !== each.sql)
  const nothingWaits = before.results.every(({ outcome }) => outcome !== 'blocked')
  const sameNames = nothingWaits && statements.length === known.size && changed.every(({ id }) => known.has(id))
  const again = sameNames ? await session.prove(changed) : []
  if (sameNames && again.every(({ outcome, refusals }) => outcome === 'accepted' || refusals))
    return merged(before.results, again)
  await session.reset()
  return session.prove(statements)
}

function merged(before: readonly ProofResult[], again: readonly ProofResult[]): readonly ProofResult[] {
  const changed = new Map<StatementId, ProofResult>(again.map((each) => [each.statement, each]))
  return before.map((each) => changed.get(each.statement) ?? each)
}
