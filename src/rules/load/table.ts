import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** One entry of a rule table, not parsed yet. `line` is 1-based. */
export interface TableRow {
  readonly file: string
  readonly line: number
  readonly text: string
}

export interface Table {
  readonly file: string
  /** Everything above the list: `kind`, `dialect`, `direction`, `see`. */
  readonly head: Readonly<Record<string, unknown>>
  readonly rows: readonly TableRow[]
}

/**
 * Reads a table without parsing its entries: the file is cut at its `  - ` lines, so a command that needs ten functions
 * parses ten entries. Whether the whole file is well formed is checked by `checkTable`, which the tests run on every table.
 */
export function readTable(file: string): Table {
  const lines = readFileSync(file, 'utf8').split('\n')
  const start = lines.findIndex((line) => /^(rules|functions|entries):\s*$/.test(line))
  const head = record(parse(lines.slice(0, start < 0 ? lines.length : start).join('\n')))
  const rows: TableRow[] = []
  let from = -1
  for (let at = start + 1; start >= 0 && at <= lines.length; at++) {
    if (at < lines.length && !lines[at]?.startsWith('  - ')) continue
    if (from >= 0) rows.push({ file, line: from + 1, text: lines.slice(from, at).join('\n') })
    from = at
  }
  return { file, head, rows }
}

/** The entry as plain data. Throws when the text is not one list item: the tables are ours. */
export function rowValue(row: TableRow): Readonly<Record<string, unknown>> {
  const value: unknown = parse(row.text)
  if (!Array.isArray(value) || value.length !== 1) throw new Error(`${row.file}:${row.line}: not one list entry`)
  return record(value[0])
}

/** Files of a folder whose name begins and ends as given (`functions`, `.read.yaml`), in order of name. */
export function tableFiles(folder: string, prefix: string, suffix: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
    .sort()
    .map((name) => join(folder, name))
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const textField = (row: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = row[key]
  return typeof value === 'string' ? value : undefined
}
