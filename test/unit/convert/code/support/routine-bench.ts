import { contextAt } from '../../../../../src/convert/code/code-converter.js'
import { underModes } from '../../../../../src/convert/code/refusals.js'
import { tableColumns } from '../../../../../src/convert/code/resolve/relations.js'
import type { VariableScope } from '../../../../../src/convert/code/variables.js'
import { convertExpr, type Use } from '../../../../../src/convert/programs/code.js'
import { createFindingSink } from '../../../../../src/core/findings/finding.js'
import type { Expr } from '../../../../../src/core/ir/expr.js'
import { noOrigin } from '../../../../../src/core/ir/names.js'
import type { Query } from '../../../../../src/core/ir/query.js'
import type { LogicalType } from '../../../../../src/core/ir/types.js'
import { mapBottomUp, mapQuery } from '../../../../../src/core/ir/walk.js'
import { print } from '../../../../../src/core/layout/print.js'
import { exprDoc } from '../../../../../src/dialects/postgres/emit/code/expression.js'
import { startPrinting } from '../../../../../src/dialects/postgres/emit/code/printing.js'
import type { RoutineCase } from './routine-case.js'
import { parseExpression, type Workbench, workbench } from './workbench.js'

/** A routine of one expression on both sides. */
export interface RoutinePair {
  readonly source: string
  /** Absent: the findings say why. */
  readonly target?: string
  readonly codes: readonly string[]
  /** The calls, one per row of values. */
  readonly calls: readonly { readonly source: string; readonly target: string }[]
}

/** The source server's own settings. */
const sourceModes = ['ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION', 'STRICT_TRANS_TABLES']

/** Parameters and result have no length and no scale on the target; variables of the same types have. */
const resultName = 'result_'

/** The parameters of case n and its result are the columns of table n: they get their types as columns do. */
export function routineBench(cases: readonly RoutineCase[]): Workbench {
  const tables = cases.map(({ params, returns }, at) => {
    const columns = [
      ...(params === '' ? [] : [params]),
      `${returns === 'tinyint(1)' ? 'flag' : ''}${resultName} ${returns}`,
    ]
    return `CREATE TABLE p${at} (${columns.join(', ')})`
  })
  const booleans = [...cases.flatMap(({ params }) => params.match(/\bflag\w*/g) ?? []), `flag${resultName}`]
  return workbench(tables, { booleans })
}

export function routinePair(bench: Workbench, each: RoutineCase, at: number): RoutinePair {
  const table = bench.table(`p${at}`)
  const sink = createFindingSink()
  const place = { object: table.id, origin: noOrigin, schema: 'app' }
  const lookup = contextAt(bench.base, place, sink)
  const columns = tableColumns(lookup, table)
  const params = columns.slice(0, -1)
  const result = columns[columns.length - 1]
  const variables: VariableScope = {
    variable: (name) => {
      const found = params.find((param) => param.name.toLowerCase() === name.toLowerCase())
      const type = found?.type
      if (!found || !type) return undefined
      const declared = { logical: type.logical, native: type.native ?? '', origin: noOrigin }
      return { target: found.target, type: { ...type, nullable: true }, declared }
    },
    record: () => undefined,
  }
  const ctx = { ...lookup, ...underModes(sourceModes), variables }
  const returns = result?.type?.logical ?? { kind: 'opaque' }
  const source = table.columns[table.columns.length - 1]?.type.logical ?? returns
  const names = new Set(params.map((param) => param.name.toLowerCase()))
  const expr = asVariables(parseExpression(each.sql, { holes: false }), names)
  const use: Use = each.condition ? { want: 'boolean' } : { type: returns, source }
  const written = convertExpr(expr, use, { env: { ctx, ctes: new Map() } })
  const codes = sink.all.map((found) => found.code)
  const sourceParams = each.params
  const targetParams = params.map((param) => param.type?.native).join(', ')
  const locals = params.map((param, index) => `"${param.target.text}" ${param.type?.native} := $${index + 1};`)
  const types = table.columns.map((column) => column.type.logical)
  const calls = each.rows.map((row) => ({
    source: `SELECT f${at}(${row.map((value, index) => sourceValue(value, types[index])).join(', ')})`,
    target: `SELECT app.f${at}(${row.map((value, index) => targetValue(value, params[index]?.type?.logical)).join(', ')})`,
  }))
  const ddl = `CREATE FUNCTION f${at}(${sourceParams}) RETURNS ${each.returns} ${each.condition ? `BEGIN IF ${each.sql} THEN RETURN 1; ELSE RETURN 0; END IF; END` : `RETURN ${each.sql}`}`
  if (ctx.report.failed) return { source: ddl, codes, calls }
  const text = print(exprDoc(startPrinting(18, new Map()), written)).text
  const target = `CREATE FUNCTION app.f${at}(${targetParams}) RETURNS ${result?.type?.native} LANGUAGE plpgsql AS $body$
DECLARE
  ${[...locals, `${resultName} ${result?.type?.native};`].join('\n  ')}
BEGIN
  ${each.condition ? `IF (${text}) THEN ${resultName} := 1; ELSE ${resultName} := 0; END IF;` : `${resultName} := ${text};`}
  RETURN ${resultName};
END
$body$`
  return { source: ddl, target, codes, calls }
}

/** What the parser of routines does with a name in scope. */
function asVariables(expr: Expr, names: ReadonlySet<string>): Expr {
  return mapBottomUp(
    expr,
    (node) => {
      const [name] = node.kind === 'column' && node.path.length === 1 ? node.path : []
      if (!name || !names.has(name.text.toLowerCase())) return node
      return { kind: 'variable', scope: 'local', name, origin: node.origin }
    },
    (query) => inQuery(query, names),
  )
}

const inQuery = (query: Query, names: ReadonlySet<string>): Query =>
  mapQuery(query, { expr: (expr) => asVariables(expr, names), query: (inner) => inQuery(inner, names) })

function sourceValue(value: string | null, type: LogicalType | undefined): string {
  if (value === null) return 'NULL'
  if (type?.kind === 'bits') return `b'${value}'`
  return type?.kind === 'binary' ? `x'${value}'` : `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
}

function targetValue(value: string | null, type: LogicalType | undefined): string {
  if (value === null) return 'NULL'
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  if (type?.kind === 'array') return quoted(`{${value}}`)
  if (type?.kind === 'bits') return quoted(value.padStart(type.length, '0'))
  return type?.kind === 'binary' ? quoted(`\\x${value}`) : quoted(value)
}
