import type { Branch, Jump } from './control-flow.js'
import type { Conflict, NamedChange, SetItem } from './data-change.js'
import type { CursorDeclaration, Declaration } from './declaration.js'
import type { Handler, Signal } from './error-handling.js'
import type { Expr } from './expr.js'
import type { MergeBranch } from './merge.js'
import type { Param, Program, Schedule } from './program.js'
import type { Query } from './query.js'
import type { Stmt, Target } from './statement.js'
import {
  keep,
  type Mapper,
  mapItem,
  mapOrder,
  mapQuery,
  mapSame,
  mapTableExpr,
  mapWith,
  optional,
  walkExpr,
  walkQuery,
} from './walk.js'

/** What a mapping does with the nodes one level down; every child comes exactly once, in source order. */
export interface StmtMapper extends Mapper {
  stmt(stmt: Stmt): Stmt
  target(target: Target): Target
}

/** Some kinds share a shape. */
type StmtOf<K extends Stmt['kind']> = K extends Signal['kind']
  ? Signal
  : K extends Jump['kind']
    ? Jump
    : Extract<Stmt, { kind: K }>

const leaf = <T extends Stmt>(node: T): T => node

const mapBranches = (branches: readonly Branch[], m: StmtMapper): readonly Branch[] =>
  mapSame(branches, (each) => keep(each, { when: m.expr(each.when), body: mapSame(each.body, m.stmt) }))

const mapBodies = <T extends { readonly body: readonly Stmt[] }>(list: readonly T[], m: StmtMapper): readonly T[] =>
  mapSame(list, (each) => keep(each, { body: mapSame(each.body, m.stmt) } as Partial<T>))

const mapItems = (items: readonly SetItem[], m: StmtMapper): readonly SetItem[] =>
  mapSame(items, (each) => keep(each, { value: m.expr(each.value) }))

