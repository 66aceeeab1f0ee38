import type { ReadResult, ReadScriptOptions, ScriptFile } from '../../../../../src/core/dialect/dialect.js'
import type { Report } from '../../../../../src/core/findings/finding.js'
import type { SchemaObject, Table } from '../../../../../src/core/ir/schema.js'
import { readScript } from '../../../../../src/dialects/mysql/parse/script-parser.js'

export const fileOf = (path: string, content: string | Uint8Array): ScriptFile => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    path,
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
}

/** Reads one text as a script in schema `app`. */
export const readText = (
  text: string | Uint8Array,
  options: Partial<ReadScriptOptions> = {},
): Promise<Report<ReadResult>> => readScript([fileOf('script.sql', text)], { defaultSchema: 'app', ...options })

export const objectsOf = (report: Report<ReadResult>): readonly SchemaObject[] =>
  report.value.catalog.schemas.flatMap((schema) => schema.objects)

export function tableOf(report: Report<ReadResult>, name: string): Table {
  const table = objectsOf(report).find((each) => each.kind === 'table' && each.name.name.text === name)
  if (table?.kind !== 'table') throw new Error(`no table ${name} in ${objectsOf(report).map((each) => each.id)}`)
  return table
}

export const codesOf = (report: Report<ReadResult>): readonly string[] => report.findings.map((found) => found.code)

/** Plain data without origins, with big integers as text: what a golden file holds. */
export const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (key === 'origin' ? undefined : typeof each === 'bigint' ? `${each}n` : each)),
  )
