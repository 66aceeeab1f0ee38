import type { Branch } from '../../../../core/ir/control-flow.js'
import type { Signal } from '../../../../core/ir/error-handling.js'
import { ident } from '../../../../core/ir/names.js'
import type { Stmt, Stub, Target } from '../../../../core/ir/statement.js'
import { exprText } from '../expression.js'
import { identText, nameText, noForm, textConstant, Unprintable } from '../printing.js'
import { queryText } from '../query.js'
import { blockLines, isPlain } from './block.js'
import { changeText } from './changes.js'
import { rowsInto } from './collected.js'
import { ownState, type ProgramPrinting } from './context.js'
import { between, indented, joined, type Lines, line, standingFor } from './lines.js'
import { questionsOf } from './probes.js'
import { countedChange, fetchLines, selectLines } from './rows.js'

/** Statements in their order; what a statement is counted by stands behind it and is printed with it. */
export function statementsLines(stmts: readonly Stmt[], at: ProgramPrinting): Lines {
  const parts: Lines[] = []
  for (let index = 0; index < stmts.length; index++) {
    const stmt = stmts[index]
    if (!stmt) continue
    const next = stmts[index + 1]
    const counted =
      next?.kind === 'getDiagnostics' && next.area === 'current' ? countedChange(stmt, next, at) : undefined
    if (counted) index++
    const lines = counted ?? orStub(stmt, at)
    parts.push(joined([commentLines(stmt), standingFor(stmt.origin, lines, questionsOf(stmt, at))]))
  }
  return joined(parts)
}

/** A statement that has no form costs itself alone: an error stands in its place, and a finding says why. */
function orStub(stmt: Stmt, at: ProgramPrinting): Lines {
  const made = printable(stmt, at, () => statementLines(stmt, at))
  return made ?? line(`SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'XW-C0500: this statement cannot be written.';`)
}

function printable(stmt: Stmt, at: ProgramPrinting, print: () => Lines | undefined): Lines | undefined {
  try {
    return print()
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    at.lost.push({ construct: error.construct, origin: stmt.origin })
    return undefined
  }
}

function commentLines(stmt: Stmt): Lines {
  return line(...(stmt.comments ?? []).flatMap((each) => each.split('\n')).map((each) => `-- ${each}`))
}

export const nameOf = (text: string): string => identText(ident(text))

function statementLines(stmt: Stmt, at: ProgramPrinting): Lines {
  const { printing } = at
  switch (stmt.kind) {
    case 'block':
      return isPlain(stmt) ? statementsLines(stmt.statements, at) : blockLines(stmt, at)
    case 'assign':
      return line(
        ...stmt.assignments.map(({ target, value }) => `SET ${targetText(target, at)} = ${exprText(printing, value)};`),
      )
    case 'if':
      return joined([
        ...stmt.branches.map((each, index) => branchLines(index === 0 ? 'IF' : 'ELSEIF', each, at)),
        ...(stmt.else ? [line('ELSE'), indented(bodyOf(stmt.else, at))] : []),
        line('END IF;'),
      ])
    case 'caseStatement': {
      if (stmt.subject) throw noForm('CASE with a subject')
      const branches = stmt.branches.map((each) => branchLines('WHEN', each, at))
      const otherwise = stmt.else ? [line('ELSE'), indented(bodyOf(stmt.else, at))] : []
      return between('CASE', joined([...branches, ...otherwise]), 'END CASE;')
    }
    case 'loop':
      return loopLines('LOOP', stmt.label?.text, stmt.body, 'END LOOP', at)
    case 'while':
      return loopLines(`WHILE ${exprText(printing, stmt.condition)} DO`, stmt.label?.text, stmt.body, 'END WHILE', at)
    case 'repeat':
      throw noForm('REPEAT')
    case 'leave':
    case 'iterate':
      return jumpLines(stmt, at)
    case 'return':
      if (at.form === 'function') {
        if (!stmt.value) throw noForm('RETURN without a value')
        return line(`RETURN ${exprText(printing, stmt.value)};`)
      }
      at.names.used.add(at.body)
      return line(`LEAVE ${nameOf(at.body)};`)
    case 'callStatement':
      return line(`CALL ${nameText(stmt.routine)}(${stmt.args.map((arg) => exprText(printing, arg)).join(', ')});`)
    case 'evaluate':
      return line(...stmt.exprs.map((expr) => `DO ${exprText(printing, expr)};`))
    case 'selectInto':
      return selectLines(stmt, undefined, at)
    case 'openCursor':
      return line(`OPEN ${identText(stmt.cursor)};`)
    case 'closeCursor':
      return line(`CLOSE ${identText(stmt.cursor)};`)
    case 'fetchCursor':
      return fetchLines(stmt, at)
    case 'signal':
      return signalLines(stmt, at)
    case 'resignal':
      return line('RESIGNAL;')
    case 'getDiagnostics':
      return diagnosticsLines(stmt, at)
    case 'resultSet':
      return line(`${rowsInto(at)}${queryText(printing, stmt.query)};`)
    case 'insert':
    case 'update':
    case 'delete':
      return line(`${changeText(stmt, at)};`)
    case 'transaction':
      if (at.form !== 'procedure') throw noForm('the end of a transaction')
      return line(`${stmt.action === 'start' ? 'START TRANSACTION' : stmt.action.toUpperCase()};`)
    case 'stub':
      return stubLines(stmt)
    default:
      throw noForm(`a statement (${stmt.kind})`)
  }
}

