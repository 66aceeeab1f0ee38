import { basename } from 'node:path'
import { lex } from '../../../../../grammars/oracle/lexer.js'
import { parseStatement } from '../../../../../grammars/oracle/parser.js'
import { type ScriptPiece, type SqlPiece, splitScript } from '../../../../../grammars/oracle/split.js'
import { SubstitutionVariable } from '../../../../../grammars/oracle/word-classes.js'
import type { ReadResult, ScriptFile } from '../../../../core/dialect/dialect.js'
import {
  createFindingSink,
  type Finding,
  type FindingSink,
  finding,
  type Report,
} from '../../../../core/findings/finding.js'
import { dotted, type Ident, type Origin, objectId } from '../../../../core/ir/names.js'
import type { ServerVersion } from '../../../../core/ir/schema.js'
import { type SourceText, sourceId } from '../../../../core/text/source.js'
import type { LowerContext } from '../cst.js'
import { columnsOfCatalog } from '../known-columns.js'
import { oversizedFinding, syntaxFinding } from '../problems.js'
import { withPrograms } from '../programs/catalog.js'
import { applyStatement, objectOf } from './apply.js'
import { type BlockStatement, definitionsIn } from './block-definitions.js'
import { ByteLengths } from './byte-lengths.js'
import { CatalogDraft, inSchema } from './catalog.js'
import { type EarlyStatement, EarlyStatements } from './early.js'
import { failedObject } from './failed.js'
import { IncludedFiles, nameIn } from './includes.js'
import { RowHistory } from './row-history.js'
import { ScriptSession } from './session.js'
import { TriggerSwitches } from './trigger-switches.js'
import { type StatementSort, sortOf } from './words.js'

export interface ReaderOptions {
  readonly version: ServerVersion
  readonly defaultSchema: Ident
}

type Handling = ReadResult['statements'][number]['handling']

/** Reads the files of a script into one catalogue. */
export class ScriptReader {
  readonly sink: FindingSink = createFindingSink()
  private readonly session: ScriptSession
  private readonly draft: CatalogDraft
  private readonly sources = new Map<string, SourceText>()
  private readonly counts = new Map<string, { kind: string; handling: Handling; count: number }>()
  /** Statements that change rows, with the place of the first of each kind. */
  private readonly changes = new Map<string, { readonly origin: Origin; readonly path: string; count: number }>()
  private readonly open = new Set<string>()
  private readonly history: RowHistory
  private bytes = 0
  private lost = 0

  private readonly lengths = new ByteLengths()
  private readonly switches = new TriggerSwitches()
  private readonly early = new EarlyStatements<SqlPiece>()

  constructor(private readonly options: ReaderOptions) {
    this.session = new ScriptSession(options.defaultSchema)
    this.draft = new CatalogDraft(this.sink)
    const { session, draft, sink, switches } = this
    this.history = new RowHistory({ session, draft, sink, switches })
  }

  /** Reads the files that no other one reads; those read the others. */
  async readFiles(files: readonly ScriptFile[], signal?: AbortSignal): Promise<void> {
    const included = new IncludedFiles(files)
    for (const file of await included.roots()) {
      await this.readFile(file, included, signal)
      // The client commits when it ends.
      this.history.commit()
      this.early.nextRoot()
    }
    this.readEarly()
  }

  private async readFile(file: ScriptFile, included: IncludedFiles, signal?: AbortSignal): Promise<void> {
    if (this.open.has(file.path)) return
    this.open.add(file.path)
    for await (const piece of splitScript(file.chunks())) {
      signal?.throwIfAborted()
      const next = this.readPiece(piece, file.path, included)
      if (next) await this.readFile(next, included, signal)
    }
    this.open.delete(file.path)
    this.bytes += file.size
  }

  /** Gives the file that a command wants to be read at this place. */
  private readPiece(piece: ScriptPiece, path: string, included: IncludedFiles): ScriptFile | undefined {
    if (piece.kind === 'client') return this.readCommand(piece, path, included)
    if (piece.kind === 'sql') this.readSql(piece, path)
    else if (piece.kind === 'data') this.readInsert(piece, path)
    else this.readOversized(piece, path)
    return undefined
  }

