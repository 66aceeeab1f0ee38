import type {
  DefinitionEffect,
  DefinitionHistory,
  DefinitionStep,
  LoggedDefinition,
} from '../../../core/dialect/definitions.js'
import { createFindingSink } from '../../../core/findings/finding.js'
import { type Ident, ident, objectId, type QName } from '../../../core/ir/names.js'
import type { Catalog, ServerVersion } from '../../../core/ir/schema.js'
import { type SourceText, sourceId } from '../../../core/text/source.js'
import { CatalogFold } from '../parse/script/fold.js'
import { ScriptSession } from '../parse/script/session.js'
import type { AlterAction, AlterTable, RenameTables, Statement } from '../parse/script/shapes.js'
import { asAlter } from '../parse/script/table-changes.js'
import { sameName } from '../parse/script/table-state.js'
import type { TextDefaults } from '../parse/settings.js'
import { readStatement } from '../parse/statements.js'
import { parseVersion } from '../version.js'

export interface HistoryStart {
  /** As the server says it. */
  readonly version: string
  readonly settings: Readonly<Record<string, string>>
  readonly server: TextDefaults
}

/** Ends the reading of a statement that nobody can follow. */
class NotFollowed extends Error {}

type Foldable = Exclude<Statement, { kind: 'data' | 'set' | 'truncate' | 'other' }>

/** Tables of a server, and what the statements of its log make of them. */
export class MysqlHistory implements DefinitionHistory {
  readonly #version: ServerVersion
  readonly #settings: Readonly<Record<string, string>>
  readonly #sources = new Map<string, SourceText>()
  readonly #sink = createFindingSink()
  readonly #fold: CatalogFold