const stmtMappers = {
  block: (node, m) =>
    keep(node, {
      declarations: mapSame(node.declarations, (each) => mapDeclaration(each, m)),
      handlers: mapSame(node.handlers, (each) => mapHandler(each, m)),
      statements: mapSame(node.statements, m.stmt),
      ...optional('exceptions', node.exceptions && mapBodies(node.exceptions, m)),
      ...optional('catches', node.catches && mapBodies(node.catches, m)),
    }),
  assign: (node, m) =>
    keep(node, {
      assignments: mapSame(node.assignments, (each) =>
        keep(each, { target: m.target(each.target), value: m.expr(each.value) }),
      ),
    }),
  selectInto: (node, m) =>
    keep(node, {
      query: m.query(node.query),
      targets: mapSame(node.targets, m.target),
      ...optional('notFound', node.notFound && mapSame(node.notFound, m.stmt)),
    }),
  if: (node, m) =>
    keep(node, {
      branches: mapBranches(node.branches, m),
      ...optional('else', node.else && mapSame(node.else, m.stmt)),
    }),
  caseStatement: (node, m) =>
    keep(node, {
      ...optional('subject', node.subject && m.expr(node.subject)),
      branches: mapBranches(node.branches, m),
      ...optional('else', node.else && mapSame(node.else, m.stmt)),
    }),
  loop: (node, m) => keep(node, { body: mapSame(node.body, m.stmt) }),
  while: (node, m) => keep(node, { condition: m.expr(node.condition), body: mapSame(node.body, m.stmt) }),
  repeat: (node, m) => keep(node, { body: mapSame(node.body, m.stmt), until: m.expr(node.until) }),
  for: (node, m) => keep(node, { over: mapOver(node.over, m), body: mapSame(node.body, m.stmt) }),
  leave: (node, m) => keep(node, { ...optional('when', node.when && m.expr(node.when)) }),
  iterate: (node, m) => keep(node, { ...optional('when', node.when && m.expr(node.when)) }),
  return: (node, m) => keep(node, { ...optional('value', node.value && m.expr(node.value)) }),
  callStatement: (node, m) =>
    keep(node, {
      args: mapSame(node.args, m.expr),
      ...optional('on', node.on && m.target(node.on)),
      ...optional('gives', node.gives && mapSame(node.gives, m.target)),
    }),
  evaluate: (node, m) => keep(node, { exprs: mapSame(node.exprs, m.expr) }),
  openCursor: (node, m) =>
    keep(node, {
      args: mapSame(node.args, m.expr),
      ...optional('reads', node.reads && mapReads(node.reads, m)),
    }),
  fetchCursor: (node, m) =>
    keep(node, {
      targets: mapSame(node.targets, m.target),
      ...optional('notFound', node.notFound && mapSame(node.notFound, m.stmt)),
    }),
  closeCursor: leaf,
  fetchGroupRow: leaf,
  signal: (node, m) =>
    keep(node, {
      ...optional('number', node.number && m.expr(node.number)),
      items: mapSame(node.items, (each) => keep(each, { value: m.expr(each.value) })),
    }),
  resignal: (node, m) =>
    keep(node, { items: mapSame(node.items, (each) => keep(each, { value: m.expr(each.value) })) }),
  tell: (node, m) => keep(node, { text: m.expr(node.text) }),
  getDiagnostics: (node, m) =>
    keep(node, {
      ...optional('condition', node.condition && m.expr(node.condition)),
      items: mapSame(node.items, (each) => keep(each, { target: m.target(each.target) })),
    }),
  resultSet: (node, m) => keep(node, { query: m.query(node.query) }),
  insert: (node, m) =>
    keep(node, {
      ...mapTables(node, m),
      source:
        'query' in node.source
          ? keep(node.source, { query: m.query(node.source.query) })
          : keep(node.source, { rows: mapSame(node.source.rows, (row) => mapSame(row, m.expr)) }),
      onDuplicate: mapItems(node.onDuplicate, m),
      ...optional('conflict', node.conflict && mapConflict(node.conflict, m)),
      ...mapReturning(node, m),
    }),
  update: (node, m) =>
    keep(node, {
      ...mapTables(node, m),
      tables: mapSame(node.tables, (each) => mapTableExpr(each, m)),
      set: mapItems(node.set, m),
      ...mapFilter(node, m),
      ...mapReturning(node, m),
    }),
  delete: (node, m) =>
    keep(node, {
      ...mapTables(node, m),
      tables: mapSame(node.tables, (each) => mapTableExpr(each, m)),
      ...mapFilter(node, m),
      ...mapReturning(node, m),
    }),
  load: leaf,
  merge: (node, m) =>
    keep(node, {
      ...mapTables(node, m),
      using: mapTableExpr(node.using, m),
      on: m.expr(node.on),
      branches: mapSame(node.branches, (each) => mapBranch(each, m)),
      ...mapReturning(node, m),
    }),
  transaction: leaf,
  savepoint: leaf,
  prepare: (node, m) => keep(node, { text: m.expr(node.text) }),
  execute: (node, m) =>
    keep(node, {
      what: 'text' in node.what ? keep(node.what, { text: m.expr(node.what.text) }) : node.what,
      using: mapSame(node.using, m.expr),
      ...optional('into', node.into && mapSame(node.into, m.target)),
    }),
  deallocate: leaf,
  definition: (node, m) => keep(node, { ...optional('query', node.query && m.query(node.query)) }),
  command: leaf,
  guard: (node, m) =>
    keep(node, {
      body: mapSame(node.body, m.stmt),
      catches: mapBodies(node.catches, m),
    }),
  stub: leaf,
  opaque: leaf,
} satisfies { readonly [K in Stmt['kind']]: (node: StmtOf<K>, mapper: StmtMapper) => Stmt }

const mapReads = (reads: NonNullable<StmtOf<'openCursor'>['reads']>, m: StmtMapper) =>
  'query' in reads
    ? keep(reads, { query: m.query(reads.query) })
    : keep(reads, { text: m.expr(reads.text), ...optional('using', reads.using && mapSame(reads.using, m.expr)) })

