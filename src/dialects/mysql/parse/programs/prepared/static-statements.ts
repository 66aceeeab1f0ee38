import type { Expr } from '../../../../../core/ir/expr.js'
import type { Ident } from '../../../../../core/ir/names.js'
import type { DeclaredType, Execute, Program, Stmt } from '../../../../../core/ir/program.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import { behind, handlerEffects, insideBlock, insideLoop, type Known, nothingKnown } from './known.js'
import { keyOf, piecesOf, type Template, templateOf } from './pieces.js'

/** Reads one statement whose values have names; undefined when it is not understood as a whole. */
export type ReadStatement = (template: Template, execute: Execute) => Stmt | undefined

/**
 * Statements that a program builds as text, prepares and executes, as the statements that they are, wherever the text is
 * known but for its values. What is built otherwise stays as it is.
 */
export function withStaticStatements(program: Program, read: ReadStatement): Program {
  const numbers = numberVariables(program)
  const work: Work = {
    read,
    isNumber: (expr) => isNumber(expr, numbers),
    resolved: new Set(),
    missed: new Set(),
    handled: handlerEffects(program),
  }
  const body = inStatement(program.body, nothingKnown, work)
  if (work.resolved.size === 0) return program
  return { ...program, body: withoutPrepare(body, work, program) }
}

interface Work {
  readonly read: ReadStatement
  readonly isNumber: (expr: Expr) => boolean
  /** Names of prepared statements all of whose executions were read, and those of which one was not. */
  readonly resolved: Set<string>
  readonly missed: Set<string>
  /** What handlers may change between any two statements. */
  readonly handled: ReturnType<typeof handlerEffects>
}

function inList(stmts: readonly Stmt[], start: Known, work: Work): readonly Stmt[] {
  let known = start
  return stmts.map((stmt) => {
    const made = inStatement(stmt, known, work)
    known = behind(made, known, work.handled)
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
        statements: inList(stmt.statements, insideBlock(stmt, known), work),
        handlers: stmt.handlers.map((handler) => ({ ...handler, body: inStatement(handler.body, nothingKnown, work) })),
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
      return { ...stmt, body: inLoop(stmt, known, work) }
    default:
      return stmt
  }
}

/** A statement that stays text may run anything, in the round before too; those that become known are as good as others. */
function inLoop(stmt: Stmt & { readonly kind: 'loop' | 'while' | 'repeat' | 'for' }, known: Known, work: Work) {
  const body = inList(stmt.body, insideLoop(stmt, known, true), work)
  const isKnown = !body.some(holdsText)
  return isKnown ? body : inList(stmt.body, insideLoop(stmt, known, false), work)
}

function holdsText(stmt: Stmt): boolean {
  let found = false
  walkStmt(stmt, {
    stmt: (each) => {
      if (each.kind === 'execute') found = true
      return !found
    },
  })
  return found
}

function executed(stmt: Execute, known: Known, work: Work): Stmt {
  const name = 'name' in stmt.what ? stmt.what.name.text.toLowerCase() : undefined
  const pieces = 'text' in stmt.what ? piecesOf(stmt.what.text, known.texts) : known.prepared.get(name ?? '')
  const template = pieces && templateOf(pieces, stmt.using, work.isNumber)
  const made = template && work.read(template, stmt)
  if (name !== undefined) (made ? work.resolved : work.missed).add(name)
  else if (made) work.resolved.add('')
  return made ?? stmt
}

/** Variables and parameters that hold numbers whatever happens. */
function numberVariables(program: Program): ReadonlySet<string> {
  const numbers = new Set<string>()
  const others = new Set<string>()
  const take = (name: Ident, type: DeclaredType): void => {
    const isNumeric = type.kind === 'type' && /^(integer|decimal|float|year|boolean)$/.test(type.type.logical.kind)
    const kind = isNumeric ? numbers : others
    kind.add(name.text.toLowerCase())
  }
  for (const { name, type } of program.params) take(name, type)
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const declaration of stmt.declarations)
        if (declaration.kind === 'declareVariables') for (const name of declaration.names) take(name, declaration.type)
      return undefined
    },
  })
  return new Set([...numbers].filter((name) => !others.has(name)))
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
