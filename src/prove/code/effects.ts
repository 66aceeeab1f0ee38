import type { Expr } from '../../core/ir/expr.js'
import type { QName } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Query } from '../../core/ir/query.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import type { CodeHazards } from '../../core/prove/runner.js'
import { type NamedTable, tablesOf, tablesOfFrom } from './tables-of.js'

export type RowEvent = 'insert' | 'update' | 'delete'

/** What running a program does and leaves. */
export interface Effects {
  readonly reads: readonly NamedTable[]
  readonly writes: readonly { readonly table: QName; readonly event: RowEvent }[]
  /** Names of what it calls, routines and built-in functions alike. */
  readonly calls: readonly QName[]
  /** Why it is not run without leave: it ends transactions or defines something. */
  readonly commits: readonly string[]
  /** Why it is not run at all. */
  readonly outside: readonly string[]
  /** Statements come from texts that are put together while it runs. */
  readonly dynamic: boolean
  /** Something stays in the session. */
  readonly session: boolean
  /** Names of functions that answer differently at every call. */
  readonly unstable: readonly string[]
  /** Queries whose rows go to the caller. */
  readonly results: readonly Query[]
}

class Collector {
  readonly writes: { table: QName; event: RowEvent }[] = []
  readonly calls: QName[] = []
  readonly commits: string[] = []
  readonly outside: string[] = []
  readonly unstable: string[] = []
  readonly results: Query[] = []
  dynamic = false
  session = false
  readonly #hazards: CodeHazards

  constructor(hazards: CodeHazards) {
    this.#hazards = hazards
  }

  stmt(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'insert':
        this.writes.push({ table: stmt.table, event: 'insert' })
        if (stmt.onDuplicate.length > 0) this.writes.push({ table: stmt.table, event: 'update' })
        if (stmt.replace) this.writes.push({ table: stmt.table, event: 'delete' })
        break
      case 'update':
        for (const { name } of stmt.tables.flatMap(tablesOfFrom)) this.writes.push({ table: name, event: 'update' })
        break
      case 'delete':
        for (const { name } of stmt.tables.flatMap(tablesOfFrom)) this.writes.push({ table: name, event: 'delete' })
        break
      case 'callStatement':
        this.calls.push(stmt.routine)
        break
      case 'resultSet':
        this.results.push(stmt.query)
        break
      case 'transaction':
        this.commits.push(stmt.action === 'start' ? 'begins a transaction' : `says ${stmt.action.toUpperCase()}`)
        break
      case 'definition':
        if (stmt.object.startsWith('temporary') || /^\s*(create|drop)\s+temporary\b/i.test(stmt.text))
          this.session = true
        else this.commits.push(`says ${stmt.verb.toUpperCase()} ${stmt.object.toUpperCase()}`)
        break
      case 'load':
        this.outside.push('reads a file')
        break
      case 'command': {
        const first = stmt.words.split(' ')[0] ?? ''
        if (this.#hazards.openCommands.includes(stmt.words)) this.commits.push(`says ${stmt.words}`)
        else if (!this.#hazards.harmlessCommands.includes(first)) this.outside.push(`says ${stmt.words}`)
        break
      }
      case 'prepare':
      case 'execute':
        this.dynamic = true
        this.session = true
        break
      case 'assign':
        for (const { target } of stmt.assignments) {
          if (target.kind !== 'variable') continue
          if (target.scope === 'global') this.outside.push('sets a variable of the whole server')
          else if (target.scope !== 'local') this.session = true
        }
        break
      case 'opaque':
        this.outside.push('holds a statement that could not be read')
        break
      default:
    }
  }

  expr(expr: Expr): void {
    if (expr.kind === 'variable' && expr.scope === 'user') this.session = true
    if (expr.kind === 'opaque') this.outside.push('holds an expression that could not be read')
    if (expr.kind !== 'call') return
    const name = 'native' in expr.fn ? expr.fn.native.toLowerCase() : 'core' in expr.fn ? expr.fn.core : undefined
    if (name !== undefined) this.#named(name)
    if ('routine' in expr.fn) this.calls.push(expr.fn.routine)
    else if ('native' in expr.fn)
      this.calls.push({
        ...(expr.fn.schema ? { schema: expr.fn.schema } : {}),
        name: { text: expr.fn.native, quoted: false },
      })
  }

  #named(name: string): void {
    const why = Object.hasOwn(this.#hazards.outside, name) ? this.#hazards.outside[name] : undefined
    if (why !== undefined) this.outside.push(`calls ${name}, which ${why}`)
    if (this.#hazards.unstable.has(name)) this.unstable.push(name)
    if (this.#hazards.session.has(name)) this.session = true
  }
}

/** What a program does by itself; what it calls is another program's. */
export function effectsOf(program: Program, hazards: CodeHazards): Effects {
  const found = new Collector(hazards)
  walkProgram(program, {
    stmt: (stmt) => {
      found.stmt(stmt)
      return undefined
    },
    expr: (expr) => {
      found.expr(expr)
      return undefined
    },
  })
  const { writes, calls, commits, outside, dynamic, session, unstable, results } = found
  return { reads: tablesOf(program), writes, calls, commits, outside, dynamic, session, unstable, results }
}
