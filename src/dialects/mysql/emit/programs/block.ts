import type { Declaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Catch } from '../../../../core/ir/error-handling.js'
import { type Ident, ident } from '../../../../core/ir/names.js'
import type { Query } from '../../../../core/ir/query.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { walkStmt } from '../../../../core/ir/walk-program.js'
import { exprText } from '../expression.js'
import { identText, noForm } from '../printing.js'
import { queryText } from '../query.js'
import { ownState, type ProgramPrinting } from './context.js'
import { between, joined, type Lines, line, nothing, standingFor } from './lines.js'
import { questionsOf } from './probes.js'
import { statementsLines } from './statement.js'

/**
 * BEGIN … END. Variables, then cursors, then handlers, as the manual's "DECLARE Statement" wants it: a variable whose default
 * stands behind a cursor is declared before it all the same, since no cursor is read before it is opened.
 */
export function blockLines(block: Block, at: ProgramPrinting, label?: string): Lines {
  const variables = block.declarations.filter((each) => each.kind !== 'declareCursor')
  const cursors = block.declarations.filter((each) => each.kind === 'declareCursor')
  const declared = [...variables, ...cursors].map((each) =>
    standingFor(each.origin, declarationLines(each, block, at), questionsOf(each, at)),
  )
  const statements = caught(block, at)
  const own = label ?? block.label?.text
  const [first, last] = own === undefined ? ['BEGIN', 'END;'] : [`${name(own)}: BEGIN`, `END ${name(own)};`]
  return between(first, joined([...declared, statements]), last)
}

/** Nothing but its statements. */
export const isPlain = ({ declarations, label, catches = [] }: Block): boolean =>
  declarations.length === 0 && label === undefined && catches.length === 0

const name = (text: string): string => identText(ident(text))

function declarationLines(declaration: Declaration, block: Block, at: ProgramPrinting): Lines {
  switch (declaration.kind) {
    case 'declareVariables': {
      const names = declaration.names.map(identText).join(', ')
      const value = declaration.default ? ` DEFAULT ${exprText(at.printing, declaration.default)}` : ''
      return line(`DECLARE ${names} ${typeText(declaration.type)}${value};`)
    }
    case 'declareCursor': {
      const { name: cursor, source } = declaration
      const query = 'query' in source ? source.query : openedQuery(cursor, block)
      return query ? line(`DECLARE ${identText(cursor)} CURSOR FOR ${queryText(at.printing, query)};`) : nothing
    }
    default:
      throw noForm(`a declaration (${declaration.kind})`)
  }
}

/** What a cursor reads where OPEN says it; undefined: nothing opens it. */
function openedQuery({ text }: Ident, block: Block): Query | undefined {
  const found: Query[] = []
  walkStmt(block, {
    stmt: (stmt) => {
      if (stmt.kind === 'openCursor' && stmt.cursor.text === text && stmt.reads && 'query' in stmt.reads)
        found.push(stmt.reads.query)
      return undefined
    },
  })
  const [first, ...others] = found
  if (others.some((each) => JSON.stringify(each) !== JSON.stringify(first))) throw noForm('a cursor of several queries')
  return first
}

/** Programs have no ENUM of their own here: labels were turned into text before. */
export function typeText(type: DeclaredType): string {
  if (type.kind !== 'type' || type.type.native === '') throw noForm('a type of a variable')
  return type.type.native
}

/** Statements under what the block catches: an EXIT handler each, which first takes back what the statements did. */
function caught(block: Block, at: ProgramPrinting): Lines {
  const { catches = [], statements } = block
  if (catches.length === 0) return statementsLines(statements, at)
  const savepoint = changesRows(statements) ? at.names.take('before_block') : undefined
  const outside = catches.map((each) => jumps(each.body, at))
  const flag = outside.includes(true) ? at.names.take('caught') : undefined
  const handlers = catches.map((each, number) => {
    const left = outside[number] === true && flag !== undefined
    const body = left ? line(`SET ${name(flag)} = ${number + 1};`) : statementsLines(each.body, at)
    return handlerLines(each, body, savepoint, at)
  })
  const inner = between('BEGIN', joined([...handlers, statementsLines(statements, at)]), 'END;')
  const behind = catches.flatMap((each, number) =>
    outside[number] && flag !== undefined
      ? [between(`IF ${name(flag)} = ${number + 1} THEN`, statementsLines(each.body, at), 'END IF;')]
      : [],
  )
  const set = savepoint ? [line(`SAVEPOINT ${name(savepoint)};`)] : []
  const whole = joined([...set, inner, ...behind])
  return flag === undefined
    ? whole
    : between('BEGIN', joined([line(`DECLARE ${name(flag)} INT DEFAULT 0;`), whole]), 'END;')
}

function handlerLines(
  { states, body: stmts }: Catch,
  body: Lines,
  savepoint: string | undefined,
  { form }: ProgramPrinting,
): Lines {
  const waits =
    states === 'any'
      ? 'SQLEXCEPTION'
      : states.map((state) => (state.length === 4 ? state : `SQLSTATE '${ownState(state)}'`)).join(', ')
  const back = savepoint === undefined ? [] : [takeBack(savepoint, form === 'procedure')]
  // What the error says is gone with the next statement.
  const asks = stmts[0]?.kind === 'getDiagnostics' ? 1 : 0
  const [first, rest] = asks ? [lead(body, 1), tail(body, 1)] : [nothing, body]
  return between(`DECLARE EXIT HANDLER FOR ${waits} BEGIN`, joined([first, ...back, rest]), 'END;')
}

const lead = ({ text }: Lines, count: number): Lines => line(...text.slice(0, count))
const tail = ({ text }: Lines, count: number): Lines => line(...text.slice(count))

/** Outside of a transaction a savepoint is gone at once (error 1305). */
function takeBack(savepoint: string, mayBeMissing: boolean): Lines {
  const back = line(`ROLLBACK TO SAVEPOINT ${name(savepoint)};`)
  if (!mayBeMissing) return back
  return between('BEGIN', joined([line('DECLARE CONTINUE HANDLER FOR 1305 BEGIN END;'), back]), 'END;')
}

const changing: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'callStatement',
  'evaluate',
  'execute',
])

/** Whether an error may leave changes behind that the source would have taken back. */
export function changesRows(stmts: readonly Stmt[]): boolean {
  let found = false
  for (const stmt of stmts)
    walkStmt(stmt, {
      stmt: (each) => {
        if (changing.has(each.kind)) found = true
        return !found
      },
      expr: (expr) => {
        if (expr.kind === 'call' && 'routine' in expr.fn) found = true
        return !found
      },
    })
  return found
}

/** A handler cannot leave what stands around its own block (manual, "Restrictions on Stored Programs"). */
function jumps(stmts: readonly Stmt[], { form }: ProgramPrinting): boolean {
  let found = false
  for (const stmt of stmts)
    walkStmt(stmt, {
      stmt: (each) => {
        const leaves =
          each.kind === 'leave' || each.kind === 'iterate' || (each.kind === 'return' && form !== 'function')
        if (leaves) found = true
        return !found
      },
    })
  return found
}
