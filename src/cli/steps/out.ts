import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmittedStatement } from '../../core/dialect/dialect.js'
import type { Ledger } from '../../core/ledger/ledger.js'
import type { Mapping } from '../../core/mapping/mapping.js'
import { sqlOfFile } from '../../output/sql-file.js'
import { usage } from '../endpoint-url.js'

/** What a conversion left in its folder; later commands begin here. */
export interface Converted {
  readonly folder: string
  readonly ledger: Ledger
  readonly mapping: Mapping
  readonly statements: readonly EmittedStatement[]
}

/** Reads OUT back. The SQL is taken from the files, so that what a person edited there is what runs. */
export function readOut(folder: string): Converted {
  const ledger: Ledger = read(folder, 'ledger.json')
  const mapping: Mapping = read(folder, 'mapping.json')
  const listed: readonly (Omit<EmittedStatement, 'sql'> & { readonly file: string })[] = read(folder, 'statements.json')
  const statements = listed.map(({ file, ...statement }) => ({
    ...statement,
    sql: sqlOfFile(readText(join(folder, file), folder), statement),
  }))
  return { folder, ledger, mapping, statements }
}

/** The mapping alone, for commands that begin here: the definitions of a task may have changed since its conversion. */
export function writeMapping(folder: string, mapping: Mapping): void {
  if (!existsSync(folder)) return
  const path = join(folder, 'mapping.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(mapping, null, 2)}\n`, { flush: true })
  renameSync(`${path}.new`, path)
}

function read<T>(folder: string, file: string): T {
  const path = join(folder, file)
  const text = readText(path, folder)
  try {
    return JSON.parse(text)
  } catch {
    throw usage(`${path} is not JSON: ${folder} holds no finished conversion; run crosswalk convert again`)
  }
}

function readText(path: string, folder: string): string {
  if (!existsSync(path))
    throw usage(`${path} is missing: ${folder} holds no finished conversion; run crosswalk convert first`)
  return readFileSync(path, 'utf8')
}
