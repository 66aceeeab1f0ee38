import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, objectId, type QName, qname } from '../../../../core/ir/names.js'
import type { SchemaObject, ServerVersion, View } from '../../../../core/ir/schema.js'
import { assertNever } from '../../../../core/text/assert-never.js'
import { narrow, serverDefaults, type TextDefaults } from '../settings.js'
import { alterTable } from './alter-table.js'
import { CatalogBuilder, type Held, inSchema } from './catalog-builder.js'
import { addKey } from './keys.js'
import type {
  AlterTable,
  CreateDatabase,
  CreateIndex,
  CreateProgram,
  CreateSequence,
  CreateTable,
  CreateView,
  Drop,
  SetSequence,
  Statement,
  TableOptions,
} from './shapes.js'
import { createTable, type FoldContext, finishTable, type TableState } from './table-state.js'

/** What a statement was, for the ledger's count of statements; undefined for one that made an object. */
export interface Counted {
  readonly kind: string
  readonly handling: 'data' | 'setting' | 'applied' | 'ignored'
}

export interface FoldOptions {
  readonly version: ServerVersion
  readonly sink: FindingSink
  readonly defaultSchema: Ident
  readonly server?: TextDefaults
  readonly implicitTimestamps: boolean
}

/** Folds statements into a catalogue, in the order of the script. */
export class CatalogFold {
  readonly builder: CatalogBuilder
  private readonly context: FoldContext
  schema: Ident

  constructor(private readonly options: FoldOptions) {
    const { version, sink, implicitTimestamps } = options
    this.context = { version, sink, implicitTimestamps }
    this.builder = new CatalogBuilder(sink, options.server ?? serverDefaults(version))
    this.schema = options.defaultSchema
  }

  /** Applies one statement; data, settings and truncation are the caller's. */
  apply(statement: Exclude<Statement, { kind: 'data' | 'set' | 'truncate' | 'other' }>): Counted | undefined {
    switch (statement.kind) {
      case 'createTable':
        return this.createTable(statement)
      case 'createIndex':
        return this.createIndex(statement)
      case 'alterTable':
        return this.alterTable(statement)
      case 'drop':
        return this.drop(statement)
      case 'renameTables':
        for (const { from, to } of statement.pairs) this.rename(from, to, statement)
        return { kind: 'RENAME TABLE', handling: 'applied' }
      case 'createView':
        return this.createView(statement)
      case 'createSequence':
        return this.createSequence(statement)
      case 'setSequence':
        return this.setSequence(statement)
      case 'createDatabase':
        return this.createDatabase(statement)
      case 'use':
        this.schema = statement.name
        this.builder.schema(statement.name)
        return { kind: 'USE', handling: 'setting' }
      case 'createProgram':
        return this.createProgram(statement)
      case 'createUnmodelled': {
        const name = inSchema(statement.name, this.schema)
        const { what, text, origin } = statement
        this.builder.add({ kind: 'unmodelled', id: objectId(what, name), name, origin, options: [], what, text })
        return undefined
      }
      default:
        return assertNever(statement)
    }
  }

  /** Character set and collation that programs of the schema inherit. */
  textOf({ schema }: QName): TextDefaults {
    return this.builder.schema(schema ?? this.schema).text
  }

  qualified(name: QName): QName {
    return inSchema(name, this.schema)
  }

  private missing(name: QName, what: string, origin: Statement['origin']): void {
    const object = objectId('table', name)
    this.context.sink.add(finding('XW-P0203', { object, origin }, { statement: what, name: dotted(name) }))
  }

  private createTable(statement: CreateTable): Counted | undefined {
    const name = this.qualified(statement.name)
    if (statement.ifNotExists && this.builder.find(name))
      return { kind: 'CREATE TABLE IF NOT EXISTS', handling: 'ignored' }
    const { origin } = statement
    if (statement.select !== undefined && statement.elements.length === 0) {
      const text = statement.select
      const id = objectId('table', name)
      this.context.sink.add(finding('XW-P0215', { object: id, origin }, { table: dotted(name) }))
      this.builder.add({ kind: 'unmodelled', id, name, origin, options: [], what: 'table', text })
      return undefined
    }
    const made =
      statement.like === undefined ? this.newTable(statement, name) : this.likeTable(statement, statement.like, name)
    if (!made || !this.builder.add(made, { replace: statement.orReplace })) return undefined
    for (const column of made.columns) this.builder.checkName(column.name, made.id, column.origin)
    if (statement.select !== undefined) {
      this.context.sink.add(finding('XW-P0216', { object: made.id, origin }, { table: dotted(name) }))
    }
    return undefined
  }

