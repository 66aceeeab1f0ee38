import { type ScriptPiece, type SqlPiece, splitScript } from '../../../../../grammars/mysql/split.js'
import { SegmentList } from '../../../../core/data/script/segment-list.js'
import type { ReadResult, ScriptFile } from '../../../../core/dialect/dialect.js'
import {
  createFindingSink,
  type Finding,
  type FindingSink,
  finding,
  type Report,
} from '../../../../core/findings/finding.js'
import { dotted, type Ident, ident, noOrigin, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Schema, SchemaObject, ServerVersion, Table } from '../../../../core/ir/schema.js'
import { type SourceText, sourceId } from '../../../../core/text/source.js'
import { oversizedFinding, syntaxFinding } from '../problems.js'
import { withPrograms } from '../programs/catalog.js'
import type { ProgramText } from '../programs/program.js'
import { programFindings } from '../programs/unread.js'
import type { TextDefaults } from '../settings.js'
import { readStatement } from '../statements.js'
import { inSchema } from './catalog-builder.js'
import { decodeSql } from './decode.js'
import { failedObject } from './failed.js'
import { CatalogFold, type Counted } from './fold.js'
import { withLocalTables } from './local-tables.js'
import { ScriptSession } from './session.js'
import { statementsOf } from './several-statements.js'
import type { CreateProgram, DataStatement, OtherStatement, Statement } from './shapes.js'
import { asAlter, type TableChange, tableChange, unknownTable, withColumns } from './table-changes.js'
import type { TableState } from './table-state.js'

export interface ReaderOptions {
  readonly version: ServerVersion
  readonly defaultSchema: string
  readonly server?: TextDefaults
  readonly settings?: ReadonlyMap<string, string>
  readonly implicitTimestamps?: boolean
}

/** Reads pieces of SQL into one catalogue; used for scripts and for the text that a live server gives. */
export class ScriptReader {
  readonly sink: FindingSink = createFindingSink()
  readonly session: ScriptSession
  private readonly fold: CatalogFold
  private readonly sources = new Map<string, SourceText>()
  private readonly counts = new Map<string, Counted & { count: number }>()
  private readonly segments = new SegmentList()
  private readonly programs = new Map<string, ProgramText>()
  /** Tables that programs make, by name. */
  private readonly madeInside = new Map<string, TableState>()
  /** Tables with the columns that programs add to them. */
  private readonly changedInside = new Map<string, TableState>()
  /** Under what the definitions of a piece of text were read. */
  private readonly surroundings = new Map<string, Readonly<Record<string, string>>>()
  private changes = 0
  private bytes = 0
  private lost = 0

  constructor(private readonly options: ReaderOptions) {
    this.session = new ScriptSession(options.settings)
    this.fold = new CatalogFold({
      version: options.version,
      sink: this.sink,
      defaultSchema: ident(options.defaultSchema),
      ...(options.server === undefined ? {} : { server: options.server }),
      implicitTimestamps: options.implicitTimestamps ?? false,
    })
  }

  /** Reads one file. */
  async readFile(file: ScriptFile, signal?: AbortSignal): Promise<void> {
    let doubtful = false
    const decode = (bytes: Uint8Array): string => {
      const decoded = decodeSql(bytes, this.session.clientCharset)
      doubtful = decoded.doubtful
      return decoded.text
    }
    const pieces = splitScript(file.chunks(), { decode, modes: () => this.session.modes })
    for await (const piece of pieces) {
      signal?.throwIfAborted()
      this.readPiece(piece, file.path, doubtful)
      doubtful = false
    }
    this.bytes += file.size
  }

  /** Reads one definition that a server gave. `path` is what a person calls it, `settings` what the server keeps with it. */
  readDefinition(text: string, path: string, schema: Ident, settings: Readonly<Record<string, string>> = {}): void {
    this.fold.schema = schema
    const before = Object.keys(settings).map((name) => [name, this.session.get(name)] as const)
    for (const [name, value] of Object.entries(settings)) this.session.put(name, value)
    this.readWhole(text, path)
    for (const [name, value] of before) this.session.put(name, value ?? (name === 'sql_mode' ? '' : undefined))
  }

