import type { Definition } from '../../../../core/ir/definition.js'
import type { GetDiagnostics, Signal } from '../../../../core/ir/error-handling.js'
import type { Expr, Literal } from '../../../../core/ir/expr.js'
import type { Assign, Execute, Stmt, Target } from '../../../../core/ir/statement.js'
import {
  type CstElement,
  type CstNode,
  has,
  hasWord,
  inOrder,
  isNode,
  node,
  nodes,
  originOf,
  startOf,
  textBetween,
  token,
} from '../cst.js'
import { lowerExpression, lowerUserVariable } from '../expressions.js'
import { lowerIdent, lowerQName } from '../names.js'
import { lowerQuery } from '../queries.js'
import {
  type Label,
  lowerBlock,
  lowerCaseStatement,
  lowerFor,
  lowerIf,
  lowerLoop,
  lowerRepeat,
  lowerStrayDeclaration,
  lowerWhile,
} from './compound.js'
import { lostStatement, type ProgramContext } from './context.js'
import { lowerChangeWith, lowerDelete, lowerInsert, lowerLoad, lowerUpdate } from './data-changes.js'
import { lowerNameStatement, lowerPlsql } from './plsql.js'
import { lowerCondition, lowerPath, lowerTarget, pathTarget } from './targets.js'

/** Lowers `statementSlot`. A lost one becomes Opaque with a finding. */
export function lowerSlot(of: CstNode, context: ProgramContext): Stmt {
  context.counts.statements++
  const statement = context.lost.has(startOf(of)) ? undefined : node(of, 'programStatement')
  return statement ? lowerStatement(statement, context) : lostStatement(of, context)
}

type Lowering = (of: CstNode, context: ProgramContext) => Stmt
type LabelledLowering = (of: CstNode, label: Label, context: ProgramContext) => Stmt

const simple: Readonly<Record<string, Lowering>> = {
  nameStatement: lowerNameStatement,
  plsqlStatement: lowerPlsql,
  changeWithTables: lowerChangeWith,
  query: lowerQueryStatement,
  setStatement: lowerSet,
  ifStatement: lowerIf,
  declaration: lowerStrayDeclaration,
  insertStatement: lowerInsert,
  updateStatement: lowerUpdate,
  deleteStatement: lowerDelete,
  cursorStatement: lowerCursorStatement,
  callStatement: lowerCall,
  jumpStatement: lowerJump,
  returnStatement: lowerReturn,
  caseStatement: lowerCaseStatement,
  signalStatement: lowerSignal,
  diagnosticsStatement: lowerDiagnostics,
  transactionStatement: lowerTransaction,
  preparedStatement: lowerPrepared,
  definitionStatement: lowerDefinition,
  doStatement: lowerDo,
  loadStatement: lowerLoad,
  commandStatement: lowerCommand,
}

const labelled: Readonly<Record<string, LabelledLowering>> = {
  block: lowerBlock,
  loopStatement: lowerLoop,
  whileStatement: lowerWhile,
  repeatStatement: lowerRepeat,
  forStatement: lowerFor,
}

const dataChanges: ReadonlySet<string> = new Set(['insertStatement', 'updateStatement', 'deleteStatement'])

/** A statement that changes rows has forgotten the error before it asks for it (tried on MariaDB 10.11). */
function withoutError(context: ProgramContext): ProgramContext {
  const { isLocal } = context
  if (!context.modes.plsql || !isLocal) return context
  return { ...context, isLocal: (name) => !/^sql(code|errm)$/i.test(name) && isLocal(name) }
}

/** Lowers `programStatement`. */
export function lowerStatement(of: CstNode, context: ProgramContext): Stmt {
  const label = node(of, 'label') ?? nodes(of, 'labelMark').at(-1)
  const named: Label = label ? { label: lowerIdent(node(label, 'identifier')) } : {}
  const origin = originOf(of, context)
  for (const name of Object.keys(of.children)) {
    const inner = node(of, name)
    const lower = simple[name]
    const lowerLabelled = labelled[name]
    if (inner && lower) return { ...lower(inner, dataChanges.has(name) ? withoutError(context) : context), origin }
    if (inner && lowerLabelled) return { ...lowerLabelled(inner, named, context), origin }
  }
  return lostStatement(of, context)
}

const exprs = (of: CstNode | undefined, context: ProgramContext, name = 'expression'): readonly Expr[] =>
  of ? nodes(of, name).map((each) => lowerExpression(each, context)) : []

/** A value that the grammar makes sure of. */
function exprOf(of: CstNode, context: ProgramContext): Expr {
  const [first] = exprs(of, context)
  return first ?? wordLiteral('', of, context)
}

