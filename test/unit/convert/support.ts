import { type BuiltLedger, buildLedger, type Proof } from '../../../src/convert/ledger.js'
import { type Conversion, type ConvertInput, convert } from '../../../src/convert/pipeline.js'
import type { Dialect, NameRules, ScriptFile } from '../../../src/core/dialect/dialect.js'
import type { Catalog } from '../../../src/core/ir/schema.js'
import { capabilities } from '../../../src/dialects/mysql/capabilities.js'
import { scriptParser } from '../../../src/dialects/mysql/parse/script-parser.js'
import { defaultVersion, parseVersion } from '../../../src/dialects/mysql/version.js'
import { dialect as postgres } from '../../../src/dialects/postgres/index.js'

const names: NameRules = {
  maxLength: 64,
  unit: 'characters',
  fold: (text) => text,
  quote: (text) => `\`${text.replaceAll('`', '``')}\``,
  quoteIfNeeded: (text) => `\`${text.replaceAll('`', '``')}\``,
  isReserved: () => false,
}

/** The source side as far as a conversion of scripts needs it. */
export const mysql: Dialect = {
  id: 'mysql',
  title: 'MySQL',
  schemes: ['mysql'],
  defaultPort: 3306,
  names,
  parseVersion,
  defaultVersion,
  capabilities,
  parser: async () => scriptParser,
}

export interface Converted extends BuiltLedger {
  readonly conversion: Conversion
  readonly sql: string
  /** Codes of all findings, sorted, each once. */
  readonly codes: readonly string[]
}

export interface Setting extends Partial<Pick<ConvertInput, 'options' | 'profile' | 'code' | 'settings'>> {
  readonly from?: string
  readonly to?: string
  readonly proof?: (conversion: Conversion) => Promise<Proof>
  /** Changes what the reader gave; the reader's findings are then forgotten. */
  readonly change?: (source: Catalog) => Catalog
}

const scriptOf = (text: string): ScriptFile => {
  const bytes = Buffer.from(text)
  return {
    path: 'input.sql',
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
}

/** What the reader makes of a script. */
export async function scriptCatalog(text: string): Promise<Catalog> {
  const read = await scriptParser.readScript([scriptOf(text)], { defaultSchema: 'shop', version: defaultVersion })
  return read.value.catalog
}

/** Reads a script, converts it, and answers for it. The schema is `shop` unless the script says otherwise. */
export async function convertScript(text: string, setting: Setting = {}): Promise<Converted> {
  const { from, to, proof, change, ...rest } = setting
  const version = from === undefined ? defaultVersion : parseVersion(from)
  const read = await scriptParser.readScript([scriptOf(text)], { defaultSchema: 'shop', version })
  const conversion = await convert({
    source: change ? change(read.value.catalog) : read.value.catalog,
    sources: read.value.sources,
    statements: read.value.statements,
    findings: change ? [] : read.findings,
    from: mysql,
    to: postgres,
    targetVersion: postgres.parseVersion(to ?? '18'),
    ...rest,
  })
  const built = buildLedger(conversion, proof ? await proof(conversion) : null, { tool: 'test', source: 'input.sql' })
  return {
    ...built,
    conversion,
    sql: conversion.statements.map((statement) => statement.sql).join('\n'),
    codes: [...new Set(built.findings.map((found) => found.code))].sort(),
  }
}

/** Runs the statements in an engine in process. */
export async function prove(conversion: Conversion): Promise<Proof> {
  const prover = await postgres.prover?.()
  if (!prover) throw new Error('the target has no prover')
  const session = await prover.open({ version: conversion.target.version })
  try {
    return { engine: session.engine, results: await session.prove(conversion.statements) }
  } finally {
    await session.close()
  }
}

/** Native types of the target columns of the only table, by name. */
export function columnTypes(converted: Converted): Readonly<Record<string, string>> {
  const columns = converted.conversion.mapping.tables.flatMap((table) => table.columns)
  return Object.fromEntries(columns.map((column) => [column.target.name, column.target.native]))
}