  private readWhole(text: string, path: string): void {
    const piece: SqlPiece = { kind: 'sql', text, firstByte: 0, endByte: text.length, firstLine: 1, firstColumn: 1 }
    this.bytes += text.length
    this.readSql(piece, path, path)
  }

  /** Lists an object whose text is not to be had, so that it is counted. */
  addUnread(what: string, name: QName): void {
    const id = objectId(what, name)
    this.fold.builder.add({ kind: 'unmodelled', id, name, origin: noOrigin, options: [], what, text: '' })
  }

  private readPiece(piece: ScriptPiece, path: string, doubtful: boolean): void {
    if (piece.kind === 'data') {
      this.readData(piece, path)
      return
    }
    this.segments.interrupt()
    if (piece.kind === 'client') {
      this.count({ kind: 'CLIENT COMMAND', handling: 'ignored' })
      return
    }
    if (piece.kind === 'oversized') {
      this.readOversized(piece, path)
      return
    }
    let origin: Origin | undefined
    for (const part of statementsOf(piece, this.session.modes)) {
      origin = this.readSql(part, path, `${path}#${part.firstByte}`) ?? origin
    }
    if (doubtful && origin?.from === 'text') {
      this.keep(sourceOf(piece, path, origin.source))
      this.sink.add(finding('XW-P0222', { object: objectId('script', { name: ident(path) }), origin }, { path }))
    }
  }

  private readOversized(piece: Extract<ScriptPiece, { kind: 'oversized' }>, path: string): void {
    const id = `${path}#${piece.firstByte}`
    const text = piece.head
    this.keep(sourceOf({ text, firstByte: piece.firstByte, firstLine: piece.line, firstColumn: 1 }, path, id))
    const origin: Origin = { from: 'text', source: sourceId(id), start: 0, end: text.length }
    const bytes = piece.endByte - piece.firstByte
    this.lost += bytes
    const failed = failedObject(text, origin, this.fold.schema)
    if (failed) this.fold.builder.add(failed)
    this.sink.add(oversizedFinding(bytes, { object: failed?.id ?? objectId('script', { name: ident(path) }), origin }))
  }

  /** Reads a statement; gives its origin when it was one. */
  private readSql(piece: SqlPiece, path: string, id: string): Origin | undefined {
    const source = sourceOf(piece, path, id)
    const { text } = piece
    const origin: Origin = { from: 'text', source: source.id, start: 0, end: text.length }
    const before = this.sink.all.length
    const read = readStatement(text, {
      source: source.id,
      modes: this.session.modes,
      schema: this.fold.schema,
      sink: this.sink,
    })
    if ('empty' in read) return undefined
    if ('problem' in read) this.readFailed(read, text, origin, path)
    else this.applyStatement(read.statement)
    if ('statement' in read && read.statement.kind === 'createProgram') this.noteProgram(read.statement, source.id)
    if ('statement' in read) this.noteSurroundings(read.statement, source.id)
    const made = 'statement' in read && !['set', 'use', 'other', 'data'].includes(read.statement.kind)
    if (made || this.sink.all.length > before || 'problem' in read) this.keep(source)
    return origin
  }

  /** A statement that cannot be read costs itself only; what it would have made stands in the catalogue with its text. */
  private readFailed(
    read: Extract<ReturnType<typeof readStatement>, { what: string }>,
    text: string,
    origin: Origin,
    path: string,
  ): void {
    const failed = failedObject(text, origin, this.fold.schema)
    if (failed) this.fold.builder.add(failed)
    else this.count({ kind: read.what, handling: 'ignored' })
    this.lost += Buffer.byteLength(text)
    const object = failed?.id ?? objectId('script', { name: ident(path) })
    if (!/^(CREATE|ALTER|DROP|RENAME)\b/.test(read.what) && read.problem.problem === 'unexpected') {
      this.sink.add(finding('XW-P0200', { object, origin }, { words: read.what }))
      return
    }
    const source = origin.from === 'text' ? origin.source : sourceId(path)
    const context = { source, base: 0, text, sink: this.sink, object, modes: this.session.modes }
    this.sink.add(syntaxFinding(read.problem, context))
  }

