import type { Dialect } from '../../core/dialect/dialect.js'
import { createFindingSink, type FindingSink } from '../../core/findings/finding.js'
import { coreCall } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import { dotted, ident, type ObjectId, partId } from '../../core/ir/names.js'
import type { Catalog, SchemaObject, ServerVersion, Table, View } from '../../core/ir/schema.js'
import type { Collation, LogicalType } from '../../core/ir/types.js'
import { walkExpr } from '../../core/ir/walk.js'
import type { Refusal } from '../../rules/functions/write.js'
import type { CodePort, ConvertedExpr, ConvertedView, ExprPlace } from '../code-port.js'
import { createPrograms } from '../programs/convert-program.js'
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
import { isImmutable, isImmutableAsWritten } from './immutable.js'
import { fittingName, outputNames, renameOutputs, withColumnNames } from './output-names.js'
import { code, type ProcessEnv, processQuery } from './process-query.js'
import { readsOf } from './reads.js'
import { bodyColumns, objectKey, relation, tableColumns } from './resolve/relations.js'
import { resolveExpr } from './resolve/resolve-expr.js'
import { resolveQuery } from './resolve/resolve-query.js'
import type { Scope, ScopeColumn } from './scope.js'
import { nameTargets } from './write/name-targets.js'
import { writeExpr, writeQuery } from './write/write-calls.js'

export interface CodeConverterOptions {
  readonly source: Catalog
  readonly sourceDialect: Pick<Dialect, 'names' | 'capabilities'>
  readonly targetDialect: Pick<Dialect, 'names' | 'capabilities'> & Partial<Pick<Dialect, 'id'>>
  readonly targetVersion: ServerVersion
  /** Names and types that the schema passes gave to tables, columns and collations. */
  readonly target: TargetLookup
  /** Made by `functionPort` from the function tables of both dialects. */
  readonly functions: FunctionPort
  readonly settings?: Partial<CodeSettings>
}

interface ViewResult extends ConvertedView {
  readonly columns?: readonly ScopeColumn[]
}

/**
 * Converts code inside schemas: `convertView` gives the view with its target query (each view is converted once),
 * `convertExpr` one expression of a table. What cannot be converted comes back without its result and with a finding.
 */
export function createCodeConverter(options: CodeConverterOptions): CodePort {
  const views = new Map<ObjectId, ViewResult | 'busy'>()
  const plain = baseContext(options, (id) => {
    const view = base.byId.get(id)
    const result = view?.kind === 'view' ? convert(view) : undefined
    return result === 'busy' ? undefined : result?.columns
  })
  const base: CodeBase = {
    ...plain,
    functionsOfUser: (name, call) => programs.signatures.functionOf(name, call),
    givesBack: (name, call) => programs.signatures.givesBack(name, call),
  }
  const programs = createPrograms(base, {
    targetDialect: options.targetDialect.id ?? '',
    reservedVariables: options.targetDialect.names.programWords ?? [],
  })
  const convert = (view: View): ViewResult | 'busy' => {
    const known = views.get(view.id)
    if (known) return known
    views.set(view.id, 'busy')
    const result = convertOne(view, base)
    views.set(view.id, result)
    return result
  }
  return {
    convertView: (view) => {
      const result = convert(view)
      return result === 'busy' ? { reads: [], findings: [] } : result
    },
    convertProgram: (object) => programs.convert(object),
    madeTypes: () => programs.madeTypes(),
    typeOf: (object) => programs.typeOf(object)?.declared,
    rootOf: (object) => programs.rootOf(object),
    convertExpr: (expr, place) => convertOneExpr(expr, place, base),
  }
}

/** What converting any code of a catalogue shares. */
export type CodeBase = Omit<CodeContext, 'at' | 'report'>

export function baseContext(options: CodeConverterOptions, viewColumns: CodeContext['viewColumns']): CodeBase {
  const { source, sourceDialect, targetDialect, target } = options
  const { fold, foldColumn: foldName = fold } = sourceDialect.names
  const sourceCan = sourceDialect.capabilities(source.version)
  const objects = new Map<string, SchemaObject>()
  const byId = new Map<ObjectId, SchemaObject>()
  for (const schema of source.schemas) {
    for (const object of schema.objects) {
      const key = objectKey(fold, object.name.schema?.text ?? schema.name.text, object.name.name.text)
      // Programs have name spaces of their own, what is kept by its text says nothing: a table of the name goes before them.
      const known = objects.get(key)
      if (!known || (givesWay(known) && !givesWay(object))) objects.set(key, object)
      // A script may come from a server that keeps no names apart by case.
      const folded = objectKey(foldName, object.name.schema?.text ?? schema.name.text, object.name.name.text)
      if (!objects.has(folded)) objects.set(folded, object)
      byId.set(object.id, object)
    }
  }
  const { maxLength, unit } = targetDialect.names
  const alias = (text: string) => fittingName(target.alias(text).text, maxLength, unit)
  return {
    source,
    objects,
    byId,
    sourceNames: { ...sourceDialect.names, fold: foldName },
    targetNames: targetDialect.names,
    sourceCan,
    targetCan: targetDialect.capabilities(options.targetVersion),
    target: { ...target, alias },
    collations: collationsOf(byId.values()),
    functions: options.functions,
    settings: {
      ...defaultSettings,
      ...(sourceCan.exactQuotients ? { divisionDigits: Number.POSITIVE_INFINITY } : {}),
      ...options.settings,
    },
    viewColumns,
    ...(sourceCan.refusesBadValues ? { refused: everywhere } : {}),
  }
}