  private readCommand(
    piece: Extract<ScriptPiece, { kind: 'client' }>,
    path: string,
    included: IncludedFiles,
  ): ScriptFile | undefined {
    const { command } = piece
    if (command !== 'PROMPT' && command !== 'REMARK') this.history.rows.interrupt()
    this.count(command === '@' || command === '@@' ? 'START' : command, command === 'SET' ? 'setting' : 'ignored')
    this.session.command(command, piece.text)
    this.runCommand(piece, path)
    if (command !== '@' && command !== '@@' && command !== 'START') return undefined
    const written = this.session.substitute(piece.text)
    const found = included.find(written, path)
    const isAssumed = found && basename(nameIn(written)).includes('&')
    if (found && !isAssumed) return found
    const origin = this.keep(headOf({ ...piece, head: piece.text }), path)
    if (found) {
      const data = { command: nameIn(written), file: basename(found.path) }
      this.sink.add(finding('XW-P0229', { object: scriptId(path), origin }, data))
      return found
    }
    this.sink.add(finding('XW-P0226', { object: scriptId(path), origin }, { command: piece.text.slice(0, 80) }))
    return undefined
  }

  /** What a command does to rows. */
  private runCommand(piece: Extract<ScriptPiece, { kind: 'client' }>, path: string): void {
    const { command, text } = piece
    const origin = (): Origin => this.keep(headOf({ ...piece, head: text }), path)
    if (command === 'EXECUTE' || command === 'LOAD') {
      this.noteChange(command, origin(), path)
      this.history.program(text, { object: scriptId(path), origin: origin() })
    } else if (command === '/' || command === 'RUN') this.history.again({ object: scriptId(path), origin: origin() })
    else if (/^(?:EXIT|QUIT)\b.*\bROLLBACK\b/i.test(text)) this.history.step('ROLLBACK', undefined)
    else if (/^(?:EXIT|QUIT|CONNECT|DISCONNECT)$/.test(command)) this.history.commit()
  }

  private readInsert(piece: Extract<ScriptPiece, { kind: 'data' }>, path: string): void {
    if (piece.open) {
      const at = { object: scriptId(path), origin: this.keep(headOf(piece), path) }
      this.sink.add(finding('XW-P0002', at, { what: 'string' }))
    }
    const placed = { ...piece, text: piece.head, path }
    if (
      this.history.insert(
        (rows) => rows.insert(placed),
        placed,
        () => this.keep(headOf(piece), path),
      )
    )
      this.count('INSERT', 'data')
    else {
      this.history.other()
      this.noteChange('INSERT from a query', this.keep(headOf(piece), path), path)
    }
  }

  /** INSERT ALL, and blocks of nothing but INSERTs. Offsets are those of the file, so variables still stand in the text. */
  private readSeveral(piece: SqlPiece, path: string): boolean {
    if (!/^(?:INSERT|BEGIN)\b/i.test(piece.text)) return false
    const placed = { ...piece, path, line: piece.firstLine }
    const found = this.history.insert(
      (rows) => rows.insertAll(placed) || rows.block(placed),
      placed,
      () => this.keep(piece, path),
    )
    if (found) this.count('INSERT', 'data')
    return found
  }

  private readOversized(piece: Extract<ScriptPiece, { kind: 'oversized' }>, path: string): void {
    const origin = this.keep(headOf(piece), path)
    const bytes = piece.endByte - piece.firstByte
    this.lost += bytes
    const failed = failedObject(piece.head, origin, this.session.schema)
    if (failed) this.draft.add(failed)
    this.sink.add(oversizedFinding(bytes, { object: failed?.id ?? scriptId(path), origin }))
  }

  private readSql(given: SqlPiece, path: string): void {
    if (this.readSeveral(given, path)) return
    if (this.readStep(given, path)) return
    this.history.rows.interrupt()
    this.history.other()
    const piece = { ...given, text: this.session.substitute(given.text) }
    const sort = sortOf(piece.text)
    const origin = this.keep(piece, path)
    this.history.define(piece.text)
    if (this.readRowChange(piece.text, origin)) return
    if (this.switches.take(piece.text, this.draft, this.session.schema))
      this.count(piece.text.split(/\s+/, 2).join(' ').toUpperCase(), 'applied')
    else if (sort.sort === 'definition') this.readDefinition(piece, origin, path)
    else if (sort.sort === 'kept') this.readKept(sort, piece, origin)
    else this.readOther(sort, piece, origin, path)
    if (piece.unterminated && sort.sort !== 'ignored') {
      const words = piece.text.slice(0, 60).replace(/\s+/g, ' ')
      this.sink.add(finding('XW-P0224', { object: scriptId(path), origin }, { statement: words }))
    }
  }

