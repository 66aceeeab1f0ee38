import { binary, coreCall, nullLiteral } from '../../../../../core/ir/build.js'
import type { CaseStmt, IfStmt } from '../../../../../core/ir/control-flow.js'
import type { DeclaredType } from '../../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../../core/ir/expr.js'
import type { Ident } from '../../../../../core/ir/names.js'
import type { Program } from '../../../../../core/ir/program.js'
import type { Execute, Stmt } from '../../../../../core/ir/statement.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import {
  behindConditions,
  createChooser,
  createSelectors,
  leadsElsewhere,
  newSelector,
  numbered,
  type Selectors,
  selected,
} from './branches.js'
import { type Forms, formsOf } from './forms.js'
import { behind, handlerEffects, insideBlock, insideLoop, type Known, nothingKnown } from './known.js'
import { withoutLeftovers } from './leftovers.js'
import { merged } from './merge.js'
import { type Choose, type Piece, piecesOf } from './pieces.js'
import { type Template, templateOf } from './template.js'

export interface ReadText {
  readonly stmt: Stmt
  /** A part of the text is checked to be a value when the program runs. */
  readonly checks: boolean
}

export interface ReadStatement {
  /** One statement whose values have names; undefined when it is not understood as a whole. */
  one(template: Template, execute: Execute): ReadText | undefined
  /** Told of a text that is always the same but for its values, and of one that is one of several. */
  always(template: Template, execute: Execute): void
  several(count: number, execute: Execute): void
  /** Told of a part of a text that is checked when the program runs. */
  checked(execute: Execute): void
}

/**
 * Statements that a program builds as text, prepares and executes, as the statements that they are, wherever the text is
 * known but for its values. What is built otherwise stays as it is.
 */
export function withStaticStatements(program: Program, read: ReadStatement): Program {
  const numbers = numberVariables(program)
  const work: Work = {
    read,
    isNumber: (expr) => isNumber(expr, numbers),
    selectors: createSelectors(program),
    resolved: new Set(),
    missed: new Set(),
    checked: new Set(),
    handled: handlerEffects(program),
  }
  const body = asOne(program.body, work)
  const prepared = new Set([...work.resolved].filter((name) => !work.missed.has(name)))
  return { ...program, body: withoutLeftovers(body, { prepared, selectors: work.selectors }, program) }
}

interface Work {
  readonly read: ReadStatement
  readonly isNumber: (expr: Expr) => boolean
  readonly selectors: Selectors
  /** Names of prepared statements all of whose executions were read, and those of which one was not. */
  readonly resolved: Set<string>
  readonly missed: Set<string>
  /** Executions of texts in which a part is checked. */
  readonly checked: Set<Execute>
  /** What handlers may change between any two statements. */
  readonly handled: ReturnType<typeof handlerEffects>
}

/** Statements, and what is known behind them. */
interface Run {
  readonly stmts: readonly Stmt[]
  readonly known: Known
}

function inList(stmts: readonly Stmt[], start: Known, work: Work): Run {
  const made: Stmt[] = []
  let known = start
  for (const stmt of stmts) {
    const run = inStatement(stmt, known, work)
    made.push(...run.stmts)
    known = run.known
  }
  return { stmts: made, known }
}

function inStatement(stmt: Stmt, known: Known, work: Work): Run {
  if (stmt.kind === 'if' || stmt.kind === 'caseStatement') return inBranches(stmt, known, work)
  const { before, choose } = createChooser(stmt, work.selectors)
  const made = stmt.kind === 'execute' ? executed(stmt, known, work, choose) : withInner(stmt, known, work)
  const left = behind(made, known, work.handled, choose)
  // The check of a text stands in front of its statement.
  const parts =
    stmt.kind === 'execute' && made.kind === 'block' && made.declarations.length === 0 ? made.statements : [made]
  return { stmts: [...before, ...parts], known: left }
}

