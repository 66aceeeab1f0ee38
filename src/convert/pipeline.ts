import type { DataProfile } from '../core/data/profile.js'
import type { Dialect, EmittedStatement, ReadResult, StatementId } from '../core/dialect/dialect.js'
import { createFindingSink, type Finding } from '../core/findings/finding.js'
import type { Catalog, ServerVersion } from '../core/ir/schema.js'
import type { Mapping } from '../core/mapping/mapping.js'
import type { SourceText } from '../core/text/source.js'
import { constructTable } from '../rules/constructs/constructs.js'
import { objectsById } from './catalog-edit.js'
import type { CodeSettings } from './code/code-context.js'
import type { CodeFactory } from './code-port.js'
import type { Pass, PassContext } from './context.js'
import { emitPlanned } from './emission.js'
import { localTables, ofPrograms, withTables } from './local-tables.js'
import { buildMapping } from './mapping.js'
import { createNameAllocator } from './naming/allocator.js'
import { type ConvertOptions, defaultOptions } from './options.js'
import { ownEnginePasses } from './own-engine/own-engine.js'
import { cascades } from './passes/cascades.js'
import { code as codePass } from './passes/code.js'
import { collations } from './passes/collations.js'
import { columns } from './passes/columns.js'
import { constraintNames } from './passes/constraint-names.js'
import { counters } from './passes/counters.js'
import { decided } from './passes/decided.js'
import { foreignKeys } from './passes/foreign-keys.js'
import { identity } from './passes/identity.js'
import { indexes } from './passes/indexes.js'
import { keysWithNulls } from './passes/keys-with-nulls.js'
import { lengths } from './passes/lengths.js'
import { link } from './passes/link.js'
import { missingColumns } from './passes/missing-columns.js'
import { naming } from './passes/naming.js'
import { options } from './passes/options.js'
import { partitions } from './passes/partitions/partitions.js'
import { programs } from './passes/programs.js'
import { sequences } from './passes/sequences.js'
import { triggerOrder } from './passes/trigger-order.js'
import { foreignKeyTypes } from './passes/types/foreign-key-types.js'
import { jsonChecks } from './passes/types/json-checks.js'
import { types } from './passes/types/types.js'
import { unconvertible } from './passes/unconvertible.js'
import { views } from './passes/views.js'
import { finisher } from './printed.js'
import { standardCode } from './standard-code.js'
import { withSupport } from './support.js'
import { targetLookup } from './target-lookup.js'

export interface ConvertInput {
  readonly source: Catalog
  readonly sources: ReadonlyMap<string, SourceText>
  /** Statements of a script that make no object. */
  readonly statements: ReadResult['statements']
  /** What the reader found. */
  readonly findings: readonly Finding[]
  readonly from: Dialect
  readonly to: Dialect
  readonly targetVersion: ServerVersion
  readonly options?: Partial<ConvertOptions>
  readonly profile?: DataProfile
  /** How code is converted; the standard converter when absent. */
  readonly code?: CodeFactory
  /** Of the standard converter. */
  readonly settings?: Partial<CodeSettings>
}

export interface Conversion {
  readonly source: Catalog
  readonly sources: ReadonlyMap<string, SourceText>
  readonly target: Catalog
  /** In an order in which they can run. */
  readonly statements: readonly EmittedStatement[]
  /** Path of each statement's file below OUT. */
  readonly files: ReadonlyMap<StatementId, string>
  readonly mapping: Mapping
  /** Of the reader, the passes and the emitter; `object` and `part` always name the source. */
  readonly findings: readonly Finding[]
  /** Statements of a script that make no object. */
  readonly otherStatements: ReadResult['statements']
  /** Source parts that another part answers for. */
  readonly consumed: PassContext['consumed']
  /** Target schema of each source schema. */
  readonly schemas: ReadonlyMap<string, string>
  /** What wrote the statements, where source and target are the same engine and nothing was converted. */
  readonly copiedBy?: string
}