  private readStep(piece: SqlPiece, path: string): boolean {
    if (!this.history.step(piece.text, { object: scriptId(path), origin: this.keep(piece, path) })) return false
    this.count(piece.text.split(/\s+/, 1)[0]?.toUpperCase() ?? '', 'applied')
    return true
  }

  /** What a statement does to the rows in front of it. True: no more is to be said. */
  private readRowChange(text: string, origin: Origin): boolean {
    const change = this.history.change(text, origin)
    if (!change) return false
    const { effect, kind } = change
    if (kind !== 'DROP') this.count(kind, effect === 'all' ? 'applied' : 'ignored')
    return kind !== 'DROP'
  }

  /** The definitions of a block are taken as if it were run; what it drops is only there when it was made before. */
  private readBlock({ piece, isWhole }: BlockStatement, path: string): void {
    const origin = this.keep(piece, path)
    const at = { object: scriptId(path), origin }
    const sort = sortOf(piece.text)
    const action = `${piece.text.replace(/\s+/g, ' ').slice(0, 80)}${isWhole ? '' : ' …'}`
    if (/^(?:DROP|RENAME)\b/i.test(piece.text)) return
    if (!isWhole || sort.sort === 'notApplied') this.sink.add(finding('XW-P0227', at, { action }))
    else {
      this.sink.add(finding('XW-P0234', at, { statement: action }))
      if (sort.sort === 'definition') this.readDefinition(piece, origin, path)
      else if (sort.sort === 'kept') this.readKept(sort, piece, origin)
    }
  }

  private readDefinition(piece: SqlPiece, origin: Origin, path: string, again?: EarlyStatement<SqlPiece>): void {
    const { text } = piece
    const { schema } = again ?? this.session
    const parsed = parseStatement(text)
    const unknown = lex(text).tokens.find((token) => token.tokenType === SubstitutionVariable)
    if ('problem' in parsed || unknown) {
      const failed = failedObject(text, origin, schema)
      if (failed) this.draft.add(failed)
      else this.count(text.slice(0, 30).split(/\s+/).slice(0, 2).join(' ').toUpperCase(), 'ignored')
      const context = this.contextOf(piece, origin, failed?.id ?? scriptId(path))
      this.lost += Buffer.byteLength(text)
      if (unknown) this.sink.add(finding('XW-P0225', { object: context.object, origin }, { name: unknown.image }))
      else if ('problem' in parsed) this.sink.add(syntaxFinding(parsed.problem, context))
      return
    }
    const { draft } = this
    const { kind, name } = objectOf(parsed.cst, schema)
    const early = again ? undefined : this.early.take(parsed.cst, draft, { piece, origin, path, schema })
    const { sink } = early ?? this
    const context = { ...this.contextOf(piece, origin, objectId(kind, name)), sink }
    const before = draft.table(name)
    const held = draft.find(name)
    const names = draft.renames.length
    const effect = applyStatement(parsed.cst, { draft, schema, sink }, context)
    const after = draft.table(name)
    if (!held && draft.find(name)) this.early.made(name)
    if (after && after !== before) this.lengths.look(after, before, this.session.countsBytes)
    if (before && after) this.history.rows.altered(name, before, after)
    for (const { from, to } of draft.renames.slice(names)) this.history.rows.rename(from, to)
    if (early) early.effect = effect
    else if (effect) this.count(effect.kind, effect.handling)
  }

  private readEarly(): void {
    for (const { early, found } of this.early.ended(this.draft)) {
      const { piece, origin, path, sink, effect } = early
      if (found) this.readDefinition(piece, origin, path, early)
      else for (const each of sink.all) this.sink.add(each)
      if (effect && !found) this.count(effect.kind, effect.handling)
    }
  }

  private contextOf(piece: SqlPiece, origin: Origin, object: LowerContext['object']): LowerContext {
    const source = origin.from === 'text' ? origin.source : sourceId('statement')
    const columnsOf = columnsOfCatalog((name) => this.draft.find(inSchema(name, this.session.schema)))
    return { source, base: 0, text: piece.text, sink: this.sink, object, columnsOf }
  }

  /** Programs, and whatever else is kept by its text. */
  private readKept(
    { what, name: written, orReplace }: Extract<StatementSort, { sort: 'kept' }>,
    piece: SqlPiece,
    origin: Origin,
  ): void {
    const name = inSchema(written, this.session.schema)
    const { text } = piece
    this.draft.add({ kind: 'unmodelled', id: objectId(what, name), name, origin, options: [], what, text }, orReplace)
    if (what === 'trigger') this.history.triggers.add(text, name, origin, this.session.schema)
  }

