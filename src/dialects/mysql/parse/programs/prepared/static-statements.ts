import type { Expr } from '../../../../../core/ir/expr.js'
import type { Declaration, Execute, Program, Stmt } from '../../../../../core/ir/program.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import { keyOf, type Piece, piecesOf, type Template, type Texts, templateOf } from './pieces.js'

/** Reads one statement whose values have names; undefined when it is not understood as a whole. */
export type ReadStatement = (template: Template, execute: Execute) => Stmt | undefined

/**
 * Statements that a program builds as text, prepares and executes, as the statements that they are, wherever the text is
 * known but for its values. What is built otherwise stays as it is.
 */
export function withStaticStatements(program: Program, read: ReadStatement): Program {
  const numbers = numberVariables(program)
  const work: Work = { read, isNumber: (expr) => isNumber(expr, numbers), resolved: new Set(), missed: new Set() }
  const body = inStatement(program.body, { texts: new Map(), prepared: new Map() }, work)
  if (work.resolved.size === 0) return program
  return { ...program, body: withoutPrepare(body, work, program) }
}

interface Work {
  readonly read: ReadStatement
  readonly isNumber: (expr: Expr) => boolean
  /** Names of prepared statements all of whose executions were read, and those of which one was not. */
  readonly resolved: Set<string>
  readonly missed: Set<string>
}

interface Known {
  readonly texts: Texts
  readonly prepared: ReadonlyMap<string, readonly Piece[]>
}

function inList(stmts: readonly Stmt[], start: Known, work: Work): readonly Stmt[] {
  let known = start
  return stmts.map((stmt) => {
    const made = inStatement(stmt, known, work)
    known = after(stmt, known)
    return made
  })
}

/** A statement is read with what is known before it; a loop also runs after what it does itself. */
function inStatement(stmt: Stmt, known: Known, work: Work): Stmt {
  switch (stmt.kind) {
    case 'execute':
      return executed(stmt, known, work)
    case 'block':
      return {
        ...stmt,
        statements: inList(stmt.statements, known, work),
        handlers: stmt.handlers.map((handler) => ({ ...handler, body: inStatement(handler.body, nothing, work) })),
      }
    case 'if':
    case 'caseStatement':
      return {
        ...stmt,
        branches: stmt.branches.map((branch) => ({ ...branch, body: inList(branch.body, known, work) })),
        ...(stmt.else ? { else: inList(stmt.else, known, work) } : {}),
      }
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return { ...stmt, body: inList(stmt.body, without(known, setIn(stmt)), work) }
    default:
      return stmt
  }
}

const nothing: Known = { texts: new Map(), prepared: new Map() }

function executed(stmt: Execute, known: Known, work: Work): Stmt {
  const name = 'name' in stmt.what ? stmt.what.name.text.toLowerCase() : undefined
  const pieces = 'text' in stmt.what ? piecesOf(stmt.what.text, known.texts) : known.prepared.get(name ?? '')
  const template = pieces && templateOf(pieces, stmt.using, work.isNumber)
  const made = template && work.read(template, stmt)
  if (name !== undefined) (made ? work.resolved : work.missed).add(name)
  else if (made) work.resolved.add('')
  return made ?? stmt
}

/** What is known behind a statement: a text is lost when it, or a value in it, may have changed. */
function after(stmt: Stmt, known: Known): Known {
  if (stmt.kind === 'prepare') {
    const prepared = new Map(known.prepared)
    prepared.set(stmt.name.text.toLowerCase(), piecesOf(stmt.text, known.texts))
    return { ...known, prepared }
  }
  const left = without(known, setIn(stmt))
  if (stmt.kind !== 'assign') return left
  const texts = new Map(left.texts)
  for (const { target, value } of stmt.assignments) {
    const key = keyOf(target)
    if (key === undefined) continue
    const pieces = piecesOf(value, known.texts)
    const own = pieces.some((piece) => 'value' in piece && mentions(piece.value, new Set([key])))
    if (!own && pieces.some((piece) => 'text' in piece)) texts.set(key, pieces)
  }
  return { ...left, texts }
}

function without(known: Known, changed: ReadonlySet<string>): Known {
  if (changed.size === 0) return known
  const stays = (pieces: readonly Piece[]): boolean =>
    !pieces.some((piece) => 'value' in piece && mentions(piece.value, changed))
  return {
    texts: new Map([...known.texts].filter(([key, pieces]) => !changed.has(key) && stays(pieces))),
    prepared: new Map([...known.prepared].filter(([, pieces]) => stays(pieces))),
  }
}