/** A branch without statements is one that does nothing, which has to be said. */
export function bodyOf(stmts: readonly Stmt[], at: ProgramPrinting): Lines {
  const body = statementsLines(stmts, at)
  return body.text.some((each) => !each.startsWith('--')) ? body : joined([body, line('DO 0;')])
}

const branchLines = (word: string, { when, body }: Branch, at: ProgramPrinting): Lines =>
  joined([line(`${word} ${exprText(at.printing, when)} THEN`), indented(bodyOf(body, at))])

/** Every loop has a label: that is how it is left. */
function loopLines(
  head: string,
  label: string | undefined,
  stmts: readonly Stmt[],
  end: string,
  at: ProgramPrinting,
): Lines {
  const own = label ?? at.names.take('rounds')
  const body = bodyOf(stmts, { ...at, loop: own })
  return between(`${nameOf(own)}: ${head}`, body, `${end} ${nameOf(own)};`)
}

function jumpLines(stmt: Stmt & { readonly kind: 'leave' | 'iterate' }, at: ProgramPrinting): Lines {
  const label = stmt.label?.text ?? at.loop
  if (label === undefined) throw noForm('a jump outside of a loop')
  const jump = `${stmt.kind === 'leave' ? 'LEAVE' : 'ITERATE'} ${nameOf(label)};`
  if (!stmt.when) return line(jump)
  return between(`IF ${exprText(at.printing, stmt.when)} THEN`, line(jump), 'END IF;')
}

export function targetText(target: Target, at: ProgramPrinting): string {
  if (target.kind === 'variable' && target.field) return `NEW.${identText(target.field)}`
  return exprText(at.printing, target)
}

/** Longest message of a condition, in characters (manual, "Condition Information Items"; measured on MariaDB 10.11). */
const longestMessage = { mysql: 128, mariadb: 512 } as const

/** SIGNAL takes names and constants alone: what is computed goes through a variable, cut to what fits. */
function signalLines(stmt: Signal, at: ProgramPrinting): Lines {
  const { printing } = at
  const state = stmt.condition?.kind === 'sqlstate' ? stmt.condition.value : undefined
  if (state === undefined) throw noForm('an error that is known when the program runs')
  const value = stmt.items.find(({ name }) => name === 'MESSAGE_TEXT')?.value
  const head = `SIGNAL SQLSTATE '${ownState(state)}'`
  if (!value) return line(`${head};`)
  const longest = longestMessage[printing.version.flavour === 'mariadb' ? 'mariadb' : 'mysql']
  if (value.kind === 'literal' && [...value.text].length <= longest)
    return line(`${head} SET MESSAGE_TEXT = ${exprText(printing, value)};`)
  const name = nameOf(at.names.take('said'))
  const text = `LEFT(${exprText(printing, value)}, ${longest})`
  const declared = line(`DECLARE ${name} VARCHAR(${longest}) DEFAULT ${text};`, `${head} SET MESSAGE_TEXT = ${name};`)
  return between('BEGIN', declared, 'END;')
}

function diagnosticsLines(stmt: Stmt & { readonly kind: 'getDiagnostics' }, at: ProgramPrinting): Lines {
  if (stmt.area === 'current')
    return line(...stmt.items.map(({ target }) => `SET ${targetText(target, at)} = ROW_COUNT();`))
  // There is no more of an error than its text.
  const told = stmt.items.filter(({ name }) => name !== 'DETAIL')
  const items = told.map(({ target, name }) => `${targetText(target, at)} = ${name}`).join(', ')
  return line(`GET DIAGNOSTICS CONDITION 1 ${items};`)
}

function stubLines(stub: Stub): Lines {
  const text = stub.text.split('\n').map((each) => `-- ${each.trimEnd()}`.trimEnd())
  const message = [...stub.message].slice(0, 128).join('')
  return line(
    ...(stub.text === '' ? [] : text),
    `SIGNAL SQLSTATE '${stub.state ?? '45000'}' SET MESSAGE_TEXT = ${textConstant(message)};`,
  )
}