  private newTable(statement: CreateTable, name: QName): TableState {
    return createTable(statement, name, this.builder.schema(name.schema ?? this.schema).text, this.context)
  }

  /** LIKE copies columns, keys and options; foreign keys and the next number are not copied (manual: CREATE TABLE … LIKE). */
  private likeTable(statement: CreateTable, like: QName, name: QName): TableState | undefined {
    const model = this.builder.table(this.qualified(like))
    if (!model) {
      this.missing(this.qualified(like), 'CREATE TABLE … LIKE', statement.origin)
      return undefined
    }
    const made = this.newTable(statement, name)
    const { id: _id, name: _name, origin: _origin, temporary: _temporary, autoIncrement: _next, ...copied } = model
    return {
      ...made,
      ...copied,
      types: new Map(model.types),
      constraints: model.constraints.filter((each) => each.kind !== 'foreignKey'),
      options: model.options.filter((option) => option.key !== 'mysql.auto_increment'),
      unnamed: new Map(),
    }
  }

  private createIndex(statement: CreateIndex): Counted {
    const name = this.qualified(statement.table)
    const table = this.builder.table(name)
    if (table) {
      addKey(table, statement.key, this.context)
      finishTable(table, this.context)
    } else this.missing(name, 'CREATE INDEX', statement.origin)
    return { kind: 'CREATE INDEX', handling: 'applied' }
  }

  private alterTable(statement: AlterTable): Counted {
    const name = this.qualified(statement.name)
    const table = this.builder.table(name)
    const counted: Counted = { kind: 'ALTER TABLE', handling: 'applied' }
    if (!table) {
      const real = statement.actions.some((action) => action.kind !== 'noEffect')
      if (!statement.ifExists && real && !this.builder.find(name)) this.missing(name, 'ALTER TABLE', statement.origin)
      return counted
    }
    alterTable(table, statement.actions, this.context)
    for (const action of statement.actions) {
      if (action.kind === 'renameTable') this.builder.rename(name, this.qualified(action.to))
    }
    return counted
  }

  private rename(from: QName, to: QName, statement: Statement): void {
    const old = this.qualified(from)
    if (!this.builder.rename(old, this.qualified(to))) this.missing(old, 'RENAME TABLE', statement.origin)
  }

  private drop(statement: Drop): Counted {
    const { what, program } = statement
    const kind = `DROP ${(program ?? what).toUpperCase()}`
    if (what === 'index' && statement.table) {
      const table = this.builder.table(this.qualified(statement.table))
      const [name] = statement.names
      const action = { kind: 'drop', what: 'index', ifExists: statement.ifExists, origin: statement.origin } as const
      if (table && name) alterTable(table, [{ ...action, name: name.name }], this.context)
      else this.missing(this.qualified(statement.table), kind, statement.origin)
    } else if (what === 'database') {
      for (const { name } of statement.names) this.builder.dropSchema(name)
    } else {
      const space = what === 'program' ? (program ?? '') : 'relation'
      const kinds = what === 'program' ? ['routine', 'trigger', 'event'] : [what]
      for (const name of statement.names) this.dropOne(this.qualified(name), space, kinds, statement)
    }
    return { kind, handling: 'applied' }
  }

  /** What a script makes and drops again is named, so that nobody looks for it on the target. */
  private dropOne(name: QName, space: string, kinds: readonly string[], { what, program, origin }: Drop): void {
    const held = this.builder.drop(name, space, kinds)
    if (!held || isPlaceholder(held)) return
    const data = { what: program ?? what, name: dotted(name) }
    this.context.sink.add(
      finding('XW-P0223', { object: objectId('schema', qname(undefined, name.schema?.text ?? '')), origin }, data),
    )
  }

  private createView(statement: CreateView): Counted | undefined {
    const name = this.qualified(statement.name)
    const before = this.builder.find(name)
    if (statement.ifNotExists && before) return { kind: 'CREATE VIEW IF NOT EXISTS', handling: 'ignored' }
    const view: View = {
      kind: 'view',
      id: objectId('view', name),
      name,
      origin: statement.origin,
      materialized: false,
      ...statement.view,
    }
    this.builder.add(view, { replace: statement.orReplace || statement.alter || isPlaceholder(before) })
    return statement.alter ? { kind: 'ALTER VIEW', handling: 'applied' } : undefined
  }

