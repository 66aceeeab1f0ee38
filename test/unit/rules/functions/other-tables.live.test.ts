import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call, Expr } from '../../../../src/core/ir/expr.js'
import type { ServerVersion } from '../../../../src/core/ir/schema.js'
import { mapBottomUp } from '../../../../src/core/ir/walk.js'
import { exprText } from '../../../../src/dialects/mysql/emit/expression.js'
import { names } from '../../../../src/dialects/mysql/names.js'
import { scriptParser } from '../../../../src/dialects/postgres/parse/script-parser.js'
import { parseCoreText, printCoreText } from '../../../../src/rules/apply/core-text.js'
import { coreFunction } from '../../../../src/rules/functions/core-functions.js'
import { literalType } from '../../../../src/rules/functions/families.js'
import { loadFunctionRules, readCall, readTableFiles } from '../../../../src/rules/functions/read.js'
import { sampleType } from '../../../../src/rules/functions/sample-types.js'
import { loadWriteRules, writeCall, writeTableFiles } from '../../../../src/rules/functions/write.js'
import { isRecord, readTable, rowValue } from '../../../../src/rules/load/table.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../support/servers.js'

interface Example {
  readonly rule: string
  readonly in: string
  readonly out: string
  readonly types: Readonly<Record<string, unknown>>
}

const examplesOf = (files: readonly string[]): readonly Example[] =>
  files.flatMap((file) =>
    readTable(file).rows.flatMap((row) => {
      const rule = rowValue(row)
      const found = Array.isArray(rule['examples']) ? rule['examples'].filter(isRecord) : []
      return found.map((each) => ({
        ...{ rule: String(rule['id']), in: String(each['in']), out: String(each['out'] ?? '') },
        types: isRecord(each['types']) ? each['types'] : {},
      }))
    }),
  )

const version: ServerVersion = { flavour: 'mariadb', major: 10, minor: 11, patch: 0, raw: '10.11' }

describe('functions that are read of this source', () => {
  const rules = loadFunctionRules('postgres', (text, options) => scriptParser.parseExpr(text, options))
  const core = (expr: Expr): Expr => {
    const made = expr.kind === 'call' ? readCall(rules, expr, version) : undefined
    return made && 'expr' in made ? made.expr : expr
  }

  it('turn every example into the core form beside it', () => {
    const examples = examplesOf(readTableFiles('postgres'))
    const wrong = examples
      .map((each) => ({ ...each, got: printCoreText(mapBottomUp(scriptParser.parseExpr(each.in), core)) }))
      .filter((each) => each.got !== each.out)
    expect(wrong).toEqual([])
    expect(examples.length).toBeGreaterThan(30)
  })

  it('use no core function that the hub does not know', () => {
    const used = examplesOf(readTableFiles('postgres')).flatMap(({ out }) => /core\.(\w+)/.exec(out)?.[1] ?? [])
    expect(used.filter((name) => !coreFunction(name))).toEqual([])
  })
})

describe.skipIf(!available('mariadb'))('functions that are written for this target', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server?.stop())

  const rules = loadWriteRules('mysql', names.quoteIfNeeded)
  const examples = examplesOf(writeTableFiles('mysql'))
  const written = (each: Example) => {
    const call = parseCoreText(each.in)
    if (call.kind !== 'call') throw new Error(`${each.rule}: not a call`)
    return writeCall(
      rules,
      call,
      call.args.map((arg) => typeOf(arg, each.types)),
      version,
    )
  }

  it('have an example for every rule, which that rule and no earlier one takes', () => {
    const hidden = examples.filter((each) => written(each)?.rule !== each.rule)
    expect(hidden.map((each) => `${each.rule}: ${each.in}`)).toEqual([])
  })

  it('write text that the server runs', async () => {
    const client = await connectMysql(server.endpoint)
    const wrong: string[] = []
    await client.query('CREATE SEQUENCE s')
    for (const each of examples) {
      const made = written(each)
      const sql = made ? `SELECT ${exprText({ version, own: false, collation: '' }, withSamples(made))}` : ''
      await client.query(sql).catch((error: unknown) => wrong.push(`${each.rule}: ${sql}: ${String(error)}`))
    }
    await client.end()
    expect(wrong).toEqual([])
  })
})

const typeOf = (arg: Call['args'][number], types: Readonly<Record<string, unknown>>) =>
  arg.kind === 'column'
    ? sampleType(String(types[arg.path[0]?.text ?? '']))
    : arg.kind === 'literal'
      ? literalType(arg)
      : undefined

const withSamples = (expr: Expr): Expr =>
  mapBottomUp(expr, (node) => (node.kind === 'column' ? parseCoreText('3') : node))
