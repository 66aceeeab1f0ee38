import type { Dialect } from '../../core/dialect/dialect.js'
import type { FindingCode } from '../../core/findings/codes.generated.js'
import type { FindingSink } from '../../core/findings/finding.js'
import type { Expr, Opaque } from '../../core/ir/expr.js'
import { ident, type ObjectId, type Origin, type PartId } from '../../core/ir/names.js'
import type { Query } from '../../core/ir/query.js'
import type { Catalog, SchemaObject, ServerVersion, Table, View } from '../../core/ir/schema.js'
import type { LogicalType } from '../../core/ir/types.js'
import {
  type CodeContext,
  type CodePlace,
  type CodeSettings,
  createReporter,
  defaultSettings,
  type TargetLookup,
} from './code-context.js'
import { valueForColumn } from './defaults.js'
import type { FunctionPort } from './function-port.js'
import { requireImmutable } from './immutable.js'
import { fittingName, outputNames, renameOutputs, withColumnNames } from './output-names.js'
import { code, type ProcessEnv, processQuery } from './process-query.js'
import { bodyColumns, objectKey, relation, tableColumns } from './resolve/relations.js'
import { resolveExpr } from './resolve/resolve-expr.js'
import { resolveQuery } from './resolve/resolve-query.js'
import type { Scope, ScopeColumn } from './scope.js'
import { nameTargets } from './write/name-targets.js'
import { writeExpr, writeQuery } from './write/write-calls.js'

export interface CodeConverterOptions {
  readonly source: Catalog
  readonly sourceDialect: Dialect
  readonly targetDialect: Dialect
  readonly targetVersion: ServerVersion
  /** Names and types that the schema passes gave to tables, columns and collations. */
  readonly target: TargetLookup
  /** Made by `functionPort` from the function tables of both dialects. */
  readonly functions: FunctionPort
  readonly sink: FindingSink
  readonly settings?: Partial<CodeSettings>
}

/** Where an expression stands: its findings name this object and part. */
export interface ExprPlace {
  readonly object: ObjectId
  readonly part?: PartId
  /** The table whose columns the expression may name. */
  readonly table?: Table
  readonly in: 'default' | 'check' | 'generated column' | 'index' | 'partition key'
}

export interface CodeConverter {
  /** The view's query for the target, or `Opaque` after a finding that says why not. Each view is converted once. */
  convertView(view: View): Query | Opaque
  /** Output columns of a converted view, with their names and types on the target. */
  viewColumns(view: View): readonly ScopeColumn[] | undefined
  /**
   * An expression for the target; `undefined` after a finding. `want`: a condition, a value of any type, or a value of the
   * column's target type (literals are then written in that type).
   */
  convertExpr(expr: Expr, place: ExprPlace, want: 'value' | 'boolean' | LogicalType): Expr | undefined
}

interface ViewResult {
  readonly query: Query | Opaque
  readonly columns?: readonly ScopeColumn[]
}

export function createCodeConverter(options: CodeConverterOptions): CodeConverter {
  const views = new Map<ObjectId, ViewResult | 'busy'>()
  const base = baseContext(options, (id) => {
    const view = base.byId.get(id)
    return view?.kind === 'view' ? columnsOf(view) : undefined
  })
  const done = (view: View): ViewResult | 'busy' => {
    const known = views.get(view.id)
    if (known) return known
    views.set(view.id, 'busy')
    const result = convertOne(view, base, options)
    views.set(view.id, result)
    return result
  }
  const columnsOf = (view: View): readonly ScopeColumn[] | undefined => {
    const result = done(view)
    return result === 'busy' ? undefined : result.columns
  }
  return {
    convertView: (view) => {
      const result = done(view)
      return result === 'busy' ? opaque(view.origin, 'XW-C0301') : result.query
    },
    viewColumns: columnsOf,
    convertExpr: (expr, place, want) => convertOneExpr(expr, place, want, base, options),
  }
}

type Base = Omit<CodeContext, 'at' | 'report'> & { readonly byId: ReadonlyMap<ObjectId, SchemaObject> }

