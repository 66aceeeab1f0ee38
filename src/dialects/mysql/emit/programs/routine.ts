import type { CodeLines, Probe } from '../../../../core/dialect/dialect.js'
import { type QName, spanOf } from '../../../../core/ir/names.js'
import type { Param, Program } from '../../../../core/ir/program.js'
import type { Routine, Trigger } from '../../../../core/ir/schema.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { walkProgram } from '../../../../core/ir/walk-program.js'
import { definitionMode } from '../../copy/script-text.js'
import { identText, isMariadb, nameText, noForm, type Printing } from '../printing.js'
import { blockLines, changesRows, isPlain, typeText } from './block.js'
import { withCollected } from './collected.js'
import { createNames, type Lost, type ProgramPrinting } from './context.js'
import { between, type Lines } from './lines.js'

/** The text of a program as a client runs it, and which of its lines stand for which statement. */
export interface PrintedProgram {
  readonly sql: string
  readonly code: readonly CodeLines[]
  readonly probes: readonly Probe[]
  readonly undo: string
  readonly lost: readonly Lost[]
}

export function routineText(printing: Printing, routine: Routine): PrintedProgram {
  const { program, form } = routine
  if (!program || (form !== 'function' && form !== 'procedure')) throw noForm('code that was not converted')
  const word = form === 'function' ? 'FUNCTION' : 'PROCEDURE'
  const params = program.params.map((param) => parameterText(param, form)).join(', ')
  const returns = form === 'function' ? [`RETURNS ${returnsText(program)}`] : []
  const head = [`CREATE ${word} ${nameText(routine.name)}(${params})`, ...returns, ...characteristics(program, form)]
  const undo = `DROP ${word} ${nameText(routine.name)}`
  return { ...withBody(printing, program, form, head, routine.name), undo }
}

export function triggerText(printing: Printing, trigger: Trigger): PrintedProgram {
  const { program, timing, table, events, name } = trigger
  const [event] = events
  if (!program || !event) throw noForm('code that was not converted')
  const head = [
    `CREATE TRIGGER ${nameText(name)} ${timing.toUpperCase()} ${event.toUpperCase()} ON ${nameText(table)}`,
    'FOR EACH ROW',
  ]
  return { ...withBody(printing, program, 'trigger', head), undo: `DROP TRIGGER ${nameText(name)}` }
}

function withBody(
  printing: Printing,
  program: Program,
  form: ProgramPrinting['form'],
  head: readonly string[],
  name?: QName,
) {
  const { body } = program
  const block: Block =
    body.kind === 'block'
      ? unwrapped(body)
      : { kind: 'block', declarations: [], handlers: [], statements: [body], origin: body.origin }
  const whole = withoutLastReturn(block, form)
  const print = (label?: string) => {
    const lost: Lost[] = []
    const names = createNames(namesIn(program))
    const collects = program.collects && name ? { collects: name } : {}
    const own = block.label?.text ?? names.take('body')
    const at: ProgramPrinting = { printing, program, form, names, lost, body: own, ...collects }
    const isLabelled = label !== undefined && block.label === undefined
    const made = blockLines(whole, at, isLabelled ? at.body : undefined)
    const lines = at.collects ? between('BEGIN', withCollected(made, at), 'END;') : made
    return { lines, at, lost }
  }
  const first = print()
  const { lines, lost } = first.at.names.used.has(first.at.body) ? print(first.at.body) : first
  return { ...scripted(head, form === 'function' ? withReturn(lines) : lines, printing), lost }
}

/** The server wants a RETURN in every function, even where an error stands in the place of the only one. */
function withReturn(lines: Lines): Lines {
  if (lines.text.some((each) => /^\s*RETURN\b/.test(each))) return lines
  return { ...lines, text: [...lines.text.slice(0, -1), '  RETURN NULL;', ...lines.text.slice(-1)] }
}

/** A block around a single other one says nothing. */
function unwrapped(block: Block): Block {
  const [only, more] = block.statements
  return isPlain(block) && only?.kind === 'block' && !more && !only.comments ? unwrapped(only) : block
}

/** Behind the last statement a program ends by itself. */
function withoutLastReturn(block: Block, form: ProgramPrinting['form']): Block {
  return form === 'function' ? block : { ...block, statements: endless(block.statements) }
}

