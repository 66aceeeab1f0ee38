import type { TargetColumn, TargetLookup } from '../../../../../src/convert/code/code-context.js'
import {
  baseContext,
  type CodeBase,
  type CodeConverterOptions,
  createCodeConverter,
} from '../../../../../src/convert/code/code-converter.js'
import { functionPort } from '../../../../../src/convert/code/function-port.js'
import type { CodePort, ExprPurpose } from '../../../../../src/convert/code-port.js'
import type { NameRules } from '../../../../../src/core/dialect/dialect.js'
import { createFindingSink, type Finding } from '../../../../../src/core/findings/finding.js'
import type { Expr } from '../../../../../src/core/ir/expr.js'
import { ident, objectId, partId, type QName, qname } from '../../../../../src/core/ir/names.js'
import type { Catalog, SchemaObject, Table, View } from '../../../../../src/core/ir/schema.js'
import type { LogicalType } from '../../../../../src/core/ir/types.js'
import { print } from '../../../../../src/core/layout/print.js'
import { sourceId } from '../../../../../src/core/text/source.js'
import { capabilities as sourceCapabilities } from '../../../../../src/dialects/mysql/capabilities.js'
import { parseExpression } from '../../../../../src/dialects/mysql/parse/expressions.js'
import { finishColumn } from '../../../../../src/dialects/mysql/parse/script/columns.js'
import type { CreateTable, CreateView } from '../../../../../src/dialects/mysql/parse/script/shapes.js'
import { readStatement } from '../../../../../src/dialects/mysql/parse/statements.js'
import { parseVersion as sourceVersion } from '../../../../../src/dialects/mysql/version.js'
import { capabilities as targetCapabilities } from '../../../../../src/dialects/postgres/capabilities.js'
import { exprDoc } from '../../../../../src/dialects/postgres/emit/code/expression.js'
import { startPrinting } from '../../../../../src/dialects/postgres/emit/code/printing.js'
import { queryDoc } from '../../../../../src/dialects/postgres/emit/code/query.js'
import { names as targetNames } from '../../../../../src/dialects/postgres/names.js'
import { parseVersion as targetVersion } from '../../../../../src/dialects/postgres/version.js'
import { loadFunctionRules } from '../../../../../src/rules/functions/read.js'
import { loadWriteRules } from '../../../../../src/rules/functions/write.js'
import { writeType } from '../../../../../src/rules/types/write.js'

/** The collation that the workbench gives to text whose case does not count. */
export const ciCollation = 'crosswalk_ci'

export const workbenchSupport = [
  `CREATE COLLATION public.${ciCollation} (provider = icu, locale = 'und@colStrength=primary', deterministic = false)`,
]

const sourceNames: NameRules = {
  maxLength: 64,
  unit: 'characters',
  fold: (text) => text.toLowerCase(),
  quote: (text) => `\`${text}\``,
  quoteIfNeeded: (text) => `\`${text}\``,
  isReserved: () => false,
}

export interface Workbench {
  readonly catalog: Catalog
  readonly port: CodePort
  /** What code outside of tables and views is converted with. */
  readonly base: CodeBase
  /** Statements that make the tables on the target. */
  readonly targetDdl: readonly string[]
  readonly findings: readonly Finding[]
  view(name: string): View
  table(name: string): Table
  /** SQL of a converted view, or the codes of its findings. */
  viewSql(name: string): { readonly sql?: string; readonly codes: readonly string[] }
  /** A check, default or generated column of a table as target SQL. */
  exprSql(
    table: string,
    expr: Expr,
    purpose: ExprPurpose,
    column?: string,
  ): { readonly sql?: string; readonly codes: readonly string[]; readonly immutable: boolean }
}

export interface WorkbenchOptions {
  readonly from?: string
  readonly to?: string
  readonly booleans?: readonly string[]
  readonly settings?: CodeConverterOptions['settings']
  /** Objects beside those of the script. */
  readonly objects?: readonly SchemaObject[]
}