/** Variables that a statement, or what it holds, may set. */
function setIn(stmt: Stmt): ReadonlySet<string> {
  const found = new Set<string>()
  walkStmt(stmt, {
    target: (target) => {
      const key = keyOf(target)
      if (key !== undefined) found.add(key)
    },
    stmt: (each) => {
      // What a call gives back is set too.
      if (each.kind === 'callStatement') for (const arg of each.args) found.add(keyOf(arg) ?? '')
      return undefined
    },
  })
  return found
}

function mentions(expr: Expr, names: ReadonlySet<string>): boolean {
  let found = false
  walkStmt(
    { kind: 'evaluate', exprs: [expr], origin: expr.origin },
    {
      expr: (each) => {
        if (names.has(keyOf(each) ?? '?')) found = true
        return !found
      },
    },
  )
  return found
}

/** Variables and parameters that hold numbers whatever happens. */
function numberVariables(program: Program): ReadonlySet<string> {
  const found = new Set<string>()
  const isNumeric = (type: Declaration & { readonly kind: 'declareVariables' }): boolean =>
    type.type.kind === 'type' && /^(integer|decimal|float|year|boolean)$/.test(type.type.type.logical.kind)
  for (const { name, type } of program.params)
    if (type.kind === 'type' && /^(integer|decimal|float|year|boolean)$/.test(type.type.logical.kind))
      found.add(name.text.toLowerCase())
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const declaration of stmt.declarations)
        if (declaration.kind === 'declareVariables')
          for (const name of declaration.names) {
            if (isNumeric(declaration)) found.add(name.text.toLowerCase())
            else found.delete(name.text.toLowerCase())
          }
      return undefined
    },
  })
  return found
}

function isNumber(expr: Expr, numbers: ReadonlySet<string>): boolean {
  if (expr.kind === 'literal') return /^(integer|decimal|float)$/.test(expr.of)
  if (expr.kind === 'variable') return expr.scope === 'local' && numbers.has(expr.name.text.toLowerCase())
  if (expr.kind === 'binary') return /^(add|sub|mul|div|intDiv|mod)$/.test(expr.op)
  return expr.kind === 'cast' && /^(integer|decimal|float)$/.test(expr.to.logical.kind)
}

/** PREPARE and DEALLOCATE have nothing left to do, nor have variables that only held the texts. */
function withoutPrepare(body: Stmt, work: Work, program: Program): Stmt {
  const gone = new Set([...work.resolved].filter((name) => !work.missed.has(name)))
  const drop = (stmt: Stmt): boolean =>
    (stmt.kind === 'prepare' || stmt.kind === 'deallocate') && gone.has(stmt.name.text.toLowerCase())
  const bare = filtered(body, drop)
  const unread = unreadTexts(bare, program)
  return filtered(
    bare,
    (stmt) => stmt.kind === 'assign' && stmt.assignments.every(({ target }) => unread.has(keyOf(target) ?? '?')),
  )
}

function filtered(stmt: Stmt, drop: (stmt: Stmt) => boolean): Stmt {
  const list = (stmts: readonly Stmt[]): readonly Stmt[] =>
    stmts.flatMap((each) => (drop(each) ? [] : [filtered(each, drop)]))
  switch (stmt.kind) {
    case 'block':
      return {
        ...stmt,
        statements: list(stmt.statements),
        handlers: stmt.handlers.map((each) => ({ ...each, body: filtered(each.body, drop) })),
      }
    case 'if':
    case 'caseStatement':
      return {
        ...stmt,
        branches: stmt.branches.map((branch) => ({ ...branch, body: list(branch.body) })),
        ...(stmt.else ? { else: list(stmt.else) } : {}),
      }
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return { ...stmt, body: list(stmt.body) }
    default:
      return stmt
  }
}

/** User variables that held a text for PREPARE and that nothing reads any more. */
function unreadTexts(body: Stmt, program: Program): ReadonlySet<string> {
  const texts = new Set<string>()
  walkProgram(program, {
    stmt: (stmt) => {
      const key = stmt.kind === 'prepare' ? keyOf(stmt.text) : undefined
      if (key !== undefined) texts.add(key)
      return undefined
    },
  })
  for (const { name, mode } of program.params) if (mode !== 'in') texts.delete(name.text.toLowerCase())
  walkStmt(body, {
    expr: (expr) => {
      texts.delete(keyOf(expr) ?? '?')
      return undefined
    },
  })
  return texts
}
