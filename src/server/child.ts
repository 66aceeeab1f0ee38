import { spawn } from 'node:child_process'
import { OperationError } from '../core/findings/operation-error.js'
import type { Failure } from './problem.js'

/** How this program is started anew: the program of a process and the words before a command. */
export interface Program {
  readonly path: string
  readonly words: readonly string[]
}

export interface Ended {
  readonly exit: number
  /** The document that it printed. */
  readonly result: unknown
  /** Set when it failed. */
  readonly failure: Failure | null
}

export interface ChildOptions {
  readonly signal: AbortSignal
  /** Milliseconds; then it is ended. */
  readonly limit: number
  /** A line of progress. */
  readonly onLine?: (line: string) => void
}

/** Characters of a result; more than any command prints. */
const largest = 64 * 1024 * 1024

/**
 * Runs one command of this program beside the server: what is long or heavy never stands in the way of those who watch.
 * Whatever a command refuses comes back as its failure.
 * @throws OperationError XW-S0915 when it ends without a word
 */
export function runCommand(
  { path, words }: Program,
  args: readonly string[],
  { signal, limit, onLine }: ChildOptions,
): Promise<Ended> {
  const child = spawn(path, [...words, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < largest) out += text
  })
  let rest = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n')
    rest = (lines.pop() ?? '').slice(-10_000)
    for (const line of lines) onLine?.(line)
  })
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new OperationError('XW-S0915', { how: cause.name }, { cause })))
    child.once('close', (code, ended) => {
      const read = resultOf(out)
      if (code === null || (read === undefined && out !== ''))
        reject(new OperationError('XW-S0915', { how: ended ?? 'no result' }))
      else resolve({ exit: code, result: read ?? null, failure: failureOf(read) })
    })
  })
}

/** A command prints one document as its last line. */
function resultOf(out: string): unknown {
  const line = out.trimEnd().split('\n').at(-1) ?? ''
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function failureOf(result: unknown): Failure | null {
  if (typeof result !== 'object' || result === null || !('error' in result)) return null
  const { error } = result
  if (typeof error !== 'object' || error === null) return null
  const member = (name: string): unknown => Reflect.get(error, name)
  const remedy = member('remedy')
  return {
    code: String(member('code')),
    message: String(member('message')),
    remedy: Array.isArray(remedy) ? remedy.map(String) : [],
    exit: Number(member('exit')),
    retryable: member('retryable') === true,
  }
}
