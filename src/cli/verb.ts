import type { Command } from 'commander'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { OnProgress } from '../core/progress/progress.js'
import type { Terminal } from './terminal.js'

/** What every command gets: where to print, and when to stop. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly version: string
  /** Others who are told what the terminal is told. */
  readonly watch?: RunWatch
}

export interface RunWatch {
  readonly onProgress: OnProgress
  /** Which tables are moved, and which the target did not take. */
  planned(
    tables: readonly TableMapping[],
    aside: readonly { readonly table: TableMapping; readonly reason: string }[],
  ): void
}

/** A word with verbs of its own behind it. */
export interface VerbGroup {
  readonly verbs: Readonly<Record<string, { readonly summary: string; readonly verb: Verb }>>
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
