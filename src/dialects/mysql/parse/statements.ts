import { lex } from '../../../../grammars/mysql/lexer.js'
import { type ParseOptions, parseAs } from '../../../../grammars/mysql/parser.js'
import type { SyntaxProblem } from '../../../../grammars/sql/lexer.js'
import type { Parsed } from '../../../../grammars/sql/parsing.js'
import type { FindingSink } from '../../../core/findings/finding.js'
import { type Ident, type Origin, objectId, type QName } from '../../../core/ir/names.js'
import type { SourceId } from '../../../core/text/source.js'
import { type CstNode, hasWord, type IToken, type LowerContext, node, nodes, originOf, type SqlModes } from './cst.js'
import { lowerAlterTable } from './definitions/alter.js'
import { formOf, lowerKeyTail } from './definitions/indexes.js'
import { lowerSequence } from './definitions/sequences.js'
import { readSimpleStatement, wordOf } from './definitions/simple-statements.js'
import { lowerCreateTable, lowerTableOptions } from './definitions/tables.js'
import { lowerPrefixes, lowerView } from './definitions/views.js'
import { lowerIdent, lowerQName } from './names.js'
import type {
  CreateDatabase,
  CreateIndex,
  CreateProgram,
  Drop,
  ProgramForm,
  RenameTables,
  Statement,
} from './script/shapes.js'

export interface StatementContext {
  readonly source: SourceId
  readonly modes: SqlModes
  /** Schema for names without one. */
  readonly schema: Ident
  readonly sink: FindingSink
}

export type ReadStatement =
  | { readonly statement: Statement }
  | { readonly problem: SyntaxProblem; readonly what: string }
  /** Nothing but comments and blanks. */
  | { readonly empty: true }

/** How much of a statement is looked at to find out what it is. */
const headLength = 4000

/** Reads one statement. Bad text gives a problem, never an exception. */
export function readStatement(text: string, context: StatementContext): ReadStatement {
  const start = skipComments(text)
  if (start >= text.length) return { empty: true }
  // Versioned comments are code, whatever their number: dumps mark by them what old servers do not know.
  const options = context.modes
  const head = lex(text.slice(start, start + headLength), options).tokens.map((token) => moved(token, start))
  const [first] = head
  if (!first || first.image === ';') {
    const { problem, tokens } = lex(text, options)
    return problem && tokens.length === 0 ? { problem, what: text.slice(0, 20) } : { empty: true }
  }
  const origin: Origin = { from: 'text', source: context.source, start, end: text.length }
  const simple = readSimpleStatement(head, text, origin, context.modes)
  if (simple) return { statement: simple }
  const what = head.slice(0, 2).map(wordOf).filter(Boolean).join(' ') || first.image.slice(0, 20)
  const end = programEnd(head)
  const parsed = end === undefined ? parseAs('statement', text, options) : parseHead(text.slice(0, end), options)
  if ('problem' in parsed) return { problem: parsed.problem, what }
  const lowered = lowerParsed(parsed.cst, text, context)
  return { statement: end === undefined ? lowered : { ...lowered, origin } }
}

/** Parses the head of a stored program. Dumps put the whole program into a versioned comment, which the cut leaves open. */
function parseHead(text: string, options: ParseOptions): Parsed {
  const parsed = parseAs('statement', text, options)
  const open = 'problem' in parsed && parsed.problem.problem === 'unterminated-comment'
  return open ? parseAs('statement', `${text} */`, options) : parsed
}

const moved = (token: IToken, by: number): IToken => ({
  ...token,
  startOffset: token.startOffset + by,
  endOffset: (token.endOffset ?? token.startOffset) + by,
})