/** A source schema written as SQL, with the target side that a schema conversion would give it. */
export function workbench(ddl: readonly string[], options: WorkbenchOptions = {}): Workbench {
  const version = sourceVersion(options.from ?? '10.11.6-MariaDB')
  const target = targetVersion(options.to ?? '18')
  const sink = createFindingSink()
  const objects = [...ddl.map((text, index) => readObject(text, index, sink, version)), ...(options.objects ?? [])]
  const catalog: Catalog = {
    dialect: 'mysql',
    version,
    settings: {},
    schemas: [{ name: ident('app'), objects, options: [] }],
  }
  const booleans = new Set(options.booleans ?? [])
  const lookup = lookupOf(catalog, booleans)
  const parse = (text: string, { holes }: { readonly holes: boolean }): Expr => parseExpression(text, { holes })
  const converting: CodeConverterOptions = {
    source: catalog,
    sourceDialect: { names: sourceNames, capabilities: sourceCapabilities },
    targetDialect: { names: targetNames, capabilities: targetCapabilities },
    targetVersion: target,
    target: lookup,
    functions: functionPort({
      read: loadFunctionRules('mysql', parse),
      write: loadWriteRules('postgres'),
      sourceVersion: version,
      targetVersion: target,
    }),
    ...(options.settings ? { settings: options.settings } : {}),
  }
  const port = createCodeConverter(converting)
  const find = (kind: 'table' | 'view', name: string): SchemaObject => {
    const found = objects.find((object) => object.kind === kind && object.name.name.text === name)
    if (!found) throw new Error(`no ${kind} ${name}`)
    return found
  }
  const table = (name: string): Table => find('table', name) as Table
  const view = (name: string): View => find('view', name) as View
  return {
    catalog,
    port,
    base: baseContext(converting, () => undefined),
    findings: sink.all,
    table,
    view,
    targetDdl: objects.flatMap((object) => (object.kind === 'table' ? tableDdl(object, lookup) : [])),
    viewSql: (name) => {
      const result = port.convertView(view(name))
      const codes = result.findings.map((found) => found.code)
      const query = result.view?.query
      if (query?.kind !== 'query') return { codes }
      return { sql: print(queryDoc(startPrinting(target.major, new Map()), query)).text, codes }
    },
    exprSql: (name, expr, purpose, column) => {
      const owner = table(name)
      const of = column ? lookup.column(owner.id, column) : undefined
      const part = partId(owner.id, 'column', column ?? '')
      const result = port.convertExpr(expr, { table: owner, part, purpose, ...(of ? { column: of } : {}) })
      const codes = result.findings.map((found) => found.code)
      if (!result.expr) return { codes, immutable: result.immutable }
      const sql = print(exprDoc(startPrinting(target.major, new Map()), result.expr)).text
      return { sql, codes, immutable: result.immutable }
    },
  }
}

function readObject(
  text: string,
  index: number,
  sink: ReturnType<typeof createFindingSink>,
  version: Catalog['version'],
): SchemaObject {
  const read = readStatement(text, { source: sourceId(`s${index}`), modes: {}, schema: ident('app'), sink })
  if (!('statement' in read)) throw new Error(`${JSON.stringify(read)} in ${text}`)
  const { statement } = read
  if (statement.kind === 'createTable') return tableOf(statement, sink, version)
  if (statement.kind === 'createView') return viewOf(statement)
  throw new Error(`${statement.kind}: ${text}`)
}