  private createSequence(statement: CreateSequence): Counted | undefined {
    const name = this.qualified(statement.name)
    const before = this.builder.find(name)
    if (statement.ifNotExists && before) return { kind: 'CREATE SEQUENCE IF NOT EXISTS', handling: 'ignored' }
    const old = statement.alter && before?.kind === 'sequence' ? before : undefined
    const { restart, cycle, ...facts } = statement.sequence
    const { comment, options } = statement.options
    this.builder.add(
      {
        kind: 'sequence',
        id: objectId('sequence', name),
        name,
        origin: old?.origin ?? statement.origin,
        ...(comment ? { comment } : {}),
        options: [...(old?.options ?? []), ...options],
        sequence: {
          ...(old?.sequence ?? {}),
          ...facts,
          cycle: cycle ?? old?.sequence.cycle ?? false,
          ...(restart === undefined ? {} : { next: restart }),
        },
      },
      { replace: statement.orReplace || statement.alter },
    )
    return statement.alter ? { kind: 'ALTER SEQUENCE', handling: 'applied' } : undefined
  }

  /** The value after which the sequence goes on: one step further when it has been used. */
  private setSequence(statement: SetSequence): Counted {
    const name = this.qualified(statement.name)
    const held = this.builder.find(name)
    if (held?.kind === 'sequence') {
      const step = held.sequence.increment ?? 1n
      const next = statement.used ? statement.value + step : statement.value
      this.builder.add({ ...held, sequence: { ...held.sequence, next } }, { replace: true })
    } else this.missing(name, 'SETVAL', statement.origin)
    return { kind: 'SETVAL', handling: 'applied' }
  }

  private createDatabase(statement: CreateDatabase): Counted {
    const state = this.builder.schema(statement.name ?? this.schema)
    const { options } = statement
    state.text = narrow(state.text, { charset: options.charset, collation: options.collation }, this.options.version)
    state.options = mergedOptions(state.options, options)
    return {
      kind: `${statement.alter ? 'ALTER' : 'CREATE'} DATABASE`,
      handling: statement.alter ? 'applied' : 'setting',
    }
  }

  private createProgram(statement: CreateProgram): Counted | undefined {
    const name = this.qualified(statement.name)
    const object = programObject(statement, name, this.schema)
    if (statement.ifNotExists && this.builder.find(name, spaceOfProgram(statement))) {
      return { kind: 'CREATE IF NOT EXISTS', handling: 'ignored' }
    }
    this.builder.add(object, { replace: statement.orReplace })
    return undefined
  }
}

const spaceOfProgram = (statement: CreateProgram): string => statement.form

function mergedOptions(old: readonly TableOptions['options'][number][], said: TableOptions) {
  const keys = new Set(said.options.map((option) => option.key))
  return [...old.filter((option) => !keys.has(option.key)), ...said.options]
}

/** Dumps put a view of ones or of nulls (or a table) in the place of a view that comes later. */
function isPlaceholder(held: Held | undefined): boolean {
  if (held?.kind !== 'view' || held.query.kind !== 'query' || held.query.body.kind !== 'select') return false
  const { items, from } = held.query.body
  return (
    from.length === 0 &&
    items.every(
      (item) =>
        item.kind === 'expr' && item.expr.kind === 'literal' && (item.expr.text === '1' || item.expr.of === 'null'),
    )
  )
}

function programObject(statement: CreateProgram, name: QName, schema: Ident): Exclude<SchemaObject, { kind: 'table' }> {
  const { form, origin, options, text, trigger } = statement
  const base = { id: objectId(form, name), name, origin, options }
  const body = { kind: 'opaque', text, why: 'XW-R0001', origin } as const
  if (form === 'trigger') {
    return {
      ...base,
      kind: 'trigger',
      table: inSchema(trigger?.table ?? name, name.schema ?? schema),
      timing: trigger?.timing ?? 'before',
      events: trigger?.events ?? [],
      body,
    }
  }
  return form === 'event' ? { ...base, kind: 'event', body } : { ...base, kind: 'routine', form, body }
}