function baseContext(options: CodeConverterOptions, viewColumns: CodeContext['viewColumns']): Base {
  const { source, sourceDialect, targetDialect, target } = options
  const { fold } = sourceDialect.names
  const objects = new Map<string, SchemaObject>()
  const byId = new Map<ObjectId, SchemaObject>()
  for (const schema of source.schemas) {
    for (const object of schema.objects) {
      objects.set(objectKey(fold, object.name.schema?.text ?? schema.name.text, object.name.name.text), object)
      byId.set(object.id, object)
    }
  }
  const { maxLength, unit } = targetDialect.names
  const alias = (text: string) => fittingName(target.alias(text).text, maxLength, unit)
  return {
    source,
    objects,
    byId,
    sourceNames: sourceDialect.names,
    targetNames: targetDialect.names,
    sourceCan: sourceDialect.capabilities(source.version),
    targetCan: targetDialect.capabilities(options.targetVersion),
    target: { ...target, alias },
    functions: options.functions,
    settings: { ...defaultSettings, ...options.settings },
    viewColumns,
  }
}

function contextAt(base: Base, at: CodePlace, sink: FindingSink): CodeContext {
  return { ...base, at, report: createReporter(sink, at) }
}

function convertOne(view: View, base: Base, { sink }: CodeConverterOptions): ViewResult {
  if (view.query.kind === 'opaque') return { query: view.query }
  const source = view.query
  const at: CodePlace = { object: view.id, origin: view.origin, schema: view.name.schema?.text ?? '' }
  const ctx = contextAt(base, at, sink)
  const made = guarded(ctx, () => {
    const env: ProcessEnv = { ctx, ctes: new Map() }
    const resolved = withColumnNames(resolveQuery(source, env), view.columns)
    if (ctx.report.failed) return undefined
    const processed = processQuery(resolved, env)
    const names = outputNames(processed, view.id, ctx)
    const columns = bodyColumns(processed.body, ctx.target.alias)
    const written = writeQuery(processed, ctx)
    const before = columns.map((column) => column.name)
    const query = renameOutputs(nameTargets(written, ctx), before, names)
    return { query, columns: columns.map((column, index) => ({ ...column, target: names[index] ?? column.target })) }
  })
  return made === undefined || ctx.report.failed ? { query: opaque(view.origin, 'XW-C0300') } : made
}

function convertOneExpr(
  expr: Expr,
  place: ExprPlace,
  want: 'value' | 'boolean' | LogicalType,
  base: Base,
  { sink }: CodeConverterOptions,
): Expr | undefined {
  const schema = place.table?.name.schema?.text ?? ''
  const at: CodePlace = {
    object: place.object,
    ...(place.part === undefined ? {} : { part: place.part }),
    origin: expr.origin,
    schema,
  }
  const ctx = contextAt(base, at, sink)
  const made = guarded(ctx, () => {
    const env: ProcessEnv = { ctx, ctes: new Map() }
    const scope = tableScope(place.table, ctx)
    const resolved = resolveExpr(expr, scope, env)
    if (ctx.report.failed) return undefined
    const rewritten = code(resolved, typeof want === 'string' ? want : 'any', scope, env)
    const value = typeof want === 'string' ? rewritten : valueForColumn(rewritten, want, ctx)
    if (value === undefined) return undefined
    if (place.in !== 'default' && place.in !== 'check') requireImmutable(value, `a ${place.in}`, ctx)
    return writeExpr(value, ctx)
  })
  return ctx.report.failed ? undefined : made
}

/** The columns of one table, which stand without its name. */
function tableScope(table: Table | undefined, ctx: CodeContext): Scope {
  if (table === undefined) return { relations: [] }
  const own = relation(table.name.name, ident(''), tableColumns(ctx, table))
  const { schema } = table.name
  return { relations: [{ ...own, object: table.id, ...(schema ? { schema: schema.text } : {}) }] }
}

/** User text never throws: a tree too deep for the passes is a finding. */
function guarded<T>(ctx: CodeContext, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    ctx.report.fail('XW-C0323', ctx.at.origin, {})
    return undefined
  }
}

const opaque = (origin: Origin, why: FindingCode): Opaque => ({ kind: 'opaque', text: '', why, origin })