/** Before code can be converted: every name and every type of the target is settled here. */
const structure: readonly Pass[] = [
  link,
  decided,
  unconvertible,
  jsonChecks,
  naming,
  types,
  foreignKeyTypes,
  missingColumns,
  lengths,
  collations,
  identity,
  counters,
]

/** What needs the target's names and types. */
const meaning: readonly Pass[] = [
  codePass,
  columns,
  indexes,
  partitions,
  foreignKeys,
  sequences,
  views,
  constraintNames,
  keysWithNulls,
  programs,
  triggerOrder,
  cascades,
  options,
]

/** Converts a catalogue: the ordered list of passes, then the emitter of the target. Never throws for what users wrote. */
export async function convert(given: ConvertInput): Promise<Conversion> {
  if (given.from.id === given.to.id) return convertWithin(given)
  const local = localTables(given.source)
  const input = { ...given, source: withTables(given.source, local) }
  const base = createContext(input, local)
  const settled = run(structure, startingCatalog(input), base)
  const code = (input.code ?? (await standardCode(input)))(targetLookup(settled, base))
  const library = await input.to.library?.()
  const last = { ...base, code, finisher: finisher(await input.to.emitter?.(), library) }
  const target = withSupport(run(meaning, settled, last), library)
  const found = base.findings.all.map(ofPrograms(input.source, local))
  return emitted(given, base, target, found)
}

/** Within one engine nothing is read into its text: it goes as it is, and only what this member lacks is converted. */
async function convertWithin(input: ConvertInput): Promise<Conversion> {
  const base = createContext(input, new Map())
  for (const { name } of input.source.schemas) base.names.schemas.set(name.text, name.text)
  const target = run(ownEnginePasses(input.sources), startingCatalog(input), base)
  return emitted(input, base, target, base.findings.all)
}

async function emitted(
  input: ConvertInput,
  base: PassContext,
  target: Catalog,
  found: readonly Finding[],
): Promise<Conversion> {
  const { statements, files, findings } = await emitPlanned(input.to, target)
  return {
    source: input.source,
    sources: input.sources,
    target,
    statements,
    files,
    mapping: buildMapping(input.source, target, base.options.decisions),
    findings: [...input.findings, ...found, ...findings],
    otherStatements: input.statements,
    consumed: base.consumed,
    schemas: base.names.schemas,
  }
}

const run = (passes: readonly Pass[], catalog: Catalog, context: PassContext): Catalog =>
  passes.reduce((current, pass) => pass.run(current, context), catalog)

const startingCatalog = (input: ConvertInput): Catalog => ({
  dialect: input.to.id,
  version: input.targetVersion,
  settings: {},
  schemas: input.source.schemas.map((schema) => ({ ...schema, options: [] })),
})

function createContext(input: ConvertInput, local: PassContext['local']): PassContext {
  const chosen: ConvertOptions = { ...defaultOptions, ...input.options }
  const side = (dialect: Dialect, version: ServerVersion) => ({
    dialect: dialect.id,
    version,
    names: dialect.names,
    can: dialect.capabilities(version),
    constructs: constructTable(dialect.id),
  })
  return {
    source: input.source,
    objects: objectsById(input.source),
    from: side(input.from, input.source.version),
    to: side(input.to, input.targetVersion),
    options: chosen,
    profile: input.profile ?? new Map(),
    findings: createFindingSink(),
    earlier: input.findings,
    consumed: new Map(),
    local,
    allocator: createNameAllocator(input.to.names, chosen.names),
    names: { schemas: new Map(), objects: new Map(), columns: new Map(), collations: new Map() },
    code: noCode,
    made: new WeakSet(),
    late: {},
  }
}

/** The first passes run before there are names that code could use. */
const noCode: PassContext['code'] = {
  convertExpr: () => ({ immutable: false, findings: [] }),
  convertView: () => ({ reads: [], findings: [] }),
}
