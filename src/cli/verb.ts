import type { Command } from 'commander'
import type { Terminal } from './terminal.js'

/** What every command gets: where to print, and when to stop. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly version: string
}

/** One verb: declares its words, and does its work when called. Returns the exit code. */
export interface Verb {
  readonly declare: (command: Command) => void
  readonly run: (
    words: readonly string[],
    options: Readonly<Record<string, unknown>>,
    context: CommandContext,
  ) => Promise<number>
}
