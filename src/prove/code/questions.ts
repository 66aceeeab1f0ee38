import type { Call, Expr, Literal } from '../../core/ir/expr.js'
import type { Program } from '../../core/ir/program.js'
import type { Query, QueryBody } from '../../core/ir/query.js'
import type { Stmt, Target } from '../../core/ir/statement.js'
import { walkExpr } from '../../core/ir/walk.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { queryIn } from './tables-of.js'

/** A name of a program: a variable or parameter, or a column by its last name (of NEW and OLD too). Lower case. */
export interface Subject {
  readonly kind: 'variable' | 'column'
  readonly name: string
  /** Alias or table in front of a column. */
  readonly of?: string
}

/** A branch asks something of a subject: this is a value at which the answer may change. */
export interface Question {
  readonly subject: Subject
  readonly value: Literal
  /**
   * `length`: the value is a length of the subject; `pattern`: a LIKE pattern; `part`: something computed from the subject;
   * `json`: the subject is read as a document.
   */
  readonly how: 'value' | 'length' | 'pattern' | 'part' | 'json'
}

export interface Questions {
  readonly questions: readonly Question[]
  /** Pairs that are compared with each other or flow into each other. */
  readonly links: readonly (readonly [Subject, Subject])[]
  /** Columns that are mentioned at all. */
  readonly columns: readonly Subject[]
  /** What it calls, with the subjects of each argument. */
  readonly calls: readonly { readonly name: string; readonly args: readonly (readonly Subject[])[] }[]
  /** Columns by which rows are ordered of which only the first count: two rows that are equal there leave the choice open. */
  readonly choosing: ReadonlySet<string>
  /** Subjects that something is less or greater than; by kind and name. */
  readonly ranged: ReadonlySet<string>
  /** Every literal of the body, for values that no branch speaks of. */
  readonly literals: readonly Literal[]
}

const lengths: ReadonlySet<string> = new Set([
  'length',
  'char_length',
  'character_length',
  'octet_length',
  'charLength',
])
const comparing: ReadonlySet<string> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'nullSafeEq'])

const ranging: ReadonlySet<string> = new Set(['lt', 'le', 'gt', 'ge'])

export const subjectKey = (subject: Subject): string => `${subject.kind} ${subject.name}`

class Asker {
  readonly questions: Question[] = []
  readonly links: (readonly [Subject, Subject])[] = []
  readonly columns: Subject[] = []
  readonly literals: Literal[] = []
  readonly ranged = new Set<string>()
  readonly choosing = new Set<string>()
  readonly calls: { name: string; args: readonly (readonly Subject[])[] }[] = []
  readonly #locals: ReadonlySet<string>

  constructor(locals: ReadonlySet<string>) {
    this.#locals = locals
  }

  subjectOf(expr: Expr | Target): Subject | undefined {
    if (expr.kind === 'variable')
      return { kind: 'variable', name: `${expr.scope === 'local' ? '' : '@'}${expr.name.text}`.toLowerCase() }
    if (expr.kind !== 'column') return undefined
    const name = expr.path.at(-1)?.text.toLowerCase() ?? ''
    if (expr.path.length === 1) return { kind: this.#locals.has(name) ? 'variable' : 'column', name }
    return { kind: 'column', name, of: expr.path.at(-2)?.text.toLowerCase() ?? '' }
  }

  /** Subjects in an expression; those of nested queries are their own statements' business. */
  subjectsIn(expr: Expr): readonly Subject[] {
    const found: Subject[] = []
    walkExpr(
      expr,
      (each) => {
        const subject = this.subjectOf(each)
        if (subject) found.push(subject)
        return undefined
      },
      false,
    )
    return found
  }

  expr(expr: Expr): void {
    const subject = expr.kind === 'column' || expr.kind === 'variable' ? this.subjectOf(expr) : undefined
    if (subject?.kind === 'column') this.columns.push(subject)
    switch (expr.kind) {
      case 'literal':
        this.literals.push(expr)
        break
      case 'binary':
        if (comparing.has(expr.op)) this.compare(expr.left, expr.right)
        if (ranging.has(expr.op)) this.#range([expr.left, expr.right])
        break
      case 'between':
        this.compare(expr.operand, expr.low)
        this.compare(expr.operand, expr.high)
        this.#range([expr.operand, expr.low, expr.high])
        break
      case 'inList':
        for (const item of expr.items) this.compare(expr.operand, item)
        break
      case 'like':
        this.compare(expr.operand, expr.pattern, expr.how === 'like' ? 'pattern' : 'value')
        break
      case 'case':
        for (const { when } of expr.whens) if (expr.subject) this.compare(expr.subject, when)
        break
      case 'call':
        this.#call(expr)
        break
      default:
    }
  }

  /** COALESCE(x, 5), IF(x, …), NULLIF(x, 'a') and the like speak of values of x too. */
  #call(call: Call): void {
    const routine = 'routine' in call.fn ? call.fn.routine.name.text : 'native' in call.fn ? call.fn.native : undefined
    if (routine !== undefined) this.calling(routine, call.args)
    const [first] = call.args
    const document = first && callName(call).startsWith('json') ? this.subjectOf(first) : undefined
    if (document && !/^json_?(array|object|quote|valid)$/i.test(callName(call)))
      this.#ask(document, { kind: 'literal', of: 'text', text: '{}', origin: call.origin }, 'json')
    const plain = call.args.flatMap((arg) => (arg.kind === 'literal' ? [arg] : []))
    const subjects = call.args.flatMap((arg) => this.subjectOf(arg) ?? [])
    for (const subject of subjects) for (const value of plain) this.#ask(subject, value, 'part')
  }