  private readOther(
    sort: Exclude<StatementSort, { sort: 'definition' | 'kept' }>,
    piece: SqlPiece,
    origin: Origin,
    path: string,
  ): void {
    const at = { object: scriptId(path), origin }
    if (sort.sort === 'data') {
      this.noteChange(sort.words, origin, path)
      if (/^(?:BEGIN|DECLARE|CALL|<)/i.test(sort.words)) this.history.program(piece.text, at)
      for (const each of definitionsIn(piece)) this.readBlock(each, path)
      return
    }
    if (sort.sort === 'setting') this.session.alter(piece.text)
    this.count(sort.words, sort.sort === 'setting' ? 'setting' : 'ignored')
    if (sort.sort === 'notApplied') {
      const action = piece.text.replace(/\s+/g, ' ').slice(0, 80)
      this.sink.add(finding('XW-P0227', at, { action }))
    }
    if (sort.sort === 'rights') this.sink.add(finding('XW-P0221', at, { statement: sort.words }))
    if (sort.sort !== 'unknown') return
    this.lost += Buffer.byteLength(piece.text)
    if (piece.text === '/*') this.sink.add(finding('XW-P0002', at, { what: 'comment' }))
    else this.sink.add(finding('XW-P0200', at, { words: sort.words }))
  }

  private noteChange(kind: string, origin: Origin, path: string): void {
    const known = this.changes.get(kind)
    if (known) known.count++
    else this.changes.set(kind, { origin, path, count: 1 })
    this.count(kind, kind === 'INSERT' ? 'data' : 'ignored')
  }

  private keep(piece: Pick<SqlPiece, 'text' | 'firstByte' | 'firstLine' | 'firstColumn'>, path: string): Origin {
    const { text, firstByte, firstLine, firstColumn } = piece
    const id = sourceId(`${path}#${firstByte}`)
    this.sources.set(id, { id, path, text, firstLine, firstColumn, firstByte })
    return { from: 'text', source: id, start: 0, end: text.length }
  }

  private count(kind: string, handling: Handling): void {
    const key = `${kind}/${handling}`
    const known = this.counts.get(key)
    if (known) known.count++
    else this.counts.set(key, { kind, handling, count: 1 })
  }

  /** A finding about what has another name now. */
  private placed(found: Finding): Finding {
    const object = this.draft.lastName(found.object)
    return object === found.object ? found : { ...found, object }
  }

  /** What was read so far. */
  result(): Report<ReadResult> {
    const { version } = this.options
    const schemas = withPrograms(this.draft.build(), this.switches, this.sink)
    const tables = new Map(
      schemas.flatMap(({ objects }) =>
        objects.flatMap((each) => (each.kind === 'table' ? [[each.id, each] as const] : [])),
      ),
    )
    const { segments, lost } = this.history.rows.result((name) =>
      tables.get(this.draft.lastName(objectId('table', name))),
    )
    for (const { table, statement } of lost)
      this.noteChange(
        `INSERT INTO ${dotted(table)}`,
        this.keep(headOf({ ...statement, head: statement.text }), statement.path),
        statement.path,
      )
    const changes = [...this.changes].map(([kind, { origin, path, count }]) =>
      finding(
        'XW-P0220',
        { object: scriptId(path), origin },
        { statement: count === 1 ? kind : `${kind} (${count} times)` },
      ),
    )
    const gone = this.draft
      .gone()
      .map(({ id, name, origin, kind }) =>
        finding(
          'XW-P0223',
          { object: id, origin },
          { what: kind === 'unmodelled' ? 'object' : kind, name: dotted(name) },
        ),
      )
    return {
      value: {
        catalog: { dialect: 'oracle', version, settings: {}, schemas },
        sources: this.sources,
        statements: [...this.counts.values()],
        data: segments,
        coverage: { bytes: this.bytes, understood: Math.max(0, this.bytes - this.lost) },
      },
      findings: [...this.sink.all.map((each) => this.placed(each)), ...this.lengths.findings(), ...changes, ...gone],
    }
  }
}

const scriptId = (path: string) => objectId('script', { name: { text: path, quoted: true } })

const headOf = (piece: { readonly head: string; readonly firstByte: number; readonly line: number }) => ({
  text: piece.head,
  firstByte: piece.firstByte,
  firstLine: piece.line,
  firstColumn: 1,
})