/** SELECT: with INTO it fills variables, without it gives rows to the caller. */
function lowerQueryStatement(of: CstNode, outer: ProgramContext): Stmt {
  const context = { ...outer, readsInto: true }
  const origin = originOf(of, context)
  const into = intoOf(of)
  if (into && (has(into, 'K_OUTFILE') || has(into, 'K_DUMPFILE'))) {
    return { kind: 'command', words: 'SELECT INTO FILE', text: textBetween(of, context), origin }
  }
  const query = lowerQuery(of, context)
  return into
    ? { kind: 'selectInto', query, targets: intoTargets(into, context), origin }
    : { kind: 'resultSet', query, origin }
}

/** INTO of the query itself: behind its list, or behind the whole. */
function intoOf(of: CstNode): CstNode | undefined {
  const tail = nodes(of, 'queryTail').map((each) => node(each, 'intoClause'))
  const terms = nodes(of, 'queryTerm').flatMap((term) => {
    const select = node(term, 'selectCore')
    return select ? [node(select, 'intoClause')] : []
  })
  return [...tail, ...terms].find((each) => each !== undefined)
}

function intoTargets(of: CstNode, context: ProgramContext): readonly Target[] {
  return inOrder(of).flatMap(({ name, element }): readonly Target[] => {
    if (!isNode(element)) return []
    if (name === 'userVariable') return [lowerUserVariable(element, context)]
    return name === 'qualifiedName' ? [pathTarget(lowerPath(element), element, context)] : []
  })
}

const wordLiteral = (text: string, of: CstElement, context: ProgramContext): Literal => ({
  kind: 'literal',
  of: 'text',
  text,
  origin: originOf(of, context),
})

function lowerSet(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  if (node(of, 'settingClause')) return lowerCommand(of, context)
  return { kind: 'assign', assignments: nodes(of, 'assignment').map((each) => lowerAssignment(each, context)), origin }
}

function lowerAssignment(of: CstNode, context: ProgramContext): Assign['assignments'][number] {
  const to = node(of, 'target')
  const scope = token(of, 'scope')?.image.toUpperCase()
  const found = lowerTarget(to ?? of, context)
  const target: Target =
    scope !== undefined && found.kind === 'variable'
      ? { ...found, scope: scope === 'SESSION' || scope === 'LOCAL' ? 'session' : 'global' }
      : found
  const word = token(of, 'K_ON') ?? token(of, 'K_ALL') ?? token(of, 'K_BINARY')
  return { target, value: word ? wordLiteral(word.image, word, context) : exprOf(of, context) }
}

function lowerCall(of: CstNode, context: ProgramContext): Stmt {
  const path = lowerPath(node(of, 'columnPath'))
  const name = path.at(-1) ?? lowerIdent(undefined)
  const schema = path.at(-2)
  return {
    kind: 'callStatement',
    routine: schema ? { schema, name } : { name },
    args: exprs(node(of, 'plainArguments'), context),
    origin: originOf(of, context),
  }
}

function lowerDo(of: CstNode, context: ProgramContext): Stmt {
  return { kind: 'evaluate', exprs: exprs(of, context), origin: originOf(of, context) }
}

function lowerJump(of: CstNode, context: ProgramContext): Stmt {
  const label = lowerIdent(node(of, 'identifier'))
  return { kind: hasWord(of, 'LEAVE') ? 'leave' : 'iterate', label, origin: originOf(of, context) }
}

function lowerReturn(of: CstNode, context: ProgramContext): Stmt {
  const [value] = exprs(of, context)
  return { kind: 'return', ...(value ? { value } : {}), origin: originOf(of, context) }
}

function lowerCursorStatement(of: CstNode, context: ProgramContext): Stmt {
  const fetch = node(of, 'fetchTail')
  const cursor = lowerIdent(node(fetch ?? of, 'identifier'))
  const origin = originOf(of, context)
  if (node(of, 'groupRow')) return { kind: 'fetchGroupRow', origin }
  if (fetch) {
    const targets = nodes(fetch, 'target').map((each) => lowerTarget(each, context))
    return { kind: 'fetchCursor', cursor, targets, ...(context.modes.plsql ? { silent: true as const } : {}), origin }
  }
  if (hasWord(of, 'CLOSE')) return { kind: 'closeCursor', cursor, origin }
  return { kind: 'openCursor', cursor, args: exprs(node(of, 'plainArguments'), context), origin }
}

function lowerSignal(of: CstNode, context: ProgramContext): Signal {
  const condition = node(of, 'condition')
  return {
    kind: hasWord(of, 'SIGNAL') ? 'signal' : 'resignal',
    ...(condition ? { condition: lowerCondition(condition, context) } : {}),
    items: nodes(of, 'signalItem').map((item) => ({ name: itemName(item), value: exprOf(item, context) })),
    origin: originOf(of, context),
  }
}

