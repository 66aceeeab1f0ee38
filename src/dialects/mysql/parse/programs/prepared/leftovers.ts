import type { Expr } from '../../../../../core/ir/expr.js'
import type { Program } from '../../../../../core/ir/program.js'
import type { Assign, Stmt } from '../../../../../core/ir/statement.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import { readSelectors, type Selectors, withSelectors } from './branches.js'
import { canRepeat } from './known.js'
import { keyOf } from './pieces.js'

export interface Done {
  /** Names of prepared statements all of whose executions were read. */
  readonly prepared: ReadonlySet<string>
  readonly selectors: Selectors
}

/** PREPARE and DEALLOCATE have nothing left to do, nor have variables that only held the texts, or chose none. */
export function withoutLeftovers(body: Stmt, { prepared, selectors }: Done, program: Program): Stmt {
  const isPrepare = (stmt: Stmt): boolean =>
    (stmt.kind === 'prepare' || stmt.kind === 'deallocate') && prepared.has(stmt.name.text.toLowerCase())
  const bare = filtered(body, isPrepare)
  const read = readSelectors(bare, selectors)
  const chooseNothing = selectors.names.map(({ text }) => text.toLowerCase()).filter((name) => !read.has(name))
  const unread = new Set([...unreadTexts(bare, program), ...chooseNothing])
  const left = filtered(bare, (stmt) => isLeft(stmt, unread))
  return withSelectors(
    left,
    selectors.names.filter(({ text }) => read.has(text.toLowerCase())),
  )
}

function filtered(stmt: Stmt, drop: (stmt: Stmt) => boolean): Stmt {
  const list = (stmts: readonly Stmt[]): readonly Stmt[] =>
    stmts.flatMap((each) => {
      if (drop(each)) return []
      const made = filtered(each, drop)
      return isEmptied(made, each) ? [] : [made]
    })
  switch (stmt.kind) {
    case 'block':
      return {
        ...stmt,
        statements: list(stmt.statements),
        handlers: stmt.handlers.map((each) => ({ ...each, body: filtered(each.body, drop) })),
      }
    case 'if':
    case 'caseStatement': {
      const otherwise = stmt.else && list(stmt.else)
      const isAdded = stmt.kind === 'if' && stmt.else?.length !== 0 && otherwise?.length === 0
      const { else: _, ...rest } = stmt
      const branches = stmt.branches.map((branch) => ({ ...branch, body: list(branch.body) }))
      return { ...rest, branches, ...(otherwise && !isAdded ? { else: otherwise } : {}) }
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

/** Variables that only held texts for PREPARE, or parts of them, and that nothing else reads. */
function unreadTexts(body: Stmt, program: Program): ReadonlySet<string> {
  let unread = heldTexts(program)
  for (const { name, mode } of program.params) if (mode !== 'in') unread.delete(name.text.toLowerCase())
  for (;;) {
    const read = readBy(body, (stmt) => !isLeft(stmt, unread))
    const left = new Set([...unread].filter((key) => !read.has(key)))
    if (left.size === unread.size) return left
    unread = left
  }
}

const isLeft = (stmt: Stmt, unread: ReadonlySet<string>): boolean =>
  stmt.kind === 'assign' && stmt.assignments.every(({ target }) => unread.has(keyOf(target) ?? '?'))

/** Variables that PREPARE reads, and local ones that only SET without side effects sets, where those are made of them. */
function heldTexts(program: Program): Set<string> {
  const held = new Set<string>()
  const sets: Assign['assignments'][number][] = []
  walkProgram(program, {
    stmt: (stmt) => {
      const key = stmt.kind === 'prepare' ? keyOf(stmt.text) : undefined
      if (key !== undefined) held.add(key)
      if (stmt.kind === 'assign') sets.push(...stmt.assignments)
      return undefined
    },
  })
  const isOwn = (key: string): boolean =>
    !key.startsWith('@') && sets.every(({ target, value }) => keyOf(target) !== key || canRepeat(value))
  for (let size = -1; size < held.size; ) {
    size = held.size
    for (const { target, value } of sets)
      if (held.has(keyOf(target) ?? '?')) for (const key of keysIn(value)) if (isOwn(key)) held.add(key)
  }
  return held
}

const keysIn = (expr: Expr): ReadonlySet<string> =>
  readBy({ kind: 'evaluate', exprs: [expr], origin: expr.origin }, () => true)

function readBy(body: Stmt, enters: (stmt: Stmt) => boolean): ReadonlySet<string> {
  const read = new Set<string>()
  walkStmt(body, {
    stmt: (stmt) => enters(stmt),
    expr: (expr) => {
      const key = keyOf(expr)
      if (key !== undefined) read.add(key)
      return undefined
    },
  })
  return read
}

/** Only the conditions are left, and computing them does nothing. */
const isEmptied = (made: Stmt, before: Stmt): boolean =>
  made.kind === 'if' &&
  before.kind === 'if' &&
  made.branches.every(({ when, body }) => body.length === 0 && canRepeat(when)) &&
  (made.else ?? []).length === 0 &&
  before.branches.some(({ body }) => body.length > 0)