  private noteSurroundings(statement: Statement, source: SourceText['id']): void {
    const { kind } = statement
    const isProgram = kind === 'createProgram'
    if (!isProgram && kind !== 'createView' && kind !== 'createTable' && kind !== 'createUnmodelled') return
    const name = 'name' in statement && statement.name ? statement.name : undefined
    const collation = this.fold.textOf(name && 'name' in name ? name : { name: this.fold.schema }).collation
    const found = this.session.surroundings(this.options.version, isProgram, collation)
    if (Object.keys(found).length > 0) this.surroundings.set(source, found)
  }

  private withSurroundings(object: SchemaObject): SchemaObject {
    const session = object.origin.from === 'text' ? this.surroundings.get(object.origin.source) : undefined
    if (!session || object.kind === 'event') return session ? { ...object, session } : object
    // The zone is kept with events alone.
    const { time_zone: _, ...kept } = session
    return Object.keys(kept).length > 0 ? { ...object, session: kept } : object
  }

  /** Bodies are read at the end: a script may define a program several times. */
  private noteProgram({ form, name, text }: CreateProgram, source: SourceText['id']): void {
    const { modes } = this.session
    const full = this.fold.qualified(name)
    const object = objectId(form, full)
    this.programs.set(`${source}|${object}`, {
      text,
      source,
      object,
      name: full,
      form,
      modes,
      sqlModes: this.session.programModes(this.options.version),
      inherited: { text: this.fold.textOf(full), version: this.options.version },
      sink: this.sink,
    })
  }

  private applyStatement(statement: Statement): void {
    switch (statement.kind) {
      case 'set':
        this.session.apply(statement)
        this.count({ kind: 'SET', handling: 'setting' })
        return
      case 'data':
        this.applyData(statement)
        return
      case 'other':
        this.applyOther(statement)
        return
      case 'truncate':
        this.segments.forget(this.fold.qualified(statement.table))
        this.count({ kind: 'TRUNCATE', handling: 'applied' })
        return
      default: {
        this.followData(statement)
        const counted = this.fold.apply(statement)
        if (counted) this.count(counted)
      }
    }
  }

  /** Rows follow their table: they go with it, and move with its name. */
  private followData(statement: Statement): void {
    const qualified = (name: QName): QName => this.fold.qualified(name)
    if (statement.kind === 'drop' && statement.what === 'table') {
      for (const name of statement.names) this.segments.forget(qualified(name))
    } else if (statement.kind === 'renameTables') {
      for (const { from, to } of statement.pairs) this.segments.rename(qualified(from), qualified(to))
    } else if (statement.kind === 'alterTable') {
      for (const action of statement.actions) {
        if (action.kind === 'renameTable') this.segments.rename(qualified(statement.name), qualified(action.to))
      }
    } else if (statement.kind === 'createTable' && statement.orReplace) {
      this.segments.forget(qualified(statement.name))
    }
  }

  private applyOther(statement: OtherStatement): void {
    const { what, effect, origin } = statement
    this.count({ kind: what, handling: 'ignored' })
    const at = { object: objectId('schema', { name: this.fold.schema }), origin }
    if (effect === 'data') this.sink.add(finding('XW-P0220', at, { statement: what }))
    else if (effect === 'rights') this.sink.add(finding('XW-P0221', at, { statement: what }))
  }

  /** A data statement that came as code: it was small, and holds no rows or follows a comment. */
  private applyData(statement: DataStatement): void {
    this.count({ kind: statement.what, handling: statement.rowsInText ? 'data' : 'ignored' })
    if (statement.rowsInText) return
    const at = { object: objectId('schema', { name: this.fold.schema }), origin: statement.origin }
    this.sink.add(finding('XW-P0220', at, { statement: statement.what }))
  }