function endless(stmts: readonly Stmt[]): readonly Stmt[] {
  const last = stmts.at(-1)
  const others = stmts.slice(0, -1)
  if (last?.kind === 'return' && !last.comments) return others
  if (last?.kind === 'block' && !last.catches) return [...others, { ...last, statements: endless(last.statements) }]
  if (last?.kind !== 'if') return stmts
  const branches = last.branches.map((each) => ({ ...each, body: endless(each.body) }))
  return [...others, { ...last, branches, ...(last.else ? { else: endless(last.else) } : {}) }]
}

/** With it a division by zero is an error where its value is stored (manual, "Server SQL Modes"). */
const programMode = `${definitionMode},ERROR_FOR_DIVISION_BY_ZERO`

/** One flavour cuts digits of seconds off unless it is told to round (MariaDB, "SQL_MODE"); the other always rounds. */
const modeOf = (printing: Printing): string =>
  isMariadb(printing) ? `${programMode},TIME_ROUND_FRACTIONAL` : programMode

/** Made under settings that bend no value; the server keeps them with the program. */
function scripted(head: readonly string[], { text, code }: Lines, printing: Printing) {
  const body = [...head, ...text].join('\n').replace(/;$/, '')
  const end = ['$$', '$end$', '$crosswalk$'].find((word) => !body.includes(word)) ?? '$$'
  const before = [
    `SET NAMES utf8mb4 COLLATE ${printing.collation};`,
    `SET SESSION sql_mode = '${modeOf(printing)}';`,
    `DELIMITER ${end}`,
  ]
  const by = before.length + head.length
  const moved = code.map((each) => ({ ...each, from: each.from + by, to: each.to + by }))
  const places = moved.flatMap(({ from, to, origin }) => (spanOf(origin) ? [{ from, to, origin }] : []))
  return { sql: `${before.join('\n')}\n${body}${end}\nDELIMITER ;\n`, code: places, probes: probesOf(moved) }
}

/** Each question once; what conversion made by itself belongs to the statement around it. */
function probesOf(code: Lines['code']): readonly Probe[] {
  const seen = new Set<string>()
  return code.flatMap(({ asks, from, to, origin: own }) => {
    const around = code.findLast((each) => each.from <= from && each.to >= to && spanOf(each.origin))
    const origin = spanOf(own) ? own : (around?.origin ?? own)
    return asks.flatMap((sql): readonly Probe[] => {
      if (seen.has(sql)) return []
      seen.add(sql)
      return [{ how: 'query', sql, params: [], line: from, origin }]
    })
  })
}

/** Every name that the program says, so that none of ours is one of them. */
function namesIn(program: Program): ReadonlySet<string> {
  const found = new Set(program.params.map(({ name }) => name.text))
  walkProgram(program, {
    stmt: (stmt) => {
      if ('label' in stmt && stmt.label) found.add(stmt.label.text)
      if (stmt.kind === 'block')
        for (const each of stmt.declarations) {
          if (each.kind === 'declareVariables') for (const name of each.names) found.add(name.text)
          if (each.kind === 'declareCursor') found.add(each.name.text)
        }
      return undefined
    },
    expr: (expr) => {
      if (expr.kind === 'column') for (const name of expr.path) found.add(name.text)
      return undefined
    },
  })
  return found
}

const modes = { in: 'IN ', out: 'OUT ', inout: 'INOUT ' } as const

const parameterText = ({ name, mode, type }: Param, form: string): string =>
  `${form === 'function' ? '' : modes[mode]}${identText(name)} ${typeText(type)}`

function returnsText({ returns }: Program): string {
  if (!returns) throw noForm('a function without a value')
  return typeText(returns)
}

/**
 * With a binary log the server refuses a function that says it changes rows, unless it also says that it is deterministic,
 * and then computes it once for many rows. What is said is not checked, and logs of rows do not depend on it (manual,
 * "Stored Program Binary Logging").
 */
function characteristics(program: Program, form: ProgramPrinting['form']): readonly string[] {
  const { volatility, security } = program.characteristics
  const changes = form === 'procedure' && changesRows([program.body])
  const access = volatility === 'immutable' ? 'NO SQL' : changes ? 'MODIFIES SQL DATA' : 'READS SQL DATA'
  return [
    ...(volatility === 'immutable' ? ['DETERMINISTIC'] : []),
    access,
    `SQL SECURITY ${(security ?? 'invoker').toUpperCase()}`,
  ]
}