/** A statement is read with what is known before it; a loop also runs after what it does itself. */
function withInner(stmt: Stmt, known: Known, work: Work): Stmt {
  switch (stmt.kind) {
    case 'block':
      return {
        ...stmt,
        statements: inList(stmt.statements, insideBlock(stmt, known, work.handled), work).stmts,
        handlers: stmt.handlers.map((handler) => ({ ...handler, body: asOne(handler.body, work) })),
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

/** The body of a handler runs after anything. */
function asOne(body: Stmt, work: Work): Stmt {
  const { stmts } = inStatement(body, nothingKnown, work)
  const [only, ...others] = stmts
  if (only && others.length === 0) return only
  return { kind: 'block', declarations: [], handlers: [], statements: stmts, origin: body.origin }
}

/** Behind branches that build different texts a variable says which of them was taken. */
function inBranches(stmt: IfStmt | CaseStmt, known: Known, work: Work): Run {
  const start = behindConditions(stmt, known)
  const runs = stmt.branches.map((each) => inList(each.body, start, work))
  const otherwise = stmt.else ? inList(stmt.else, start, work) : undefined
  const made: IfStmt | CaseStmt = {
    ...stmt,
    branches: stmt.branches.map((each, at) => ({ ...each, body: runs[at]?.stmts ?? [] })),
    ...(otherwise ? { else: otherwise.stmts } : {}),
  }
  const end = (run: Run | undefined) => (run && !leadsElsewhere(run.stmts) ? run.known : undefined)
  const last = stmt.kind === 'if' && !otherwise ? start : end(otherwise)
  const selector = newSelector(work.selectors)
  const { known: left, chooses } = merged(
    behind(made, known, work.handled, () => undefined),
    [last, ...runs.map(end)],
    selector,
    work.handled,
  )
  return { stmts: [chooses ? numbered(made, selector) : made], known: left }
}

/** A statement that stays text may run anything, in the round before too; those that become known are as good as others. */
function inLoop(stmt: Stmt & { readonly kind: 'loop' | 'while' | 'repeat' | 'for' }, known: Known, work: Work) {
  const body = inList(stmt.body, insideLoop(stmt, known, true), work).stmts
  const isKnown = !body.some(holdsText)
  return isKnown ? body : inList(stmt.body, insideLoop(stmt, known, false), work).stmts
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

function executed(stmt: Execute, known: Known, work: Work, choose: Choose): Stmt {
  const name = 'name' in stmt.what ? stmt.what.name.text.toLowerCase() : undefined
  const pieces = 'text' in stmt.what ? piecesOf(stmt.what.text, known.texts, choose) : known.prepared.get(name ?? '')
  const forms = pieces && formsOf(pieces)
  const made = forms && statementOf(forms, stmt, work)
  if (name !== undefined) (made ? work.resolved : work.missed).add(name)
  else if (made) work.resolved.add('')
  if (made && forms.kind === 'several') work.read.several(countOf(forms), stmt)
  if (made && work.checked.has(stmt)) work.read.checked(stmt)
  if (made || !pieces?.some((piece) => 'text' in piece)) return made ?? stmt
  return { ...stmt, unknown: forms ? partsIn(pieces) : 'forms' }
}

/** One statement for each text; undefined when one of them is not understood. */
function statementOf(forms: Forms, stmt: Execute, work: Work, isOnly = true): Stmt | undefined {
  if (forms.kind === 'one') {
    if (forms.pieces.some((piece) => 'nothing' in piece)) return noText(stmt)
    const template = templateOf(forms.pieces, stmt.using, work.isNumber)
    const made = template && work.read.one(template, stmt)
    const isNamed = made && made.stmt.kind !== 'opaque' && made.stmt.dynamic
    if (made && isOnly && !isNamed) work.read.always(template, stmt)
    if (made?.checks) work.checked.add(stmt)
    return made && withWholeText(made.stmt, template, stmt)
  }
  const ways: { readonly number: number; readonly body: readonly Stmt[] }[] = []
  for (const { number, of } of forms.forms) {
    const made = statementOf(of, stmt, work, false)
    if (!made) return undefined
    ways.push({ number, body: [made] })
  }
  return selected(forms.selector, ways, stmt.origin)
}

/** A value that is null makes the whole text null, which the statement that stands for it would not see. */
function withWholeText(made: Stmt, { holes }: Template, stmt: Execute): Stmt {
  const missing = [...holes.values()]
    .filter(({ how, inText, value }) => inText && (how === 'number' || how === 'value') && value.kind !== 'literal')
    .map(({ value }): Expr => ({ kind: 'test', is: 'null', negated: false, operand: value, origin: stmt.origin }))
  const [first, ...others] = missing
  if (!first) return made
  const when = others.reduce<Expr>((left, right) => binary('or', left, right), first)
  const check: Stmt = { kind: 'if', branches: [{ when, body: [noText(stmt)] }], origin: stmt.origin }
  return { kind: 'block', declarations: [], handlers: [], statements: [check, made], origin: stmt.origin }
}

/** Values in the text itself. */
const partsIn = (pieces: readonly Piece[]): readonly Expr[] =>
  pieces.flatMap((piece) => {
    if ('value' in piece) return [piece.value]
    return 'choice' in piece ? piece.choice.ways.flatMap((way) => partsIn(way ?? [])) : []
  })

const countOf = (forms: Forms): number =>
  forms.kind === 'one' ? 1 : forms.forms.reduce((sum, { of }) => sum + countOf(of), 0)

/** A text that is null is an error of syntax. */
const noText = ({ origin }: Execute): Stmt => ({
  kind: 'evaluate',
  exprs: [coreCall('statement_text', [nullLiteral(origin)], undefined, origin)],
  origin,
})

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
