import type { ChangesProgress, OnProgress, Phase, ProgressEvent, TableProgress } from '../core/progress/progress.js'
import { bytes, count, duration, safe, type Terminal } from './terminal.js'
import type { CommandContext } from './verb.js'

const phaseNames: Readonly<Record<Phase, string>> = {
  read: 'read',
  convert: 'convert',
  prove: 'prove',
  apply: 'apply',
  load: 'load',
  changes: 'changes',
  validate: 'validate',
}

/** Milliseconds between progress lines where nobody sees a cursor. */
const plainInterval = 10_000

interface State {
  readonly tables: Map<string, TableProgress>
  started: number
  lastLine: number
  lastRows: number
  lastAt: number
  /** The last line said that a side is away. */
  waiting: boolean
  /** What was applied when the last line of changes was written, and when that was. */
  changes: { readonly at: number; readonly transactions: number; readonly changes: number }
}

/** Tells the terminal, and whoever else watches. */
export function progressOf({ terminal, watch }: Pick<CommandContext, 'terminal' | 'watch'>): OnProgress {
  const show = showProgress(terminal)
  if (!watch) return show
  return (event) => {
    show(event)
    watch.onProgress(event)
  }
}

/** Turns progress events into lines: one redrawn line on a terminal, one line per change and per ten seconds elsewhere. */
export function showProgress(terminal: Terminal): OnProgress {
  const states = new Map<Phase, State>()
  const stateOf = (phase: Phase): State => {
    const known = states.get(phase)
    if (known) return known
    const now = Date.now()
    const fresh: State = {
      tables: new Map(),
      started: now,
      lastLine: now,
      lastRows: 0,
      lastAt: now,
      waiting: false,
      changes: { at: now, transactions: 0, changes: 0 },
    }
    states.set(phase, fresh)
    return fresh
  }
  return (event) => {
    const state = stateOf(event.phase)
    const line = lineOf(event, state)
    if (line === undefined) return
    const now = Date.now()
    const final = event.kind === 'phase'
    const turned = event.kind === 'changes' && (event.state === 'waiting') !== state.waiting
    if (terminal.interactive) redraw(line, final && event.state !== 'started')
    else if (final || turned || now - state.lastLine >= plainInterval) terminal.note(line)
    else return
    state.lastLine = now
    if (event.kind === 'changes') state.waiting = event.state === 'waiting'
    if (event.kind === 'changes') state.changes = { at: now, transactions: event.transactions, changes: event.changes }
  }
}

function redraw(line: string, final: boolean): void {
  const width = process.stderr.columns ?? 80
  process.stderr.write(`\r\u001b[2K${line.slice(0, width - 1)}${final ? '\n' : ''}`)
}

function lineOf(event: ProgressEvent, state: State): string | undefined {
  const name = phaseNames[event.phase].padEnd(9)
  switch (event.kind) {
    case 'phase':
      if (event.state === 'started') return undefined
      return `${event.state === 'done' ? ' ok ' : 'FAIL'}  ${name} ${event.detail ? safe(event.detail) : ''}  ${duration((Date.now() - state.started) / 1000)}`
    case 'items':
      return ` .. ${name.padStart(11)} ${count(event.done)}/${count(event.total)} ${event.current ? safe(event.current) : ''}`
    case 'table':
      state.tables.set(event.table, event)
      return tableLine(name, state)
    case 'changes':
      return changesLine(name, event, state)
    case 'applied':
    case 'cached':
      return undefined
  }
}

/** How much in the time since the last line, how far behind, and where. */
function changesLine(name: string, event: ChangesProgress, { changes: before }: State): string {
  const seconds = Math.max(0.001, (Date.now() - before.at) / 1000)
  const rate = (now: number, then: number): string => count(Math.round((now - then) / seconds))
  return [
    ` .. ${name.padStart(11)} ${event.state}`,
    `${count(event.transactions)} transactions (${rate(event.transactions, before.transactions)}/s)`,
    `${count(event.changes)} changes (${rate(event.changes, before.changes)}/s)`,
    `lag ${duration(event.lagSeconds)}`,
    ...(event.waitingBytes > 0 ? [`${bytes(event.waitingBytes)} waiting`] : []),
    ...(event.setAside > 0 ? [`${count(event.setAside)} set aside`] : []),
    ...(event.reason ? [safe(event.reason)] : []),
    ...(event.position === '' ? [] : [`at ${safe(event.position)}`]),
  ].join('  ')
}

/** Rows, bytes, rate over the last interval, and what is left at that rate. */
function tableLine(name: string, state: State): string {
  const tables = [...state.tables.values()]
  const sum = (pick: (table: TableProgress) => number): number =>
    tables.reduce((total, table) => total + pick(table), 0)
  const rows = sum((table) => table.rows)
  const total = sum((table) => Math.max(table.totalRows, table.rows))
  const seconds = Math.max(0.001, (Date.now() - state.started) / 1000)
  const rate = rows / seconds
  const left = rate > 0 ? (total - rows) / rate : 0
  const rejected = sum((table) => table.rejected)
  const running = tables.filter((table) => table.state === 'running').length
  const share = total > 0 ? Math.floor((100 * rows) / total) : 100
  return [
    ` .. ${name.padStart(11)} ${share} %`,
    `${count(rows)}/${tables.every((table) => table.exact) ? '' : '~'}${count(total)} rows`,
    bytes(sum((table) => table.bytes)),
    `${count(Math.round(rate))} rows/s`,
    `ETA ${duration(left)}`,
    `${running} running`,
    ...(rejected > 0 ? [`${count(rejected)} set aside`] : []),
  ].join('  ')
}
