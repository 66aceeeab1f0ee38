import type { CopyPart } from '../../../../../grammars/postgres/split.js'
import { SegmentList } from '../../../../core/data/script/segment-list.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import { ident, type QName } from '../../../../core/ir/names.js'
import { type CopyStmt, type Node, namesOf, stringsOf } from '../tree.js'
import type { CatalogState } from './state.js'
import { key } from './state.js'

/** What the settings of the session make of the rows at this place. */
export interface RowSession {
  readonly schema: { readonly text: string }
  readonly oldStrings: boolean
  readonly timeZone: string | undefined
}

export interface InsertPlace {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly line: number
}

/** Statements of one table that follow each other are one segment, up to this size. */
const segmentBytes = 2 ** 23

/** Collects where the rows of a script are. */
export class RowPlaces {
  readonly #list = new SegmentList()
  readonly #state: CatalogState
  readonly #session: () => RowSession
  #bytes = 0

  constructor(state: CatalogState, session: () => RowSession) {
    this.#state = state
    this.#session = session
  }

  get all(): readonly DataSegment[] {
    return this.#list.all
  }

  /** Some other statement came; rows follow their table when it goes or changes its name. */
  follow(node: Node, before: QName | undefined): void {
    this.#list.interrupt()
    if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE')
      for (const one of node.DropStmt.objects ?? []) this.#forget(namesOf(one))
    if ('TruncateStmt' in node)
      for (const one of node.TruncateStmt.relations ?? [])
        if ('RangeVar' in one) this.#forget([one.RangeVar.schemaname ?? '', one.RangeVar.relname ?? ''])
    const renamed = 'RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_TABLE' ? node.RenameStmt : undefined
    if (renamed && before) this.#list.rename(before, { ...before, name: ident(renamed.newname ?? '') })
  }

  /** False: no table of the script takes such rows. */
  insert(head: string, { path, from, to, line }: InsertPlace): boolean {
    const table = this.#tableOf(insertedInto(head) ?? [])
    if (!table) return false
    if (this.#bytes > segmentBytes) this.#list.interrupt()
    this.#bytes = this.#bytes > segmentBytes ? to - from : this.#bytes + to - from
    this.#list.add({ ...this.#facts(path, table), from, to, line })
    return true
  }

  /** False: rows of a form that is not read, or of no table of the script. */
  copy({ relation, attlist, options = [], whereClause }: CopyStmt, path: string, parts: readonly CopyPart[]): boolean {
    const table = this.#tableOf([relation?.schemaname ?? '', relation?.relname ?? ''])
    if (!table || whereClause || !options.every(isText)) return false
    const copy = attlist ? { columns: stringsOf(attlist) } : {}
    for (const { from, to, firstLine } of parts) {
      this.#list.interrupt()
      this.#list.add({ ...this.#facts(path, table), from, to, line: firstLine, copy })
    }
    this.#list.interrupt()
    return true
  }

  #facts(path: string, table: QName) {
    const { oldStrings, timeZone } = this.#session()
    return {
      ...{ path, table, charset: 'utf8', noBackslashEscapes: !oldStrings, ansiQuotes: true },
      ...(timeZone === undefined ? {} : { timeZone }),
    }
  }

  #forget(names: readonly string[]): void {
    this.#list.forget(this.named(names))
  }

  named(names: readonly string[]): QName {
    const schema = names.at(-2)
    return { schema: ident(schema ? schema : this.#session().schema.text), name: ident(names.at(-1) ?? '') }
  }

  /** Rows of a partition are rows of the table that it is a part of. */
  #tableOf(names: readonly string[]): QName | undefined {
    if (names.length === 0) return undefined
    const name = this.named(names)
    let at = this.#state.parents.get(key(name))
    if (at === undefined) return this.#state.table(name)?.name
    for (let above = this.#state.parents.get(at); above !== undefined; above = this.#state.parents.get(at)) at = above
    return this.#state.all.find((one) => one.kind === 'table' && key(one.name) === at)?.name
  }
}

/** `format 'text'` alone; a delimiter or a mark for NULL of one's own is another form. */
const isText = (option: Node): boolean => {
  const found = 'DefElem' in option ? option.DefElem : undefined
  const value = found?.arg && 'String' in found.arg ? found.arg.String.sval : undefined
  return found?.defname === 'format' && value === 'text'
}

const name = String.raw`("(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`
const insertHead = new RegExp(String.raw`^insert\s+into\s+${name}(?:\s*\.\s*${name})?(?=[\s(])`, 'i')

/** The names in front of the columns. */
function insertedInto(head: string): readonly string[] | undefined {
  const [found, ...names] = insertHead.exec(head) ?? []
  if (found === undefined) return undefined
  return names
    .filter((each) => each !== undefined)
    .map((each) => (each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each.toLowerCase()))
}

export const isInsert = (head: string): boolean => /^insert\s+into\b/i.test(head)
