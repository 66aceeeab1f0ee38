import type { Expr } from '../../../../../core/ir/expr.js'
import type { Program } from '../../../../../core/ir/program.js'
import type { Assign, Block, Stmt } from '../../../../../core/ir/statement.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import { type Choose, holdsText, keyOf, type Piece, piecesOf, type Texts, valuesIn, variable } from './pieces.js'

/** The texts of variables and of prepared statements at one place of a program. */
export interface Known {
  readonly texts: Texts
  readonly prepared: ReadonlyMap<string, readonly Piece[]>
}

export const nothingKnown: Known = { texts: new Map(), prepared: new Map() }

/** What running some statements may change. */
export interface Effects {
  /** Variables by `@name` or `name`. */
  readonly variables: ReadonlySet<string>
  /** Names of prepared statements. */
  readonly prepared: ReadonlySet<string>
  /** Other code runs, which shares the variables and the prepared statements of the session. */
  readonly session: boolean
  /** Rows may change, or it runs again: what a call or a query gives is not what it would have given before. */
  readonly world: boolean
}

const nothingDone: Effects = { variables: new Set(), prepared: new Set(), session: false, world: false }

/** Kinds that change no rows, whatever they hold. */
const calm: ReadonlySet<Stmt['kind']> = new Set([
  'assign',
  'prepare',
  'deallocate',
  'block',
  'if',
  'caseStatement',
  'selectInto',
  'resultSet',
  'getDiagnostics',
  'leave',
  'iterate',
  'return',
])

export function effectsOf(
  stmts: readonly Stmt[],
  { declared = [], allKnown = false }: { readonly declared?: readonly string[]; readonly allKnown?: boolean } = {},
): Effects {
  const variables = new Set(declared)
  const prepared = new Set<string>()
  let session = false
  let world = false
  for (const stmt of stmts)
    walkStmt(stmt, {
      target: (target) => {
        const key = keyOf(target)
        if (key !== undefined) variables.add(key)
      },
      expr: (expr) => {
        const name = assignedInside(expr)
        if (name !== undefined) variables.add(name)
        if (mayBeStored(expr)) session = world = true
        return undefined
      },
      stmt: (each) => {
        if (!calm.has(each.kind)) world = true
        if (each.kind === 'prepare' || each.kind === 'deallocate') prepared.add(each.name.text.toLowerCase())
        if (each.kind === 'callStatement' || (each.kind === 'execute' && !allKnown)) session = true
        // What a call gives back is set too.
        if (each.kind === 'callStatement') for (const arg of each.args) variables.add(keyOf(arg) ?? '')
        return undefined
      },
    })
  return { variables, prepared, session, world }
}

/** `@name` of an assignment inside an expression. */
function assignedInside(expr: Expr): string | undefined {
  if (expr.kind !== 'call' || !('core' in expr.fn) || expr.fn.core !== 'assign_user_variable') return undefined
  const [name] = expr.args
  return name?.kind === 'literal' ? `@${name.text.toLowerCase()}` : undefined
}

/** Functions of the server that programs use around their texts; any other name may be that of a stored function. */
const builtIn =
  /^(CONCAT|CONCAT_WS|IF|IFNULL|COALESCE|NULLIF|ISNULL|QUOTE|LOWER|UPPER|LCASE|UCASE|TRIM|LTRIM|RTRIM|LENGTH|CHAR_LENGTH|LEFT|RIGHT|SUBSTR|SUBSTRING|SUBSTRING_INDEX|MID|LPAD|RPAD|REPLACE|REPEAT|REVERSE|SPACE|INSTR|LOCATE|ABS|ROUND|TRUNCATE|FLOOR|CEIL|CEILING|MOD|GREATEST|LEAST|RAND|FORMAT|COUNT|SUM|MIN|MAX|AVG|GROUP_CONCAT|NOW|SYSDATE|CURDATE|CURRENT_DATE|CURTIME|CURRENT_TIME|CURRENT_TIMESTAMP|UNIX_TIMESTAMP|DATE|YEAR|MONTH|DAY|DATE_FORMAT|DATE_ADD|DATE_SUB|DATEDIFF|UUID|DATABASE|SCHEMA|USER|CURRENT_USER|CONNECTION_ID|LAST_INSERT_ID|ROW_COUNT|FOUND_ROWS|FIND_IN_SET|JSON_EXTRACT|JSON_UNQUOTE|JSON_LENGTH|EXISTS)$/