/** Offset behind leading blanks and comments; versioned comments are code. */
export function skipComments(text: string): number {
  const blank = /(?:\s+|#[^\n]*|--(?=[\s\0]|$)[^\n]*|\/\*(?!M?!))/y
  let at = 0
  for (;;) {
    blank.lastIndex = at
    const match = blank.exec(text)
    if (!match) return at
    at = blank.lastIndex
    if (!match[0].startsWith('/*')) continue
    const close = text.indexOf('*/', at)
    if (close < 0) return at - 2
    at = close + 2
  }
}

const programs = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
const kinds = new Set([...programs, 'TABLE', 'VIEW', 'SEQUENCE', 'DATABASE', 'SCHEMA', 'INDEX'])

/** For CREATE of a stored program: the offset behind its head. The body is never parsed here. */
function programEnd(head: readonly IToken[]): number | undefined {
  if (wordOf(head[0]) !== 'CREATE') return undefined
  const at = head.findIndex((token) => kinds.has(wordOf(token)))
  if (at < 0 || !programs.has(wordOf(head[at]))) return undefined
  // A trigger's head ends behind its table.
  const from = wordOf(head[at]) === 'TRIGGER' ? head.findIndex((token, i) => i > at && wordOf(token) === 'ON') : at
  let last = from + 1
  while (['BODY', 'IF', 'NOT', 'EXISTS'].includes(wordOf(head[last])) && head[last + 1]?.image !== '.') last++
  if (head[last + 1]?.image === '.') last += 2
  const end = head[last]
  return end === undefined ? undefined : (end.endOffset ?? end.startOffset) + 1
}

function lowerParsed(cst: CstNode, text: string, context: StatementContext): Statement {
  const statement = node(cst, 'createStatement') ?? node(cst, 'alterStatement') ?? node(cst, 'dropStatement') ?? cst
  const lower: LowerContext = {
    source: context.source,
    base: 0,
    text,
    sink: context.sink,
    object: objectId(kindOf(statement), objectName(statement, context)),
    modes: context.modes,
  }
  if (statement.name === 'dropStatement') return lowerDrop(statement, lower)
  const rename = node(cst, 'renameStatement')
  return rename ? lowerRenames(rename, lower) : lowerTail(statement, lower)
}

const tails = [
  ['createTableTail', 'table'],
  ['alterTableTail', 'table'],
  ['viewTail', 'view'],
  ['sequenceTail', 'sequence'],
  ['createIndexTail', 'table'],
  ['triggerHead', 'trigger'],
] as const

const kindOf = (of: CstNode): string => tails.find(([name]) => node(of, name))?.[1] ?? 'schema'

/** The object that findings of this statement speak of. */
function objectName(of: CstNode, context: StatementContext): QName {
  const tail = tails.map(([name]) => node(of, name)).find((each) => each !== undefined)
  const name = tail && node(tail, 'qualifiedName')
  const lowered = name ? lowerQName(name) : { name: lowerIdent(node(of, 'identifier')) }
  return { schema: context.schema, ...lowered }
}

function lowerTail(of: CstNode, context: LowerContext): Statement {
  const table = node(of, 'createTableTail')
  if (table) return lowerCreateTable(of, table, context)
  const alter = node(of, 'alterTableTail')
  if (alter) return lowerAlterTable(of, alter, context)
  const view = node(of, 'viewTail')
  if (view) return lowerView(of, view, context)
  const sequence = node(of, 'sequenceTail')
  if (sequence) return lowerSequence(of, sequence, context)
  const index = node(of, 'createIndexTail')
  if (index) return lowerCreateIndex(of, index, context)
  const program = node(of, 'programHead') ?? node(of, 'triggerHead')
  return program ? lowerProgram(of, program, context) : lowerDatabase(of, context)
}

function lowerCreateIndex(of: CstNode, tail: CstNode, context: LowerContext): CreateIndex {
  const table = node(tail, 'qualifiedName')
  return {
    kind: 'createIndex',
    table: table ? lowerQName(table) : { name: lowerIdent(undefined) },
    key: lowerKeyTail(tail, formOf(tail), of, context),
    orReplace: hasWord(of, 'REPLACE'),
    origin: originOf(of, context),
  }
}

function lowerDatabase(of: CstNode, context: LowerContext): CreateDatabase {
  const name = node(of, 'identifier')
  return {
    kind: 'createDatabase',
    ...(name ? { name: lowerIdent(name) } : {}),
    alter: of.name === 'alterStatement',
    options: lowerTableOptions(node(of, 'tableOptions'), context),
    origin: originOf(of, context),
  }
}

function formOfProgram(of: CstNode): ProgramForm {
  if (hasWord(of, 'PROCEDURE')) return 'procedure'
  if (hasWord(of, 'FUNCTION')) return 'function'
  if (hasWord(of, 'EVENT')) return 'event'
  if (hasWord(of, 'PACKAGE')) return hasWord(of, 'BODY') ? 'packageBody' : 'package'
  return 'trigger'
}

const events = ['insert', 'update', 'delete'] as const

function lowerProgram(of: CstNode, head: CstNode, context: LowerContext): CreateProgram {
  const [name, table] = nodes(head, 'qualifiedName')
  const form = formOfProgram(head)
  return {
    kind: 'createProgram',
    form,
    name: name ? lowerQName(name) : { name: lowerIdent(undefined) },
    orReplace: hasWord(of, 'REPLACE'),
    ifNotExists: node(head, 'ifNotExists') !== undefined,
    options: lowerPrefixes(of, context),
    text: context.text,
    ...(table
      ? {
          trigger: {
            table: lowerQName(table),
            timing: hasWord(head, 'AFTER') ? 'after' : 'before',
            events: nodes(head, 'triggerEvent').flatMap((event) =>
              events.filter((each) => hasWord(event, each.toUpperCase())),
            ),
          },
        }
      : {}),
    origin: originOf(of, context),
  }
}

const dropKinds: readonly (readonly [string, Drop['what']])[] = [
  ['INDEX', 'index'],
  ['TABLE', 'table'],
  ['TABLES', 'table'],
  ['VIEW', 'view'],
  ['SEQUENCE', 'sequence'],
  ['DATABASE', 'database'],
  ['SCHEMA', 'database'],
]

function lowerDrop(of: CstNode, context: LowerContext): Drop {
  const owner = node(of, 'dropOwner')
  const table = owner && node(owner, 'qualifiedName')
  const what = dropKinds.find(([word]) => hasWord(of, word))?.[1] ?? 'program'
  return {
    kind: 'drop',
    what,
    ...(what === 'program' ? { program: formOfProgram(of) } : {}),
    names: nodes(of, 'qualifiedName').map(lowerQName),
    ifExists: node(of, 'ifExists') !== undefined,
    ...(table ? { table: lowerQName(table) } : {}),
    origin: originOf(of, context),
  }
}

function lowerRenames(of: CstNode, context: LowerContext): RenameTables {
  const pairs = nodes(of, 'renamePair').flatMap((pair) => {
    const [from, to] = nodes(pair, 'qualifiedName').map(lowerQName)
    return from && to ? [{ from, to }] : []
  })
  return { kind: 'renameTables', pairs, origin: originOf(of, context) }
}
