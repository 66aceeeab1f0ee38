import type { IToken } from 'chevrotain'
import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import { SegmentList, type SegmentMark } from '../../../../core/data/script/segment-list.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import { dotted, type Ident, type QName } from '../../../../core/ir/names.js'
import type { Table } from '../../../../core/ir/schema.js'
import { inSchema } from './catalog.js'
import { changesColumns, withPast } from './past-columns.js'
import type { ScriptSession } from './session.js'

/** What is kept of a statement that is only shown. */
const shownLength = 400

/** A statement and where it stands in its file. */
export interface Placed {
  readonly text: string
  readonly path: string
  readonly firstByte: number
  readonly endByte: number
  readonly line: number
}

export interface RowHooks {
  /** Called for each statement, with its table. */
  readonly added: (table: QName) => unknown
  /** Takes a COMMIT, ROLLBACK or SAVEPOINT of a block. */
  readonly step: (text: string) => boolean
}

/** Where the rows of a script are. Statements are cut here; their values are read when they are loaded. */
export class ScriptRows {
  private readonly segments = new SegmentList()
  /** Where each table had its first rows, by schema and name. */
  private readonly first = new Map<string, Placed>()
  /** Tables of which rows are gone again: the numbers that they had are not given a second time. */
  private readonly skipped = new Set<string>()

  constructor(
    private readonly session: ScriptSession,
    private readonly hooks: RowHooks,
  ) {}

  /** An INSERT of which only the head may be known. False: its rows come from a query. */
  insert(statement: Placed): boolean {
    const tokens = lex(this.session.substitute(statement.text)).tokens
    const clause = clauseAt(tokens, 1, this.session.schema)
    if (!clause || !(clause.values || statement.text.length < statement.endByte - statement.firstByte)) return false
    this.add(clause.table, statement, 0, undefined)
    return true
  }