const mayBeStored = (expr: Expr): boolean =>
  expr.kind === 'call' &&
  ('routine' in expr.fn || ('native' in expr.fn && (!!expr.fn.schema || !builtIn.test(expr.fn.native.toUpperCase()))))

/** What is known inside of a loop, at any of its rounds; `allKnown`: no statement in it stays text. */
export function insideLoop(stmt: Stmt, known: Known, allKnown: boolean): Known {
  const declared = stmt.kind === 'for' ? [stmt.variable.text.toLowerCase()] : []
  return after(effectsOf([stmt], { declared, allKnown }), known)
}

/** What is known inside of a block: its own variables have none of the texts of those that they hide. */
export function insideBlock({ declarations }: Block, known: Known, unsafe: Effects): Known {
  const declared = declarations.flatMap((each) => (each.kind === 'declareVariables' ? [each] : []))
  const names = declared.flatMap((each) => each.names.map((name) => name.text.toLowerCase()))
  if (names.length === 0) return known
  const inside = after(effectsOf([], { declared: names }), known)
  const texts = new Map(inside.texts)
  for (const each of declared)
    if (each.default?.kind === 'literal' && each.default.of === 'text')
      for (const name of each.names) setText(name.text.toLowerCase(), piecesOf(each.default, texts, noChoice))
  return { ...inside, texts }

  function setText(key: string, pieces: readonly Piece[]): void {
    if (!isUnsafe(key, unsafe) && holdsText(pieces)) texts.set(key, pieces)
  }
}

const noChoice: Choose = () => undefined

/** What is known behind a statement. `unsafe` is what a handler may change at any time. */
export function behind(stmt: Stmt, known: Known, unsafe: Effects, choose: Choose): Known {
  const assigns = assignmentsOf(stmt)
  const left = assigns.length > 0 ? inValues(stmt, known) : after(effectsOf([stmt]), known)
  if (stmt.kind === 'prepare') {
    const name = stmt.name.text.toLowerCase()
    const pieces = piecesOf(stmt.text, known.texts, choose)
    return unsafe.prepared.has(name) || unsafe.session
      ? left
      : { ...left, prepared: new Map(left.prepared).set(name, pieces) }
  }
  return assigns.reduce((state, each) => assigned(each, state, unsafe, choose), left)
}

/** SET goes from left to right. */
function assigned(
  { target, value }: Assign['assignments'][number],
  known: Known,
  unsafe: Effects,
  choose: Choose,
): Known {
  const key = keyOf(target)
  if (key === undefined) return known
  const pieces = piecesOf(value, known.texts, choose)
  const left = after({ ...nothingDone, variables: new Set([key]) }, known)
  const changing = new Set([key, ...unsafe.variables])
  const stays = isUnsafe(key, unsafe) ? undefined : without(pieces, (value) => mentions(value, changing))
  return stays && holdsText(stays) ? { ...left, texts: new Map(left.texts).set(key, stays) } : left
}

/** What computing the values of a statement leaves known. */
function inValues(stmt: Stmt, known: Known): Known {
  const effects = effectsOf([stmt])
  const targets = new Set(assignmentsOf(stmt).map(({ target }) => keyOf(target) ?? ''))
  return after({ ...effects, variables: new Set([...effects.variables].filter((name) => !targets.has(name))) }, known)
}

/** Whether a handler may change the variable. */
export const isUnsafe = (key: string, unsafe: Effects): boolean =>
  unsafe.variables.has(key) || (unsafe.session && key.startsWith('@'))