/** What an engine refuses that gives no value for what it cannot read. */
const everywhere: ReadonlySet<Refusal> = new Set(['bad-text', 'zero-division', 'inexact-text', 'plain-writing'])

const givesWay = ({ kind }: SchemaObject): boolean => ['routine', 'trigger', 'event', 'unmodelled'].includes(kind)

function collationsOf(objects: Iterable<SchemaObject>): ReadonlyMap<string, Collation> {
  const found = new Map<string, Collation>()
  for (const object of objects) {
    if (object.kind !== 'table') continue
    for (const { type } of object.columns) {
      const { logical } = type
      if ((logical.kind === 'text' || logical.kind === 'enum') && logical.collation) {
        found.set(logical.collation.name, logical.collation)
      }
    }
  }
  return found
}

export function contextAt(base: CodeBase, at: CodePlace, sink: FindingSink): CodeContext {
  return { ...base, at, report: createReporter(sink, at) }
}

function convertOne(view: View, base: CodeBase): ViewResult {
  if (view.query.kind === 'opaque') return { reads: [], findings: [] }
  const source = view.query
  const sink = createFindingSink()
  const ctx = contextAt(base, { object: view.id, origin: view.origin, schema: view.name.schema?.text ?? '' }, sink)
  const reads = new Set<ObjectId>()
  const made = guarded(ctx, () => {
    const env: ProcessEnv = { ctx, ctes: new Map() }
    const resolved = withColumnNames(resolveQuery(source, env), view.columns)
    for (const id of readsOf(resolved, ctx)) reads.add(id)
    if (ctx.report.failed) return undefined
    const processed = processQuery(resolved, env)
    const names = outputNames(processed, view.id, ctx)
    const columns = bodyColumns(processed.body, ctx.target.alias)
    const written = nameTargets(writeQuery(processed, ctx), ctx)
    const query = renameOutputs(
      written,
      columns.map((column) => column.name),
      names,
    )
    return { query, columns: columns.map((column, index) => ({ ...column, target: names[index] ?? column.target })) }
  })
  const result = { reads: [...reads], findings: sink.all }
  if (made === undefined || ctx.report.failed) return result
  const name = ctx.target.objectName(view.id) ?? view.name
  return { ...result, view: { ...view, name, columns: [], query: made.query }, columns: made.columns }
}

function convertOneExpr(expr: Expr, place: ExprPlace, base: CodeBase): ConvertedExpr {
  const sink = createFindingSink()
  const { table, part, purpose } = place
  const at: CodePlace = { object: table.id, part, origin: expr.origin, schema: table.name.schema?.text ?? '' }
  const ctx = contextAt(base, at, sink)
  const made = guarded(ctx, () => {
    const env: ProcessEnv = { ctx, ctes: new Map() }
    const scope = tableScope(table, ctx)
    const resolved = resolveExpr(expr, scope, env)
    if (ctx.report.failed) return undefined
    const type = place.column?.logical
    const rewritten = code(resolved, purpose === 'check' ? 'boolean' : type ? 'any' : 'value', scope, env)
    const native = purpose === 'default' ? place.column?.native : undefined
    const own = table.columns.find((each) => partId(table.id, 'column', each.name.text) === part)?.type.logical
    const kept = inUtc(rewritten, own, type, ctx)
    const value = type && purpose !== 'check' ? valueForColumn(kept, type, ctx, { source: own, native }) : kept
    if (value === undefined) return undefined
    const written = writeExpr(value, ctx, 'schema')
    if (ctx.targetCan.tablesCallNoRoutines) refuseRoutines(written, ctx)
    return { expr: written, immutable: isImmutable(value, ctx) && isImmutableAsWritten(written, ctx) }
  })
  if (made === undefined || ctx.report.failed) return { immutable: false, findings: sink.all }
  return { ...made, findings: sink.all }
}

function refuseRoutines(expr: Expr, ctx: CodeContext): void {
  walkExpr(expr, (each) => {
    if (each.kind === 'call' && 'routine' in each.fn)
      ctx.report.fail('XW-C0339', each.origin, { name: dotted(each.fn.routine) })
    return true
  })
}

/** The value of a column of moments that the target keeps as date and time in UTC. */
function inUtc(expr: Expr, own: LogicalType | undefined, type: LogicalType | undefined, ctx: CodeContext): Expr {
  const isKept = own?.kind === 'timestamp' && own.zone !== 'none' && type?.kind === 'timestamp' && type.zone === 'none'
  if (!isKept || (expr.kind === 'literal' && expr.of === 'null')) return expr
  if (expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'now')
    return coreCall('utc_timestamp', expr.args, { logical: type, nullable: false }, expr.origin)
  ctx.report.fail('XW-C0316', expr.origin, { from: 'a moment', to: 'date and time in UTC' })
  return expr
}

/** The columns of one table, which stand without its name. */
function tableScope(table: Table, ctx: CodeContext): Scope {
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