  private readData(piece: Extract<ScriptPiece, { kind: 'data' }>, path: string): void {
    const id = `${path}#${piece.firstByte}`
    const { modes } = this.session
    const read = readStatement(piece.head, { source: sourceId(id), modes, schema: this.fold.schema, sink: this.sink })
    const statement = 'statement' in read && read.statement.kind === 'data' ? read.statement : undefined
    if (!statement?.table || !statement.rowsInText) {
      this.segments.interrupt()
      this.keep(
        sourceOf({ text: piece.head, firstByte: piece.firstByte, firstLine: piece.line, firstColumn: 1 }, path, id),
      )
      if (statement) this.applyData({ ...statement, rowsInText: false })
      return
    }
    this.count({ kind: statement.what, handling: 'data' })
    const { timeZone } = this.session
    const table = inSchema(statement.table, this.fold.schema)
    const declaredNext = this.fold.builder.table(table)?.autoIncrement
    const merges = /^[^(]*?\b(replace|ignore)\b/i.test(piece.head)
    this.segments.add({
      path,
      table,
      from: piece.firstByte,
      to: piece.endByte,
      line: piece.line,
      charset: this.session.clientCharset,
      noBackslashEscapes: modes.noBackslashEscapes ?? false,
      ansiQuotes: modes.ansiQuotes ?? false,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(declaredNext === undefined ? {} : { declaredNext: String(declaredNext) }),
      ...(this.session.zeroIsValue ? { zeroIsValue: true } : {}),
      ...(merges ? { merges } : {}),
    })
  }

  private keep(source: SourceText): void {
    this.sources.set(source.id, source)
  }

  private count(counted: Counted): void {
    const key = `${counted.kind}/${counted.handling}`
    const known = this.counts.get(key)
    if (known) known.count++
    else this.counts.set(key, { ...counted, count: 1 })
  }

  /** A table that a program makes. What is wrong with it is said when the program runs into it. */
  private readTable(text: string, schema: Schema): Table | undefined {
    const reader = new ScriptReader({
      ...this.options,
      server: this.fold.textOf({ schema: schema.name, name: schema.name }),
    })
    reader.readDefinition(text, 'statement', schema.name)
    const tables = reader.fold.builder.build().flatMap(({ objects }) => objects)
    const [table] = tables.filter((object): object is Table => object.kind === 'table')
    const state = table && reader.fold.builder.table(table.name)
    if (state) this.madeInside.set(dotted(state.name), state)
    return table
  }

  /** A change of a table that a program makes, against the table as the whole script leaves it. */
  private readChange(text: string, schema: Schema): TableChange | undefined {
    const sink = createFindingSink()
    const { modes } = this.session
    const read = readStatement(text, { source: sourceId('statement'), modes, schema: schema.name, sink })
    const statement = 'statement' in read ? asAlter(read.statement) : undefined
    if (!statement) return undefined
    const name = inSchema(statement.name, schema.name)
    const known =
      this.changedInside.get(dotted(name)) ?? this.fold.builder.table(name) ?? this.madeInside.get(dotted(name))
    const base = known ?? unknownTable(name, this.fold.textOf(name), statement.origin)
    this.changes++
    const own = { ...name, name: ident(`${name.name.text}__change_${this.changes}`) }
    const context = { version: this.options.version, sink, implicitTimestamps: false }
    const change = tableChange(statement, base, own, context)
    this.changedInside.set(dotted(name), withColumns(base, change.columns))
    return change
  }

  /** What was read so far. */
  result(): Report<ReadResult> {
    const { version } = this.options
    const programs = withPrograms(this.fold.builder.build(), this.programs)
    const surrounded = programs.map((schema) => ({
      ...schema,
      objects: schema.objects.map((object) => this.withSurroundings(object)),
    }))
    const schemas = withLocalTables(surrounded, {
      made: (text, schema) => this.readTable(text, schema),
      changed: (text, schema) => this.readChange(text, schema),
    })
    return {
      value: {
        catalog: { dialect: 'mysql', version, settings: this.session.settings, schemas },
        sources: this.sources,
        statements: [...this.counts.values()],
        data: this.segments.all,
        coverage: { bytes: this.bytes, understood: Math.max(0, this.bytes - this.lost) },
      },
      findings: [...this.sink.all, ...programFindings(schemas)],
    }
  }
}

function sourceOf(
  piece: Pick<SqlPiece, 'text' | 'firstByte' | 'firstLine' | 'firstColumn'>,
  path: string,
  id: string,
): SourceText {
  const { text, firstByte, firstLine, firstColumn } = piece
  return { id: sourceId(id), path, text, firstLine, firstColumn, firstByte }
}