  constructor({ version, settings, server }: HistoryStart) {
    this.#version = parseVersion(version)
    this.#settings = settings
    this.#fold = new CatalogFold({
      ...{ version: this.#version, sink: this.#sink, server },
      ...{ defaultSchema: ident(''), implicitTimestamps: false },
    })
  }

  get catalog(): Catalog {
    const schemas = this.#fold.builder.build()
    return { dialect: 'mysql', version: this.#version, settings: this.#settings, schemas }
  }

  get sources(): ReadonlyMap<string, SourceText> {
    return this.#sources
  }

  /** A definition as the server shows it. */
  define(schema: string, sql: string): void {
    const statement = this.#read({ schema, sql })
    if (statement) this.#fold.apply(statement)
  }

  apply(change: LoggedDefinition): DefinitionEffect {
    try {
      const statement = this.#read(change)
      if (statement) this.#refuse(statement, change)
      return { kind: 'steps', steps: statement ? this.#steps(statement) : [] }
    } catch (error) {
      if (error instanceof NotFollowed) return { kind: 'refused', reason: error.message }
      throw error
    }
  }

  /** Undefined: it makes and changes no table. */
  #read({ schema, sql, modes }: LoggedDefinition): Foldable | undefined {
    if (sql.includes('\ufffd')) throw new NotFollowed('its text is not in UTF-8')
    const id = `log:${this.#sources.size + 1}`
    this.#sources.set(id, { id: sourceId(id), path: id, text: sql, firstLine: 1, firstColumn: 1, firstByte: 0 })
    this.#fold.schema = ident(schema)
    const session = new ScriptSession()
    session.put('sql_mode', modes ?? '')
    const context = { source: sourceId(id), modes: session.modes, schema: ident(schema), sink: this.#sink }
    const read = readStatement(sql, context)
    if ('empty' in read) return undefined
    if ('problem' in read) throw new NotFollowed(`it is not understood (${read.problem.problem})`)
    const { statement } = read
    switch (statement.kind) {
      case 'data':
      case 'set':
      case 'truncate':
      case 'other':
      case 'use':
      case 'createView':
      case 'createProgram':
      case 'createUnmodelled':
        return undefined
      case 'drop':
        return statement.what === 'view' || statement.what === 'program' || statement.what === 'other'
          ? undefined
          : statement
      default:
        return statement
    }
  }

  #refuse(statement: Foldable, { sql, seenTo }: LoggedDefinition): void {
    const reason = refusal(statement)
    if (reason !== undefined && !seenTo) throw new NotFollowed(reason)
    // A server with the old rule gives such a column a default that the statement does not say.
    const implicit = this.#settings['explicit_defaults_for_timestamp'] === 'OFF'
    if (implicit && /\btimestamp\b/i.test(sql))
      throw new NotFollowed('TIMESTAMP columns have defaults of their own here')
  }

  #steps(statement: Foldable): readonly DefinitionStep[] {
    if (statement.kind === 'renameTables') return statement.pairs.map((pair) => this.#renameTable(statement, pair))
    if (
      statement.kind === 'createTable' &&
      statement.orReplace &&
      this.#fold.builder.table(this.#named(statement.name))
    ) {
      const { origin, name } = statement
      const drop = { kind: 'drop', what: 'table', names: [name], ifExists: true, origin } as const
      return [this.#fold1(drop), this.#fold1(statement)]
    }
    const alter = asAlter(statement)
    return alter ? this.#alter(alter) : [this.#fold1(statement)]
  }

  /** Names first: they are those of before, whatever else the statement does at once. */
  #alter(statement: AlterTable): readonly DefinitionStep[] {
    const steps: DefinitionStep[] = []
    const others: AlterAction[] = []
    const table = this.#named(statement.name)
    const id = objectId('table', table)
    for (const action of statement.actions) {
      const { origin } = action
      if (action.kind === 'renameTable') continue
      if (action.kind === 'renameColumn' || action.kind === 'renameIndex')
        steps.push(this.#fold1({ ...statement, actions: [action] }, { from: id, to: id }))
      else if (action.kind === 'changeColumn' && !isSame(action.name, action.column.name)) {
        const { name, ifExists } = action
        const to = action.column.name
        this.#mustBeFree(table, to)
        const rename = { kind: 'renameColumn', name, to, ifExists, origin } as const
        steps.push(this.#fold1({ ...statement, actions: [rename] }, { from: id, to: id }))
        others.push({ ...action, name: to })
      } else others.push(action)
    }
    if (others.length > 0) steps.push(this.#fold1({ ...statement, actions: others }))
    for (const action of statement.actions)
      if (action.kind === 'renameTable')
        steps.push(this.#renameTable(statement, { from: statement.name, to: action.to }))
    return steps
  }

  #mustBeFree(name: QName, column: Ident): void {
    const taken = this.#fold.builder.table(name)?.columns.some((each) => sameName(each.name, column))
    if (taken) throw new NotFollowed('columns change their names in a ring')
  }

  #renameTable({ origin }: { readonly origin: RenameTables['origin'] }, pair: RenameTables['pairs'][number]) {
    const from = objectId('table', this.#named(pair.from))
    const to = objectId('table', this.#named(pair.to))
    return this.#fold1({ kind: 'renameTables', pairs: [pair], origin }, { from, to })
  }

  #fold1(statement: Foldable, renames?: DefinitionStep['renames']): DefinitionStep {
    const before = this.#sink.all.length
    this.#fold.apply(statement)
    const findings = this.#sink.all.slice(before)
    return { after: this.catalog, findings, ...(renames ? { renames } : {}) }
  }

  #named(name: QName): QName {
    return this.#fold.qualified(name)
  }
}

const isSame = (one: Ident, other: Ident): boolean => one.text === other.text

/** What the definition alone does not tell: rows that come or go with it. */
function refusal(statement: Foldable): string | undefined {
  if (statement.kind === 'createTable' && statement.select !== undefined) return 'the new table is filled by a query'
  if (statement.kind === 'drop' && statement.what === 'database') return 'a whole schema goes'
  if (statement.kind !== 'alterTable') return undefined
  for (const action of statement.actions) {
    if (action.kind === 'unknown') return `${action.text.slice(0, 60)} is not understood`
    if (action.kind === 'noEffect' && /^(TRUNCATE|EXCHANGE|DISCARD|IMPORT|CONVERT)\b/i.test(action.text.trim()))
      return 'rows come or go with partitions or files'
  }
  return undefined
}
