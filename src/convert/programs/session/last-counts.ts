import type { Expr } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { Catalog } from '../../../core/ir/schema.js'
import type { Block, Stmt } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { listsIn, partsOf, walkProgram } from '../../../core/ir/walk-program.js'
import { contextOf, type State } from '../frame.js'
import { cursorAsked, implicitCursor } from './cursor-attributes.js'

const counting: ReadonlySet<Stmt['kind']> = new Set(['insert', 'update', 'delete', 'merge', 'execute', 'selectInto'])

/** Routines of a catalogue, by their folded last names, that run statements whose rows are counted, or call one that does. */
export function countingRoutines({ schemas }: Catalog): ReadonlySet<string> {
  const open = new Map<string, Set<string>>()
  const found = new Set<string>()
  for (const { objects } of schemas)
    for (const object of objects) {
      if (object.kind !== 'routine' || !object.program) continue
      const name = object.name.name.text.toLowerCase()
      const { counts, called } = whatRuns(object.program)
      if (counts) found.add(name)
      open.set(name, new Set([...(open.get(name) ?? []), ...called]))
    }
  for (let grew = true; grew; ) {
    grew = false
    for (const [name, called] of open) {
      if (found.has(name) || ![...called].some((each) => found.has(each))) continue
      found.add(name)
      grew = true
    }
  }
  return found
}

function whatRuns(program: Program): { readonly counts: boolean; readonly called: ReadonlySet<string> } {
  let counts = false
  const called = new Set<string>()
  walkProgram(program, {
    stmt: (stmt) => {
      if (counting.has(stmt.kind)) counts = true
      if (stmt.kind === 'callStatement') called.add(stmt.routine.name.text.toLowerCase())
      return undefined
    },
    expr: (expr) => {
      const name = calledName(expr)
      if (name !== undefined) called.add(name)
      return undefined
    },
  })
  return { counts, called }
}

/** A function without arguments is called by its name alone. */
function calledName(expr: Expr): string | undefined {
  if (expr.kind === 'column') return expr.path.at(-1)?.text.toLowerCase()
  return expr.kind === 'call' && 'native' in expr.fn ? expr.fn.native.toLowerCase() : undefined
}

/**
 * Says where a program asks for the count of the last statement when that may be one of a program it has called: the target
 * keeps a count in each program (PL/SQL Language Reference, "SQL%ROWCOUNT Attribute": "might be in a different scope").
 */
export function reportOthersCounts(state: State): void {
  const { program, signatures } = state.frame
  const { report, sourceCan } = contextOf(state)
  if (!sourceCan.countsOfCallees) return
  const flow = new Flow(signatures.counting(), (origin) => report.noteOnce('XW-R0059', origin, {}))
  flow.run(program.body, false)
}

/** A walk over the statements of one program. `others`: the last count may be another program's. */
class Flow {
  constructor(
    private readonly routines: ReadonlySet<string>,
    private readonly say: (origin: Origin) => void,
  ) {}

  run(stmt: Stmt, others: boolean): boolean {
    const parts = partsOf(stmt)
    const called = parts.reduce((at, part) => ('expr' in part ? this.read(part.expr, others) || at : at), others)
    switch (stmt.kind) {
      case 'block':
        return this.block(stmt, called)
      case 'if':
      case 'caseStatement':
        return listsIn(stmt).reduce((at, list) => this.all(list, called) || at, called)
      case 'loop':
      case 'while':
      case 'repeat':
      case 'for': {
        // What is at the end of the body is at its beginning the next time.
        const after = listsIn(stmt).reduce((at, list) => this.all(list, at) || at, called)
        return listsIn(stmt).reduce((at, list) => this.all(list, at) || at, after)
      }
      case 'callStatement':
        return called || this.routines.has(stmt.routine.name.text.toLowerCase())
      default:
        return counting.has(stmt.kind) ? false : called
    }
  }

  private all(stmts: readonly Stmt[], others: boolean): boolean {
    return stmts.reduce((at, stmt) => this.run(stmt, at), others)
  }

  /** A handler begins behind any of the statements. */
  private block({ statements, exceptions = [], handlers }: Block, others: boolean): boolean {
    let anywhere = others
    const after = statements.reduce((at, stmt) => {
      const next = this.run(stmt, at)
      anywhere ||= next
      return next
    }, others)
    const caught = exceptions.map(({ body }) => this.all(body, anywhere))
    for (const { body } of handlers) caught.push(this.run(body, anywhere))
    return caught.some((each) => each) || after
  }

  private read(expr: Expr, others: boolean): boolean {
    let called = others
    walkExpr(expr, (node) => {
      if (others && node.kind === 'call' && cursorAsked(node)?.cursor === implicitCursor) this.say(node.origin)
      if (this.routines.has(calledName(node) ?? '')) called = true
      return undefined
    })
    return called
  }
}
