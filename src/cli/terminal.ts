import { visible } from '../core/text/visible.js'

/** What a command prints to. stdout is the result, stderr is progress; nothing ever prompts. */
export interface Terminal {
  /** A line of the result. */
  out(line: string): void
  /** A line for the person who watches. */
  note(line: string): void
  readonly json: boolean
  readonly interactive: boolean
  readonly colour: boolean
}

export function createTerminal(options: { readonly json: boolean }): Terminal {
  const colour =
    process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb' && process.stderr.isTTY === true
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    json: options.json,
    interactive: process.stderr.isTTY === true && process.env['CI'] === undefined,
    colour,
  }
}

/** Names and messages from databases may hold escape sequences; a terminal must not obey them. */
export const safe = (text: string): string => visible(text.replaceAll('\n', '⏎').replaceAll('\t', ' '))

export const count = (value: number): string => value.toLocaleString('en-US')

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let scaled = value
  let unit = 0
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000
    unit += 1
  }
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit] ?? ''}`
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Columns padded to the widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.map(line)].join('\n')
}