  /** INSERT ALL without conditions, over one row of nothing. */
  insertAll(statement: Placed): boolean {
    const { tokens, problem } = lex(statement.text)
    if (problem || !/^ALL$/i.test(tokens[1]?.image ?? '')) return false
    const found: { readonly table: QName; readonly from: number; readonly to: number }[] = []
    let at = 2
    while (/^INTO$/i.test(tokens[at]?.image ?? '')) {
      const clause = clauseAt(tokens, at, this.session.schema, (text) => this.session.substitute(text))
      const from = tokens[at]?.startOffset ?? 0
      if (!clause?.values) return false
      at = behindRows(tokens, clause.end)
      found.push({ table: clause.table, from, to: (tokens[at - 1]?.endOffset ?? 0) + 1 })
    }
    const query = tokens.slice(at).map(({ image }) => image.toUpperCase())
    if (found.length === 0 || !/^SELECT (?:\*|\d+|'[^']*') FROM (?:SYS \. )?DUAL$/.test(query.join(' '))) return false
    for (const { table, from, to } of found) this.add(table, statement, from, to)
    this.segments.interrupt()
    return true
  }

  /** A block with nothing but INSERTs, each of rows that it writes out. */
  block(statement: Placed): boolean {
    const { tokens, problem } = lex(statement.text)
    if (problem || !/^BEGIN$/i.test(tokens[0]?.image ?? '')) return false
    const found: ({ readonly table: QName; readonly from: number; readonly to: number } | string)[] = []
    for (const part of statementsOf(tokens.slice(1))) {
      const [first] = part
      if (/^(?:END|NULL)$/i.test(first?.image ?? '') && part.length < 3) continue
      if (/^(?:COMMIT|ROLLBACK|SAVEPOINT)$/i.test(first?.image ?? '')) {
        found.push(part.map(({ image }) => image).join(' '))
        continue
      }
      const clause = clauseAt(part, 1, this.session.schema, (text) => this.session.substitute(text))
      if (!/^INSERT$/i.test(first?.image ?? '') || !clause?.values) return false
      if (part.slice(behindRows(part, clause.end)).length > 0) return false
      found.push({ table: clause.table, from: first?.startOffset ?? 0, to: (part.at(-1)?.endOffset ?? 0) + 1 })
    }
    this.segments.interrupt()
    for (const each of found)
      if (typeof each === 'string') this.hooks.step(each)
      else this.add(each.table, statement, each.from, each.to)
    this.segments.interrupt()
    return found.length > 0
  }

  private add(table: QName, placed: Placed, from: number, to: number | undefined): void {
    const { text, path, firstByte, endByte, line } = placed
    const { variables, formats, timeZone } = this.session
    const full = inSchema(table, this.session.schema)
    const offset = (at: number): number => firstByte + Buffer.byteLength(text.slice(0, at))
    this.segments.add({
      ...{ path, table: full, charset: 'utf8', noBackslashEscapes: true, ansiQuotes: true },
      from: from === 0 ? firstByte : offset(from),
      to: to === undefined ? endByte : offset(to),
      line: line + (text.slice(0, from).match(/\n/g)?.length ?? 0),
      ...(variables && { variables }),
      ...(formats && { formats }),
      ...(timeZone === undefined ? {} : { timeZone }),
    })
    this.hooks.added(full)
    if (!this.first.has(dotted(full))) this.first.set(dotted(full), { ...placed, text: text.slice(0, shownLength) })
  }

  /** Whether rows of the table stand in front of this place. */
  has(table: QName): boolean {
    return this.segments.all.some((segment) => dotted(segment.table) === dotted(table))
  }

  interrupt(): void {
    this.segments.interrupt()
  }

  /** `anew`: the table is gone, too; one of that name counts from its beginning. */
  forget(table: QName, anew: boolean): void {
    this.segments.forget(table)
    if (anew) this.skipped.delete(dotted(table))
    else this.skipped.add(dotted(table))
  }

  mark(): SegmentMark {
    return this.segments.mark()
  }

  grewSince(mark: SegmentMark): boolean {
    return this.segments.grewSince(mark)
  }

  backTo(mark: SegmentMark): void {
    for (const table of this.segments.backTo(mark)) this.skipped.add(dotted(table))
  }

  rename(from: QName, to: QName): void {
    this.segments.rename(from, to)
    const [old, now] = [dotted(from), dotted(to)]
    const first = this.first.get(old)
    if (first && !this.first.has(now)) this.first.set(now, first)
    if (this.skipped.delete(old)) this.skipped.add(now)
  }

  /** The table has other columns from here on. */
  altered(name: QName, before: Table, after: Table): void {
    if (changesColumns(before, after)) this.segments.change(name, (segment) => withPast(segment, before, after))
  }

  /**
   * All of them, for the tables of the finished catalogue; `lost`: the first statement of each name that no table has.
   * `tableNow` finds a table by the name it had when its rows came.
   */
  result(tableNow: (name: QName) => Table | undefined): {
    readonly segments: readonly DataSegment[]
    readonly lost: readonly { readonly table: QName; readonly statement: Placed }[]
  } {
    const lost = new Map<string, { readonly table: QName; readonly statement: Placed }>()
    const segments = this.segments.all.flatMap((segment) => {
      const name = dotted(segment.table)
      const table = tableNow(segment.table)
      const statement = this.first.get(name)
      if (!table && statement) lost.set(name, { table: segment.table, statement })
      return table ? [{ ...segment, table: table.name, ...(this.skipped.has(name) ? {} : numbering(table)) }] : []
    })
    return { segments, lost: [...lost.values()] }
  }
}

/** Rows are numbered one by one; other steps are left to the server. */
function numbering({ columns }: Table): Pick<DataSegment, 'declaredNext'> {
  const sequence = columns.find(({ identity }) => identity)?.identity?.sequence
  const { start = '1', increment = '1' } = sequence ?? {}
  return sequence && String(increment) === '1' ? { declaredNext: String(start) } : {}
}

/** `INTO t [t] [(columns)] VALUES`, from the word INTO on; `end`: behind VALUES. */
function clauseAt(
  tokens: readonly IToken[],
  from: number,
  schema: Ident,
  substitute: (text: string) => string = (text) => text,
): { readonly table: QName; readonly values: boolean; readonly end: number } | undefined {
  if (!/^INTO$/i.test(tokens[from]?.image ?? '')) return undefined
  const parts = [substitute(tokens[from + 1]?.image ?? '')]
  let at = from + 2
  for (; tokens[at]?.image === '.'; at += 2) parts.push(substitute(tokens[at + 1]?.image ?? ''))
  const names = parts.flatMap((part) => part.split('.')).filter((part) => part !== '')
  if (names.length === 0 || names.some((name) => name.startsWith('&') || name === '(')) return undefined
  if (!/^(?:\(|VALUES|SELECT|WITH)$/i.test(tokens[at]?.image ?? '')) at++
  if (tokens[at]?.image === '(') at = behindGroup(tokens, at)
  const name = decodeName(names.at(-1) ?? '')
  const table: QName = { schema: names.length > 1 ? decodeName(names.at(-2) ?? '') : schema, name }
  return { table, values: /^VALUES$/i.test(tokens[at]?.image ?? ''), end: at + 1 }
}

/** Index behind the parenthesis that closes the one at this place. */
function behindGroup(tokens: readonly IToken[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const image = tokens[at]?.image
    if (image === '(') depth++
    else if (image === ')' && --depth === 0) return at + 1
  }
  return tokens.length
}

/** Index behind the rows of VALUES. */
function behindRows(tokens: readonly IToken[], from: number): number {
  let at = from
  while (tokens[at]?.image === '(') {
    at = behindGroup(tokens, at)
    if (tokens[at]?.image === ',') at++
  }
  return at
}

function statementsOf(tokens: readonly IToken[]): readonly (readonly IToken[])[] {
  const parts: IToken[][] = [[]]
  for (const token of tokens) {
    if (token.image === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}
