import type { Expr } from '../../../../../core/ir/expr.js'
import type { Block, Program, Stmt } from '../../../../../core/ir/program.js'
import { walkProgram, walkStmt } from '../../../../../core/ir/walk-program.js'
import { keyOf, type Piece, piecesOf, type Texts } from './pieces.js'

/** The texts of variables and of prepared statements at one place of a program. */
export interface Known {
  readonly texts: Texts
  readonly prepared: ReadonlyMap<string, readonly Piece[]>
}

export const nothingKnown: Known = { texts: new Map(), prepared: new Map() }

/** What running some statements may change. */
interface Effects {
  /** Variables by `@name` or `name`. */
  readonly variables: ReadonlySet<string>
  /** Names of prepared statements. */
  readonly prepared: ReadonlySet<string>
  /** Other code runs, which shares the variables and the prepared statements of the session. */
  readonly session: boolean
  /** Rows may change, or it runs again: what a call or a query gives is not what it would have given before. */
  readonly world: boolean
}

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

function effectsOf(
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
        if (mayBeStored(expr)) session = true
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
export function insideBlock({ declarations }: Block, known: Known): Known {
  const names = declarations.flatMap((each) =>
    each.kind === 'declareVariables' ? each.names.map((name) => name.text.toLowerCase()) : [],
  )
  return names.length > 0 ? after(effectsOf([], { declared: names }), known) : known
}

/** What is known behind a statement. `unsafe` is what a handler may change at any time. */
export function behind(stmt: Stmt, known: Known, unsafe: Effects): Known {
  const left = after(effectsOf([stmt]), known)
  if (stmt.kind === 'prepare') {
    const name = stmt.name.text.toLowerCase()
    const pieces = piecesOf(stmt.text, known.texts)
    return unsafe.prepared.has(name) || unsafe.session
      ? left
      : { ...left, prepared: new Map(left.prepared).set(name, pieces) }
  }
  if (stmt.kind !== 'assign') return left
  const texts = new Map(left.texts)
  for (const { target, value } of stmt.assignments) {
    const key = keyOf(target)
    if (key === undefined) continue
    const pieces = piecesOf(value, known.texts)
    const assigned = new Set([key, ...unsafe.variables])
    const safe =
      !unsafe.variables.has(key) && pieces.every((piece) => !('value' in piece && mentions(piece.value, assigned)))
    if (safe && !(unsafe.session && key.startsWith('@')) && pieces.some((piece) => 'text' in piece))
      texts.set(key, pieces)
  }
  return { ...left, texts }
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

function after(effects: Effects, known: Known): Known {
  const { variables, prepared, session, world } = effects
  const changed = (key: string): boolean => variables.has(key) || (session && key.startsWith('@'))
  const stays = (pieces: readonly Piece[]): boolean =>
    !pieces.some((piece) => 'value' in piece && (reads(piece.value, changed) || (world && !isSteady(piece.value))))
  return {
    texts: new Map([...known.texts].filter(([key, pieces]) => !changed(key) && stays(pieces))),
    prepared: new Map([...known.prepared].filter(([name, pieces]) => !session && !prepared.has(name) && stays(pieces))),
  }
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
