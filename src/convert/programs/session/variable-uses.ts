import type { CursorDeclaration } from '../../../core/ir/declaration.js'
import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { Query } from '../../../core/ir/query.js'
import type { CallStmt, Stmt, Target } from '../../../core/ir/statement.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { walkQuery } from '../../../core/ir/walk.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { ProgramObject } from '../frame.js'
import { userVariableKey } from './definite-assignment.js'

export const placeOf = (origin: Origin): string => JSON.stringify(origin)

/** Something that programs put into user variables. */
export type Source =
  | { readonly kind: 'expr'; readonly name: string; readonly expr: Expr }
  | { readonly kind: 'query'; readonly targets: readonly Target[]; readonly query: Query }
  | { readonly kind: 'call'; readonly call: CallStmt }
  | { readonly kind: 'type'; readonly name: string; readonly type: LogicalType }

/** What one program does with user variables. */
export interface Uses {
  readonly object: ProgramObject
  readonly program: Program
  readonly sources: readonly Source[]
  readonly names: ReadonlySet<string>
  /** Those that it reads. What is only set is meant for others. */
  readonly read: ReadonlySet<string>
  readonly texts: readonly string[]
  readonly unordered: readonly string[]
}

export function usesOf(object: ProgramObject, program: Program): Uses {
  const sources: Source[] = []
  const names = new Set<string>()
  const read = new Set<string>()
  const texts: string[] = []
  const unordered: string[] = []
  const inQueries = new Set<Expr>()
  const cursors = cursorsOf(program)
  walkProgram(program, {
    stmt: (stmt) => {
      sources.push(...sourcesOf(stmt, cursors))
      return undefined
    },
    query: (query) => {
      const assignments = assignmentsIn(query)
      if (assignments.length === 0) return
      for (const each of assignments) inQueries.add(each)
      sources.push({ kind: 'query', targets: [], query })
      unordered.push(...unorderedIn(query, assignments))
    },
    expr: (expr) => {
      if (expr.kind === 'variable' && expr.scope === 'user') {
        names.add(userVariableKey(expr.name.text))
        read.add(userVariableKey(expr.name.text))
      }
      if (expr.kind === 'literal' && expr.of === 'text') texts.push(expr.text)
      if (isAssignment(expr)) {
        const [name, value] = expr.args
        if (name?.kind !== 'literal' || !value) return undefined
        names.add(userVariableKey(name.text))
        if (!inQueries.has(expr)) sources.push({ kind: 'expr', name: name.text, expr: value })
      }
      return undefined
    },
    target: (target) => {
      if (target.kind === 'variable' && target.scope === 'user') names.add(userVariableKey(target.name.text))
    },
  })
  return { object, program, sources, names, read, texts, unordered }
}

const isAssignment = (expr: Expr): expr is Call =>
  expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'assign_user_variable'

/** All `@x := value` of a query, at any depth. */
export function assignmentsIn(query: Query): readonly Call[] {
  const found: Call[] = []
  walkQuery(query, (expr) => {
    if (isAssignment(expr)) found.push(expr)
    return undefined
  })
  return found
}

/** Assignments of a query whose rows are sorted, grouped or joined, to variables that it reads as well. */
function unorderedIn(query: Query, assignments: readonly Call[]): readonly string[] {
  const { body } = query
  const plain =
    body.kind === 'select' &&
    query.orderBy.length === 0 &&
    body.from.length <= 1 &&
    body.from.every((each) => each.kind === 'tableRef') &&
    body.groupBy.length === 0 &&
    !body.distinct &&
    !body.having
  if (plain) return []
  const read = new Set<string>()
  walkQuery(query, (expr) => {
    if (expr.kind === 'variable' && expr.scope === 'user') read.add(userVariableKey(expr.name.text))
    return undefined
  })
  return assignments.flatMap((each) => {
    const [name] = each.args
    return name?.kind === 'literal' && read.has(userVariableKey(name.text)) ? [placeOf(each.origin)] : []
  })
}

export const isUser = (target: Target | Expr): target is VariableRef =>
  target.kind === 'variable' && target.scope === 'user'

function cursorsOf(program: Program): ReadonlyMap<string, CursorDeclaration> {
  const found = new Map<string, CursorDeclaration>()
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'block')
        for (const each of stmt.declarations)
          if (each.kind === 'declareCursor') found.set(each.name.text.toLowerCase(), each)
      return undefined
    },
  })
  return found
}

const isNumber = (item: string): boolean => /^(ROW_COUNT|NUMBER|ROW_NUMBER|\w+_ERRNO)$/i.test(item)

function sourcesOf(stmt: Stmt, cursors: ReadonlyMap<string, CursorDeclaration>): readonly Source[] {
  switch (stmt.kind) {
    case 'assign':
      return stmt.assignments.flatMap(({ target, value }): readonly Source[] =>
        isUser(target) ? [{ kind: 'expr', name: target.name.text, expr: value }] : [],
      )
    case 'selectInto':
      return stmt.targets.some(isUser) ? [{ kind: 'query', targets: stmt.targets, query: stmt.query }] : []
    case 'fetchCursor': {
      const source = stmt.targets.some(isUser) ? cursors.get(stmt.cursor.text.toLowerCase())?.source : undefined
      return source && 'query' in source ? [{ kind: 'query', targets: stmt.targets, query: source.query }] : []
    }
    case 'callStatement':
      return stmt.args.some(isUser) ? [{ kind: 'call', call: stmt }] : []
    case 'getDiagnostics':
      return stmt.items.flatMap(({ target, name }): readonly Source[] =>
        isUser(target) ? [{ kind: 'type', name: target.name.text, type: isNumber(name) ? number : text }] : [],
      )
    default:
      return []
  }
}

const number: LogicalType = { kind: 'integer', bits: 64, signed: true }
const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