/** The items of the standard have their names; the server's own number of an error has one of the hub. */
function itemName(of: CstNode): string {
  const name = lowerIdent(node(of, 'identifier')).text.toUpperCase()
  return name === 'MYSQL_ERRNO' ? 'ERROR_NUMBER' : name
}

function lowerDiagnostics(of: CstNode, context: ProgramContext): GetDiagnostics {
  const condition = node(of, 'expression')
  return {
    kind: 'getDiagnostics',
    area: hasWord(of, 'STACKED') ? 'stacked' : 'current',
    ...(condition ? { condition: lowerExpression(condition, context) } : {}),
    items: nodes(of, 'diagnosticsItem').flatMap((item) => {
      const target = node(item, 'target')
      return target ? [{ target: lowerTarget(target, context), name: itemName(item) }] : []
    }),
    origin: originOf(of, context),
  }
}

function lowerTransaction(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  const name = node(of, 'identifier')
  if (name) {
    const action = hasWord(of, 'ROLLBACK') ? 'rollback' : hasWord(of, 'RELEASE') ? 'release' : 'set'
    return { kind: 'savepoint', action, name: lowerIdent(name), origin }
  }
  const action = hasWord(of, 'START') ? 'start' : hasWord(of, 'COMMIT') ? 'commit' : 'rollback'
  const rest = node(of, 'restOfStatement')
  const words = rest ? textBetween(rest, context).trim().toUpperCase() : ''
  const modifiers = words
    .split(',')
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter((word) => word !== '' && word !== 'WORK')
  return { kind: 'transaction', action, modifiers, origin }
}

function lowerPrepared(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  const name = lowerIdent(node(of, 'identifier'))
  if (hasWord(of, 'EXECUTE')) return { ...lowerExecute(of, context), origin }
  if (hasWord(of, 'FROM')) return { kind: 'prepare', name, text: exprOf(of, context), origin }
  return { kind: 'deallocate', name, origin }
}

function lowerExecute(of: CstNode, context: ProgramContext): Execute {
  const name = node(of, 'identifier')
  return {
    kind: 'execute',
    what: name ? { name: lowerIdent(name) } : { text: exprOf(of, context) },
    using: exprs(of, context, 'using'),
    origin: originOf(of, context),
  }
}

const verbs = ['create', 'alter', 'drop', 'rename', 'truncate'] as const
/** Rules that hold the name of what is made, changed or dropped. */
const named = [
  'createTableTail',
  'alterTableTail',
  'viewTail',
  'sequenceTail',
  'createIndexTail',
  'programHead',
  'triggerHead',
]

function lowerDefinition(of: CstNode, context: ProgramContext): Definition {
  const text = textBetween(of, context)
  const words = text.toUpperCase().match(/[A-Z_]+/g) ?? []
  const inner = [...definitions.flatMap((name) => nodes(of, name)), of][0] ?? of
  const tail = named.map((name) => node(inner, name)).find((each) => each !== undefined) ?? inner
  const pairs = nodes(tail, 'renamePair').flatMap((pair) => nodes(pair, 'qualifiedName'))
  const query = queryOf(tail)
  return {
    kind: 'definition',
    verb: verbs.find((verb) => verb.toUpperCase() === words[0]) ?? 'alter',
    object: objectWords(words.slice(1)),
    names: [...nodes(tail, 'qualifiedName'), ...pairs].map(lowerQName),
    ...(query ? { query: lowerQuery(query, { ...context, readsInto: true }) } : {}),
    ...(/\bIF\s+(NOT\s+)?EXISTS\b/i.test(text.slice(0, 200)) ? { guarded: true } : {}),
    text,
    origin: originOf(of, context),
  }
}

const definitions = [
  'createStatement',
  'alterStatement',
  'dropStatement',
  'renameStatement',
  'truncateStatement',
  'foreignDefinition',
]

const queryOf = (tail: CstNode): CstNode | undefined => {
  const end = node(tail, 'tableTail')
  return node(tail, 'query') ?? (end && node(end, 'query'))
}

const objects = new Set(
  'TABLE TABLES VIEW INDEX SEQUENCE DATABASE SCHEMA PROCEDURE FUNCTION TRIGGER EVENT USER ROLE'.split(' '),
)

/** `temporary table`, `table`: TRUNCATE may leave the word out. */
function objectWords(words: readonly string[]): string {
  const object = words.slice(0, 8).find((word) => objects.has(word)) ?? 'table'
  const singular = object === 'TABLES' ? 'TABLE' : object
  return `${words[0] === 'TEMPORARY' ? 'temporary ' : ''}${singular.toLowerCase()}`
}

function lowerCommand(of: CstNode, context: ProgramContext): Stmt {
  const text = textBetween(of, context)
  const words = text
    .split(/[^A-Za-z_]+/)
    .slice(0, 2)
    .join(' ')
    .toUpperCase()
  return { kind: 'command', words, text, origin: originOf(of, context) }
}
