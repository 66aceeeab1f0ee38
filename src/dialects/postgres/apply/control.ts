import { createHash } from 'node:crypto'
import type { EmittedStatement } from '../../../core/dialect/dialect.js'
import type { Facets, RunQuery } from '../catalog/facets.js'

/** Where we write down on the target what has been applied there. */
export const controlSchema = 'crosswalk'

export const createControl = `
CREATE SCHEMA IF NOT EXISTS crosswalk;
CREATE TABLE IF NOT EXISTS crosswalk.applied_statement (
  id text PRIMARY KEY,
  kind text NOT NULL,
  phase text NOT NULL,
  sql_hash text NOT NULL,
  facets jsonb NOT NULL,
  undo text,
  applied_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);`

export interface Applied {
  readonly sqlHash: string
  /** What the catalogue said of the object right after the statement. */
  readonly facets: Facets
}

export const hashOf = (sql: string): string => createHash('sha256').update(sql).digest('hex')

export async function readApplied(run: RunQuery): Promise<ReadonlyMap<string, Applied>> {
  const [there] = await run("SELECT pg_catalog.to_regclass('crosswalk.applied_statement')::text", [])
  const applied = new Map<string, Applied>()
  if (there?.[0] == null) return applied
  for (const [id, sqlHash, facets] of await run(
    'SELECT id, sql_hash, facets::text FROM crosswalk.applied_statement',
    [],
  ))
    applied.set(id ?? '', { sqlHash: sqlHash ?? '', facets: facetsOf(facets ?? '{}') })
  return applied
}

function facetsOf(json: string): Facets {
  const facets: Record<string, string> = Object.create(null)
  const value: unknown = JSON.parse(json)
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) facets[key] = String(inner)
  return facets
}

/** Part of the statement's own transaction: both happen, or neither. */
export async function recordApplied(run: RunQuery, statement: EmittedStatement, facets: Facets): Promise<void> {
  await run(
    `INSERT INTO crosswalk.applied_statement AS a (id, kind, phase, sql_hash, facets, undo)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, phase = excluded.phase, sql_hash = excluded.sql_hash,
       facets = excluded.facets, undo = excluded.undo, applied_at = excluded.applied_at`,
    [
      statement.id,
      statement.kind,
      statement.phase,
      hashOf(statement.sql),
      JSON.stringify(facets),
      statement.undo ?? '',
    ],
  )
}