function tableOf(
  statement: CreateTable,
  sink: ReturnType<typeof createFindingSink>,
  version: Catalog['version'],
): Table {
  const name: QName = { schema: ident('app'), name: statement.name.name }
  const id = objectId('table', name)
  const keys = statement.elements.flatMap((each) => (each.kind === 'key' && each.form === 'primary' ? [each] : []))
  const inline = statement.elements.flatMap((each) =>
    each.kind === 'column' && each.column.key === 'primary' ? [each.column.name] : [],
  )
  const keyColumns = [
    ...inline,
    ...keys.flatMap((key) => key.parts.flatMap((part) => (part.expr.kind === 'column' ? [part.expr.path[0]!] : []))),
  ]
  const text = { charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }
  const columns = statement.elements.flatMap((each) => {
    if (each.kind !== 'column') return []
    const made = finishColumn(each.column, { object: id, version, text, sink })
    return [keyColumns.some((key) => key.text === made.name.text) ? { ...made, nullable: false } : made]
  })
  return {
    kind: 'table',
    id,
    name,
    origin: statement.origin,
    options: [],
    temporary: false,
    columns,
    indexes: [],
    constraints:
      keyColumns.length === 0
        ? []
        : [{ kind: 'primaryKey', columns: keyColumns, deferrable: false, origin: statement.origin, options: [] }],
  }
}

function viewOf(statement: CreateView): View {
  const name: QName = { schema: ident('app'), name: statement.name.name }
  return {
    kind: 'view',
    id: objectId('view', name),
    name,
    origin: statement.origin,
    materialized: false,
    ...statement.view,
  }
}

function lookupOf(catalog: Catalog, booleans: ReadonlySet<string>): TargetLookup {
  const objects = catalog.schemas.flatMap((schema) => schema.objects)
  const columnOf = (id: string, name: string) => {
    const table = objects.find((object) => object.id === id)
    return table?.kind === 'table' ? table.columns.find((each) => each.name.text === name) : undefined
  }
  return {
    column(id, name): TargetColumn | undefined {
      const column = columnOf(id, name)
      if (!column) return undefined
      const { logical } = column.type
      if (booleans.has(name)) return { logical: { kind: 'boolean' }, native: 'boolean', nullable: column.nullable }
      const written = writeType('postgres', logical)
      if (!written) throw new Error(`no type for ${name}`)
      const native = written.make ? `"app"."${id.replace(/.*\./, '')}_${name}"` : written.native
      const collation = isCi(logical) && written.logical.kind === 'text' ? ciCollation : undefined
      const base = { logical: written.logical, native, nullable: column.nullable }
      return collation ? { ...base, collation } : base
    },
    objectName: (id) => {
      const found = objects.find((object) => object.id === id)
      return found && qname('app', found.name.name.text.toLowerCase())
    },
    columnName: (id, column) => (columnOf(id, column) ? ident(column.toLowerCase()) : undefined),
    alias: (text) => ident(text.toLowerCase()),
    collation: (name) => (/_ci$/.test(name) ? `public.${ciCollation}` : /_(bin|cs)$/.test(name) ? 'C' : undefined),
    bytesCollation: 'C',
    typeNamed: ({ schema, name }) => [...(schema ? [schema] : []), name].map(({ text }) => text).join('.'),
    typeName: (logical) => writeType('postgres', logical)?.native,
  }
}

const isCi = (logical: LogicalType): boolean =>
  (logical.kind === 'text' || logical.kind === 'enum') &&
  logical.collation !== undefined &&
  !logical.collation.caseSensitive

function tableDdl(table: Table, lookup: TargetLookup): readonly string[] {
  const types = table.columns.flatMap((column) => {
    const { logical } = column.type
    const target = lookup.column(table.id, column.name.text)
    if (logical.kind !== 'enum' || logical.set || target?.logical.kind !== 'enum') return []
    return [
      `CREATE TYPE ${target.native} AS ENUM (${logical.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`,
    ]
  })
  const columns = table.columns.map((column) => {
    const target = lookup.column(table.id, column.name.text)
    const collate = target?.collation ? ` COLLATE public.${target.collation}` : ''
    return `"${column.name.text.toLowerCase()}" ${target?.native}${collate}${column.nullable ? '' : ' NOT NULL'}`
  })
  const key = table.constraints.flatMap((each) =>
    each.kind === 'primaryKey'
      ? [`PRIMARY KEY (${each.columns.map((name) => `"${name.text.toLowerCase()}"`).join(', ')})`]
      : [],
  )
  return [...types, `CREATE TABLE "app"."${table.name.name.text.toLowerCase()}" (${[...columns, ...key].join(', ')})`]
}

export { parseExpression }
