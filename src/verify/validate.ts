import { canonicalForm } from '../core/data/canonical.js'
import type { CompareOptions, TableComparer, TableComparison } from '../core/data/comparer.js'
import { defaultPolicies, type ValuePolicies } from '../core/data/reject.js'
import type { DataSegment } from '../core/data/segment.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { type Finding, finding } from '../core/findings/finding.js'
import { noOrigin, objectId, partId, qname } from '../core/ir/names.js'
import type { Mapping, TableMapping } from '../core/mapping/mapping.js'
import type { OnProgress } from '../core/progress/progress.js'
import { Deriver } from '../derived-columns/deriver.js'
import type { RejectedRows } from './differences.js'
import type { TableVerdict, ValidationResult } from './result.js'
import { dotted, failedTable, validateTable } from './table.js'

export interface ValidateSide {
  readonly comparer: TableComparer
  readonly endpoint: Endpoint
}

/** The data statements of a script, as a source that no server has to be asked about. */
export interface ScriptSide {
  readonly comparer: TableComparer
  readonly segments: readonly DataSegment[]
}

export interface ValidateOptions {
  /** Tables compared at the same time, each with a connection to both sides; 4 unless given. */
  readonly workers?: number
  /** The policies that the load followed. */
  readonly policies?: ValuePolicies
  /** Rows that the load set aside, by dotted source name. */
  readonly rejected?: ReadonlyMap<string, RejectedRows>
  /** Differences kept per table; 20 unless given. Counts are always whole. */
  readonly maxDifferences?: number
}

export interface ValidateRequest {
  readonly mapping: Mapping
  readonly source: ValidateSide | ScriptSide
  readonly target: ValidateSide
  readonly options?: ValidateOptions
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/**
 * Compares every value of every mapped table in the form that each engine computes for itself. A table that cannot be
 * asked is a verdict, not an exception; a server that cannot be reached is an OperationError.
 */
export async function validate(request: ValidateRequest): Promise<ValidationResult> {
  const began = Date.now()
  // What keeps values from being made concerns the run, not a table.
  for (const table of request.mapping.tables) if (table.derived) new Deriver(table)
  const queue = [...request.mapping.tables.entries()]
  const verdicts = new Map<number, TableVerdict>()
  const workers = Math.max(1, Math.min(request.options?.workers ?? 4, queue.length))
  await Promise.all(Array.from({ length: workers }, () => work(request, queue, verdicts)))
  const tables = [...verdicts].sort(([a], [b]) => a - b).map(([, verdict]) => verdict)
  const totals = totalsOf(tables)
  return {
    tables,
    totals,
    equal: totals.differing + totals.missing + totals.extra + totals.failedTables === 0,
    findings: request.mapping.tables.flatMap((table, at) => findingsOf(table, tables[at])),
    seconds: (Date.now() - began) / 1000,
  }
}

type Queue = [number, TableMapping][]

async function work(request: ValidateRequest, queue: Queue, verdicts: Map<number, TableVerdict>): Promise<void> {
  let sides = await openSides(request)
  try {
    for (let next = queue.shift(); next; next = queue.shift()) {
      request.signal?.throwIfAborted()
      const [at, table] = next
      const verdict = await judge(request, table, sides)
      verdicts.set(at, verdict)
      if (verdict.state !== 'failed') continue
      // A stream may have been left half read.
      await Promise.all(sides.map((side) => side.close()))
      sides = await openSides(request)
    }
  } finally {
    await Promise.all(sides.map((side) => side.close()))
  }
}

async function openSides(request: ValidateRequest): Promise<readonly [TableComparison, TableComparison]> {
  const options = {
    policies: request.options?.policies ?? defaultPolicies,
    ...(request.signal ? { signal: request.signal } : {}),
  }
  const source = await openSource(request.source, options)
  try {
    return [source, await request.target.comparer.open(request.target.endpoint, 'target', options)]
  } catch (error) {
    await source.close()
    throw error
  }
}

async function openSource(side: ValidateSide | ScriptSide, options: CompareOptions): Promise<TableComparison> {
  if ('endpoint' in side) return side.comparer.open(side.endpoint, 'source', options)
  if (!side.comparer.openScript) throw new Error('this engine cannot compare scripts')
  return side.comparer.openScript(side.segments, options)
}

async function judge(
  request: ValidateRequest,
  table: TableMapping,
  [source, target]: readonly [TableComparison, TableComparison],
): Promise<TableVerdict> {
  const { options, onProgress } = request
  const name = dotted(table.source)
  const progress = (state: 'running' | 'done' | 'failed', rows: number) =>
    onProgress?.({
      ...{ kind: 'table', phase: 'validate', table: name, state, rows, totalRows: rows },
      ...{ exact: state === 'done', bytes: 0, rejected: 0 },
    })
  progress('running', 0)
  try {
    const verdict = await validateTable({
      ...{ table, source, target, computed: 'endpoint' in request.source },
      policies: options?.policies ?? defaultPolicies,
      rejected: options?.rejected?.get(name) ?? { count: 0, records: [] },
      maxDifferences: options?.maxDifferences ?? 20,
    })
    progress('done', verdict.sourceRows)
    return verdict
  } catch (error) {
    request.signal?.throwIfAborted()
    progress('failed', 0)
    return failedTable(table, error instanceof Error ? reasonOf(error) : String(error))
  }
}

const reasonOf = (error: Error): string => (error.cause instanceof Error ? error.cause.message : error.message)

function totalsOf(tables: readonly TableVerdict[]): ValidationResult['totals'] {
  const sum = (pick: (table: TableVerdict) => number) => tables.reduce((total, table) => total + pick(table), 0)
  return {
    tables: tables.length,
    rows: sum((table) => table.sourceRows),
    values: sum((table) => table.sourceRows * table.columns),
    differing: sum((table) => table.differing),
    missing: sum((table) => table.missing),
    extra: sum((table) => table.extra),
    explainedRows: sum((table) => table.explained.rows),
    explainedValues: sum((table) => table.explained.values),
    failedTables: sum((table) => (table.state === 'failed' ? 1 : 0)),
    unverifiedColumns: sum((table) => table.unverified.length),
  }
}

function findingsOf(table: TableMapping, verdict: TableVerdict | undefined): readonly Finding[] {
  if (!verdict) return []
  const object = objectId('table', qname(table.source.schema, table.source.table))
  const at = { object, origin: noOrigin }
  const name = verdict.source
  const { differing, missing, extra, explained } = verdict
  const unverified = verdict.state === 'failed' ? incomparable(table) : verdict.unverified
  const found: Finding[] = unverified.map(({ column, because }) =>
    finding('XW-D0501', { ...at, part: partId(object, 'column', column) }, { column, table: name, reason: because }),
  )
  if (verdict.state === 'failed') found.push(finding('XW-D0502', at, { table: name, reason: verdict.reason ?? '' }))
  if (differing + missing + extra > 0) found.push(finding('XW-D0500', at, { table: name, differing, missing, extra }))
  if (explained.rows + explained.values > 0) {
    found.push(finding('XW-D0503', at, { table: name, rows: explained.rows, values: explained.values }))
  }
  return found
}

/** Columns without a canonical form, whatever the sides say of them. */
const incomparable = (table: TableMapping): TableVerdict['unverified'] =>
  table.columns.flatMap((column) => {
    const form = canonicalForm(column)
    return form.kind === 'none' ? [{ column: column.source.name, because: form.because }] : []
  })