  compare(left: Expr, right: Expr, how: Question['how'] = 'value'): void {
    const [a, b] = [literalIn(left), literalIn(right)]
    if (b && !a) this.#askAll(left, b, how)
    else if (a && !b) this.#askAll(right, a, how)
    else this.link(this.subjectsIn(left), this.subjectsIn(right))
  }

  query(query: Query): void {
    if (query.limit === undefined) return
    for (const { expr } of query.orderBy) for (const { name } of this.subjectsIn(expr)) this.choosing.add(name)
  }

  #range(exprs: readonly Expr[]): void {
    for (const subject of exprs.flatMap((expr) => this.subjectsIn(expr))) this.ranged.add(subjectKey(subject))
  }

  #askAll(expr: Expr, value: Literal, how: Question['how']): void {
    const direct = this.subjectOf(expr)
    if (direct) {
      this.#ask(direct, value, how)
      return
    }
    const isLength = expr.kind === 'call' && lengths.has(callName(expr))
    for (const subject of this.subjectsIn(expr)) this.#ask(subject, value, isLength ? 'length' : 'part')
  }

  #ask(subject: Subject, value: Literal, how: Question['how']): void {
    if (value.of !== 'null') this.questions.push({ subject, value, how })
  }

  link(left: readonly Subject[], right: readonly Subject[]): void {
    for (const a of left) for (const b of right) this.links.push([a, b])
  }

  /** Values that go from expressions to targets. */
  flow(targets: readonly (Subject | undefined)[], values: readonly Expr[]): void {
    for (const [at, target] of targets.entries()) {
      const value = values[at]
      if (target && value) this.link([target], this.subjectsIn(value))
    }
  }

  calling(name: string, args: readonly Expr[]): void {
    this.calls.push({ name: name.toLowerCase(), args: args.map((arg) => this.subjectsIn(arg)) })
  }

  stmt(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'callStatement':
        this.calling(stmt.routine.name.text, stmt.args)
        break
      case 'assign':
        for (const { target, value } of stmt.assignments) this.flow([this.subjectOf(target)], [value])
        break
      case 'selectInto':
        this.flow(
          stmt.targets.map((target) => this.subjectOf(target)),
          itemsOf(stmt.query),
        )
        break
      case 'caseStatement':
        if (stmt.subject) for (const { when } of stmt.branches) this.compare(stmt.subject, when)
        break
      case 'insert': {
        const names = stmt.columns.map(
          (column): Subject => ({
            kind: 'column',
            name: column.text.toLowerCase(),
            of: stmt.table.name.text.toLowerCase(),
          }),
        )
        if ('rows' in stmt.source) for (const row of stmt.source.rows) this.flow(names, row)
        else this.flow(names, itemsOf(stmt.source.query))
        for (const { column, value } of stmt.onDuplicate) this.flow([this.subjectOf(column)], [value])
        break
      }
      case 'update':
        for (const { column, value } of stmt.set) this.flow([this.subjectOf(column)], [value])
        break
      default:
    }
  }
}

/** A literal, or one with a sign or a cast around it. */
function literalIn(expr: Expr): Literal | undefined {
  if (expr.kind === 'literal') return expr
  if (expr.kind === 'unary' && expr.op === 'neg' && expr.operand.kind === 'literal')
    return {
      ...expr.operand,
      text: expr.operand.text.startsWith('-') ? expr.operand.text.slice(1) : `-${expr.operand.text}`,
    }
  if (expr.kind === 'cast' || expr.kind === 'collate') return literalIn(expr.operand)
  return undefined
}

const callName = (call: Call): string =>
  'core' in call.fn ? call.fn.core : 'native' in call.fn ? call.fn.native.toLowerCase() : ''

export function itemsOf(query: Query): readonly Expr[] {
  const select = firstSelect(query.body)
  return select?.items.flatMap((item) => (item.kind === 'expr' ? [item.expr] : [])) ?? []
}

export function firstSelect(body: QueryBody): Extract<QueryBody, { kind: 'select' }> | undefined {
  switch (body.kind) {
    case 'select':
      return body
    case 'setOperation':
      return firstSelect(body.left)
    case 'nested':
      return firstSelect(body.query.body)
    case 'values':
      return undefined
  }
}

/** Names of parameters and declared variables, lower case. */
export function localsOf(program: Program): ReadonlySet<string> {
  const found = new Set(program.params.map((param) => param.name.text.toLowerCase()))
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const declaration of stmt.declarations)
        if (declaration.kind === 'declareVariables')
          for (const name of declaration.names) found.add(name.text.toLowerCase())
      return undefined
    },
  })
  return found
}

/** What a program asks of its parameters, variables and columns. */
export function questionsOf(program: Program): Questions {
  const asker = new Asker(localsOf(program))
  const cursors = new Map<string, readonly Expr[]>()
  walkProgram(program, {
    stmt: (stmt) => {
      asker.stmt(stmt)
      if (stmt.kind === 'block')
        for (const declaration of stmt.declarations)
          if (declaration.kind === 'declareCursor' && 'query' in declaration.source)
            cursors.set(declaration.name.text.toLowerCase(), itemsOf(declaration.source.query))
      if (stmt.kind === 'fetchCursor')
        asker.flow(
          stmt.targets.map((target) => asker.subjectOf(target)),
          cursors.get(stmt.cursor.text.toLowerCase()) ?? [],
        )
      return undefined
    },
    query: (query) => asker.query(query),
    expr: (expr) => {
      asker.expr(expr)
      const query = queryIn(expr)
      if (query) asker.query(query)
      return undefined
    },
    target: (target) => {
      const subject = asker.subjectOf(target)
      if (subject?.kind === 'column') asker.columns.push(subject)
    },
  })
  const { questions, links, columns, literals, ranged, choosing, calls } = asker
  return { questions, links, columns, literals, ranged, choosing, calls }
}
