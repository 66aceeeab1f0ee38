import type { Expr } from '../../../core/ir/expr.js'
import type { Program } from '../../../core/ir/program.js'
import type { Query } from '../../../core/ir/query.js'
import type { Block, Stmt, Target } from '../../../core/ir/statement.js'
import { walkExpr, walkQuery } from '../../../core/ir/walk.js'
import { partsOf, walkProgram, walkStmt } from '../../../core/ir/walk-program.js'

/** What calls and queries do, as the caller knows it. */
export interface FlowFacts {
  /** Arguments, by their place, that a procedure surely sets. */
  readonly sets: (call: Extract<Stmt, { kind: 'callStatement' }>) => ReadonlySet<number>
  /** The query gives a row in any case. */
  readonly alwaysOneRow: (query: Query) => boolean
}

/** Variables that have a value for sure; `undefined` behind a statement that nothing comes after. */
type Known = ReadonlySet<string> | undefined

export const userVariableKey = (name: string): string => name.toLowerCase()

/**
 * User variables (by folded name) of a program that some path reads before it sets them, and those that an expression sets:
 * what they held before the program, or between rows, counts. A handler may read whatever its block sets somewhere: before
 * that it would find what an earlier call left behind, which nobody wants.
 */
export function readBeforeSet(program: Program, facts: FlowFacts): ReadonlySet<string> {
  const flow = new Flow(facts, goesOnAfterErrors(program))
  for (const param of program.params) flow.read(param.default, new Set())
  flow.run(program.body, new Set())
  return flow.early
}

/** The walk along all paths of one program. */
class Flow {
  readonly early = new Set<string>()

  constructor(
    private readonly facts: FlowFacts,
    /** A statement that fails is passed over: only what cannot fail is sure to be set. */
    private readonly mayFail: boolean,
  ) {}

  read(expr: Expr | undefined, known: Known): void {
    if (expr) walkExpr(expr, (node) => this.visit(node, known))
  }

  private readQuery(query: Query | undefined, known: Known): void {
    if (query) walkQuery(query, (node) => this.visit(node, known))
  }

  private visit(node: Expr, known: Known): undefined {
    if (node.kind === 'variable' && node.scope === 'user') this.use(node.name.text, known)
    if (node.kind === 'call' && 'core' in node.fn && node.fn.core === 'assign_user_variable') {
      const [name] = node.args
      if (name?.kind === 'literal') this.early.add(userVariableKey(name.text))
    }
    return undefined
  }

  private use(name: string, known: Known): void {
    const key = userVariableKey(name)
    if (known && !known.has(key)) this.early.add(key)
  }

  private all(stmts: readonly Stmt[], known: Known): Known {
    return stmts.reduce<Known>((at, stmt) => this.run(stmt, at), known)
  }

  run(stmt: Stmt, known: Known): Known {
    switch (stmt.kind) {
      case 'block':
        return this.block(stmt, known)
      case 'assign':
        return stmt.assignments.reduce<Known>((at, { target, value }) => {
          this.read(value, at)
          return this.mayFail && !cannotFail(value) ? at : set(at, [target])
        }, known)
      case 'selectInto':
        this.readQuery(stmt.query, known)
        return !this.mayFail && this.facts.alwaysOneRow(stmt.query) ? set(known, stmt.targets) : known
      case 'getDiagnostics':
        this.read(stmt.condition, known)
        return set(
          known,
          stmt.items.map((item) => item.target),
        )
      case 'if':
      case 'caseStatement':
        return this.branches(stmt, known)
      case 'loop':
      case 'while':
      case 'repeat':
      case 'for':
        return this.loop(stmt, known)
      case 'leave':
      case 'iterate':
        return undefined
      case 'return':
        this.read(stmt.value, known)
        return undefined
      case 'callStatement':
        return this.call(stmt, known)
      default:
        this.others(stmt, known)
        return stmt.kind === 'signal' || stmt.kind === 'resignal' ? undefined : known
    }
  }

  /** Leaving a block by its label, and a handler that leaves it, come behind it with what was known in front. */
  private block(stmt: Block, known: Known): Known {
    for (const each of stmt.declarations) {
      if (each.kind === 'declareVariables') this.read(each.default, known)
      if (each.kind === 'declareCursor' && 'query' in each.source) this.readQuery(each.source.query, known)
    }
    // A handler finds what the statements before the error have set.
    const maybe = stmt.handlers.length > 0 ? set(known, targetsIn(stmt.statements)) : known
    for (const handler of stmt.handlers) this.run(handler.body, maybe)
    const after = this.all(stmt.statements, known)
    return stmt.handlers.length > 0 || stmt.label ? known : after
  }

  private branches(stmt: Extract<Stmt, { kind: 'if' | 'caseStatement' }>, known: Known): Known {
    if (stmt.kind === 'caseStatement') this.read(stmt.subject, known)
    const ends = stmt.branches.map(({ when, body }) => {
      this.read(when, known)
      return this.all(body, known)
    })
    // A CASE that takes no branch raises an error.
    if (stmt.else) ends.push(this.all(stmt.else, known))
    else if (stmt.kind === 'if') ends.push(known)
    return ends.reduce(both, undefined)
  }

  private loop(stmt: Extract<Stmt, { kind: 'loop' | 'while' | 'repeat' | 'for' }>, known: Known): Known {
    if (stmt.kind === 'while') this.read(stmt.condition, known)
    if (stmt.kind === 'for') this.others(stmt, known)
    const after = this.all(stmt.body, known)
    if (stmt.kind === 'repeat') this.read(stmt.until, after)
    return known
  }

  private call(stmt: Extract<Stmt, { kind: 'callStatement' }>, known: Known): Known {
    const sets = this.facts.sets(stmt)
    stmt.args.forEach((arg, at) => {
      if (!sets.has(at)) this.read(arg, known)
    })
    if (this.mayFail) return known
    return set(
      known,
      stmt.args.filter((arg, at) => arg.kind === 'variable' && sets.has(at)),
    )
  }

  /** Statements that only read; what a FETCH finds may be nothing. */
  private others(stmt: Stmt, known: Known): void {
    for (const part of partsOf(stmt)) {
      if ('query' in part) this.readQuery(part.query, known)
      else this.read(part.expr, known)
    }
  }
}

const cannotFail = (value: Expr): boolean => value.kind === 'literal' || value.kind === 'variable'

/** A handler that goes on after any error but that of a missing row. */
function goesOnAfterErrors(program: Program): boolean {
  let found = false
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const { action, conditions } of stmt.handlers)
        if (action === 'continue' && conditions.some((each) => each.kind !== 'notFound' && each.kind !== 'warning'))
          found = true
      return undefined
    },
  })
  return found
}

/** Everything that statements set, at any depth. */
function targetsIn(stmts: readonly Stmt[]): readonly Target[] {
  const found: Target[] = []
  for (const stmt of stmts) walkStmt(stmt, { target: (target) => void found.push(target) })
  return found
}

function set(known: Known, targets: readonly (Target | Expr)[]): Known {
  const names = targets.flatMap((each) =>
    each.kind === 'variable' && each.scope === 'user' ? [userVariableKey(each.name.text)] : [],
  )
  return known && names.length > 0 ? new Set([...known, ...names]) : known
}

/** What is known after either of two paths. */
const both = (a: Known, b: Known): Known => (a && b ? new Set([...a].filter((name) => b.has(name))) : (a ?? b))
