import type { RunQuery } from '../catalog/facets.js'

/** An empty database that statements are tried in, and thrown away afterwards. */
export interface Scratch {
  /** E.g. `PostgreSQL 18.1 (in process)`. */
  readonly engine: string
  /** Runs all statements of the text as one transaction; throws what the engine says, and nothing of it remains then. */
  run(sql: string): Promise<void>
  /** Runs statements that leave nothing that is wanted later; throws what the engine says, outside of any transaction then. */
  attempt(sql: string): Promise<void>
  /** Reads rows; what it makes besides is only for the session. Throws what the engine says. */
  readonly query: RunQuery
  close(): Promise<void>
}

/** The engine's own words, with the line of the statement when it names a place. */
export function refusalOf(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error)
  const detail = textMember(error, 'detail')
  const line = lineOf(error, sql)
  const place = line === undefined ? '' : ` (line ${line})`
  return `${error.message}${detail === undefined ? '' : `: ${detail}`}${place}`
}

/** The line of the statement, from 1, at which the engine stopped reading it, when it says so. */
export function lineOf(error: unknown, sql: string): number | undefined {
  const position = Number((error instanceof Error && textMember(error, 'position')) || Number.NaN)
  return Number.isFinite(position) ? lineAt(sql, position) : undefined
}

/** The engine counts characters, not UTF-16 units, from 1. */
function lineAt(sql: string, position: number): number {
  let line = 1
  let characters = 0
  for (const character of sql) {
    if (++characters >= position) break
    if (character === '\n') line++
  }
  return line
}

function textMember(error: Error, key: 'detail' | 'position'): string | undefined {
  const value: unknown = key in error ? Reflect.get(error, key) : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** True for what the engine says about a statement, as against an engine that broke. */
export const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  /^[0-9A-Z]{5}$/.test(String(error.code)) &&
  !('severity' in error && error.severity === 'PANIC')
