import { finding } from '../../core/findings/finding.js'
import type { Characteristics, Program } from '../../core/ir/program.js'
import type { CallStmt, Stmt } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { losesCommitted } from './autocommit.js'
import type { Frame, State } from './frame.js'
import { reportQuietDivisions } from './quiet-divisions.js'
import { maySelectNothing } from './results/silent-ways.js'
import { reportOthersCounts } from './session/last-counts.js'
import { textOf } from './stubs.js'
import { reportEarlyNumber, reportPutBack } from './trigger-table.js'

const changes: ReadonlySet<Stmt['kind']> = new Set(['insert', 'update', 'delete', 'merge', 'load'])
const harmless: ReadonlySet<Stmt['kind']> = new Set([
  'block',
  'assign',
  'selectInto',
  'if',
  'caseStatement',
  'loop',
  'while',
  'repeat',
  'for',
  'leave',
  'iterate',
  'return',
  'openCursor',
  'fetchCursor',
  'closeCursor',
  'signal',
  'resignal',
])

/** Functions of the target's text that give the same every time, as they are named in templates and calls. */
const steady =
  /^(upper|lower|length|char_length|octet_length|concat|coalesce|nullif|greatest|least|abs|round|trunc|floor|ceil|mod|substr|substring|left|right|lpad|rpad|replace|btrim|ltrim|rtrim|position|repeat|reverse|count|sum|min|max|avg)$/

/** What the result of a function depends on, where it says so itself and its body shows that it changes nothing. */
export function volatilityOf(program: Program, source: Program): Characteristics['volatility'] {
  const { deterministic, dataAccess } = source.characteristics
  if (!deterministic && dataAccess !== 'reads' && dataAccess !== 'none') return undefined
  let calm = true
  let reads = false
  walkProgram(program, {
    stmt: (stmt) => {
      if (!harmless.has(stmt.kind)) calm = false
      // A call whose value never changes is computed before it is known whether it is reached, and its error raised.
      if (stmt.kind === 'signal' || stmt.kind === 'stub') reads = true
      if (stmt.kind === 'selectInto' || stmt.kind === 'openCursor') reads = true
      return calm
    },
    query: () => {
      reads = true
    },
    expr: (expr) => {
      if ('query' in expr) reads = true
      if (expr.kind === 'template' && !isSteadyText(expr.parts)) calm = false
      if (expr.kind === 'call' && !('native' in expr.fn && steady.test(expr.fn.native.toLowerCase()))) calm = false
      return calm
    },
  })
  if (!calm) return undefined
  return reads || !deterministic ? 'stable' : 'immutable'
}

/** Text without calls, or with calls of steady functions only. */
function isSteadyText(parts: readonly unknown[]): boolean {
  const text = parts.filter((part) => typeof part === 'string').join(' ')
  const called = [...text.matchAll(/([a-z_][\w.]*)\s*\(/gi)].map((match) => match[1] ?? '')
  return called.every(
    (name) => steady.test(name.toLowerCase()) || /^(cast|case|when|then|else|and|or|not|in)$/i.test(name),
  )
}

/** A procedure that ends transactions cannot run with the rights of its owner on targets that tie the two together. */
function reportRights({ object, program, sink }: Frame, converted: Program): void {
  if (program.characteristics.security !== 'definer' || object.kind === 'trigger') return
  let ends = false
  walkProgram(converted, {
    stmt: (stmt) => {
      if (stmt.kind === 'transaction' || (stmt.kind === 'callStatement' && stmt.ends)) ends = true
      return !ends
    },
  })
  if (ends) sink.add(finding('XW-R0023', { object: object.id, origin: object.origin }, {}))
}

/** A function that gives rows always gives a result; the procedure gives none where nothing is selected. */
function reportSilence({ object, program, sink, signatures }: Frame, { results }: Program): void {
  if (results === undefined) return
  const calleeOf = ({ routine }: CallStmt) => signatures.find('procedure', routine, object.name.schema?.text)?.routine
  const hands = (call: CallStmt): boolean => {
    const callee = calleeOf(call)
    return callee !== undefined && signatures.results(callee).plan !== 'none'
  }
  const silent = (each: Program): boolean => maySelectNothing(each, hands)
  if (results.kind === 'rows' && silent(program)) {
    sink.add(finding('XW-R0024', { object: object.id, origin: object.origin }, {}))
    return
  }
  walkProgram(program, {
    stmt: (stmt) => {
      const callee = stmt.kind === 'callStatement' ? calleeOf(stmt) : undefined
      if (callee?.program && signatures.results(callee).plan === 'rows' && silent(callee.program))
        sink.add(finding('XW-R0024', { object: object.id, origin: stmt.origin }, {}))
      return undefined
    },
  })
}

/** What differs although every statement is converted: what is kept after an error, whose rights count, who calls an event. */
export function reportEffects(converted: Program, state: State): void {
  const { frame } = state
  reportRights(frame, converted)
  reportEarlyNumber(frame, state.env.ctx)
  reportPutBack(frame, state.env.ctx)
  reportSilence(frame, converted)
  reportQuietDivisions(state)
  reportOthersCounts(state)
  const { object, program, sink } = frame
  const at = { object: object.id, origin: object.origin }
  if (object.kind === 'event') {
    sink.add(finding('XW-R0011', at, { schedule: scheduleWords(frame) }))
  }
  if (program.characteristics.autonomous) sink.add(finding('XW-R0056', at, {}))
  const isCalled = object.kind === 'event' || (object.kind === 'routine' && object.form === 'procedure')
  if (isCalled && state.env.ctx.sourceCan.keepsEachStatement && losesCommitted(state))
    sink.add(finding('XW-R0018', at, {}))
  if (object.kind !== 'routine' || object.form !== 'procedure') return
  const { changed, defined } = kindsIn(program)
  if (changed && defined) sink.add(finding('XW-R0303', at, {}))
}

/** Whether a program changes rows, and objects that stay. */
function kindsIn(program: Program) {
  const found = { changed: false, defined: false }
  walkProgram(program, {
    stmt: (stmt) => {
      if (changes.has(stmt.kind)) found.changed = true
      // Temporary tables leave the transaction open.
      if (stmt.kind === 'definition' && !/^\w+\s+temporary\b/i.test(stmt.text)) found.defined = true
      return undefined
    },
  })
  return found
}

function scheduleWords(frame: Frame): string {
  const { schedule } = frame.program
  if (!schedule) return 'none'
  const expr = schedule.at ?? schedule.every?.amount
  const text = expr ? textOf(expr.origin, frame) : ''
  return schedule.every ? `EVERY ${text} ${schedule.every.unit}` : `AT ${text}`
}
