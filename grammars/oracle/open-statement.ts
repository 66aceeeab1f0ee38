import { closingOf } from './lexer.js'

/** How a statement ends. */
export type Unit =
  /** At a semicolon. */
  | 'sql'
  /** Rows: at a semicolon. */
  | 'data'
  /** CREATE TYPE without a body: at a semicolon outside parentheses, which SQL*Plus does not ask for. */
  | 'type'
  /** PL/SQL: at a line with nothing but a slash. */
  | 'program'
  /** Source in another language: at such a line too; what is inside are no texts and comments of SQL. */
  | 'java'

type Inside = { readonly kind: 'code' | 'comment' } | { readonly kind: 'quote'; readonly close: string }

const programs = new Set(['PROCEDURE', 'FUNCTION', 'PACKAGE', 'TRIGGER', 'LIBRARY'])
const between = new Set([
  'OR',
  'REPLACE',
  'EDITIONABLE',
  'NONEDITIONABLE',
  'AND',
  'RESOLVE',
  'COMPILE',
  'NOFORCE',
  'FORCE',
])
/** Statements whose lines may start with the name of a privilege such as CREATE VIEW. */
const listsPrivileges = new Set(['GRANT', 'REVOKE', 'AUDIT', 'NOAUDIT', 'CREATE SCHEMA'])
const startsAnother = /^\s*(?:CREATE|ALTER\s+(?:TABLE|TRIGGER|INDEX|SEQUENCE|VIEW|SESSION)|COMMENT\s+ON)\b/i
/** Starts of lines that nothing but a statement has, wherever they stand in SQL. */
const onlyStarts =
  /^\s*(?:CREATE\s+(?:OR\s+REPLACE\s+|UNIQUE\s+|BITMAP\s+|GLOBAL\s+TEMPORARY\s+|PUBLIC\s+|MATERIALIZED\s+|FORCE\s+|EDITIONABLE\s+)*(?:TABLE|VIEW|INDEX|SEQUENCE|SYNONYM|PROCEDURE|FUNCTION|PACKAGE|TRIGGER|TYPE)|ALTER\s+TABLE|COMMENT\s+ON\s+(?:TABLE|COLUMN))\s+["\w]/i
const pieces = /[A-Za-z0-9_$#\x80-\xff]+|--|\/\*|<<|\S/g

/** A statement whose end has not been seen. Fed line by line; text is one character for each byte. */
export class OpenStatement {
  unit: Unit = 'sql'
  private words: string[] = []
  private decided = false
  private inside: Inside = { kind: 'code' }
  private depth = 0
  private lastSign = ''

  /** Whether a text or a comment in it is open. */
  get isOpen(): boolean {
    return this.inside.kind !== 'code'
  }

  /** Whether the statement ends in front of a line; `cut`: nothing in it said so but what follows. */
  endsBefore(line: string): 'slash' | 'cut' | undefined {
    if (this.inside.kind !== 'code') return undefined
    if (/^\s*[/.]\s*$/.test(line)) return 'slash'
    if (this.depth > 0 && this.unit !== 'program' && onlyStarts.test(line))
      return this.words.length > 0 ? 'cut' : undefined
    return startsAnother.test(line) && this.mayBeCut() ? 'cut' : undefined
  }

  private mayBeCut(): boolean {
    if (this.words.length === 0 || this.depth > 0 || this.unit === 'java') return false
    const [first = '', second = ''] = this.words
    if (listsPrivileges.has(first) || listsPrivileges.has(`${first} ${second}`)) return false
    return this.unit === 'program' ? this.lastSign === ';' : true
  }

  /** Takes a line from `from` on. Gives the offset of the semicolon that ends the statement, or -1. */
  take(line: string, from: number): number {
    if (this.unit === 'java') return -1
    let at = from
    while (at < line.length) {
      if (this.inside.kind !== 'code') {
        at = this.leave(line, at, this.inside)
        continue
      }
      pieces.lastIndex = at
      const found = pieces.exec(line)
      if (!found || found[0] === '--') return -1
      at = found.index + found[0].length
      if (found[0] === ';' && this.endsAtSemicolon()) return found.index
      at = this.see(found[0], line, at)
    }
    return -1
  }

  /** Offset behind the end of the text or comment around `at`, or the end of the line. */
  private leave(line: string, at: number, inside: Inside): number {
    const close = inside.kind === 'quote' ? inside.close : '*/'
    const end = line.indexOf(close, at)
    if (end < 0) return line.length
    this.inside = { kind: 'code' }
    return end + close.length
  }

  private see(piece: string, line: string, at: number): number {
    if (piece === '/*') this.inside = { kind: 'comment' }
    else if (piece === "'" || piece === '"') this.inside = { kind: 'quote', close: piece }
    else if (line[at] === "'" && /^n?q$/i.test(piece)) {
      this.inside = { kind: 'quote', close: `${closingOf(line[at + 1] ?? '')}'` }
      return at + 2
    } else this.seeCode(piece)
    return at
  }

  private seeCode(piece: string): void {
    if (piece === '(') this.depth++
    else if (piece === ')') this.depth = Math.max(0, this.depth - 1)
    if (!this.decided) this.decide(piece.toUpperCase())
    this.lastSign = piece
  }

  private endsAtSemicolon(): boolean {
    return this.unit === 'sql' || this.unit === 'data' || (this.unit === 'type' && this.depth === 0)
  }

  /** Looks at the first words until they say how the statement ends. */
  private decide(word: string): void {
    this.words.push(word)
    const [first = ''] = this.words
    const said = this.said(first, word)
    if (said === undefined) return
    this.unit = said
    this.decided = true
  }

  private said(first: string, word: string): Unit | undefined {
    if (first === 'CREATE') return this.created(word)
    if (first === 'WITH') return this.queried(word)
    if (first !== 'INSERT') return unitOf(first)
    // INSERT ALL names several tables: it is read as a whole.
    return word === 'INSERT' ? undefined : word === 'INTO' ? 'data' : 'sql'
  }

  private created(word: string): Unit | undefined {
    const before = this.words[this.words.length - 2]
    if (before === 'TYPE') return word === 'BODY' ? 'program' : 'type'
    if (word === 'CREATE' || word === 'TYPE' || between.has(word)) return undefined
    return programs.has(word) ? 'program' : word === 'JAVA' ? 'java' : 'sql'
  }

  /** WITH FUNCTION holds PL/SQL, and semicolons with it. */
  private queried(word: string): Unit | undefined {
    if (word === 'WITH') return undefined
    return word === 'FUNCTION' || word === 'PROCEDURE' ? 'program' : 'sql'
  }
}

const unitOf = (word: string): Unit => (word === 'DECLARE' || word === 'BEGIN' || word === '<<' ? 'program' : 'sql')
