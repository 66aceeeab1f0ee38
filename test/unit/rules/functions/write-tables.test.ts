import { PGlite } from '@electric-sql/pglite'
import { parse } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call, Expr } from '../../../../src/core/ir/expr.js'
import type { ServerVersion } from '../../../../src/core/ir/schema.js'
import { runtimeFunction, runtimeNames } from '../../../../src/dialects/postgres/runtime/index.js'
import { parseCoreText } from '../../../../src/rules/apply/core-text.js'
import { coreFunction, coreFunctionNames } from '../../../../src/rules/functions/core-functions.js'
import { literalType } from '../../../../src/rules/functions/families.js'
import { returnSpecs } from '../../../../src/rules/functions/return-types.js'
import { sampleType } from '../../../../src/rules/functions/sample-types.js'
import { type Refusal, writeCall, writeTableFiles } from '../../../../src/rules/functions/write.js'
import { isRecord, readTable, rowValue } from '../../../../src/rules/load/table.js'
import { printWithSamples, runtimeSql, sameValue, targetQuery, writeRules } from './pipeline.js'

interface Example {
  readonly rule: string
  readonly call: Call
  readonly in: string
  readonly types: Readonly<Record<string, unknown>>
  readonly version: ServerVersion
  readonly refused: ReadonlySet<Refusal>
  readonly value?: string | null
}

const refusals: readonly Refusal[] = ['zero-division', 'bad-text', 'inexact-text', 'plain-writing']

const rules = writeTableFiles('postgres').flatMap((file) => readTable(file).rows.map((row) => rowValue(row)))
const examples = rules.flatMap((rule) =>
  (Array.isArray(rule['examples']) ? rule['examples'] : []).filter(isRecord).map((each) => toExample(rule, each)),
)

function toExample(rule: Readonly<Record<string, unknown>>, each: Readonly<Record<string, unknown>>): Example {
  const expr = parseCoreText(String(each['in']))
  if (expr.kind !== 'call') throw new Error(`${String(rule['id'])}: not a call`)
  const major = Number(/\d+/.exec(String(rule['versions'] ?? '13'))?.[0])
  return {
    rule: String(rule['id']),
    call: expr,
    in: String(each['in']),
    types: isRecord(each['types']) ? each['types'] : {},
    version: { flavour: 'postgres', major, minor: 0, patch: 0, raw: '' },
    refused: new Set(refusals.filter((refusal) => refusal === rule['refuses'])),
    ...(typeof each['value'] === 'string' || each['value'] === null ? { value: each['value'] } : {}),
  }
}

const typeOfArg = (arg: Expr, types: Readonly<Record<string, unknown>>) =>
  arg.kind === 'column'
    ? sampleType(String(types[arg.path[0]?.text ?? '']))
    : arg.kind === 'literal'
      ? literalType(arg)
      : undefined

const apply = (each: Example) =>
  writeCall(
    writeRules,
    each.call,
    each.call.args.map((arg) => typeOfArg(arg, each.types)),
    each.version,
    each.refused,
  )

describe('the write tables of functions', () => {
  let database: PGlite
  beforeAll(async () => {
    database = await PGlite.create()
    await database.exec("SET TimeZone = 'UTC'; CREATE TYPE sample_enum AS ENUM ('a', 'b')")
    await database.exec(runtimeSql(runtimeNames()))
  }, 60_000)
  afterAll(() => database.close())

  it('have an example for every rule, which that rule and no earlier one takes', () => {
    expect(rules.filter((rule) => !Array.isArray(rule['examples'])).map((rule) => rule['id'])).toEqual([])
    const hidden = examples
      .map((each) => ({ ...each, got: apply(each)?.rule }))
      .filter((each) => each.got !== each.rule)
    expect(hidden.map((each) => `${each.rule}: ${each.in} was taken by ${each.got}`)).toEqual([])
  })

  it('write text that the target parses', async () => {
    const wrong: string[] = []
    for (const each of examples) {
      const sql = `SELECT ${printWithSamples(apply(each)!, each.types)}${needsOver(each.call)}`
      await parse(sql).catch((error: unknown) => wrong.push(`${each.rule}: ${sql}: ${String(error)}`))
    }
    expect(wrong).toEqual([])
  })

  it('write text that the target runs, with the value beside the example', async () => {
    const wrong: string[] = []
    for (const each of examples) {
      const made = apply(each)!
      const sql = `${printWithSamples(made, each.types)}${needsOver(each.call)}`
      const query = targetQuery({ sql, type: made.type })
      try {
        const { rows } = await database.query<{ value: string | null }>(query)
        const got = rows[0]?.value ?? null
        if (each.value !== undefined && !sameValue(got, each.value, made.type))
          wrong.push(`${each.in}: ${got}, not ${each.value}`)
      } catch (error) {
        if (!expectedFailure.test(String(error))) wrong.push(`${each.rule}: ${query}: ${String(error)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('need only runtime functions that exist', () => {
    const names = rules.flatMap((rule) =>
      [...String(rule['text']).matchAll(/crosswalk_rt\.[a-z0-9_]+/g)].map(([name]) => name),
    )
    expect(names.filter((name) => runtimeFunction(name) === undefined)).toEqual([])
  })

  it('have a text for every core function', () => {
    // The program around such a call has something in its place.
    const ofPrograms = new Set([
      'row_count',
      'found_rows',
      'assign_user_variable',
      'error_code',
      'error_text',
      'error_place',
      'cursor_found',
      'cursor_not_found',
      'cursor_row_count',
      'cursor_is_open',
      'trigger_fires_for',
      'trigger_changes',
    ])
    expect(coreFunctionNames().filter((name) => !ofPrograms.has(name) && !writeRules.names.has(name))).toEqual([])
    expect([...writeRules.names].filter((name) => coreFunction(name) === undefined)).toEqual([])
  })

  it('rest on entries whose return types are all in the small language', () => {
    const specs = coreFunctionNames().map((name) => coreFunction(name)!.returns.replace(/!$/, ''))
    const unknown = specs.filter(
      (spec) => !returnSpecs.includes(spec) && !returnSpecs.includes(spec.replace(/\(.*\)$/, '')),
    )
    expect(unknown).toEqual([])
  })
})

/** Sequences of the examples do not exist, and a NULL is no key. */
const expectedFailure = /arguments to GROUPING must be|relation "s.*" does not exist|field name must not be null/

function needsOver(call: Call): string {
  const nulls = 'core' in call.fn ? coreFunction(call.fn.core)?.nulls : undefined
  return nulls === 'window' ? ' OVER ()' : ''
}