/** SELECT of expressions INTO variables, without a table, is SET. */
function assignmentsOf(stmt: Stmt): Assign['assignments'] {
  if (stmt.kind === 'assign') return stmt.assignments
  if (stmt.kind !== 'selectInto' || stmt.query.limit || stmt.query.body.kind !== 'select') return []
  const { items, from, where, having } = stmt.query.body
  if (from.length > 0 || where || having || items.length !== stmt.targets.length) return []
  return stmt.targets.flatMap((target, at) => {
    const item = items[at]
    return item && item.kind === 'expr' ? [{ target, value: item.expr }] : []
  })
}

/** What the handlers of a program change. */
export function handlerEffects(program: Program): Effects {
  const bodies: Stmt[] = []
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'block') bodies.push(...stmt.handlers.map((handler) => handler.body))
      return undefined
    },
  })
  return effectsOf(bodies)
}

export function after(effects: Effects, known: Known): Known {
  const { variables, prepared, session, world } = effects
  const changed = (key: string): boolean => variables.has(key) || (session && key.startsWith('@'))
  const isLost = (value: Expr): boolean => reads(value, changed) || (world && !isSteady(value))
  const left = (all: Known['texts'], isGone: (name: string) => boolean) =>
    new Map(
      [...all].flatMap(([name, pieces]) => {
        const stays = isGone(name) ? undefined : without(pieces, isLost)
        return stays ? [[name, stays] as const] : []
      }),
    )
  return {
    texts: left(known.texts, changed),
    prepared: left(known.prepared, (name) => session || prepared.has(name)),
  }
}

/** Pieces that are as they were; undefined when one is not. A part of several can do without the value that it has as a whole. */
function without(pieces: readonly Piece[], isLost: (value: Expr) => boolean): readonly Piece[] | undefined {
  if (!valuesIn(pieces).some(isLost)) return pieces
  const left = pieces.flatMap((piece): readonly Piece[] => {
    if ('value' in piece) return isLost(piece.value) ? [] : [piece]
    if (!('choice' in piece)) return [piece]
    const { whole, selector, ways } = piece.choice
    const parts = ways.map((way) => way && without(way, isLost))
    if (isLost(variable(selector)) || parts.some((part, at) => !part && ways[at])) return []
    return [{ choice: { selector, ways: parts, ...(whole && !isLost(whole) ? { whole } : {}) } }]
  })
  return left.length === pieces.length ? left : undefined
}

export const mentions = (expr: Expr, names: ReadonlySet<string>): boolean => reads(expr, (key) => names.has(key))

function reads(expr: Expr, wanted: (key: string) => boolean): boolean {
  return some(expr, (each) => wanted(keyOf(each) ?? '?'))
}

/** The same whenever it is computed, as long as its variables are. */
const isSteady = (expr: Expr): boolean =>
  !some(
    expr,
    (each) =>
      'query' in each ||
      each.kind === 'column' ||
      (each.kind === 'call' && !('native' in each.fn && steady.test(each.fn.native.toUpperCase()))),
  )

/** Whether computing it again, right after, gives the same and does nothing. */
export const canRepeat = (expr: Expr): boolean =>
  !some(
    expr,
    (each) =>
      each.kind === 'call' &&
      !('native' in each.fn && builtIn.test(each.fn.native.toUpperCase()) && !/^(RAND|UUID)$/i.test(each.fn.native)),
  )

const steady =
  /^(CONCAT|CONCAT_WS|IF|IFNULL|COALESCE|NULLIF|QUOTE|LOWER|UPPER|TRIM|LTRIM|RTRIM|LENGTH|CHAR_LENGTH|LEFT|RIGHT|SUBSTR|SUBSTRING|SUBSTRING_INDEX|LPAD|RPAD|REPLACE|ABS|ROUND|FLOOR|CEIL|CEILING|MOD|DATE_FORMAT|DATE_ADD|DATE_SUB)$/

function some(expr: Expr, test: (expr: Expr) => boolean): boolean {
  let found = false
  walkStmt(
    { kind: 'evaluate', exprs: [expr], origin: expr.origin },
    {
      expr: (each) => {
        if (test(each)) found = true
        return !found
      },
    },
  )
  return found
}