/** The statement with its direct children mapped; the very same object when no child changed. */
export function mapStmt(stmt: Stmt, mapper: StmtMapper): Stmt {
  // One entry per kind, checked by `satisfies` above; the compiler cannot see that key and argument agree.
  const map = stmtMappers[stmt.kind] as (node: Stmt, mapper: StmtMapper) => Stmt
  const mapped = map(stmt, mapper)
  if (mapped.kind === 'opaque' || !mapped.dynamic) return mapped
  return keep(mapped, {
    dynamic: mapSame(mapped.dynamic, (each) => keep(each, { value: mapper.expr(each.value) })),
  })
}

type Change = StmtOf<'insert' | 'update' | 'delete' | 'merge'>

const mapTables = (node: Change, m: StmtMapper): Partial<Pick<Change, 'with' | 'changes'>> => ({
  ...optional('with', node.with && mapWith(node.with, m)),
  ...optional(
    'changes',
    node.changes && mapSame(node.changes, (each) => keep(each, { change: mapChange(each.change, m) })),
  ),
})

/** A change inside another one is no statement of its own: its parts are mapped in its place. */
const mapChange = <T extends NamedChange['change']>(change: T, m: StmtMapper): T => {
  const mapped = mapStmt(change, m)
  return mapped.kind === change.kind ? (mapped as T) : change
}

function mapBranch(branch: MergeBranch, m: StmtMapper): MergeBranch {
  const where = optional('where', branch.where && m.expr(branch.where))
  switch (branch.kind) {
    case 'update':
      return keep(branch, {
        ...where,
        set: mapItems(branch.set, m),
        ...optional('deleteWhere', branch.deleteWhere && m.expr(branch.deleteWhere)),
      })
    case 'insert':
      return keep(branch, { ...where, values: mapSame(branch.values, m.expr) })
    case 'delete':
      return keep(branch, { ...where })
  }
}

const mapConflict = (conflict: Conflict, m: StmtMapper): Conflict =>
  keep(conflict, {
    ...optional(
      'on',
      conflict.on &&
        ('parts' in conflict.on ? keep(conflict.on, { parts: mapSame(conflict.on.parts, m.expr) }) : conflict.on),
    ),
    set: mapItems(conflict.set, m),
  })

const mapReturning = (node: Change, m: StmtMapper): Pick<Change, 'returning' | 'into'> => ({
  returning: mapSame(node.returning, (item) => mapItem(item, m)),
  ...optional('into', node.into && mapSame(node.into, m.target)),
})

type Filtered = StmtOf<'update' | 'delete'>

const mapFilter = (node: Filtered, m: StmtMapper): Partial<Pick<Filtered, 'where' | 'orderBy' | 'limit'>> => ({
  ...optional('where', node.where && m.expr(node.where)),
  orderBy: mapOrder(node.orderBy, m),
  ...optional('limit', node.limit && m.expr(node.limit)),
})

function mapOver(over: StmtOf<'for'>['over'], m: StmtMapper): StmtOf<'for'>['over'] {
  switch (over.kind) {
    case 'range':
      return keep(over, { from: m.expr(over.from), to: m.expr(over.to) })
    case 'rows':
      return keep(over, { query: m.query(over.query) })
    case 'cursor':
      return keep(over, { args: mapSame(over.args, m.expr) })
  }
}

function mapDeclaration(declaration: Declaration, m: StmtMapper): Declaration {
  switch (declaration.kind) {
    case 'declareVariables':
      return keep(declaration, { ...optional('default', declaration.default && m.expr(declaration.default)) })
    case 'declareCursor':
      return keep(declaration, { source: mapCursorSource(declaration.source, m) })
    case 'declareRoutine':
      return keep(declaration, { program: mapProgram(declaration.program, m) })
    default:
      return declaration
  }
}

const mapCursorSource = (source: CursorDeclaration['source'], m: StmtMapper): CursorDeclaration['source'] =>
  'query' in source ? keep(source, { query: m.query(source.query) }) : source

