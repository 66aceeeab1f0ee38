import { type Conversion, convert } from '../../src/convert/pipeline.js'
import type { Dialect, ReadResult, ScriptFile } from '../../src/core/dialect/dialect.js'
import type { Finding, Report } from '../../src/core/findings/finding.js'
import type { Catalog } from '../../src/core/ir/schema.js'
import { loadDialect } from '../../src/dialects/registry.js'

/** Where a script goes: through each of these engines in turn. The first reads it. */
export type Way = readonly [string, ...string[]]

export interface Leg {
  readonly conversion: Conversion
  /** All statements that were emitted, in running order. */
  readonly sql: string
}

export interface Trip {
  readonly before: Catalog
  readonly after: Catalog
  readonly legs: readonly Leg[]
  /** Of every reader, pass and emitter on the way. */
  readonly findings: readonly Finding[]
}

const schema = 'app'

/**
 * Reads a script, writes it for the next engine, reads that, and so on; names stay as they are. `spoil` changes what the first
 * leg wrote, to try the judge.
 */
export async function travel(sql: string, way: Way, spoil = (text: string): string => text): Promise<Trip> {
  let read = await readSql(await dialectOf(way[0]), sql)
  const before = read.value.catalog
  const legs: Leg[] = []
  const findings: Finding[] = []
  for (const [at, to] of way.slice(1).entries()) {
    const leg = await convertRead(read, await dialectOf(way[at] ?? ''), await dialectOf(to))
    legs.push(leg)
    findings.push(...leg.conversion.findings)
    read = await readSql(await dialectOf(to), at === 0 ? spoil(leg.sql) : leg.sql)
  }
  return { before, after: read.value.catalog, legs, findings: [...findings, ...read.findings] }
}

export async function dialectOf(id: string): Promise<Dialect> {
  const dialect = await loadDialect(id)
  if (!dialect) throw new Error(`no dialect ${id}`)
  return dialect
}

export async function readSql(dialect: Dialect, sql: string): Promise<Report<ReadResult>> {
  const parser = await dialect.parser?.()
  if (!parser) throw new Error(`${dialect.id} has no parser`)
  return parser.readScript([scriptOf(sql)], { defaultSchema: schema })
}

export function scriptOf(sql: string): ScriptFile {
  const bytes = Buffer.from(sql)
  return {
    path: 'input.sql',
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}

export async function convertRead(read: Report<ReadResult>, from: Dialect, to: Dialect): Promise<Leg> {
  const { catalog: source, sources, statements } = read.value
  const conversion = await convert({
    ...{ source, sources, statements, findings: read.findings, from, to, targetVersion: to.defaultVersion },
    options: { names: 'keep' },
  })
  return { conversion, sql: conversion.statements.map((one) => one.sql).join('\n') }
}
