import { parseSync } from 'libpg-query'
import { type ScriptPiece, splitScript } from '../../../../../grammars/postgres/split.js'
import type { ReadResult, ScriptFile } from '../../../../core/dialect/dialect.js'
import { createFindingSink, type FindingSink, finding, type Report } from '../../../../core/findings/finding.js'
import { type Ident, ident, type ObjectId, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Schema, SchemaObject, ServerVersion } from '../../../../core/ir/schema.js'
import { type SourceText, sourceId } from '../../../../core/text/source.js'
import { byteOffsets, type LowerContext } from '../context.js'
import { kindOf, type Node } from '../tree.js'
import { decodeChunks } from './decode.js'
import { finish } from './finish.js'
import type { Handling } from './handlers.js'
import { unmodelled } from './objects.js'
import { isInsert, RowPlaces } from './rows.js'
import { ScriptSession } from './session.js'
import { CatalogState, key } from './state.js'
import { applyStatement } from './statements.js'

export interface ReaderOptions {
  readonly version: ServerVersion
  readonly defaultSchema: string
}

/** Reads pieces of SQL into one catalogue; used for scripts and for the dump of a live server. The parser must be loaded. */
export class ScriptReader {
  readonly sink: FindingSink = createFindingSink()
  readonly #options: ReaderOptions
  readonly #session: ScriptSession
  readonly #state = new CatalogState()
  readonly #sources = new Map<string, SourceText>()
  readonly #counts = new Map<string, ReadResult['statements'][number]>()
  readonly #paths = new Map<string, string>()
  readonly #rows: RowPlaces
  /** False: bytes were not counted as they stand in the file, so that no place in it is known. */
  #hasPlaces = true
  #bytes = 0
  #lost = 0

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#session = new ScriptSession(options.defaultSchema)
    this.#rows = new RowPlaces(this.#state, () => this.#session)
  }

  async readFile(file: ScriptFile, signal?: AbortSignal): Promise<void> {
    this.#hasPlaces = true
    const doubtful = (): void => {
      this.#hasPlaces = false
      this.sink.add(finding('XW-P0222', { object: this.#scriptId, origin: { from: 'none' } }, { path: file.path }))
    }
    const text = decodeChunks(file.chunks(), () => this.#session.encoding, doubtful)
    for await (const piece of splitScript(text)) {
      signal?.throwIfAborted()
      this.#readPiece(piece, file.path)
    }
    this.#bytes += file.size
  }

  result(): Report<ReadResult> {
    finish(this.#state, { schemaOf: () => this.#session.schema })
    return {
      value: {
        catalog: {
          ...{ dialect: 'postgres', version: this.#options.version, settings: {} },
          ...{ schemas: this.#schemas(), kept: this.#state.kept },
        },
        sources: this.#sources,
        statements: [...this.#counts.values()],
        data: this.#rows.all,
        coverage: { bytes: this.#bytes, understood: Math.max(0, this.#bytes - this.#lost) },
      },
      findings: this.sink.all,
    }
  }

  /** Objects know under which search_path they were made. */
  #schemas(): readonly Schema[] {
    const pathOf = ({ origin }: SchemaObject) => (origin.from === 'text' ? this.#paths.get(origin.source) : undefined)
    return this.#state.schemas.map((schema) => ({
      ...schema,
      objects: schema.objects.map((object) => {
        const path = pathOf(object)
        return path === undefined ? object : { ...object, session: { search_path: path } }
      }),
    }))
  }

  #readPiece(piece: ScriptPiece, path: string): void {
    const source: SourceText = {
      ...{ id: sourceId(`${path}#${piece.firstByte}`), path, text: 'text' in piece ? piece.text : '' },
      ...{ firstLine: piece.firstLine, firstColumn: piece.firstColumn, firstByte: piece.firstByte },
    }
    const context = this.#contextOf(source)
    if (piece.kind === 'command') this.#count(piece.text.split(/\s/)[0] ?? '\\', 'setting')
    else if (piece.kind === 'copy') this.#copied(piece, path, context)
    else if (this.#isInserted(piece, path)) this.#count('Insert', 'data')
    else if (piece.kind === 'oversized') {
      this.#lost += piece.bytes
      this.sink.add(finding('XW-P0006', { object: context.object, origin: { from: 'none' } }, { bytes: piece.bytes }))
    } else {
      this.#sources.set(source.id, source)
      this.#paths.set(source.id, this.#session.path)
      // psql runs a last statement that has no semicolon.
      if (piece.kind === 'unfinished' && typeof parsedOf(piece.text) === 'string')
        this.#failed('The end of the text', piece.text, context)
      else this.#readStatement(piece.text, context)
    }
  }

  #readStatement(text: string, context: LowerContext): void {
    const parsed = parsedOf(text)
    if (typeof parsed === 'string') this.#failed(parsed, text, context)
    for (const node of typeof parsed === 'string' ? [] : parsed) {
      this.#rows.follow(node, renamedIn(node, this.#rows))
      const handling = this.#applied(node, text, context)
      if (handling === 'failed') continue
      const kind = kindOf(node).replace(/Stmt$/, '')
      if (isKept(node, handling)) this.#state.keep(statementText(context), context)
      if (handling === undefined) {
        this.sink.add(
          finding('XW-P0200', { object: context.object, origin: context.whole }, { words: firstWords(text) }),
        )
        this.#count(kind, 'ignored')
      } else if (handling !== 'made') this.#count(kind, handling)
    }
  }

  /** What nests deeper than we can follow costs only its statement. */
  #applied(node: Node, text: string, context: LowerContext): Handling | 'failed' | undefined {
    try {
      return applyStatement(node, this.#state, context, this.#session)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.#failed('An expression that nests too deep', text, context)
      return 'failed'
    }
  }

  /** A definition that was not understood is listed; the script goes on behind it. */
  #failed(found: string, text: string, context: LowerContext): void {
    this.#lost += Buffer.byteLength(text)
    const head = withoutComments(text)
    const named =
      /^create\s+(?:or\s+replace\s+)?(?:\w+\s+)??(table|view|function|procedure|trigger|index|type|sequence)\s+([\w."]+)/i.exec(
        head,
      )
    const [, what = '', name = ''] = named ?? []
    const schema = /^([^.]+)\./.exec(name)?.[1]
    const own = { schema: schema ? ident(schema) : this.#session.schema, name: ident(name.replace(/^[^.]+\./, '')) }
    const object = named ? unmodelled(what.toLowerCase(), own, context) : undefined
    if (object) this.#state.add(object)
    this.sink.add(finding('XW-P0001', { object: object?.id ?? context.object, origin: context.whole }, { found }))
  }

  #copied(piece: Extract<ScriptPiece, { kind: 'copy' }>, path: string, context: LowerContext): void {
    const [node] = typeof parsedOf(piece.text) === 'string' ? [] : parsedOf(piece.text)
    const statement = typeof node === 'object' && 'CopyStmt' in node ? node.CopyStmt : undefined
    const isRead = statement !== undefined && this.#placed && this.#rows.copy(statement, path, piece.parts)
    this.#count('COPY', isRead ? 'data' : 'ignored')
    if (piece.rows > 0 && !isRead)
      this.sink.add(finding('XW-P0220', { object: context.object, origin: context.whole }, { statement: 'COPY' }))
  }

  /** Whether the piece is rows; nothing of it but its place is kept. */
  #isInserted(piece: ScriptPiece, path: string): boolean {
    const text = piece.kind === 'oversized' ? piece.head : 'text' in piece ? piece.text : ''
    const head = withoutComments(text)
    if (!this.#placed || !isInsert(head)) return false
    const before = Buffer.byteLength(text.slice(0, text.length - head.length))
    const bytes = piece.kind === 'oversized' ? piece.bytes : Buffer.byteLength(text) + (piece.kind === 'sql' ? 1 : 0)
    const place = { path, from: piece.firstByte + before, to: piece.firstByte + bytes, line: piece.firstLine }
    return this.#rows.insert(head, place)
  }

  get #placed(): boolean {
    return this.#hasPlaces && this.#session.isUtf8
  }

  #contextOf(source: SourceText): LowerContext {
    const { text } = source
    const start = text.length - withoutComments(text).length
    const whole: Origin = { from: 'text', source: source.id, start, end: text.trimEnd().length }
    const schema = (): Ident => this.#session.schema
    return {
      searchPath: this.#session.path,
      ...{ source: source.id, text, whole, offsetOf: byteOffsets(text), sink: this.sink, object: this.#scriptId },
      schemaOf: schema,
      relationColumns: (name) => this.#state.columnsOf(name),
      table: (name) => this.#state.table(name),
      hasTriggers: (name, event) => this.#state.hasTriggers(name, event),
      collation: (name) => this.#state.collation(name),
      userType: (name) => this.#state.types.get(key(name)),
    }
  }

  get #scriptId(): ObjectId {
    return objectId('schema', { name: this.#session.schema })
  }

  #count(kind: string, handling: Exclude<Handling, 'made'>): void {
    const known = this.#counts.get(`${kind}/${handling}`)
    this.#counts.set(`${kind}/${handling}`, { kind, handling, count: (known?.count ?? 0) + 1 })
  }
}

const renamedIn = (node: Node, rows: RowPlaces): QName | undefined => {
  const relation = 'RenameStmt' in node ? node.RenameStmt.relation : undefined
  return relation && rows.named([relation.schemaname ?? '', relation.relname ?? ''])
}

/** The statements in a text, or what the parser says against it. */
function parsedOf(text: string): readonly Node[] | string {
  if (withoutComments(text) === '') return []
  try {
    return (parseSync(text).stmts ?? []).flatMap(({ stmt }) => stmt ?? [])
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Statements that only the engine itself understands whole. Rows, rights and owners are told of elsewhere. */
function isKept(node: Node, handling: Handling | undefined): boolean {
  if (handling === undefined || 'CommentStmt' in node || 'AlterSeqStmt' in node) return true
  if ('AlterTableStmt' in node) return node.AlterTableStmt.objtype !== 'OBJECT_TABLE'
  return handling === 'ignored' && ('RenameStmt' in node || 'AlterEnumStmt' in node)
}

const statementText = ({ text, whole }: LowerContext): string =>
  whole.from === 'text' ? text.slice(whole.start, whole.end) : text

const withoutComments = (text: string): string => text.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/, '')

const firstWords = (text: string): string => withoutComments(text).split(/\s+/).slice(0, 3).join(' ')