const mapHandler = (handler: Handler, m: StmtMapper): Handler => keep(handler, { body: m.stmt(handler.body) })

/** The program with parameters, schedule and body mapped one level down. */
export function mapProgram(program: Program, mapper: StmtMapper): Program {
  return keep(program, {
    params: mapSame(program.params, (param) => mapParam(param, mapper)),
    ...optional('schedule', program.schedule && mapSchedule(program.schedule, mapper)),
    body: mapper.stmt(program.body),
  })
}

const mapParam = (param: Param, m: StmtMapper): Param =>
  keep(param, { ...optional('default', param.default && m.expr(param.default)) })

const mapSchedule = (schedule: Schedule, m: StmtMapper): Schedule =>
  keep(schedule, {
    ...optional('at', schedule.at && m.expr(schedule.at)),
    ...optional('every', schedule.every && keep(schedule.every, { amount: m.expr(schedule.every.amount) })),
    ...optional('starts', schedule.starts && m.expr(schedule.starts)),
    ...optional('ends', schedule.ends && m.expr(schedule.ends)),
  })

/**
 * The lists of statements that a statement of a source holds, in its order: the ways of an IF, the body of a loop, a block and
 * behind it the bodies of its handlers.
 */
export function listsIn(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.kind) {
    case 'block':
      return [
        stmt.statements,
        ...stmt.handlers.map((handler) => [handler.body]),
        ...(stmt.exceptions ?? []).map(({ body }) => body),
      ]
    case 'if':
    case 'caseStatement':
      return [...stmt.branches.map((branch) => branch.body), stmt.else ?? []]
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for':
      return [stmt.body]
    default:
      return []
  }
}

/** Whether what the statement holds may run more than once. */
export const isLoop = ({ kind }: Stmt): boolean =>
  kind === 'loop' || kind === 'while' || kind === 'repeat' || kind === 'for'

/** What a visitor sees of a program: all statements and all expressions, those of queries included; parents first. */
export interface ProgramVisitor {
  /** `false` stays out of what the statement holds. */
  stmt?(stmt: Stmt): boolean | undefined
  expr?(expr: Expr): boolean | undefined
  query?(query: Query): void
  target?(target: Target): void
}

function walker(visitor: ProgramVisitor): StmtMapper {
  const enter = (expr: Expr): boolean | undefined => visitor.expr?.(expr)
  const mapper: StmtMapper = {
    expr: (expr) => {
      walkExpr(expr, enter)
      return expr
    },
    query: (query) => {
      visitor.query?.(query)
      walkQuery(query, enter)
      return query
    },
    target: (target) => {
      visitor.target?.(target)
      return target
    },
    stmt: (stmt) => {
      if (visitor.stmt?.(stmt) !== false) mapStmt(stmt, mapper)
      return stmt
    },
  }
  return mapper
}

/** Visits a statement and everything in it. `query` sees the queries of statements, not those inside expressions. */
export function walkStmt(stmt: Stmt, visitor: ProgramVisitor): void {
  walker(visitor).stmt(stmt)
}

export function walkProgram(program: Program, visitor: ProgramVisitor): void {
  mapProgram(program, walker(visitor))
}

/** A mapper that changes nothing, to be spread under one that does. */
export const sameStmt: StmtMapper = {
  expr: (expr) => expr,
  query: (query) => mapQuery(query, { expr: (expr) => expr, query: (inner) => inner }),
  target: (target) => target,
  stmt: (stmt) => mapStmt(stmt, sameStmt),
}

export type StmtPart = { readonly expr: Expr } | { readonly query: Query }

/** The expressions and queries of a statement, those of statements inside it left out. */
export function partsOf(stmt: Stmt): readonly StmtPart[] {
  const parts: StmtPart[] = []
  mapStmt(stmt, {
    ...sameStmt,
    expr: (expr) => {
      parts.push({ expr })
      return expr
    },
    query: (query) => {
      parts.push({ query })
      return query
    },
  })
  return parts
}
