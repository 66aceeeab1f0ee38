import { randomBytes } from 'node:crypto'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuiltLedger } from '../convert/ledger.js'
import type { Conversion } from '../convert/pipeline.js'
import { type SourceMapFile, sourceMap } from '../convert/source-map.js'
import { OperationError } from '../core/findings/operation-error.js'
import { makeFolder } from '../core/process/make-folder.js'
import { jsonParts } from '../core/text/json-parts.js'
import { sqlFile } from './sql-file.js'
import { type TextMaker, writeText } from './text-file.js'

/**
 * Writes a conversion into a folder: `sql/`, `findings.json`, `mapping.json`, `statements.json`, `source-map.json`, the extra files and, last, `ledger.json`. Everything is written
 * beside its place first and then moved, so a folder with a ledger is complete whatever happens; one without is not.
 * Other files of the folder are left alone.
 *
 * @throws OperationError XW-C0290 when the folder holds an `sql` that is not ours, XW-C0291 when it cannot be written.
 */
export async function writeOutput(
  folder: string,
  conversion: Conversion,
  built: BuiltLedger,
  /** Further files by name, such as the report. */
  extra: Readonly<Record<string, TextMaker>> = {},
): Promise<void> {
  checkOutput(folder)
  const draft = join(folder, `.new-${randomBytes(6).toString('hex')}`)
  try {
    await writeDraft(draft, conversion, built, extra)
    await rm(join(folder, 'ledger.json'), { force: true })
    await rm(join(folder, 'sql'), { recursive: true, force: true })
    for (const name of [
      'sql',
      'findings.json',
      'mapping.json',
      'statements.json',
      'source-map.json',
      ...Object.keys(extra),
      'ledger.json',
    ]) {
      await rename(join(draft, name), join(folder, name))
    }
    await rm(join(folder, marker), { force: true })
    await rm(draft, { recursive: true, force: true })
  } catch (cause) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
    throw new OperationError('XW-C0291', { folder, problem: messageOf(cause) }, { cause })
  }
}

/**
 * Refuses a folder that a conversion must not or cannot be written to; asked before the work begins.
 * @throws OperationError XW-C0290, XW-C0291
 */
export function checkOutput(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new OperationError('XW-C0291', { folder, problem: 'it is not a folder' })
  if (existsSync(join(folder, 'sql')) && !isOurs(folder)) throw new OperationError('XW-C0290', { folder })
}

/** Stands in the folder while it is between two states, so that the next run knows whose it is. */
const marker = '.crosswalk-incomplete'

const isOurs = (folder: string): boolean => existsSync(join(folder, 'ledger.json')) || existsSync(join(folder, marker))

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

async function writeDraft(
  draft: string,
  conversion: Conversion,
  built: BuiltLedger,
  extra: Readonly<Record<string, TextMaker>>,
): Promise<void> {
  makeFolder(join(draft, 'sql'))
  await writeFile(join(dirname(draft), marker), '')
  for (const folder of new Set([...conversion.files.values()].map(dirname))) makeFolder(join(draft, folder))
  for (const statement of conversion.statements) {
    const path = conversion.files.get(statement.id)
    // Measured: many small files take a quarter of the time that they take when written side by side.
    if (path !== undefined) writeFileSync(join(draft, path), sqlFile(statement))
  }
  await writeText(join(draft, 'findings.json'), () => json(built.findings, 1))
  await writeText(join(draft, 'mapping.json'), () => json(conversion.mapping, 2))
  await writeText(join(draft, 'statements.json'), () => json(statementList(conversion), 1))
  await writeText(join(draft, 'source-map.json'), () => json(mapOf(sourceMap(conversion, built.findings)), 3))
  for (const [name, make] of Object.entries(extra)) await writeText(join(draft, name), make)
  await writeText(join(draft, 'ledger.json'), () => json(built.ledger, 2))
}

/** What `apply` needs to know of each statement besides its text, which it takes from the file. */
function* statementList(conversion: Conversion): Generator<object> {
  for (const { sql: _, code: __, probes: ___, ...statement } of conversion.statements)
    yield { ...statement, file: conversion.files.get(statement.id) }
}

const mapOf = (files: Generator<SourceMapFile>) => ({ format: 1, files })

function* json(value: unknown, levels: number): Generator<string> {
  yield* jsonParts(value, levels)
  yield '\n'
}
