import type { EmittedStatement, PlannedStep } from '../../../core/dialect/dialect.js'
import { differences, type Facets, leavesObject, type RunQuery, readFacets } from '../catalog/facets.js'
import { openInProcess } from '../prove/in-process.js'
import { hashOf, readApplied } from './control.js'

/**
 * Compares statements with what the target holds.
 *
 * An object that we made by the same statement is compared with what the catalogue said right after it. Any other object of
 * the name is compared with what the statement makes in an engine in process, so that objects made by hand, or by running
 * the files, count as present when they are equal.
 */
export async function planOn(run: RunQuery, statements: readonly EmittedStatement[]): Promise<readonly PlannedStep[]> {
  const applied = await readApplied(run)
  const live = await readFacets(run, scopeOf(statements))
  const foreign = statements.some(({ id, sql }) => live.has(id) && applied.get(id)?.sqlHash !== hashOf(sql))
  const wanted = foreign ? await wantedFacets(statements) : new Map<string, Facets>()
  const later = laterDefaults(statements)
  return statements.map((statement): PlannedStep => {
    const step = { statement: statement.id, phase: statement.phase, sql: statement.sql, emitted: statement }
    const record = applied.get(statement.id)
    const same = record?.sqlHash === hashOf(statement.sql)
    if (!leavesObject(statement.kind)) return { ...step, action: same ? 'exists' : 'create' }
    const found = live.get(statement.id)
    if (found === undefined) return { ...step, action: 'create' }
    const expected = same ? record?.facets : wanted.get(statement.id)
    if (expected === undefined) return { ...step, action: 'drifted', difference: 'something else of that name exists' }
    const alike = same ? (facets: Facets) => facets : acrossVersions
    const difference = differences(alike(expected), alike(found), (facet) => later.has(`${statement.id} ${facet}`))
    return difference.length === 0
      ? { ...step, action: 'exists' }
      : { ...step, action: 'drifted', difference: difference.join('\n') }
  })
}

export const scopeOf = (statements: readonly EmittedStatement[]) => ({
  kinds: [...new Set(statements.map(({ kind }) => kind))],
  schemas: [
    ...new Set(statements.map(({ kind, name }) => (kind === 'schema' ? name.name.text : name.schema?.text))),
  ].filter((schema) => schema !== undefined),
})

/**
 * Two servers of different versions print one query differently: from 16 on, without the names of relations where they are
 * not needed. Comparing without them is coarser, and only done with objects that somebody else made.
 */
function acrossVersions(facets: Facets): Facets {
  const { query } = facets
  if (query === undefined) return facets
  return { ...facets, query: query.replace(/("[^"]+"|\w+)\./g, '').replace(/\s+/g, ' ') }
}

/** Defaults that have a statement of their own are compared there: the table's statement leaves them out. */
function laterDefaults(statements: readonly EmittedStatement[]): ReadonlySet<string> {
  const facets = statements.flatMap((statement) => {
    if (statement.kind !== 'default') return []
    const table = ownerOf(statement)
    return ['table', 'partition'].map(
      (kind) => `${kind}:${statement.name.schema?.text}.${table} default ${statement.name.name.text}`,
    )
  })
  return new Set(facets)
}

/** The name by which the catalogue finds the object: its table's, for a part of a table, else its own. */
export function ownerOf({ id, kind, name }: EmittedStatement): string {
  const key = id.slice(kind.length + 1 + (name.schema === undefined ? 0 : name.schema.text.length + 1))
  const end = key.lastIndexOf(`/${name.name.text}`)
  return end > 0 ? key.slice(0, end) : name.name.text
}

async function wantedFacets(statements: readonly EmittedStatement[]): Promise<ReadonlyMap<string, Facets>> {
  const scratch = await openInProcess([])
  try {
    for (const { sql } of statements) await scratch.run(sql).catch(() => undefined)
    return await readFacets(scratch.query, scopeOf(statements))
  } finally {
    await scratch.close()
  }
}
