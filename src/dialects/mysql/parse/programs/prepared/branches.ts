import { branch, intLiteral } from '../../../../../core/ir/build.js'
import type { CaseStmt, IfStmt } from '../../../../../core/ir/control-flow.js'
import type { Expr } from '../../../../../core/ir/expr.js'
import { type Ident, ident, noOrigin, type Origin } from '../../../../../core/ir/names.js'
import type { Program } from '../../../../../core/ir/program.js'
import type { Assign, Block, Stmt } from '../../../../../core/ir/statement.js'
import { walkStmt } from '../../../../../core/ir/walk-program.js'
import { after, canRepeat, effectsOf, type Known, mentions } from './known.js'
import { keyOf, variable } from './pieces.js'

/** Variables that hold which of several texts was built. */
export interface Selectors {
  readonly prefix: string
  readonly names: Ident[]
}

/** Names that no variable of the program has. */
export function createSelectors(program: Program): Selectors {
  const used = JSON.stringify(program.params) + JSON.stringify(program.body)
  let prefix = 'text_way_'
  while (used.toLowerCase().includes(prefix)) prefix = `x${prefix}`
  return { prefix, names: [] }
}

export function newSelector({ prefix, names }: Selectors): Ident {
  const name = ident(`${prefix}${names.length + 1}`)
  names.push(name)
  return name
}

const setTo = (name: Ident, value: Expr, origin: Origin): Assign => ({
  kind: 'assign',
  assignments: [{ target: variable(name), value }],
  origin,
})

/** Conditions inside a text are kept, in front of the statement that builds it. */
export function createChooser(stmt: Stmt, selectors: Selectors) {
  const before: Stmt[] = []
  const own = stmt.kind === 'assign' && stmt.assignments.length > 1 ? stmt.assignments : []
  const changed = new Set(own.map(({ target }) => keyOf(target) ?? ''))
  const choose = (whens: readonly Expr[]): Ident | undefined => {
    if (!whens.every((when) => canRepeat(when) && !mentions(when, changed))) return undefined
    const name = newSelector(selectors)
    const cases = whens.map((when, at) => branch(when, intLiteral(at + 1)))
    const number: Expr = { kind: 'case', whens: cases, else: intLiteral(0), origin: stmt.origin }
    before.push(setTo(name, number, stmt.origin))
    return name
  }
  return { before, choose }
}

/** What is known when a branch begins: the conditions were computed. */
export function behindConditions(stmt: IfStmt | CaseStmt, known: Known): Known {
  const subject = stmt.kind === 'caseStatement' && stmt.subject ? [stmt.subject] : []
  const conditions = [...subject, ...stmt.branches.map(({ when }) => when)]
  const tests = conditions.map((when) => ({ when, body: [] }))
  return after(effectsOf([{ kind: 'if', branches: tests, origin: stmt.origin }]), known)
}

export const leadsElsewhere = (stmts: readonly Stmt[]): boolean =>
  /^(leave|iterate|return)$/.test(stmts.at(-1)?.kind ?? '')

/** The number of the branch that was taken is kept; 0 is ELSE. */
export function numbered<T extends IfStmt | CaseStmt>(stmt: T, selector: Ident): T {
  const kept = (body: readonly Stmt[], number: number): readonly Stmt[] =>
    leadsElsewhere(body) ? body : [...body, setTo(selector, intLiteral(number), stmt.origin)]
  const branches = stmt.branches.map((each, at) => ({ ...each, body: kept(each.body, at + 1) }))
  const otherwise = stmt.else ?? (stmt.kind === 'if' ? [] : undefined)
  return { ...stmt, branches, ...(otherwise ? { else: kept(otherwise, 0) } : {}) }
}

/** One statement of several, by what a selector holds. */
export function selected(
  selector: Ident,
  ways: readonly { readonly number: number; readonly body: readonly Stmt[] }[],
  origin: Origin,
): CaseStmt {
  const [last, ...first] = ways
  const inOrder = last?.number === 0 ? [...first, last] : ways
  const branches = inOrder.map(({ number, body }) => ({ when: intLiteral(number), body }))
  return { kind: 'caseStatement', subject: variable(selector), branches, origin }
}

/** Selectors that statements read. */
export function readSelectors(body: Stmt, { names }: Selectors): ReadonlySet<string> {
  const known = new Set(names.map(({ text }) => text))
  const read = new Set<string>()
  walkStmt(body, {
    expr: (expr) => {
      const key = keyOf(expr)
      if (key !== undefined && known.has(key)) read.add(key)
      return undefined
    },
  })
  return read
}

/** The body with the selectors declared. */
export function withSelectors(body: Stmt, names: readonly Ident[]): Stmt {
  if (names.length === 0) return body
  const type = { logical: { kind: 'integer', bits: 32, signed: true }, native: 'int', origin: noOrigin } as const
  const declaration = {
    kind: 'declareVariables',
    names,
    type: { kind: 'type', type },
    origin: body.origin,
  } as const
  const own: Block =
    body.kind === 'block'
      ? body
      : { kind: 'block', declarations: [], handlers: [], statements: [body], origin: body.origin }
  return { ...own, declarations: [declaration, ...own.declarations] }
}
